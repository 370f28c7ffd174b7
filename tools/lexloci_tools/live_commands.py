"""The commands that act on what is running: live rules, closing a place, probing a gate."""

from pathlib import Path
from typing import Annotated

import typer

from lexloci_tools.asking import AsJson, QuestionError, err, out, print_json, rulebook_under

LIVE = Path("live.json")
Document = Annotated[Path, typer.Option("--live", help="The document of live rules to change.")]


def freeze_emergency(files: list[Path], live: Path) -> None:
    """Freeze emergency packs into a document, whose other members stay. Raises: LexlociError."""
    from lexloci_tools.law.building import RULES
    from lexloci_tools.law.emergency import document_at, frozen
    from lexloci_tools.law.reading import read_rules

    document = document_at(live)
    _write({**document, "rules": frozen(read_rules(RULES), files)}, live)


def close(
    place: Annotated[str, typer.Argument(help="A place: GB, US-CA, EU, world (everything).")],
    why: Annotated[str | None, typer.Option("--why", help="The reason; callers read it.")] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open the place again.")] = False,
    live: Document = LIVE,
) -> None:
    """Close a place in a document of live rules: every call possibly from there is refused.

    Deploy the document by AppConfig then (README, live rules), or edit the file that
    `lexloci serve --live` looks at.
    """
    from lexloci_tools.law.emergency import closed, document_at

    if (why is None) != reopen:
        raise QuestionError("close", "takes `--why` with a reason, or `--reopen`")
    _write(closed(document_at(live), place, why), live)


def probe(
    url: Annotated[str, typer.Option("--url", help="The front, without /v1.")],
    key: Annotated[
        Path | None, typer.Option("--key", help="File with the value of the probes' secret.")
    ] = None,
    secret: Annotated[
        str | None, typer.Option(help="Or its name in Secrets Manager: STACK/probe-key.")
    ] = None,
    probes: Annotated[Path | None, typer.Option(help="Other probes than the packaged.")] = None,
    as_json: AsJson = False,
) -> None:
    """Send calls with known verdicts through a front, and name the rules it is wrong about.

    Each is judged and recorded as a probe, and none is ever forwarded.
    """
    from dataclasses import asdict

    from lexloci_tools.probing import probe_front

    if (key is None) == (secret is None):
        raise QuestionError("probe", "takes `--key` or `--secret`, one of them")
    found = probe_front(url, key, secret, probes)
    if as_json:
        print_json(asdict(found))
    else:
        for each in found.findings:
            out.print(f"WRONG {', '.join(each.rules)}: {each.probe} ({each.what})")
        by = ", ".join(f"{number} by {digest}" for digest, number in found.rulebook.items())
        err.print(f"{found.probes} probes, {len(found.findings)} wrong; judged: {by or 'none'}")
    raise typer.Exit(1 if found.findings else 0)


def _write(document: dict[str, object], live: Path) -> None:
    from lexloci_tools.law.emergency import written

    text, book = written(document, rulebook_under(""))
    try:
        live.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuestionError(str(live), f"cannot be written: {error.strerror}") from error
    added = book.all_versions()[len(rulebook_under("").all_versions()) :]
    for version in added:
        out.print(f"{version.id}  {version.title} ({', '.join(version.extent)})")
    err.print(f"{live}: {book.live}, {len(added)} rules beside {book.digest}")

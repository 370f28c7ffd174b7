"""The commands for those who wonder about evidence: place, issue-claims."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from lexloci_tools.asking import AsJson, QuestionError, out, print_json, rulebook_under

SHOWN = 12
"""How many leaves are listed before `and N more`."""


def place(
    headers: Annotated[
        str,
        typer.Option("--headers", help="A file of headers (`Name: value` or JSON), - for stdin."),
    ] = "-",
    front: Annotated[
        str, typer.Option(help="cloudfront, cloudflare, google, fastly or vercel")
    ] = "cloudfront",
    as_json: AsJson = False,
) -> None:
    """Show where a call with these headers may come from, and what each header did.

    The headers count as proven to be the front's. Nothing is stored. Exit code 3: every place.
    """
    from lexloci_edge.claims import NONE
    from lexloci_edge.fronts import FRONTS
    from lexloci_edge.whereabouts import Sources, whereabouts
    from lexloci_tools.desk.evidence_words import evidence_lines

    if front not in FRONTS:
        raise QuestionError("--front", f"`{front}` is no front", ", ".join(FRONTS))
    chosen, places = FRONTS[front], rulebook_under("").places
    given = headers_in(_text(headers))
    nodes, kinds = whereabouts(places, given, NONE, Sources(chosen))
    leaves = sorted(leaf for node in nodes for leaf in places.leaves(node))
    if as_json:
        told = {"front": front, "places": sorted(nodes), "leaves": leaves, "evidence": list(kinds)}
        print_json(told)
    else:
        rows = {"country": chosen.country, "region": chosen.region, "network": chosen.network}
        rows["proxy"] = chosen.flags[0].header if chosen.flags else None
        names = {word: _shown(name, given) for word, name in rows.items()}
        for line in evidence_lines(kinds, names):
            out.print(line)
        titles = ", ".join(f"{node} ({places.title(node)})" for node in sorted(nodes))
        out.print(f"\nplace: {titles}")
        more = f" and {len(leaves) - SHOWN} more" if len(leaves) > SHOWN else ""
        out.print(f"judged as each of {len(leaves)}: {', '.join(leaves[:SHOWN])}{more}")
    raise typer.Exit(3 if places.world in nodes else 0)


def issue_claims(
    key: Annotated[Path, typer.Option(help="The private key, as PEM.")],
    kid: Annotated[str, typer.Option(help="The key's id in the key set.")],
    issuer: Annotated[str, typer.Option(help="The issuer (iss).")],
    members: Annotated[list[str], typer.Argument(help="name=value; JSON values are read as such")],
    audience: Annotated[str, typer.Option(help="The audience (aud).")] = "lexloci",
    body: Annotated[Path | None, typer.Option(help="Bind the claims to this body.")] = None,
    jwks: Annotated[bool, typer.Option("--jwks", help="Print the public key set instead.")] = False,
) -> None:
    """Sign claims as your platform would, for trying things out: prints the header's value.

    Example: lexloci issue-claims --key key.pem --kid k1 --issuer https://you.example place=GB-ENG
    """
    from lexloci_tools.issue_claims import Signer

    try:
        signer = Signer.of_pem(key.read_bytes(), kid, issuer, audience)
        bound = None if body is None else body.read_bytes()
    except OSError as error:
        raise QuestionError(str(error.filename), f"cannot be read: {error.strerror}") from error
    except ValueError:
        hint = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
        raise QuestionError(str(key), "is no P-256 or Ed25519 private key", hint) from None
    typer.echo(signer.jwks if jwks else signer.sign(_members(members), bound))


def headers_in(text: str) -> Mapping[str, str]:
    """The headers of a text, by lower-case name; one that stands twice is joined with a comma.

    The text: lines of `Name: value`, a JSON object of names and values, or a whole event of API
    Gateway. Raises: QuestionError.
    """
    pairs: list[tuple[str, str]] = []
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise QuestionError("--headers", f"is no JSON: {error}") from None
        inner = found.get("headers", found)
        found = inner if isinstance(inner, dict) else found
        pairs = [(str(name), str(value)) for name, value in found.items()]
    else:
        for number, line in enumerate(text.splitlines(), 1):
            name, colon, value = line.partition(":")
            if not line.strip():
                continue
            if not colon or not name.strip():
                raise QuestionError(f"--headers:{number}", f"`{line}` is no `Name: value`")
            pairs.append((name, value.strip()))
    joined: dict[str, str] = {}
    for name, value in pairs:
        lower = name.strip().lower()
        joined[lower] = f"{joined[lower]},{value}" if lower in joined else value
    return joined


def _text(source: str) -> str:
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(source, f"cannot be read: {error}") from None


def _shown(name: str | None, headers: Mapping[str, str]) -> str:
    if name is None:
        return "(no header)"
    return f"{name}: {headers[name]}" if name in headers else f"{name} (absent)"


def _members(written: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in written:
        name, equals, value = each.partition("=")
        if not equals:
            raise QuestionError("members", f"`{each}` is no `name=value`")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found

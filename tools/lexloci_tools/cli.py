"""The `lexloci` command. A command parses, calls one function, prints.

Exit codes: 0 yes, 1 no, 2 wrong question, 3 no answer (uncertain or broken).
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from lexloci.errors import LexlociError
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome
from lexloci_tools import (
    evidence_commands,
    image_commands,
    law_commands,
    ledger_commands,
    live_commands,
    record_commands,
    serve_commands,
)
from lexloci_tools.asking import (
    AsJson,
    House,
    On,
    QuestionError,
    Quiet,
    day_of,
    err,
    out,
    print_json,
    rulebook_under,
)

app = typer.Typer(
    help="Judge image-generation calls by the law of the place they come from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(law_commands.calendar)
app.command()(law_commands.diff)
app.command()(evidence_commands.place)
app.command("issue-claims")(evidence_commands.issue_claims)
app.command("known-images")(image_commands.known_images)
app.command()(ledger_commands.verify)
app.command()(ledger_commands.reseal)
app.command()(live_commands.close)
app.command()(live_commands.probe)
app.command()(record_commands.replay)
app.command()(record_commands.report)
app.command()(serve_commands.serve)
app.command()(record_commands.plan)
app.add_typer(law_commands.rules_app, name="rules")

EXIT = {Outcome.ALLOW: 0, Outcome.REFUSE: 1, Outcome.UNCERTAIN: 3}


@app.command()
def explain(
    facts: Annotated[list[str], typer.Argument(help="fact=value or fact=value,value …")],
    on: On = None,
    house: House = "",
    as_json: AsJson = False,
) -> None:
    """Say what the law asks of facts, by which rules, and what would settle it.

    A fact left out is unknown; what is not proven (consent, viewer, tier, adult_mode) has its value
    without proof. Example: lexloci explain place=GB-ENG subject=real exposure=underwear
    """
    from lexloci.explain import explain as told_of
    from lexloci_tools.desk import words
    from lexloci_tools.desk.questions import possibilities_of

    book = rulebook_under(house)
    told = told_of(book, [possibilities_of(book, facts)], [day_of(on)])
    if as_json:
        print_json(words.explanation_json(book, told))
    else:
        for line in words.explanation_lines(book, told):
            out.print(line)
    raise typer.Exit(EXIT[told.verdict.outcome])


@app.command()
def read(
    prompt: Annotated[str, typer.Argument(help="The prompt. Nothing is stored.")],
    operation: Annotated[str, typer.Option(help="generate or edit")] = "generate",
    images: Annotated[int, typer.Option(help="How many images are uploaded.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show how a prompt is read: each depiction's facts as sets, and which detector said so."""
    from lexloci_reader import read as read_prompt
    from lexloci_tools.desk.words import facts_json

    reading = read_prompt(prompt, operation=operation, images=images)
    evidence = [{"detector": each.detector, "what": each.what} for each in reading.evidence]
    if as_json:
        depictions = [facts_json(each.facts) for each in reading.depictions]
        document = {"depictions": depictions, "evidence": evidence, "covered": reading.covered}
        print_json({**document, "language": reading.language})
        return
    for number, depiction in enumerate(reading.depictions, 1):
        out.print(f"depiction {number}")
        for fact, values in facts_json(depiction.facts).items():
            out.print(f"  {fact:14} {' | '.join(values)}")
    out.print(f"language {reading.language}" + ("" if reading.covered else " (not covered)"))
    for each in evidence:
        out.print(f"  {each['detector']}: {each['what']}")


@app.command()
def decide(
    source: Annotated[Path, typer.Option("--in", help="Calls, one JSON object a line.")],
    target: Annotated[Path, typer.Option("--out", help="Decisions, one a line.")],
    on: On = None,
    house: House = "",
    quiet: Quiet = False,
) -> None:
    """Judge calls in bulk, without a ledger. One line out for each line in, in order."""
    from lexloci_tools.desk.calls import decide_lines

    book, day = rulebook_under(house), day_of(on)
    counts: dict[str, int] = {}
    broken = 0
    try:
        with (
            source.open(encoding="utf-8", errors="replace", newline="\n") as lines,
            target.open("w", encoding="utf-8") as sink,
        ):
            for answer in decide_lines(book, lines, day):
                sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
                counts[answer["outcome"]] = counts.get(answer["outcome"], 0) + 1
                broken += "error" in answer
    except OSError as error:
        raise QuestionError(str(error.filename), f"cannot be used: {error.strerror}") from error
    if not quiet:
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
        err.print(f"{sum(counts.values())} calls: {told or 'none'}; {broken} could not be read")
    raise typer.Exit(3 if broken else 0)


@app.command()
def check(as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Check the rules: form, sense, and every case. Errors name file and line."""
    from lexloci_tools.law.building import RULES, build
    from lexloci_tools.law.checking import as_json as found_json
    from lexloci_tools.law.checking import check as check_rules
    from lexloci_tools.law.reading import read_rules
    from lexloci_tools.law.sense import errors_of

    rules = read_rules(RULES)
    book = None if errors_of(rules) else Rulebook.load(build(rules))
    found = check_rules(rules, book, day_of(None))
    if as_json:
        print_json(found_json(found))
    else:
        for error in found.errors:
            out.print(str(error))
        if not quiet:
            for warning in found.warnings:
                out.print(f"warning: {warning}")
            out.print(", ".join(f"{number} {what}" for what, number in found.counts.items()))
            out.print("basis: " + ", ".join(f"{n} {b}" for b, n in sorted(found.basis.items())))
            out.print(f"{len(found.errors)} errors, {len(found.warnings)} warnings")
    raise typer.Exit(1 if found.errors else 0)


@app.command()
def build(
    check_only: Annotated[
        bool, typer.Option("--check", help="Only say whether the frozen file is true.")
    ] = False,
    emergency: Annotated[
        list[Path] | None,
        typer.Option(help="Freeze this pack (emergency-….yaml) into live rules instead."),
    ] = None,
    live: live_commands.Document = live_commands.LIVE,
) -> None:
    """Freeze rules/ into layers/rulebook/, with the probes; --emergency: packs into live rules."""
    from lexloci_tools.law.building import RULEBOOK, RULES
    from lexloci_tools.law.building import build as build_rules
    from lexloci_tools.law.probing import PROBES, freeze_probes
    from lexloci_tools.law.reading import RuleFilesError, read_rules
    from lexloci_tools.law.sense import errors_of
    from lexloci_tools.law.stamping import TEMPLATE, stamped

    if emergency:
        live_commands.freeze_emergency(emergency, live)
        return
    rules = read_rules(RULES)
    if errors := errors_of(rules):
        raise RuleFilesError(errors)
    data = build_rules(rules)
    book = Rulebook.load(data)
    told = stamped(TEMPLATE.read_bytes(), book.digest)
    frozen = ((RULEBOOK, data), (PROBES, freeze_probes(rules, book)), (TEMPLATE, told))
    for path, content in frozen:
        if not check_only:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            err.print(f"{path}: not what rules/ say\nhint: run `lexloci build`")
            raise typer.Exit(1)
    out.print(f"{book.digest}  {len(book.all_versions())} versions, {len(data) / 1000:.0f} kB")


@app.command()
def facts(as_json: AsJson = False) -> None:
    """List every fact with its values: the vocabulary of rules and of `explain`."""
    raw = rulebook_under("").raw["facts"]
    if as_json:
        print_json(raw)
        return
    for fact in raw:
        kind = "attested; the first value holds without proof" if fact["attested"] else "observed"
        out.print(f"{fact['name']}: {fact['title']} ({kind})")
        for value, meaning in zip(fact["values"], fact["meanings"], strict=True):
            out.print(f"  {value:14} {meaning}")
    out.print("place: a node of rules/places.yaml; unknown = every place")


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Labelled prompts, one JSON object a line.")],
    on: On = None,
    worst: Annotated[int, typer.Option(help="How many errors to show.")] = 20,
) -> None:
    """Measure the reader on labelled prompts: recall, false alarms, sets, by language, disguise."""
    from lexloci_tools.evaluate import measures
    from lexloci_tools.evaluate.labelled import corpus, score

    book, day = rulebook_under(""), day_of(on)
    try:
        scored = [score(book, label, day) for label in corpus(files)]
    except OSError as error:
        raise QuestionError(str(error.filename), f"cannot be read: {error.strerror}") from error
    out.print(measures.report(scored))
    for line in measures.worst(scored, worst):
        out.print(line)


@app.command()
def bench(
    part: Annotated[str | None, typer.Argument(help="gate, cold, engine or permit")] = None,
) -> None:
    """Measure the gate, its cold start and the verdict, each next to a baseline."""
    from lexloci_tools.bench.command import bench as run

    for text in run(part, day_of(None)):
        out.print(text + "\n")


def main() -> None:
    """Run the command; our own errors are told plainly and end with their exit code."""
    try:
        app()
    except LexlociError as error:
        err.print(str(error))
        sys.exit(error.exit_code)

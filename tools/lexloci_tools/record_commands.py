"""The commands for those who look back at the record: replay, report, plan."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lexloci_tools.asking import AsJson, Quiet, err, out, print_json


def replay(
    export: Annotated[Path, typer.Argument(help="JSON lines of records, or a folder of them.")],
    other: Annotated[
        Path | None, typer.Option("--with", help="Judge by this rulebook, or folder of rules.")
    ] = None,
    rulebooks: Annotated[
        Path | None, typer.Option(help="A folder of the frozen rulebooks of that time.")
    ] = None,
    house: Annotated[
        str | None, typer.Option(help="Judge under this setting: `+name,-name`, or empty.")
    ] = None,
    findings: Annotated[
        Path | None, typer.Option(help="Name every record that is not equal here, one a line.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Default: one for each core, where worth it.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Judge kept decisions again, by their own rulebooks: every verdict must come out equal.

    With --with or --house: show what would change, by place and rule. Exit codes: 0 all equal,
    1 differences, 2 wrong question, 3 records that could not be judged.
    """
    from lexloci_tools.replay import command, words

    question = command.Question(export, other, rulebooks, house, findings, workers, quiet)
    answer = command.replay(question)
    if as_json:
        print_json(command.as_json(answer))
    else:
        for line in words.lines(answer):
            out.print(line)
        if not quiet:
            err.print(words.speed(answer))
    raise typer.Exit(answer.exit_code)


def report(
    export: Annotated[Path, typer.Argument(help="JSON lines of records, or a folder of them.")],
    place: Annotated[str, typer.Option(help="A node of the tree: GB, US-CA, EU, world.")],
    first: Annotated[str, typer.Option("--from", help="The first day (UTC), YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="The last day (UTC), YYYY-MM-DD.")],
    form: Annotated[
        str | None, typer.Option("--format", help="html, md, csv or json; default: by --out.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--out", help="Default: stdout.")] = None,
    rulebooks: Annotated[
        Path | None, typer.Option(help="A folder of the frozen rulebooks of that time.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make a regulator's report for a place and a period, with small counts withheld.

    Exit codes: 0 made, 2 wrong question, 3 made, but not whole (it says what is missing).
    """
    from lexloci_tools.report import command, rendering

    form = command.form_of(form, target)
    document = command.report(export, place, first, last, rulebooks)
    text = rendering.FORMS[form](document)
    if target is None:
        typer.echo(text, nl=False)
    else:
        command.write(text, target)
    if target is not None and not quiet:
        shown = rendering.shown(document["decisions"])
        err.print(f"{target}: {shown} decisions for {place}, {first} to {last}")
    if missing := rendering.lacking(document["coverage"]):
        err.print(f"not whole: {missing}")
    raise typer.Exit(0 if document["coverage"]["whole"] else 3)


def _option(help: str) -> Any:
    """An option that is a number above nothing."""
    return typer.Option(min=0.001, help=help)


def plan(
    export: Annotated[
        Path | None, typer.Argument(help="Records to measure; default: synthetic ones.")
    ] = None,
    regions: Annotated[
        list[int] | None,
        typer.Option(min=1, help="Numbers of Regions to compare; default 1, 3. With --rps one."),
    ] = None,
    rate: Annotated[float, _option("Decisions a second and Region: how full seals are.")] = 50.0,
    rps: Annotated[
        list[float] | None, _option("Plan the whole for so many decisions a second in all.")
    ] = None,
    wait: Annotated[float, _option("With --rps: seconds that a generator takes.")] = 10.0,
    image_mb: Annotated[float, _option("With --rps: megabytes of an answered image.")] = 2.0,
    as_json: AsJson = False,
) -> None:
    """Say what decisions take, and what a million cost by list prices. Check the prices first.

    Of the ledger alone; with --rps of the whole, inline and by permit: concurrency, units, seals,
    the limits that are met first, the bill. Not the generator, and no detector.
    """
    from lexloci_tools.asking import rulebook_under
    from lexloci_tools.plan import command, tables
    from lexloci_tools.plan.prices import DAY

    found = command.sizes(export, rulebook_under(""))
    if rps:
        plans = command.plans(rps, regions or [3], wait, image_mb)
        told, shown = tables.as_json(found, plans), tables.lines(found, plans)
    else:
        asked = sorted(set(regions or [1, 3]))
        told, shown = command.as_json(found, asked, rate), command.lines(found, asked, rate)
    if as_json:
        print_json(told)
        return
    for line in [*shown, "", f"list prices of us-east-1, {DAY}; --json names each with its source"]:
        typer.echo(line)

"""The commands for those who look back at the record: replay, report."""

from pathlib import Path
from typing import Annotated

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
    processes: Annotated[
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

    question = command.Question(export, other, rulebooks, house, findings, processes, quiet)
    answer = command.replay(question)
    if as_json:
        print_json(command.as_json(answer))
    else:
        for line in words.lines(answer):
            out.print(line)
        if not quiet:
            err.print(words.speed(answer))
    raise typer.Exit(answer.exit_code)

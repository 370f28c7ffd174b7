"""What the commands share: how they are asked (days, house settings) and how they print."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from lexloci.errors import LexlociError, RulebookError
from lexloci.rulebook import Rulebook

out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

On = Annotated[str | None, typer.Option("--on", help="Judge as of this day, YYYY-MM-DD.")]
House = Annotated[str, typer.Option("--house", help="Switch house packs: `+name,-name`.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print only what was asked for.")]


class QuestionError(LexlociError):
    """The question on the command line cannot be understood."""


def day_of(on: str | None) -> date:
    """The day asked about: `--on`, else today. Raises: QuestionError."""
    if on is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise QuestionError("--on", f"`{on}` is no day", "write YYYY-MM-DD") from None


def rulebook_under(house: str) -> Rulebook:
    """The packaged rulebook under a house setting. Raises: RulebookError."""
    from lexloci_tools.law.building import RULEBOOK, packaged

    try:
        return packaged().under(house)
    except OSError as error:
        raise RulebookError(
            str(RULEBOOK), f"cannot be read: {error.strerror}", "make it by `lexloci build`"
        ) from error


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    out.print(json.dumps(document, ensure_ascii=False, indent=2))

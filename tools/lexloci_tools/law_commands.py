"""The commands for those who read and change the law: calendar, diff, rules."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lexloci_tools.asking import AsJson, House, On, QuestionError, day_of, out, print_json
from lexloci_tools.asking import rulebook_under as book_under

rules_app = typer.Typer(help="The rules themselves: show one, export the list.")


def calendar(on: On = None, days: int = 400, house: House = "", as_json: AsJson = False) -> None:
    """List what changes when, in the next days; expected laws apart."""
    from lexloci_tools.law import listing

    book = book_under(house)
    turns, foreseen = listing.calendar(book, day_of(on), days), listing.expected(book)
    if as_json:
        told = [{"on": str(t.on), "begins": t.begins, **listing.cells(t.version)} for t in turns]
        print_json({"turns": told, "expected": foreseen})
        return
    for turn in turns:
        word = "begins" if turn.begins else "ends"
        named = turn.version.law or turn.version.house
        out.print(f"{turn.on}  {word:6}  {turn.version.id}  {turn.version.title} ({named})")
    if not turns:
        out.print(f"nothing changes within {days} days")
    out.print("\nexpected, without a day and without effect:")
    for each in foreseen:
        out.print(f"  {each['pack']}/{each['id']}  {each['law']}: {each['status']}")


def diff(
    old: Annotated[Path, typer.Argument(help="A frozen rulebook, or a folder of rules.")],
    new: Annotated[Path, typer.Argument(help="Another one.")],
    on: On = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="For a pull request.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which places and situations change verdict from one rulebook to another."""
    from lexloci_tools.law import difference

    try:
        before, after = difference.rulebook_at(old), difference.rulebook_at(new)
    except OSError as error:
        raise QuestionError(str(error.filename), f"cannot be read: {error.strerror}") from error
    days = [day_of(on)] if on else difference.turning_days(before, after, day_of(None))
    changes = list(difference.differences(before, after, days))
    if as_json:
        print_json([{**asdict(each), "on": str(each.on)} for each in changes])
    elif markdown:
        typer.echo(difference.as_markdown(changes), nl=False)
    else:
        for each in changes:
            out.print(f"{each.on}  {each.before} -> {each.after}  {each.situation}")
            out.print("    " + ", ".join(each.places))
        out.print(f"{len(changes)} changes on {len(days)} days looked at")
    raise typer.Exit(1 if changes else 0)


@rules_app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="pack, pack/rule or pack/rule@from")],
    as_json: AsJson = False,
) -> None:
    """Show a rule, or all of a pack: law, reading, exceptions, versions."""
    from lexloci_tools.desk import words

    book = book_under("")
    asked = name.rstrip("/")
    found = [
        version
        for version in book.all_versions()
        if asked in (version.pack, version.id, version.id.partition("@")[0])
    ]
    if not found:
        raise QuestionError("rules show", f"`{name}` names no rule", "see `lexloci rules export`")
    if as_json:
        print_json([words.version_json(version) for version in found])
        return
    for version in found:
        for line in words.version_lines(book, version):
            out.print(line)
        for line in words.condition_lines(version):
            out.print(line)


@rules_app.command("export")
def export(
    form: Annotated[str, typer.Option("--format", help="csv, md or json")] = "md",
    place: Annotated[str | None, typer.Option(help="Only what bears on this place.")] = None,
    on: On = None,
    house: House = "",
) -> None:
    """Print the list: every rule in force, its law, since when, how sure we are."""
    from lexloci_edge.published import in_force
    from lexloci_tools.law import listing

    if form not in ("csv", "md", "json"):
        raise QuestionError("--format", f"`{form}` is no format", "csv, md or json")
    book = book_under(house)
    if place is not None and not book.places.known(place):
        raise QuestionError("--place", f"`{place}` is no place", "such as GB-ENG, US, EU")
    typer.echo(listing.export(list(in_force(book, day_of(on), place)), form), nl=False)


@rules_app.command("schema")
def schema(
    of: Annotated[str, typer.Argument(help="pack, cases or live")] = "pack",
) -> None:
    """Print the JSON Schema of packs, cases or live rules, for editors and for AppConfig."""
    from lexloci_tools.law import emergency, models

    known = {
        "pack": models.Pack.model_json_schema,
        "cases": models.Cases.model_json_schema,
        "live": emergency.schema,
    }
    if of not in known:
        raise QuestionError("rules schema", f"`{of}` has no schema", "pack, cases or live")
    typer.echo(json.dumps(known[of](), indent=1))

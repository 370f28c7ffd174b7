"""A replay's answer as plain text: what was equal, what was not, what would change where."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lexloci_edge.replay.tally import Change, Finding, Kind, Tally
from lexloci_tools.replay.command import NAMED, Answer

ROWS = 40
"""Rows of a table on the screen; `--json` has them all."""


def lines(answer: Answer) -> Iterator[str]:
    """The answer, line by line."""
    tally = answer.tally
    for warning in answer.warnings:
        yield f"warning: {warning}"
    books = len(tally.rulebooks)
    yield (
        f"{tally.decisions:,} decisions judged again by {_by(answer, books)}; "
        f"{tally.turned_away:,} of them turned away unread; "
        f"{tally.aftermaths:,} aftermaths hold no verdict"
    )
    yield _outcome(answer)
    if answer.question.what_if:
        yield from _changes(tally)
    for kind in Kind:
        yield from _named([each for each in tally.findings if each.kind is kind], _of(tally, kind))
    for reason, number in sorted(tally.unjudged.items()):
        yield f"not judged ({reason}): {number:,}"
    if tally.unjudged.get("no rulebook"):
        yield "hint: put the frozen rulebooks of that time into a folder and name it: --rulebooks"


def speed(answer: Answer) -> str:
    """How long it took."""
    pace = answer.tally.decisions / answer.seconds
    workers = "1 worker" if answer.workers == 1 else f"{answer.workers} workers"
    return f"{answer.seconds:.1f} s, {pace:,.0f} decisions a second, {workers}"


def _by(answer: Answer, books: int) -> str:
    house = answer.question.house
    if not answer.question.what_if:
        return "the rulebook of each" + (f" ({books} rulebooks)" if books > 1 else "")
    which = answer.by.digest[:19] + "…" if answer.by else "the rulebook of each"
    return which + (f" under `{house}`" if house is not None else "")


def _outcome(answer: Answer) -> str:
    tally = answer.tally
    missing = sum(tally.unjudged.values())
    rest = f"; {missing:,} could not be judged" if missing else ""
    if answer.question.what_if:
        reasons = sum(n for each, n in tally.changes.items() if not each.rule and each.same)
        return (
            f"{tally.different - reasons:,} would have another outcome, {reasons:,} the same by "
            f"other rules, {tally.equal:,} would not change{rest}"
        )
    if tally.different:
        return f"DIFFERENT: {tally.different:,}; equal: {tally.equal:,}{rest}"
    return f"equal: all {tally.equal:,} that could be judged{rest}" if missing else "all equal"


def _of(tally: Tally, kind: Kind) -> int:
    return tally.different if kind is Kind.DIFFERENT else sum(tally.unjudged.values())


def _named(findings: Sequence[Finding], number: int) -> Iterator[str]:
    for each in findings:
        yield f"{each.file}:{each.line}: {each.id or 'no id'}: {each.reason}: {each.what}"
    if findings and number > NAMED:
        yield f"and {number - len(findings):,} more; hint: --findings FILE names them all"


def _changes(tally: Tally) -> Iterator[str]:
    """Two tables: outcomes by place, then the rules that come in (+) and fall away (-)."""
    outcomes = [(change, n) for change, n in tally.changes.items() if not change.rule]
    rules = [(change, n) for change, n in tally.changes.items() if change.rule]
    if outcomes:
        yield from ("", "| place | before | after | decisions |", "| --- | --- | --- | ---: |")
        ordered = sorted(outcomes, key=lambda each: (each[0].same, -each[1], each[0]))
        yield from _rows([(_change_cells(change), n) for change, n in ordered])
    if rules:
        gathered: Counter[tuple[str, ...]] = Counter()
        for change, number in rules:
            rule = change.rule + (" (duty)" if change.duty else "")
            gathered[change.places, rule, f"{change.before} -> {change.after}"] += number
        yield from ("", "| place | rule | verdict | decisions |", "| --- | --- | --- | ---: |")
        yield from _rows(sorted(gathered.items(), key=lambda each: (-each[1], each[0])))
        yield ""


def _change_cells(change: Change) -> tuple[str, ...]:
    same = " (by other rules)" if change.same else ""
    return change.places, change.before, change.after + same


def _rows(found: Sequence[tuple[tuple[str, ...], int]]) -> Iterator[str]:
    for cells, number in found[:ROWS]:
        yield f"| {' | '.join(cells)} | {number:,} |"
    if len(found) > ROWS:
        yield f"and {len(found) - ROWS:,} more rows; hint: --json has them all"

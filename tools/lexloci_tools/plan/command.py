"""`lexloci plan`: sizes of an export or of synthetic decisions, the ledger's bill, what to plan."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lexloci.rulebook import Rulebook
from lexloci_edge.ledger import Entry
from lexloci_edge.replay.lines import UnreadableError, entry_of
from lexloci_tools.asking import QuestionError
from lexloci_tools.plan.ledger import UNIT, Line, Sizes, at, bill, sizes_of, stored
from lexloci_tools.plan.prices import DAY, PRICES
from lexloci_tools.plan.scale import Asked
from lexloci_tools.replay.export import chunks, files_of

SYNTHETIC = 10_000
"""Decisions that are measured where no export is given."""
QUARTILES = {"half": 0.5, "nine of ten": 0.9, "99 of 100": 0.99}


def sizes(export: Path | None, book: Rulebook) -> Sizes:
    """What an export's entries take, or synthetic ones'. Raises: QuestionError."""
    if export is None:
        from lexloci_tools.synthetic import decisions

        return sizes_of(decisions(book, SYNTHETIC))
    found = sizes_of(_entries(export))
    if not found.decisions:
        raise QuestionError(str(export), "holds no decision")
    return found


def plans(
    rps: Sequence[float], regions: Sequence[int], wait: float, image_mb: float
) -> list[Asked]:
    """A plan inline and one by permit for each rate. Raises: QuestionError for several Regions."""
    if len(regions) > 1:
        raise QuestionError("--regions", "is one number with --rps")
    return [
        Asked(each, regions[0], wait, int(image_mb * 1e6), permit)
        for each in sorted(set(rps))
        for permit in (False, True)
    ]


def _entries(export: Path) -> Iterator[Entry]:
    for chunk in chunks(files_of(export)):
        for line in filter(bytes.strip, chunk.lines):
            try:
                yield entry_of(line)
            except UnreadableError:
                continue  # an alarm, or damaged: `verify` and `replay` name those


def as_json(found: Sizes, regions: Sequence[int], rate: float) -> dict[str, Any]:
    """The figures for `--json`. Dollars are of a million decisions."""
    return {
        "decisions": len(found.decisions),
        "item_bytes": {
            "mean": round(sum(found.decisions) / len(found.decisions)),
            **{f"p{part * 100:.0f}": at(found.decisions, part) for part in QUARTILES.values()},
            "max": max(found.decisions),
        },
        "record_bytes_max": max(found.records),
        "one_unit": sum(size <= UNIT for size in found.decisions) / len(found.decisions),
        "units": {name: round(found.each(name), 4) for name in found.units},
        "units_each_region": round(found.writes, 4),
        "leaves": round(found.leaves, 4),
        "bill": {str(number): _bill(found, number, rate) for number in regions},
        "prices": {name: asdict(price) for name, price in PRICES.items()},
        "prices_of": DAY,
    }


def _bill(found: Sizes, regions: int, rate: float) -> list[dict[str, Any]]:
    return [asdict(line) for line in (*bill(found, regions, rate), stored(found, regions))]


def lines(found: Sizes, regions: Sequence[int], rate: float) -> Iterator[str]:
    """The figures as text: sizes, units, then the bill as a Markdown table."""
    sizes = ", ".join(f"{at(found.decisions, part):,} ({word})" for word, part in QUARTILES.items())
    one = sum(size <= UNIT for size in found.decisions) / len(found.decisions)
    spent = ", ".join(f"{name} {found.each(name):.2f}" for name in found.units)
    yield f"{len(found.decisions):,} decisions measured"
    yield f"item: {sizes}, {max(found.decisions):,} bytes at most; {one:.1%} take one write unit"
    yield f"record: {max(found.records):,} bytes at most"
    yield f"write units a decision and Region: {found.writes:.2f} ({spent})"
    yield ""
    yield from table(found, regions, rate)


def table(found: Sizes, regions: Sequence[int], rate: float) -> Iterator[str]:
    """The bill of a million decisions, one column for each number of Regions."""
    bills = {number: bill(found, number, rate) for number in regions}
    most = bills[max(regions)]
    heads = [f"{number} Region{'s' if number > 1 else ''}" for number in regions]
    yield f"| a million decisions | {' | '.join(heads)} | formula |"
    yield f"| --- | {' | '.join('---:' for _ in heads)} | --- |"
    for row in most:
        cells = [_dollars(next((x for x in bills[n] if x.what == row.what), None)) for n in regions]
        yield f"| {row.what} | {' | '.join(cells)} | {row.formula} |"
    sums = [_money(sum(line.dollars for line in bills[number])) for number in regions]
    yield f"| **together, once** | {' | '.join(f'**{each}**' for each in sums)} | |"
    kept = [_dollars(stored(found, number)) for number in regions]
    yield f"| kept, a month | {' | '.join(kept)} | {stored(found, max(regions)).formula} |"


def _dollars(line: Line | None) -> str:
    return "–" if line is None else _money(line.dollars)


def _money(dollars: float) -> str:
    return f"${dollars:.2f}"

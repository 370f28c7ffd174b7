"""What the ledger takes for one decision: bytes, write units, seals; and what a million cost.

Sizes are those that DynamoDB bills: the UTF-8 bytes of every attribute's name and value, numbers at
about half a byte a digit. An index that projects all is a second item of the same size.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lexloci_edge.dynamo import item_of
from lexloci_edge.ledger import Entry
from lexloci_edge.records import Record
from lexloci_edge.seals.sealing import BATCH_LIMIT
from lexloci_tools.plan.prices import PRICES

UNIT = 1024
"""Bytes of a write unit."""
WINDOW = 60
"""Seconds that the stream gathers before it hands a batch to the sealer."""
OVERHEAD = 100
"""Bytes that DynamoDB adds to each stored item."""
SEAL_SECONDS, SEAL_GB = 3.0, 1.0
"""Lambda's time and memory for a full batch: assumed, most of it waiting for DynamoDB."""
MILLION = 10**6


@dataclass
class Sizes:
    """What entries of a ledger take. decisions, outcomes: bytes of items; units: write units by
    where they are spent: `table`, `by_account`, `by_place`, `outcome`."""

    decisions: list[int] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    outcomes: list[int] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    stored: int = 0

    def each(self, name: str) -> float:
        """Write units a decision spends there."""
        return self.units.get(name, 0) / len(self.decisions)

    @property
    def writes(self) -> float:
        """Write units a decision spends in one Region, its outcome's included."""
        return sum(map(self.each, self.units))

    @property
    def leaves(self) -> float:
        """Entries to be sealed, a decision."""
        return 1 + len(self.outcomes) / len(self.decisions)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill of a million decisions. formula: in words and numbers. prices: of
    `PRICES`, what it is worked out by."""

    what: str
    formula: str
    dollars: float
    prices: tuple[str, ...] = ()


def line_of(what: str, formula: str, **numbers: float) -> Line:
    """A line of so many of each price."""
    dollars = sum(PRICES[name].of(number) for name, number in numbers.items())
    return Line(what, formula, dollars, tuple(numbers))


def size_of(item: Mapping[str, Mapping[str, str]]) -> int:
    """Bytes that DynamoDB counts for an item of texts and numbers."""
    total = 0
    for name, value in item.items():
        ((kind, text),) = value.items()
        written = len(text.encode()) if kind == "S" else math.ceil(len(text) / 2) + 1
        total += len(name.encode()) + written
    return total


def sizes_of(entries: Iterable[Entry], days: int = 1098) -> Sizes:
    """The sizes of these entries, kept so many days."""
    found = Sizes()
    for entry in entries:
        item = item_of(entry, days)
        size = size_of(item)
        units = math.ceil(size / UNIT)
        spent = {"table" if isinstance(entry, Record) else "outcome": units}
        if isinstance(entry, Record):
            found.decisions.append(size)
            found.records.append(len(item["record"]["S"].encode()))
            indexes = {"by_account": "gsi1pk", "by_place": "gsi2pk"}
            spent |= {index: units for index, key in indexes.items() if key in item}
        else:
            found.outcomes.append(size)
        for name, number in spent.items():
            found.units[name] = found.units.get(name, 0) + number
        copies = len(spent)
        found.stored += copies * (size + OVERHEAD)
    return found


def at(values: Sequence[int], part: float) -> int:
    """The value that this part of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def bill(sizes: Sizes, regions: int, rate: float) -> list[Line]:
    """What a million decisions cost in so many Regions, at so many decisions a second in each."""
    leaves = sizes.leaves * MILLION
    batch = min(BATCH_LIMIT, max(1.0, rate * WINDOW * sizes.leaves))
    batches = leaves / batch
    writes = sizes.writes * MILLION
    seconds = batches * SEAL_SECONDS * SEAL_GB * max(0.1, batch / BATCH_LIMIT)
    price = "write" if regions == 1 else "replicated"
    each = f"10^6 x {sizes.leaves:.2f}"
    written = f"10^6 x {sizes.writes:.2f} write units x {regions}"
    lines = [
        line_of("records and outcomes", written, **{price: writes * regions}),
        line_of(
            "sealer's memory", f"{each} leaves x (1 write + 1 read unit)", write=leaves, read=leaves
        ),
        line_of("seals in S3", f"{each} leaves / {batch:.0f} a seal x 2 PUT", put=batches * 2),
        line_of("signatures", f"{each} / {batch:.0f}", sign=batches),
        line_of(
            "sealer's Lambda",
            f"{batches:,.0f} invocations, {seconds:,.0f} GB-s",
            invoke=batches,
            compute=seconds,
        ),
    ]
    if regions > 1:
        removed = writes * (regions - 1)
        formula = f"10^6 x {sizes.writes:.2f} x {regions - 1}: the first Region's own are free"
        lines.append(line_of("expiry, replicated", formula, replicated=removed))
    return lines


def stored(sizes: Sizes, regions: int) -> Line:
    """What keeping a million decisions costs a month: tables with their indexes and backups, and
    the sealed copy, which stays in the Region that wrote it."""
    table = sizes.stored / len(sizes.decisions) * MILLION / 1e9
    texts = sum(sizes.records) + sum(sizes.outcomes)
    sealed = texts / len(sizes.decisions) * MILLION / 1e9
    formula = f"{table:.2f} GB x {regions} in tables, with backup; {sealed:.2f} GB sealed in S3"
    dollars = (PRICES["table"].of(table) + PRICES["backup"].of(table)) * regions
    dollars += PRICES["object"].of(sealed)
    return Line("kept, a month", formula, dollars, ("table", "backup", "object"))

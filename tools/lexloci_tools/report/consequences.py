"""What a report counts around the decisions: duties, results, strikes, evidence, what is apart."""

from collections.abc import Mapping

from lexloci_tools.report.gathering import Gathered
from lexloci_tools.report.tables import ALL, KINDS, OUTCOMES, Cell, Counts, Row, Table

BANDS = ((0, 0), (1, 4), (5, 19), (20, 49), (50, None))
"""Refusals by law of one account in the period; the default ladder warns at 5, slows at 20,
suspends at 50."""


def duties(counts: Counts, gathered: Gathered) -> None:
    """Duties owed by allowed calls, and whether they went out."""
    owed = gathered.pairs(
        "select duty, count(distinct (region, id)) from here"
        " join duty_of using (rulebook, duties) where kind = 'allow' group by duty"
    )
    sent = gathered.pairs(
        "select duty, count(*) from (select unnest(duties_sent) as duty from here"
        " join aftermath using (region, id)) group by duty"
    )
    rows = [Row(duty, duty) for duty in sorted({*owed, *sent})]
    numbers = {(duty, "owed"): number for duty, number in owed.items()}
    numbers |= {(duty, "sent"): number for duty, number in sent.items()}
    numbers |= {(duty, "not_sent"): owed.get(duty, 0) - sent.get(duty, 0) for duty in owed}
    heads = {"owed": "allowed with it", "sent": "went out with the image", "not_sent": "did not"}
    note = (
        "An image that was not made takes no duty with it: such calls are among those that did not."
    )
    counts.put(Table("duties", "Duties", heads, rows, note), numbers)
    for duty in sorted(owed):
        cells = [Cell("duties", duty, column) for column in ("sent", "not_sent")]
        counts.tie(Cell("duties", duty, "owed"), cells)
        rest = Cell("duties", duty, "without")
        counts.numbers[rest] = counts.number(_of("allow")) - owed[duty]
        counts.tie(_of("allow"), [Cell("duties", duty, "owed"), rest])


def results(counts: Counts, gathered: Gathered) -> None:
    """What became of allowed calls."""
    query = (
        "select coalesce(result, '') as result, count(*) from here"
        " left join aftermath using (region, id) where kind = 'allow' group by all order by all"
    )
    found = gathered.pairs(query)
    rows = [
        Row(name, name or "no outcome on record (an image may have been made)") for name in found
    ]
    numbers = {(name, "decisions"): number for name, number in found.items()}
    table = Table("results", "What became of allowed calls", {"decisions": "decisions"}, rows)
    counts.put(table, numbers)
    counts.tie(_of("allow"), [Cell("results", name, "decisions") for name in found])


def strikes(counts: Counts, gathered: Gathered) -> None:
    """Accounts by how often the law refused them: what a strike ladder would count."""
    cases = " ".join(
        f"when strikes between {low} and {high if high is not None else 'strikes'} then '{low}'"
        for low, high in BANDS
    )
    query = (
        f"select case {cases} end as band, count(*) from (select account,"
        " count(*) filter (kind = 'law') as strikes from here where account is not null"
        " and list_contains(evidence, 'claims') group by account) group by band"
    )
    found = gathered.pairs(query)
    numbers = {(band, "accounts"): number for band, number in found.items()}
    numbers[ALL, "accounts"] = sum(found.values())
    rows = [Row(str(low), _band(low, high)) for low, high in BANDS if found.get(str(low))]
    rows = [*rows, Row(ALL, "all accounts with a signed claim")] if rows else []
    note = (
        "Accounts by how often the law surely refused them in this period, which is what a strike"
        " ladder counts. By keyed hash, and only where a signed claim names the account."
    )
    table = Table(
        "strikes",
        "Strikes",
        {"accounts": "accounts"},
        rows,
        note,
        "No account with a signed claim.",
    )
    counts.put(table, numbers)
    cells = [Cell("strikes", band, "accounts") for band in found]
    counts.tie(Cell("strikes", ALL, "accounts"), cells)


def _band(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more refusals"
    return "no refusal" if high == 0 else f"{low} to {high} refusals"


def evidence(counts: Counts, gathered: Gathered) -> None:
    """Detectors with their failures, then every other kind of evidence."""
    query = (
        "select kind, count(*) from (select distinct region, id, unnest(evidence) as kind"
        " from here) group by kind order by kind"
    )
    found = gathered.pairs(query)
    detectors = {kind: number for kind, number in found.items() if "@" in kind}
    _detectors(counts, detectors)
    others = {kind: number for kind, number in found.items() if "@" not in kind}
    rows = [Row(kind, kind) for kind in others]
    numbers = {(kind, "decisions"): number for kind, number in others.items()}
    note = "What decisions rested on, and what was offered and not believed (`claims:expired`)."
    counts.put(Table("evidence", "Evidence", {"decisions": "decisions"}, rows, note), numbers)
    everything = counts.number(_of(ALL))
    for group in dict.fromkeys(kind.partition(":")[0] for kind in others):
        members = [kind for kind in others if kind.partition(":")[0] == group]
        cells = [Cell("evidence", kind, "decisions") for kind in members]
        # What is left over follows from the total, so it is a number of the report too.
        rest = Cell("evidence", group, "without")
        counts.numbers[rest] = max(0, everything - sum(others[kind] for kind in members))
        counts.tie(_of(ALL), [*cells, rest])


def _detectors(counts: Counts, found: Mapping[str, int]) -> None:
    names = sorted({kind.partition(":")[0] for kind in found})
    faults = sorted({kind.partition(":")[2] for kind in found} - {""})
    numbers: dict[tuple[str, str], int] = {}
    for name in names:
        numbers[name, "answered"] = found.get(name, 0)
        numbers |= {(name, fault): found.get(f"{name}:{fault}", 0) for fault in faults}
        numbers[name, ALL] = sum(n for kind, n in found.items() if kind.partition(":")[0] == name)
    heads = {"answered": "answered", **{fault: fault for fault in faults}, ALL: "asked"}
    note = "A detector that fails leaves every value possible; the error rate is failures by asked."
    rows = [Row(name, name) for name in names]
    counts.put(Table("detectors", "Readers and detectors", heads, rows, note), numbers)
    everything = counts.number(_of(ALL))
    for name in names:
        asked = Cell("detectors", name, ALL)
        counts.tie(asked, [Cell("detectors", name, column) for column in ("answered", *faults)])
        rest = Cell("detectors", name, "without")
        counts.numbers[rest] = max(0, everything - counts.number(asked))
        counts.tie(_of(ALL), [asked, rest])


def elsewhere(counts: Counts, gathered: Gathered) -> None:
    """What may or may not belong here: places not known closely enough, and what was not read."""
    query = "select kind, count(*) from judged where standing = 'maybe' group by kind"
    maybe = gathered.pairs(query)
    rows = [Row(kind, label) for kind, label in KINDS.items() if maybe.get(kind)]
    numbers = {(kind, "decisions"): number for kind, number in maybe.items()}
    numbers[ALL, "decisions"] = sum(maybe.values())
    rows = [*rows, Row(ALL, "all")] if rows else []
    note = "The place could be this one or another: judged by the law of each, counted apart."
    table = Table("maybe", "Possibly from here", {"decisions": "decisions"}, rows, note)
    counts.put(table, numbers)
    counts.tie(
        Cell("maybe", ALL, "decisions"), [Cell("maybe", kind, "decisions") for kind in maybe]
    )
    query = (
        "select turned_away, count(*) from decision where turned_away is not null"
        " group by all order by all"
    )
    turned = gathered.pairs(query)
    note = "Calls that were refused unread, from any place: none was established for them."
    heads = {"decisions": "calls"}
    rows = [Row(code, code) for code in turned]
    numbers = {(code, "decisions"): number for code, number in turned.items()}
    counts.put(Table("turned_away", "Turned away", heads, rows, note), numbers)


def _of(kind: str) -> Cell:
    return Cell(OUTCOMES, kind, "decisions")

"""What a report counts, table by table, from the gathered export.

Every number is a `Cell`; sums among them are told too, for `withholding` must know what follows
from what. Where tables overlap (a decision may rest on two rules), they are tied as if they did
not: that can only withhold more.
"""

from collections.abc import Mapping

from lexloci_tools.report import consequences
from lexloci_tools.report.gathering import Gathered, law_of
from lexloci_tools.report.tables import ALL, KINDS, OUTCOMES, Cell, Counts, Row, Table

CROSSED = (
    ("days", "By day", "day", "Days are UTC."),
    ("places", "By place", "places", "As closely as the place was known."),
    ("surfaces", "By surface", "surface", ""),
    (
        "tiers",
        "By tier",
        "tier",
        "Without a signed claim the tier is free.",
    ),
    ("rulebooks", "By rulebook", "rulebook", "The rulebook that each was judged by."),
    ("houses", "By house setting", "house", "What differs from the rulebook's own defaults."),
    ("regions", "By Region", "region", ""),
)
"""Tables of decisions by outcome: key, title, what the rows are, note."""


def counted(gathered: Gathered) -> Counts:
    """Every count of the report."""
    counts = Counts()
    _outcomes(counts, gathered)
    for key, title, expression, note in CROSSED:
        _crossed(counts, gathered, key, title, expression, note)
    _rules(counts, gathered)
    _laws(counts, gathered)
    consequences.duties(counts, gathered)
    consequences.results(counts, gathered)
    consequences.strikes(counts, gathered)
    consequences.evidence(counts, gathered)
    consequences.elsewhere(counts, gathered)
    return counts


def _outcomes(counts: Counts, gathered: Gathered) -> None:
    found = gathered.pairs("select kind, count(*) from here group by kind")
    rows = [Row(kind, label) for kind, label in KINDS.items() if found.get(kind)]
    rows.append(Row(ALL, "all decisions"))
    numbers = {(kind, "decisions"): number for kind, number in found.items()}
    numbers[ALL, "decisions"] = sum(found.values())
    counts.put(Table(OUTCOMES, "By outcome", {"decisions": "decisions"}, rows), numbers)
    counts.tie(_of(ALL), [_of(kind) for kind in found])


def _crossed(
    counts: Counts, gathered: Gathered, key: str, title: str, expression: str, note: str
) -> None:
    """A table of decisions by something and by outcome, tied to the outcomes along both sides."""
    query = f"select {expression} as what, kind, count(*) from here group by all order by all"
    found: dict[tuple[str, str], int] = {
        (what, kind): number for what, kind, number in gathered.rows(query)
    }
    names = list(dict.fromkeys(what for what, _ in found))
    kinds = [kind for kind in KINDS if any(each == kind for _, each in found)]
    totals = {
        (name, ALL): sum(n for (what, _), n in found.items() if what == name) for name in names
    }
    columns = {**{kind: KINDS[kind] for kind in kinds}, ALL: "all"}
    rows = [Row(name, name or "the defaults") for name in names]
    counts.put(Table(key, title, columns, rows, note), {**found, **totals})
    for name in names:
        counts.tie(Cell(key, name, ALL), [Cell(key, name, kind) for kind in kinds])
    for kind in (*kinds, ALL):
        counts.tie(_of(kind), [Cell(key, name, kind) for name in names])


def _rules(counts: Counts, gathered: Gathered) -> None:
    found = _by_kind(gathered, "rule")
    rows = []
    for name in dict.fromkeys(name for name, _ in found):
        version = gathered.versions[name]
        law = version.law or f"own rule: {version.house}"
        since = "" if version.since == "always" else f" (since {version.since})"
        rows.append(Row(name, name, f"{version.title}. {law}{since}"))
    note = "A decision may rest on several rules, so columns do not add up to the decisions."
    _resting(counts, Table("rules", "By rule", _resting_heads(found), rows, note), found)


def _laws(counts: Counts, gathered: Gathered) -> None:
    found = _by_kind(gathered, "law")
    rows = [Row(name, name) for name in dict.fromkeys(name for name, _ in found)]
    note = "Each decision once for each law that it rests on."
    _resting(counts, Table("laws", "By law", _resting_heads(found), rows, note), found)
    for kind in sorted({kind for _, kind in found}):
        for law in rows:
            rules = [
                name for name, version in gathered.versions.items() if law_of(version) == law.key
            ]
            parts = [Cell("rules", name, kind) for name in sorted(rules)]
            counts.tie(Cell("laws", law.key, kind), parts)


def _by_kind(gathered: Gathered, what: str) -> dict[tuple[str, str], int]:
    """Decisions that rest on each rule, or law, by kind of outcome, the most frequent first."""
    query = (
        f"select {what}, kind, count(distinct (region, id)) as n"
        " from here join rule_of using (rulebook, because)"
        " group by all"
    )
    found = {(name, kind): number for name, kind, number in gathered.rows(query)}
    weight: dict[str, int] = {}
    for (name, _), number in found.items():
        weight[name] = weight.get(name, 0) + number
    return dict(sorted(found.items(), key=lambda each: (-weight[each[0][0]], each[0])))


def _resting_heads(found: Mapping[tuple[str, str], int]) -> dict[str, str]:
    present = {kind for _, kind in found}
    return {kind: label for kind, label in KINDS.items() if kind in present}


def _resting(counts: Counts, table: Table, found: Mapping[tuple[str, str], int]) -> None:
    counts.put(table, found)
    for kind in table.columns:
        parts = [Cell(table.key, row.key, kind) for row in table.rows]
        counts.tie(_of(kind), parts)


def _of(kind: str) -> Cell:
    return Cell(OUTCOMES, kind, "decisions")

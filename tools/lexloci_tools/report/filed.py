"""What a report counts of appeals and of reports by persons depicted, where the export holds them.

They lie in a table of their own, so an export of it has to stand beside that of the decisions. None
of it is a decision: no sum over decisions has a part here.
"""

from lexloci_tools.report.gathering import Gathered
from lexloci_tools.report.tables import ALL, Cell, Counts, Row, Table

KINDS = {"appeal": ("appeals", "Appeals"), "report": ("reports", "Reports by persons depicted")}
STATES = {
    "open": "not answered yet",
    "upheld": "upheld",
    "rejected": "rejected",
    "done": "done as asked",
    "not-found": "nothing found",
    "not-verified": "who reports could not be verified",
    "unfounded": "unfounded",
}
COLUMNS = {"in_time": "within their clock", "late": "after it ended", ALL: "all"}
NOTE = (
    "Those received in the period. Of open ones, `after it ended` is told by the period's last day."
)


def filed(counts: Counts, gathered: Gathered, last: str) -> None:
    """Appeals and reports by answer, and whether it came in time. last: the period's last day."""
    for kind, (key, title) in KINDS.items():
        query = f"""
            select coalesce(answer, 'open'),
                   case when coalesce(answered_at, '{last}T23:59:59.999Z') > due
                        then 'late' else 'in_time' end,
                   count(*)
            from filed join place_of using (places)
            where kind = '{kind}' and standing = 'here' group by all"""
        numbers = {(state, column): number for state, column, number in gathered.rows(query)}
        empty = f"This export holds no entries about {key} here."
        states = [state for state in STATES if any(each == state for each, _ in numbers)]
        rows = [Row(state, STATES[state]) for state in states]
        if rows:
            rows.append(Row(ALL, f"all {key}"))
        counts.put(Table(key, title, COLUMNS, rows, NOTE if rows else "", empty), numbers)
        _sum(counts, key, states)


def _sum(counts: Counts, key: str, states: list[str]) -> None:
    """Both sides of the table, tied: what is withheld must not follow from a sum."""
    for state in states:
        parts = [Cell(key, state, column) for column in ("in_time", "late")]
        _total(counts, Cell(key, state, ALL), parts)
    for column in COLUMNS:
        _total(counts, Cell(key, ALL, column), [Cell(key, state, column) for state in states])


def _total(counts: Counts, total: Cell, parts: list[Cell]) -> None:
    if parts:
        counts.numbers[total] = sum(map(counts.number, parts))
        counts.tie(total, parts)

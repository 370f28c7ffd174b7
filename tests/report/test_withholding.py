"""Small counts: withheld, and not to be had by arithmetic."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lexloci_tools.report.counting import counted
from lexloci_tools.report.gathering import gathered
from lexloci_tools.report.tables import Cell, Sum
from lexloci_tools.report.withholding import K, withheld

ROWS, COLUMNS = "abc", "xyz"


def crossed(grid):
    """A table with its totals: numbers and sums."""
    numbers, sums = {}, []
    for row, column in itertools.product(ROWS, COLUMNS):
        numbers[Cell("t", row, column)] = grid[ROWS.index(row)][COLUMNS.index(column)]
    for row in ROWS:
        cells = tuple(Cell("t", row, column) for column in COLUMNS)
        numbers[Cell("t", row, "all")] = sum(numbers[cell] for cell in cells)
        sums.append(Sum(Cell("t", row, "all"), cells))
    for column in (*COLUMNS, "all"):
        cells = tuple(Cell("t", row, column) for row in ROWS)
        numbers[Cell("t", "all", column)] = sum(numbers[cell] for cell in cells)
        sums.append(Sum(Cell("t", "all", column), cells))
    return numbers, sums


def another_world(numbers, sums, hidden, cell):
    """Whether a hidden cell could have another value, all shown numbers staying as they are.

    By search along the ways in which hidden cells can change together, not by solving anything.
    """
    for other in hidden - {cell}:
        for step in (1, -1):
            moved = {**numbers, cell: numbers[cell] + step}
            if _repaired(moved, sums, hidden, {cell, other}, 6):
                return True
    return _repaired({**numbers, cell: numbers[cell] + 1}, sums, hidden, {cell}, 8)


def _repaired(numbers, sums, hidden, moved, depth):
    broken = next(
        (each for each in sums if numbers[each.total] != sum(numbers[part] for part in each.parts)),
        None,
    )
    if broken is None:
        return True
    if not depth:
        return False
    short = numbers[broken.total] - sum(numbers[part] for part in broken.parts)
    for cell in (broken.total, *broken.parts):
        if cell in hidden and cell not in moved:
            by = -short if cell == broken.total else short
            trial = {**numbers, cell: numbers[cell] + by}
            if _repaired(trial, sums, hidden, moved | {cell}, depth - 1):
                return True
    return False


grids = st.lists(
    st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=3, max_size=3),
    min_size=3,
    max_size=3,
)


@given(grids)
def test_no_small_count_is_shown_or_follows_from_the_others(grid):
    """For each withheld number there is another world in which all shown numbers are the same."""
    numbers, sums = crossed(grid)
    hidden = withheld(numbers, sums)
    assert {cell for cell, number in numbers.items() if 0 < number < K} <= hidden
    for cell in hidden:
        if 0 < numbers[cell] < K:
            assert another_world(numbers, sums, hidden, cell)


@given(grids)
def test_what_is_withheld_of_a_shown_total_is_not_small(grid):
    """The rest of a total is none, or K and more in two numbers or more."""
    numbers, sums = crossed(grid)
    hidden = withheld(numbers, sums)
    for each in sums:
        gone = [part for part in each.parts if part in hidden]
        if gone and each.total not in hidden:
            assert len(gone) > 1
            assert sum(numbers[part] for part in gone) >= K


def test_zeros_and_large_numbers_stay():
    """Nothing is withheld where nothing is small."""
    numbers, sums = crossed([[0, 5, 900], [7, 0, 0], [5, 5, 5]])
    assert withheld(numbers, sums) == frozenset()


def test_what_only_all_sums_together_give_away_is_kept_too():
    """No sum alone determines the 1 in the corner here, but all of them do: one more cell goes."""
    numbers, sums = crossed([[0, 0, 0], [0, 0, 4], [0, 1, 1]])
    hidden = withheld(numbers, sums)
    corner = Cell("t", "c", "y")
    assert another_world(numbers, sums, hidden, corner)
    small = {cell for cell, number in numbers.items() if 0 < number < K}
    assert not another_world(numbers, sums, small, corner)


def test_nothing_small_is_shown_in_a_real_report(document):
    """From 1 to 4 no count stands in any table."""
    for table in document["tables"]:
        if table["unit"] == "count":
            for row in table["rows"]:
                for column, value in zip(table["columns"], row["cells"], strict=True):
                    assert column["key"] == "error_rate" or value is None or not 0 < value < K
    assert any(None in row["cells"] for table in document["tables"] for row in table["rows"])
    assert document["decisions"] is not None


def test_every_sum_of_a_real_report_keeps_its_secret(export, rulebook):
    """No table, no total and no pair of tables gives a withheld number away."""
    days = date(2026, 11, 1), date(2026, 11, 30)
    with gathered([export], "GB", *days, {rulebook.digest: rulebook}) as found:
        counts = counted(found)
    hidden = withheld(counts.numbers, counts.sums)
    for each in counts.sums:
        parts = [part for part in each.parts if counts.number(part)]
        gone = sum(part in hidden for part in parts) + (each.total in hidden)
        shown = [part for part in parts if part not in hidden]
        assert gone != 1 or not shown

"""Small counts withheld, so that nobody is found in them: not by subtraction either.

Primary: every count from 1 to K - 1. Complementary, until nothing more is needed: of each sum, at
least two members are withheld or none, and what is withheld of a shown total comes to K or more;
and no withheld number is the one solution of all the sums together. A zero is shown: it is nobody.
"""

from collections.abc import Mapping, Sequence

from lexloci_tools.report.tables import Cell, Sum

K = 5
PRIME = (1 << 61) - 1
"""Sums are solved modulo this: exact for coefficients of 1 and -1 but for one chance in 2^61."""


def withheld(numbers: Mapping[Cell, int], sums: Sequence[Sum]) -> frozenset[Cell]:
    """The cells that must not be shown."""
    hidden = {cell for cell, number in numbers.items() if 0 < number < K}
    while more := _exposed(numbers, sums, hidden) or _solved(numbers, sums, hidden):
        hidden.add(more)
    return frozenset(hidden)


def _exposed(numbers: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell]) -> Cell | None:
    """A further cell to withhold because one sum gives away what it hides; None where none does."""
    for each in sums:
        parts = [cell for cell in each.parts if numbers.get(cell)]
        gone = [cell for cell in parts if cell in hidden]
        total_gone = each.total in hidden
        lone = len(gone) + total_gone == 1
        small = gone and not total_gone and sum(numbers[cell] for cell in gone) < K
        if lone or small:
            shown = [cell for cell in parts if cell not in hidden]
            found = min(shown, key=lambda cell: (numbers[cell], cell), default=None)
            if found is None and not total_gone and numbers.get(each.total):
                found = each.total
            if found is not None:
                return found
    return None


def _solved(numbers: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell]) -> Cell | None:
    """A further cell to withhold because all sums together give a hidden one away."""
    for cell in sorted(_determined(sums, hidden)):
        reached = {cell}
        while True:
            near = {
                member
                for each in sums
                for members in [{each.total, *each.parts}]
                if reached & members
                for member in members
                if numbers.get(member)
            }
            shown = near - hidden
            if shown:
                return min(shown, key=lambda member: (numbers[member], member))
            if near <= reached:
                break
            reached |= near
    return None


def _determined(sums: Sequence[Sum], hidden: set[Cell]) -> list[Cell]:
    """The hidden cells that have one value only, given every shown one: Gauss and Jordan's way."""
    pivots: dict[Cell, dict[Cell, int]] = {}
    for each in sums:
        row = {cell: PRIME - 1 for cell in each.parts if cell in hidden}
        if each.total in hidden:
            row[each.total] = 1
        for cell in [cell for cell in row if cell in pivots]:
            _subtract(row, pivots[cell], row.get(cell, 0))
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, PRIME)
        row = {cell: factor * inverse % PRIME for cell, factor in row.items()}
        for other in pivots.values():
            _subtract(other, row, other.get(pivot, 0))
        pivots[pivot] = row
    return [pivot for pivot, row in pivots.items() if len(row) == 1]


def _subtract(row: dict[Cell, int], other: Mapping[Cell, int], factor: int) -> None:
    """row -= factor * other, without what becomes zero."""
    if not factor:
        return
    for cell, value in other.items():
        left = (row.get(cell, 0) - factor * value) % PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)

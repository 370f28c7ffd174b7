"""The map: a tile for each country, and small grids for countries whose parts differ in law.

Equal tiles on purpose: a law is not larger where the land is. `tiles.txt` is the whole layout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LAYOUT = Path(__file__).with_name("tiles.txt")
PITCH = 24
"""Units from one tile to the next; the stylesheet draws them two smaller."""
EMPTY = "."


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: the node that it stands for, what is written in it, and where it stands."""

    node: str
    label: str
    column: int
    row: int

    @property
    def x(self) -> int:
        """Its left edge."""
        return self.column * PITCH + 1

    @property
    def y(self) -> int:
        """Its upper edge."""
        return self.row * PITCH + 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One drawing: its name (`world`, or the country whose parts it shows), title and tiles."""

    name: str
    title: str
    tiles: tuple[Tile, ...]

    @property
    def width(self) -> int:
        """Units, all tiles included."""
        return PITCH * (1 + max(tile.column for tile in self.tiles))

    @property
    def height(self) -> int:
        """Units, all tiles included."""
        return PITCH * (1 + max(tile.row for tile in self.tiles))


@cache
def grids() -> tuple[Grid, ...]:
    """Every grid of the layout, the world first."""
    found: list[Grid] = []
    name, title, rows = "", "", list[list[str]]()
    for line in [*LAYOUT.read_text(encoding="utf-8").splitlines(), "[] end"]:
        if line.startswith("["):
            if name:
                found.append(Grid(name, title, tuple(_tiles(name, rows))))
            name, _, title = line[1:].partition("] ")
            rows = []
        elif line.strip() and not line.startswith("#"):
            rows.append(line.split())
    return tuple(found)


def _tiles(name: str, rows: list[list[str]]) -> Iterable[Tile]:
    for row, cells in enumerate(rows):
        for column, label in enumerate(cells):
            if label != EMPTY:
                yield Tile(_node(name, label), label, column, row)


def _node(grid: str, label: str) -> str:
    """A part's node: `US-CA` of `CA` in the grid of `US`, but `PR`, which has a code of its own."""
    own = grid == "world" or (grid == "US" and label in _TERRITORIES)
    return label if own else f"{grid}-{label}"


_TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})

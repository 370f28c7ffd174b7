"""How a detector's words and scores become sets of fact values: data, with its source.

`data/detectors/<name>.json` says it; nothing here does. A label that the data does not know may
mean anything, unless its parent is known.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from lexloci_edge.seeing.seen import LEVELS, SEXUAL, at_least

FOLDER: Final = Path(__file__).parents[1] / "data" / "detectors"
ORDERS: Final = {"exposure": LEVELS, "sexual": SEXUAL}


@dataclass(frozen=True, slots=True)
class Label:
    """One finding. name, parent: as the detector calls it. score: 0 to 100."""

    name: str
    parent: str
    score: float


@dataclass(frozen=True, slots=True)
class Scale:
    """One detector's data. unsure, sure: scores from which a label may hold, and surely holds.

    labels: what each says, by fact; nothing where it is about something else.
    """

    name: str
    unsure: float
    sure: float
    labels: Mapping[str, Mapping[str, frozenset[str]]]
    more: Mapping[str, Any]

    def graded(self, found: Iterable[Label]) -> dict[str, frozenset[str]]:
        """Exposure and sexual of a whole picture in which these labels were found."""
        sets = {fact: [frozenset(order[:1])] for fact, order in ORDERS.items()}
        for label in self._telling(list(found)):
            says = self._meaning(label)
            for fact, order in ORDERS.items():
                values = says.get(fact)
                if values:
                    doubt = frozenset() if label.score >= self.sure else frozenset(order[:1])
                    sets[fact].append(values | doubt)
        return {fact: at_least(sets[fact], order) for fact, order in ORDERS.items()}

    def _telling(self, found: Sequence[Label]) -> Iterator[Label]:
        """Those that may hold, but for parents whose children are found in the same band."""
        may = [label for label in found if label.score >= self.unsure]
        for label in may:
            children = [each for each in may if each.parent == label.name]
            sure = label.score >= self.sure
            if not any(each.score >= self.sure or not sure for each in children):
                yield label

    def _meaning(self, label: Label) -> Mapping[str, frozenset[str]]:
        for name in (label.name, label.parent):
            if name in self.labels:
                return self.labels[name]
        return {fact: frozenset(order) for fact, order in ORDERS.items()}


@cache
def scale(name: str) -> Scale:
    """The data of this detector, read once."""
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Scale(
        name,
        float(data.get("unsure", 0)),
        float(data.get("sure", 0)),
        {
            label: {fact: frozenset(values) for fact, values in says.items()}
            for label, says in data.get("labels", {}).items()
        },
        data,
    )

"""What a detector sees in a picture: sets of fact values, never a verdict.

A detector speaks of some facts and is silent on others. Where it was asked and could not tell, or
could not be asked at all, every value stays possible; where it never looks at a fact, the reading
of the words stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

LEVELS: Final = ("covered", "swimwear", "underwear", "partial", "nude")
"""Values of exposure, the least first."""
SEXUAL: Final = ("no", "suggestive", "explicit")

Facts: TypeAlias = Mapping[str, frozenset[str]]
EVERY: Final[Facts] = {
    "subject": frozenset({"none", "fictional", "real"}),
    "age": frozenset({"adult", "minor"}),
    "exposure": frozenset(LEVELS),
    "sexual": frozenset(SEXUAL),
    "likeness": frozenset({"photographic", "drawn"}),
}
"""Every value of all that a picture can tell of (`rules/facts.yaml`; a test keeps them equal)."""
Resembles: TypeAlias = Literal["no", "maybe", "sure"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at one picture told.

    persons: facts per person shown, at least one entry; a fact left out is one that the detector
    does not speak of. says: who looked, for the record. resembles: whether somebody famous was
    recognised. told: whether the detector answered at all.
    """

    persons: tuple[Facts, ...]
    says: str
    resembles: Resembles = "no"
    told: bool = True

    def values(self, fact: str) -> frozenset[str]:
        """All values of a fact that some person may have; none where it is not spoken of."""
        return frozenset[str]().union(*(person.get(fact, frozenset()) for person in self.persons))


class DetectorError(Exception):
    """A detector did not answer, or not in its own shape. code: `throttled`, `failed`, `broken`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Detector(Protocol):
    """Looks at pictures. Tests pass their own."""

    @property
    def name(self) -> str:
        """Its name in records."""

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """The calls that one view of a picture (JPEG) takes; they may run at the same time.

        Each raises: DetectorError.
        """

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """What these answers, in the order of the questions, say. Raises: DetectorError."""


def unseen(says: str) -> Seen:
    """What is known of a picture that could not be looked at."""
    return Seen((EVERY,), says, "maybe", told=False)


def at_least(sets: Sequence[frozenset[str]], order: Sequence[str]) -> frozenset[str]:
    """The highest of several things, each known as a set: {a, b} and {b, c} are {b, c}.

    A picture with a swimsuit and a bare breast is one with a bare breast.
    """
    least = max((min(map(order.index, each)) for each in sets), default=0)
    found = frozenset[str]().union(*sets)
    return frozenset(value for value in found if order.index(value) >= least)

"""Protected persons: names that are always somebody real's here, without a list of names.

What is kept are keyed hashes of names in one spelling (`lexloci_reader.whom.name_of`). A prompt's
stretches of one to five words are hashed likewise and looked up in a set that is fetched whole and
kept a minute. Where the set cannot be had, everybody shown may be somebody on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from lexloci.facts import Possibilities
from lexloci_edge.errors import RegisterError
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.vault import Secret
from lexloci_reader.whom import stretches

MAX_AGE = timedelta(minutes=1)
"""How long the set is kept: from when on a new name counts everywhere in this Region, at most."""

Found = Literal["no", "maybe", "sure", "unknown"]
"""`maybe`: a name of one word, which may be a common one. `unknown`: the set could not be used."""

REAL = frozenset({"real"})
NOBODY = frozenset({"none"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person who is protected. names: keyed hashes. because: `platform`, or `reported` by the
    person and not yet looked at, which protects alike. entered_by: keyed hash of the account."""

    id: str
    region: str
    because: str
    names: tuple[str, ...]
    entered_at: datetime
    entered_by: str | None = None
    released_at: datetime | None = None


class Names(Protocol):
    """Where the gate gets the set from."""

    def names(self) -> frozenset[str]:
        """The keyed hashes of all names in force, of every Region. Raises: RegisterError."""


class Protected(Names, Protocol):
    """Keeps protected persons. One contract suite holds for every backing."""

    def enter(self, person: Person) -> None:
        """Protect them, from the next fetch on. Raises: RegisterError."""

    def get(self, id: str) -> Person | None:
        """A person by the id that was given to them here. Raises: RegisterError."""

    def release(self, person: Person, at: datetime) -> Person:
        """Protect this person no longer; a name that another one has stays. Raises: RegisterError.

        INVARIANT: only in the Region where they were entered.
        """


class MemoryProtected:
    """Protected persons in memory: for tests, and for trying things out."""

    def __init__(self) -> None:
        self._kept: dict[str, Person] = {}

    def names(self) -> frozenset[str]:
        """As `Protected.names`."""
        kept = [person for person in self._kept.values() if person.released_at is None]
        return frozenset(name for person in kept for name in person.names)

    def enter(self, person: Person) -> None:
        """As `Protected.enter`."""
        self._kept[person.id] = person

    def get(self, id: str) -> Person | None:
        """As `Protected.get`."""
        return self._kept.get(id)

    def release(self, person: Person, at: datetime) -> Person:
        """As `Protected.release`."""
        if self._kept[person.id].released_at is None:
            self._kept[person.id] = replace(person, released_at=at)
        return self._kept[person.id]


class KeptNames:
    """The set, kept for a minute by the clock given. A fetch that fails is an error even where an
    older set is at hand: a name may have been entered since."""

    def __init__(self, source: Names, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._clock = clock
        self._kept: tuple[datetime, frozenset[str]] | None = None

    def names(self) -> frozenset[str]:
        """As `Names.names`."""
        now = self._clock()
        if self._kept is None or not timedelta(0) <= now - self._kept[0] < MAX_AGE:
            self._kept = None
            self._kept = (now, self._source.names())
        return self._kept[1]


def found_in(prompt: str, names: frozenset[str], keys: tuple[Secret, ...]) -> Found:
    """Whether a protected name stands in the prompt. Raises: RegisterError where a name was hashed
    under a key that is gone, so that nobody can tell."""
    if not names:
        return "no"
    by_id: Mapping[str, Secret] = {key.id: key for key in keys}
    used = {name.partition(":")[0] for name in names}
    if not used <= set(by_id):
        raise RegisterError("holds names under a key that is gone")
    best: Found = "no"
    for stretch in stretches(prompt):
        if any(keyed_hash(by_id[id], "name", stretch) in names for id in used):
            if " " in stretch or not stretch.isascii():
                return "sure"
            best = "maybe"
    return best


def protecting(depictions: tuple[Possibilities, ...], found: Found) -> tuple[Possibilities, ...]:
    """The depictions, with whoever is protected possibly or surely real. Never narrows to less.

    A sure name makes the one person shown real. Of several nobody can tell which, so each may be.
    """
    if found == "no":
        return depictions
    if found == "sure" and len(depictions) == 1:
        return ({**depictions[0], "subject": REAL},)
    if found == "unknown":
        return tuple(each if _plain(each) else _maybe(each) for each in depictions)
    return tuple(_maybe(each) for each in depictions)


def _maybe(depiction: Possibilities) -> Possibilities:
    return {**depiction, "subject": depiction["subject"] | REAL}


def _plain(depiction: Possibilities) -> bool:
    """Whether nobody is shown and nothing bare or sexual either: no name could matter."""
    return (
        depiction["subject"] == NOBODY
        and depiction["exposure"] == {"covered"}
        and depiction["sexual"] == {"no"}
    )

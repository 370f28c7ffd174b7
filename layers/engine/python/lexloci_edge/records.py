"""What the ledger keeps: one record per decision, and one for what forwarding it came to.

A record holds all that is needed to judge the call again, and nothing that tells what was asked:
no prompt, no address, no image. Canonical JSON, so that equal records are equal bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from lexloci.facts import PLACE, Fact, Possibilities, attested_defaults
from lexloci.places import Places
from lexloci_edge.bodies import written_json


class Record(BaseModel):
    """One decision.

    at: UTC, to the millisecond. facts: those that all depictions share; depictions: the rest, one
    entry each (none where all is shared). A fact in neither has the value that says nothing: any
    for an observed one, the first for an attested one. because, duties: bits of the rulebook, in
    hex. live: digest of the live rules beside it, whose bits follow the rulebook's, where there
    were any. turned_away: why a call was not judged at all; then outcome is `refuse` and facts are
    empty. house: what differs from the defaults of this rulebook. account, prompt: keyed hashes.
    ms: milliseconds per step before recording, where it was any. on: the day that the caller asked
    about, where it named one; else the local days of `at` were judged (`days`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: str
    at: str
    region: str
    places: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]] = {}
    depictions: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    outcome: Literal["allow", "refuse", "uncertain"]
    turned_away: str | None = None
    because: str = "0"
    duties: str = "0"
    rulebook: str
    live: str | None = None
    house: str = ""
    function: str
    evidence: tuple[str, ...] = ()
    account: str | None = None
    prompt: str | None = None
    surface: str = "api"
    retry: int = 0
    ms: Mapping[str, float] = {}
    on: str | None = None

    def written(self) -> str:
        """Canonical JSON; members that say nothing are left out."""
        return _written(self)

    def days(self, places: Places) -> frozenset[date]:
        """The days that were judged, by this tree of places. Raises: ValueError, OverflowError."""
        if self.on is not None:
            return frozenset({date.fromisoformat(self.on)})
        return places.days(self.places, datetime.fromisoformat(self.at))

    def possibilities(self, facts: Mapping[str, Fact]) -> tuple[Possibilities, ...]:
        """The depictions as they were judged, for judging them again by a rulebook's `facts`."""
        unsaid = attested_defaults(facts)
        return tuple(
            {
                **unsaid,
                **{fact: frozenset(values) for fact, values in {**self.facts, **each}.items()},
                PLACE: frozenset(self.places),
            }
            for each in (self.depictions or ({},))
        )


class Aftermath(BaseModel):
    """What became of an allowed call after its decision was recorded.

    result: `image`, or the code of what went wrong. status: the image server's, where it answered.
    bytes: of the answer. duties_sent: the duties that went out with it. Of a permit's image, as its
    server told: outputs, SHA-256 of each image in hex; duties_done. labels: words of whoever looked
    at the images. withheld: how many were not shown; then seen tells what they may show, and
    because which versions refuse that, in hex.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: str
    at: str
    region: str
    result: str
    status: int | None = None
    images: int = 0
    bytes: int = 0
    duties_sent: tuple[str, ...] = ()
    duties_done: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    ms: Mapping[str, float] = {}
    withheld: int = 0
    because: str = "0"
    seen: Mapping[str, tuple[str, ...]] = {}

    def written(self) -> str:
        """Canonical JSON; members that say nothing are left out."""
        return _written(self)


def moment(at: datetime) -> str:
    """A moment as records write it: UTC, to the millisecond."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def facts_of(
    depictions: Sequence[Possibilities], facts: Mapping[str, Fact]
) -> tuple[dict[str, tuple[str, ...]], tuple[dict[str, tuple[str, ...]], ...]]:
    """What all depictions share, and what each has besides; without the place and the unsaid."""
    unsaid = {name: frozenset(fact.values) for name, fact in facts.items() if not fact.attested}
    unsaid |= attested_defaults(facts)
    sets = [
        {
            fact: tuple(sorted(values))
            for fact, values in each.items()
            if fact != PLACE and values != unsaid.get(fact)
        }
        for each in depictions
    ]
    shared = {
        fact: values
        for fact, values in sets[0].items()
        if all(each.get(fact) == values for each in sets[1:])
    }
    rest = tuple(
        {fact: values for fact, values in each.items() if fact not in shared} for each in sets
    )
    return shared, rest if any(rest) else ()


def _written(model: BaseModel) -> str:
    told: dict[str, Any] = {
        name: value
        for name, value in model.model_dump(mode="json").items()
        if value not in (None, [], {}, "", "0", 0) and (name, value) != ("surface", "api")
    }
    return written_json(told).decode()

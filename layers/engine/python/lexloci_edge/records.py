"""What the ledger keeps: one record per decision, and one for what forwarding it came to.

A record holds all that is needed to judge the call again, and nothing that tells what was asked:
no prompt, no address, no image. Canonical JSON, so that equal records are equal bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from lexloci.facts import PLACE, Possibilities
from lexloci_edge.bodies import written_json


class Record(BaseModel):
    """One decision.

    at: UTC, to the millisecond. facts: those that all depictions share; depictions: the rest, one
    entry each (none where all is shared); a fact in neither is any value. because, duties: bits of
    the rulebook, in hex. turned_away: why a call was not judged at all; then outcome is `refuse`
    and facts are empty. house: what differs from the defaults of this rulebook. account, prompt:
    keyed hashes. ms: milliseconds per step before recording.
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
    house: str = ""
    function: str
    evidence: tuple[str, ...] = ()
    account: str | None = None
    prompt: str | None = None
    surface: str | None = None
    retry: int = 0
    ms: Mapping[str, float] = {}

    def written(self) -> str:
        """Canonical JSON; members that say nothing are left out."""
        return _written(self)

    @property
    def possibilities(self) -> tuple[Possibilities, ...]:
        """The depictions as they were judged, for judging them again."""
        return tuple(
            {
                **{fact: frozenset(values) for fact, values in {**self.facts, **each}.items()},
                PLACE: frozenset(self.places),
            }
            for each in (self.depictions or ({},))
        )


class Aftermath(BaseModel):
    """What became of an allowed call after its decision was recorded.

    result: `image`, or the code of what went wrong. status: the image server's, where it answered.
    bytes: of the answer. duties_sent: the duties that went out with it.
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
    ms: Mapping[str, float] = {}

    def written(self) -> str:
        """Canonical JSON; members that say nothing are left out."""
        return _written(self)


def moment(at: datetime) -> str:
    """A moment as records write it: UTC, to the millisecond."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def facts_of(
    depictions: Sequence[Possibilities],
) -> tuple[dict[str, tuple[str, ...]], tuple[dict[str, tuple[str, ...]], ...]]:
    """What all depictions share, and what each has besides; without the place."""
    sets = [
        {fact: tuple(sorted(values)) for fact, values in each.items() if fact != PLACE}
        for each in depictions
    ]
    first = sets[0]
    shared = {
        fact: values
        for fact, values in first.items()
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
        if value not in (None, [], {}, "", "0", 0)
    }
    return written_json(told).decode()

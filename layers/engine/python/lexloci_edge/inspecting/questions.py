"""What an analyst may ask of the ledger, and which entries of its indexes answer it.

    {"account": "a-1"} or {"account_hash": "v0:…"}     one account's, over time
    {"place": "GB-ENG", "day": "2026-11-23"}           one place's, of one day (UTC)

with `from` and `until` (the last moment left out), `outcome`, `rule` (`pack/rule` or
`pack/rule@from`), `limit` and `after` (a cursor). `place` is the node that decisions were recorded
under, `several` where more than one was possible. The account stands in the body, never in an
address: addresses end up in logs.
"""

from datetime import UTC, date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from lexloci.rulebook import Rulebook
from lexloci_edge.dynamo import SEVERAL, SHARDS, account_key, place_key
from lexloci_edge.errors import TurnedAway
from lexloci_edge.inspecting.merging import Span
from lexloci_edge.records import moment

Hash = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,8}:[A-Za-z0-9_=-]{8,64}$")]
Rule = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+(@[a-z0-9-]+)?$")]
MOST = 100
FIRST = "0000"
LAST = "9999"


class Question(BaseModel):
    """The body of `POST /v1/ledger/search`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    account: Annotated[str, StringConstraints(min_length=1, max_length=256)] | None = None
    account_hash: Hash | None = None
    place: Annotated[str, StringConstraints(min_length=2, max_length=12)] | None = None
    day: date | None = None
    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = None
    outcome: Literal["allow", "refuse", "uncertain"] | None = None
    rule: Rule | None = None
    limit: Annotated[int, Field(ge=1, le=MOST, strict=True)] = 50
    after: Annotated[str, StringConstraints(min_length=1, max_length=600)] | None = None

    def told(self) -> dict[str, Any]:
        """What a cursor is bound to: all but the page."""
        found: dict[str, Any] = self.model_dump(mode="json", exclude={"limit", "after"})
        return found

    def check(self, rulebook: Rulebook) -> None:
        """Hold that it asks one thing of what there is. Raises: TurnedAway 400."""
        ways = [self.account is not None, self.account_hash is not None, self.place is not None]
        if sum(ways) != 1:
            raise _bad("account", "say one of `account`, `account_hash` and `place`")
        if (self.place is None) != (self.day is None):
            raise _bad("day", "stands beside `place`, and only there")
        if self.place not in (None, SEVERAL) and not rulebook.places.known(str(self.place)):
            raise _bad("place", "is no place", "GB-ENG, US-CA … or `several`")
        if self.since and self.until and self.since >= self.until:
            raise _bad("until", "is not after `from`")
        if self.rule is not None and not any(
            self.rule in (each.id, f"{each.pack}/{each.rule}") for each in rulebook.all_versions()
        ):
            raise _bad("rule", "is no rule of this rulebook", "`lexloci rules` lists them")

    def span(self, hashes: tuple[str, ...]) -> Span:
        """The keys that hold the answer. hashes: of the account, under each key in use."""
        since = FIRST if self.since is None else moment(self.since.astimezone(UTC))
        until = LAST
        if self.until is not None:
            until = moment(self.until.astimezone(UTC) - timedelta(milliseconds=1))
        if self.place is None:
            keys = tuple(account_key(one, at) for one in hashes for at in range(SHARDS))
            return Span("by_account", ("gsi1pk", "gsi1sk"), keys, since, until)
        day = "" if self.day is None else self.day.isoformat()
        keys = tuple(place_key(self.place, day, shard) for shard in range(SHARDS))
        return Span("by_place", ("gsi2pk", "gsi2sk"), keys, since, until)


def _bad(where: str, what: str, hint: str = "") -> TurnedAway:
    return TurnedAway(400, "bad-field", where, what, hint)

"""What became of a permit: told by the platform's image server, kept beside the decision.

As with the gate's own forwarding it is a second entry under the decision's key, written once: told
again alike it is taken again, told otherwise it is refused.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci_edge.answers import Answer, plain_headers
from lexloci_edge.bodies import written_json
from lexloci_edge.deciding.questions import Digest
from lexloci_edge.errors import LedgerConflict, TurnedAway
from lexloci_edge.ids import is_id
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.people.registering import read_as
from lexloci_edge.records import Aftermath, Record, moment
from lexloci_edge.settings import Settings
from lexloci_edge.timely import finished

Label = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.:-]{0,39}$")]
Duty = Literal["marking", "disclosure", "age-assurance-log", "review", "check-output"]


class OutcomeTold(BaseModel):
    """The body of `POST /v1/decisions/{id}/outcome`.

    result: `image` was handed out, `withheld` after it was looked at, `failed` to be made.
    outputs: SHA-256 of each image, in hex. labels: words of whoever looked at them, no text of
    the call. duties_done: which of the permit's duties were.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    result: Literal["image", "withheld", "failed"]
    outputs: Annotated[tuple[Digest, ...], Field(max_length=10)] = ()
    labels: Annotated[tuple[Label, ...], Field(max_length=16)] = ()
    duties_done: Annotated[tuple[Duty, ...], Field(max_length=5)] = ()


def told_outcome(
    visit: Visit, id: str, sent: Mapping[str, Any], settings: Settings, outside: Outside
) -> Answer:
    """The answer to an outcome that was told, and is now kept.

    Raises: TurnedAway; LedgerError, TooSlow where it is not kept.
    """
    told = read_as(OutcomeTold, sent)
    if told.result == "image" and not told.outputs:
        raise TurnedAway(400, "bad-field", "outputs", "are missing beside `image`")
    limit = outside.limits.ledger
    kept = None
    if is_id(id):
        kept = finished("ledger", lambda: outside.ledger.get(id), limit).result()
    if kept is None:
        raise TurnedAway(404, "no-decision", "id", "is no decision in the ledger of this Region")
    record, before = kept
    if not _permitted(record):
        raise TurnedAway(409, "no-permit", "id", "is a decision that brought no permit")
    after = Aftermath(
        id=id,
        at=moment(visit.at) if before is None else before.at,
        region=settings.region,
        result=told.result,
        images=len(told.outputs),
        outputs=told.outputs,
        labels=tuple(sorted(set(told.labels))),
        duties_done=tuple(sorted(set(told.duties_done))),
    )
    try:
        finished("ledger", lambda: outside.ledger.append(after), limit).result()
    except LedgerConflict:
        raise TurnedAway(409, "told-otherwise", "id", "has another outcome already") from None
    outside.signals.count("Outcomes", result=told.result)
    outside.signals.say("outcome", correlation_id=visit.id, about=id, result=told.result)
    body = written_json({"id": id, "recorded": True}).decode()
    return Answer(200, body, "application/json", plain_headers(visit.id))


def _permitted(record: Record) -> bool:
    """Whether this decision is one of those that bring a permit: a backend's, about words, for now.
    What became of a call that the gate forwarded is the gate's alone to say."""
    asked = any(kind.partition(":")[0] == "backend" for kind in record.evidence)
    return asked and record.outcome == "allow" and record.on is None and record.prompt is not None

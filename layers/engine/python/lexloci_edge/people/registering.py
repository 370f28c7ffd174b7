"""What the platform's backend sends to the register, read strictly into what is kept.

Names and accounts come in clear and are kept as keyed hashes only; see `consents`, `protected`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from lexloci_edge.bodies import shown
from lexloci_edge.errors import TurnedAway
from lexloci_edge.people.consents import (
    MOST,
    Consent,
    Digest,
    Exposure,
    Operation,
    Sexual,
    Subject,
    Words,
)
from lexloci_edge.people.protected import Person
from lexloci_reader.whom import LONGEST, name_of, stretches

Account = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Proof = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Hashed = Callable[[str, str], str]
"""kind and text -> the keyed hash under the current key."""
M = TypeVar("M", bound=BaseModel)
RUN_TOGETHER: Final = 8
"""From how many letters on a name is looked for without its spaces too: shorter ones are words."""


class Consenting(Subject):
    """A subject as sent: with the proof of consent and assurance, and a name where it is by name.

    proof: the signed receipt itself, or where it is kept with its digest.
    """

    proof: Proof
    name: Name | None = None


class NewConsent(BaseModel):
    """The body of `POST /v1/consents`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operations: Annotated[tuple[Operation, ...], Field(min_length=1)]
    exposure: tuple[Exposure, ...] = ()
    sexual: tuple[Sexual, ...] = ()
    images: Annotated[tuple[Digest, ...], Field(max_length=MOST)] = ()
    purpose: Words | None = None
    shown: Annotated[int, Field(ge=1, le=MOST, strict=True)]
    subjects: Annotated[tuple[Consenting, ...], Field(min_length=1, max_length=MOST)]
    accounts: Annotated[tuple[Account, ...], Field(min_length=1, max_length=64)]
    until: AwareDatetime | None = None


class NewPerson(BaseModel):
    """The body of `POST /v1/protected`: every name, nickname and handle of one person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MOST)]
    because: Literal["platform", "reported"] = "platform"


class Reinstated(BaseModel):
    """The body of `POST /v1/accounts/reinstate`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: Account


def read_as(model: type[M], body: Mapping[str, Any]) -> M:
    """The body as the model. Raises: TurnedAway 400 naming the member, never its value."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(shown(str(part)) for part in first["loc"]) or "body"
        raise TurnedAway(400, "bad-field", where, first["msg"].lower()) from None


def consent_of(
    new: NewConsent, id: str, region: str, by: str | None, at: datetime, hashed: Hashed
) -> Consent:
    """The record that is kept of what was sent. Raises: TurnedAway where it would cover nothing."""
    names = [subject.name for subject in new.subjects if subject.name is not None]
    _check(new, names, at)
    return Consent(
        id=id,
        region=region,
        recorded_at=at,
        recorded_by=by,
        operations=new.operations,
        exposure=new.exposure,
        sexual=new.sexual,
        images=new.images,
        purpose=new.purpose,
        names=tuple(hashed("name", _spelled(name)) for name in names),
        shown=new.shown,
        subjects=tuple(
            Subject.model_validate(each.model_dump(exclude={"proof", "name"}))
            for each in new.subjects
        ),
        accounts=tuple(hashed("account", f"claim\0{account}") for account in new.accounts),
        until=new.until,
    )


def person_of(
    new: NewPerson, id: str, region: str, by: str | None, at: datetime, hashed: Hashed
) -> Person:
    """The protected person that is kept of what was sent. Raises: TurnedAway.

    Each name is kept as it is and run together, as in `firstlast`, which is only maybe a name.
    """
    spelled = [_spelled(name) for name in new.names]
    together = (name.replace(" ", "") for name in spelled)
    more = (name for name in together if len(name) >= RUN_TOGETHER)
    names = dict.fromkeys(hashed("name", name) for name in (*spelled, *more))
    return Person(id, region, new.because, tuple(names), at, by)


def _check(new: NewConsent, names: list[str], at: datetime) -> None:
    if len(new.subjects) != new.shown:
        raise _bad("subjects", f"{len(new.subjects)} consented and {new.shown} are shown")
    if not new.exposure and not new.sexual:
        raise _bad("exposure", "neither `exposure` nor `sexual` says what was consented to")
    if "edit" in new.operations and not new.images:
        raise _bad("images", "an edit needs the SHA-256 of each image")
    if "generate" in new.operations and (new.purpose is None or len(names) != new.shown):
        raise _bad("purpose", "a generation needs a purpose and the name of everybody shown")
    for each in new.subjects:
        if max(each.given_at, each.identity_at, each.adulthood_at) > at:
            raise _bad("subjects", "consent and its assurance lie in the future")
    if new.until is not None and new.until <= at:
        raise _bad("until", "is over already")


def _spelled(name: str) -> str:
    """The name as prompts are searched for it. Raises: TurnedAway where none could ever hold it."""
    spelled = name_of(name)
    if spelled not in stretches(name):
        raise _bad("name", f"is not one to {LONGEST} words, or of too many letters")
    return spelled


def _bad(where: str, what: str) -> TurnedAway:
    return TurnedAway(400, "bad-field", where, what)

"""What is kept of appeals and reports, and what may be sent to make one or to answer it.

Closed lists throughout and no free text: whatever people write about a refused picture is a prompt
or somebody's data. How to reach whoever filed is the platform's knowledge; where it needs a link
from here to there, `reference` holds its own ticket number (hexadecimal digits, so never a name).
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lexloci_edge.bodies import written_json
from lexloci_edge.people.registering import Name

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal digits."""
Number = Annotated[str, StringConstraints(min_length=36, max_length=36)]
Reference = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{4,64}$")]
Kind = Literal["appeal", "report"]
Reason = Literal[
    "wrong-place",  # the call came from elsewhere
    "misread",  # it asked for something else
    "not-real",  # nobody real is shown
    "not-a-minor",
    "consent",  # everybody shown has consented
    "medical",
    "art",
    "suspended",  # the account was warned, slowed or suspended
    "other",
]
MOST = 16

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class NewAppeal(BaseModel):
    """The body of `POST /v1/appeals`."""

    model_config = _FROZEN

    decision: Number
    reason: Reason
    reference: Reference | None = None


class NewReport(BaseModel):
    """The body of `POST /v1/reports`.

    by: who reports; an `authority`'s order comes from the platform's backend only. asks: what is
    asked for. images, urls: SHA-256 of the image's bytes, of its address. names: of the person,
    hashed as they come in. minor: whether somebody under 18 is shown.
    """

    model_config = _FROZEN

    by: Literal["person", "representative", "authority"] = "person"
    asks: Annotated[tuple[Literal["takedown", "protect-name"], ...], Field(min_length=1)]
    decision: Number | None = None
    images: Annotated[tuple[Digest, ...], Field(max_length=MOST)] = ()
    urls: Annotated[tuple[Digest, ...], Field(max_length=MOST)] = ()
    names: Annotated[tuple[Name, ...], Field(max_length=MOST)] = ()
    place: Annotated[str, StringConstraints(max_length=16)] | None = None
    minor: bool = False
    reference: Reference | None = None

    @model_validator(mode="after")
    def _whole(self) -> "NewReport":
        if "takedown" in self.asks and not (self.decision or self.images or self.urls):
            raise ValueError("a takedown needs a decision, images or urls")
        if ("protect-name" in self.asks) != bool(self.names):
            raise ValueError("names come with `protect-name`, and it with names")
        return self


class AnswerAppeal(BaseModel):
    """The body of `POST /v1/appeals/{id}/answer`."""

    model_config = _FROZEN

    answer: Literal["upheld", "rejected"]
    because: Literal[
        "misread", "wrong-place", "consent-proven", "rule-wrong", "rule-holds", "not-proven"
    ]

    @model_validator(mode="after")
    def _fits(self) -> "AnswerAppeal":
        if (self.because in ("rule-holds", "not-proven")) != (self.answer == "rejected"):
            raise ValueError("the reason is none for this answer")
        return self


class AnswerReport(BaseModel):
    """The body of `POST /v1/reports/{id}/answer`."""

    model_config = _FROZEN

    answer: Literal["done", "not-found", "not-verified", "unfounded"]


class Timed(BaseModel):
    """The clock that runs: its end, its hours, and whose law sets it (None: our own)."""

    model_config = _FROZEN

    due: str
    hours: float
    clock: str | None = None
    law: str | None = None


class Appeal(BaseModel):
    """An appeal as kept. id: of its decision, for a decision has one appeal at most. account:
    keyed hash. places: of the decision."""

    model_config = _FROZEN

    v: Literal[1] = 1
    kind: Literal["appeal"] = "appeal"
    id: str
    region: str
    at: str
    account: str
    reason: Reason
    places: tuple[str, ...]
    timed: Timed
    reference: str | None = None


class Report(BaseModel):
    """A report as kept: as sent, but for the names, which are keyed hashes. places: whose clocks
    were looked at. account: keyed hash, where claims attest one."""

    model_config = _FROZEN

    v: Literal[1] = 1
    kind: Literal["report"] = "report"
    id: str
    region: str
    at: str
    by: str
    asks: tuple[str, ...]
    decision: str | None = None
    images: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...]
    minor: bool = False
    timed: Timed
    reference: str | None = None
    account: str | None = None


Filed: TypeAlias = Appeal | Report


class Answered(BaseModel):
    """An answer as kept. by: keyed hash of the backend's account."""

    model_config = _FROZEN

    answer: str
    because: str | None = None
    at: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What stands in the table now. verified_at: when the platform knew who reports. warned: what
    was already said of its clock, `soon` or `late`."""

    filed: Filed
    verified_at: str | None = None
    answered: Answered | None = None
    warned: str | None = None

    @property
    def state(self) -> str:
        """`received`, `verified`, or the answer."""
        if self.answered is not None:
            return self.answered.answer
        return "verified" if self.verified_at else "received"

    def told(self) -> dict[str, Any]:
        """What whoever filed it is told."""
        answered = self.answered
        return {
            "id": self.filed.id,
            "state": self.state,
            "received_at": self.filed.at,
            **self.filed.timed.model_dump(exclude_none=True),
            **({"answered_at": answered.at} if answered else {}),
            **({"because": answered.because} if answered and answered.because else {}),
        }

    def whole(self) -> dict[str, Any]:
        """All of it, for the platform's backend."""
        filed = self.filed.model_dump(mode="json", exclude_none=True, exclude={"v", "timed"})
        more = {"verified_at": self.verified_at, "warned": self.warned}
        more["by_backend"] = self.answered.by if self.answered else None
        return {**filed, **self.told(), **{name: said for name, said in more.items() if said}}


def written(model: BaseModel) -> str:
    """Canonical JSON; members that say nothing are left out."""
    return written_json(model.model_dump(mode="json", exclude_none=True)).decode()

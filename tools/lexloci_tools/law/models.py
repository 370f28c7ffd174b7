"""What a rule file may say: the pydantic models of packs, places, facts and cases.

They are the format; `rules/README.md` tells it in words, and editors get it as a JSON Schema.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

Reach = Literal[
    "creating",
    "requesting",
    "providing",
    "sharing",
    "obscenity",
    "age-assurance",
    "image-right",
]
Basis = Literal["primary", "secondary", "memory"]
Duty = Literal["marking", "disclosure", "age-assurance-log", "review", "check-output"]


def _a_day(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        raise ValueError("is no day")
    return value


def _start(value: Any) -> Any:
    return value if value == "always" else date.fromisoformat(_a_day(value))


def _kind_of_then(value: Any) -> str:
    return "word" if isinstance(value, str) else "duties-of"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Start = Annotated[
    date | Literal["always"],
    PlainValidator(_start),
    WithJsonSchema({"type": "string", "pattern": r"^(always|\d{4}-\d{2}-\d{2})$"}),
]
Day = Annotated[date, BeforeValidator(_a_day), Field(description="a calendar day, YYYY-MM-DD")]


class Written(BaseModel):
    """Base of everything written by hand: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unless(Written):
    """An exception: the version does not apply where this one fact has one of these values."""

    model_config = ConfigDict(extra="allow", frozen=True)
    because: str

    @model_validator(mode="after")
    def _one_fact(self) -> "Unless":
        extra = self.model_extra or {}
        if len(extra) != 1:
            raise ValueError("an exception names one fact; one on several facts is two rules")
        return self

    @property
    def fact(self) -> str:
        """The one fact that it tests."""
        return next(iter(self.model_extra or {}))

    @property
    def values(self) -> list[str]:
        """The values that lift the rule."""
        value = (self.model_extra or {})[self.fact]
        return [value] if isinstance(value, str) else list(value)


class Duties(Written):
    """A version that refuses nothing and lays duties on the platform."""

    duties: Annotated[list[Duty], Field(min_length=1)]


class Version(Written):
    """A rule as it reads from one day on."""

    from_: Annotated[Start, Field(alias="from")]
    law: str | None = None
    source: str | None = None
    house: str | None = None
    text: str | None = None
    reading: str | None = None
    reaches: list[Reach] = []
    basis: Basis | None = None
    when: dict[str, Texts] = {}
    unless: list[Unless] = []
    then: Annotated[
        Annotated[Duties, Tag("duties-of")] | Annotated[Literal["refuse", "ended"], Tag("word")],
        Discriminator(_kind_of_then),
    ]


class Rule(Written):
    """One rule of a pack through time."""

    id: Name
    title: str
    extent: Texts
    versions: Annotated[list[Version], Field(min_length=1)]


class Expected(Written):
    """Law passed or proposed without a known day: shown in the calendar, without effect."""

    id: Name
    title: str
    law: str
    source: str | None = None
    status: str
    earliest: Day | None = None
    reaches: list[Reach] = []
    reading: str | None = None


class Clock(Written):
    """A time limit for takedown or reporting that a place's law sets, as data.

    starts: in the law's words. upon: which of them starts it here, a report of the person shown, an
    authority's order, any other complaint; none where it is not for the gate to run.
    """

    id: Name
    title: str
    law: str
    source: str | None = None
    hours: Annotated[float, Field(gt=0)]
    from_: Annotated[Start, Field(alias="from"), PlainSerializer(str)] = "always"
    starts: str
    upon: Literal["report", "order", "complaint"] | None = None


class Pack(Written):
    """One place's law, or one house pack, in one file."""

    pack: Name
    title: str
    covers: Texts
    since: Day
    checked: Day
    check_every: Annotated[str, Field(pattern=r"^\d+ days$")] = "180 days"
    reviewed: str
    default: Literal["on", "off"] | None = None
    notes: str | None = None
    consent: str | None = None
    consent_years: Annotated[int, Field(ge=1, le=100)] | None = None
    clocks: list[Clock] = []
    rules: list[Rule] = []
    expected: list[Expected] = []


class Case(Written):
    """One sentence of behaviour: what is given on a day, and what the verdict must be."""

    name: Annotated[str, Field(min_length=10)]
    on: Day
    given: dict[str, Texts]
    expect: Literal["allow", "refuse", "uncertain"]
    because: list[str] = []
    duties: list[Duty] = []
    house: str = ""


class Cases(Written):
    """The cases that stand beside a pack."""

    pack: Name
    cases: list[Case]


class FactEntry(Written):
    """One fact of `facts.yaml`: its kind and its values, each with its meaning."""

    title: str
    kind: Literal["observed", "attested"]
    values: Annotated[dict[str, str], Field(min_length=2)]


class Facts(Written):
    """`facts.yaml`."""

    facts: dict[str, FactEntry]


class Leaf(Written):
    """A leaf of the tree of places: its title and its offsets from UTC in minutes."""

    title: str
    utc: Annotated[list[int], Field(min_length=2, max_length=2)]


class Country(Written):
    """A country: a leaf itself, or a node with parts."""

    title: str
    utc: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None
    parts: dict[str, Leaf] = {}


class Membership(Written):
    """The days on which a member joins a group and leaves it."""

    join: Day
    leave: Day | None = None


class Group(Written):
    """A group of places with its members."""

    title: str
    members: dict[str, Membership]


class PlaceTree(Written):
    """`places.yaml`."""

    nodes: dict[str, Country]
    groups: dict[str, Group] = {}
    aliases: dict[str, str] = {}

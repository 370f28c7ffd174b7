"""What a backend asks: our own call shape, which AuthZEN's is read into as well.

The members are those of a line of `lexloci decide`, with what a ledger and a permit need besides.
Unlike there, `consent` is never taken at its word (it takes a consent record), facts that must be
proven do not count among `facts`, and a member that nobody knows is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci.facts import Fact, Possibilities, possible_values
from lexloci_edge.calls import Call
from lexloci_edge.deciding.shapes import read_shape
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import read_prompt
from lexloci_edge.people.registering import read_as
from lexloci_edge.shapes.known import Shapes

FILES: Final = 16
DEEPEST: Final = 16
"""Nesting of a body: members that nobody knows may be anything."""
CLAIMED: Final = (
    *("tier", "viewer", "adult_mode", "age_assurance", "consent", "surface", "account_country"),
    *("billing_country", "consents", "purpose", "test_place"),
)
"""What a backend can say of its caller beside place and account; other members are ignored."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class DecisionRequest(BaseModel):
    """The body of `POST /v1/decisions`: one of `prompt`, `facts` and `call`, and who asks whence.

    id: the backend's own, handed back. operation: needed beside `prompt`. images: how many the
    caller uploads, where not all `digests` (SHA-256 of each file, in hex) are images to be seen.
    facts: one depiction, judged as given; left out or not known: any value. call: the JSON body of
    a generator's own API, whose name is `shape`. place: any node of the tree, or several; left
    out: every place. claims: what the backend has assured itself of. on: another day than today,
    which makes it a question that brings no permit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(max_length=128)] | None = None
    operation: Literal["generate", "edit"] | None = None
    prompt: str | None = None
    negative_prompt: str | None = None
    images: Annotated[int, Field(ge=0, le=FILES)] | None = None
    digests: Annotated[list[Digest], Field(max_length=FILES)] = []
    facts: dict[str, Any] | None = None
    shape: str | None = None
    call: dict[str, Any] | None = None
    place: str | list[str] | None = None
    account: Annotated[str, StringConstraints(max_length=256)] | None = None
    claims: dict[str, Any] | None = None
    on: Day | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. stated: facts given instead of words. claims: said of the caller, unproven yet.

    operations: those that are possible. on: the day asked about, None for now. files: those that
    can be looked at, by digest.
    """

    id: str | None
    call: Call
    stated: Possibilities | None
    operations: frozenset[str]
    claims: Mapping[str, Any]
    on: date | None
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def seeable(self) -> Call:
        """The call for whoever looks at its pictures: with the files that are here, and the names
        of the others."""
        if not self.files:
            return self.call
        here = tuple(self.files[each] for each in self.call.named if each in self.files)
        elsewhere = tuple(each for each in self.call.named if each not in self.files)
        return replace(self.call, files=here, named=elsewhere, write=lambda clean: b"")


def question_of(sent: Mapping[str, Any], facts: Mapping[str, Fact], shapes: Shapes) -> Question:
    """The question in a body of our own shape. `facts`: the rulebook's. Raises: TurnedAway."""
    asked = read_as(DecisionRequest, sent)
    given = [name for name in ("prompt", "facts", "call") if getattr(asked, name) is not None]
    if not given:
        raise TurnedAway(400, "no-prompt", "prompt", "neither `prompt` nor `facts` nor `call`")
    if len(given) > 1:
        raise TurnedAway(400, "ambiguous", given[1], f"stands beside `{given[0]}`")
    stated = _stated(asked, facts)
    call = _call(asked, shapes)
    operations = frozenset({call.operation}) if call.operation else frozenset()
    if stated is not None and not operations:
        operations = stated["operation"]
    return Question(asked.id, call, stated, operations, _claims(asked), _day(asked.on))


def _call(asked: DecisionRequest, shapes: Shapes) -> Call:
    digests = tuple(asked.digests)
    if asked.call is not None:
        extra = [name for name in ("operation", "negative_prompt", "images") if _has(asked, name)]
        if extra:
            raise TurnedAway(400, "ambiguous", extra[0], "stands beside `call`, which says it")
        if asked.shape is None:
            raise TurnedAway(400, "bad-field", "shape", "is missing beside `call`")
        return read_shape(asked.shape, asked.call, digests, shapes)
    if asked.shape is not None:
        raise TurnedAway(400, "bad-field", "shape", "names the shape of `call`, which is missing")
    images = len(digests) if asked.images is None else asked.images
    if digests and images > len(digests):
        raise TurnedAway(400, "bad-field", "digests", "are fewer than `images`")
    if digests and not images:
        # Files that are all masks: an edit of nothing.
        raise TurnedAway(400, "bad-field", "images", "is 0 beside `digests`")
    operation, prompt, negative = asked.operation or "", "", asked.negative_prompt or ""
    if asked.facts is None:
        if not operation:
            raise TurnedAway(400, "bad-field", "operation", "is missing beside `prompt`")
        prompt = read_prompt(asked.prompt)
    if operation == "generate" and digests:
        raise TurnedAway(400, "bad-field", "digests", "a generation has no files")
    if negative.strip():
        read_prompt(negative)
    return Call("", operation, prompt, images, 1, b"", "", negative=negative, named=digests)


def _has(asked: DecisionRequest, name: str) -> bool:
    return getattr(asked, name) is not None


def _stated(asked: DecisionRequest, facts: Mapping[str, Fact]) -> dict[str, frozenset[str]] | None:
    """The observed facts as given; what is missing, foreign or of another type is any value."""
    given = asked.facts
    if given is None:
        return None
    return {
        name: possible_values(fact, _texts(given.get(name)))
        for name, fact in facts.items()
        if not fact.attested
    }


def _texts(values: object) -> list[str] | None:
    """The values, or None where any of them is no text: a set with a stranger in it is any set."""
    listed: list[object] = values if isinstance(values, list) else [values]
    texts = [each for each in listed if isinstance(each, str)]
    return texts if len(texts) == len(listed) else None


def _claims(asked: DecisionRequest) -> dict[str, Any]:
    said = {name: (asked.claims or {}).get(name) for name in CLAIMED}
    said |= {"place": asked.place, "account": asked.account or None}
    return {name: value for name, value in said.items() if value is not None}


def _day(on: str | None) -> date | None:
    try:
        return None if on is None else date.fromisoformat(on)
    except ValueError:
        raise TurnedAway(400, "bad-field", "on", "is no day (YYYY-MM-DD)") from None

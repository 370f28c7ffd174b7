"""What is answered, as models: for the description alone, for answers are written by hand."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["allow", "refuse", "uncertain"]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class ErrorTold(_Told):
    """The error as OpenAI's clients know it."""

    message: str
    type: str
    code: str | None
    param: str | None


class RuleTold(_Told):
    """A rule that refuses: which version, of what law or house rule, of which place, since when."""

    rule: str
    title: str
    place: str
    since: str


class Problem(_Told):
    """A refusal, or what was wrong (RFC 9457), with OpenAI's `error` member. `type` ends in a word:
    refused-by-law (451), refused-by-house-rule and uncertain (403), unavailable (503), and others.
    What is about no call has no decision and no `error`.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    decision_id: str | None = None
    error: ErrorTold | None = None
    rules: list[RuleTold] = []
    settled_by: list[dict[str, str]] = []
    appeal: str | None = None


class ImageTold(_Told):
    """One image."""

    b64_json: str


class ImagesTold(_Told):
    """The generator's answer, with images that were looked at where a detector is configured."""

    created: int
    data: list[ImageTold]


class ResponseTold(_Told):
    """A response with the image alone; what else the model said is left out."""

    id: str
    object: Literal["response"]
    status: str
    output: list[dict[str, Any]]


class DecisionTold(_Told):
    """A decision, recorded. facts: the union over what is shown. refusal: what a gate would answer
    the caller. permit: for ALLOW, a compact JWS that is good for `permit_seconds`."""

    id: str | None
    decision_id: str
    outcome: Outcome
    facts: dict[str, list[str]]
    because: list[str]
    duties: list[str]
    on: str | None = None
    permit: str | None = None
    permit_seconds: int | None = None
    refusal: Problem | None = None


class EvaluationTold(_Told):
    """AuthZEN's answer. context: decision_id, outcome, duties, settlers, the permit or reasons."""

    decision: bool
    context: dict[str, Any]


class EvaluationsTold(_Told):
    """As many as were evaluated, in order."""

    evaluations: list[EvaluationTold]


class UploadTold(_Told):
    """Where to put the file: POST a form to `url` with all `fields` and then `file`."""

    id: str
    url: str
    fields: dict[str, str]
    expires: str


class OutcomeKept(_Told):
    """The outcome is in the ledger."""

    id: str
    recorded: Literal[True]


class DecisionKept(_Told):
    """What this Region's ledger holds; `record` and `aftermath` for its own account alone."""

    id: str
    at: str
    outcome: Outcome


class RulesTold(_Told):
    """The rules in force on a day."""

    on: str
    place: str | None
    digest: str
    rules: list[dict[str, Any]]


class HealthTold(_Told):
    """Whether this Region works, by which rulebook."""

    status: str
    rulebook: str


class DiscoveryTold(_Told):
    """AuthZEN's metadata."""

    policy_decision_point: str
    access_evaluation_endpoint: str
    access_evaluations_endpoint: str


class KeySetTold(_Told):
    """The public keys of permits (RFC 7517)."""

    keys: list[dict[str, Any]]


class AnythingTold(_Told):
    """An object."""


class EntityAsked(_Told):
    """AuthZEN's subject or resource."""

    type: str
    id: str
    properties: dict[str, Any] = {}


class ActionAsked(_Told):
    """AuthZEN's action: `generate` or `edit`; any other is denied."""

    name: str
    properties: dict[str, Any] = {}


class EvaluationAsked(_Told):
    """AuthZEN's request. resource.properties: prompt, negative_prompt, digests or images, or facts,
    or shape and call. context: place, claims, on. Members that nobody knows are ignored."""

    subject: EntityAsked
    action: ActionAsked
    resource: EntityAsked
    context: dict[str, Any] = {}


class PartlyAsked(_Told):
    """One of several evaluations: what it lacks, the request's own members say."""

    subject: dict[str, Any] = {}
    action: dict[str, Any] = {}
    resource: dict[str, Any] = {}
    context: dict[str, Any] = {}


class EvaluationsAsked(_Told):
    """Several evaluations, each a decision of its own."""

    subject: dict[str, Any] = {}
    action: dict[str, Any] = {}
    resource: dict[str, Any] = {}
    context: dict[str, Any] = {}
    options: dict[str, Any] = {}
    evaluations: list[PartlyAsked] = Field(min_length=1, max_length=100)

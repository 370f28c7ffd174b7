"""Every operation that is described: one row each, in the order of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from lexloci_edge.deciding.outcomes import OutcomeTold
from lexloci_edge.deciding.questions import DecisionRequest
from lexloci_edge.describing import images, told
from lexloci_edge.people.registering import NewConsent, NewPerson, Reinstated
from lexloci_edge.uploading.uploads import UploadAsked

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
ID: Final = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. body: a model, or a schema. answer: of the good case; tuple: one of these.

    who: whose word counts: `caller`, `backend`, or `` for anybody.
    """

    method: str
    path: str
    says: str
    who: str
    answer: type[BaseModel] | tuple[type[BaseModel], ...]
    body: type[BaseModel] | Mapping[str, Any] | None = None
    kind: str = JSON
    status: int = 200
    asked: tuple[Mapping[str, Any], ...] = ()


def _query(name: str, says: str) -> Mapping[str, Any]:
    return {"name": name, "in": "query", "description": says, "schema": {"type": "string"}}


def operations() -> Iterator[Operation]:
    """All of them."""
    yield from _images()
    yield from _looking_up()
    yield from _decisions()
    yield from _authzen()
    yield from _register()
    yield Operation("get", "/health", "Whether this Region works", "", told.HealthTold)
    yield Operation("get", "/openapi.json", "This description", "", told.AnythingTold)


def _images() -> Iterator[Operation]:
    generation = images.closed(images.GENERATION, "prompt")
    edit = images.closed(images.EDIT, "prompt")
    yield Operation(
        "post",
        "/v1/images/generations",
        "Make images, if the law of the place that the call comes from allows it",
        "caller",
        told.ImagesTold,
        generation,
    )
    yield Operation(
        "post",
        "/v1/images/edits",
        "Edit images, if the law allows it; up to 4.4 MB, beyond that see `/v1/uploads`",
        "caller",
        told.ImagesTold,
        edit,
        FORM,
    )
    yield Operation(
        "post",
        "/v1/responses",
        "Make one image by OpenAI's Responses",
        "caller",
        told.ResponseTold,
        images.RESPONSE,
    )


def _looking_up() -> Iterator[Operation]:
    yield Operation(
        "get", "/v1/decisions/{id}", "What was decided", "caller", told.DecisionKept, asked=(ID,)
    )
    yield Operation(
        "get",
        "/v1/decisions/{id}/proof",
        "That the decision is in the sealed ledger",
        "caller",
        told.AnythingTold,
        asked=(ID,),
    )
    on, place = _query("on", "a day, YYYY-MM-DD"), _query("place", "a place, such as GB-ENG")
    says = "The rules in force: an index, no legal advice"
    yield Operation("get", "/v1/rules", says, "", told.RulesTold, asked=(on, place))


def _decisions() -> Iterator[Operation]:
    yield Operation(
        "post",
        "/v1/decisions",
        "Decide about a call, for an image server of your own; ALLOW brings a permit",
        "backend",
        told.DecisionTold,
        DecisionRequest,
    )
    yield Operation(
        "post",
        "/v1/decisions/{id}/outcome",
        "Tell what became of a permit",
        "backend",
        told.OutcomeKept,
        OutcomeTold,
        asked=(ID,),
    )
    yield Operation(
        "post",
        "/v1/uploads",
        "Upload a large image, to name it in a decision",
        "backend",
        told.UploadTold,
        UploadAsked,
        status=201,
    )


def _authzen() -> Iterator[Operation]:
    yield Operation(
        "post",
        "/access/v1/evaluation",
        "Decide, as the AuthZEN Authorization API 1.0",
        "backend",
        told.EvaluationTold,
        told.EvaluationAsked,
    )
    yield Operation(
        "post",
        "/access/v1/evaluations",
        "Decide about several, as AuthZEN",
        "backend",
        (told.EvaluationsTold, told.EvaluationTold),
        told.EvaluationsAsked,
    )
    path = "/.well-known/authzen-configuration"
    yield Operation("get", path, "AuthZEN's metadata", "", told.DiscoveryTold)
    yield Operation("get", "/.well-known/jwks.json", "The keys of permits", "", told.KeySetTold)


def _register() -> Iterator[Operation]:
    said = told.AnythingTold
    rows = (
        ("/v1/consents", "Record consent", NewConsent, 201),
        ("/v1/protected", "Protect a person's names", NewPerson, 201),
        ("/v1/accounts/reinstate", "Reinstate an account", Reinstated, 200),
    )
    for path, says, body, status in rows:
        yield Operation("post", path, says, "backend", said, body, status=status)
    for path, says in (
        ("/v1/consents/{id}/revoke", "Revoke consent"),
        ("/v1/protected/{id}/release", "Release a person's names"),
    ):
        yield Operation("post", path, says, "backend", said, asked=(ID,))
    for path, says in (
        ("/v1/consents/{id}", "A consent record"),
        ("/v1/protected/{id}", "A protected person, without the names"),
    ):
        yield Operation("get", path, says, "backend", said, asked=(ID,))

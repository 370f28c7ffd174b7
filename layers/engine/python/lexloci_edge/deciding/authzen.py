"""The AuthZEN Authorization API 1.0: its bodies read into questions, decisions written as its own.

    action.name          the operation: generate, edit        subject.id   the account
    action.properties    adds_exposure, beside stated facts   subject.properties   claims
    resource.type        image                                context      place, claims, on
    resource.properties  prompt, negative_prompt, images, digests, facts, shape, call

Members that nobody knows are ignored, as it asks; so a misspelt fact is a missing one, any value.
https://openid.net/specs/authorization-api-1_0.html
"""

from collections.abc import Mapping
from typing import Any, Final

from lexloci_edge.answers import SHOWN
from lexloci_edge.deciding.judging import Decided
from lexloci_edge.errors import TurnedAway

EVALUATION: Final = "/access/v1/evaluation"
EVALUATIONS: Final = "/access/v1/evaluations"
CONFIGURATION: Final = "/.well-known/authzen-configuration"
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("type", "id"),
    "action": ("name",),
    "resource": ("type", "id"),
}
"""The entities that a request must have, and the texts that each must have."""
SEMANTICS: Final[Mapping[str, bool | None]] = {
    "execute_all": None,
    "deny_on_first_deny": False,
    "permit_on_first_permit": True,
}
"""Each with the decision that ends it."""
MOST: Final = 100
"""Evaluations in one request."""
_ASKED: Final = ("prompt", "negative_prompt", "images", "digests", "facts", "shape", "call")
_SAID: Final = ("tier", "viewer", "adult_mode", "age_assurance", "surface")


def configuration(home: str) -> dict[str, str]:
    """What we tell whoever discovers us at this address."""
    return {
        "policy_decision_point": home,
        "access_evaluation_endpoint": home + EVALUATION,
        "access_evaluations_endpoint": home + EVALUATIONS,
    }


def asked_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """A request of four entities as a body of our own shape (`questions`).

    Raises: TurnedAway 400 where one is missing or of another type; 403 where it asks for what is no
    image, which is then denied.
    """
    subject, action, resource = (_entity(sent, name) for name in PARTS)
    context = _object(sent, "context", "context")
    if resource["type"] != "image":
        raise TurnedAway(403, "no-image", "resource.type", "is not `image`")
    if action["name"] not in ("generate", "edit"):
        raise TurnedAway(403, "no-operation", "action.name", "is neither `generate` nor `edit`")
    properties = _object(resource, "properties", "resource.properties")
    asked = {name: properties[name] for name in _ASKED if properties.get(name) is not None}
    if "facts" not in asked and not {"prompt", "call"} & set(asked):
        # Nothing is known of it: every fact may have any value.
        asked["facts"] = {}
    if isinstance(asked.get("facts"), dict):
        done = _object(action, "properties", "action.properties")
        asked["facts"] = {**_some(done, ("adds_exposure",)), **asked["facts"]}
    if "call" not in asked:
        asked["operation"] = action["name"]
    return {
        **asked,
        "account": subject["id"],
        "claims": _claims(_object(subject, "properties", "subject.properties"), context),
        **{name: context[name] for name in ("place", "on") if context.get(name) is not None},
    }


def operation_of(sent: Mapping[str, Any]) -> str:
    """The operation that a request names, once `asked_of` has read it."""
    return str(sent["action"]["name"])


def single(sent: Mapping[str, Any]) -> bool:
    """Whether a request for evaluations is one for a single one. Raises: TurnedAway 400."""
    if sent.get("evaluations") is not None and not isinstance(sent["evaluations"], list):
        raise _wrong("evaluations", "is no list")
    return not sent.get("evaluations")


def batch(sent: Mapping[str, Any]) -> tuple[list[Any], bool | None]:
    """Each evaluation with the defaults filled in, and the decision that ends them.

    An entity of an evaluation stands for the whole of the default one, but for the texts it must
    have. One that is no object is handed on as it is. Raises: TurnedAway 400.
    """
    options = _object(sent, "options", "options")
    semantic = options.get("evaluations_semantic", "execute_all")
    if not isinstance(semantic, str) or semantic not in SEMANTICS:
        raise _wrong("options.evaluations_semantic", "is none of " + ", ".join(SEMANTICS))
    if len(sent["evaluations"]) > MOST:
        raise _wrong("evaluations", f"are more than {MOST}")
    defaults = {name: _object(sent, name, name) for name in (*PARTS, "context") if name in sent}
    filled = [_filled(each, defaults) for each in sent["evaluations"]]
    return filled, SEMANTICS[semantic]


def _filled(each: Any, defaults: Mapping[str, Any]) -> Any:
    if not isinstance(each, dict):
        return each
    whole = {**defaults, **each}
    for name, needed in PARTS.items():
        own, usual = each.get(name), defaults.get(name, {})
        if isinstance(own, dict):
            whole[name] = {**_some(usual, needed), **own}
    return whole


def decision(decided: Decided) -> dict[str, Any]:
    """A decision as AuthZEN has it. What stands in `reason_admin` is not for the caller."""
    context: dict[str, Any] = {
        "id": "allowed",
        "decision_id": decided.id,
        "outcome": str(decided.outcome),
        "duties": list(decided.duties),
        "settlers": [],
    }
    if decided.question.on is not None:
        context["on"] = decided.question.on.isoformat()
    if decided.permit is not None:
        context["permit"] = decided.permit
    refusal = decided.refusal
    if refusal is None:
        return {"decision": True, "context": context}
    status = refusal["status"]
    left = len(decided.because) - SHOWN
    why = ", ".join(decided.because[:SHOWN]) + (f" and {left} more" if left > 0 else "")
    if decided.undecided:
        why += f"; not decided: {', '.join(decided.undecided)}"
    context |= {
        "id": refusal["type"].rsplit("/", 1)[-1],
        "status": status,
        "reason_admin": {"en": f"{decided.outcome} by {why}"},
        "reason_user": {f"en-{status}": refusal["detail"]},
        "rules": refusal.get("rules", []),
        "settlers": refusal.get("settled_by", []),
    }
    return {"decision": False, "context": context}


def denied(error: TurnedAway, id: str) -> dict[str, Any]:
    """An evaluation that could not be judged, recorded under this id: closed."""
    message = f"`{error.where}`: {error.what}"
    context = {
        "id": error.code,
        "decision_id": id,
        "reason_admin": {"en": message},
        "reason_user": {f"en-{error.status}": message},
        "duties": [],
        "settlers": [],
        "error": {"status": error.status, "message": message},
    }
    return {"decision": False, "context": context}


def _entity(sent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    if name not in sent:
        raise _wrong(name, "is missing")
    found = _object(sent, name, name)
    for part in PARTS[name]:
        if part not in found:
            raise _wrong(f"{name}.{part}", "is missing")
        if not isinstance(found[part], str):
            raise _wrong(f"{name}.{part}", "is no text")
    return found


def _object(sent: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    found = sent.get(name, {})
    if not isinstance(found, dict):
        raise _wrong(where, "is no object")
    return found


def _claims(properties: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the caller in either place; said two ways, it is not said at all."""
    said, told = _some(properties, _SAID), _object(context, "claims", "context.claims")
    for name, value in said.items():
        if name in told and told[name] != value:
            raise _wrong(f"context.claims.{name}", "differs from `subject.properties`")
    return {**said, **told}


def _some(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def _wrong(where: str, what: str) -> TurnedAway:
    return TurnedAway(400, "bad-field", where, what)

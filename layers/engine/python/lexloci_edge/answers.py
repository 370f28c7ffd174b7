"""What the caller sees: problem+json (RFC 9457) that OpenAI's clients understand too.

A refusal says which law or rule, of which place, since when, and where to appeal. It never says how
the prompt was read, nor which other place would allow it: explain without teaching evasion.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lexloci.explain import Explanation
from lexloci.facts import PLACE
from lexloci.places import Places
from lexloci.rulebook import Version
from lexloci.verdict import Outcome
from lexloci_edge.errors import TurnedAway

SHOWN = 8
"""Rules told by name; an unknown place can bring in dozens."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. kind: its media type."""

    status: int
    body: str
    kind: str
    headers: Mapping[str, str]

    def reply(self) -> dict[str, Any]:
        """The answer as API Gateway takes it: payload format 2.0."""
        return {
            "statusCode": self.status,
            "headers": {"content-type": self.kind, **self.headers},
            "body": self.body,
            "isBase64Encoded": False,
        }


@dataclass(frozen=True, slots=True)
class Links:
    """Where the operator wants callers to turn to. appeal, blocked_by: URLs, where configured."""

    appeal: str | None = None
    blocked_by: str | None = None


def headers_of(id: str) -> dict[str, str]:
    """The headers of every answer to a call, recorded under this id."""
    return {**plain_headers(id), "Lexloci-Decision": id}


def plain_headers(id: str) -> dict[str, str]:
    """The headers of an answer that is about no call: health, looking a decision up."""
    return {"Cache-Control": "no-store", "x-request-id": id, "x-content-type-options": "nosniff"}


def told(status: int, body: Mapping[str, Any], id: str) -> Answer:
    """An answer in JSON, about no call."""
    return Answer(status, json.dumps(body), "application/json", plain_headers(id))


def not_taken(error: TurnedAway, title: str, id: str) -> Answer:
    """A problem about no call, so without a decision; it says when to come again, where known."""
    detail = f"`{error.where}`: {error.what}." + (f" Hint: {error.hint}." if error.hint else "")
    body = {
        "type": f"/problems/{error.code}",
        "title": title,
        "status": error.status,
        "detail": detail,
        "error": {
            "message": detail,
            "type": "invalid_request_error",
            "code": "lexloci_" + error.code.replace("-", "_"),
            "param": error.where,
        },
    }
    headers = {**plain_headers(id), "x-should-retry": "false"}
    if error.wait:
        headers["Retry-After"] = str(error.wait)
    return Answer(error.status, json.dumps(body), "application/problem+json", headers)


def problem(status: int, code: str, title: str, detail: str, id: str, **more: Any) -> Answer:
    """A problem as RFC 9457 has it, with the `error` member that OpenAI's clients show."""
    slug = code.replace("_", "-")
    param = more.pop("param", None)
    body = {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"/v1/decisions/{id}",
        "decision_id": id,
        **{name: value for name, value in more.items() if value},
        "error": {
            "message": f"{detail} Decision {id}.",
            "type": "invalid_request_error" if status < 500 else "server_error",
            "code": "lexloci_" + code.replace("-", "_"),
            "param": param,
        },
    }
    headers = {**headers_of(id), "x-should-retry": "false"}
    return Answer(status, json.dumps(body), "application/problem+json", headers)


def turned_away(error: TurnedAway, id: str) -> Answer:
    """The answer to a call that cannot be judged: what is wrong with it."""
    detail = f"`{error.where}`: {error.what}." + (f" Hint: {error.hint}." if error.hint else "")
    titles = {403: "Not accepted here", 404: "Not found", 413: "Too large"}
    title = titles.get(error.status, "Cannot be read one way only")
    answer = problem(error.status, error.code, title, detail, id, param=error.where)
    if not error.wait:
        return answer
    return replace(answer, headers={**answer.headers, "Retry-After": str(error.wait)})


def refused(explained: Explanation, status: int, places: Places, id: str, links: Links) -> Answer:
    """The answer to a call that is refused by law (451), by a house rule, or as uncertain (403)."""
    versions = [each.version for each in explained.bearing]
    if explained.verdict.outcome is Outcome.UNCERTAIN:
        return _uncertain(explained, versions, places, id, links)
    if status == 451:
        told = [version for version in versions if version.legal]
        code, title = "refused-by-law", "Refused by law"
        detail = "Refused by the law of the place that this call comes from: " + _sentences(
            told, places
        )
    else:
        told = versions
        code, title = "refused-by-house-rule", "Refused by a house rule"
        detail = (
            "Refused by a rule of this service that goes beyond the letter of the law: "
            + _sentences(told, places)
        )
    answer = problem(
        status,
        code,
        title,
        detail + _appeal(links),
        id,
        rules=_rules(told, places),
        appeal=links.appeal,
    )
    if status != 451 or not links.blocked_by:
        return answer
    named = {**answer.headers, "Link": f'<{links.blocked_by}>; rel="blocked-by"'}
    return Answer(answer.status, answer.body, answer.kind, named)


def _uncertain(
    explained: Explanation,
    versions: Sequence[Version],
    places: Places,
    id: str,
    links: Links,
) -> Answer:
    settled_by = _settled_by(explained)
    detail = (
        "Refused because it cannot be told for sure that no rule forbids this."
        f" Rules that may apply: {_sentences(versions, places)}"
    )
    if settled_by:
        proofs = "; ".join(each["prove"] for each in settled_by)
        detail += f" What would settle it, if proven: {proofs}."
    return problem(
        403,
        "uncertain",
        "Uncertain, therefore refused",
        detail + _appeal(links),
        id,
        rules=_rules(versions, places),
        settled_by=settled_by,
        appeal=links.appeal,
    )


def _settled_by(explained: Explanation) -> list[dict[str, str]]:
    """What the caller could prove so that the call is allowed. Of places only that one is needed:
    a list of those that allow it would tell where to pretend to be."""
    found: dict[str, str] = {}
    for settler in explained.settlers:
        if not settler.attestable or settler.outcome is not Outcome.ALLOW:
            continue
        if settler.fact == PLACE:
            found[PLACE] = "the place that the call comes from"
        else:
            found[settler.fact] = f"{settler.fact} = {' or '.join(settler.values)}"
    return [{"fact": fact, "prove": prove} for fact, prove in sorted(found.items())]


def _rules(versions: Sequence[Version], places: Places) -> list[dict[str, Any]]:
    return [
        {
            "rule": version.id,
            "title": version.title,
            "place": _where(version, places),
            "since": version.since,
            **({"law": version.law} if version.law else {}),
            **({"source": version.source} if version.source else {}),
            **({"house": version.house} if version.house else {}),
        }
        for version in versions[:SHOWN]
    ]


def _sentences(versions: Sequence[Version], places: Places) -> str:
    said = "; ".join(_sentence(version, places) for version in versions[:SHOWN])
    left = len(versions) - SHOWN
    return said + (f"; and {left} more." if left > 0 else ".")


def _sentence(version: Version, places: Places) -> str:
    since = "" if version.since == "always" else f", since {version.since}"
    stands_on = version.law or version.house or version.title
    return f"{stands_on} ({_where(version, places)}{since}; {version.title}; rule {version.id})"


def _where(version: Version, places: Places) -> str:
    return _listed(places.title(node) for node in version.extent)


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    if len(found) <= 3:
        return ", ".join(found)
    return f"{', '.join(found[:3])} and {len(found) - 3} more"


def _appeal(links: Links) -> str:
    return f" To appeal: {links.appeal}" if links.appeal else ""

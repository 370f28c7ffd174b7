"""The form of a document of live rules: what may stand in it, and nothing else.

Read by hand and strictly: a member that nobody knows could be somebody's wish to loosen, and a gate
that passed over it would let them believe that it was granted.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lexloci.errors import LiveRulesError
from lexloci.freeze import canonical
from lexloci.live import LiveRules
from lexloci.rulebook import ALWAYS, LEGAL

FORMAT = 1
CLOSED = "closed"
"""The pack of the rules that closings become: `closed/GB@always`."""
MOST = 100
"""Versions and closings together: their bits stand in every record."""
LONGEST = 64_000
"""Bytes of a document."""
DUTIES = frozenset({"marking", "disclosure", "age-assurance-log", "review", "check-output"})
BASES = frozenset({"primary", "secondary", "memory", "house"})

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_NEEDED = frozenset(
    "id pack rule title extent from basis reaches text refuses duties when unless".split()
)
_MEMBERS = _NEEDED | {"law", "source", "house", "until"}
_TEXTS = ("id", "pack", "rule", "title", "from", "basis", "text", "law", "source", "house", "until")
_PACK = frozenset({"title", "since", "checked", "due", "reviewed"})


_CLOSED_PACK = {
    "title": "places that the operator has closed",
    "since": "0001-01-01",
    "checked": "0001-01-01",
    "due": "9999-12-31",
    "reviewed": "the operator",
}


def read_live(data: bytes) -> LiveRules:
    """The live rules in this document. Raises: LiveRulesError where its form is not sound."""
    if len(data) > LONGEST:
        raise LiveRulesError("document", f"is longer than {LONGEST:,} bytes")
    try:
        told = json.loads(data, object_pairs_hook=_once, parse_constant=_no_constant)
        digest = "sha256:" + hashlib.sha256(canonical(told)).hexdigest()
    except (ValueError, RecursionError) as error:
        raise LiveRulesError("document", f"is no JSON ({type(error).__name__})") from None
    document = _object(told, "document", {"format"}, {"format", "closed", "house_on", "rules"})
    if document["format"] is True or document["format"] != FORMAT:
        raise LiveRulesError("format", f"is not {FORMAT}")
    house_on = _words(document.get("house_on", []), "house_on")
    for name in house_on:
        if not _NAME.fullmatch(name):
            hint = "packs can be switched on, never off; write the name alone"
            raise LiveRulesError("house_on", f"`{name}` is no name of a pack", hint)
    packs, versions = _rules(document.get("rules"))
    closings = tuple(_closings(document.get("closed", {})))
    if closings:
        packs = {**packs, CLOSED: _CLOSED_PACK}
    if len(versions) + len(closings) > MOST:
        raise LiveRulesError("document", f"holds more than {MOST} rules and closings")
    return LiveRules(digest, house_on, packs, (*versions, *closings))


def rules_digest(packs: Mapping[str, Any], versions: Sequence[Any]) -> str:
    """The digest that the member `rules` states of itself."""
    content = canonical({"packs": packs, "versions": list(versions)})
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _object(told: Any, where: str, needed: set[str], known: set[str]) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise LiveRulesError(where, "is no object")
    if strangers := sorted(set(told) - known):
        raise LiveRulesError(where, f"`{strangers[0]}` is no member of it")
    if missing := sorted(needed - set(told)):
        raise LiveRulesError(where, f"`{missing[0]}` is missing")
    return told


def _words(told: Any, where: str) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise LiveRulesError(where, "is no list of words")
    if len(set(told)) != len(told):
        raise LiveRulesError(where, "says a word twice")
    return tuple(told)


def _day(told: Any, where: str) -> None:
    try:
        date.fromisoformat(told if isinstance(told, str) and len(told) == 10 else "")
    except ValueError:
        raise LiveRulesError(where, f"`{told}` is no day", "write YYYY-MM-DD") from None


def _closings(told: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(told, dict):
        raise LiveRulesError("closed", "is no object of places, each with the reason")
    for place, reason in told.items():
        if not isinstance(reason, str) or not 0 < len(reason.strip()) <= 300:
            raise LiveRulesError("closed", f"`{place}` has no reason, in words that callers read")
        yield {
            "id": f"{CLOSED}/{place}@{ALWAYS}",
            "pack": CLOSED,
            "rule": place,
            "title": "this place is closed",
            "extent": [place],
            "from": ALWAYS,
            "house": f"Closed by the operator of this service: {reason.strip()}",
            "basis": "house",
            "reaches": [],
            "text": "Every call that may come from here is refused, whatever it asks for.",
            "refuses": True,
            "duties": [],
            "when": {},
            "unless": [],
        }


def _rules(told: Any) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    if told is None:
        return {}, ()
    members = {"digest", "packs", "versions"}
    rules = _object(told, "rules", members, members)
    packs, versions = rules["packs"], rules["versions"]
    if not isinstance(packs, dict) or not isinstance(versions, list):
        raise LiveRulesError("rules", "are no packs with versions")
    if rules["digest"] != rules_digest(packs, versions):
        hint = "altered: freeze them anew by `lexloci build --emergency`"
        raise LiveRulesError("rules", "do not hash to the digest they state", hint)
    for name, pack in packs.items():
        _object(pack, f"pack `{name}`", set(_PACK), set(_PACK))
        if name == CLOSED or not _NAME.fullmatch(name):
            raise LiveRulesError("rules", f"`{name}` is no name of a pack")
        if not all(isinstance(each, str) for each in pack.values()):
            raise LiveRulesError(f"pack `{name}`", "holds what is no text")
        _day(pack["due"], f"pack `{name}`")
    for version in versions:
        _version(version, packs)
    if len({each["id"] for each in versions}) != len(versions):
        raise LiveRulesError("rules", "hold a version twice")
    return packs, tuple(versions)


def _version(raw: Any, packs: Mapping[str, Any]) -> None:
    where = str(raw.get("id", "version")) if isinstance(raw, dict) else "version"
    _object(raw, where, set(_NEEDED), set(_MEMBERS))
    if not all(isinstance(raw[name], str) for name in _TEXTS if name in raw):
        raise LiveRulesError(where, "holds what is no text")
    if raw["pack"] not in packs or not _NAME.fullmatch(raw["rule"]):
        raise LiveRulesError(where, "names no pack of this document, or is no name of a rule")
    if raw["id"] != f"{raw['pack']}/{raw['rule']}@{raw['from']}":
        raise LiveRulesError(where, "is not `pack/rule@from`")
    if raw["from"] != ALWAYS:
        _day(raw["from"], f"{where}: from")
    if "until" in raw:
        _day(raw["until"], f"{where}: until")
    if raw["basis"] not in BASES:
        raise LiveRulesError(where, f"`{raw['basis']}` does not say how sure we are")
    if ("law" in raw) == ("house" in raw):
        raise LiveRulesError(where, "names a `law` or a `house` rule, one of them")
    if not isinstance(raw["refuses"], bool) or raw["refuses"] == bool(raw["duties"]):
        raise LiveRulesError(where, "neither refuses nor lays a duty, or both", "a rule does one")
    if set(_words(raw["duties"], where)) - DUTIES:
        raise LiveRulesError(where, "lays a duty that nobody knows")
    if set(_words(raw["reaches"], where)) - LEGAL - {"sharing"}:
        raise LiveRulesError(where, "reaches what nobody knows")
    if not _words(raw["extent"], where):
        raise LiveRulesError(where, "extends to no place")
    if not isinstance(raw["when"], dict) or not isinstance(raw["unless"], list):
        raise LiveRulesError(where, "has conditions that are none")
    for fact, values in raw["when"].items():
        _words(values, f"{where}: when `{fact}`")
    for each in raw["unless"]:
        members = {"fact", "values", "because"}
        _object(each, f"{where}: unless", members, members)
        _words(each["values"], f"{where}: unless")
        if not isinstance(each["fact"], str) or not isinstance(each["because"], str):
            raise LiveRulesError(where, "has an exception that is none")

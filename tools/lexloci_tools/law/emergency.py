"""Documents of live rules: emergency packs frozen, places closed and opened, all held against the
packaged rulebook before anybody deploys them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexloci.live import joined
from lexloci.live_form import FORMAT, read_live, rules_digest
from lexloci.rulebook import Rulebook
from lexloci_tools.asking import QuestionError
from lexloci_tools.law.building import pack_of, versions_of
from lexloci_tools.law.reading import EMERGENCY, RuleFilesError, Rules, read_packs
from lexloci_tools.law.sense import errors_of

EMPTY: Mapping[str, Any] = {"format": FORMAT}
"""A document that adds nothing."""
_KEPT = ("title", "since", "checked", "due", "reviewed")


def frozen(rules: Rules, files: Sequence[Path]) -> dict[str, Any]:
    """The member `rules` of a document: these packs (`emergency-*.yaml`), frozen.

    rules: those of the folder, for their facts and places. Raises: RuleFilesError.
    """
    filed = read_packs(rules, files)
    errors = errors_of(filed)
    for each in filed.packs:
        if not each.pack.pack.startswith(EMERGENCY):
            hint = f"so that it never stands for a packaged one: {EMERGENCY}…"
            errors.append(each.text.error(("pack",), "is no name of an emergency pack", hint))
        for at, rule in enumerate(each.pack.rules):
            for number, version in enumerate(rule.versions):
                if version.then == "ended":
                    where = ("rules", at, "versions", number)
                    errors.append(each.text.error(where, "ends; take the rule out instead"))
    if errors:
        raise RuleFilesError(errors)
    packs = {each.pack.pack: {name: pack_of(each)[name] for name in _KEPT} for each in filed.packs}
    versions = [raw for each in filed.packs for raw in versions_of(each)]
    return {"digest": rules_digest(packs, versions), "packs": packs, "versions": versions}


def document_at(path: Path) -> dict[str, Any]:
    """The document in a file, or an empty one where there is no file. Raises: QuestionError."""
    if not path.exists():
        return dict(EMPTY)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuestionError(str(path), f"cannot be read ({type(error).__name__})") from None
    if not isinstance(found, dict):
        raise QuestionError(str(path), "is no document of live rules")
    return found


def closed(document: Mapping[str, Any], place: str, why: str | None) -> dict[str, Any]:
    """The document with a place closed for this reason, or open again where there is none."""
    places = dict(document.get("closed", {}))
    if why is None:
        if places.pop(place, None) is None:
            raise QuestionError(place, "is not closed", "closed are: " + ", ".join(places))
    else:
        places[place] = why
    rest = {name: value for name, value in document.items() if name != "closed"}
    return {**rest, "closed": places} if places else rest


def written(document: Mapping[str, Any], packaged: Rulebook) -> tuple[str, Rulebook]:
    """The document as it is deployed, and the rulebook under it. Raises: LiveRulesError."""
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return text, joined(packaged, read_live(text.encode()))


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 4) by which AppConfig looks at a document first. What a schema cannot
    say (places, facts, digests) the function `vet` says."""
    text = {"type": "string", "minLength": 1}
    words = {"type": "array", "items": text, "uniqueItems": True}
    members = dict.fromkeys(("id", "pack", "rule", "title", "from", "basis", "text"), text)
    optional = dict.fromkeys(("law", "source", "house", "until"), text)
    lists = {"extent": words, "reaches": words, "duties": words}
    conditions = {
        "refuses": {"type": "boolean"},
        "when": {"type": "object", "additionalProperties": words},
        "unless": {
            "type": "array",
            "items": _object({"fact": text, "values": words, "because": text}),
        },
    }
    version = _object({**members, **lists, **conditions}, optional)
    pack = _object(dict.fromkeys(_KEPT, text))
    rules = _object(
        {
            "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            "packs": {"type": "object", "additionalProperties": pack},
            "versions": {"type": "array", "items": version},
        }
    )
    reason = {"type": "string", "minLength": 1, "maxLength": 300}
    name = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        **_object(
            {"format": {"enum": [FORMAT]}},
            {
                "closed": {"type": "object", "additionalProperties": reason},
                "house_on": {"type": "array", "items": name, "uniqueItems": True},
                "rules": rules,
            },
        ),
    }


def _object(needed: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": sorted(needed),
        "properties": {**needed, **(optional or {})},
        "additionalProperties": False,
    }

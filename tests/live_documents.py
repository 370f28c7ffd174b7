"""Documents of live rules for tests: sound ones, and every way to be otherwise."""

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexloci.live_form import rules_digest

PACK = "emergency-order"
UNSOUND = json.loads((Path(__file__).parent / "data/live/unsound.json").read_text(encoding="utf-8"))
"""What is wrong, by name: the path into `whole`, the value put there, and what is said of it."""


def rule(name: str = "order", **more: Any) -> dict[str, Any]:
    """A version of an emergency rule: invented persons in swimwear, from anywhere in GB."""
    since = more.pop("since", "always")
    duties = more.pop("duties", [])
    return {
        "id": f"{PACK}/{name}@{since}",
        "pack": PACK,
        "rule": name,
        "title": "an order",
        "extent": ["GB"],
        "from": since,
        "law": "Order of a court",
        "source": "https://courts.invalid/1",
        "basis": "primary",
        "reaches": ["creating"],
        "text": "What the order says.",
        "refuses": not duties,
        "duties": duties,
        "when": {"subject": ["fictional"], "exposure": ["swimwear"]},
        "unless": [],
        **more,
    }


def content(
    versions: Sequence[Mapping[str, Any]] = (),
    closed: Mapping[str, str] | None = None,
    house_on: Sequence[str] = (),
) -> dict[str, Any]:
    """A document; members that say nothing are left out."""
    told: dict[str, Any] = {"format": 1}
    if closed:
        told["closed"] = dict(closed)
    if house_on:
        told["house_on"] = list(house_on)
    if versions:
        words = {"title": "An order", "reviewed": "counsel", "since": "2026-11-24"}
        packs = {PACK: {**words, "checked": "2026-11-24", "due": "2027-05-24"}}
        digest = rules_digest(packs, versions)
        told["rules"] = {"digest": digest, "packs": packs, "versions": list(versions)}
    return told


def document(*versions: Mapping[str, Any], **more: Any) -> bytes:
    """A document as AppConfig carries it."""
    return json.dumps(content(versions, **more)).encode()


def unsound(name: str) -> bytes:
    """The document of everything, with what this name says wrong in it."""
    whole = content([rule()], {"GB": "an order"}, ["premium-only"])
    wrong = UNSOUND[name]
    if "text" in wrong:
        return (str(wrong["text"]) * wrong.get("times", 1)).encode()
    told = copy.deepcopy(whole)
    *path, last = wrong["path"]
    inside: Any = told
    for step in path:
        inside = inside[step]
    if "value" in wrong:
        inside[last] = wrong["value"]
    else:
        del inside[last]
    if wrong.get("digest", True) and isinstance(told.get("rules"), dict):
        rules = told["rules"]
        if isinstance(rules.get("packs"), dict) and isinstance(rules.get("versions"), list):
            rules["digest"] = rules_digest(rules["packs"], rules["versions"])
    return json.dumps(told).encode()

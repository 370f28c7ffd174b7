"""Verdicts as the console tells them: one of four kinds, the rules behind it, what would settle it.

The kinds are those of the answers (design: 200, 451, 403 by a house rule, 403 uncertain), and the
names that the regulator's report gives them.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from lexloci.explain import Explanation, explain, status_of
from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Outcome, Verdict
from lexloci_tools.desk.words import version_json

KINDS: Final = {
    "allow": "allowed",
    "house": "refused by house rule",
    "law": "refused by law",
    "uncertain": "uncertain, so refused",
}
STATUS: Final = {"allow": 200, "house": 403, "law": 451, "uncertain": 403}
SHOWN = 12
"""Values of a settler that are offered, at most."""


def kind_of(rulebook: Rulebook, verdict: Verdict) -> str:
    """`allow`, `house`, `law` or `uncertain`."""
    if verdict.outcome is not Outcome.REFUSE:
        return verdict.outcome.value
    return "law" if status_of(rulebook, verdict) == 451 else "house"


def told(
    rulebook: Rulebook, depictions: Sequence[Possibilities], days: Collection[date]
) -> dict[str, Any]:
    """The verdict on a call with everything that explains it."""
    explained = explain(rulebook, depictions, days)
    kind = kind_of(rulebook, explained.verdict)
    return {
        "kind": kind,
        "word": KINDS[kind],
        "status": STATUS[kind],
        "outcome": explained.verdict.outcome.value,
        "bearing": _bearing(rulebook, explained, kind),
        "duties": list(rulebook.duties(explained.verdict.duties)),
        "settlers": [
            {
                "fact": each.fact,
                "values": list(each.values),
                "outcome": each.outcome.value,
                "attestable": each.attestable,
            }
            for each in explained.settlers
        ],
    }


def _bearing(rulebook: Rulebook, explained: Explanation, kind: str) -> list[dict[str, Any]]:
    """The rules that bear on it, those that make the status first: law, then floor, then house."""
    shown = [
        {
            **version_told(rulebook, each.version),
            "sure": each.sure,
            "deciding": list(each.deciding),
        }
        for each in explained.bearing
    ]
    order = {"law": 0, "floor": 1, "house": 2}
    return sorted(shown, key=lambda one: (order[one["stands_on"]], one["id"]))


def version_told(rulebook: Rulebook, version: Version) -> dict[str, Any]:
    """A rule version, with what it stands on in a word and its extent by name."""
    return {
        **version_json(version),
        "pack": version.pack,
        "refuses": version.refuses,
        "duties": list(version.duties),
        "stands_on": stands_on(version),
        "where": [rulebook.places.title(node) for node in version.extent],
    }


def stands_on(version: Version) -> str:
    """`law` where a refusal by it is one by law in force, else `floor` or `house`."""
    if version.legal:
        return "law"
    return "floor" if version.pack == "floor" else "house"

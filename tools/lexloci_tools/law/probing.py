"""Probes out of the cases: as few as show every refusing rule, and for each pack one that allows.

Frozen beside the rulebook by `lexloci build`, so that who probes needs neither YAML nor the rules.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lexloci.freeze import canonical
from lexloci.rulebook import Rulebook
from lexloci_tools.law.building import RULEBOOK
from lexloci_tools.law.checking import differences
from lexloci_tools.law.models import Case
from lexloci_tools.law.reading import Rules

PROBES: Path = RULEBOOK.with_name("probes.json")


def freeze_probes(rules: Rules, rulebook: Rulebook) -> bytes:
    """The canonical bytes of the probes: equal rules, equal bytes."""
    turns = [date.fromordinal(start) for start in rulebook.day_starts]
    probes = [_probe(rulebook, case, turns) for case in chosen(rules)]
    return canonical({"rulebook": rulebook.digest, "probes": probes}) + b"\n"


def chosen(rules: Rules) -> list[Case]:
    """Cases under the usual house setting: sure refusals before uncertain ones, each with a rule
    that none before it shows; and the first of each file that is allowed."""
    usual = [[case for case in filed.cases.cases if not case.house] for filed in rules.cases]
    found: list[Case] = []
    shown: set[str] = set()
    for outcome in ("refuse", "uncertain"):
        left = [case for cases in usual for case in cases if case.expect == outcome]
        # Greedy: the case that shows most of what is not shown yet. Ties: the first in the files.
        while left:
            best = max(left, key=lambda case: len(_rules(case) - shown))
            if not _rules(best) - shown:
                break
            found.append(best)
            shown |= _rules(best)
            left.remove(best)
    allowed = ((case for case in cases if case.expect == "allow") for cases in usual)
    return [*found, *(case for case in (next(cases, None) for cases in allowed) if case)]


def _rules(case: Case) -> set[str]:
    return {each.partition("@")[0] for each in case.because}


def _probe(rulebook: Rulebook, case: Case, turns: list[date]) -> dict[str, Any]:
    before = (day for day in reversed(turns) if day <= case.on)
    after = (day for day in turns if day > case.on)
    since = _last_that_holds(rulebook, case, before)
    until = next((day for day in after if _differs(rulebook, case, day)), None)
    told: dict[str, Any] = {
        "name": case.name,
        "facts": {name: list(values) for name, values in case.given.items()},
        "on": case.on.isoformat(),
        "outcome": case.expect,
    }
    if case.because:
        told["because"] = sorted(_rules(case))
    if since is not None and since.year > 1:
        told["since"] = since.isoformat()
    if until is not None:
        told["until"] = until.isoformat()
    return told


def _last_that_holds(rulebook: Rulebook, case: Case, days: Iterator[date]) -> date | None:
    """The first day from which on the verdict has been as it is, going back from turn to turn."""
    since = None
    for day in days:
        if _differs(rulebook, case, day):
            return since
        since = day
    return since


def _differs(rulebook: Rulebook, case: Case, on: date) -> bool:
    """Whether outcome or rules are others on that day. A version after another is the same rule."""
    rules = sorted(_rules(case))
    asked = case.model_copy(update={"on": on, "because": rules})
    return any(True for _ in differences(rulebook, asked))

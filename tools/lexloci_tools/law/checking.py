"""Whether the law does what it says: every case tried, every rule tested by a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lexloci.facts import attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, judge_call
from lexloci_tools.law.models import Case
from lexloci_tools.law.reading import FiledCases, Rules
from lexloci_tools.law.sense import errors_of
from lexloci_tools.law.strict_yaml import RuleFileError


@dataclass(frozen=True)
class Checked:
    """What `lexloci check` found: counts, errors, warnings."""

    counts: dict[str, int]
    basis: dict[str, int]
    errors: tuple[RuleFileError, ...]
    warnings: tuple[str, ...]


def check(rules: Rules, rulebook: Rulebook | None, today: date) -> Checked:
    """Check rules that were read: sense first; then, with their frozen rulebook, every case."""
    errors = list(errors_of(rules))
    warnings: list[str] = []
    basis: dict[str, int] = {}
    versions = 0
    if rulebook is not None:
        for filed in rules.cases:
            errors += try_cases(rulebook, filed)
        warnings += [f"{name}: overdue for a check of the law" for name in rulebook.overdue(today)]
        warnings += list(untested(rules, rulebook))
        for version in rulebook.all_versions():
            versions += 1
            basis[version.basis] = basis.get(version.basis, 0) + 1
    counts = {
        "places": len(rulebook.places.leaves("world")) if rulebook else 0,
        "packs": len(rules.packs),
        "rules": sum(len(filed.pack.rules) for filed in rules.packs),
        "versions": versions,
        "cases": sum(len(filed.cases.cases) for filed in rules.cases),
    }
    return Checked(counts, basis, tuple(errors), tuple(warnings))


def given(rulebook: Rulebook, case: Case) -> dict[str, frozenset[str]]:
    """What a case gives, as possibilities: what is not proven has its value without proof."""
    stated = {fact: frozenset(values) for fact, values in case.given.items()}
    return {**attested_defaults(rulebook.facts), **stated}


def try_cases(rulebook: Rulebook, filed: FiledCases) -> Iterator[RuleFileError]:
    """Every case whose verdict, rules or duties differ from what the rulebook answers."""
    for at, case in enumerate(filed.cases.cases):
        for what in differences(rulebook, case):
            yield filed.text.error(("cases", at), f"`{case.name}`: {what}", "mend rule or case")


def differences(rulebook: Rulebook, case: Case) -> Iterator[str]:
    """How the verdict on a case differs from what it expects; rules match both ways."""
    book = rulebook.under(case.house)
    verdict = judge_call(book, [given(book, case)], [case.on])
    if verdict.outcome is not Outcome(case.expect):
        yield f"expected {case.expect}, judged {verdict.outcome}"
    found = {version.id for version in book.versions(verdict.because)}
    wanted = set(case.because)
    missing = [each for each in wanted if not any(names(each, one) for one in found)]
    surplus = [one for one in found if not any(names(each, one) for each in wanted)]
    if missing:
        yield "does not refuse: " + ", ".join(sorted(missing))
    if surplus and (wanted or verdict.outcome is not Outcome.UNCERTAIN):
        yield "refuses besides: " + ", ".join(sorted(surplus))
    duties = book.duties(verdict.duties)
    if set(duties) != set(case.duties):
        yield f"duties are {list(duties)}, expected {list(case.duties)}"


def names(wanted: str, found: str) -> bool:
    """Whether `pack/rule` or `pack/rule@from` names this version."""
    return found == wanted or found.partition("@")[0] == wanted


def untested(rules: Rules, rulebook: Rulebook) -> Iterator[str]:
    """The refusing rules that no case of theirs shows refusing."""
    shown: set[str] = set()
    for filed in rules.cases:
        for case in filed.cases.cases:
            shown.update(name.partition("@")[0] for name in case.because)
    for version in rulebook.all_versions():
        if version.refuses and f"{version.pack}/{version.rule}" not in shown:
            yield f"{version.pack}/{version.rule}: no case shows it refusing"


def as_json(checked: Checked) -> dict[str, Any]:
    """What was found, for `--json`."""
    return {
        "counts": checked.counts,
        "basis": checked.basis,
        "errors": [{"where": e.where, "what": e.what, "hint": e.hint} for e in checked.errors],
        "warnings": list(checked.warnings),
    }

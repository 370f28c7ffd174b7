"""A decision that was overturned, as a case for the pack: one entry of a `rules/*.cases.yaml`.

Built from the record alone: its day, place and facts, and the facts that the reviewer put right.
Until the law's owner has changed a rule, `lexloci check` says that the case is not met; that is
what it is for. Which rule should have refused it is theirs to name (`because`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import judge_call
from lexloci_edge.records import Record

Stated = Mapping[str, Sequence[str]]


def case_of(record: Record, rulebook: Rulebook, expect: str, corrected: Stated) -> str:
    """One case as YAML. expect: the verdict that it should have had. Raises: ValueError where the
    record's own day cannot be read."""
    day = datetime.fromisoformat(record.at).date()
    days = record.days(rulebook.places)
    on = day if day in days else min(days)
    shown = _depiction(record, rulebook)
    given = {
        **{name: sorted(values) for name, values in shown.items()},
        **{name: list(values) for name, values in corrected.items()},
    }
    unsaid = attested_defaults(rulebook.facts)
    lines = [
        f"- name: Overturned on review, {_words(record.places)} on {on.isoformat()}",
        f"  on: {on.isoformat()}",
        *([f"  house: {record.house}"] if record.house else []),
        "  given:",
        f"    {PLACE}: {_value(record.places)}",
    ]
    for name, fact in rulebook.facts.items():
        values = given.get(name)
        if values is None or (unsaid.get(name) or frozenset(fact.values)) == frozenset(values):
            continue
        lines.append(f"    {name}: {_value(values)}")
    lines.append(f"  expect: {expect}")
    if expect == "refuse":
        lines.append("  because: []  # name the rule that shall refuse it, as pack/rule")
    elif record.rulebook == rulebook.digest and (duties := rulebook.duties(int(record.duties, 16))):
        lines.append(f"  duties: [{', '.join(duties)}]")
    return "\n".join(lines) + "\n"


def _depiction(record: Record, rulebook: Rulebook) -> Possibilities:
    """The depiction that the decision hangs on: the first whose verdict is the whole's, and that
    has the most duties; a case shows one."""
    every = record.possibilities(rulebook.facts)
    days = record.days(rulebook.places)
    verdicts = [judge_call(rulebook, [each], days) for each in every]
    bearing = [
        (one.outcome.value == record.outcome, len(rulebook.duties(one.duties))) for one in verdicts
    ]
    return every[bearing.index(max(bearing))]


def _value(values: Sequence[str]) -> str:
    """One value, or a list of those that are possible."""
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _words(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"{len(places)} places"

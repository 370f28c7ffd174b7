"""A plain recount of a report, in the simplest Python there is: no duckdb, no shared code."""

from collections import Counter, defaultdict
from typing import Any

from lexloci.explain import status_of
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict
from lexloci_edge.records import Aftermath, Record


def recount(
    entries: list[Any], rulebook: Rulebook, place: str, first: str, last: str
) -> dict[tuple[str, str, str], int]:
    """Every count of the report by (table, row, column); zeros are left out."""
    asked = rulebook.places.leaves(place)
    after = {each.id: each for each in entries if isinstance(each, Aftermath)}
    found: Counter[tuple[str, str, str]] = Counter()
    accounts: defaultdict[str, int] = defaultdict(int)
    for record in entries:
        if not isinstance(record, Record) or not first <= record.at[:10] <= last:
            continue
        if record.turned_away:
            found["turned_away", record.turned_away, "decisions"] += 1
            continue
        kind = _kind(record, rulebook)
        leaves = {leaf for node in record.places for leaf in rulebook.places.leaves(node)}
        if not leaves <= asked:
            if leaves & asked:
                found["maybe", kind, "decisions"] += 1
                found["maybe", "all", "decisions"] += 1
            continue
        _count(found, record, kind, rulebook, after.get(record.id))
        if record.account and "claims" in record.evidence:
            accounts[record.account] += kind == "law"
    for number in accounts.values():
        band = "0" if not number else "1" if number < 5 else "5" if number < 20 else "20"
        found["strikes", "50" if number >= 50 else band, "accounts"] += 1
        found["strikes", "all", "accounts"] += 1
    return dict(found)


def _kind(record: Record, rulebook: Rulebook) -> str:
    if record.outcome != "refuse":
        return record.outcome
    verdict = Verdict(Outcome.REFUSE, int(record.because, 16), 0)
    return "law" if status_of(rulebook, verdict) == 451 else "house"


def _count(
    found: Counter[tuple[str, str, str]],
    record: Record,
    kind: str,
    rulebook: Rulebook,
    after: Aftermath | None,
) -> None:
    found["outcomes", kind, "decisions"] += 1
    found["outcomes", "all", "decisions"] += 1
    rows = {
        "days": record.at[:10],
        "places": ",".join(sorted(record.places)),
        "surfaces": record.surface,
        "tiers": " or ".join(sorted(record.facts.get("tier", ("free",)))),
        "rulebooks": record.rulebook,
        "houses": record.house,
        "regions": record.region,
    }
    for table, row in rows.items():
        found[table, row, kind] += 1
        found[table, row, "all"] += 1
    versions = rulebook.versions(int(record.because, 16))
    for version in versions:
        found["rules", version.id, kind] += 1
    for law in {each.law or f"no law: own rules, {each.pack}" for each in versions}:
        found["laws", law, kind] += 1
    for evidence in set(record.evidence):
        name, _, fault = evidence.partition(":")
        if "@" not in evidence:
            found["evidence", evidence, "decisions"] += 1
            continue
        found["detectors", name, fault or "answered"] += 1
        found["detectors", name, "all"] += 1
    if kind == "allow":
        sent = after.duties_sent if after else ()
        for duty in rulebook.duties(int(record.duties, 16)):
            found["duties", duty, "owed"] += 1
            found["duties", duty, "sent" if duty in sent else "not_sent"] += 1
        found["results", after.result if after else "", "decisions"] += 1

"""What the command line prints for people: verdicts, explanations, readings, as plain text."""

from collections.abc import Iterator, Mapping
from typing import Any

from lexloci.explain import Explanation, Settler, status_of
from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook, Version

STATUS = {
    200: "allowed",
    403: "refused (403: a house rule, or uncertain)",
    451: "refused (451: by law in force)",
}


def explanation_lines(rulebook: Rulebook, told: Explanation) -> Iterator[str]:
    """An explanation, line by line: the verdict, what bears on it, what would settle it."""
    status = status_of(rulebook, told.verdict)
    yield f"{told.verdict.outcome.upper()}  {STATUS[status]}"
    for bearing in told.bearing:
        yield ""
        yield from version_lines(rulebook, bearing.version)
        yield f"    {'refuses' if bearing.sure else 'may refuse'}" + (
            f"; undecided: {', '.join(bearing.deciding)}" if bearing.deciding else ""
        )
    if told.settlers:
        yield ""
        yield "what would settle it:"
        for settler in told.settlers:
            yield f"    {settler_line(settler)}"


def version_lines(rulebook: Rulebook, version: Version) -> Iterator[str]:
    """A rule version: id and title, its law or house rule, since when, where, how sure we are."""
    yield f"  {version.id}  {version.title}"
    if version.house:
        yield f"    house rule: {version.house}"
    if version.law:
        yield f"    law: {version.law}" + (f"  <{version.source}>" if version.source else "")
    since = (
        "in force when checked, first day unknown" if version.since == "always" else version.since
    )
    where = ", ".join(rulebook.places.title(node) for node in version.extent)
    yield f"    since: {since}; in: {where}; basis: {version.basis}"
    yield f"    reading: {version.text}"


def condition_lines(version: Version) -> Iterator[str]:
    """When a version applies, fact by fact, and when it does not."""
    for fact, values in version.when.items():
        yield f"    when {fact} is {' or '.join(values)}"
    for each in version.unless:
        yield f"    unless {each.fact} is {' or '.join(each.values)}: {each.because}"
    yield "    then " + ("refuse" if version.refuses else "duties " + ", ".join(version.duties))


def settler_line(settler: Settler) -> str:
    """One settler: the fact, the values, the outcome, and whether a caller could prove it."""
    values = list(settler.values)
    shown = ", ".join(values[:8]) + (f" and {len(values) - 8} more" if len(values) > 8 else "")
    proof = "" if settler.attestable else "  (only better evidence could say)"
    return f"{settler.fact} = {shown} -> {settler.outcome}{proof}"


def explanation_json(rulebook: Rulebook, told: Explanation) -> dict[str, Any]:
    """An explanation for `--json`."""
    return {
        "outcome": str(told.verdict.outcome),
        "status": status_of(rulebook, told.verdict),
        "digest": rulebook.digest,
        "house": rulebook.house,
        "bearing": [
            {**version_json(each.version), "sure": each.sure, "deciding": list(each.deciding)}
            for each in told.bearing
        ],
        "duties": list(rulebook.duties(told.verdict.duties)),
        "settlers": [
            {
                "fact": each.fact,
                "values": list(each.values),
                "outcome": str(each.outcome),
                "attestable": each.attestable,
            }
            for each in told.settlers
        ],
    }


def version_json(version: Version) -> dict[str, Any]:
    """A rule version for `--json`."""
    return {
        "id": version.id,
        "title": version.title,
        "law": version.law,
        "source": version.source,
        "house": version.house,
        "since": version.since,
        "until": version.until,
        "extent": list(version.extent),
        "basis": version.basis,
        "reaches": list(version.reaches),
        "reading": version.text,
        "when": {fact: list(values) for fact, values in version.when.items()},
        "unless": [
            {"fact": each.fact, "values": list(each.values), "because": each.because}
            for each in version.unless
        ],
    }


def facts_json(possible: Possibilities) -> Mapping[str, list[str]]:
    """Possibilities with their values sorted, for `--json`."""
    return {fact: sorted(values) for fact, values in sorted(possible.items())}

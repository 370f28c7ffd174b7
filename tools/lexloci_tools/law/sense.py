"""Whether rules that are well formed also make sense: facts, values, places, days, references.

What the engine relies on is held here, for every pack: an attested value that is replaced by the
first one never loosens a verdict; a rule that protects real people does not test their age; what is
added by an edit is asked of edits only; a house rule says that it is one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from lexloci.rulebook import ALWAYS, LEGAL
from lexloci_tools.law import models
from lexloci_tools.law.reading import EMERGENCY, FALLBACK, FLOOR, REST, Filed, FiledCases, Rules
from lexloci_tools.law.strict_yaml import RuleFileError, Where


def errors_of(rules: Rules) -> list[RuleFileError]:
    """Every error of sense in the rules, in the order of the files."""
    found = [error for filed in rules.packs for error in _pack(rules, filed)]
    found += [error for filed in rules.cases for error in _cases(rules, filed)]
    counted = Counter(filed.pack.pack for filed in rules.packs)
    for filed in rules.packs:
        if counted[filed.pack.pack] > 1:
            found.append(filed.text.error(("pack",), f"a second pack `{filed.pack.pack}`"))
    return found


def leaves(rules: Rules, node: str) -> frozenset[str]:
    """The leaves of a node as written; of a group those of all members of any time."""
    if node in rules.places.groups:
        members = rules.places.groups[node].members
        return frozenset(leaf for each in members for leaf in leaves(rules, each))
    if node in rules.places.nodes:
        return frozenset(rules.places.nodes[node].parts) or frozenset({node})
    if node in ("world", REST):
        return frozenset(leaf for each in rules.places.nodes for leaf in leaves(rules, each))
    return frozenset({node})


def _pack(rules: Rules, filed: Filed) -> Iterator[RuleFileError]:
    pack, text = filed.pack, filed.text
    if text.file.stem != pack.pack:
        yield text.error(("pack",), f"`{pack.pack}` stands in {text.file.name}", "name them alike")
    if filed.house != (pack.default is not None):
        yield text.error(("default",), "`default` belongs to packs of rules/house, to each of them")
    if pack.checked < pack.since and not filed.house:
        yield text.error(("checked",), "checked before the pack begins")
    yield from _known_places(rules, filed, pack.covers, ("covers",))
    ids = Counter(rule.id for rule in pack.rules)
    covered = frozenset(leaf for node in pack.covers for leaf in leaves(rules, node))
    for at, rule in enumerate(pack.rules):
        where: Where = ("rules", at)
        if ids[rule.id] > 1:
            yield text.error((*where, "id"), f"a second rule `{rule.id}`")
        yield from _known_places(rules, filed, rule.extent, (*where, "extent"))
        for node in rule.extent:
            if node in rules.nodes() and not leaves(rules, node) <= covered:
                yield text.error(
                    (*where, "extent"), f"`{node}` is outside what the pack covers", "add it there"
                )
        yield from _days(filed, rule, where)
        for number, version in enumerate(rule.versions):
            yield from _version(rules, filed, version, (*where, "versions", number))


def _known_places(
    rules: Rules, filed: Filed, nodes: Sequence[str], where: Where
) -> Iterator[RuleFileError]:
    known = rules.nodes()
    for node in nodes:
        if node not in known:
            yield filed.text.error(where, f"`{node}` is no place", "see rules/places.yaml")


def _days(filed: Filed, rule: models.Rule, where: Where) -> Iterator[RuleFileError]:
    before = date.min
    for number, version in enumerate(rule.versions):
        at = (*where, "versions", number, "from")
        if version.from_ == ALWAYS:
            if number:
                yield filed.text.error(at, "`always` after another version", "give its day")
        elif isinstance(version.from_, date):
            if version.from_ <= before:
                yield filed.text.error(at, f"{version.from_} is not after the version before it")
            before = version.from_
    if rule.versions[0].then == "ended":
        yield filed.text.error(where, "ends before it began", "the first version is in force")


def _version(
    rules: Rules, filed: Filed, version: models.Version, where: Where
) -> Iterator[RuleFileError]:
    if version.then == "ended":
        return
    text = filed.text
    yield from _authority(filed, version, where)
    if not (version.text or version.reading):
        yield text.error(where, "neither `text` nor `reading`", "say what the law says, or reads")
    for fact, values in version.when.items():
        yield from _known_values(rules, filed, fact, values, (*where, "when"))
    for number, each in enumerate(version.unless):
        at = (*where, "unless", number)
        yield from _known_values(rules, filed, each.fact, each.values, at)
    yield from _shape(rules, filed, version, where)


def _authority(filed: Filed, version: models.Version, where: Where) -> Iterator[RuleFileError]:
    text = filed.text
    if version.law is None and version.house is None:
        yield text.error(where, "names neither a `law` nor a `house` rule", "every rule names one")
    if version.law is not None and version.basis is None:
        yield text.error(where, "says not how sure we are", "basis: primary, secondary or memory")
    if version.law and not version.source and version.basis != "memory":
        yield text.error(where, "a law without a `source`", "or basis: memory")
    if filed.house and version.house is None:
        yield text.error(where, "a rule of a house pack says `house:`", "in a sentence for callers")
    own = filed.pack.pack in (FLOOR, FALLBACK) or filed.house
    own = own or filed.pack.pack.startswith(EMERGENCY)
    if not own and version.house is not None:
        yield text.error(where, "a house rule in a pack of law", "it belongs in rules/house")
    if not own and version.then == "refuse" and not LEGAL & set(version.reaches):
        yield text.error(
            where,
            "refuses, yet reaches neither creating, requesting nor providing",
            "a refusal for sharing alone belongs in rules/house/beyond-the-letter.yaml",
        )


def _known_values(
    rules: Rules, filed: Filed, fact: str, values: Sequence[str], where: Where
) -> Iterator[RuleFileError]:
    entry = rules.facts.facts.get(fact)
    if entry is None:
        yield filed.text.error(
            (*where, fact), f"`{fact}` is no fact", "there are: " + ", ".join(rules.facts.facts)
        )
        return
    for value in values:
        if value not in entry.values:
            yield filed.text.error(
                (*where, fact),
                f"`{value}` is no value of `{fact}`",
                "there are: " + ", ".join(entry.values),
            )


def _shape(
    rules: Rules, filed: Filed, version: models.Version, where: Where
) -> Iterator[RuleFileError]:
    text, when = filed.text, version.when
    if "real" in when.get("subject", ()) and "fictional" not in when["subject"] and "age" in when:
        yield text.error(
            (*where, "when", "age"), "a rule that protects real people tests `age`", "leave it out"
        )
    if "adds_exposure" in when and when.get("operation") != ["edit"]:
        yield text.error((*where, "when"), "`adds_exposure` without `operation: edit`", "add it")
    for fact, left in _left(rules, version).items():
        if not left and fact in rules.facts.facts:
            yield text.error(where, f"can never apply: nothing is left of `{fact}`")
        entry = rules.facts.facts.get(fact)
        if entry and entry.kind == "attested" and left and next(iter(entry.values)) not in left:
            yield text.error(
                where,
                f"proving less about `{fact}` would lift it",
                f"it must hold for `{next(iter(entry.values))}`, the value without proof",
            )


def _left(rules: Rules, version: models.Version) -> Mapping[str, set[str]]:
    left = {fact: set(values) for fact, values in version.when.items()}
    for each in version.unless:
        entry = rules.facts.facts.get(each.fact)
        every = set(entry.values) if entry else set()
        left[each.fact] = left.get(each.fact, every) - set(each.values)
    return left


def _cases(rules: Rules, filed: FiledCases) -> Iterator[RuleFileError]:
    text = filed.text
    packs = {each.pack.pack: each.pack for each in rules.packs}
    pack = packs.get(filed.cases.pack)
    if pack is None:
        yield text.error(("pack",), f"cases for a pack `{filed.cases.pack}` that is not there")
        return
    rule_ids = {f"{each.pack.pack}/{rule.id}" for each in rules.packs for rule in each.pack.rules}
    for at, case in enumerate(filed.cases.cases):
        for fact, values in case.given.items():
            yield from _given(rules, filed, fact, values, ("cases", at, "given"))
        for named in case.because:
            if named.partition("@")[0] not in rule_ids:
                yield text.error(("cases", at, "because"), f"`{named}` is no rule")
    days = {case.on for case in filed.cases.cases}
    for rule in pack.rules:
        for version in rule.versions:
            if isinstance(version.from_, date) and pack.default is None:
                for day in (version.from_, version.from_ - timedelta(days=1)):
                    if day not in days:
                        yield text.error(("cases",), f"no case of `{rule.id}` on {day}", "add one")


def _given(
    rules: Rules, filed: FiledCases, fact: str, values: Sequence[str], where: Where
) -> Iterator[RuleFileError]:
    entry = rules.facts.facts.get(fact)
    known = rules.nodes() if fact == "place" else set(entry.values) if entry else None
    if known is None:
        yield filed.text.error((*where, fact), f"`{fact}` is no fact")
        return
    for value in values:
        if value not in known:
            yield filed.text.error((*where, fact), f"`{value}` is no value of `{fact}`")

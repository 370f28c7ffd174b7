"""Rule files: read strictly, wrong ones told by file and line; and what every pack must keep."""

import json
import shutil
from pathlib import Path

import pytest

from lexloci.facts import attested_defaults
from lexloci.verdict import STRICTNESS, judge
from lexloci_tools.law.building import RULES
from lexloci_tools.law.checking import differences
from lexloci_tools.law.reading import RuleFilesError, read_rules
from lexloci_tools.law.sense import errors_of
from lexloci_tools.law.strict_yaml import read_text

BAD = Path(__file__).parents[1] / "data" / "bad_packs"
EXPECTED = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(path.stem for path in BAD.glob("*.yaml")))
def test_a_bad_pack_is_told_by_file_line_and_hint(name, tmp_path):
    """Each bad pack has exactly its errors: nothing guessed, nothing lost, nothing besides."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for shared in ("facts.yaml", "places.yaml"):
        shutil.copy(RULES / shared, folder)
    shutil.copy(BAD / f"{name}.yaml", folder / "fr.yaml")
    try:
        errors = errors_of(read_rules(folder))
    except RuleFilesError as error:
        errors = error.errors
    assert [str(error) for error in errors] == EXPECTED[name]
    assert errors


def test_norway_is_norway():
    """YAML's `NO` is text here, and so are `on`, `off`, dates and numbers."""
    tree = read_text(RULES / "places.yaml").tree
    assert isinstance(tree, dict)
    assert tree["nodes"]["NO"]["title"] == "Norway"
    facts = read_text(RULES / "facts.yaml").tree
    assert list(facts["facts"]["adult_mode"]["values"]) == ["off", "on"]


def test_the_rules_make_sense(rules):
    """No error of sense in any shipped pack."""
    assert [str(error) for error in errors_of(rules)] == []


def test_every_case_of_every_pack_holds(rules, book):
    """Outcome, rules (both ways) and duties of each case are as written."""
    wrong = [
        f"{filed.text.file}: {case.name}: {what}"
        for filed in rules.cases
        for case in filed.cases.cases
        for what in differences(book, case)
    ]
    assert wrong == []


def test_proving_less_never_loosens(rules, book):
    """Any attested value replaced by the first one: the verdict stays or gets stricter."""
    defaults = attested_defaults(book.facts)
    for filed in rules.cases:
        for case in filed.cases.cases:
            stated = {fact: frozenset(values) for fact, values in case.given.items()}
            proven = {**defaults, **stated}
            before = STRICTNESS[judge(book, proven, case.on).outcome]
            for fact, first in defaults.items():
                after = judge(book, {**proven, fact: first}, case.on).outcome
                assert STRICTNESS[after] >= before, (case.name, fact)


def test_no_rule_tests_the_surface(book):
    """One verdict for every surface (story S6): it is no fact."""
    assert "surface" not in book.facts
    assert all("surface" not in version.when for version in book.all_versions())

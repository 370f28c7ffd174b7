"""The shipped rules and rulebook, for the tests of the core."""

import pytest

from lexloci.rulebook import Rulebook
from lexloci_tools.law.building import RULES, build
from lexloci_tools.law.reading import Rules, read_rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules as written."""
    return read_rules(RULES)


@pytest.fixture(scope="session")
def book(rules: Rules) -> Rulebook:
    """The rulebook that the rules freeze to."""
    return Rulebook.load(build(rules))

"""The stage of the tests of seeing."""

import pytest
from tests.edge.engines import dynamodb_local  # noqa: F401 - a fixture
from tests.seeing.stage import SeeingStage

from lexloci.rulebook import Rulebook


@pytest.fixture
def stage(rulebook: Rulebook) -> SeeingStage:
    """A gate that sees, on which everything works."""
    return SeeingStage(rulebook)

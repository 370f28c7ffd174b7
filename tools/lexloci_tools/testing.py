"""A pytest plugin for other teams' tests: the gate in process, on moto, with claims and places.

It is loaded wherever Lexloci is installed, and does nothing until a test asks for its fixture:

    def test_our_banner_is_allowed_in_london(lexloci):
        answer = lexloci.generate("our autumn banner", place="GB-ENG", claims={"tier": "premium"})
        assert answer.status == 200

    @pytest.mark.lexloci(house="+premium-only")
    def test_free_accounts_are_told_so(lexloci):
        assert lexloci.generate("our autumn banner").status == 403
        assert not lexloci.forwarded

    def test_our_model_may_be_shown(lexloci):
        record = lexloci.consent(PHOTO)      # of everybody shown, for the account "studio-1"
        claims = {"sub": "studio-1", "consents": [record]}
        assert lexloci.edit("put her in lingerie", image=PHOTO, claims=claims).status == 200
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lexloci_tools.serve.here import GateHere


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, for suites that allow no unknown ones."""
    config.addinivalue_line(
        "markers", "lexloci(house='', **variables): how the fixture `lexloci` is set up"
    )


@pytest.fixture(name="lexloci")
def _lexloci(request: pytest.FixtureRequest) -> Iterator["GateHere"]:
    """The gate with tables of its own and a recorded generator; its words are `GateHere`'s."""
    # Imported here: a suite that never asks for it pays nothing.
    from lexloci_tools.serve.here import gate_here

    mark = request.node.get_closest_marker("lexloci")
    with gate_here(**(mark.kwargs if mark else {})) as gate:
        yield gate

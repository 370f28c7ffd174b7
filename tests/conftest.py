"""What tests of several folders share."""

import functools
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)

settings.register_profile("timeless", deadline=None)  # a test never asserts a time
settings.load_profile("timeless")


@pytest.fixture(scope="session")
def rulebook() -> Any:
    """The committed rulebook."""
    from lexloci.rulebook import Rulebook

    return Rulebook.load((ROOT / "layers" / "rulebook" / "rulebook.json").read_bytes())


@pytest.fixture(scope="session")
def decided(rulebook: Any) -> Callable[..., dict[str, Any]]:
    """Judges one call as `lexloci decide` does, in process: prompt, place, then a line's fields."""
    from lexloci_tools.desk.calls import decide_line

    under = functools.lru_cache(rulebook.under)

    def decide(
        prompt: str, place: str | None, day: date = TODAY, house: str = "", **line: Any
    ) -> dict[str, Any]:
        told = json.dumps({"prompt": prompt, "place": place, **line})
        return decide_line(under(house), told, day)

    return decide

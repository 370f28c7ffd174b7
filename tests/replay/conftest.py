"""An export of 20,000 synthetic decisions, made once."""

from pathlib import Path
from typing import Any

import pytest

from lexloci_tools import synthetic


@pytest.fixture(scope="session")
def export(rulebook: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 decisions of a month from many places, under the defaults."""
    path = tmp_path_factory.mktemp("ledger") / "records.jsonl"
    synthetic.write_export(path, synthetic.decisions(rulebook, 20_000, seed=6))
    return path


@pytest.fixture(scope="session")
def few(rulebook: Any) -> list[Any]:
    """300 decisions and what became of them."""
    return list(synthetic.decisions(rulebook, 300, seed=7))

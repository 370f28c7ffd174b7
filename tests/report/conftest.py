"""An export of a month, made once, and the report of it."""

from pathlib import Path
from typing import Any

import pytest

from lexloci_tools import synthetic
from lexloci_tools.report.command import report


@pytest.fixture(scope="session")
def entries(rulebook: Any) -> list[Any]:
    """6,000 decisions of a month, and what became of them."""
    return list(synthetic.decisions(rulebook, 6_000, seed=9))


@pytest.fixture(scope="session")
def export(entries: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """They as an export."""
    path = tmp_path_factory.mktemp("ledger") / "records.jsonl.gz"
    synthetic.write_export(path, entries)
    return path


@pytest.fixture(scope="session")
def document(export: Path) -> dict[str, Any]:
    """The report for GB and the month."""
    return report(export, "GB", "2026-11-01", "2026-11-30", None)

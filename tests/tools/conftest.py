"""The fixture template's function, run as the local server runs the real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexloci_tools.serve.runtime_api import Pool
from lexloci_tools.serve.template import Template, read_template

SERVE_DATA = Path(__file__).parents[1] / "data" / "serve"


@pytest.fixture(scope="session")
def echo_template() -> Template:
    """The fixture template."""
    return read_template(SERVE_DATA / "template.yaml")


@pytest.fixture(scope="session")
def echo(echo_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """The echo function's environments."""
    log = tmp_path_factory.mktemp("echo") / "echo.log"
    pool = Pool(echo_template.functions["Echo"], {"HOUSE": "given"}, log)
    yield pool
    pool.close()

"""What the tests of the deployment look at: the template, its functions, the Python files."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lexloci_tools.serve.intrinsics import load

ROOT = Path(__file__).parents[2]
Sources = Callable[..., list[Path]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def template(root: Path) -> dict[str, Any]:
    """`template.yaml` as data, intrinsic functions in their long form."""
    return load((root / "template.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    """The template's resources by logical id."""
    return template["Resources"]


@pytest.fixture(scope="session")
def functions(template: dict[str, Any], resources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each function's properties, those of Globals included."""
    shared = template["Globals"]["Function"]
    return {
        name: {**shared, **one["Properties"]}
        for name, one in resources.items()
        if one["Type"] == "AWS::Serverless::Function"
    }


@pytest.fixture(scope="session")
def variables(template: dict[str, Any], functions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Every environment variable that the template gives to a function."""
    found: dict[str, Any] = dict(template["Globals"]["Function"]["Environment"]["Variables"])
    for one in functions.values():
        found |= one.get("Environment", {}).get("Variables", {})
    return found


@pytest.fixture(scope="session")
def sources(root: Path) -> Sources:
    """Answers the Python files under some folders of the repository."""

    def under(*folders: str) -> list[Path]:
        return sorted(
            path
            for folder in folders
            for path in (root / folder).rglob("*.py")
            if "__pycache__" not in path.parts
        )

    return under


def texts(node: ast.AST) -> Iterator[str]:
    """Every string constant in a syntax tree."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


@pytest.fixture(scope="session")
def constants(sources: Sources) -> Callable[[str], set[str]]:
    """Answers the string constants in a folder's Python files."""

    def under(folder: str) -> set[str]:
        return {
            text
            for path in sources(folder)
            for text in texts(ast.parse(path.read_text(encoding="utf-8")))
        }

    return under

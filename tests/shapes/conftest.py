"""The cases of every shape: bodies written by us from public documentation."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from tests.deciding.conftest import asked, law  # noqa: F401 - fixtures
from tests.edge.conftest import book, png, stage  # noqa: F401 - fixtures

from lexloci_edge.forms import Part, written_form

FOLDER = Path(__file__).parents[1] / "data/shapes"
PNG = base64.b64encode(png()).decode()
STANDS_FOR = {
    "$png": PNG,
    "$url": f"data:image/png;base64,{PNG}",
    "data:image/jpeg;base64,$png": f"data:image/jpeg;base64,{PNG}",
    "$text": base64.b64encode(b"a woman").decode(),
    "$sha": "sha256:" + "0" * 64,
}
SHAPES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}


def filled(value: Any) -> Any:
    """The body of a case with its pictures."""
    if isinstance(value, dict):
        return {name: filled(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner) for inner in value]
    return STANDS_FOR.get(value, value) if isinstance(value, str) else value


def cases() -> list[Any]:
    """Each shape with each of its cases."""
    return [
        pytest.param(shape, case, id=f"{name}-{case['name']}")
        for name, shape in sorted(SHAPES.items())
        for case in shape["cases"]
    ]


def wire(shape: dict[str, Any], body: dict[str, Any]) -> tuple[Any, str]:
    """A body as it goes over the wire, and its Content-Type."""
    if not shape.get("form"):
        return json.dumps(filled(body)), "application/json"
    parts = []
    for name, value in body.items():
        if value == "$png":
            parts.append(Part(name, "photo.png", "image/png", png()))
        else:
            parts.append(Part(name, None, "", str(value).encode()))
    return written_form(parts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of configuration that lists a few names."""
    from lexloci_edge.shapes.allowing import PACKAGED

    listed = {
        "automatic1111": {
            "checkpoints": ["house-v1"],
            "networks": ["lora:film"],
            "scripts": ["seeds"],
            "settings": [],
            "styles": ["noir"],
        },
        "bedrock": {"canvas": ["our.canvas"]},
    }
    (tmp_path / "allowed.json").write_text(json.dumps(listed), encoding="utf-8")
    (tmp_path / "declared").mkdir()
    for path in (PACKAGED / "declared").glob("*.json"):
        (tmp_path / "declared" / path.name).write_bytes(path.read_bytes())
    return tmp_path

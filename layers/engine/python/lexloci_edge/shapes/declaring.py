"""Declarations, read from their folder and made into shapes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import ValidationError

from lexloci_edge.calls import Answering
from lexloci_edge.errors import SettingsError
from lexloci_edge.shapes.allowing import WHERE
from lexloci_edge.shapes.declared import Declaration, Declared, own
from lexloci_edge.shapes.shape import Shape

_HEADS: Final = {"iVBOR": "image/png", "/9j/": "image/jpeg", "UklGR": "image/webp"}


@cache
def declared_in(folder: Path) -> Mapping[str, tuple[Declaration, Shape]]:
    """Every declared shape by its name. Raises: SettingsError naming the file and what is wrong."""
    found = {}
    for path in sorted((folder / "declared").glob("*.json")):
        try:
            says = Declaration.model_validate_json(path.read_bytes())
            for expression in (says.prompt, says.negative, says.pictures, says.masks, says.count):
                jmespath.compile(expression or "@")
            jmespath.compile(says.answer.images)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise SettingsError(WHERE, f"`{path.name}`: {where}: {first['msg']}") from None
        except (OSError, JMESPathError) as error:
            raise SettingsError(WHERE, f"`{path.name}`: {type(error).__name__}") from None
        if says.shape != path.stem:
            raise SettingsError(WHERE, f"`{path.name}`: its shape is `{says.shape}`")
        answering = Answering(_images_of(says), _own_of(says))
        found[says.shape] = says, Shape(says.shape, Declared(says), answering, says.headers)
    return found


def _images_of(says: Declaration) -> Any:
    def images(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = jmespath.search(says.answer.images, answer)
        values = found if isinstance(found, list) else [found]
        return [_entry(each, says.answer.links) for each in values if each is not None]

    return images


def _entry(value: Any, links: bool) -> dict[str, Any]:
    """An image as OpenAI has it: a link is fetched where that is allowed, or is no image."""
    if isinstance(value, str) and value.startswith("data:"):
        return {"b64_json": value.partition(",")[2]}
    return {"url" if links else "b64_json": value}


def _own_of(says: Declaration) -> Any:
    def answered(images: list[str], about: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = own(says.answer.own, [(_kind(each), each) for each in images])
        return told

    return answered


def _kind(data: str) -> str:
    return next((kind for head, kind in _HEADS.items() if data.startswith(head)), "image/png")

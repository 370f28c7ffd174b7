"""Shapes declared as data: where prompt, negative prompt, pictures and operation stand in a body.

A declaration finds words and pictures by JMESPath (https://jmespath.org) and names every field that
a body may have. A field that it does not name is refused, and so is one that it calls words or a
picture and that its expressions did not find: a filter that misses lets nothing pass. `README.md`
beside `data/declared/` says how to write one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci_edge.bodies import shown
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import wrong
from lexloci_edge.shapes.asked import Asked, Slot
from lexloci_edge.shapes.members import DROPPED, unknown
from lexloci_edge.shapes.shape import Allowed, Body

Scalar: TypeAlias = str | int | float | bool
Role: TypeAlias = Literal["words", "picture", "mask", "number", "flag"] | list[Scalar]
"""What a field is: words and pictures are read; all else goes on only as what is said here."""

_KEY = re.compile(r"[A-Za-z0-9_$-]{1,64}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,10})?", re.ASCII)
Path = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9._:/-]{1,200}$")]


class ByWord(BaseModel):
    """An operation that a word of the body says: where it stands, and which words say which."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str
    generate: tuple[str, ...] = ()
    edit: tuple[str, ...] = ()


class Answered(BaseModel):
    """Where an answer has its images: base64, or data URLs, or `links` to fetch. own: the answer
    as callers know it; `$image` stands for the base64 of one, `$kind` for its media type, and a
    list of one member `{"$each": …}` for one entry an image."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    images: str
    links: bool = False
    own: dict[str, Any]


class Declaration(BaseModel):
    """One shape. paths: those of the generator's API that take it. form: multipart/form-data.

    count: how many images are asked for, where the body says so. always: members that go on
    whatever the caller sent. headers: sent along. source: the page it was written from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    source: str
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    form: bool = False
    operation: Literal["by-pictures", "generate", "edit"] | ByWord = "by-pictures"
    prompt: str
    negative: str | None = None
    pictures: str | None = None
    masks: str | None = None
    count: str | None = None
    fields: dict[str, Role]
    always: dict[str, Any] = {}
    headers: dict[str, str] = {}
    answer: Answered


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration as a reader of bodies: `Shape.read`."""

    says: Declaration

    def __call__(self, sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
        """The body that was read. Raises: TurnedAway."""
        says = self.says
        words = [*self._found(says.prompt, sent), *self._found(says.negative, sent)]
        for value in self._found(says.prompt, sent):
            asked.prompt("prompt", value)
        for value in self._found(says.negative, sent):
            asked.negative("negative prompt", value)
        slots = {
            value: asked.picture("picture", value) for value in self._found(says.pictures, sent)
        }
        slots |= {value: asked.mask("mask", value) for value in self._found(says.masks, sent)}
        walk = _Walk(says, slots)
        tree = walk.read("", sent)
        if Counter(walk.words) != Counter(words):
            raise TurnedAway(400, "ambiguous", "prompt", "is not all that stands where words are")
        return Body({**tree, **says.always}, n=self._count(sent), edits=self._edits(sent))

    def _found(self, expression: str | None, sent: Mapping[str, Any]) -> list[str]:
        """The texts that an expression finds, none for nothing. Raises: TurnedAway."""
        if expression is None:
            return []
        try:
            found = jmespath.search(expression, sent)
        except JMESPathError:
            raise TurnedAway(400, "unreadable", "body", "is not of the declared shape") from None
        values = found if isinstance(found, list) else [found]
        texts = [each for each in values if each is not None]
        if not all(isinstance(each, str) for each in texts):
            raise TurnedAway(400, "no-prompt", "prompt", "is not one text")
        return texts

    def _count(self, sent: Mapping[str, Any]) -> int:
        if self.says.count is None:
            return 1
        found = jmespath.search(self.says.count, sent)
        if isinstance(found, str) and _NUMBER.fullmatch(found):
            found = float(found)
        if found is None:
            return 1
        if isinstance(found, bool) or found not in range(1, 11):
            raise wrong(self.says.count, "is not a whole number from 1 to 10")
        return int(found)

    def _edits(self, sent: Mapping[str, Any]) -> bool:
        operation = self.says.operation
        if not isinstance(operation, ByWord):
            return operation == "edit"
        found = jmespath.search(operation.at, sent)
        if found in operation.edit:
            return True
        if found is None or found in operation.generate:
            return False
        raise wrong(operation.at, "is no operation that is declared")


class _Walk:
    """A walk through a body that knows every field, or refuses."""

    def __init__(self, says: Declaration, slots: Mapping[str, Slot]) -> None:
        self._says = says
        self._slots = slots
        self._above = set(_above(says.fields))
        self.words: list[str] = []

    def read(self, where: str, value: Any) -> Any:
        if isinstance(value, dict):
            return self._members(where, value)
        if isinstance(value, list):
            if f"{where}[]" not in self._above and f"{where}[]" not in self._says.fields:
                raise unknown(where)
            return [self.read(f"{where}[]", each) for each in value]
        if where not in self._says.fields:
            raise unknown(where)
        return self._leaf(where, self._says.fields[where], value)

    def _members(self, where: str, value: Mapping[str, Any]) -> dict[str, Any]:
        if where and where not in self._above:
            raise unknown(where)
        found = {}
        for name, inner in value.items():
            at = f"{where}.{name}" if where else name
            if not _KEY.fullmatch(name) or (at not in self._above and not self._leads(at)):
                raise unknown(at)
            if inner is not None:
                found[name] = self.read(at, inner)
        return {name: inner for name, inner in found.items() if inner is not DROPPED}

    def _leads(self, at: str) -> bool:
        fields = self._says.fields
        return at in fields or f"{at}[]" in fields or f"{at}[]" in self._above

    def _leaf(self, where: str, role: Role, value: Any) -> Any:
        if role == "words":
            if not isinstance(value, str):
                raise wrong(where, "is no text")
            self.words.append(value)
            return value
        if role in ("picture", "mask"):
            if not isinstance(value, str) or value not in self._slots:
                raise TurnedAway(400, "unseen", shown(where), "is not where pictures are read")
            return self._slots[value]
        if isinstance(role, list):
            if any(value == each and type(value) is type(each) for each in role):
                return value
            raise wrong(where, "is not one of " + ", ".join(f"`{each}`" for each in role))
        if self._says.form and isinstance(value, str):
            if _NUMBER.fullmatch(value) if role == "number" else value in ("true", "false"):
                return value
            raise wrong(where, f"is no {role}")
        if isinstance(value, bool) is (role == "flag") and isinstance(value, bool | int | float):
            return value
        raise wrong(where, f"is no {role}")


def _above(fields: Mapping[str, Role]) -> Iterator[str]:
    """The paths of the objects and lists that hold these fields."""
    for path in fields:
        for at, letter in enumerate(path):
            if letter == "." or path[at : at + 2] == "[]":
                yield path[:at]
            if letter == "]":
                yield path[: at + 1]


EVERY_IMAGE: Final = "$each"


def own(template: Any, images: list[tuple[str, str]]) -> Any:
    """An answer as callers know it. images: media type and base64 of each that may go out."""
    if isinstance(template, list) and len(template) == 1 and isinstance(template[0], dict):
        inner = template[0].get(EVERY_IMAGE)
        if inner is not None:
            return [own(inner, [each]) for each in images]
    if isinstance(template, list):
        return [own(each, images) for each in template]
    if isinstance(template, dict):
        return {name: own(each, images) for name, each in template.items()}
    if isinstance(template, str) and images:
        kind, data = images[0]
        return template.replace("$kind", kind).replace("$image", data)
    return template

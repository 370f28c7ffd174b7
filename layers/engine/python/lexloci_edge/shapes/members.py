"""Readers of nested JSON: each member of an object has a reader, or the body is refused.

Members are read in the order of the table, not in the caller's: the same body has the same words
in the same order, however it is written.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

from lexloci_edge.bodies import shown
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import read_stream, refuse, wrong

Reader: TypeAlias = Callable[[str, Any], Any]
"""Where it stands and the value as sent -> the value to go on. Raises: TurnedAway."""

DROPPED: Final = object()
"""What a reader answers for a value that does not go on."""


def members(known: Mapping[str, Reader], needed: Collection[str] = ()) -> Reader:
    """A reader of an object with these members and no others; null is as good as left out."""

    def read(where: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong(where or "body", "is no object")
        head = f"{where}." if where else ""
        for name in value:
            if name not in known:
                raise unknown(head + name)
        found = {
            name: reader(head + name, value[name])
            for name, reader in known.items()
            if value.get(name) is not None
        }
        for name in needed:
            if name not in found:
                raise wrong(head + name, "is missing")
        return {name: inner for name, inner in found.items() if inner is not DROPPED}

    return read


def each(reader: Reader, most: int) -> Reader:
    """A reader of a list of so many at most."""

    def read(where: str, value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise wrong(where, f"is no list of {most} at most")
        return [reader(f"{where}[{at}]", inner) for at, inner in enumerate(value)]

    return read


def amount(low: float, high: float) -> Reader:
    """A reader of a number, whole or not."""

    def read(where: str, value: Any) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise wrong(where, f"is not a number from {low:g} to {high:g}")

    return read


def flag(where: str, value: Any) -> bool:
    """A reader of true and false."""
    if isinstance(value, bool):
        return value
    raise wrong(where, "is neither true nor false")


def only(*values: Any) -> Reader:
    """A reader of these very values, which do not go on: the field is then as if left out."""

    def read(where: str, value: Any) -> object:
        if any(value == one and type(value) is type(one) for one in values):
            return DROPPED
        raise TurnedAway(400, "unseen", shown(where), "is set to what cannot be checked", _LEAVE)

    return read


def streamed(where: str, value: Any) -> object:
    """A reader of the wish for images in parts, which is never granted."""
    read_stream(where, value)
    return DROPPED


def in_parts(where: str, value: Any) -> object:
    """A reader of how many parts are wished for: none."""
    return (
        DROPPED if value == 0 and not isinstance(value, bool) else refuse("partial_images", value)
    )


def refused(code: str, what: str, hint: str = "leave it out") -> Reader:
    """A reader that never accepts: of a field that we know and cannot let pass."""

    def read(where: str, value: Any) -> Any:
        raise TurnedAway(400, code, shown(where), what, hint)

    return read


def unknown(where: str) -> TurnedAway:
    """The refusal of a field that no table knows."""
    return TurnedAway(
        400, "unknown-field", shown(where), "is not a field that the gate knows", _LEAVE
    )


_LEAVE: Final = "leave it out"
REFERENCE: Final = refused(
    "reference", "points to content that the gate does not hold", "send the content itself"
)

"""Strict JSON: one reading only, or none.

Parsers disagree on duplicate keys, NaN, other encodings; where they could, the body is refused, and
what goes on is written anew from what was read.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from lexloci_edge.errors import TurnedAway

JSON_LIMIT = 1_000_000
"""Bytes. A prompt of 32,000 characters, each escaped as a pair of `\\uXXXX`, is 384,000."""

DEPTH_LIMIT = 4


def json_object(body: bytes, deepest: int = DEPTH_LIMIT, most: int = JSON_LIMIT) -> dict[str, Any]:
    """The object that this JSON text is.

    Refused: other encodings than UTF-8, a byte order mark, a key twice (at any depth, however it
    is escaped), NaN and infinities, nesting deeper than `deepest`, half a surrogate pair, anything
    but an object. Raises: TurnedAway.
    """
    if len(body) > most:
        raise TurnedAway(413, "too-large", "body", f"is larger than {most:,} bytes")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _unreadable("is not UTF-8") from None
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise _unreadable("is not JSON") from None
    if not isinstance(found, dict):
        raise _unreadable("is not a JSON object")
    _look_through(found, 1, deepest)
    return found


def written_json(fields: Mapping[str, Any]) -> bytes:
    """These fields as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TurnedAway(400, "ambiguous", shown(twice), "stands twice in the body")
    return found


def _no_number(word: str) -> NoReturn:
    raise _unreadable(f"holds `{word}`, which is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _unreadable("holds a number that is too large")
    return number


def _look_through(value: object, depth: int, deepest: int) -> None:
    """Refuse what is nested too deep or holds half a surrogate pair, which UTF-8 cannot write."""
    if depth > deepest:
        raise _unreadable(f"is nested deeper than {deepest}")
    if isinstance(value, dict):
        for name, inner in value.items():
            _look_through(name, depth, deepest)
            _look_through(inner, depth + 1, deepest)
    elif isinstance(value, list):
        for inner in value:
            _look_through(inner, depth + 1, deepest)
    elif isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _unreadable("holds half a surrogate pair")


def shown(name: str) -> str:
    """The caller's own field name as it may be said back: cut, and in plain characters."""
    return name[:40].encode("ascii", "backslashreplace").decode()


def _unreadable(what: str) -> TurnedAway:
    return TurnedAway(400, "unreadable", "body", what)

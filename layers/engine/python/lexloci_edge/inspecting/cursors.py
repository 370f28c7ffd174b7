"""Cursors: where a page ended, in a form that only we can write and that fits one question only.

Nothing is kept between two pages. A cursor is signed with the key of the keyed hashes, over the
question too, so that it can neither be forged nor carried over to another question.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from lexloci_edge.bodies import written_json
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.inspecting.merging import Position
from lexloci_edge.vault import Secret

LONGEST = 600


def cursor_of(key: Secret, question: Mapping[str, Any], position: Position) -> str:
    """The cursor behind this position of the question's answer."""
    text = json.dumps(position)
    return f"{base64.urlsafe_b64encode(text.encode()).decode()}.{_mark(key, question, text)}"


def position_in(keys: Sequence[Secret], question: Mapping[str, Any], cursor: str) -> Position:
    """Where the cursor stands; under the key before, too. Raises: TurnedAway 400."""
    said, _, mark = cursor.partition(".")
    try:
        text = base64.b64decode(said, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _foreign() from None
    same = [
        hmac.compare_digest(_mark(key, question, text).encode(), mark.encode(errors="replace"))
        for key in keys
    ]
    if len(cursor) > LONGEST or not any(same):
        raise _foreign()
    at, key = json.loads(text)
    return str(at), str(key)


def _mark(key: Secret, question: Mapping[str, Any], text: str) -> str:
    return keyed_hash(key, "cursor", f"{written_json(question).decode()}\0{text}")


def _foreign() -> TurnedAway:
    return TurnedAway(
        400,
        "bad-cursor",
        "after",
        "is no cursor of this question",
        "ask again with the same fields and the `next` of the page before, or without `after`",
    )

"""Decision ids: UUIDs of version 7 (RFC 9562 section 5.7), so that they sort by time."""

import secrets
import uuid
from datetime import datetime


def new_id(at: datetime) -> str:
    """A fresh decision id of this moment. Randomness is the system's, never cloned by SnapStart."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    number = (milliseconds << 80) | secrets.randbits(80)
    number = number & ~(0xF << 76) | (0x7 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=number))


def is_id(text: str) -> bool:
    """Whether this is a decision id in the one way that we write them."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return str(found) == text and found.version == 7

"""What an answer weighs: images come back as base64 in JSON, and Lambda answers at most 6 MB."""

import re

ANSWER_LIMIT = 5_900_000
"""Bytes of an answer that we hand on; Lambda's own limit is 6,291,456 with its wrapping."""

SIZE = re.compile(r"([1-9][0-9]{1,3})x([1-9][0-9]{1,3})", re.ASCII)

_BYTES_PER_PIXEL = {"png": 2.0, "jpeg": 0.6, "webp": 0.6}
"""What photographs usually take: a PNG of 1024x1024 is 1.5 to 3 MB (aws.md 1.3)."""

_AUTO = (1024, 1024)
"""The smallest that `auto` becomes: what does not fit even then is refused before it costs."""


def expected_bytes(size: str, kind: str) -> int:
    """About how many bytes of answer one image takes, base64 included. `size`: `auto` or WxH."""
    found = SIZE.fullmatch(size)
    width, height = (int(found[1]), int(found[2])) if found else _AUTO
    return int(width * height * _BYTES_PER_PIXEL[kind] * 4 / 3)

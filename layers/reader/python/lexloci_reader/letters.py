"""What the letters of a text, apart from its words, tell of its language."""

from __future__ import annotations

import re
from functools import lru_cache

from lexloci_reader.patterns import pattern

WORD = re.compile(r"[^\W\d_]+")
"""Letters of any script in a row."""
_SCRIPTS = (
    ("ko", "가", "힣"),
    ("ja", "ぁ", "ヿ"),
    ("zh", "一", "鿿"),
    ("th", "ก", "๎"),
    ("hi", "ऀ", "ॿ"),
    ("ar", "ء", "ي"),
    ("ru", "а", "ё"),
)
_ACCENTS = (
    ("vi", frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư")),
    ("tr", frozenset("ğışİöüç")),
    ("pl", frozenset("łżąęśźń")),
    ("pt", frozenset("ãõ")),
    ("de", frozenset("ßäöü")),
    ("es", frozenset("ñ¿¡")),
    ("fr", frozenset("èêçœù")),
)


@lru_cache(1 << 2)
def letters(raw: str) -> tuple[str, ...]:
    """The languages that the script and the accented letters of a text speak for."""
    if raw.isascii():
        return ()
    held = {c for c in set(raw) if c > "\x7f"}
    held |= {c.lower() for c in held}
    return (*scripts(raw), *(lang for lang, some in _ACCENTS if not some.isdisjoint(held)))


def scripts(raw: str) -> list[str]:
    """The languages whose script, other than the Latin, the text is in, or parts of it."""
    held = {c.lower() for c in set(raw) if c > "\x7f"}
    return [lang for lang, low, high in _SCRIPTS if any(low <= c <= high for c in held)]


_FOREIGN = pattern(
    r"[^\x00-\x7f\u2000-\u2bff\u3000-\u303f\ufe00-\ufe0f\uff00-\uffef\U0001f000-\U0001faff]"
)


def not_english(raw: str) -> bool:
    """Whether it holds letters that are not English, neither signs nor its own written wide."""
    return bool(_FOREIGN().search(raw))

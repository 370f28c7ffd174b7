"""Pictures of nobody, told in a language that the reader does not cover.

Such a text may mean anything, but not where every word of it stands on a short list of landscapes,
food, animals, rooms, weather, light and styles in one language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lexloci_reader.shelves import PACKED, fill

_WORD = re.compile(r"[^\s\d.,;:!?()\[\]\"'’„“”«»/·،؛؟।…\-–—]+")
_LEAST, _ENDING = 4, 4
"""Letters of a stem at least, and of the ending behind it at most."""


def only_scenery(text: str) -> bool:
    """Whether all words of the text, two or more, are on the list of one and the same language."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    if len(words) < 2:
        return False
    langs = _langs(words[0])
    for word in words[1:]:
        if not langs:
            return False
        langs &= _langs(word)
    return bool(langs)


def _langs(word: str) -> frozenset[str]:
    """The languages on whose lists the word stands, as itself or as a stem with its ending."""
    known = _lists()
    stems = (f"{word[:n]}*" for n in range(max(_LEAST, len(word) - _ENDING), len(word) + 1))
    found = [known[form] for form in (word, *stems) if form in known]
    return frozenset(" ".join(found).split())


@cache
def _lists() -> dict[str, str]:
    """Word, or stem and `*`, -> the languages it is of."""
    tables: dict[str, dict[str, str]] = {"scenery": {}}
    fill(tables, f"scenery{PACKED}")
    return tables["scenery"]

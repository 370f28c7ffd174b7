"""Which languages the words of a text speak for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from lexloci_reader.lexicon import everywhere, lexicon, remembered, tags_of


def languages(words: Iterable[str]) -> Counter[str]:
    """How many function words of each covered language the text holds."""
    return Counter(chain.from_iterable(map(_spoken, words)))


@remembered
def _spoken(word: str) -> tuple[str, ...]:
    """The languages that a word speaks for."""
    lex = lexicon()
    return tuple((lex.func.get(word) or lex.hints.get(word)).split())


def likely(langs: Counter[str]) -> frozenset[str]:
    """The languages whose own words count in a text of these."""
    most = max(langs.values(), default=0)
    told = {lang for lang, said in langs.items() if said and said * 5 >= most * 3}
    return frozenset(told | {"en"} if most < 2 else told)


@lru_cache(1 << 12)
def live(packed: str, likely: frozenset[str]) -> frozenset[str]:
    """The tags of an entry that count in a text of these languages."""
    if "@" not in packed:
        return everywhere(packed)
    return frozenset(t for t, lang in tags_of(packed) if not lang or lang in likely)

"""How a word sounds, roughly: keys under which spelling by ear finds the grave words."""

from __future__ import annotations

import re
from functools import cache

from lexloci_reader.lexicon import lexicon


def squeeze(word: str) -> str:
    """The word with no letter twice in a row."""
    return re.sub(r"(.)\1+", r"\1", word)


_SPELT = (
    "ph=f ck=k qu=k ee=i ea=i ie=i oo=u ou=u ay=a ai=a ey=i ah=a dg=j y=i z=s c=k q=k x=ks g=j gh="
)
_SOUNDS = [(spelt, heard) for spelt, _, heard in (p.partition("=") for p in _SPELT.split())]


def sound(word: str) -> str:
    """A rough key of how an English word sounds, for spelling by ear."""
    word = re.sub(r"(?<=.)e\Z", "", word)
    for spelling, heard in _SOUNDS:
        word = word.replace(spelling, heard)
    return squeeze(word)


@cache
def sounds() -> dict[str, str]:
    """The grave words by `sound`."""
    lex = lexicon()
    words = {term for form, term in lex.near.items() if form == term}
    return {sound(w): w for w in sorted(words) if len(w) > 4 and "@" not in lex.terms.get(w, "@")}


def skeleton(word: str) -> str:
    """A rougher key: what is left of `sound` when all vowels are one."""
    return re.sub("[aeiou]+", "a", re.sub(r"(?<=[aeiou])h", "", sound(word)))


@cache
def skeletons() -> dict[str, str]:
    """The longer grave words by `skeleton`."""
    words = (w for w in sounds().values() if len(w) > 5)
    return {skeleton(w): w for w in words if len(skeleton(w)) > 4}


@cache
def squeezed_words() -> dict[str, str]:
    """The grave words by `squeeze`."""
    lex = lexicon()
    return {squeeze(w): term for w, term in lex.joined.items() if len(w) > 3}

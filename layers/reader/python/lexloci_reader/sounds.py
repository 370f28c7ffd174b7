"""How a word sounds, roughly: keys under which spelling by ear finds the grave words."""

from __future__ import annotations

import re


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


def skeleton(word: str) -> str:
    """A rougher key: what is left of `sound` when all vowels are one."""
    return re.sub("[aeiou]+", "a", re.sub(r"(?<=[aeiou])h", "", sound(word)))

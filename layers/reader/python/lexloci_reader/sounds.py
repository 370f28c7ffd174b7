"""How a word sounds, roughly: keys under which spelling by ear finds the grave words."""

from __future__ import annotations

import re

_TWICE = re.compile(r"(.)\1+")


def squeeze(word: str) -> str:
    """The word with no letter twice in a row."""
    return _TWICE.sub(r"\1", word) if _TWICE.search(word) else word


_SPELT = "ph=f ck=k qu=k ee=i ea=i ie=i oo=u ou=u ay=a ai=a ey=i ah=a dg=j"
_VOWELS, _BREATHED = re.compile("[aeiou]+"), re.compile("(?<=[aeiou])h")
_ALONE = str.maketrans({"y": "i", "z": "s", "c": "k", "q": "k", "x": "ks", "g": "j"})
_SOUNDS = [(spelt, heard) for spelt, _, heard in (p.partition("=") for p in _SPELT.split())]


def sound(word: str) -> str:
    """A rough key of how an English word sounds, for spelling by ear."""
    if len(word) > 1:
        word = word.removesuffix("e")
    for spelling, heard in _SOUNDS:
        word = word.replace(spelling, heard)
    return squeeze(word.translate(_ALONE))


def skeleton(word: str) -> str:
    """A rougher key: what is left of `sound` when all vowels are one."""
    return _VOWELS.sub("a", _BREATHED.sub("", sound(word)))


_BARE = re.compile("[aeiouyhw']+")
_NOT_FIRST = str.maketrans({"c": "k", "q": "k", "x": "ks", "z": "s", "v": "f", "j": "g"})


def bones(word: str) -> str:
    """The roughest key: the first letter's sound and the consonants after it."""
    first = "a" if word[:1] in "aeiouy" else word[:1]
    rest = word[1:].replace("ph", "f").replace("ck", "k").translate(_NOT_FIRST)
    return squeeze(first.translate(_NOT_FIRST) + _BARE.sub("", rest))


_AFTER_HUSH = re.compile("(?<=[жшчщ])о")
_BY_EAR = str.maketrans("оеэыязбдгжв", "аииииспткшф", "ьъ")


def russian(word: str) -> str:
    """How a Russian word sounds to who spells it by ear: `биз адежды`."""
    word = _AFTER_HUSH.sub("е", word).translate(_BY_EAR)
    return squeeze(word.replace("тс", "ц").replace("сч", "щ"))

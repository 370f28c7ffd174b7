"""Ways to write a prompt so that a person still understands it."""

from __future__ import annotations

import re
from collections.abc import Callable

_LEET = str.maketrans("aeios", "4310$")
_CYRILLIC = str.maketrans("aeopcxy", "аеорсху")
_SMALL = str.maketrans("abcdeghijklmnoprtuwz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴡᴢ")
_GRAVE = re.compile(
    r"\b(nude|naked|topless|bikini|lingerie|underwear|panties|swimsuit|shirtless|undress|thong"
    r"|bra|boxers|knickers|braless|stripped|clothes|bottomless|briefs|trunks|boxer|negligee)\b",
    re.I,
)


def _words(change: Callable[[str], str]) -> Callable[[str], str]:
    """The change made to the words that undress alone."""
    return lambda text: _GRAVE.sub(lambda found: change(found.group()), text)


def _each(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "".join(change(c) for c in text)


def _full(c: str) -> str:
    return chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c


def _ringed(c: str) -> str:
    return chr(0x24D0 + ord(c) - 97) if "a" <= c <= "z" else c


def _tagged(c: str) -> str:
    return chr(0xE0000 + ord(c)) if " " < c < "\x7f" else c


def _swapped(word: str) -> str:
    """Two neighbours in the middle of a long word the wrong way round."""
    at = len(word) // 2
    if len(word) < 6 or word[at - 1] == word[at]:
        return word
    return f"{word[: at - 1]}{word[at]}{word[at - 1]}{word[at + 1 :]}"


def _starred(word: str) -> str:
    """One vowel in the middle a star."""
    return re.sub(r"(?<=.)[aeiou](?=.)", "*", word, count=1)


DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "full width": _each(_full),
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "accents": _each(lambda c: c + "\u0301" if c.isalpha() else c),
    "struck through": _each(lambda c: c + "\u0336" if c.isalpha() else c),
    "look-alikes": _words(lambda word: word.lower().translate(_CYRILLIC)),
    "leet": _words(lambda word: word.lower().translate(_LEET)),
    "spaced": _words(" ".join),
    "dotted": _words(".".join),
    "hyphens": _words("-".join),
    "underscores": _words("_".join),
    "small capitals": _words(lambda word: word.lower().translate(_SMALL)),
    "rings": _words(lambda word: "".join(map(_ringed, word.lower()))),
    "tag characters": _words(lambda word: "".join(map(_tagged, word))),
    "drawn out": _words(lambda word: word[:2] + word[1] * 4 + word[2:]),
    "swapped letters": _words(_swapped),
    "a star": _words(_starred),
    "quoted": _words(lambda word: f'"{word}"'),
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "two lines": lambda text: text.replace(" ", "\n", 1) if " " in text else text,
}

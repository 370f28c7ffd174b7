"""Text under base64, hexadecimal, binary and decimal codes, and escapes."""

from __future__ import annotations

import base64
import binascii
import re

from lexloci_reader.patterns import pattern

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = pattern(r"(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[\s,]?){6,}")
_LONG_HEX = re.compile(r"[0-9a-fA-F]{2}(?:[\s,]?(?:0x|\\x|%)?[0-9a-fA-F]{2}){5}")
"""What nothing in hexadecimal is without."""
_BINARY = pattern(r"(?:[01]{7,8}\s*){4,}")
_DECIMAL = pattern(r"(?:\b\d{2,3}[\s,]+){5,}\d{2,3}\b")
_MORSE = re.compile(
    r"(?:[.\-·−–_]{1,5}[\s/|]+){4,}[.\-·−–_]{1,5}|(?:[.-]{1,4} ){3,}[.-]{1,4}(?<!-{4})(?<!\.{4})"
)
_TWO_SIGNS = re.compile(r"[.\-·−–_][\s/|]+[.\-·−–_]")
"""Two letters of Morse, which no text in it is without."""
_NAMED = re.compile(
    r"rot[\s-]?13|base[\s-]?64|\banagram|text[ -]to[ -]speech|"
    r"\b(?:sound (?:it|that|them) out|(?:split|halves of) (?:this|that|a) (?:noun|word|sentence)|"
    r"(?:say|read) (?:it|that|this) (?:aloud|out loud|backwards))\b",
    re.I,
)
"""Names of codes, and orders to put a word together by ear or out of its letters."""
_NAME_HOLDS = (*"13 64 anagram speech sound split halves aloud backwards".split(), "out loud")
"""What each of them holds, in small letters."""
_LIKE_ASCII = frozenset("\u0130\u0131\u017f\u212a")
"""Letters that count as one of ASCII where case does not: `ſ` as `s`."""
_DIGIT = re.compile(r"\d")
FEWEST = 12
"""Digits of a text in binary or decimal codes, at least."""
_PERCENT = r"(?:(?<=\S)%|%(?!\d\d(?![\w%])))"  # Turkish writes `%50` for half the price
_ESCAPE = re.compile(rf"\\u([0-9a-fA-F]{{4}})|{_PERCENT}([0-9a-fA-F]{{2}})|\\x([0-9a-fA-F]{{2}})")


def said_by(text: str) -> bool:
    """Whether what was decoded is text."""
    letters = sum(c.isalpha() or c.isspace() or not c.isascii() for c in text)
    return len(text) >= 4 and text.isprintable() and letters * 5 >= len(text) * 4


def from_base64(text: str) -> list[str]:
    """What stands under base64 in the text, stretch by stretch."""
    out = []
    for match in _BASE64.finditer(text):
        piece = match.group()
        if piece.isalpha() and (piece.islower() or piece.istitle()):
            continue
        body = piece.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            said = base64.b64decode(body + "=" * (-len(body) % 4)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
        if said_by(said):
            out.append(said)
    return out


def from_numbers(text: str) -> list[str]:
    """What stands under the codes of its characters: hexadecimal, binary, decimal."""
    if not _DIGIT.search(text):
        return []  # no letter has a code without one
    out = []
    for match in _HEX().finditer(text) if _LONG_HEX.search(text) else ():
        digits = re.sub(r"0x|\\x|%|[\s,]", "", match.group())
        if not digits.isdigit() or len(digits) > 12:
            out.append(bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("latin-1"))
    numbers = len(_DIGIT.findall(text)) >= FEWEST
    for match in _BINARY().finditer(text) if numbers else ():
        out.append("".join(chr(int(b, 2)) for b in re.findall(r"[01]{7,8}", match.group())))
    for match in _DECIMAL().finditer(text) if numbers else ():
        out.append("".join(chr(int(n)) for n in re.findall(r"\d+", match.group()) if int(n) < 256))
    return [said for said in out if said_by(said)]


def names_code(text: str) -> bool:
    """Whether a code is named, or an order given to put a word together."""
    plain = text.isascii() or _LIKE_ASCII.isdisjoint(set(text))
    if plain and not any(map(text.lower().__contains__, _NAME_HOLDS)):
        return False
    return _NAMED.search(text) is not None


def in_morse(text: str) -> bool:
    """Whether dots and dashes stand in the text as Morse sets them."""
    return _TWO_SIGNS.search(text) is not None and _MORSE.search(text) is not None


def unescaped(text: str) -> str:
    """The text with `\\u0041`, `%41` and `\\x41` as what they stand for."""
    if "\\" not in text and "%" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(next(g for g in m.groups() if g), 16)), text)

"""Text that hides what it says: encodings, ciphers, reversal; and languages the reader lacks."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections import Counter

from lexloci_reader.disguise import known
from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Scene

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(r"(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[\s,]?){6,}")
_BINARY = re.compile(r"(?:[01]{7,8}\s*){4,}")
_DECIMAL = re.compile(r"(?:\b\d{2,3}[\s,]+){5,}\d{2,3}\b")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})")
_MORSE = re.compile(r"(?:[.\-·−–_]{1,5}[\s/|]+){4,}[.\-·−–_]{1,5}")
_WORD = re.compile(r"[a-z']+")


def _said(text: str) -> bool:
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return len(text) >= 4 and text.isprintable() and letters * 5 >= len(text) * 4


def _base64(text: str) -> list[str]:
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
        if _said(said):
            out.append(said)
    return out


def _numbers(text: str) -> list[str]:
    out = []
    for match in _HEX.finditer(text):
        digits = re.sub(r"0x|\\x|%|[\s,]", "", match.group())
        if not digits.isdigit() or len(digits) > 12:
            out.append(bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("latin-1"))
    for match in _BINARY.finditer(text):
        out.append("".join(chr(int(b, 2)) for b in re.findall(r"[01]{7,8}", match.group())))
    for match in _DECIMAL.finditer(text):
        out.append("".join(chr(int(n)) for n in re.findall(r"\d+", match.group()) if int(n) < 256))
    return [said for said in out if _said(said)]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(next(g for g in m.groups() if g), 16)), text)


PARTS = 40
_PARTS = re.compile(r"[.!?:;\n\"()<>]+|->|<-")


def _ciphers(text: str) -> list[str]:
    """Reversed and shifted readings of each part, where they make more sense than it does."""
    low = text.casefold()
    parts = [low, *_PARTS.split(low)] if _PARTS.search(low) else [low]
    return [said for part in list(dict.fromkeys(parts))[:PARTS] for said in _deciphered(part)]


def _deciphered(low: str) -> list[str]:
    lex = lexicon()
    words = [w for w in _WORD.findall(low) if len(w) > 2][:TASTE]
    if len(words) < 2:
        return []
    now = sum(known(w, lex) or w in lex.hints for w in words) / len(words)
    if now > 0.4:
        return []
    scores = [sum(known(w[::-1], lex) for w in words)]
    scores += [sum(known(w.translate(shift), lex) for w in words) for shift in _SHIFTS]
    best = max(scores)
    if best < max(0.6, now + 0.25) * len(words):
        return []
    at = scores.index(best)
    return [low.translate(_SHIFTS[at - 1])] if at else [low[::-1]]


TASTE = 12
"""Words that tell whether a part makes sense."""
_ABC = "abcdefghijklmnopqrstuvwxyz"
_SHIFTS = [str.maketrans(_ABC, _ABC[n:] + _ABC[:n]) for n in range(1, 26)]


def hidden(text: str) -> tuple[list[str], list[str]]:
    """(readings found under an encoding, names of what hid them)."""
    out, why = [], []
    escaped = _unescaped(text)
    if escaped != text and _said(escaped):
        out.append(escaped)
        why.append("escapes")
    for name, found in (
        ("base64", _base64(text)),
        ("character codes", _numbers(text)),
        ("cipher or reversal", _ciphers(text)),
    ):
        if found:
            out += found
            why.append(name)
    if _MORSE.search(text):
        why.append("morse")
    if "\u202e" in text or "\u202d" in text:
        out.append(text[::-1])
        why.append("reversed by control characters")
    return out, why


_COVERED = (
    "LATIN",
    "CYRILLIC",
    "ARABIC",
    "DEVANAGARI",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "THAI",
)
_OTHER_LETTERS = {
    "CYRILLIC": frozenset("іїєґўјљњћђџқңөүұғәһҳҷӣӯћқ"),
    "ARABIC": frozenset("پچژگٹڈڑےںڤټډړږښۀیک"),
    "LATIN": frozenset("őűșțğ") - frozenset("ğ"),
}


def _script(c: str) -> str:
    name = unicodedata.name(c, "")
    return "LATIN" if name.startswith("FULLWIDTH") else name.split(" ", 1)[0]


def tongue(scene: Scene, raw: str) -> tuple[str, bool]:
    """(best guess of the language, whether the reader covers what is written).

    Covered languages are told by their function words or script; a script or a set of function
    words of a language that the reader lacks means not covered.
    """
    lex, tokens, langs = lexicon(), scene.tokens, scene.langs
    scripts: Counter[str] = Counter()
    if not raw.isascii():
        for token in tokens:
            if not token.word.isascii():
                scripts.update(_script(c) for c in token.raw if c.isalpha())
    for script, count in scripts.items():
        if script not in _COVERED and count >= 3 and script in _LETTERED:
            return "und", False
    foreign: Counter[str] = Counter()
    for token in tokens:
        word = lex.foreign.get(token.word)
        if word:
            foreign.update(set(word.split()))
    best, count = langs.most_common(1)[0] if langs else ("", 0)
    if foreign:
        name, odd = foreign.most_common(1)[0]
        if odd >= 2 and odd > count:
            return name, False
    if scripts - Counter(LATIN=len(raw)):
        return _by_script(scripts, best, raw)
    return (best or "en"), True


_LETTERED = frozenset(
    "GREEK HEBREW ARMENIAN GEORGIAN BENGALI TAMIL TELUGU KANNADA MALAYALAM GUJARATI GURMUKHI ORIYA "
    "SINHALA KHMER LAO MYANMAR ETHIOPIC TIBETAN MONGOLIAN CHEROKEE BRAILLE RUNIC TIFINAGH".split()
)


_SCRIPT_OF = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
}


def _by_script(scripts: Counter[str], best: str, raw: str) -> tuple[str, bool]:
    low = raw.lower()
    if scripts["CYRILLIC"] >= 3 and sum(c in _OTHER_LETTERS["CYRILLIC"] for c in low) >= 2:
        return "und", False
    if scripts["ARABIC"] >= 3 and sum(c in _OTHER_LETTERS["ARABIC"] for c in low) >= 2:
        return "und", False
    for script, name in _SCRIPT_OF.items():
        if scripts[script] >= 2:
            return name, True
    return best or "en", True

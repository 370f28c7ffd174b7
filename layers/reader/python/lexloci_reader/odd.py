"""Text that hides what it says: encodings, ciphers, reversal; and languages the reader lacks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import filterfalse, islice

from lexloci_reader.abroad import spelled_abroad
from lexloci_reader.backwards import GRAVE, backwards, real
from lexloci_reader.codes import from_base64, from_numbers, in_morse, names_code, said_by, unescaped
from lexloci_reader.guess import known, listed
from lexloci_reader.letters import WORD, letters
from lexloci_reader.lexicon import guesses, lexicon, remembered, stem_of, widen
from lexloci_reader.romanised import borrowed, by_ear
from lexloci_reader.scene import Scene
from lexloci_reader.text import Token

_LONG_WORD = re.compile(r"[a-z']{3,}")


PARTS = 40
_QUOTE = "[\"'“”„«»‘’「」『』]"
_PIECE = re.compile(
    rf"{_QUOTE}\s?([^\W\d_]{{1,6}})\s?{_QUOTE}|(?<![^\W_])([A-ZА-Я]{{1,5}})(?![^\W_])"
    r"|(?<![^\W_])([^\W\d_]{1,6})(?=\s?\+)|(?<=\+)\s?([^\W\d_]{1,6})(?![^\W_])"
)
_QUOTED = re.compile(rf"{_QUOTE}\s?[^\W\d_]{{1,6}}\s?{_QUOTE}")
_CAPITALS_END = re.compile(r"[A-ZА-Я](?![^\W_])")
"""A short word in quotes, and where one in capitals ends: every piece has one of them, unless a
plus joins it."""
_RUSSIAN_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"
)
_PARTS = re.compile(r"[.!?:;\n\"()<>]+|->|<-")


def _ciphers(text: str) -> list[str]:
    """Reversed and shifted readings of each part, where they make more sense than it does."""
    low = text.casefold()
    if len(list(islice(filterfalse(known, _LONG_WORD.findall(low)), 2))) < 2:
        return []  # it makes sense as it is
    if "vi" in letters(text):
        return []  # its syllables without their accents make sense any way round
    parts = [low, *_PARTS.split(low)] if _PARTS.search(low) else [low]
    return [said for part in list(dict.fromkeys(parts))[:PARTS] for said in _deciphered(part)]


def _deciphered(low: str) -> list[str]:
    words = [found.group() for found in islice(_LONG_WORD.finditer(low), TASTE)]
    if len(words) < 2:
        return []
    strange = [w for w in words if not known(w)]
    if len(strange) > 1 and len(strange) * 3 >= len(words) and _on_russian_keys(strange):
        return [low.translate(_RUSSIAN_KEYS)]
    now = 1 - sum(w not in lexicon().hints for w in strange) / len(words)
    if now > 0.4:
        return []
    back = [w[::-1] for w in words if len(w) > 3]
    if low.isascii() and now < 0.3 and any(map(_grave, back)) and _makes_sense(back):
        return [low[::-1]]
    share = max(0.6, now + 0.25)
    if _hits(words, None, share * len(words)):
        return [low[::-1]]
    long = [w for w in words if len(w) > 3]  # short words make sense under many a shift
    best, said = 0, ""
    for shift in _SHIFTS if len(long) > 1 else ():
        hits = _hits(long, shift, max(share * len(long), best + 1))
        if hits > best:
            best, said = hits, low.translate(shift)
    return [said] if said else []


def _on_russian_keys(words: list[str]) -> bool:
    """Whether words that no list knows are Russian ones, one of them grave, typed on its keys."""
    widen()
    typed = [word.translate(_RUSSIAN_KEYS) for word in words]
    return any(len(w) > 3 and _grave(w) for w in typed) and sum(map(real, typed)) > 1


@remembered
def _grave(word: str) -> bool:
    """Whether the word undresses, by itself or by its stem."""
    lex = lexicon()
    found = lex.terms.get(word) or lex.stems.get(stem_of(word, 4, len(word)), "")
    return bool(GRAVE & {tag.partition("@")[0] for tag in found.split()})


def _makes_sense(words: list[str]) -> bool:
    return sum(real(word) for word in words) * 5 >= len(words) * 2


def _glued(text: str) -> list[str]:
    """Pieces of words in quotes or capitals, put together: `"bu" … "gil"`, `NA. … GA`."""
    set_off = len(_QUOTED.findall(text)) + len(_CAPITALS_END.findall(text))
    found = _PIECE.findall(text) if set_off > 1 or "+" in text else []
    pieces = [next(filter(None, groups)).casefold() for groups in found][:PARTS]
    for start in range(len(pieces) - 1):
        for end in range(start + 2, min(start + 5, len(pieces)) + 1):
            word = "".join(pieces[start:end])
            if _grave(pieces[start]):
                continue
            whole = len(word) > 3 and guesses("joined").get(word)
            if whole or (len(word) > 4 and _grave(word)):
                return [f"{text} {word}"]
    low = text.casefold()
    added = "+" in low and _SUM.search(low) is not None
    joins = added or "first half" in low or not _JOINS.isdisjoint(WORD.findall(low))
    return _parts(text) if joins else []


_SHORT = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,8}(?![^\W\d_])")
_SUM = re.compile(r"[^\W\d_][\"'»”]?\s?\+\s?[\"'«“]?[^\W\d_]")
_JOINS = frozenset(
    "part word words syllable syllables prefix affix suffix together combine join teil wort "
    "silbe mot syllabe palabra palavra sílaba silaba sillaba parola część czesc częsc część cześć "
    "słowo slowo sylaba woord deel lettergreep hece kelime kata suku bahagi salita слово слова "
    "часть слог ghép gộp chữ jod".split()
)
"""What tells that words are to be put together."""


def _parts(text: str) -> list[str]:
    """Two short words near each other that make a grave one: `word 1: under, word 2: wear`."""
    words = [w.casefold() for w in _SHORT.findall(text)][:PARTS]
    for i, first in enumerate(words):
        for second in dict.fromkeys(words[i + 1 : i + 7]):
            word = first + second
            if len(word) < 6 or len(first) > 6 or _grave(first) or _grave(second):
                continue
            if guesses("joined").get(word) == word or _grave(word):
                return [f"{text} {word}"]
    return []


def _hits(words: list[str], shift: dict[int, int] | None, need: float) -> int:
    """How many words make sense shifted, or reversed; 0 as soon as they are fewer than needed."""
    spare = len(words) - need
    hits = 0
    for n, word in enumerate(words):
        if listed(word.translate(shift) if shift else word[::-1]):
            hits += 1
        elif n - hits + 1 > spare:
            return 0
    return hits


TASTE = 12
"""Words that tell whether a part makes sense."""
_ABC = "abcdefghijklmnopqrstuvwxyz"
_SHIFTS = [str.maketrans(_ABC, _ABC[n:] + _ABC[:n]) for n in range(1, 26)]


def hidden(text: str) -> tuple[list[str], list[str]]:
    """(readings found under an encoding, names of what hid them)."""
    out, why = [], []
    escaped = unescaped(text)
    if escaped != text and said_by(escaped):
        out.append(escaped)
        why.append("escapes")
    for name, found in (
        ("base64", from_base64(text)),
        ("character codes", from_numbers(text)),
        ("cipher or reversal", _ciphers(text) or backwards(text)),
        ("a word in pieces", _glued(text)),
    ):
        if found:
            out += found
            why.append(name)
    if names_code(text):
        why.append("a code is named")
    if in_morse(text):
        why.append("morse")
    if "\u202e" in text or "\u202d" in text:
        out.append(text[::-1])
        why.append("reversed by control characters")
    return list(dict.fromkeys(out)), why


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
    "ARABIC": frozenset("پچژگٹڈڑےںڤټډړږښۀیکڠݢڽۏ"),
    "LATIN": frozenset("ěřůőűšžčțșľĺŕňťďģķļņėįųåøæðþ"),
}
_SPELLED = frozenset({"LATIN", "CYRILLIC", "ARABIC"})
"""Scripts of several languages: which, their spelling tells."""


@lru_cache(1 << 12)
def _script(c: str) -> str:
    name = unicodedata.name(c, "")
    return "LATIN" if name.startswith("FULLWIDTH") else name.split(" ", 1)[0]


def _scripts(tokens: list[Token]) -> Counter[str]:
    """How many letters of each script the words have that are not of ASCII alone."""
    out: Counter[str] = Counter()
    letters = Counter("".join([token.raw for token in tokens if not token.word.isascii()]))
    for letter, count in letters.items():
        if letter.isalpha():
            out[_script(letter)] += count
    return out


def tongue(scene: Scene, raw: str) -> tuple[str, bool]:
    """(best guess of the language, whether the reader covers what is written).

    Covered languages are told by their function words or script; a script or a set of function
    words of a language that the reader lacks means not covered.
    """
    lex, tokens, langs = lexicon(), scene.tokens, scene.langs
    scripts = Counter[str]() if raw.isascii() else _scripts(tokens)
    for script, count in scripts.items():
        if script not in _COVERED and count >= 3 and script in _LETTERED:
            return "und", False
    best, count = scene.spoken, langs[scene.spoken]
    told = [lex.foreign[token.word] for token in tokens if token.word in lex.foreign]
    if len(told) > max(1, count) and "vi" not in letters(raw):
        names = Counter([name for word in told for name in set(word.split())])
        name, odd = min(names.items(), key=lambda told: (-told[1], told[0]))
        if odd >= 2 and odd > count:
            return name, False
    if scripts.keys() - {"LATIN"}:
        if scripts.keys() <= _SPELLED and spelled_abroad(scene, raw):
            return "und", False
        if (scripts["CYRILLIC"] and borrowed(scene)) or (scripts["KATAKANA"] and by_ear(scene)):
            return "und", False
        return _by_script(scripts, best, raw)
    if (not langs and _strange(scene)) or other_letters(raw) or spelled_abroad(scene, raw):
        return "und", False
    return (best or "en"), True


def other_letters(raw: str) -> bool:
    """Whether words, not names alone, have letters of no covered language: `nahá přítelkyně`."""
    if raw.isascii() or _OTHER_LETTERS["LATIN"].isdisjoint(set(raw)):
        return False
    words = WORD.findall(raw)
    other = [w for w in words if w.islower() and not _OTHER_LETTERS["LATIN"].isdisjoint(w)]
    return len(other) > 1 or len(other) * 5 >= len(words) > 0


def _strange(scene: Scene) -> bool:
    """Whether hardly any word of a text is one of a covered language: `obinrin ninu aso iwe`."""
    words = [i for i, t in enumerate(scene.tokens) if len(t.word) > 1 and t.word.isalpha()]
    said = [i for i in words if scene.at[i] or known(scene.word(i))]
    names = sum(scene.tokens[i].raw[:1].isupper() for i in words)
    return len(words) > 3 and len(said) * 4 <= len(words) and names * 2 < len(words)


_LETTERED = frozenset(
    "GREEK HEBREW ARMENIAN GEORGIAN BENGALI TAMIL TELUGU KANNADA MALAYALAM GUJARATI GURMUKHI ORIYA "
    "SINHALA KHMER LAO MYANMAR ETHIOPIC TIBETAN MONGOLIAN CHEROKEE BRAILLE RUNIC TIFINAGH".split()
)


_OF_IRAQ = frozenset("پچگ")
_JAWI = frozenset("ڠݢڽۏ")
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
    if scripts["ARABIC"] and not _JAWI.isdisjoint(low):
        return "und", False
    others = _OTHER_LETTERS["ARABIC"].difference(_OF_IRAQ if best == "ar" else "")
    if scripts["ARABIC"] >= 3 and sum(c in others for c in low) >= 2:
        return "und", False
    for script, name in _SCRIPT_OF.items():
        if scripts[script] >= 2:
            return name, True
    return best or "en", True

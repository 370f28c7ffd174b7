"""The text as a person would see it: one canonical spelling, cut into tokens."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from lexloci_reader.patterns import pattern
from lexloci_reader.spelling import cyrillic, is_russian, pieces, simple, unsigned


def _invisible() -> dict[int, int | None]:
    drop = {0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0}
    spans = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))
    for low, high in (*spans, (0xE0100, 0xE01EF), (0x1F3FB, 0x1F3FF)):
        drop.update(range(low, high + 1))
    table: dict[int, int | None] = dict.fromkeys(drop)
    for stem in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):  # squared, circled and flag letters
        table.update({stem + n: 97 + n for n in range(26)})
    table.update({0xE0000 + n: n for n in range(0x20, 0x7F)})  # tag characters hide ASCII
    small = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ"
    table.update({ord(c): 97 + n for n, c in enumerate(small)})
    turned = dict(zip("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy", strict=True))
    table.update({ord(c): ord(plain) for c, plain in turned.items()})
    table.update({0x2019: 39, 0x2018: 39, 0xB4: 39, 0x60: 39, 0x2010: 45, 0x2011: 45, 0x2013: 45})
    return table


_TABLE = _invisible()
_UNSEEN = frozenset(chr(c) for c, seen in _TABLE.items() if seen != c)
_PAIRS = (
    "аa еe оo рp сc уy хx іi ѕs јj ԁd һh кk мm тt нh гr пn ьb ӏl ԛq ԝw вb αa βb εe ιi κk νv οo ρp "
    "τt υu χx ωw γy ηn ѵv ɡg ɑa ıi ⲟo օo սu ոn ցg հh ŋn ʋv ɴn ϲc ʟl ɩi бb ɛe ʀr ɪi ϳj ԍg ʏy "
    "ɗd ɓb дd"
)
_LOOKALIKE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_FOREIGN = frozenset(chr(c) for c in _LOOKALIKE)
_EXTRA = str.maketrans(
    {
        "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ŧ": "t", "ħ": "h",
        "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ـ": None, "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е",
    }
)  # fmt: skip
_SPELT = frozenset(map(chr, _EXTRA))
_SHORTHAND = pattern(r"\bw/o(?:ut)?\b", re.I)
_RUN = re.compile(r"([^\W\d_\u0e00-\u0e7f])\1{2,}")
"""A letter three times or more: not of Thai, where `เสื้อ` and `ออก` meet."""
_LETTERS = r"[^\W_\u0964\u0965]+|[\u0900-\u0963\u0970-\u097f\u0e31-\u0e4e]+"
_TOKEN = re.compile(
    rf"(?:{_LETTERS})+(?:'[^\W_]+)*|[.;!?\n。！？；।؟]|[,:()\[\]、，：|/،؛]|@\w[\w.]*\w|[&·・‧•]|[\u2192\u279c\u27a1]|[\U0001F300-\U0001FAFF]"
)
_WRAPPED = pattern(r"(?:(?<=\b[DM]r\.)|(?<=Mrs\.)|(?<=Ms\.)|(?<=[^\W_]))\n(?=[^\W\d_])")
_INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SHORT = frozenset(
    "dr mr mrs ms prof st jr sr vs sra dra sig gng kap cong atty engr hj drs".split()
)
ELISIONS = (
    "l|d|qu|n|s|j|m|t|c|jusqu|lorsqu|puisqu|presqu|quelqu|un|gl|dell|all|nell|sull|dall|coll|"
    "quest|quell|bell|sott|mezz|tutt|nient|anch|senz|com"
)
_ARTICLE = rf"({ELISIONS})'(?=[^\W\d_]{{2}})"
_ELIDED = pattern(_ARTICLE, re.I)
_APART = pattern(rf"(?<![^\W_]){_ARTICLE}")
_STOPS = frozenset(".;!?\n。！？；।؟")
_SOFT = frozenset(",:()[]、，：|/،؛")


@cache
def _accents() -> re.Pattern[str]:
    """The marks that carry no meaning: not those of Indic scripts, kana or Thai."""
    marks = map(chr, (*range(0x300, 0x900), *range(0x1AB0, 0x2100)))
    return re.compile(f"[\u093c{''.join(filter(unicodedata.combining, marks))}]")


def _bare(text: str, letters: set[str]) -> str:
    """Accents off, but not the marks that carry meaning in Indic scripts, kana or Thai."""
    if _accents().search(unicodedata.normalize("NFD", "".join(letters))):
        text = _accents().sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def _seen(text: str, letters: set[str]) -> str:
    """Without characters that are not seen, and with those that only look like others as these."""
    return text if letters.isdisjoint(_UNSEEN) else text.translate(_TABLE)


def _compatible(text: str, _: set[str]) -> str:
    return unicodedata.normalize("NFKC", text)


def _respelt(text: str, letters: set[str]) -> str:
    """Letters with no accent to take off, as they are spelt without them."""
    return text if letters.isdisjoint(_SPELT) else text.translate(_EXTRA)


_STEPS = (_seen, simple, unsigned, _compatible, simple, _seen, _bare, _respelt)
"""What makes one spelling of a text, each step told which letters the text has."""


def _is_latin(c: str) -> bool:
    return "a" <= c.lower() <= "z"


@lru_cache(1 << 12)
def _unmask(word: str, latin_text: bool) -> str:
    """A word that mixes scripts, or is all look-alikes in a Latin text, in Latin letters."""
    if word.isascii():
        return word
    low = word.lower()
    mixed = any(map(_is_latin, low)) and any(c in _FOREIGN for c in low)
    alike = latin_text and all(c in _FOREIGN or not c.isalpha() for c in low)
    if mixed and not latin_text:
        return cyrillic(word)
    if not (mixed or alike):
        return word
    latin = low.translate(_LOOKALIKE)
    return latin.capitalize() if word[0].isupper() else latin


def plain(text: str) -> str:
    """The canonical spelling of `text`: entities, NFKC, unseen characters, accents, look-alikes.

    Case is kept (names need it); `fold` takes it off. Equal text gives equal spelling.
    """
    if "/" in text:
        text = _SHORTHAND().sub("without", text)
    text = pieces(text)
    if text.isascii():
        return html.unescape(text) if "&" in text else text
    text = html.unescape(text)
    letters = set(text)
    for step in _STEPS:
        spelt = step(text, letters)
        if spelt != text:
            text, letters = spelt, set(spelt)
    if _FOREIGN.isdisjoint("".join(letters).lower()):
        return text
    latin = _mostly_latin(text, letters) and not is_russian(text)
    return _WORD.sub(lambda m: _unmask(m.group(), latin), text)


_WORD = re.compile(r"[^\s]+")


def _mostly_latin(text: str, letters: set[str]) -> bool:
    """Whether of Latin and Cyrillic letters, look-alikes among them, half or more are Latin."""
    latin = other = 0
    for letter in letters:
        if _is_latin(letter):
            latin += text.count(letter)
        elif letter in _FOREIGN or "а" <= letter.lower() <= "я":
            other += text.count(letter)
    return latin >= other


def as_typed(text: str) -> str:
    """The text in small letters without accents, but with whatever else disguises it."""
    small = text.casefold()
    if small.isascii():
        return small
    bare = _bare(small, set(small))
    return _respelt(bare, set(bare))


def fold(text: str) -> str:
    """One spelling for look-up: `plain`, without case, no letter more than twice in a row."""
    return _RUN.sub(r"\1\1", plain(text).casefold())


@dataclass(slots=True)
class Token:
    """A word: folded for look-up, raw for its shape, with what parted it from the word before.

    `gap`: 0 nothing, 1 a comma or bracket, 2 the end of a sentence.
    """

    word: str
    raw: str
    gap: int


def unelided(term: str) -> str:
    """A folded term with its elided articles set apart: `dans l'herbe` as `dans l herbe`."""
    return _APART().sub(r"\1 ", term) if "'" in term else term


def _parted(raw: str) -> list[str]:
    """A French or Italian article and its word: `l'actrice`, `dell'ufficio`; not `D'Amico`."""
    found = _ELIDED().match(raw)
    if not found or (raw[0].isupper() and raw[found.end()].isupper()):
        return [raw]
    return [found.group(1), *_parted(raw[found.end() :])]


@lru_cache(1 << 12)
def _folded(part: str) -> str:
    """One word for look-up, without what says whose: `Bob's`."""
    return _RUN.sub(r"\1\1", part.casefold()).removesuffix("'s")


def tokens(text: str) -> list[Token]:
    """The words of a `plain` text, in order."""
    out: list[Token] = []
    gap = 2
    if "\n" in text:
        text = _WRAPPED().sub(" ", text)
    for raw in _TOKEN.findall(text):
        if raw in _STOPS:
            if raw == "." and out and (out[-1].word in _SHORT or out[-1].raw in _INITIALS):
                continue
            gap = 2
        elif raw in _SOFT:
            gap = max(gap, 1)
        elif "'" not in raw:
            out.append(Token(_folded(raw), raw, gap))
            gap = 0
        else:
            for part in _parted(raw):
                out.append(Token(_folded(part), part, gap))
                gap = 0
    return out

"""Words in the letters of another language: Russian (and, by `arabizi`, Arabic) typed on a Latin
keyboard, put back into its own; what Cyrillic and katakana only borrow is told.

`foto moyey kollegi v nizhnem belye`: every word list of the language then holds for its
romanisation too, whichever of the usual spellings was used.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product

from lexloci_reader.arabizi import in_arabic
from lexloci_reader.guess import known
from lexloci_reader.lexicon import Lexicon, guesses, lexicon, stem_of, widen
from lexloci_reader.patterns import pattern
from lexloci_reader.scene import Scene
from lexloci_reader.sounds import russian

MOST = 60
"""Different words of a text that are looked at."""
_WORD = re.compile(r"[A-Za-z0-9']*[A-Za-z][A-Za-z0-9']*")
_RUSSIAN = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"),
    ("yo", "е"), ("jo", "е"), ("ye", "е"), ("je", "е"), ("iy", "ий"), ("ij", "ий"), ("yy", "ый"),
    ("yj", "ый"), ("yi", "ый"),
)  # fmt: skip
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz'", "абцдефгхийклмнопкрстувшхызь", strict=True))
_SOFT = pattern(r"(?<=[bdflmnprstvz])(?=[yj][eou])|(?<=[bdflmnprstvz])i(?=[eu])")
_CHOICES = (("j", "zh"), ("x", "ks"), ("h", "g"), ("w", "v"), ("c", "k"))
_WEAK = 4


def native(scene: Scene, spelled: str) -> tuple[str, str] | None:
    """(language, the text in its own letters) where the words are romanised, else None."""
    if scene.langs["en"] > 1:
        return None
    words = list(dict.fromkeys(_WORD.findall(spelled)))[:MOST]
    others = max((n for lang, n in scene.langs.items() if lang not in ("ar", "ru")), default=0)
    if len(words) < 2 or others * 2 > len(words):
        return None
    lex = lexicon()
    low = [w.casefold() for w in words if len(w) > 2]
    strange = sum(not known(w) or not w.isalpha() for w in low)
    if strange * 4 < len(words) and not scene.having("my", "mine", "undress"):
        return None
    widen()
    for lang, spell in (("ru", _in_russian), ("ar", in_arabic)):
        said = spell(words, lex, others)
        if said:
            return lang, _respelt(spelled, said)
    return None


def _respelt(text: str, said: dict[str, str]) -> str:
    """The text with these words put into their own letters."""
    return _WORD.sub(lambda m: said.get(m.group(), m.group()), text)


def _in_russian(words: list[str], lex: Lexicon, others: int) -> dict[str, str] | None:
    """The words in Cyrillic, where enough of them are Russian then."""
    said: dict[str, str] = {}
    hits = strong = 0
    for word in words:
        low = word.casefold()
        found = next((form for form in _cyrillics(low) if _russian_word(form, lex)), "")
        if found:
            hits += 1
            strong += len(low) >= _WEAK and low not in lex.vocab
        elif len(low) >= _WEAK:
            found = _heard(next(iter(_cyrillics(low))))
            hits += bool(found)
            strong += bool(found)
        form = found or next(iter(_cyrillics(low)))
        said[word] = form.title() if word[0].isupper() else form
    enough = strong and hits >= 2 and hits * 3 >= len(words) and hits > others
    return said if enough else None


@lru_cache(1 << 12)
def _cyrillics(word: str) -> tuple[str, ...]:
    """The ways to read a Latin word as Russian, the likeliest first."""
    forms = [word]
    for spelt, other in _CHOICES:
        if spelt in word:
            forms += [form.replace(spelt, other) for form in forms if spelt in form][:4]
    out: list[str] = []
    for form, soft in product(forms, (True, False)):
        cut = _SOFT().sub("'", form) if soft else form
        if soft and "'" in cut and re.search("'[eu]", cut):
            cut = re.sub("'(?=[eu])", "'y", cut)
        for spelt, letter in _RUSSIAN:
            cut = cut.replace(spelt, letter)
        said = "".join(_LETTERS.get(c, c) for c in cut)
        said = re.sub("(?<=[аеиоуыэюя])ы", "й", said)
        out += [said, *([f"{said}й"] if said[-1] in "ыи" else [])]
        out += [f"э{said[1:]}"] if said[0] == "е" else []
        out += [said.replace("ь", "")] if "ь" in said else [f"{said}ь"]
    return tuple(dict.fromkeys(out))


def _russian_word(word: str, lex: Lexicon) -> bool:
    if word in lex.terms or word in lex.names or "ru" in lex.func.get(word, "").split():
        return True
    return bool(stem_of(word, 4))


def _heard(word: str) -> str:
    """The grave Russian word that sounds like this one, or nothing."""
    return guesses("heard").get(russian(word))


_CYRILLIC = pattern("[а-яё]+\\Z")
_RUSSIAN_END = (
    "(?:[ыи]й|[оаея][йяе]|[аяую]я|[ыи]е|[оеё]го|[ое]му|[ыи][мх]|[ую]ю|ть|ть?ся|ом|ем|ами|ями|"
    "ах|ях)\\Z"
)


@cache
def _russian_end() -> re.Pattern[str]:
    return re.compile(_RUSSIAN_END)


def borrowed(scene: Scene) -> bool:
    """Whether Cyrillic letters hardly spell Russian: `тейк офф хер клоуз`, `маня рохас десну́да`."""
    words = [i for i, t in enumerate(scene.tokens) if _CYRILLIC().match(t.word)]
    if len(words) < 3 or len(words) * 2 < len(scene.tokens):
        return False
    func = lexicon().func
    return not any(
        scene.at[i]
        or "ru" in func.get(scene.word(i), "").split()
        or (len(scene.word(i)) > 4 and _russian_end().search(scene.word(i)))
        for i in words
    )


def by_ear(scene: Scene) -> bool:
    """Whether the only Japanese is katakana that no list knows: `プリーズ リムーブ オール`."""
    words = [i for i, t in enumerate(scene.tokens) if not t.word.isascii()]
    kana = [i for i in words if all("ァ" <= c <= "ー" for c in scene.word(i))]
    return len(kana) > 2 and len(kana) == len(words) and not any(scene.at[i] for i in kana)

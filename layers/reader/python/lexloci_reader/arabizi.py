"""Arabic typed in Latin letters and digits, put back into its own: `sora le zamelty mn gheer`.

Short vowels are spelt as anyone likes, so a word is known by its consonants alone.
"""

from __future__ import annotations

from functools import cache, lru_cache

from lexloci_reader.lexicon import Lexicon, lexicon
from lexloci_reader.patterns import pattern

_SHAPE = pattern(r"[a-z]*(?:[a-z][235678]|[235678][a-z])[a-z235678']*\Z")
_SMALL = dict(
    pair.split("=")
    for pair in (
        "el=ال al=ال il=ال mn=من men=من min=من gher=غير gheer=غير ghair=غير gheir=غير 8er=غير "
        "8air=غير 3ala=على ala=على 3al=على fe=في fi=في fel=في wa=و bas=بس bs=بس kol=كل kil=كل "
        "da=ده di=دي dah=ده deh=دي howa=هو heya=هي bta3=بتاع beta3=بتاع bta3et=بتاعة ana=انا "
        "le=ل li=ل law=لو bala=بلا bela=بلا bdoun=بدون bidoun=بدون bedoun=بدون bedoon=بدون "
        "bdon=بدون 7ata=حتى zay=زي zy=زي mish=مش mesh=مش msh=مش mo=مو mou=مو sora=صورة "
        "soura=صورة sura=صورة 3ayez=عايز 3ayza=عايزة biddi=بدي baddi=بدي abgha=ابغى nefs=نفس "
        "nafs=نفس elli=اللي illi=اللي ely=اللي eli=اللي lli=اللي ya=يا ma=ما wla=ولا wala=ولا "
        "7aga=حاجة 7agat=حاجات shi=شي 3aleha=عليها 3aleih=عليه ta7t=تحت taht=تحت fo2=فوق "
        "odam=قدام 2odam=قدام wara=ورا ma3=مع bent=بنت binti=بنتي ras=راس wesh=وش wejh=وجه"
    ).split()
)
_LETTERS = (
    ("sh", "ش"), ("ch", "ش"), ("kh", "خ"), ("7'", "خ"), ("gh", "غ"), ("3'", "غ"), ("th", "ث"),
    ("dh", "ذ"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("ei", "ي"), ("aa", "ا"),
)  # fmt: skip
_ONE = dict(zip("bcdfghjklmnpqrstvwxyz2356789", "بكدفجهجكلمنبقرستفوكيزقعخطحغص", strict=True))
_BONES = (
    ("sh", "C"), ("ch", "C"), ("kh", "X"), ("7'", "X"), ("5", "X"), ("gh", "G"), ("8", "G"),
    ("3'", "G"), ("th", "S"), ("dh", "Z"), ("2", "Q"), ("q", "Q"), ("9", "S"), ("7", "H"),
    ("h", "H"), ("6", "T"), ("t", "T"), ("d", "D"), ("s", "S"), ("z", "Z"), ("j", "J"), ("g", "J"),
    ("3", "A"), ("p", "B"), ("b", "B"), ("v", "F"), ("f", "F"), ("k", "K"), ("c", "K"), ("l", "L"),
    ("m", "M"), ("n", "N"), ("r", "R"), ("x", "KS"),
)  # fmt: skip
_ARABIC_BONES = dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنه", "BTSJHXDZRZSCSDTZAGFQKLMNH", strict=True))
_TWICE = pattern(r"(.)\1+")
_AROUND = pattern(r"\A(?:bel|fel|wel|lel|el|al|il|b|l|w|f)?(.{3,}?)(ha|ho|hom|o|u|i|y)?\Z")
_AFTER = {"ha": "ها", "ho": "ه", "hom": "هم", "o": "ه", "u": "ه"}


def in_arabic(words: list[str], lex: Lexicon, others: int) -> dict[str, str] | None:
    """The words in Arabic letters, where digits or small words tell that they are Arabic."""
    low = [word.casefold() for word in words]
    digits = sum(bool(_SHAPE().match(w)) for w in low)
    small = sum(w in _SMALL for w in low)
    if digits + small < 2 and not (digits and len(words) <= 6):
        return None
    said: dict[str, str] = {}
    hits = 0
    for word, small_word in zip(words, low, strict=True):
        form = _SMALL.get(small_word) or _listed(small_word)
        hits += bool(form)
        if form or not (small_word in lex.vocab or small_word.isdigit()):
            said[word] = form or _by_letter(small_word)
    return said if hits + digits >= 3 and hits + digits > others else None


def _by_letter(word: str) -> str:
    first = "ا" if word[0] in "aeiou" else ""
    for spelt, letter in _LETTERS:
        word = word.replace(spelt, letter)
    last = "ه" if len(word) > 3 and word[-1] == "a" else "ي" if word[-1] in "iy" else ""
    body = word[:-1] if last else word
    return first + "".join(_ONE.get(c, "" if c.isascii() else c) for c in body) + last


def _bones(word: str) -> str:
    for spelt, bone in _BONES:
        word = word.replace(spelt, bone)
    return _TWICE().sub(r"\1", "".join(c for c in word if c.isupper()))


@cache
def _by_bones() -> dict[str, str]:
    """Consonants -> the Arabic word of the lists that has them; the first of each."""
    out: dict[str, str] = {}
    for term in sorted(lexicon().terms):
        if " " not in term and "ء" <= term[0] <= "ي":
            bones = _TWICE().sub(r"\1", "".join(_ARABIC_BONES.get(c, "") for c in term))
            if len(bones) >= 3:
                out.setdefault(bones, term)
    return out


@lru_cache(1 << 12)
def _listed(word: str) -> str:
    """The Arabic word of the lists that has the consonants of the Latin one, or nothing."""
    table = _by_bones()
    whole = table.get(_bones(word))
    if whole:
        return whole
    found = _AROUND().match(word)
    bare = table.get(_bones(found.group(1))) if found else None
    return bare + _AFTER.get(found.group(2), "") if bare and found else ""

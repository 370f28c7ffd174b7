"""Vietnamese typed without its signs, or as the keys of Telex and VNI: `khong mac gi`, `khoar`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_ONSET = "b|ch|c|d|gi|gh|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_RHYME = (
    "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|ieu|yeu|oai|oao|oay|"
    "uai|uay|uoi|uou|uya|uye|uyu"
)
_FEW = frozenset("yes me to an on in us go no so he do hi by my tin ten men man bat cap".split())
_OFTEN = frozenset(
    "khong hong hok ko mac cua nguoi trong hinh duoc voi cho nha nhe nay kia cai chiec het bo xoa "
    "cao thay doi mau nen anh chi em co ban ao quan vay dam do lot noi tam boi nguc mong tui minh "
    "toi dang dung ngoi nam chup ve tranh that giong nhu luc moi them dung giua ben duoi tren va "
    "la thi phia ra di coi gium giup con nho be gai trai ong ba bac di chu hang xom dong nghiep "
    "khoa than truong lop lam thanh sach mot hai tren nguyen mieng manh vai dep nhin thay cho chi "
    "ten vo chong sep thuc te xem phong thoi luon nao khoe ho".split()
)
_DOUBLED = re.compile(r"aa|ee|oo|dd")
_KEYED = re.compile(r"[a-z]+[1-9][a-z1-9]*\Z")
_SCRUB = re.compile(r"[1-9]")
_WORD = re.compile(r"[A-Za-z]+[1-9]?[A-Za-z1-9]*")
_TONES = frozenset("sfrxj")


@cache
def _syllable() -> re.Pattern[str]:
    return re.compile(rf"(?:{_ONSET})?(?:{_RHYME})(?:ch|c|ng|nh|n|m|p|t)?\Z")


def syllable(word: str) -> bool:
    """Whether a word without signs is a syllable of the language."""
    return bool(_syllable().match(word))


@lru_cache(1 << 12)
def _decoded(word: str) -> str:
    """The plain syllable that a word typed in Telex or VNI stands for, or the word."""
    made = word
    if _KEYED.match(word):
        made = _SCRUB.sub("", word)
    else:
        made = _DOUBLED.sub(lambda m: m.group()[0], word)
        made = made[:1] + made[1:].replace("w", "") if len(made) > 1 else made
        tones = [n for n in range(2, len(made)) if made[n] in _TONES]
        if tones:
            made = made[: tones[-1]] + made[tones[-1] + 1 :]
    return made if made != word and _syllable().match(made) else word


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:400].lower())


def unsigned_vietnamese(text: str) -> int:
    """How many words of an ASCII text speak for Vietnamese; 0 where most are no syllables of it."""
    words = _words(text)
    told = 0 if _OFTEN.isdisjoint(words) else sum(w in _OFTEN for w in words)
    if told < 2 or told * 5 < len(words):
        return 0
    fits = [w for w in words if w not in _FEW and _syllable().match(w)]
    return len(fits) if len(fits) * 10 >= len(words) * 7 else 0


def keyed(text: str) -> str:
    """The text with its Telex or VNI keys made plain syllables, where it is Vietnamese so typed."""
    words = _words(text)
    if _OFTEN.isdisjoint(map(_decoded, words)):
        return text
    made = [_decoded(w) for w in words]
    changed = sum(a != b for a, b in zip(words, made, strict=True))
    if changed < 2 or sum(w in _OFTEN for w in made) < 2:
        return text
    fits = sum(bool(_syllable().match(w)) for w in made)
    if fits * 10 < len(made) * 8 or sum(map(bool, map(_syllable().match, words))) >= fits:
        return text

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        made = _decoded(word.lower())
        return made.capitalize() if word[:1].isupper() else made

    return _WORD.sub(plain, text)

"""Which pieces of Japanese hold a name, by list and by shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from lexloci_reader.lexicon import lexicon, remembered
from lexloci_reader.patterns import pattern
from lexloci_reader.spelling import simple

KANA, HAN, HANGUL = pattern("[ぁ-ヿ]"), pattern("[一-鿿]"), pattern("[가-힣]")
_FAMILY_ENDS = simple(
    "田川山村野木本井口島嶋崎﨑﨑原沢澤藤谷橋岡松森林瀬宮尾部塚浦池坂倉堀石戸越畑葉壁月城杉竹根菅"
    "黒白青赤羽柳咲雪桐槻舘館丘峰峯嵐泉沼洲辻溝江条條津坪垣河淵渕鳥鷹条寺堂門園蔵柴栗梅桜桃"
)


def within(script: Callable[[], re.Pattern[str]], text: str) -> bool:
    """Whether a letter of the text lies in the script."""
    return script().search(text) is not None


def is_a(word: str, kind: str) -> bool:
    """Whether our own lists hold the word as that kind of name, or as none (`notname`)."""
    return kind in lexicon().names.get(word, "").split()


def nameless(word: str, *lengths: int) -> bool:
    """Whether the word begins as one that is no name."""
    return any(is_a(word[:n], "notname") for n in lengths)


@cache
def _kanji_given() -> re.Pattern[str]:
    return re.compile(
        "(?:^|[のはがとも])([一-鿿]{1,2}[子美香奈菜恵代江乃穂花织])(?=$|[がはをのとにもさちく])"
    )


@cache
def _kana_given() -> re.Pattern[str]:
    """A name that may end in kana, after a blank or の: `真壁ゆら`, `さやかの`."""
    return re.compile(
        "(?:^|[のとや])([一-鿿々ヶ]{0,3})([ぁ-ん]{2,4}?)(?=$|[がはをのとにもでへ一-鿿])"
    )


@cache
def _shape() -> re.Pattern[str]:
    """A family name by its last letter with a given name, alone: `神崎ルイ`, `郷田鉄心が`."""
    return re.compile(
        f"(?:^|[のはとも])([一-鿿々]{{0,2}}[{_FAMILY_ENDS}])"
        "([ぁ-ん]{2,4}?|[ァ-ヶー]{2,4}|[一-鿿]{2})(?=$|[がはのをにでとも])"
    )


@remembered
def kana_named(word: str) -> bool:
    """Whether a given name written in kana stands in the piece."""
    for found in _kana_given().finditer(word):
        if is_a(found.group(2), "given") and not is_a(found.group(2), "notname"):
            return True
    return False


@remembered
def shaped(word: str) -> bool:
    """Whether a Japanese family name, by its shape, stands with a given name in the piece."""
    for found in _shape().finditer(word):
        family, given = found.groups()
        fit = len(family) > 1 and not is_a(given, "notname") and not nameless(family, 1, 2, 3)
        if fit and not nameless(family + given, 2, 3, 4):
            return True
    return False


@remembered
def family_begins(word: str) -> bool:
    """Whether a listed Japanese family name stands in the piece, no kanji before it."""
    for at in range(len(word)):
        for size in (3, 2):
            family = word[at : at + size]
            if (
                len(family) == size
                and is_a(family, "surname")
                and (not at or not within(HAN, word[at - 1]))
            ):
                return True
    return False


@remembered
def kanji_named(word: str) -> bool:
    """Whether a given name by its last kanji stands in the piece."""
    given = _kanji_given().search(word)
    if not given:
        return False
    return not any(is_a(given.group(1)[n:], "notname") for n in (0, 1))

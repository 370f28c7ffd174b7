"""How old somebody is said to be: numbers, words, school years, years of birth."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Scene

THIS_YEAR = 2026
_DIGITS = re.compile(
    r"(\d{1,3})(yo|yrs?|y|岁|歲|歳|才|살|세|ans|anos|anni|j|jahre|jaar|lat|let|th|st|nd|rd)?\Z"
)
_CJK_NUMBER = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}

_ONES = {"mot": 1, "tu": 4, "lam": 5}
"""How Vietnamese says one, four and five behind a ten."""


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years said at token `at`; `sure` when a unit or an age word says so."""

    at: int
    years: int


def number_at(scene: Scene, i: int) -> tuple[int, int] | None:
    """(the number that starts at token `i`, tokens it takes), or None."""
    word = scene.word(i)
    digits = _DIGITS.match(word) if word[:1].isdigit() else None
    if digits:
        return int(digits.group(1)), 1
    numbers = lexicon().numbers
    value = numbers.get(word)
    if value is None:
        return None if word.isascii() else _cjk(word)
    if scene.word(i + 1) == "muoi" and 1 < value < 10:
        ones = numbers.get(scene.word(i + 2), _ONES.get(scene.word(i + 2), 0))
        return value * 10 + (ones if ones < 10 else 0), 2 + (0 < ones < 10)
    follow = numbers.get(scene.word(i + 1))
    if value >= 20 and value % 10 == 0 and follow is not None and 0 < follow < 10:
        return value + follow, 2
    return value, 1


def _cjk(word: str) -> tuple[int, int] | None:
    if not word or any(c not in _CJK_NUMBER and c != "十" for c in word) or len(word) > 3:
        return None
    if "十" not in word:
        return (_CJK_NUMBER[word], 1) if len(word) == 1 else None
    tens, _, ones = word.partition("十")
    value = (_CJK_NUMBER.get(tens, 1) if tens else 1) * 10
    return value + (_CJK_NUMBER.get(ones, 0) if ones else 0), 1


def ages(scene: Scene) -> list[Age]:
    """Every age said, in order; asked for whole texts and each sentence, so looked for once."""
    if scene.aged is None:
        scene.aged = _said(scene)
    return scene.aged


def _said(scene: Scene) -> list[Age]:
    out: list[Age] = []
    i, n = 0, len(scene.tokens)
    numbers = lexicon().numbers
    while i < n:
        word = scene.tokens[i].word
        told = word in numbers or not word.isascii() or word[:1].isdigit()
        found = number_at(scene, i) if told else None
        if not found:
            i += 1
            continue
        years, step = found
        if _is_age(scene, i, years, step):
            out.append(Age(i, years))
        i += step
    out.extend(_births(scene))
    return out


def _is_age(scene: Scene, i: int, years: int, step: int) -> bool:
    """Whether the number at `i` is an age: by unit, by `aged`, or set off after a person."""
    word = scene.word(i)
    digits = _DIGITS.match(word)
    unit = digits.group(2) if digits else None
    if unit and unit not in ("th", "st", "nd", "rd"):
        return True
    after = scene.tags(i + step)
    if "unit" in after or ("unit" in scene.tags(i + step + 1) and not after):
        return not unit
    before = scene.tags(i - 1)
    if "aged" in before or "agedunit" in before:
        return True
    if "unitbefore" in before:
        return True
    return not unit and _set_off(scene, i, years, step)


_ABOUT = frozenset("about around roughly maybe circa ca etwa environ unos vers около".split())


def _set_off(scene: Scene, i: int, years: int, step: int) -> bool:
    """Whether the number stands between commas after somebody: `a fisherman, about 60, mending`."""
    first = i - 1 if scene.word(i - 1) in _ABOUT else i
    ends = i + step >= len(scene.tokens) or scene.tokens[i + step].gap
    if not ends or scene.tokens[first].gap != 1 or not 2 < years < 100:
        return False
    if not scene.word(i)[:1].isdigit() and years < 18:
        return False  # `two girls, three boys`
    named = scene.tokens[first - 1].raw[:1].isupper()
    return named or bool(scene.tags(first - 1) & {"person", "adult", "minor", "name"})


def _births(scene: Scene) -> list[Age]:
    """Ages by year of birth."""
    out = []
    for i, token in enumerate(scene.tokens):
        year = int(token.word) if len(token.word) == 4 and token.word.isdecimal() else 0
        if 1900 <= year <= THIS_YEAR and "born" in scene.tags(i - 1) | scene.tags(i - 2):
            out.append(Age(i, THIS_YEAR - year))
    return out


def age_values(years: int) -> frozenset[str]:
    """The values an age in years leaves."""
    return frozenset({"minor"}) if years < 18 else frozenset({"adult"})

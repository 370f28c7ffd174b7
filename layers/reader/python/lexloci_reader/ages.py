"""How old somebody is said to be: numbers, words, school years, years of birth."""

from __future__ import annotations

import re
from typing import NamedTuple

from lexloci_reader.lexicon import lexicon, remembered
from lexloci_reader.scene import Scene

THIS_YEAR = 2026
_DIGITS = re.compile(
    r"(\d{1,3})(yo|yrs?|y|岁|歲|歳|才|살|세|ans|anos|anni|j|jahre|jaar|lat|let|th|st|nd|rd)?\Z"
)
_CJK_NUMBER = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}

_ONES = {"mot": 1, "tu": 4, "lam": 5}
"""How Vietnamese says one, four and five behind a ten."""
_TENS = frozenset("muoi chuc puluh puluhan".split())
_AND = frozenset({"e", "et", "y"})
"""What joins tens and ones: `trinta e dois`, `soixante et onze`."""
_HUNDREDS = frozenset(
    "hundred thousand hundert tausend honderd duizend cent mille cento cientos cem mil yuz bin "
    "ratus ribu tram daan libo сто тысяч सौ".split()
)


class Age(NamedTuple):
    """An age in years said at token `at`."""

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
    if scene.word(i + 1) in _TENS and 1 < value < 10:
        ones = numbers.get(scene.word(i + 2), _ONES.get(scene.word(i + 2), 0))
        return value * 10 + (ones if ones < 10 else 0), 2 + (0 < ones < 10)
    if scene.word(i + 1) in _HUNDREDS and value < 20:
        return value * 100, 2
    joined = scene.word(i + 1) in _AND and value >= 20
    follow = numbers.get(scene.word(i + 1 + joined))
    if value == 4 and scene.word(i + 1) in ("vingt", "vingts"):
        more = numbers.get(scene.word(i + 2), 0)
        return 80 + (more if more < 20 else 0), 2 + (0 < more < 20)
    most = 20 if value == 60 and scene.word(i) == "soixante" else 10
    if value >= 20 and value % 10 == 0 and follow is not None and 0 < follow < most:
        return value + follow, 2 + joined
    return value, 1


def _cjk(word: str) -> tuple[int, int] | None:
    if not word or any(c not in _CJK_NUMBER and c != "十" for c in word) or len(word) > 3:
        return None
    if "十" not in word:
        return (_CJK_NUMBER[word], 1) if len(word) == 1 else None
    tens, _, ones = word.partition("十")
    value = (_CJK_NUMBER.get(tens, 1) if tens else 1) * 10
    return value + (_CJK_NUMBER.get(ones, 0) if ones else 0), 1


@remembered
def _numeral(word: str) -> bool:
    """Whether a number may begin with the word."""
    numbers = word[:1].isdigit() or word in lexicon().numbers
    return numbers or (not word.isascii() and _cjk(word) is not None)


def ages(scene: Scene) -> list[Age]:
    """Every age said, in order; asked for whole texts and each sentence, so looked for once."""
    if scene.aged is None:
        scene.aged = _said(scene)
    return scene.aged


def _said(scene: Scene) -> list[Age]:
    if not any(map(_numeral, scene.words)):
        return _births(scene)
    out: list[Age] = []
    end = 0
    for i in [i for i, token in enumerate(scene.tokens) if _numeral(token.word)]:
        found = number_at(scene, i) if i >= end else None
        if not found:
            continue
        years, step = found
        if _is_age(scene, i, years, step):
            out.append(Age(i, years))
        end = i + step
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
    if "unit" in after:
        return not unit
    if (scene.word(i + step), scene.word(i + step + 1)) == ("y", "o"):
        return True  # `16 y/o`, which Spanish would read as `and or`
    late = not after and "unit" in scene.tags(i + step + 1)
    if late and not number_at(scene, i + step):
        return not unit
    first = _about(scene, i)
    if scene.tags(first - 1) & {"aged", "agedunit", "unitbefore"}:
        return True
    if unit or not 2 < years < 100:
        return False
    over = years >= 18 and f"{word}+" in scene.raw
    told = over or _at_least(scene, i + step) or _of_somebody(scene, first, i, step)
    return told or _set_off(scene, first, i, years, step)


_ABOUT = frozenset(
    "about around roughly maybe circa ca approx approximately nearly almost over above past some "
    "etwa ungefähr rund über gegen environ presque unos casi aproximadamente vers około prawie "
    "ponad около примерно почти sekitar kira khoang tam yaklasik".split()
)
_SAYS = frozenset({"be", "is", "looks", "was", "seems"})
_MEASURES = frozenset(
    "feet foot ft meters metres meter metre m cm mm km kg pounds lbs miles minutes hours days "
    "weeks months dollars euros percent degrees people guests others of inches pieces times "
    "odd or to".split()
)


def _about(scene: Scene, i: int) -> int:
    """Where what is said of a number begins: `about 60`."""
    while i > 0 and scene.word(i - 1) in _ABOUT and not scene.tokens[i].gap:
        i -= 1
    return i


def _at_least(scene: Scene, end: int) -> bool:
    """What follows the years of somebody: `25 and up`, `thirty odd`, `forty if a day`."""
    said = [scene.word(i) for i in range(end, end + 3)]
    if said[0] in ("and", "or") and said[1] in ("up", "over", "older", "above"):
        return True
    ends = end + 1 >= len(scene.tokens) or scene.tokens[end + 1].gap
    return said == ["if", "a", "day"] or (said[0] in ("odd", "something", "ish") and bool(ends))


def _of_somebody(scene: Scene, first: int, i: int, step: int) -> bool:
    """`a man around 45 with a net`, `a stockman, must be sixty`: no measure follows."""
    end = i + step
    open_end = end >= len(scene.tokens) or scene.tokens[end].gap > 0
    if first < i and not scene.tokens[first].gap:
        near = scene.tags(first - 1) | scene.tags(first - 2)
        measured = not open_end and (scene.word(end) in _MEASURES or scene.word(end).isdigit())
        return not near.isdisjoint(_WHO) and not measured
    says = scene.word(first - 1) in _SAYS and open_end
    here = range(max(0, first - 8), first - 1)
    return says and any(scene.same(j, i) and scene.tags(j) & _WHO for j in here)


_WHO = frozenset({"person", "adult", "minor", "name", "she", "he", "they"})


def _set_off(scene: Scene, first: int, i: int, years: int, step: int) -> bool:
    """Whether the number stands between commas after somebody: `a fisherman, about 60, mending`."""
    ends = i + step >= len(scene.tokens) or scene.tokens[i + step].gap
    if not ends or scene.tokens[first].gap != 1:
        return False
    if not scene.word(i)[:1].isdigit() and years < 18:
        return False  # `two girls, three boys`
    named = scene.tokens[first - 1].raw[:1].isupper()
    return named or bool(scene.tags(first - 1) & {"person", "adult", "minor", "name"})


def _births(scene: Scene) -> list[Age]:
    """Ages by year of birth."""
    out = []
    for i, token in enumerate(scene.tokens if scene.having("born") else ()):
        year = int(token.word) if len(token.word) == 4 and token.word.isdecimal() else 0
        if 1900 <= year <= THIS_YEAR and "born" in scene.tags(i - 1) | scene.tags(i - 2):
            out.append(Age(i, THIS_YEAR - year))
    return out


def age_values(years: int) -> frozenset[str]:
    """The values an age in years leaves."""
    return frozenset({"minor"}) if years < 18 else frozenset({"adult"})

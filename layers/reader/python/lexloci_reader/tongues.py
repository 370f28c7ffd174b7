"""Names as languages other than English write them: native scripts, honorifics, relations."""

from __future__ import annotations

import re
from functools import cache

from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import ANY_AGE, EITHER, GRAVE, Name, english, unknown
from lexloci_reader.scene import Scene
from lexloci_reader.spelling import simple

_KANA, _HAN, _HANGUL, _THAI = ("ぁ", "ヿ"), ("一", "鿿"), ("가", "힣"), ("ก", "๎")
_CASED = re.compile(r"[a-zà-öø-ÿа-я]")
_AFTER_HAN = frozenset(
    "在和与的穿只正站坐躺跪于着是被把为及跟同身戴光全去脱没不赤裸露拍做摆从到靠趴睡游洗泡"
    "演唱跳走笑披裹围套换湿本真半仅上下除参出海沙浴床私写晒拿扮给让变成那这冇净淋浸"
)
_PARTICLE = "이랑|에게|한테|이가|이의|이를|이는|이|가|은|는|을|를|의|와|과|랑|도|씨|님|양|군|만"
_VERB = ("하는", "하고", "하며", "하여", "하게", "하지", "되는", "되고", "있는", "없는")
_OFFICE = frozenset(simple("員師士屋長者家手人官客嬢生方の"))
_CALLS = ("小", "阿", "老")
POLITE = frozenset({"kin", "title", "honorific"})
_THINGS = frozenset({"object", "creature", "thing", "colour"})
PERSONAL = frozenset({"adult", "person", "kin", "minor", "title", "honorific", "mine"})


@cache
def _eojeol() -> re.Pattern[str]:
    return re.compile(rf"([가-힣]{{2,4}}?)(?:{_PARTICLE})?\Z")


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
def _after_fame() -> re.Pattern[str]:
    return re.compile(
        "の?(?:[一-鿿々ヶ]{3,5}(?=$|[がはのをにでとも])|[一-鿿々ヶ]{2,3}[ァ-ヶー]{2,5}$)"
    )


@cache
def _before_honour() -> re.Pattern[str]:
    return re.compile(
        "(?:(?:^|[のはがとも、])[一-鿿々]{1,4}|(?:^|[^ァ-ヶー])[ァ-ヶー]{2,6}|^[ぁ-ん]{2,4})\\Z"
    )


def _within(script: tuple[str, str], text: str) -> bool:
    """Whether a letter of the text lies in the script."""
    low, high = script
    return any(low <= c <= high for c in text)


def _is(word: str, kind: str) -> bool:
    return kind in lexicon().names.get(word, "").split()


def _free(scene: Scene, i: int) -> bool:
    return 0 <= i < len(scene.tokens) and not scene.at[i]


def _name(i: int, end: int, why: str) -> Name:
    return Name(i, end, EITHER, ANY_AGE, why)


def _famed(scene: Scene, i: int) -> bool:
    """Whether a calling stands before that names go with: `歌手`, `女優`, `배우`."""
    return "fame" in scene.tags(i - 1) and not scene.tokens[i].gap


def _given_han(text: str) -> bool:
    return bool(text) and all(_is(c, "givenpart") for c in text)


def _chinese(scene: Scene, i: int) -> bool:
    """Whether a piece of Chinese holds a family name with a given name."""
    word = scene.word(i)
    polite = "honorific" in scene.tags(i + 1) and not scene.tokens[i + 1].gap
    if polite and (_is(word[-1], "surname") or (len(word) > 1 and _is(word[-2], "surname"))):
        return True
    if _famed(scene, i) and len(word) > 1 and (_is(word[0], "surname") or _is(word[:2], "surname")):
        return not any(_is(word[:n], "notname") for n in (2, 3))
    if _nicknamed(word):
        return True
    for at in range(len(word)):
        for size in (2, 1):
            family = word[at : at + size]
            if len(family) < size or not _is(family, "surname"):
                continue
            given = word[at + size : at + size + 2]
            rest = word[at + size + 2 :]
            if len(given) == 2 and _given_han(given) and (not rest or rest[0] in _AFTER_HAN):
                return not _is(family + given[0], "notname") and not _is(given, "notname")
            short = word[at:]
            if (
                at == 0
                and len(short) == size + 1
                and _given_han(given)
                and not _is(short, "notname")
            ):
                return True
    return False


def _nicknamed(word: str) -> bool:
    """`小雅`, `老王`, `阿强`: a familiar syllable before a name's, nothing more."""
    if word[0] not in _CALLS or not 2 <= len(word) or _is(word[:2], "notname"):
        return False
    fits = _is(word[1], "givenpart") or _is(word[1], "surname")
    return fits and (len(word) == 2 or word[2] in _AFTER_HAN)


def _kana_named(word: str) -> bool:
    """Whether a given name written in kana stands in the piece."""
    for found in _kana_given().finditer(word):
        if _is(found.group(2), "given") and not _is(found.group(2), "notname"):
            return True
    return False


def _japanese(scene: Scene, i: int) -> bool:
    """Whether a piece of Japanese holds a family name, a given name, or ends before `san`."""
    word = scene.word(i)
    polite = "honorific" in scene.tags(i + 1) and not scene.tokens[i + 1].gap
    if polite and _before_honour().search(word) and word[-1] not in _OFFICE:
        return not _is(word, "notname")
    if _kana_named(word) or (_famed(scene, i) and _after_fame().match(word)):
        return True
    for at in range(len(word)):
        for size in (3, 2):
            family = word[at : at + size]
            if (
                len(family) == size
                and _is(family, "surname")
                and (not at or not _within(_HAN, word[at - 1]))
            ):
                return True
    given = _kanji_given().search(word)
    if not given:
        return False
    return not any(_is(given.group(1)[n:], "notname") for n in (0, 1))


def _korean(scene: Scene, i: int) -> bool:
    """Whether an eojeol is a family name with a given name, or a given name before a title."""
    found = _eojeol().match(scene.word(i))
    if not found or scene.word(i).endswith(_VERB):
        return False
    polite = bool(scene.tags(i + 1) & POLITE) and not scene.tokens[i + 1].gap
    called = bool(scene.tags(i - 1) & PERSONAL) and not scene.tokens[i].gap
    if called and len(found.group(1)) == 3 and _is(found.group(1)[0], "surname"):
        return not _is(found.group(1), "notname")
    if _famed(scene, i) and len(found.group(1)) == 2 and _is(found.group(1)[0], "surname"):
        return _is(found.group(1)[1], "givenpart") and not _is(found.group(1), "notname")
    for word in dict.fromkeys((found.group(1), scene.word(i))):
        if _is(word, "notname") or not all(_is(c, "givenpart") for c in word[1:]):
            continue
        if len(word) == 3 and _is(word[0], "surname"):
            return True
        if (
            polite
            and len(word) in (2, 3)
            and (_is(word[0], "surname") or _is(word[0], "givenpart"))
        ):
            return True
    return False


def _unspaced(scene: Scene, i: int, kana: bool) -> Name | None:
    word = scene.word(i)
    if _within(_HANGUL, word[0]):
        return _name(i, i + 1, "name in Korean") if _korean(scene, i) else None
    if not (_within(_HAN, word) or _within(_KANA, word)):
        return None
    named = _japanese(scene, i) if kana else _chinese(scene, i)
    return _name(i, i + 1, "name in kanji" if kana else "name in Chinese") if named else None


def _titled(scene: Scene, i: int) -> Name | None:
    """A word that no list explains after a title: `ครูสมใจ`, `أستاذ فوزي`, `Herr Dübbelkamp`."""
    end = i + 1
    if end >= len(scene.tokens) or scene.tokens[end].gap:
        return None
    word, lex = scene.word(end), lexicon()
    nick = _within(_THAI, word[0]) and _is(word, "given")
    if nick and scene.tags(end) <= _THINGS:
        return _name(i, end + 1, "title and name")
    if not _free(scene, end):
        return None
    if _is(word, "notname") or word in lex.func or len(word) < 2:
        return None
    if _within(_THAI, word[0]) and any(_is(word[:n], "notname") for n in range(2, 7)):
        return None
    if not (unknown(scene, end) or scene.tokens[end].raw[:1].isupper()):
        return None
    if _CASED.match(word) and not scene.tokens[end].raw[:1].isupper():
        return None
    while (
        end < len(scene.tokens) and end < i + 4 and _free(scene, end) and not scene.tokens[end].gap
    ):
        if scene.word(end) in lex.func:
            break
        end += 1
    return _name(i, end, "title and name")


def _related(scene: Scene, i: int) -> Name | None:
    """A capitalised word that no list explains beside a relation: `collega Marloes`."""
    raw, word = scene.tokens[i].raw, scene.word(i)
    if not raw[:1].isupper() or not _CASED.match(word) or scene.tokens[i].gap:
        return None
    if not unknown(scene, i) or _is(word, "notname"):
        return None
    before = scene.tags(i - 1) | (
        scene.tags(i - 2) if scene.word(i - 1) in ("si", "sang") else frozenset()
    )
    if before & PERSONAL and "benign" not in before:
        return _name(i, i + 1, "name beside a relation")
    return None


def _thai(scene: Scene, i: int) -> Name | None:
    """Two Thai words in a row that no list explains, where a prompt begins: name and surname."""
    pair = [scene.word(i), scene.word(i + 1)]
    begins = scene.tokens[i].gap == 2 or scene.tags(i - 1) & {"picture", "photo", "drawn"}
    if not begins or not (unknown(scene, i) or unknown(scene, i + 1)):
        return None
    if not (_free(scene, i + 1) and all(_within(_THAI, word[:1]) for word in pair)):
        return None
    if scene.tokens[i + 1].gap or min(map(len, pair)) < 3 or len(pair[0]) > 12:
        return None
    if any(_is(word[:n], "notname") for word in pair for n in range(2, 7)):
        return None
    return _name(i, i + 2, "name and surname in Thai")


def _pictured(scene: Scene, i: int) -> Name | None:
    """Two small-letter words that no list explains: `foto de carolina mendieta desnuda`."""
    if not (scene.tags(i - 1) & {"of"} and scene.tags(i - 2) & {"photo", "picture", "drawn"}):
        return None
    if scene.tokens[i].gap or not _free(scene, i + 1) or scene.tokens[i + 1].gap:
        return None
    cased = _CASED.match(scene.word(i)) and _CASED.match(scene.word(i + 1))
    known_first = bool(lexicon().names.get(scene.word(i)))
    if not cased or not (unknown(scene, i) or known_first) or not unknown(scene, i + 1):
        return None
    return _name(i, i + 2, "two words in a name's place") if scene.tags(i + 2) & GRAVE else None


def _possessed(scene: Scene, i: int) -> Name | None:
    """Somebody of the requester's whom no list explains: `моя квартирантка`, `minha manicure`."""
    j = i + 1
    if j >= len(scene.tokens) or scene.tokens[j].gap or not unknown(scene, j):
        return None
    if _is(scene.word(j), "notname") or scene.word(j).isdigit() or not _CASED.match(scene.word(j)):
        return None
    return _name(j, j + 1, "somebody of the requester's")


def native_names(scene: Scene, told: list[Name]) -> list[Name]:
    """Names told by the ways of other languages, besides those told; for texts that undress."""
    out: list[Name] = []
    taken = {i for name in told for i in range(name.start, name.end)}
    if english(scene) and all(t.word.isascii() for t in scene.tokens):
        return out
    kana = any(_within(_KANA, t.word) for t in scene.tokens)
    crowd = bool(scene.having("adult", "person", "minor"))
    end = 0
    for i in range(len(scene.tokens)):
        if i < end or i in taken:
            continue
        tags = scene.tags(i)
        name = None
        if "title" in tags and "benign" not in tags:
            name = _titled(scene, i)
        elif "my" in tags and not crowd:
            name = _possessed(scene, i)
        elif not tags:
            ascii_word = scene.word(i).isascii()
            name = _related(scene, i) or (None if ascii_word else _unspaced(scene, i, kana))
            name = name or _thai(scene, i) or _pictured(scene, i)
        if name and not taken & set(range(name.start, name.end)):
            out.append(name)
            end = name.end
    return out

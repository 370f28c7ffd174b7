"""Names in Chinese, Japanese and Korean letters: by list, by shape, by the calling beside them."""

from __future__ import annotations

import re
from functools import cache

from lexloci_reader.kanji import (
    HAN,
    HANGUL,
    KANA,
    family_begins,
    is_a,
    kana_named,
    kanji_named,
    nameless,
    shaped,
    within,
)
from lexloci_reader.lexicon import remembered
from lexloci_reader.naming import unknown
from lexloci_reader.scene import Scene
from lexloci_reader.spelling import simple

_AFTER_HAN = frozenset(
    "在和与的穿只正站坐躺跪于着是被把为及跟同身戴光全去脱没不赤裸露拍做摆从到靠趴睡游洗泡"
    "演唱跳走笑披裹围套换湿本真半仅上下除参出海沙浴床私写晒拿扮给让变成那这冇净淋浸"
)
_PARTICLE = "이랑|에게|한테|이가|이의|이를|이는|이|가|은|는|을|를|의|와|과|랑|도|씨|님|양|군|만"
_VERB = ("하는", "하고", "하며", "하여", "하게", "하지", "되는", "되고", "있는", "없는")
_OFFICE = frozenset(simple("員師士屋長者家手人官客嬢生方の"))
_CALLS = ("小", "阿", "老")
_LINKS = ("的", "叫", "是", "名叫", "名为", "哋", "嘅", "の", "は", "、")
POLITE = frozenset({"kin", "title", "honorific"})
PERSONAL = frozenset({"adult", "person", "kin", "minor", "title", "honorific", "mine"})
_FAMED = frozenset({"fame"})
_CALLED = frozenset({"fame", "kin", "mine", "role", "title"})


@cache
def _eojeol() -> re.Pattern[str]:
    return re.compile(rf"([가-힣]{{2,4}}?)(?:{_PARTICLE})?\Z")


@cache
def _after_fame() -> re.Pattern[str]:
    """Behind a calling: `の長瀬光希が`, `楠木レイ`, `の水瀬ひよりが`, `蒼真ユウ`."""
    ends = "(?=$|[がはのをにでともへさ本])"
    return re.compile(
        f"の?([一-鿿々ヶ]{{3,5}}{ends}|[一-鿿々ヶ]{{1,3}}[ァ-ヶー]{{2,5}}{ends}"
        f"|[一-鿿々ヶ]{{2,3}}[ぁ-ん]{{2,4}}?{ends}|[一-鿿々ヶ]{{2,3}}[ぁ-ん]{{2}}[一-鿿])"
    )


@cache
def _before_honour() -> re.Pattern[str]:
    return re.compile(
        "(?:(?:^|[のはがとも、])[一-鿿々]{1,4}|(?:^|[^ァ-ヶー])[ァ-ヶー]{2,6}|^[ぁ-ん]{2,4})\\Z"
    )


def _called(scene: Scene, i: int, tags: frozenset[str] = _CALLED) -> bool:
    """Whether a calling or a relation stands before that names go with: `歌手`, `室友`."""
    if scene.tokens[i].gap:
        return False
    before = scene.tags(i - 1)
    return bool(before & tags) and "benign" not in before


def _alone(scene: Scene, i: int) -> bool:
    """Whether the token is all that stands between two stops."""
    last = i + 1 >= len(scene.tokens) or bool(scene.tokens[i + 1].gap)
    return bool(scene.tokens[i].gap) and last


def _given(text: str) -> bool:
    """Whether all of its letters stand in given names."""
    return bool(text) and all(is_a(c, "givenpart") for c in text)


def _family(word: str) -> int:
    """The length of the Chinese family name that the word begins with; 0 for none."""
    return next((n for n in (2, 1) if len(word) >= n and is_a(word[:n], "surname")), 0)


def chinese(scene: Scene, i: int) -> bool:
    """Whether a piece of Chinese holds a family name with a given name."""
    word = scene.word(i)
    polite = "honorific" in scene.tags(i + 1) and not scene.tokens[i + 1].gap
    if polite and (is_a(word[-1], "surname") or (len(word) > 1 and is_a(word[-2], "surname"))):
        return True
    return _beside_calling(scene, i) or _whole_name(scene, i) or _nicknamed(word) or _inside(word)


def _run(scene: Scene, i: int) -> str:
    """The letters from the token on, over single letters that are words elsewhere: `李成|儒`."""
    out, j = scene.word(i), i + 1
    while j < len(scene.tokens) and not scene.tokens[j].gap and len(out) < 4:
        if scene.tags(j) and len(scene.word(j)) > 1:
            break
        out += scene.word(j)
        j += 1
    return out


def _beside_calling(scene: Scene, i: int) -> bool:
    """`演员叶观澜`, `室友顾南枝`, `主播是乔西`: the name follows whom it is said of."""
    word = _run(scene, i)
    if not _called(scene, i):
        return False
    said = next((word[len(link) :] for link in _LINKS if word.startswith(link)), word)
    size = _family(said)
    if not size or len(said) < size + 1 or nameless(said, 2, 3):
        return False
    return _called(scene, i, _FAMED) or is_a(said[size], "givenpart")


def _whole_name(scene: Scene, i: int) -> bool:
    """`罗景行，`, `温韶华红毯`: a name where a part of the sentence begins, or all of it."""
    word = scene.word(i)
    size = _family(word)
    whom = bool(scene.tags(i - 1) & {"f", "m"})  # `女神周冬雨`
    if not size or not (scene.tokens[i].gap or whom) or nameless(word, 2, 3, 4):
        return False
    given = word[size : size + 2]
    if len(given) < 2 or is_a(given, "notname"):
        return False
    if not scene.tokens[i].gap:
        return _given(given) and len(word) == size + 2
    if len(word) == size + 2 and (_alone(scene, i) or "wear" in scene.tags(i + 1)):
        return any(is_a(c, "givenpart") for c in given)
    return scene.tokens[i].gap == 2 and _given(given)


@remembered
def _inside(word: str) -> bool:
    """A family name with two given letters before what goes on, or one that is all of it."""
    for at in range(len(word)):
        size = _family(word[at:])
        given, rest = word[at + size : at + size + 2], word[at + size + 2 :]
        if not size or not _given(given):
            continue
        if len(given) == 2 and (not rest or rest[0] in _AFTER_HAN):
            held = (word[at : at + size + 1], given)
            return not any(is_a(each, "notname") for each in held)
        if not at and len(given) == 1 and not is_a(word, "notname"):
            return True
    return False


def _nicknamed(word: str) -> bool:
    """`小雅`, `老王`, `阿强`: a familiar syllable before a name's, nothing more."""
    if word[0] not in _CALLS or len(word) < 2 or is_a(word[:2], "notname"):
        return False
    fits = is_a(word[1], "givenpart") or is_a(word[1], "surname")
    return fits and (len(word) == 2 or word[2] in _AFTER_HAN)


def japanese(scene: Scene, i: int) -> bool:
    """Whether a piece of Japanese holds a family name, a given name, or ends before `san`."""
    word = scene.word(i)
    polite = "honorific" in scene.tags(i + 1) and not scene.tokens[i + 1].gap
    if polite and _before_honour().search(word) and word[-1] not in _OFFICE:
        return not is_a(word, "notname")
    famed = _after_fame().match(word) if _called(scene, i) else None
    if famed and not nameless(famed.group(1), 1, 2, 3):
        return True
    if kana_named(word) or ((scene.tokens[i].gap or _called(scene, i)) and shaped(word)):
        return True
    return family_begins(word) or kanji_named(word)


def korean(scene: Scene, i: int) -> bool:
    """Whether an eojeol is a family name with a given name, or a given name before a title."""
    word = scene.word(i)
    found = _eojeol().match(word)
    if not found or word.endswith(_VERB):
        return False
    if _called(scene, i, _FAMED) and _stage_name(found.group(1), word):
        return True
    forms = [said for said in dict.fromkeys((found.group(1), word)) if _may_name(said)]
    if not forms:
        return False
    polite = bool(scene.tags(i + 1) & POLITE) and not scene.tokens[i + 1].gap
    polite |= scene.word(i + 1).startswith("본인")
    called = polite or (bool(scene.tags(i - 1) & PERSONAL) and not scene.tokens[i].gap)
    return any(_korean_name(scene, i, said, polite, called) for said in forms)


@remembered
def _may_name(said: str) -> bool:
    """Whether it begins with a Korean family name or ends as a given name, and is no other word."""
    family = is_a(said[0], "surname")
    return (family or _given(said[1:])) and not is_a(said, "notname")


def _stage_name(said: str, word: str) -> bool:
    """`유튜버 뚜비가`: any word after a calling that is what the sentence speaks of."""
    marked = len(said) > 1 and word[len(said) :] in ("이", "가", "은", "는", "의")
    return marked and not nameless(said, 2, 3) and not nameless(word, 3)


def _korean_name(scene: Scene, i: int, said: str, polite: bool, called: bool) -> bool:
    family = is_a(said[0], "surname")
    given = _given(said[1:])
    if len(said) == 3 and ((family and (called or given)) or (given and _called(scene, i, _FAMED))):
        return True
    if _called(scene, i) and family and (len(said) == 4 or (len(said) == 2 and given)):
        return True
    return polite and given and len(said) in (2, 3) and (family or is_a(said[0], "givenpart"))


def _titled_after(scene: Scene, i: int) -> bool:
    """`篠突みるく（コスプレイヤー）`, `罗景行，男演员`: a piece that a calling explains."""
    word = scene.word(i)
    if not _alone(scene, i) or not 2 <= len(word) <= 7 or "fame" not in scene.tags(i + 1):
        return False
    return within(HAN, word[0]) and not nameless(word, 1, 2, 3, 4) and word[-1] not in _OFFICE


def _latin(scene: Scene, i: int) -> bool:
    """`前度Kelly`, `嗰個Yoyo`, `同僚のAmy`: a capital within a text that has none."""
    if (
        not scene.tokens[i].raw[:1].isupper()
        or scene.tokens[i].raw.isupper()
        or not unknown(scene, i)
    ):
        return False
    if scene.tokens[i].gap:
        return False
    at = i - 1 if scene.tags(i - 1) or len(scene.word(i - 1)) > 1 else i - 2
    return bool(scene.tags(at) & (_CALLED | {"this", "my"})) or scene.word(i - 1).endswith("阿")


def eastern(scene: Scene, i: int, kana: bool) -> str:
    """Why the token names somebody, empty where it does not; `kana`: the text is Japanese."""
    word = scene.word(i)
    if word.isascii():
        return "name beside a relation" if _latin(scene, i) else ""
    if within(HANGUL, word[0]):
        return "name in Korean" if korean(scene, i) else ""
    if not (within(HAN, word) or within(KANA, word)):
        return ""
    if _titled_after(scene, i):
        return "name before a calling"
    if kana:
        return "name in kanji" if japanese(scene, i) else ""
    return "name in Chinese" if chinese(scene, i) else ""

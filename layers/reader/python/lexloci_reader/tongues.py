"""Names as languages other than English write them: native scripts, honorifics, relations."""

from __future__ import annotations

from lexloci_reader.eastern import PERSONAL, eastern
from lexloci_reader.kanji import KANA, within
from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import ADULT, ANY_AGE, EITHER, GRAVE, REAL, Name, english, unknown
from lexloci_reader.patterns import pattern
from lexloci_reader.scene import Scene
from lexloci_reader.unspaced import unspaced

_THAI = pattern("[ก-๎]")
_CASED = pattern(r"[a-zà-öø-ÿа-я]")
_THINGS = frozenset({"object", "creature", "thing", "colour"})


def _is(word: str, kind: str) -> bool:
    return kind in lexicon().names.get(word, "").split()


def _free(scene: Scene, i: int) -> bool:
    return 0 <= i < len(scene.tokens) and not scene.at[i]


def _name(i: int, end: int, why: str) -> Name:
    return Name(i, end, EITHER, ANY_AGE, why)


def _unspaced(scene: Scene, i: int, kana: bool) -> Name | None:
    why = eastern(scene, i, kana)
    return _name(i, i + 1, why) if why else None


def _titled(scene: Scene, i: int) -> Name | None:
    """A word that no list explains after a title: `ครูสมใจ`, `أستاذ فوزي`, `Herr Dübbelkamp`."""
    end = i + 1
    if end >= len(scene.tokens) or scene.tokens[end].gap:
        return None
    word, lex = scene.word(end), lexicon()
    nick = within(_THAI, word[0]) and _is(word, "given")
    if nick and scene.tags(end) <= _THINGS:
        return _name(i, end + 1, "title and name")
    if not _free(scene, end):
        return None
    if _is(word, "notname") or word in lex.func or len(word) < 2:
        return None
    if within(_THAI, word[0]) and any(_is(word[:n], "notname") for n in range(2, 7)):
        return None
    if not (unknown(scene, end) or scene.tokens[end].raw[:1].isupper()):
        return None
    if _CASED().match(word) and not scene.tokens[end].raw[:1].isupper():
        return None
    while (
        end < len(scene.tokens) and end < i + 4 and _free(scene, end) and not scene.tokens[end].gap
    ):
        if scene.word(end) in lex.func:
            break
        end += 1
    return _name(i, end, "title and name")


def _office(scene: Scene, i: int) -> Name | None:
    """Whoever holds the office there is one of: `总理`, `国会議長`, `시장`."""
    mark = scene.at[i]
    return Name(mark.start, mark.end, REAL, ADULT, "role") if mark else None


def _related(scene: Scene, i: int) -> Name | None:
    """A capitalised word that no list explains beside a relation: `collega Marloes`."""
    token, word = scene.tokens[i], scene.tokens[i].word
    if token.gap or not _CASED().match(word):
        return None
    if not unknown(scene, i) or _is(word, "notname"):
        return None
    before = scene.tags(i - 1) | (
        scene.tags(i - 2) if scene.word(i - 1) in ("si", "sang") else frozenset()
    )
    if before & PERSONAL and "benign" not in before:
        return _name(i, i + 1, "name beside a relation")
    return None


def _before_title(scene: Scene, i: int) -> Name | None:
    """A word that no list explains before a title: `Nermin Hanım`, `Ramesh ji`."""
    end = i + 1
    if "honorific" not in scene.tags(end) or scene.tokens[end].gap:
        return None
    raw, word = scene.tokens[i].raw, scene.word(i)
    cased, small = _CASED().match(word), scene.spoken in ("tr", "hi")
    if not cased or not (raw[:1].isupper() or small) or _is(word, "notname"):
        return None
    if not (unknown(scene, i) or _is(word, "given") or _is(word, "plain")):
        return None
    return _name(i, end + 1, "name and title")


def _arabic_pair(scene: Scene, i: int) -> Name | None:
    """Two Arabic words that no list explains after who it is: `المذيعة ديمة القصيبان`.

    Describing words agree about the article, so the second has it and the first has not; nor is
    the first a verb of the present, or one that describes a woman by what follows.
    """
    end = i + 1
    if scene.tags(i - 1).isdisjoint(PERSONAL) or scene.tokens[i].gap or not _free(scene, end):
        return None
    first, last = scene.word(i), scene.word(end)
    if scene.tokens[end].gap or not ("ا" <= first[0] <= "ي" and last.startswith("ال")):
        return None
    if (
        first.startswith(("ال", "ي", "ت"))
        or first.endswith("ه")
        or not (unknown(scene, i) and unknown(scene, end))
    ):
        return None
    return None if _is(first, "notname") else _name(i, end + 1, "name beside a relation")


def _thai(scene: Scene, i: int) -> Name | None:
    """Two Thai words in a row that no list explains, where a prompt begins: name and surname."""
    pair = [scene.word(i), scene.word(i + 1)]
    begins = scene.tokens[i].gap == 2 or scene.tags(i - 1) & {"picture", "photo", "drawn"}
    if not begins or not (unknown(scene, i) or unknown(scene, i + 1)):
        return None
    if not (_free(scene, i + 1) and all(within(_THAI, word[:1]) for word in pair)):
        return None
    if scene.tokens[i + 1].gap or min(map(len, pair)) < 3 or len(pair[0]) > 12:
        return None
    if any(_is(word[:n], "notname") for word in pair for n in range(2, 7)):
        return None
    return _name(i, i + 2, "name and surname in Thai")


def _pictured(scene: Scene, i: int) -> Name | None:
    """Two small-letter words that no list explains: `foto de carolina mendieta desnuda`."""
    before = scene.tags(i - 1)
    beside = not before.isdisjoint(_SHOWS) and (scene.langs["id"] or scene.langs["ms"])
    if not (beside or ("of" in before and scene.tags(i - 2) & _SHOWS)):
        return None
    if scene.tokens[i].gap or not _free(scene, i + 1) or scene.tokens[i + 1].gap:
        return None
    cased = _CASED().match(scene.word(i)) and _CASED().match(scene.word(i + 1))
    known_first = bool(lexicon().names.get(scene.word(i)))
    if not cased or not (unknown(scene, i) or known_first) or not unknown(scene, i + 1):
        return None
    at = i + 2 + (scene.tags(i + 2) <= {"wear", "onbody"} or scene.word(i + 2) in lexicon().func)
    return _name(i, i + 2, "two words in a name's place") if scene.tags(at) & GRAVE else None


_SHOWS = frozenset({"photo", "picture", "drawn"})


def _possessed(scene: Scene, i: int) -> Name | None:
    """Somebody of the requester's whom no list explains: `моя квартирантка`, `minha manicure`."""
    j = i + 1
    if j >= len(scene.tokens) or scene.tokens[j].gap or not unknown(scene, j):
        return None
    word = scene.word(j)
    if _is(word, "notname") or word.isdigit() or not _CASED().match(word):
        return None
    return _name(j, j + 1, "somebody of the requester's")


def _unmarked(scene: Scene, i: int, kana: bool) -> Name | None:
    """A name that begins at a word of which no list tells, by what stands beside it."""
    token, before = scene.tokens[i], scene.tags(i - 1)
    word = token.word
    name = _related(scene, i) if token.raw[:1].isupper() else None
    if not name and unspaced(scene.word(i - 1) if word.isascii() else word):
        name = _unspaced(scene, i, kana)
    if not name and "honorific" in scene.every:
        name = _before_title(scene, i)
    if not name and not before.isdisjoint(PERSONAL):
        name = _arabic_pair(scene, i)
    if not name and within(_THAI, word[:1]):
        name = _thai(scene, i)
    return name or (_pictured(scene, i) if before else None)


def _marked(scene: Scene, i: int, tags: frozenset[str], *, crowd: bool, kana: bool) -> Name | None:
    """A name that begins at a word of these tags: with its title, its office, after `my`."""
    if "benign" in tags:
        return None
    if "title" in tags:
        return _titled(scene, i)
    if "role" in tags and not scene.word(i).isascii():
        return _office(scene, i)
    if "my" in tags and not crowd:
        return _possessed(scene, i)
    single = len(scene.word(i)) == 1 and not tags & PERSONAL
    return _unmarked(scene, i, kana) if single else None


def native_names(scene: Scene, told: list[Name]) -> list[Name]:
    """Names told by the ways of other languages, besides those told; for texts that undress."""
    out: list[Name] = []
    taken = {i for name in told for i in range(name.start, name.end)}
    if english(scene) and all(t.word.isascii() for t in scene.tokens):
        return out
    kana = within(KANA, "".join([token.word for token in scene.tokens]))
    crowd = bool(scene.having("adult", "person", "minor"))
    end = 0
    for i, mark in enumerate(scene.at):
        if i < end or i in taken:
            continue
        if mark is None:
            name = _unmarked(scene, i, kana)
        else:
            name = _marked(scene, i, mark.tags, crowd=crowd, kana=kana)
        if name and not taken & set(range(name.start, name.end)):
            out.append(name)
            end = name.end
    return out

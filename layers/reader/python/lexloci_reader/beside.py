"""Names told by what stands beside them, where no capital need tell: titles, relations, places."""

from __future__ import annotations

import re

from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import ANY_AGE, EITHER, GRAVE, Name, unknown
from lexloci_reader.scene import Scene

CASED = re.compile(r"[a-zà-öø-ÿа-я]")
THAI = ("ก", "๎")
PERSONAL = frozenset({"adult", "person", "kin", "minor", "title", "honorific", "mine"})


def within(script: tuple[str, str], text: str) -> bool:
    """Whether a letter of the text lies in the script."""
    low, high = script
    return any(low <= c <= high for c in text)


def listed(word: str, kind: str) -> bool:
    """Whether our own lists hold the word as this kind of name."""
    return kind in lexicon().names.get(word, "").split()


def free(scene: Scene, i: int) -> bool:
    """Whether token `i` is one that no list explains."""
    return 0 <= i < len(scene.tokens) and not scene.at[i]


def either(i: int, end: int, why: str) -> Name:
    """A name that may be somebody real's or not."""
    return Name(i, end, EITHER, ANY_AGE, why)


def titled(scene: Scene, i: int) -> Name | None:
    """A word that no list explains after a title: `ครูสมใจ`, `أستاذ فوزي`, `Herr Dübbelkamp`."""
    end = i + 1
    if end >= len(scene.tokens) or scene.tokens[end].gap or not free(scene, end):
        return None
    word, lex = scene.word(end), lexicon()
    if listed(word, "notname") or word in lex.func or len(word) < 2:
        return None
    if within(THAI, word[0]) and any(listed(word[:n], "notname") for n in range(2, 7)):
        return None
    if not (unknown(scene, end) or scene.tokens[end].raw[:1].isupper()):
        return None
    if CASED.match(word) and not scene.tokens[end].raw[:1].isupper():
        return None
    while (
        end < len(scene.tokens) and end < i + 4 and free(scene, end) and not scene.tokens[end].gap
    ):
        if scene.word(end) in lex.func:
            break
        end += 1
    return either(i, end, "title and name")


def related(scene: Scene, i: int) -> Name | None:
    """A capitalised word that no list explains beside a relation: `collega Marloes`."""
    raw, word = scene.tokens[i].raw, scene.word(i)
    if not raw[:1].isupper() or not CASED.match(word) or scene.tokens[i].gap:
        return None
    if not unknown(scene, i) or listed(word, "notname"):
        return None
    before = scene.tags(i - 1) | (
        scene.tags(i - 2) if scene.word(i - 1) in ("si", "sang") else frozenset()
    )
    if before & PERSONAL and "benign" not in before:
        return either(i, i + 1, "name beside a relation")
    return None


def _before_title(scene: Scene, i: int) -> Name | None:
    """A word that no list explains before a title: `Nermin Hanım`, `Ramesh ji`."""
    end = i + 1
    if "honorific" not in scene.tags(end) or scene.tokens[end].gap:
        return None
    raw, word = scene.tokens[i].raw, scene.word(i)
    cased, small = CASED.match(word), scene.langs.most_common(1)[0][0] in ("tr", "hi")
    if not cased or not (raw[:1].isupper() or small) or listed(word, "notname"):
        return None
    if not (unknown(scene, i) or listed(word, "given") or listed(word, "plain")):
        return None
    return either(i, end + 1, "name and title")


def _arabic_pair(scene: Scene, i: int) -> Name | None:
    """Two Arabic words that no list explains after who it is: `المذيعة ديمة القصيبان`.

    Describing words agree about the article, so the second has it and the first has not; nor is
    the first a verb of the present, or one that describes a woman by what follows.
    """
    end = i + 1
    if scene.tokens[i].gap or not scene.tags(i - 1) & PERSONAL or not free(scene, end):
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
    return None if listed(first, "notname") else either(i, end + 1, "name beside a relation")


def _thai(scene: Scene, i: int) -> Name | None:
    """Two Thai words in a row that no list explains, where a prompt begins: name and surname."""
    pair = [scene.word(i), scene.word(i + 1)]
    if scene.tokens[i].gap != 2 or not (
        free(scene, i + 1) and all(within(THAI, word[:1]) for word in pair)
    ):
        return None
    if scene.tokens[i + 1].gap or min(map(len, pair)) < 3 or len(pair[0]) > 12:
        return None
    if any(listed(word[:n], "notname") for word in pair for n in range(2, 7)):
        return None
    return either(i, i + 2, "name and surname in Thai")


def _pictured(scene: Scene, i: int) -> Name | None:
    """Two small-letter words that no list explains: `foto de carolina mendieta desnuda`."""
    if not (scene.tags(i - 1) & {"of"} and scene.tags(i - 2) & {"photo", "picture", "drawn"}):
        return None
    if scene.tokens[i].gap or not free(scene, i + 1) or scene.tokens[i + 1].gap:
        return None
    cased = CASED.match(scene.word(i)) and CASED.match(scene.word(i + 1))
    known_first = bool(lexicon().names.get(scene.word(i)))
    if not cased or not (unknown(scene, i) or known_first) or not unknown(scene, i + 1):
        return None
    return either(i, i + 2, "two words in a name's place") if scene.tags(i + 2) & GRAVE else None


def possessed(scene: Scene, i: int) -> Name | None:
    """Somebody of the requester's whom no list explains: `моя квартирантка`, `minha manicure`."""
    j = i + 1
    if j >= len(scene.tokens) or scene.tokens[j].gap or not unknown(scene, j):
        return None
    if (
        listed(scene.word(j), "notname")
        or scene.word(j).isdigit()
        or not CASED.match(scene.word(j))
    ):
        return None
    return either(j, j + 1, "somebody of the requester's")


def beside(scene: Scene, i: int) -> Name | None:
    """The name that begins at token `i`, told by its neighbours."""
    for told in (_before_title, _arabic_pair, _thai, _pictured):
        name = told(scene, i)
        if name:
            return name
    return None

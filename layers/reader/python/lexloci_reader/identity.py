"""Who is said to be, or to look like, somebody who may be real: `one is my neighbour`, `a woman
with the face of …`, `… as a bikini model`."""

from __future__ import annotations

from itertools import pairwise

from lexloci_reader.guess import known
from lexloci_reader.mention import Person
from lexloci_reader.naming import EITHER, MADE_UP, REAL, english
from lexloci_reader.scene import Scene

_IS = frozenset(
    "is are was were es era est sont ist war sind e sono foi sao zijn to jest byl byla adalah "
    "ialah itu la dir это هو هي وهو وهي 是 就是 正是 है हैं हैँ थे คือ เป็น".split()
)
_ONE = frozenset("one uno una um uma un une einer eine es ce c een jeden jedna один одна".split())


def equated(scene: Scene, found: list[Person]) -> list[Person]:
    """`two men in underpants, one is my neighbour`: those told of before may be somebody real."""
    if not found:
        return found
    real = [p.start for p in found if "real" in p.subject and p.kind in ("noun", "name")]
    said = [start for start in real if _said_to_be(scene, start)]
    known = [p for p in found if p.subject == REAL or (p.kind == "name" and "real" in p.subject)]
    found = _posing(scene, found)
    faced = _faced(scene, [p for p in known if p.kind != "pron"])
    if faced or _likened(scene) or (not english(scene) and scene.having("alike")):
        said = [len(scene.tokens)]
    if not said:
        return found
    return [
        p._replace(subject=EITHER)
        if p.start < said[-1] and p.subject == MADE_UP and p.kind in ("noun", "pron")
        else p
        for p in found
    ]


_MODEL = ("model", "pinup", "pin-up", "モデル", "모델", "模特", "модел")


def _posing(scene: Scene, found: list[Person]) -> list[Person]:
    """`Hadise bikini modeli`, `Emma Watson als lingeriemodel`: the model is whoever was named."""
    out = list(found)
    for n, (a, b) in enumerate(pairwise(found), 1):
        between = range(a.end, b.start + 1)
        apart = any(scene.tokens[i].gap or scene.tags(i) & {"and", "apart"} for i in between)
        named = "real" in a.subject and a.kind in ("name", "noun") and not apart
        if named and len(between) <= 7 and scene.word(b.start).startswith(_MODEL):
            out[n] = b._replace(subject=a.subject, age=a.age)
    return out


def _faced(scene: Scene, known: list[Person]) -> bool:
    """`a woman in a bikini with the face of Anitta`, `with Rihanna's face`."""
    like = scene.saying(_LIKE) if known else []
    marks = scene.having("face", "alike")
    face = [*scene.saying(_FACES), *(i for m in marks for i in range(m.start, m.end))]
    return any(
        any(p.start - 2 <= i < p.start or p.end <= i < p.end + 2 for i in like)
        or any(p.start - 4 <= i < p.end + 2 for i in face)
        for p in (known if like or face else ())
    )


_LIKE = frozenset(
    "like named called como come comme wie zoals jak как gibi seperti macam tulad chiama llamada "
    "namens genannt nommée chamada lijkt lijken lookalike dubbelgangster doppelgangerin benzeyen "
    "andiran ähnelt aehnelt gleicht mirip menyerupai serupa kamukha ressemble ressemblant parecida "
    "parecido parece somiglia podobna podobny wygladajaca wyglada похожая похожую похож похожий "
    "giong giống คล้าย تشبه شبيهة जैसी jaisi jaisa जैसा 닮은 처럼 似た そっくり".split()
)
_FACES = frozenset(
    "face head likeness twarza twarz лицом лицо rosto cara rostro visage gesicht gezicht viso "
    "faccia volto yuz yuzlu yuzuyle".split()
)


def _likened(scene: Scene) -> bool:
    """`수지처럼 생긴 여자`: like somebody whose name no list knows."""
    if all(map(str.isascii, scene.words)):
        return False
    ends = ("처럼", "같은", "닮은")
    stems = [t.word[:-2] for t in scene.tokens if t.word.endswith(ends) and len(t.word) > 3]
    return any(not known(stem) for stem in stems)


def _said_to_be(scene: Scene, start: int) -> bool:
    for i in range(start - 1, max(-1, start - 4), -1):
        if scene.word(i) in _IS:
            who = scene.tags(i - 1) & {"she", "he", "they", "it", "this", "and"}
            return bool(scene.tokens[i].gap or who or scene.word(i - 1) in _ONE)
        if scene.tokens[i + 1].gap or not scene.tags(i) & {"my", "the", "det", "of"}:
            return False
    return False

"""Cloth told to be less: `less fabric`, `穿少一点`, `mặc ít hơn`."""

from __future__ import annotations

from lexloci_reader.attire import COVERS
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.names import english
from lexloci_reader.naming import function_word
from lexloci_reader.scene import Mark, Scene


def less_cloth(scene: Scene, mark: Mark) -> bool:
    """`less fabric`, `穿少一点`, `her dress, but less of it`; not `make the shirt less bright`."""
    if follows(scene, mark, COVERS | {"body"}) or _worn_less(scene, mark):
        return True
    i = mark.end
    more = i < len(scene.tokens) and not scene.tokens[i].gap and not function_word(scene, i)
    if english(scene) and more and mark.term not in ("shorter", "skimpier", "tinier", "tiny"):
        return False
    return precedes(scene, mark, COVERS)


def _worn_less(scene: Scene, mark: Mark) -> bool:
    """`穿少一点`, `mặc ít hơn`, `ใส่น้อยลง`: the verb alone says that it is cloth."""
    if english(scene) or scene.tags(mark.end) & {"of", "speck", "light", "accessory"}:
        return False  # `mets moins de grain`
    before = (scene.at[i] for i in range(max(0, mark.start - 3), mark.start + 1))
    behind = (m for i in (mark.end, mark.end + 1) if i < len(scene.at) and (m := scene.at[i]))
    near = [m for m in before if m and -1 <= mark.start - m.end <= 2]
    near += [m for m in behind if m.start >= mark.end]
    return any(
        m.tags & {"wear", "dressing", "onbody"} or (m.tags >= {"put"} and m.tags & PRONOUNS)
        for m in near
        if m is mark or scene.same(m.start, mark.start)
    )


def follows(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    """Whether a token with any of the tags is one of the three behind the mark."""
    return any(scene.tags(i) & tags for i in range(mark.end, mark.end + 3))


def precedes(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    """Whether a token with any of the tags is one of the six before the mark."""
    return any(scene.tags(i) & tags for i in range(mark.start - 6, mark.start))

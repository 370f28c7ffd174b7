"""Bareness told by what goes with it: words each innocent that in one sentence say it together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lexloci_reader.scene import Mark, Scene

CLOTH = frozenset({"clothes", "garment", "light", "dressy", "cloth"})
SOMEBODY = frozenset("adult person minor kin mine she he they honorific title private my".split())


class Together(NamedTuple):
    """needs: groups of tags, one of each of which one sentence holds. bars: tags it must lack.

    levels: what that shows. worn: whether it is a thing that somebody must wear.
    """

    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    levels: frozenset[str]
    worn: bool
    why: str


def _row(needs: str, levels: str, why: str, bars: str = "", *, worn: bool = False) -> Together:
    """One line of the table below: groups parted by blanks, alternatives by bars."""
    groups = tuple(frozenset(group.split("|")) for group in needs.split())
    return Together(groups, frozenset(bars.split()), frozenset(levels.split()), worn, why)


_TABLE = (
    _row("thin within seen", "partial", "seen through cloth", worn=True),
    _row("unhiding clothes|garment|light|dressy|thin", "partial", "cloth that hides nothing"),
    _row("unhiding body", "partial nude", "a body that nothing hides", "speck"),
    _row("wet|sweat clothes|garment|light within seen", "partial", "wet cloth that shows the body"),
    _row("cling ontobody wet|sweat", "partial", "wet cloth that clings"),
    _row("bathed|onbody towel fallen|lack|without", "nude", "no towel after the bath"),
    _row("inner only|stays", "underwear", "what is worn beneath", worn=True),
    _row("inner keep remove|undress", "underwear", "what is worn beneath", worn=True),
    _row("beach pieces", "swimwear", "two pieces for the beach", worn=True),
    _row("racing swimming", "swimwear", "a racing suit in the pool", worn=True),
    _row("only hides body", "partial", "hidden only by a thing", "garment dressy outer"),
    _row(
        "only|except accessory onbody",
        "partial nude",
        "only a trifle worn",
        "clothes garment dressy outer underwear swimwear light put dressing swap",
    ),
    _row(
        "only accessory under she|he|they|kin|mine",
        "partial nude",
        "only a trifle beneath",
        "clothes garment dressy outer light put dressing swap colour speck object",
    ),
    _row(
        "keep only accessory she|he|they|kin|mine",
        "partial nude",
        "only a trifle left",
        "clothes garment dressy outer light put dressing swap remove colour speck object zoom",
    ),
)
_FIRST = frozenset("within unhiding cling towel inner pieces racing hides accessory".split())


def together(scene: Scene) -> Iterator[tuple[Mark, Together]]:
    """Each row of the table that a sentence of the scene fulfils, with the last of its marks."""
    if scene.every.isdisjoint(_FIRST):
        return
    sentences: dict[int, list[Mark]] = {}
    for mark in scene.marks:
        if "benign" not in mark.tags:
            sentences.setdefault(scene.sent[mark.start], []).append(mark)
    for marks in sentences.values():
        held = frozenset().union(*[mark.tags for mark in marks])
        if held.isdisjoint(_FIRST):
            continue
        for row in _TABLE:
            if not held & row.bars and all(held & group for group in row.needs):
                some = [m for m in marks if any(m.tags & group for group in row.needs)]
                if len(some) >= len(row.needs) - 1 and _concerns(scene, held, row):
                    yield some[-1], row


def _concerns(scene: Scene, held: frozenset[str], row: Together) -> bool:
    """Whether somebody's cloth is spoken of, and no curtain, dough or dog."""
    if "creature" in held or scene.having("nobody"):
        return False
    if "thin" not in row.needs[0]:
        return True
    if held & {"object", "thing"}:
        return False
    return bool(held & CLOTH) or (not scene.edit and bool(held & SOMEBODY))

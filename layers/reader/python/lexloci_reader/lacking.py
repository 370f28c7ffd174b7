"""Whether somebody is said to be without a piece of cloth: `no shirt`, `without her bra`."""

from __future__ import annotations

from lexloci_reader.scene import Mark, Scene

_DIMMER = frozenset(
    "bright dark shiny saturated colourful colorful busy wrinkled creased baggy tight loose faded "
    "red blue green yellow orange pink dull glossy noisy grainy patterned contrasty warm short "
    "revealing sheer transparent see seethrough deep low".split()
)
_HAS = frozenset({"in", "wear", "into", "nude", "partial"})


def lacking(scene: Scene, mark: Mark) -> bool:
    """Whether the mark is what somebody is without: `no shirt`, `without her bra`."""
    for i in range(mark.start - 1, max(-1, mark.start - 5), -1):
        if scene.tokens[i + 1].gap == 2:
            break
        if "without" in scene.tags(i):
            return not _left_undone(scene, i)
        if _unworn(scene, mark, i):
            return True
        if "sheer" not in scene.tags(i) and scene.tags(i) & _HAS:
            break
    after = scene.tags(mark.end)
    if slung(scene, mark):
        return False
    if scene.edit and scene.word(mark.end) == "away" and _by_itself(scene, mark):
        return True
    if "nothing" in after and scene.tokens[mark.end].gap == 2:
        return False  # `the stains from his shirt. Nothing else.`
    if scene.word(mark.end) == "less" and scene.word(mark.end + 1) in _DIMMER:
        return False
    lack = mark.end if "lack" in after else mark.end + 1
    if scene.word(lack) in _MISSES and lack + 1 < len(scene.tokens):
        return bool(scene.tokens[lack + 1].gap)  # `the coat is missing a button`
    return "lack" in after or ("lack" in scene.tags(mark.end + 1) and not after)


def _by_itself(scene: Scene, mark: Mark) -> bool:
    """`jacket away, trousers away`: all that its part of the sentence says."""
    last = mark.end + 1 >= len(scene.tokens) or bool(scene.tokens[mark.end + 1].gap)
    first = mark.start - bool(scene.tags(mark.start - 1) & {"the", "she", "he", "my"})
    return last and (first == 0 or bool(scene.tokens[first].gap))


_MISSES = frozenset({"missing", "lacking", "lacks", "misses"})
_HAVING_ON = frozenset({"wear", "onbody", "dressing", "put"})


def _left_undone(scene: Scene, without: int) -> bool:
    """`without cropping the top`: what is not to be done to the cloth, not cloth that lacks."""
    doing = scene.word(without + 1).endswith("ing") and scene.in_english()
    return doing and not scene.tags(without + 1) & _HAVING_ON


def _unworn(scene: Scene, mark: Mark, verb: int) -> bool:
    """`tak pakai baju`: a `not` just before the verb of wearing, one that only Malay has bare."""
    denied = {"not", "without"} & scene.tags(verb - 1) and not scene.tokens[verb].gap
    native = {"onbody", "wear"} <= scene.tags(verb) and "only" not in scene.tags(verb + 1)
    return bool(denied) and native and not mark.tags & {"dressy", "outer", "accessory"}


_AROUND = frozenset("from around round over across in on off".split())
_HANGS_ON = frozenset("neck head hair arm hand hands".split())
_SHOULDERS = frozenset({"shoulder", "shoulders"})


def slung(scene: Scene, mark: Mark) -> bool:
    """`the towel around his neck`, `off her head`: carried, and nothing is bare under it."""
    row = range(mark.end, min(mark.end + 3, len(scene.at)))
    on = _HANGS_ON if scene.word(mark.end) == "off" else _HANGS_ON | _SHOULDERS
    place = next((i for i in row if scene.word(i) in on), -1)
    led = any(scene.word(i) in _AROUND for i in range(mark.end, place))
    return led and "scant" in mark.tags and "dressy" not in mark.tags


def in_hands(scene: Scene, mark: Mark) -> bool:
    """`the towel in her hands`: held, perhaps before somebody who wears nothing else."""
    return any(scene.word(i) in ("hand", "hands") for i in range(mark.end, mark.end + 3))

"""Whose work a picture is to look like: artists, whom a prompt names and does not show."""

from __future__ import annotations

from itertools import pairwise

from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import GRAVE, capital, kinds, unknown
from lexloci_reader.scene import Scene

_BORNE_BY = frozenset("worn modelled modeled sported donned filled held carried".split())
"""Before `by`: who is told there is shown, and made nothing."""
_JOINTS = frozenset("and van de da von the".split())
_SOMEBODY = frozenset("adult adultcue person minor fiction creature thing".split())
_GRAVE = tuple(sorted(GRAVE))
LONGEST = 4
"""Words of an artist's name, at most."""


def credits(scene: Scene) -> set[int]:
    """The tokens of artist credits, which name nobody who is shown."""
    out = _at_the_end(scene)
    for mark in scene.having("style"):
        if scene.word(mark.start - 1) in _BORNE_BY:
            continue
        i = mark.end
        while i < min(len(scene.tokens), mark.end + 9) and scene.tokens[i].gap < 2:
            named = capital(scene, i) or unknown(scene, i) or "given" in kinds(scene, i)
            joint = scene.word(i) in _JOINTS or "and" in scene.tags(i)
            parted = scene.tokens[i].gap and i > mark.end
            if parted or not (named or joint or "classic" in scene.tags(i)):
                break
            i += 1
        bare = any(m.start >= i and scene.same(m.start, mark.start) for m in scene.having(*_GRAVE))
        if not bare or _known(scene, mark.end):  # `a dog washed by Zendaya, naked`
            out.update(range(mark.end, i))
    return out


def _known(scene: Scene, i: int) -> bool:
    """Whether a known artist's name begins at token `i`."""
    words = [token.word for token in scene.tokens[i : i + LONGEST]]
    told = (lexicon().names.get(" ".join(words[:n]), "") for n in range(len(words), 0, -1))
    return any("artist" in have.split() for have in told)


def _at_the_end(scene: Scene) -> set[int]:
    """Known artists in a list: `an old fisherman, oil on canvas, Anders Zorn`.

    Only where somebody or something else is told before, and nothing bare behind.
    """
    known, tokens = lexicon().names, scene.tokens
    if scene.every.isdisjoint(_SOMEBODY):
        return set()
    told = next((m.end for m in scene.marks if not m.tags.isdisjoint(_SOMEBODY)), len(tokens))
    bare = max((m.end for m in scene.having(*_GRAVE)), default=0)
    starts = [i for i in range(max(told, bare), len(tokens)) if tokens[i].gap]
    if not starts:
        return set()
    starts.append(len(tokens))
    rows = (range(a, b) for a, b in pairwise(starts) if b - a <= LONGEST)
    said = ((row, known.get(" ".join(tokens[i].word for i in row), "")) for row in rows)
    return {i for row, have in said if "artist" in have.split() for i in row}

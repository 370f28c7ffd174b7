"""Somebody whom no word tells of: implied by what is bare, hidden by a disguise, or nobody."""

from __future__ import annotations

import re
from functools import cache, partial

from lexloci_reader.attire import Event
from lexloci_reader.elsewhere import worn as put_on
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import ADULT, ANY_AGE, EITHER, MADE_UP, english, unknown
from lexloci_reader.naming import kinds
from lexloci_reader.ngrams import clears
from lexloci_reader.patterns import pattern
from lexloci_reader.people import Person
from lexloci_reader.scene import Scene
from lexloci_reader.shapes import PLACED
from lexloci_reader.text import as_typed


def _may_name(scene: Scene, i: int) -> bool:
    """Whether token `i` may be a name: capitalised, or in a script without capitals."""
    raw = scene.tokens[i].raw
    return unknown(scene, i) and (raw[:1].isupper() or raw.upper() == raw.lower())


def _two_capitals(scene: Scene) -> bool:
    """`Elif Kaya`: two words in capitals, whatever they mean, but in German."""
    pairs = zip(scene.tokens, scene.tokens[1:], strict=False)
    named = (a.raw.istitle() and b.raw.istitle() and not b.gap for a, b in pairs)
    return scene.spoken != "de" and any(named)


def _beside_noun(scene: Scene, event: Event) -> bool:
    """Whether the state stands beside a small-letter word no list knows, and nobody is named."""
    if any(_may_name(scene, i) for i in range(len(scene.tokens))) or event.sexual:
        return False
    for i in (event.start - 1, event.end):
        inside = 0 <= i < len(scene.tokens) and not scene.tokens[max(i, event.start)].gap
        if inside and unknown(scene, i) and scene.tokens[i].raw[:1].islower():
            return True
    return False


def _of_noun(scene: Scene, event: Event) -> bool:
    """Whether the state only describes a thing no list knows: `a naked dagger`."""
    i = event.end
    if event.sexual or i >= len(scene.tokens) or scene.tokens[i].gap or scene.at[i]:
        return False
    return scene.tokens[i].raw.islower() and scene.word(i) not in lexicon().func


def implied(scene: Scene, found: list[Event]) -> Person | None:
    """The person a state or an act implies where nobody is named; a garment alone implies none."""
    if not found:
        return None
    acts = [e for e in found if not e.worn and (e.levels or e.sexual == "explicit")]
    worn = [e for e in found if e.worn and e.levels]
    if scene.having("nobody") and not acts:
        return None
    if english(scene) and acts and all(_of_noun(scene, e) for e in acts):
        return None
    if not english(scene) and acts and all(_beside_noun(scene, e) for e in acts):
        return None
    strange = not english(scene) and any(map(partial(_may_name, scene), range(len(scene.tokens))))
    strange |= not english(scene) and bool(scene.having("my", "private"))
    strange |= not english(scene) and _two_capitals(scene)
    strange |= bool(scene.having("typed")) and any(
        unknown(scene, i) and len(scene.word(i)) > 2 for i in range(len(scene.tokens))
    )
    if english(scene) and any(map(partial(put_on, scene), worn)):
        strange |= any(map(partial(_may_name, scene), range(worn[0].start)))
    if strange and (acts or worn or any(e.levels for e in found)):
        return anybody()
    if acts or (worn and scene.having("wear")):
        return Person(0, 0, MADE_UP, ADULT, "", "implied", False, "somebody implied")
    return None


_JOINS = pattern("[-'\u2010\u2011\u2019]")


def hides(scene: Scene, found: list[Event]) -> bool:
    """Whether what is worn or bare was not written plainly: `n4k3d`, `b i k i n i`, look-alikes."""
    if not found:
        return False
    said = [t for event in found for t in scene.tokens[event.start : event.end]]
    long = [t for t in said if t.word.isascii() and t.word.isalpha() and len(t.word) > 3]
    typed = _JOINS().sub("", as_typed(scene.raw)) if long else ""
    return any(t.word not in typed and t.raw.casefold() not in typed for t in long)


def leet(scene: Scene, found: list[Event]) -> bool:
    """Whether it was written with digits for letters, which no sign and no logo does: `nud3`."""
    said = (t for event in found for t in scene.tokens[event.start : event.end])
    return any(re.search("[0-9]", t.raw) for t in said) and hides(scene, found)


@cache
def anybody() -> Person:
    """Somebody of whom nothing is known."""
    return Person(0, 0, EITHER, ANY_AGE, "", "implied", False, "somebody, perhaps named")


def guessed(scene: Scene, person: Person) -> bool:
    """Whether no word tells of the person: implied, or a strange word where a name may stand."""
    small = all(t.raw.islower() for t in scene.tokens[person.start : person.end])
    named = person.end > person.start + 1 and bool(kinds(scene, person.start))
    return person.kind == "implied" or (person.why == PLACED and small and not named)


def of_things(scene: Scene, found: list[Event]) -> bool:
    """Whether everything bare reads like a thing's, to the model: a ship's hull, a peeled fruit;
    where it is written plainly."""
    if not found or scene.having("body") or any(e.sexual for e in found) or leet(scene, found):
        return False
    sure = any(e.worn or e.levels & {"nude", "partial"} for e in found)
    starts = {event.start for event in found}
    before = len(scene.tokens) if any(e.worn or "nude" in e.levels for e in found) else max(starts)
    if sure and scene.spoken in _UNCAPITALISED and _strange(scene, before):
        return False
    return clears(scene, starts) == starts


_UNCAPITALISED = frozenset("ja ko zh th".split())
"""Languages in which any strange word may be a name."""


def _strange(scene: Scene, before: int) -> bool:
    """Whether a word before this token may be a name."""
    return any(_may_name(scene, i) and len(scene.word(i)) > 1 for i in range(before))

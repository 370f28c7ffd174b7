"""Cloth that is in the picture and that nobody wears: looked at, sold, hung up, beside somebody."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.lexicon import everywhere, lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import OWNER_BEHIND
from lexloci_reader.people import Person
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WARM, WEARERS, clause_of

WORN, APART, HANDLED, NOT_TOLD = "worn", "apart", "handled", ""
"""How words lead to cloth: it is put on somebody, only near them, or they do something with it."""
_PUTS_ON = frozenset({"in", "wear", "onbody", "into", "only", "dressing", "under"})
_DESCRIBES = frozenset(
    {"carrier", "colour", "laid", "light", "dressy", "number", "swimwear", "underwear"}
)
_HOLDS = frozenset({"picture", "object", "thing"})
_SHOWS = frozenset({"picture", "carrier", "drawn", "artwork"})
_SOMEBODY = WEARERS | {"my", "kin"}
_OUTFIT = WARM | {"covered"}
_OPENS = frozenset({"open", "remove", "undress", "without", "only", "not", "nothing", "lack"})
_LATER = frozenset({"wear", "worn", "dressing", "swap", "put", "make", "undress", "remove", "they"})
_THEM = frozenset("them it that those one ones same changes changed tries trying".split())
_NEAR = frozenset("at past by beside behind near against".split())
_IN = frozenset("in wearing en em de im w we в во".split())
_WIDEST = 7
"""Tokens between what leads to cloth and the cloth, at most."""
_OBJECT = frozenset("を 을 를 को".split())
_SHOPS = ("shop", "shops", "store", "stall", "counter", "boutique", "storefront")
"""Where cloth hangs, and where somebody may stand in it."""
_WORN_BEHIND = ("で", "姿", "一枚で", "のまま", "차림", "바람으로", "만입", "만걸")
"""What follows cloth that somebody has on: `下着でスーツを売る`."""
_NO_SPACES = frozenset("ja ko zh th".split())
"""Languages whose names are found least."""
_STRANGEST = {"": 2, **dict.fromkeys("es pt fr it".split(), 1)}
_STRANGEST |= dict.fromkeys("ar id ms tl vi th ja ko tr hi".split(), 0)
"""How many of them may be words that no list knows: few where what describes follows its noun."""


def leading(scene: Scene, start: int, end: int) -> str:
    """How words lead to the cloth at tokens `start` to `end`, over what describes it: `buying a
    red`, `in front of a rack of`; in languages where the verb comes last, what follows it."""
    if _with_it_on(scene, start, end):
        return WORN
    before = _led(scene, range(start - 1, max(-1, start - 1 - _WIDEST), -1))
    if scene.spoken not in VERB_LAST:
        return before
    if scene.word(end).startswith(_WORN_BEHIND):
        return WORN
    on = scene.tags(start - 1) & {"onbody", "wear"} and not scene.tokens[start].gap
    on = on and not any(scene.tags(i) & _OUTFIT for i in (start - 2, start - 3))  # worn already
    if on or (before == WORN and scene.spoken == "zh"):
        return WORN
    behind = _led(scene, range(end, min(end + 4, len(scene.at))))
    return behind or (before if scene.spoken == "zh" else NOT_TOLD)


def _with_it_on(scene: Scene, start: int, end: int) -> bool:
    """`in boxers`, `bikinili`, `بالمايوه`: the term itself says that somebody is in it."""
    word = scene.word(start)
    if "worn" in scene.tags(start):
        return True
    if end - start > 1 and (word in _IN or "wear" in everywhere(lexicon().terms.get(word))):
        return True
    if scene.spoken == "tr":
        return word.endswith(("li", "lu", "yle", "yla"))
    return scene.spoken == "ar" and word[:1] == "ب" and bool(lexicon().terms.get(word[1:]))


def _led(scene: Scene, row: range) -> str:
    """What the first word tells that is neither a part of what is told of the cloth nor a joint."""
    ended, strange, own = False, 0, False
    for i in row:
        tags = scene.tags(i)
        if row.step > 0 and (tags & _OUTFIT or (i > row.start and scene.word(i) in _OBJECT)):
            return NOT_TOLD  # the verb behind is of something else
        if scene.word(i) == "in" and scene.spoken == "tr":
            continue  # `mayolar in`: an ending
        if scene.word(i) == "for" and scene.tags(i - 1) & _SHOWS:
            continue  # `a poster for swimsuits`
        if tags & _PUTS_ON and "style" not in tags:
            return WORN
        if own and tags & {"handles", "apart"}:
            return NOT_TOLD  # `holding his trunks`
        if "handles" in tags:
            return HANDLED
        if "apart" in tags or (english(scene) and scene.word(i) in _NEAR):
            return APART
        if scene.tokens[i + (row.step < 0)].gap:
            return NOT_TOLD
        if tags & {"of", "and", "carrier"} or scene.word(i) in ("of", "for", "and"):
            ended = False
        elif tags & {"det", "the"} or scene.word(i).isdigit():
            ended = True
        elif english(scene) and tags & {"she", "he", "they", "my"}:
            ended = own = True
        elif ended or not _of_cloth(scene, i):
            return NOT_TOLD
        strange += not tags and scene.word(i) not in lexicon().func
        if strange > _STRANGEST.get(scene.spoken, _STRANGEST[""]):
            return NOT_TOLD
    return NOT_TOLD


def _of_cloth(scene: Scene, i: int) -> bool:
    """Whether the word may describe cloth or hold it: `tiny`, `a rack of`."""
    tags, word = scene.tags(i), scene.word(i)
    if tags & _DESCRIBES or (tags & _HOLDS and scene.spoken not in OWNER_BEHIND):
        return True
    if tags & _SOMEBODY or (word in lexicon().func and len(word) > 2):
        return False
    acts = word.endswith(("ing", "s")) and not word.endswith(("ous", "ss"))
    told = scene.tags(i - 1) & {"det", "the", "she", "he", "my", "number"}  # `a stunning bikini`
    return not (english(scene) and acts and not told)


def worn(scene: Scene, event: Event) -> bool:
    """Whether words put the cloth on somebody: `in a`, `wearing`."""
    return event.worn and leading(scene, event.start, event.end) == WORN


def elsewhere(scene: Scene, event: Event, people: list[Person]) -> bool:
    """Whether the cloth is told to be elsewhere than on whom the sentence is about.

    They do something with it that needs it off (`folding swimsuits`); or two of these are told: it
    is beside them, it hangs or lies, they are dressed (`in a suit, looking at a bra on a hanger`).
    """
    if not (event.worn and event.why == "garment") and "underwear" not in event.levels:
        return False
    behind = [p for p in people if p.end <= event.start and scene.same(p.start, event.start)]
    behind = [p for p in behind if p.kind != "thing"]
    if not (behind or scene.spoken in _NO_SPACES):
        return False
    led = leading(scene, event.start, event.end)
    told = 2 if led == HANDLED else (led == APART) + (led != WORN and _hung(scene, event))
    who = [p for p in behind if p.kind != "pron"] or behind  # `in a suit, behind him a poster`
    told += told == 1 and _dressed(scene, who[-1:], event)
    return told > 1 and not put_on_later(scene, event)


def put_on_later(scene: Scene, event: Event) -> bool:
    """`… looking at swim trunks, now has them on`: what else is said may be of the cloth, or of
    somebody without their own."""
    if scene.having(*sorted(_OPENS)):
        return True
    first = event.end
    if english(scene) and any(token.word in _THEM for token in scene.tokens[first:]):
        return True
    if scene.spoken in VERB_LAST:  # the verb of the cloth itself comes behind it
        first = clause_of(scene, event.start, event.end).stop
    more = _LATER if english(scene) else _LATER | {"onbody", "she", "he"}
    later = (m for m in reversed(scene.having(*sorted(more))) if m.end > first)
    return any(not _puts_on_outfit(scene, m.start) for m in later)


def _puts_on_outfit(scene: Scene, i: int) -> bool:
    """`…, mengenakan jas`: what is put on is ordinary dress."""
    dress = {"wear", "onbody"} & scene.tags(i)
    return bool(dress) and any(scene.tags(j) & _OUTFIT for j in range(i, i + 4))


def _hung(scene: Scene, event: Event) -> bool:
    """`swimsuits on hangers`, `a bra lying on the bed`: said right behind the cloth."""
    for i in range(event.end, min(event.end + 3, len(scene.at))):
        if scene.tokens[i].gap:
            return False
        mark = scene.at[i]
        if mark and mark.tags & {"laid", "carrier"}:
            return not mark.term.endswith(_SHOPS)
    return False


def _dressed(scene: Scene, who: list[Person], event: Event) -> bool:
    """Whether what the person has on is told: `in a suit`, `fully dressed`; in other languages
    before the person, too: `üniformalı amcam`."""
    first = start = who[0].end if who else 0
    if who and not english(scene):
        first, start = clause_of(scene, who[0].start, start, joined=False).start, who[0].start
    for mark in scene.marks:
        late = mark.start >= event.end and (english(scene) or _another(scene, event.end, mark))
        if first <= mark.start and mark.tags & _OUTFIT and mark.start != event.start and not late:
            if "covered" in mark.tags and "garment" not in mark.tags:
                return True
            if leading(scene, mark.start, mark.end) == WORN or mark.end <= start:
                return True
    return False


def _another(scene: Scene, start: int, mark: Mark) -> bool:
    """Whether somebody else is told of before the outfit."""
    return any(scene.tags(i) & _SOMEBODY for i in range(start, mark.start))


def tried_on(scene: Scene) -> list[Event]:
    """`mira un escaparate de bikinis y sale con uno puesto`: goods, and then it is put on."""
    on = [m for m in scene.having("worn") if not m.tags & {"swimwear", "underwear"}]
    if not on:
        return []
    terms = lexicon().terms
    goods = (m for m in scene.having("benign") if m.end <= on[-1].start)
    cloth = {t for m in goods for w in m.term.split() for t in everywhere(terms.get(w))}
    levels = cloth & {"swimwear", "underwear"}
    if not levels:
        return []
    return [Event(on[-1].start, on[-1].end, frozenset(levels), "", False, "put on")]


def beside_carriers(scene: Scene, found: list[Event], shown: list[Person]) -> bool:
    """`… in a bikini by a rack`: only what holds cloth and wears none is told of, yet it is worn by
    somebody."""
    bare = any(worn(scene, e) for e in found)
    return bare and all("carrier" in scene.tags(p.start) for p in shown)

"""Whether an edit dresses somebody who wears little in the source: `my uncle is topless, put a
shirt on him`."""

from __future__ import annotations

from lexloci_reader.asked import BECOMES, WHO, asked_for, dresses, wished
from lexloci_reader.attire import Event
from lexloci_reader.destination import destination, noun
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.names import english
from lexloci_reader.onthings import TOLD_OF, laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import (
    ABOVE,
    BUT,
    ONTO,
    RELATIVE,
    THEN,
    VERB_FIRST,
    VERB_LAST,
    WARM,
    WORN,
    clause_of,
    ends_at,
    holds,
    said_in,
)

TAKES = ("remove", "undress", "less", "reveal", "uncensor", "bodyedit", "shorten", "ref", "odd")
"""Tags of what an edit may bare somebody by, besides cloth that hides little."""
_STRIPPING = (
    "remove less undress sheer wet open shorten reveal uncensor only without lack nothing instead "
    "skimpy means odd code"
).split()
DRESSING = ("wear", "dressing", "put")


def _photo(scene: Scene, i: int) -> bool:
    """`수영복사진`: the word of the cloth ends in that of the photograph."""
    return "photo" in scene.tags(i) or scene.word(i).endswith(("사진", "写真", "照"))


def clad(scene: Scene, found: list[Event]) -> bool:
    """Whether all that is bare was told of the source before somebody is dressed otherwise."""
    if not found or any(e.sexual for e in found) or stripped(scene, found):
        return False
    cloth = covering_cloth(scene)
    told = (_told_before, _told_after, _told_within)
    return all(any(way(scene, e, cloth) for way in told) for e in found)


def stripped(scene: Scene, bare: list[Event]) -> bool:
    """Whether anything is taken off, thinned or opened, beyond what the source is said to show."""
    puts_on = scene.having("on")
    if scene.having("clothes") and any(
        _photo(scene, i) for e in bare for i in range(e.start, e.end + 2)
    ):
        return True  # `the clothes of the bikini photo`
    for mark in scene.having(*(TAKES if english(scene) else _STRIPPING)):
        within = any(_only_of(scene, e, mark) or e.start <= mark.start < e.end for e in bare)
        if not (within or ("sep" in mark.tags and puts_on)):
            return True
    return False


def _only_of(scene: Scene, event: Event, mark: Mark) -> bool:
    """`in only a towel`, `nur einen Badeanzug`: the word goes with what is bare."""
    row = range(mark.end, event.start)
    ahead = mark.end <= event.start and all(scene.tags(i) <= {"det", "the"} for i in row)
    free = not any(scene.tokens[i].gap for i in (*row, event.start))
    return "only" in mark.tags and ((ahead and free) or mark.start == event.end)


def covering_cloth(scene: Scene) -> list[Mark]:
    """The cloth named that covers whoever wears it."""
    cloth = [m for m in scene.having(*sorted(WARM), "covered") if not _worn_now(scene, m)]
    cloth = [m for m in cloth if "put" not in m.tags or noun(scene, m)]
    return [m for m in cloth if not m.tags & (WORN - m.tags & {"covered"} | {"light", "scant"})]


NOW = frozenset(
    "now jetzt ahora ora agora maintenant nu teraz сейчас simdi الان अब अभी sekarang ngayon 今 "
    "지금 现在 目前 ตอนนี้ hien gio".split()
)


def _worn_now(scene: Scene, cloth: Mark) -> bool:
    """`now she wears a coat`: what the source shows, not what is put on."""
    return any(scene.word(i) in NOW for i in clause_of(scene, cloth.start, cloth.end))


def _told_before(scene: Scene, event: Event, cloth: list[Mark]) -> bool:
    """`my uncle is topless, put a shirt on him`: first how somebody is dressed, then the cloth."""
    behind = [m for m in cloth if m.start >= event.end]
    put = [(at, m) for m in behind if (at := _put_on(scene, event, m)) >= 0]
    start, what = min(put, key=lambda each: each[0], default=(-1, None))
    if what is None or _another(scene, event, start, what):
        return False
    if english(scene):
        return not wished(scene, start)
    if asked_for(scene, event):
        return False
    chest = event.levels == {"shirtless"}
    row = range(event.end, start + 1)
    stop = (
        any(scene.tokens[i].gap for i in row) or _given(scene, start) or "swap" in scene.tags(start)
    )
    return chest or stop or any(scene.tags(i) & TOLD_OF or _photo(scene, i) for i in row)


def _told_after(scene: Scene, event: Event, cloth: list[Mark]) -> bool:
    """`накинь на неё халат, она в купальнике`: first the cloth, then why."""
    here = clause_of(scene, event.start, event.end, joined=False)
    before = [m for m in cloth if m.end <= here.start and not laid(scene, m)]
    said = frozenset().union(*(_state_tags(scene, i) for i in here))
    if not before or said & _NO_STATE or any(scene.word(i) in _NOT_NOW for i in here):
        return False
    then = clause_of(scene, before[-1].start, before[-1].end)
    dressed = not said_in(scene, then).isdisjoint((*DRESSING, "tidy", "make"))
    dressed |= scene.between(then.start, then.stop, "sep") and scene.word(then.stop - 1) in ABOVE
    return dressed and then.stop == here.start and _one_person(scene, then, here)


def _told_within(scene: Scene, event: Event, cloth: list[Mark]) -> bool:
    """`viste a mi compañero, que está sin camisa, con un traje`: between the verb and the cloth."""
    here = clause_of(scene, event.start, event.end)
    relative = any(scene.word(i) in RELATIVE for i in range(here.start, event.start))
    if here.start == 0 or not (relative or event.levels == {"shirtless"}):
        return False
    verbs = clause_of(scene, here.start - 1, here.start)
    told = said_in(scene, verbs)
    led = scene.tags(here.stop) & {"into", "in"} or any(m.start == here.stop + 1 for m in cloth)
    behind = any(here.stop < m.start <= here.stop + 4 and not laid(scene, m) for m in cloth)
    dresses = told & {*DRESSING, "tidy"} and not told & {"swap", "ask"}
    return bool(dresses and led and behind and told & _OTHERS - _THINGS)


def _one_person(scene: Scene, dressing: range, state: range) -> bool:
    """Whether both clauses tell of one and the same: `give my housemate a top, he has none on`."""
    marks = dict.fromkeys(mark for i in (*dressing, *state) if (mark := scene.at[i]))
    nouns = [m for m in marks if m.tags & _OTHERS and not m.tags & WARM]
    first, then = (said_in(scene, row) & _WHOM for row in (dressing, state))
    if not nouns:
        return bool(then) and first == then
    pronouns, gender = (first if nouns[0].start in state else then), _gender(nouns[0])
    same = len(nouns) == 1 and not nouns[0].tags & _THINGS
    return bool(pronouns) and same and (not gender or first | then <= gender)


def _gender(noun: Mark) -> frozenset[str]:
    """The pronouns that a word for somebody allows; none if it tells no gender."""
    tags = noun.tags & {"f", "m"}
    return frozenset({"she" if "f" in tags else "he", "they"}) if len(tags) == 1 else frozenset()


def _state_tags(scene: Scene, i: int) -> frozenset[str]:
    """The tags of a token; `в` is `in` where it may be `into`."""
    tags = scene.tags(i)
    return tags - {"into"} if "in" in tags else tags


_WHOM = PRONOUNS | {"me"}
_NO_STATE = frozenset("into put make swap ask dressing and under keep stays".split())
_NOT_NOW = THEN | BUT


_THINGS = frozenset({"creature", "thing", "artwork"})
_OTHERS = frozenset({"kin", "adult", "person", "mine"}) | _THINGS


def _another(scene: Scene, event: Event, start: int, cloth: Mark) -> bool:
    """`my boss in a bikini, put a jacket on her husband`: somebody else is dressed."""
    row = range(event.end, start + 1)
    first = next((i for i in row if scene.tokens[i].gap or "and" in scene.tags(i)), start)
    last = clause_of(scene, start, start + 1).stop
    last = next((i for i in range(cloth.end, last) if scene.word(i) in _SO_THAT), last)
    if _me_instead(scene, event, range(start, last)):
        return True
    told = {mark.term for i in range(event.start) if (mark := scene.at[i])}
    ahead = (mark for i in range(first, cloth.start) if (mark := scene.at[i]))
    behind = (mark for i in range(cloth.end, last) if (mark := scene.at[i]))
    new = [*ahead, *(m for m in behind if _led_to(scene, m.start, cloth.end))]
    # `a shirt with our logo` is nobody
    new = [m for m in new if "speck" not in m.tags or "creature" in m.tags]
    return any(mark.tags & _OTHERS and mark.term not in told for mark in new)


def _me_instead(scene: Scene, event: Event, dressing: range) -> bool:
    """`she's in lingerie, put me in a suit`: the requester is dressed, who was not told of."""
    here = clause_of(scene, event.start, event.end)
    i_too = any(scene.word(i) in _I for i in here)
    whom = next((told for i in dressing if (told := scene.tags(i) & _WHOM)), frozenset[str]())
    return english(scene) and not i_too and whom == {"me"}


_I = frozenset("i i'm im i've ive me myself we we're us our".split())
_SO_THAT = frozenset(
    "biar supaya agar supaya damit zodat zeby zebym aby чтобы чтоб diye จะ เพื่อ để taaki ताकि عشان "
    "علشان باش because coz cuz bcoz kasi dahil nakakahiya so pwede pra".split()
)
"""Words with which it is told what for: whoever is told of there is not dressed."""


def _led_to(scene: Scene, i: int, start: int) -> bool:
    """`a jacket on her husband`: whether a word of place leads to whoever token `i` tells of."""
    row = range(max(start, i - 3), i)
    words = ONTO | _TAGALOG if scene.spoken == "tl" else ONTO
    return any(scene.tags(j) & _LEADS or scene.word(j) in words for j in row)


_TAGALOG = frozenset({"ang", "si", "kay"})
_LEADS = frozenset({"on", "into", "in", "at", "onbody", "ontobody"})


def _given(scene: Scene, start: int) -> bool:
    """`mettigli`: a verb that dresses whoever was told of needs no comma before it."""
    row = range(start, start + (4 if scene.spoken in VERB_LAST else 1))
    return not english(scene) and any(scene.tags(i) & {"dressing", "put"} for i in row)


def clothes_put_on(scene: Scene) -> bool:
    """Whether an English edit puts cloth that covers on somebody, and wishes for nothing before."""
    if not english(scene) or scene.having(*TAKES):
        return False
    starts = [at for cloth in covering_cloth(scene) if (at := dresses(scene, 0, cloth)) >= 0]
    return bool(starts) and not wished(scene, min(starts))


def _put_on(scene: Scene, event: Event, cloth: Mark) -> int:
    """Where the clause begins that puts the cloth on whom the event tells of; -1 if none does."""
    if english(scene) and (dressed := dresses(scene, event.end, cloth)) >= 0:
        return dressed
    near = [m for m in _verbs(scene, event, cloth) if m.start >= event.end]
    near = [m for m in near if abs(m.start - cloth.start) <= 6]
    at = "at" in scene.tags(cloth.end) and not scene.tags(cloth.end + 1) & WHO
    lies = laid(scene, cloth) or at
    near = [m for m in near if m.tags & _PUTS or _covers_whom(scene, m, cloth)]
    near = [] if lies else [m for m in near if _beside(scene, m, cloth)]
    return max((min(m.start, cloth.start) for m in near), default=-1)


def _verbs(scene: Scene, event: Event, cloth: Mark) -> list[Mark]:
    """The verbs that may put the cloth on somebody; of English ones only those that change it, but
    for a bare chest."""
    verbs = [m for m in scene.having("swap", "make") if _turned_into(scene, m, cloth)]
    if english(scene) and event.levels != {"shirtless"}:
        return [m for m in verbs if "swap" in m.tags]
    verbs += [m for m in scene.having("swap") if _then_changed(scene, event, m, cloth)]
    others = scene.having(*DRESSING, "tidy") + (scene.having("sep") if scene.having("on") else [])
    verbs += [m for m in others if not m.tags & {"swap", "garment"}]
    # `bitte fetten Parka und Schneehose an`
    return verbs + [m for m in scene.having("onbody") if "on" in m.tags and ends_at(scene, m.end)]


_PUTS = frozenset({*DRESSING, "sep", "swap", "make", "onbody"})


def _covers_whom(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """`copritela con un caftano`: somebody is covered, with the cloth; it is not only mended."""
    led = scene.tags(cloth.start - 1) | scene.tags(cloth.start - 2)
    whom = said_in(scene, clause_of(scene, verb.start, verb.end)) & _WHOM
    return bool(led & {"into", "in"}) and bool(whom or holds(verb, PRONOUNS))


def _beside(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """Whether the verb stands with the cloth: no comma lies between, or it comes last."""
    row = range(min(verb.end, cloth.end), max(verb.start, cloth.start) + 1)
    last = scene.spoken in VERB_LAST and cloth.end <= verb.start
    return last or not any(scene.tokens[i].gap for i in row)


def _turned_into(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """`change to trousers`, `スーツに差し替え`, `换成西装`: the cloth is what comes."""
    if not scene.same(verb.start, cloth.start) or "instead" in verb.tags:
        return False
    if "colour" in scene.tags(verb.end):
        return False  # `gawing asul ang jacket`
    if "make" in verb.tags and "swap" not in verb.tags:
        return not english(scene) and 0 <= cloth.start - verb.end <= 3
    last = scene.spoken in VERB_LAST and scene.between(cloth.end, cloth.end + 3, "into")
    if last and cloth.end <= verb.start:
        return True
    leads = destination(scene, verb) is cloth or verb.term.endswith(BECOMES)
    return leads and verb.end <= cloth.start


def _then_changed(scene: Scene, event: Event, verb: Mark, cloth: Mark) -> bool:
    """`naka-swimsuit siya, palitan ng blazer`: behind a comma, the verb and right behind the cloth
    that comes; without it the verb may say `instead of`."""
    begins = clause_of(scene, verb.start, verb.end).start
    near = scene.spoken in VERB_FIRST and 0 <= cloth.start - verb.end <= 2
    return near and "swap" in verb.tags and "instead" not in verb.tags and begins >= event.end

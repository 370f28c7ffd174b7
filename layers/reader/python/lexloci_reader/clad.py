"""Whether an edit dresses somebody who wears little in the source: `my uncle is topless, put a
shirt on him`."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.destination import destination, noun
from lexloci_reader.names import english
from lexloci_reader.onthings import TOLD_OF, laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import (
    BUT,
    PRONOUNS,
    THEN,
    VERB_LAST,
    WARM,
    WORN,
    clause_of,
    ends_at,
    said_in,
)

_STRIPPING = (
    "remove less undress sheer wet open shorten reveal uncensor only without lack nothing instead "
    "skimpy means odd code"
).split()
DRESSING = ("wear", "dressing", "put")
_BECOMES = ("成", "为", "為")
_PICTURED = TOLD_OF | {"photo", "pointed", "picture"}


def _photo(scene: Scene, i: int) -> bool:
    """`수영복사진`: the word of the cloth ends in that of the photograph."""
    return "photo" in scene.tags(i) or scene.word(i).endswith(("사진", "写真", "照"))


def clad(scene: Scene, found: list[Event]) -> bool:
    """Whether all that is bare was told of the source before somebody is dressed otherwise."""
    if not found or any(e.sexual for e in found) or stripped(scene, found):
        return False
    cloth = covering_cloth(scene)
    return all(_told_before(scene, e, cloth) or _told_after(scene, e, cloth) for e in found)


def stripped(scene: Scene, bare: list[Event]) -> bool:
    """Whether anything is taken off, thinned or opened, beyond what the source is said to show."""
    puts_on = scene.having("on")
    if scene.having("clothes") and any(
        _photo(scene, i) for e in bare for i in range(e.start, e.end + 2)
    ):
        return True  # `the clothes of the bikini photo`
    for mark in scene.having(*_STRIPPING):
        only = "only" in mark.tags
        within = any(e.start - only <= mark.start < e.end + only for e in bare)
        if not (within or ("sep" in mark.tags and puts_on)):
            return True
    return False


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
    start = min((at for m in behind if (at := _put_on(scene, event, m)) >= 0), default=-1)
    if start < 0 or _asked_for(scene, event) or _another(scene, event, start):
        return False
    chest = event.levels == {"shirtless"}
    if english(scene) and not chest and not any(m.start == start for m in scene.having("swap")):
        return False  # `dressed_then` reads these
    row = range(event.end, start + 1)
    stop = (
        any(scene.tokens[i].gap for i in row) or _given(scene, start) or "swap" in scene.tags(start)
    )
    return chest or stop or any(scene.tags(i) & TOLD_OF or _photo(scene, i) for i in row)


def _told_after(scene: Scene, event: Event, cloth: list[Mark]) -> bool:
    """`накинь на неё халат, она в купальнике`: first the cloth, then why."""
    here = clause_of(scene, event.start, event.end)
    before = [m for m in cloth if m.end <= here.start and not laid(scene, m)]
    said = frozenset().union(*(_state_tags(scene, i) for i in here))
    who = said & _WHOM
    if not before or not who or said & _NO_STATE or any(scene.word(i) in _NOT_NOW for i in here):
        return False
    then = clause_of(scene, before[-1].start, before[-1].end)
    dressed = said_in(scene, then)
    others = {"kin", "adult", "person", "mine", "creature", "thing"}
    same = dressed & _WHOM == who and not (dressed | said) & others
    return same and not dressed.isdisjoint(DRESSING) and then.stop == here.start


def _state_tags(scene: Scene, i: int) -> frozenset[str]:
    """The tags of a token; `в` is `in` where it may be `into`."""
    tags = scene.tags(i)
    return tags - {"into"} if "in" in tags else tags


_WHOM = PRONOUNS | {"me"}
_NO_STATE = frozenset("into put make swap ask dressing and under keep stays".split())
_NOT_NOW = THEN | BUT


def _another(scene: Scene, event: Event, start: int) -> bool:
    """`my boss in a bikini, put a jacket on her husband`: somebody else is dressed."""
    row = range(event.end, start + 1)
    first = next((i for i in row if scene.tokens[i].gap or "and" in scene.tags(i)), start)
    last = clause_of(scene, start, start + 1).stop
    others = {"kin", "adult", "person", "mine", "creature", "thing", "artwork"}
    told = {mark.term for i in range(event.start) if (mark := scene.at[i])}
    new = (mark for i in range(first, last) if (mark := scene.at[i]))
    # `a shirt with our logo` is nobody
    new = (m for m in new if "speck" not in m.tags or "creature" in m.tags)
    return any(mark.tags & others and mark.term not in told for mark in new)


def _given(scene: Scene, start: int) -> bool:
    """`mettigli`: a verb that dresses whoever was told of needs no comma before it."""
    row = range(start, start + (4 if scene.spoken in VERB_LAST else 1))
    return not english(scene) and any(scene.tags(i) & {"dressing", "put"} for i in row)


def _put_on(scene: Scene, event: Event, cloth: Mark) -> int:
    """Where the clause begins that puts the cloth on whom the event tells of; -1 if none does."""
    verbs = [m for m in scene.having(*DRESSING, "sep") if not m.tags & {"swap", "garment"}]
    verbs = [m for m in verbs if "sep" not in m.tags or scene.having("on")]
    verbs += [m for m in scene.having("swap", "make") if _turned_into(scene, m, cloth)]
    verbs += [m for m in scene.having("onbody") if "on" in m.tags and ends_at(scene, m.end)]
    # `bitte fetten Parka und Schneehose an`
    near = [m for m in verbs if m.start >= event.end and abs(m.start - cloth.start) <= 6]
    lies = laid(scene, cloth) or "at" in scene.tags(cloth.end)
    near = [] if lies else [m for m in near if _beside(scene, m, cloth)]
    return max((min(m.start, cloth.start) for m in near), default=-1)


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
    leads = destination(scene, verb) is cloth or verb.term.endswith(_BECOMES)
    return leads and verb.end <= cloth.start


_FOR = frozenset({"cho", "ให้", "hay", "nho", "xin"})
_WISH = frozenset(
    "want wants wanna wish like will möchte mochte soll sollen wil willen wilt moet olsun ekle "
    "quiero quisiera quero queria gostaria veux voudrais voglio vorrei chce chcialbym niech хочу "
    "пусть ingin mau nak mahu gusto muon อยาก 要 想 想要 أريد اريد عايز بدي ابغى".split()
)


def _asks(scene: Scene, i: int, row: range) -> bool:
    """Whether a verb asks for it; Vietnamese and Thai say `wears` as they say `dress`."""
    tags = scene.tags(i)
    if not tags.isdisjoint({"put", "make", "swap", "ask"}) or "dressing" not in tags:
        return not tags.isdisjoint({"put", "make", "swap", "ask"})
    who = any(scene.tags(j) & _PICTURED for j in range(row.start, i))
    plain = scene.spoken in ("vi", "th") and who
    return not plain or any(scene.word(j) in _FOR for j in range(row.start, i))


def _asked_for(scene: Scene, event: Event) -> bool:
    """Whether the little cloth is what the edit asks for, or nobody is said to wear it."""
    led = scene.tags(event.start - 1) & {"into", "in"} == {"into"}
    if led and not scene.tokens[event.start].gap:
        return True
    start = clause_of(scene, event.start, event.end).start
    row = range(start, event.start)
    ahead = range(event.end, min(event.end + 3, len(scene.at)))
    stop = next((i for i in ahead if scene.tokens[i].gap), ahead.stop)
    if any(scene.word(i) in _WISH for i in range(start, stop)):
        return True
    if any(_asks(scene, i, row) for i in row):
        return True
    joined = event.end < len(scene.tokens) and not scene.tokens[event.end].gap
    if scene.spoken in VERB_LAST and joined:
        row = range(start, min(event.end + 4, len(scene.at)))
        led = "into" in scene.tags(event.end)
        if led or scene.tags(event.end) & {"dressing", "make", "ask"}:
            return True
        if "swap" in scene.tags(event.end) and not scene.word(event.end).endswith(_BECOMES):
            return True
    told = next((i for i in row if scene.tags(i) & _PICTURED), len(scene.at))
    worn = next((i for i in row if "wear" in scene.tags(i)), len(scene.at))
    if any(scene.tags(i) & _WHO for i in range(start, worn)) and worn < len(scene.at):
        told = min([told, *(start for i in ahead if i < stop and scene.tags(i) & _PICTURED)])
    return worn < told and scene.spoken not in VERB_LAST  # `pakai bikini`: wear one


_WHO = PRONOUNS | {"kin", "mine"}

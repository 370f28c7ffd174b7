"""Whether an edit dresses somebody who wears little in the source: `my uncle is topless, put a
shirt on him`."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.changes import WORN, destination, holds_cloth
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WARM, clause_of

_STRIPPING = (
    "remove less undress sheer wet open shorten reveal uncensor only without lack nothing instead "
    "skimpy means odd code"
).split()
_DRESSING = ("wear", "dressing", "put")
_WHO = frozenset("adult person minor kin mine she he they me fame office name title".split())
_RELATIVE = frozenset("que q qui che die der das dat wer wie ktora ktory kto kotoraya".split())
"""What joins `who is in a bikini` to somebody; in Italian its verb reads like `and`."""
_BECOMES = ("成", "为", "為")
_PICTURED = _WHO | {"photo", "pointed", "picture"}


def _photo(scene: Scene, i: int) -> bool:
    """`수영복사진`: the word of the cloth ends in that of the photograph."""
    return "photo" in scene.tags(i) or scene.word(i).endswith(("사진", "写真", "照"))


def clad(scene: Scene, found: list[Event]) -> bool:
    """Whether all that is bare was told of the source before somebody is dressed otherwise."""
    if not found or any(e.sexual for e in found) or _stripped(scene, found):
        return False
    cloth = _covering(scene)
    return all(_told_before(scene, e, cloth) for e in found)


def wearer(scene: Scene, event: Event, found: list[Event]) -> bool:
    """`ponle un pareo a la chica en bikini`: who wears the little cloth is who is dressed."""
    told = event.worn or event.levels == {"shirtless"}
    if not told or event.sexual or scene.having("swap") or _stripped(scene, found):
        return False
    return not any(e.start > event.start for e in found) and any(
        _dressed_before(scene, verb, each, event)
        for verb in scene.having(*_DRESSING)
        if not verb.tags & {"swap", "garment"}
        for each in _covering(scene)
    )


def _dressed_before(scene: Scene, verb: Mark, cloth: Mark, event: Event) -> bool:
    between = range(max(verb.end, cloth.end), event.start)
    least, parts = 1 if english(scene) else 2, {"and", "ask", "make", *_DRESSING}
    row = [i for i in between if not {scene.word(i), scene.word(i - 1)} & _RELATIVE]
    apart = any(scene.tokens[i].gap >= least or scene.tags(i) & parts for i in row)
    who = any(scene.tags(i) & _WHO for i in between)
    return 0 < cloth.start - verb.start <= 6 and who and not apart


def _stripped(scene: Scene, bare: list[Event]) -> bool:
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


def _covering(scene: Scene) -> list[Mark]:
    """The cloth named that covers whoever wears it."""
    cloth = [m for m in scene.having(*sorted(WARM), "covered") if not _worn_now(scene, m)]
    return [m for m in cloth if not m.tags & (WORN - m.tags & {"covered"} | {"light", "scant"})]


_NOW = frozenset(
    "now jetzt ahora ora agora maintenant nu teraz сейчас simdi الان अब अभी sekarang ngayon 今 "
    "지금 现在 目前 ตอนนี้ hien gio".split()
)


def _worn_now(scene: Scene, cloth: Mark) -> bool:
    """`now she wears a coat`: what the source shows, not what is put on."""
    return any(scene.word(i) in _NOW for i in clause_of(scene, cloth.start, cloth.end))


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
    return chest or stop or any(scene.tags(i) & _WHO or _photo(scene, i) for i in row)


def _another(scene: Scene, event: Event, start: int) -> bool:
    """`my boss in a bikini, put a jacket on her husband`: somebody else is dressed."""
    first = next((i for i in range(event.end, start + 1) if scene.tokens[i].gap), start)
    last = clause_of(scene, start, start + 1).stop
    return any(scene.tags(i) & {"kin", "adult", "person", "mine"} for i in range(first, last))


def _given(scene: Scene, start: int) -> bool:
    """`mettigli`: a verb that dresses whoever was told of needs no comma before it."""
    row = range(start, start + (4 if scene.spoken in VERB_LAST else 1))
    return not english(scene) and any(scene.tags(i) & {"dressing", "put"} for i in row)


def _put_on(scene: Scene, event: Event, cloth: Mark) -> int:
    """Where the clause begins that puts the cloth on whom the event tells of; -1 if none does."""
    verbs = [m for m in scene.having(*_DRESSING, "sep") if not m.tags & {"swap", "garment"}]
    verbs = [m for m in verbs if "sep" not in m.tags or scene.having("on")]
    verbs += [m for m in scene.having("swap", "make") if _turned_into(scene, m, cloth)]
    near = [m for m in verbs if m.start >= event.end and abs(m.start - cloth.start) <= 6]
    lies = _laid(scene, cloth) or "at" in scene.tags(cloth.end)
    near = [] if lies else [m for m in near if _beside(scene, m, cloth)]
    return max((min(m.start, cloth.start) for m in near), default=-1)


def _laid(scene: Scene, cloth: Mark) -> bool:
    """`put the shirt on the chair`: a thing follows in the clause, and nobody before it."""
    for i in range(cloth.end, clause_of(scene, cloth.start, cloth.end).stop):
        if scene.tags(i) & _WHO:
            return False
        if scene.tags(i) & {"thing", "object"}:
            return True
    return False


def _beside(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """Whether the verb stands with the cloth: no comma lies between, or it comes last."""
    row = range(min(verb.end, cloth.end), max(verb.start, cloth.start) + 1)
    last = scene.spoken in VERB_LAST and cloth.end <= verb.start
    return last or not any(scene.tokens[i].gap for i in row)


def _turned_into(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """`change to trousers`, `スーツに差し替え`, `换成西装`: the cloth is what comes."""
    if not scene.same(verb.start, cloth.start) or "instead" in verb.tags:
        return False
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
    if not scene.tags(event.start - 1).isdisjoint({"into"}) and not scene.tokens[event.start].gap:
        return True
    start = clause_of(scene, event.start, event.end).start
    row = range(start, event.start)
    if any(scene.word(i) in _WISH for i in range(start, min(event.end + 3, len(scene.at)))):
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
    return worn < told and scene.spoken not in VERB_LAST  # `pakai bikini`: wear one


_BARES = (
    "less sheer wet open shorten uncensor clothes body nothing light skimpy nude partial shirtless "
    "explicit suggestive without"
).split()
_LEGS = ("裤", "裙", "바지", "치마", "ズボン", "パンツ", "スカート")


def coat_off(scene: Scene) -> bool:
    """`take the coat off and leave the blouse`: what goes is worn over other clothes, and of these
    one that covers whoever wears it is told to stay."""
    goes = scene.having("remove", "undress")
    coats = [m for m in scene.having("outer", "scant") if m.tags & WARM]  # an apron is one
    if not goes or not coats or scene.having(*_BARES):
        return False
    if any(holds_cloth(m) and "outer" not in m.tags for m in goes):
        return False
    if any("under" not in m.tags for m in scene.having(*sorted(WORN))):
        return False
    cloth = [m for m in scene.having("garment", "dressy") if m not in coats]
    only = [m for m in scene.having("only") if "stays" not in m.tags]
    if any(not _only(scene, m, coats, cloth) for m in only):
        return False
    stays = [m for m in cloth if _left(scene, m, goes)]
    sure = [m for m in stays if "dressy" in m.tags and _over_chest(m)]
    sure += [m for m in scene.having("keep", "stays") if _holds_warm(m)]
    gone = any(not _left(scene, m, goes) for m in coats)
    return (bool(sure) or len(stays) > 1) and len(stays) == len(cloth) and gone


def _over_chest(mark: Mark) -> bool:
    return mark.term.endswith("连衣裙") or not mark.term.endswith(_LEGS)


def _only(scene: Scene, only: Mark, coats: list[Mark], cloth: list[Mark]) -> bool:
    """`just the coat off`: the word goes with what goes."""
    here = clause_of(scene, only.start, only.end)
    return any(m.start in here for m in coats) and not any(m.start in here for m in cloth)


def _holds_warm(mark: Mark) -> bool:
    """`garde le pull`: the term ends in cloth that covers."""
    tags = " ".join(lexicon().terms.get(word) for word in mark.term.split())
    return "dressy" in {tag.partition("@")[0] for tag in tags.split()}


def _left(scene: Scene, cloth: Mark, goes: list[Mark]) -> bool:
    """Whether the verb that governs the cloth leaves it where it is, on whoever wears it."""
    here = clause_of(scene, cloth.start, cloth.end)
    if not scene.tags(cloth.end).isdisjoint({"on", "at", "in"}) or _laid(scene, cloth):
        return False  # `leave the shirt on the chair`
    leaves = scene.having("keep", "stays", "shown", "ask")
    leaves += [m for m in scene.having("make") if 0 <= cloth.start - m.end <= 2]
    stays = [m for m in leaves if m.start in here and not _denied(scene, m)]
    takes = [m for m in goes if m.start in here]
    if not (stays and takes):
        return bool(stays)
    late = scene.spoken in VERB_LAST
    ahead = [m for m in (*stays, *takes) if m.start >= cloth.start]
    behind = [m for m in (*stays, *takes) if m.start < cloth.start]
    verb = min(ahead, key=_place) if ahead and (late or not behind) else max(behind, key=_place)
    return verb in stays


def _denied(scene: Scene, verb: Mark) -> bool:
    return not scene.tags(verb.start - 1).isdisjoint({"not", "without"})


def _place(mark: Mark) -> int:
    return mark.start

"""Whether an edit dresses somebody who wears little in the source: `my uncle is topless, put a
shirt on him`."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.destination import destination, noun
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import TOLD_OF, laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WARM, WORN, clause_of, holds_cloth, near

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
    return all(_told_before(scene, e, cloth) for e in found)


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


def _another(scene: Scene, event: Event, start: int) -> bool:
    """`my boss in a bikini, put a jacket on her husband`: somebody else is dressed."""
    row = range(event.end, start + 1)
    first = next((i for i in row if scene.tokens[i].gap or "and" in scene.tags(i)), start)
    last = clause_of(scene, start, start + 1).stop
    others = {"kin", "adult", "person", "mine", "creature", "thing", "artwork"}
    return any(scene.tags(i) & others for i in range(first, last))


def _given(scene: Scene, start: int) -> bool:
    """`mettigli`: a verb that dresses whoever was told of needs no comma before it."""
    row = range(start, start + (4 if scene.spoken in VERB_LAST else 1))
    return not english(scene) and any(scene.tags(i) & {"dressing", "put"} for i in row)


def _put_on(scene: Scene, event: Event, cloth: Mark) -> int:
    """Where the clause begins that puts the cloth on whom the event tells of; -1 if none does."""
    verbs = [m for m in scene.having(*DRESSING, "sep") if not m.tags & {"swap", "garment"}]
    verbs = [m for m in verbs if "sep" not in m.tags or scene.having("on")]
    verbs += [m for m in scene.having("swap", "make") if _turned_into(scene, m, cloth)]
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
    "less sheer wet open shorten uncensor body nothing light skimpy nude partial shirtless "
    "explicit suggestive without"
).split()
_LEGS = ("裤", "裙", "바지", "치마", "ズボン", "パンツ", "スカート")


def coat_off(scene: Scene) -> bool:
    """`take the coat off and leave the blouse`: what goes is worn over other clothes, and of these
    one that covers whoever wears it is told to stay."""
    goes = scene.having("remove", "undress")
    coats = [m for m in scene.having("outer", "scant") if m.tags & WARM]  # an apron is one
    coats = [m for m in coats if not _left(scene, m, goes)]
    clothes = scene.having("clothes")
    if not goes or not coats or scene.having(*_BARES):
        return False
    if not all(_left(scene, m, goes) for m in clothes):
        return False
    if not all(_of_coat(scene, verb, coats) for verb in goes):
        return False
    if any(holds_cloth(m) and "outer" not in m.tags for m in goes):
        return False
    if any("under" not in m.tags for m in scene.having(*sorted(WORN))):
        return False
    cloth = [m for m in scene.having("garment", "dressy") if m not in coats]
    terms = {m.term for m in coats}
    if any(m.term in terms for m in cloth):
        return False  # `the blazer stays, everything under the blazer goes`
    only = [m for m in scene.having("only") if "stays" not in m.tags]
    if any(not _only(scene, m, coats, cloth) for m in only):
        return False
    stays = [m for m in cloth if _left(scene, m, goes)]
    sure = [m for m in stays if "dressy" in m.tags and _over_chest(m)]
    sure += [m for m in scene.having("keep", "stays") if _holds_warm(m)]
    sure += [m for m in clothes if near(scene, m.start, frozenset({"keep", "stays"}), 5)]
    close = any("garment" in m.tags for m in coats)  # a sweater may be all that is worn above
    return bool(sure or (len(stays) > 1 and not close)) and len(stays) == len(cloth)


def _of_coat(scene: Scene, verb: Mark, coats: list[Mark]) -> bool:
    """Whether the verb stands with a coat: `…, then take everything off` does not."""
    here = clause_of(scene, verb.start, verb.end)
    return any(m.start in here for m in coats)


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
    if not scene.tags(cloth.end).isdisjoint({"on", "at", "in"}) or laid(scene, cloth):
        return False  # `leave the shirt on the chair`
    leaves = scene.having("keep", "stays", "shown", "ask")
    leaves += [m for m in scene.having("make") if 0 <= cloth.start - m.end <= 2]
    stays = [m for m in leaves if m.start in here and not _denied(scene, m)]
    late = scene.spoken in VERB_LAST
    stays = [m for m in stays if late or "ask" not in m.tags or m.start < cloth.start]
    takes = [m for m in goes if m.start in here]
    if not (stays and takes):
        return bool(stays)
    ahead = [m for m in (*stays, *takes) if m.start >= cloth.start]
    behind = [m for m in (*stays, *takes) if m.start < cloth.start]
    verb = min(ahead, key=_place) if ahead and (late or not behind) else max(behind, key=_place)
    return verb in stays


def _denied(scene: Scene, verb: Mark) -> bool:
    return not scene.tags(verb.start - 1).isdisjoint({"not", "without"})


def _place(mark: Mark) -> int:
    return mark.start

"""What an edit does to clothes: removes, swaps, thins or adds them, or something else entirely."""

from __future__ import annotations

from lexloci_reader.attire import BARE, COVERED, COVERS, UNDRESSED, Event
from lexloci_reader.changes import ALL, MAYBE, YES, Change, remove
from lexloci_reader.clad import clad, clothes_put_on
from lexloci_reader.coats import coat_off
from lexloci_reader.covering import covered_over, covered_up, only_named, outgrown
from lexloci_reader.destination import destination
from lexloci_reader.doubts import doubts
from lexloci_reader.edit_words import RETOUCH
from lexloci_reader.kept import hidden, kept, no_more
from lexloci_reader.lessened import follows, less_cloth, precedes
from lexloci_reader.names import english
from lexloci_reader.onthings import displayed, on_thing
from lexloci_reader.recipients import wearer
from lexloci_reader.referring import refer, referred
from lexloci_reader.replaced import replaced
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import WORN, clause_of, ends_at, holds
from lexloci_reader.steps import native_steps, stepwise
from lexloci_reader.stripping import undresses
from lexloci_reader.swaps import swap

_TELLING = tuple(
    "benign undress remove uncensor reveal ref bodyedit swap make under bare less".split()
)
"""Tags without which a mark is no step."""


def _steps(scene: Scene, change: Change) -> None:
    for step in native_steps(scene):
        change.add(*step)
    change.doubts += referred(scene)
    for mark in scene.having(*_TELLING):
        tags = mark.tags
        if "benign" in tags:
            if _lent(scene, mark):
                change.add(ALL, MAYBE, "clothes, not understood")
            continue
        if undresses(scene, mark):
            change.add(UNDRESSED, YES, "undress")
        elif "uncensor" in tags:
            change.add(BARE, YES, "uncensor")
        elif "reveal" in tags and not _bump_under(scene, mark):
            bare = UNDRESSED if scene.between(0, len(scene.at), "clothes") else ALL
            change.add(bare, YES, "reveal")
        elif "ref" in tags:
            refer(scene, mark, change)
        elif "bodyedit" in tags and not _retouch(scene, mark):
            step = (ALL, MAYBE, "body changed")
            if mark.term == "skin" and english(scene):
                change.doubts.append((mark.start, step))
            else:
                change.add(*step)
        if _unsaid(scene, mark):
            continue
        if "swap" in tags or ("make" in tags and destination(scene, mark)):
            swap(scene, mark, change)
        if "remove" in tags and "swap" not in tags and not _named_thing(scene, mark):
            remove(scene, mark, change)
        if "under" in tags and follows(scene, mark, COVERS | {"outer"}) and scene.having("ask"):
            change.add(UNDRESSED, YES, "what is underneath")
        if "bare" in tags and _made_bare(scene, mark):
            change.add(ALL, MAYBE, "made bare")
        if "less" in tags and less_cloth(scene, mark):
            change.add(ALL - {"nude"}, YES, "less cloth")


def _lent(scene: Scene, mark: Mark) -> bool:
    """`scambia il vestito con il bikini appeso alla gruccia`: a harmless phrase that holds cloth,
    and a verb that may put it on somebody."""
    if english(scene) or not holds(mark, WORN):
        return False
    here = clause_of(scene, mark.start, mark.end)
    swaps = any(m.start in here and m.end <= mark.start for m in scene.having("swap"))
    if swaps and scene.between(here.start, mark.start, "garment"):
        return True
    told = scene.having("she", "he", "they", "me", "kin", "mine")
    return bool(told and scene.having("dressing", "put", "wear", "onbody"))


def _unsaid(scene: Scene, mark: Mark) -> bool:
    """`no other changes`: nothing is done."""
    before = scene.tags(mark.start - 1) | scene.tags(mark.start - 2)
    return not before.isdisjoint({"nothing", "lack"}) or scene.word(mark.start - 1) == "other"


def _made_bare(scene: Scene, mark: Mark) -> bool:
    """`make her exposed`, `turn him fully bare`: nothing more is said."""
    ends = ends_at(scene, mark.end)
    row = range(mark.start - 3, mark.start)
    who = [i for i in row if scene.tags(i) & {"she", "he", "they", "me", "kin", "mine"}]
    made = who and scene.tags(who[0] - 1) | scene.tags(who[0] - 2)
    return bool(ends and made and made & {"make", "into", "swap"}) and english(scene)


def _named_thing(scene: Scene, mark: Mark) -> bool:
    """`crop out the bin`, `a tear in the shirt`: no verb here, the name of a spot or a thing."""
    thing = mark.tags & {"speck", "object", "thing"} or mark.term in ("tear", "rip", "bin")
    return bool(thing) and english(scene) and bool(scene.tags(mark.start - 1) & _ARTICLES)


_ARTICLES = frozenset({"det", "the", "this", "my"})


def _bump_under(scene: Scene, mark: Mark) -> bool:
    """`get rid of the mic pack bump under her dress`: a spot goes, and where it is, is told."""
    spot = any("speck" in scene.tags(i) for i in range(mark.start - 3, mark.start))
    return spot and english(scene) and mark.term.startswith("under")


def _retouch(scene: Scene, mark: Mark) -> bool:
    """`light skin retouch, blemishes only` changes nobody's body."""
    if mark.term != "skin":
        return False
    row = (*range(mark.start - 3, mark.start), mark.end, mark.end + 1)
    smooth = english(scene) and any(scene.word(i) in RETOUCH for i in row)
    bare = scene.having("bare", "nude", "partial", "only", "reveal", "less", "lack", "clothes")
    return (smooth and not bare) or bool(scene.having("speck") or precedes(scene, mark, LIGHT))


LIGHT = frozenset({"light", "keep"})
_NO_LONGER = frozenset("not isn't isnt less stop stops longer never without no".split())
_CLOSES = frozenset(
    "sleeve sleeves straps close closed fill filled higher extend lengthen longer mend sew "
    "cover".split()
)
_SOLID = frozenset("solid opaque thicker lined lining modest covered unsee".split())


def _mended(scene: Scene, event: Event) -> bool:
    """`the top is a bit see-through here, make it opaque`: told of the source, and mended."""
    mark = scene.at[event.start]
    if mark is None:
        return False
    dried = mark.term.startswith("wet") and any(_dries(scene, i) for i in scene.saying(_DRY))
    return dried or bool(mark.tags & {"sheer", "wet"} and _undone(scene, mark))


_DRY = frozenset({"dry", "dried", "ironed"})
_IT = frozenset({"it", "them"})


def _dries(scene: Scene, i: int) -> bool:
    """`dry his shirt`, `leave it dry`: said of the cloth, or first of all."""
    cloth = scene.between(i + 1, i + 3, "garment") or scene.between(i + 1, i + 3, "clothes")
    return i == 0 or cloth or not _IT.isdisjoint((scene.word(i - 1), scene.word(i + 1)))


def change_of(scene: Scene, found: list[Event]) -> tuple[Change, list[Event]]:
    """What the edit does, and the events that it asks for (not those it takes away or keeps)."""
    change = Change()
    if coat_off(scene):
        change.understood = True
        return change, []
    _steps(scene, change)
    left: list[Event] = []
    for event in found:
        dressed = event.worn or event.start in change.worn
        if (event.start in change.gone and dressed) or event.start in change.away:
            continue
        if english(scene) and (hidden(scene, event) or _mended(scene, event)):
            continue
        if english(scene) and no_more(scene, event):
            continue
        if english(scene) and event.worn and covered_over(scene, event.start, event.end):
            continue
        if event.worn and event.levels & WORN and _only_told_of(scene, event):
            continue
        left.append(event)
    dressed_after = clad(scene, [event for event in left if event.levels or event.sexual])
    if dressed_after:
        left, change.understood = [], True
    worn = [event for event in left if wearer(scene, event, left)]
    left = [event for event in left if event not in worn]
    for event in left:
        if event.sexual:
            change.sexual.add(event.sexual)
    _made(scene, change)
    stepwise(scene, change)
    if not change.sure and not change.maybe and not change.understood:
        _puzzled(scene, change)
    told = dressed_after or bool(worn) or clothes_put_on(scene)
    if not change.sure and not change.maybe and english(scene) and not told:
        explained = frozenset(event.start for event in left if event.levels)
        change.doubts += doubts(scene, explained | change.gone | change.worn)
    return change, left


def _only_told_of(scene: Scene, event: Event) -> bool:
    """Whether little cloth is in the picture as it is: left there, covered, or on a thing."""
    return kept(scene, event) or replaced(scene, event) or displayed(scene, event)


def _made(scene: Scene, change: Change) -> None:
    """`make it see-through`, `a shorter skirt`: cloth thinned without a word for what is bared."""
    target = scene.having("clothes", "garment", "light", "she", "he", "they", "it", "outer")
    for mark in scene.having("sheer", "wet", "skimpy", "shorten"):
        whole = "skimpy" in mark.tags and " " in mark.term
        things = [
            m
            for m in scene.having("thing", "creature", "speck", "object")
            if scene.same(m.start, mark.start)
        ]
        cloth = scene.having("clothes", "garment", "light", "outer", "it")
        if (
            not (target or whole)
            or not change.gone.isdisjoint((mark.start, mark.end, mark.start - 1))
            or _undone(scene, mark)
            or ("skimpy" in mark.tags and not (cloth or whole))
            or covered_up(scene, mark)
            or only_named(scene, mark)
            or outgrown(scene, mark)
            or _trimmed(scene, mark)
            or (things and not scene.having("clothes", "garment", "she", "he", "they"))
        ):
            continue
        if "skimpy" in mark.tags or "shorten" in mark.tags:
            change.add(COVERED, YES, "less cloth")
        elif scene.having("make", "swap", "into", "wear", "bare") or _shown_on(scene):
            change.add(frozenset({"partial"}), YES, "cloth made to show the body")


_TRIMS = frozenset(
    "sleeve sleeves cuff cuffs collar fringe bangs hair beard tie scarf trousers trouser slacks "
    "jeans coat overcoat cloak cape veil tail nails neck curtain curtains drapes leash".split()
)
_SLEEVES = ("rekaw", "рукав", "manga", "manche", "arme", "manich", "mouw", "kollar", "lengan",
            "manggas", "แขน", "袖", "소매", "आस्तीन", "aasteen", "nogawk", "штанин")  # fmt: skip
_DECENT = frozenset("ankle ankles knee knees calf calves shoe shoes floor trailing inch".split())
_NOT_DECENT = frozenset("thigh thighs mini way well far high upper".split())


def _trimmed(scene: Scene, mark: Mark) -> bool:
    """`shorten the sleeves`: nothing that hides much gets less."""
    row = range(mark.end, min(mark.end + 8, len(scene.at)))
    joint = next((i for i in row if "and" in scene.tags(i)), row.stop)
    also = any(scene.tags(i) & COVERS for i in range(joint + 1, joint + 3))
    decent = "shorten" in mark.tags and english(scene) and _said_with(scene, mark, _DECENT)
    decent = decent and not _said_with(scene, mark, _NOT_DECENT)
    little = any(scene.word(i) in _TRIMS or scene.word(i).startswith(_SLEEVES) for i in row[:3])
    return (decent or little) and not also


def _said_with(scene: Scene, mark: Mark, words: frozenset[str]) -> bool:
    """Whether any of the words stands in the sentence of the mark."""
    return any(scene.same(i, mark.start) for i in scene.saying(words))


def _shown_on(scene: Scene) -> bool:
    """Outside English, cloth that lets through told of somebody: no verb need be known."""
    return not english(scene) and bool(scene.having("she", "he", "they", "adult", "person", "mine"))


def _undone(scene: Scene, mark: Mark) -> bool:
    """`not see through`, `looks transparent, make it solid`: no longer, or already so."""
    if not english(scene):
        against = scene.having("remove", "less", "undress", "bare", "shorten", "sheer", "reveal")
        closes = [m for m in scene.having("tidy") if _closes(scene, m, mark)]
        return "skimpy" in mark.tags and bool(closes) and not [m for m in against if m is not mark]
    before = {scene.word(i) for i in range(max(0, mark.start - 3), mark.start)}
    if before & _NO_LONGER or any("not" in scene.tags(i) for i in (mark.start - 1, mark.start - 2)):
        return True
    if "skimpy" in mark.tags:
        return not scene.words.isdisjoint(_CLOSES)
    solid = not scene.words.isdisjoint(_SOLID)
    already = before & {"is", "was", "looks", "look", "looked", "are", "were", "made", "he", "she"}
    return solid or bool("wet" in mark.tags and already and scene.having("put", "dressing"))


def _closes(scene: Scene, verb: Mark, skimpy: Mark) -> bool:
    """`chiudi la scollatura`, `la scollatura è troppo, chiudi la giacca`: not `chiudi la porta`."""
    if not scene.same(verb.start, skimpy.start):
        return False
    after = range(verb.end, min(verb.end + 4, len(scene.at)))
    return 0 <= skimpy.start - verb.end <= 3 or any(scene.tags(i) & COVERS for i in after)


def _puzzled(scene: Scene, change: Change) -> None:
    """An edit of clothes or body that no grammar explains may bare somebody."""
    spoken = ("body", "clothes") if english(scene) else ("body", "clothes", "garment")
    if not scene.having(*spoken):
        return
    verbs = scene.having("wear", "dressing", "put") or (scene.having("sep") and scene.having("on"))
    dressed = verbs and scene.having("garment", "outer", "dressy")
    bares = scene.having("remove", "less", "bare", "sheer", "light", "under", "swap")
    if dressed and all("sep" in m.tags and scene.having("on") for m in bares):
        return
    if english(scene) and any(scene.word(i) in ("cover", "hide", "conceal") for i in (0, 1)):
        return
    body = [m for m in scene.having(*spoken) if not on_thing(scene, m)]
    mild = ("tidy", "colour", "speck", "into", "benign", "keep", "stays")
    if body and not scene.having(*mild, *(("dressy",) if english(scene) else ())):
        step = (ALL, MAYBE, "clothes or body, not understood")
        change.doubts += [(mark.start, step) for mark in body]

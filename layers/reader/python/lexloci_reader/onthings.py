"""Cloth that nobody wears: on a thing or an animal, or laid on one."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.destination import destination
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.naming import capital
from lexloci_reader.people import Person
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, clause_of, said_in

TOLD_OF = frozenset("adult person minor kin mine she he they me fame office name title".split())
"""What tells of somebody."""


OWNER_BEHIND = frozenset("id ms tl ar vi th".split())
"""Languages in which whose the cloth is stands behind it."""


def laid(scene: Scene, cloth: Mark) -> bool:
    """`put the shirt on the chair`: a thing follows in the clause, and nobody before it."""
    row = range(cloth.end, clause_of(scene, cloth.start, cloth.end).stop)
    if scene.spoken in OWNER_BEHIND and scene.tags(cloth.end) & {"she", "he", "they", "my"}:
        row = row[1:]  # `letak t-shirt dia atas kerusi`
    for i in row:
        if scene.tags(i) & TOLD_OF:
            return False
        if scene.tags(i) & {"thing", "object"} and not _no_place(scene, i):
            return True
    return False


def _no_place(scene: Scene, i: int) -> bool:
    """`long to the feet`, `with our logo`, `for the newsletter`: how far the cloth reaches, what is
    on it, what it is for."""
    before = (scene.word(i - 1), scene.word(i - 2))
    aims = "for" in (*before, scene.word(i - 3)) and english(scene)
    return aims or not _DOWN_TO.isdisjoint(before) or "speck" in scene.tags(i)


_DOWN_TO = frozenset(
    "to down till until fino hasta até ate jusqu jusqua jusque bis tot aan do po до hingga sampai "
    "hanggang đến toi tới ถึง まで 까지 到 الى الي إلى حتى kadar तक tak".split()
)
"""Words of how far something reaches."""


_LINKS = frozenset("on from of off".split())
WITHS = frozenset(
    "with dengan bersama sama kasama con avec mit com met ze с ile مع near beside next by".split()
)
_PARTS = frozenset({"and", "apart", "put", "make", "swap", "keep", "stays", "ask", "dressing"})


_NOT_THEM = frozenset("creature thing artwork adult person kin mine".split())


def for_another(scene: Scene, cloth: Mark) -> bool:
    """`put a coat on the dog`, `the jacket for dad`: in its clause somebody else gets the cloth, no
    pronoun."""
    here = clause_of(scene, cloth.start, cloth.end, joined=False)
    return any(scene.tags(i) & _NOT_THEM for i in here)


def on_thing(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth is on a thing or an animal: `the sweater from the dog`."""
    if owned(scene, mark):
        return False
    if scene.between(mark.end, mark.end + 2, "laid") and not scene.having(*sorted(TOLD_OF)):
        return True  # `the bra lying on the bed`
    if _of_dummy(scene, mark):
        return True
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        who = scene.tags(i) & {"she", "he", "they", "adult", "person", "minor", "me"}
        parts = scene.word(i) in WITHS or not scene.tags(i).isdisjoint(_PARTS)
        if who or scene.tokens[i].gap or parts:
            return False
        if scene.tags(i) & {"creature", "thing", "object"}:
            if capital(scene, i) and capital(scene, i - 1):
                return False  # `les vêtements de Lucie Roche`
            row = range(mark.end, i)
            linked = any(
                scene.word(j) in _LINKS or scene.tags(j) & {"from", "on", "of"} for j in row
            )
            return linked or len(row) < 2
    beside = bool(scene.tags(mark.start - 1) & {"creature", "thing"})
    return beside and not scene.tokens[mark.start].gap


def _of_dummy(scene: Scene, mark: Mark) -> bool:
    """`z manekina ściągnij sukienkę`, `마네킹에서 원피스 빼고`: a thing told before in the
    clause, and nobody in the whole text."""
    if english(scene) or scene.having(*sorted(TOLD_OF)):
        return False
    row = range(clause_of(scene, mark.start, mark.end).start, mark.start)
    dummy = any("thing" in scene.tags(i) and not scene.tags(i) & _NO_DUMMY for i in row)
    return dummy and not any(scene.tags(i) & _PARTS or scene.word(i) in WITHS for i in row)


_NO_DUMMY = frozenset({"carrier", "drawn", "speck", "looks", "picture"})


def displayed(scene: Scene, event: Event) -> bool:
    """`BH liegt auf dem Tisch, Licht neutraler`: the picture shows the cloth, and nobody."""
    if not event.worn or scene.having(*sorted(TOLD_OF), "dressing", "wear"):
        return False
    here = clause_of(scene, event.start, event.end)
    if any(_of_clothes(scene, m, here) for m in scene.having("swap")):
        return False
    ahead = range(here.start, event.start)
    if any(scene.tags(i) & {"put", "make", "into", "only"} for i in ahead):
        return False
    if _told_in(scene, event):
        return False
    behind = [i for i in here if i >= event.end]
    first = scene.tags(here.start) & {"on", "at", "in"} and scene.between(
        here.start, event.start, "laid"
    )  # `op het bed ligt een bikini`
    lies = first or any("laid" in scene.tags(i) for i in behind)
    things = (i for i in behind if scene.tags(i) & {"thing", "object"})
    placed = any(_placed(scene, i) for i in things)
    return (lies or placed) and _retouched(scene, here)


def _of_clothes(scene: Scene, swap: Mark, here: range) -> bool:
    """Whether what is swapped is cloth, or may be: not in `zamień tło na gładkie`."""
    clause = clause_of(scene, swap.start, swap.end)
    return clause.start == here.start or any(scene.tags(i) & _CLOTH for i in clause)


_CLOTH = frozenset("clothes garment dressy outer light underwear swimwear it".split())


def _placed(scene: Scene, thing: int) -> bool:
    before = (thing - 1, thing - 2)
    return any(scene.tags(i) & _AT or scene.word(i) in ("on", "over") for i in before)


def _retouched(scene: Scene, told: range) -> bool:
    """Whether each other clause says what to do to the picture: `kneeling` does not."""
    start = 0
    while start < len(scene.tokens):
        clause = clause_of(scene, start, start + 1)
        if clause.start != told.start and not said_in(scene, clause) & _RETOUCH:
            return False
        start = clause.stop
    return True


_AT = frozenset({"on", "at", "in", "from"})
_RETOUCH = frozenset("tidy colour speck erase remove keep stays picture photo laid light".split())


def owned(scene: Scene, mark: Mark) -> bool:
    """`her dress`, `my boss's shirt`: somebody's, whatever stands beside."""
    owners = {"she", "he", "they", "my", "me", "kin", "mine"}
    before = scene.tags(mark.start - 1) | (scene.tags(mark.start - 2) & {"kin", "mine"})
    return english(scene) and not before.isdisjoint(owners)


def on_things(scene: Scene, event: Event, people: list[Person]) -> bool:
    """Whether only things or animals wear what the event says."""
    if not any(p.kind == "thing" for p in people):
        return False
    if scene.edit and (any(_made_into(scene, p) for p in people) or _brought(scene, event)):
        return False
    here = [p for p in people if scene.same(p.start, event.start)]
    if not event.worn:
        here = [p for p in here if not _lies_on(scene, event, p)]
    if scene.edit:
        if _told_in(scene, event) and not any(p.end <= event.start for p in here):
            return False
        clause = clause_of(scene, event.start, event.end)  # beyond it, a comma stands between
        here = [
            p
            for p in here
            if p.kind != "thing" or (p.start in clause and not _beyond(scene, event, p))
        ]
    if not english(scene):
        here = [p for p in here if max(p.start - event.end, event.start - p.end) <= 3] and here
    return bool(here) and all(p.kind == "thing" for p in here)


def _lies_on(scene: Scene, event: Event, thing: Person) -> bool:
    """`naked on the radiator`: the thing is where somebody is."""
    row = range(event.end, thing.start)
    return thing.kind == "thing" and any(
        scene.word(i) == "on" or "on" in scene.tags(i) for i in row
    )


def _told_in(scene: Scene, event: Event) -> bool:
    """`Marlies im Bikini an der Kleiderstange`: what somebody has on, not what hangs there."""
    i = event.start - 1
    while scene.tags(i) & {"colour", "det", "the"} and not scene.tokens[i + 1].gap:
        i -= 1
    return event.worn and "in" in scene.tags(i) and not scene.tokens[i + 1].gap


_CLITICS = ("le", "les", "la", "las", "lui", "gli", "lhe")


def _brought(scene: Scene, event: Event) -> bool:
    """`ponle la lencería que cuelga de la percha`: from the thing it comes to somebody."""
    here = clause_of(scene, event.start, event.end)
    told = any(scene.tags(i) & TOLD_OF for i in here)
    for verb in scene.having("dressing", "put", "wear", "swap"):
        if verb.start not in here or event.start in range(verb.start, verb.end):
            continue
        if "swap" in verb.tags:
            new = destination(scene, verb)
            if new is not None and new.start == event.start:
                return True
            continue
        last = scene.spoken in VERB_LAST
        thing = any(scene.tags(i) & {"thing", "creature"} for i in range(verb.end, event.start))
        if (verb.start > event.start and not last) or thing or "garment" in verb.tags:
            continue
        hung = scene.between(event.end, here.stop, "laid")
        if "dressing" in verb.tags or told or hung or verb.term.endswith(_CLITICS):
            return True
    return False


_NEXT = frozenset("next beside near with like and not by alongside but then".split())


def _beyond(scene: Scene, event: Event, thing: Person) -> bool:
    """Whether the thing only stands by: beyond a comma, an `and`, `next to`."""
    row = range(min(event.end, thing.end), max(event.start, thing.start) + 1)
    if "apart" in scene.tags(thing.end):
        return True  # `heykelin yanında`
    if scene.word(thing.start - 2) == "on" and scene.word(thing.start - 1) in ("a", "an"):
        return True  # `on a horse`
    behind = not english(scene) and thing.start >= event.end
    strange = behind and any(_beside(scene, i) for i in row)
    return strange or any(
        scene.tokens[i].gap or scene.word(i) in _NEXT or scene.tags(i) & {"and", "apart", "put"}
        for i in row
    )


def _beside(scene: Scene, i: int) -> bool:
    """`con el perro`, `accanto alla statua`: what leads to the thing says only what is there."""
    word = scene.word(i)
    return word in WITHS or not (scene.tags(i) or word in lexicon().func or word.isdigit())


def _made_into(scene: Scene, thing: Person) -> bool:
    """`turn her into a statue`: the thing is somebody."""
    if thing.kind != "thing" or not scene.having("swap"):
        return False
    before = range(max(0, thing.start - 3), thing.start)
    return any("into" in scene.tags(i) or scene.word(i) == "as" for i in before)

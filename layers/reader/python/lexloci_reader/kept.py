"""What an edit only speaks of: clothes that the source shows, kept, recoloured, or hidden."""

from __future__ import annotations

from lexloci_reader.acted_on import objects_of
from lexloci_reader.attire import Event
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import OWNER_BEHIND
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import PEOPLE, VERB_LAST, WARM, WORN, clause_of, said_in

_HANDS = frozenset("give gives get lend hand offer buy find put add try".split())


_HIDES = frozenset("blur crop censor pixelate remove erase hide delete cover mask obscure".split())
_SHOWN = frozenset("adult person thing object artwork creature picture drawn".split())


def hidden(scene: Scene, event: Event) -> bool:
    """`blur the nude statue`, `crop out the topless man`: what is bare is taken out of sight."""
    if event.worn or not scene.tags(event.end) & _SHOWN or scene.tokens[event.end].gap:
        return False
    row = range(max(0, event.start - 3), event.start)
    free = not any(scene.tokens[i].gap for i in range(row.start + 1, event.start + 1))
    return free and any(scene.word(i) in _HIDES for i in row)


def no_more(scene: Scene, event: Event) -> bool:
    """`correct that and nothing else`: no more is to be done, not to be worn."""
    mark = scene.at[event.start]
    if mark is None or mark.term != "and nothing else":
        return False
    here = range(clause_of(scene, event.start, event.end).start, event.start)
    acts = scene.word(here.start) in _MENDS or "remove" in scene.tags(here.start)
    return acts and said_in(scene, here) <= _NOTHING_WORN


_MENDS = frozenset("correct fix change adjust repair restore sharpen".split())
_NOTHING_WORN = frozenset(
    "remove erase swap the this det of and tidy speck photo picture looks object".split()
)


def _handed(scene: Scene, event: Event) -> bool:
    """`give us the red bikini`, `add the black underwear to him`: a verb that hands it over."""
    i = event.start - 1
    last = max(-1, event.start - 6)
    while i > last and (scene.tags(i) & _HANDED_OVER or _adjective(scene, i)):
        if scene.tokens[i + 1].gap:
            break
        i -= 1
    return scene.word(i) in _HANDS


def _adjective(scene: Scene, i: int) -> bool:
    return not scene.tags(i) and scene.word(i) not in _HANDS


_HANDED_OVER = frozenset("det the colour she he they me my this another kin adult person".split())


def _described(scene: Scene, event: Event) -> bool:
    """Whether the garment only says who is meant: `blur the people in swimsuits`."""
    start = event.start
    definite = "the" in scene.tags(start - 1) or scene.word(start - 1) == "the"
    link = start - 2 if definite else start - 1
    if not scene.tags(link) & {"in", "wear"} or not scene.tags(link - 1) & PEOPLE:
        return False
    apart = any(scene.tokens[i].gap for i in range(link, start + 1))
    apart |= "dressing" in scene.tags(link) and "onbody" not in scene.tags(link)
    if apart or scene.having("put", "swap") or _governed(scene, link - 1):
        return False
    return definite or _touched(scene, link - 1)


def _touched(scene: Scene, person: int) -> bool:
    """`blur the people in swimsuits`: an act on the person, in one breath, and on nothing else."""
    here = clause_of(scene, person, person + 1)
    acts = [m for m in scene.having("tidy", "keep", "speck", "remove") if m.start in here]
    late = scene.spoken in VERB_LAST
    acts = [m for m in acts if "speck" not in m.tags and (late or m.start < person)]
    return any(
        not any(scene.tags(i) & _ELSE for i in range(min(m.end, person), max(m.start, person)))
        for m in acts
    )


_ELSE = frozenset(
    "speck face photo picture object thing creature local and accessory garment dressy outer "
    "looks".split()
)


def _governed(scene: Scene, person: int) -> bool:
    """`viste a la chica en bikini`, `rendi la donna in …`: the person is dressed or made so."""
    row = range(max(0, person - 4), person)
    verbs = [i for i in row if scene.tags(i) & {"wear", "dressing", "make", "ask", "stays"}]
    return bool(verbs) and not any(scene.tokens[i].gap for i in range(verbs[-1] + 1, person + 1))


def kept(scene: Scene, event: Event) -> bool:
    """Whether the garment is only spoken of: `her bikini`, recoloured or left as it is."""
    here = clause_of(scene, event.start, event.end)
    instead = scene.between(here.start, event.end + 2, "instead")
    if instead or _handed(scene, event):
        return False  # `give her lingerie instead of the gown, keep the face`
    if _comes_instead(scene, event) or _uncovered(scene):
        return False
    if _described(scene, event):
        return True
    mark = scene.at[event.start]
    if mark is not None and _holds_wear(scene, mark):
        return False
    if scene.spoken == "hi" and "in" in scene.tags(event.end):
        return False  # `मेरी दोस्त बिकिनी में`
    if english(scene) and scene.tokens[event.start].gap:
        return False
    worn = scene.word(event.start) in _WEARS  # `de cueca`, `en slip`
    worn |= scene.word(event.start - 1) == "de" or scene.between(
        event.start - 2, event.end + 2, "only"
    )
    if not english(scene) and (worn or _dressed_after(scene, event) or _put_on(scene, event)):
        return False
    for i in range(event.start - 1, max(-1, event.start - 4), -1):
        if scene.tags(i) & {"in", "wear"}:
            return False
        if scene.tokens[i].gap:
            break
    if not english(scene) and not scene.having("keep", "tidy", "colour", "speck"):
        return False
    if (
        not _owned(scene, event)
        or scene.tags(event.start - 2) & {"in", "wear"}
        or scene.tags(event.start - 1) & {"wear"}
    ):
        return False
    if _spoken_of(scene, event):
        return True
    return _only_spoken(scene, event)


def _only_spoken(scene: Scene, event: Event) -> bool:
    """Whether nothing at all is told to be done: `her bikini`."""
    pointed = scene.tags(event.start - 1) & {"this", "the"}  # `pretend the hoodie is that bikini`
    acts = ("remove", "swap", "make", "less", "wear", "into", "keep", "tidy", "speck", "looks")
    here = clause_of(scene, event.start, event.end)
    acts_on = [m for m in scene.having("colour") if m.start not in here]
    return not pointed and not acts_on and not scene.having(*acts)


def _spoken_of(scene: Scene, event: Event) -> bool:
    """Whether, in the clause of the garment, something stays, is mended, coloured or lies on it."""
    here = clause_of(scene, event.start, event.end, joined=False)
    acts = scene.having("keep", "stays", "tidy", "speck", "swap", "make")
    coloured = any("colour" in scene.tags(i) for i in here)
    return any(m.start in here and (coloured or not m.tags & {"swap", "make"}) for m in acts)


_IN = frozenset("in im en w в nur only just solo solamente só seulement alleen tylko".split())


def _holds_wear(scene: Scene, mark: Mark) -> bool:
    """`in boxers`, `穿泳衣`, `berbikini`: the term says that it is worn, not whose it is."""
    term, terms = mark.term, lexicon().terms
    if term.startswith(("naka ", "nakabi")) or (" " in term and term.startswith("pak")):
        return True
    if not _IN.isdisjoint(term.split()[:-1]):
        return True
    if scene.spoken in ("id", "ms") and term.startswith(("ber", "ke ")):
        return True
    cut = () if term.isascii() or " " in term else range(1, len(term))
    return any("wear" in terms.get(term[:n]).replace("@", " ").split() for n in cut)


def _uncovered(scene: Scene) -> bool:
    """`take off the cape and keep the swimsuit`: what covers it goes."""
    taken = (m for verb in scene.having("remove", "undress") for m in objects_of(scene, verb)[:1])
    return any(m.tags & WARM and not m.tags & WORN for m in taken)


_WEARS = frozenset("de em en in mac pakai memakai nosi suot".split())


def _put_on(scene: Scene, event: Event) -> bool:
    """`надень на неё красное бикини, лицо не меняй`: a verb that dresses leads there."""
    for i in range(event.start - 1, max(-1, event.start - 7), -1):
        if scene.tokens[i + 1].gap:
            return False
        tags = scene.tags(i)
        if tags & {"dressing", "put"} or (
            "wear" in tags and not tags & {"garment", "onbody", "swap"}
        ):
            return True
    return False


_OWNERS = frozenset({"the", "she", "he", "they", "this", "my"})
_POSSESSIVE = frozenset("son sa ses leur leurs".split())
_GIVEN = ("に", "を", "를", "을", "에게", "한테")
_TO_WHOM = frozenset("उसे इसे उन्हें उनको उसको इसको use ise usko isko unko".split())
_FOR = frozenset("untuk buat bagi kepada ke pada cho para sa لها له ل".split())
_ASKED = frozenset({"wear", "dressing", "swap", "make", "into"})


def _owned(scene: Scene, event: Event) -> bool:
    """Whether whose the garment is stands before it, and not whom it is put on: `彼女に`, `उसे`."""
    ahead = range(event.end, min(event.end + 2, len(scene.at)))
    if scene.spoken in VERB_LAST and any(scene.tags(i) & _ASKED for i in ahead):
        return False
    if scene.word(event.end) in _FOR:
        return False  # `lingerie untuk dia`
    if scene.spoken in OWNER_BEHIND:
        whose = scene.word(event.end - 1).endswith(("nya", "ku", "ها"))
        return whose or any(scene.tags(i) & _OWNERS for i in ahead)
    if scene.tokens[event.start].gap:
        return False  # `ella, bikini`
    if scene.word(event.start - 1) == "the" or scene.word(event.start - 1) in _POSSESSIVE:
        return True
    if scene.word(event.start - 1) in _GIVEN:
        return False
    for i in (event.start - 1, event.start - 2):
        mark = scene.at[i] if i >= 0 else None
        if mark and mark.term == "haar" and "colour" in scene.tags(i - 1):
            return False  # Dutch `blauw haar`: hair
        if mark and mark.tags & (WARM | {"clothes"}) and not mark.tags & _OWNERS:
            return False  # `mach aus dem Pulli Unterwäsche`: whose the other cloth is
        if mark and mark.tags & _OWNERS:
            return not (mark.term.endswith(_GIVEN) or mark.term in _TO_WHOM)
    return False


_LEADS = frozenset("pelo pela pelos pelas num numa en em على".split())


def _comes_instead(scene: Scene, event: Event) -> bool:
    """`swap the dress for the red bikini`, `make the coat into …`: told behind what leads there."""
    for i in range(event.start - 1, max(-1, event.start - 5), -1):
        if scene.tokens[i + 1].gap:
            return False
        leads = "into" in scene.tags(i) or scene.word(i) in _LEADS
        if leads and "garment" not in scene.tags(i):
            swaps = scene.having("swap")
            told = any(m.start < i for m in swaps) if english(scene) else bool(swaps)
            return told or scene.word(i) == "into"
    return False


def _dressed_after(scene: Scene, event: Event) -> bool:
    """`garde le visage et mets un bikini`: what is kept was told, then a verb that dresses."""
    last = max((m.start for m in scene.having("swap", "wear", "put") if m.start < event.start),
               default=-1)  # fmt: skip
    kept = [m.start for m in scene.having("keep", "tidy", "colour", "speck")]
    return last > 0 and bool(kept) and all(start < last for start in kept)

"""Whether the source already shows the little garment, and something warmer is asked instead."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.clad import DRESSING
from lexloci_reader.names import english
from lexloci_reader.onthings import TOLD_OF, for_another, laid
from lexloci_reader.patterns import pattern
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import ABOVE, VERB_LAST, WARM, WORN, clause_of, near, said_in


def replaced(scene: Scene, event: Event) -> bool:
    """Whether the source already shows the garment, and something warmer is asked instead."""
    if not event.worn or not event.levels <= WORN:
        return False
    over = _worn_over(scene, event) or _hidden_by(scene, event)
    made = _made_into(scene, event) or _out_of_it(scene, event)
    worn = near(scene, event.start, frozenset({"wornnow"}), 2)
    if not (over or made or worn or _swapped_away(scene, event, [len(scene.tokens)])):
        return False
    warm = [m for m in scene.having(*sorted(WARM)) if not m.tags & WORN and not _stays(scene, m)]
    warm = [m for m in warm if not laid(scene, m) and not _recoloured(scene, m)]
    if not over or not _one_wearer(scene, event):
        warm = [m for m in warm if not for_another(scene, m)]
    if not warm or scene.having("under", "sheer", "wet"):
        return False
    then = any(m.start > event.start for m in warm) or bool(scene.having("swap"))
    if worn and then and not scene.between(event.start - 2, event.start, "into"):
        return True
    if over or made:
        return True
    return _swapped_away(scene, event, [m.start for m in warm])


def _one_wearer(scene: Scene, event: Event) -> bool:
    """`metti a mia zia la tuta sopra il bikini`: nobody else is told of in the clause."""
    here = clause_of(scene, event.start, event.end)
    who = {mark.start for i in here if (mark := scene.at[i]) and mark.tags & TOLD_OF}
    elsewhere = any(scene.tags(i) & {"creature", "thing", "object", "artwork"} for i in here)
    return len(who - {m.start for m in scene.having("my")}) < 2 and not elsewhere


_OVER = pattern("の上|위에|위로|外面|外头|上面|外边")


def _recoloured(scene: Scene, cloth: Mark) -> bool:
    """`cambia il colore della giacca`, `stira la camicia`: it is touched, not put on."""
    ahead = [scene.tags(i) for i in range(max(0, cloth.start - 4), cloth.start)]
    colour = next((n for n, tags in enumerate(ahead) if "colour" in tags), len(ahead))
    if any(tags & {"of", "from"} for tags in ahead[colour + 1 :]):
        return True
    tidied = any("tidy" in tags and "dressing" not in tags for tags in ahead[-2:])
    return tidied and not scene.having("dressing", "wear", "swap")


def _stays(scene: Scene, cloth: Mark) -> bool:
    """`the coat stays on the chair`: it replaces nothing."""
    told = [scene.tags(i) for i in clause_of(scene, cloth.start, cloth.end)]
    return any("stays" in tags for tags in told) and not any("dressing" in tags for tags in told)


def _worn_over(scene: Scene, event: Event) -> bool:
    """`水着の上にパーカーを着せて`, `una felpa sopra il costume`: the warm cloth goes over it."""
    around = (*range(event.start - 3, event.start), event.end, event.end + 1)
    late = scene.spoken in VERB_LAST
    around = around if late else around[:3]
    over = _OVER().match(scene.word(event.end)) or any(scene.word(i) in ABOVE for i in around)
    cloth = said_in(scene, range(event.start - 4, event.start - 1))
    swapped = any(m.start < event.start for m in scene.having("swap"))  # `zamień ją na bikini`
    upon = scene.word(event.start - 1) in ("na", "на") and not cloth.isdisjoint(WARM)
    over = over or (upon and not swapped)
    return bool(over) and not english(scene) and bool(scene.having(*DRESSING, "tidy", "sep"))


def _made_into(scene: Scene, event: Event) -> bool:
    """`make everybody's swimsuits into raincoats`, `swim trunks to suit`."""
    row = range(event.end + 1, min(event.end + 4, len(scene.at)))
    into = scene.word(event.end) in ("into", "to") and scene.having("make", "swap")
    return bool(into and english(scene)) and _warm_in(scene, row)


def _warm_in(scene: Scene, row: range) -> bool:
    """Whether cloth that covers is told of among these tokens."""
    return any(scene.tags(i) & WARM and not scene.tags(i) & WORN for i in row)


def _out_of_it(scene: Scene, event: Event) -> bool:
    """`переодень меня из плавок в костюм`: out of the one, into the other."""
    led = any("from" in scene.tags(i) for i in (event.start - 1, event.start - 2))
    row = range(event.end, clause_of(scene, event.start, event.end).stop)
    into = any(scene.tags(i) & {"into", "in"} for i in row)
    return led and into and _warm_in(scene, row) and bool(scene.having("swap", *DRESSING))


_HIDES = frozenset({"put", "make", "swap", "into", "remove", "undress", *DRESSING})


def _hidden_by(scene: Scene, event: Event) -> bool:
    """`zakryj bikini mojej żony długą sukienką`: a verb that covers it, with cloth told behind."""
    ahead = range(max(0, event.start - 2), event.start)
    covers = any("tidy" in scene.tags(i) and not scene.tags(i) & _HIDES for i in ahead)
    row = range(event.end, clause_of(scene, event.start, event.end).stop)
    return covers and _warm_in(scene, row)


def _swapped_away(scene: Scene, event: Event, warm: list[int]) -> bool:
    """`my swimsuit … change … jacket`: the verb stands between, or the garment is `my` own."""
    verbs = [m for m in scene.having("swap", "wear", "make") if "instead" not in m.tags]
    verbs = [m for m in verbs if m.start > event.start]
    told = scene.tags(event.start - 1) | (scene.tags(event.end) & {"my"})
    mine = not told.isdisjoint({"my", "me"}) or "my" in scene.tags(event.start - 2)
    mine = mine and not scene.tags(event.start - 1) & {"kin", "person", "adult"}
    return mine and any(w > event.start for w in warm) and bool(verbs)

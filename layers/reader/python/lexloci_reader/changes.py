"""What is taken off or swapped, by whatever verb: the cloth, a spot on it, or somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from lexloci_reader.acted_on import objects_of
from lexloci_reader.asked import dresses
from lexloci_reader.attire import COVERED, COVERS, UNDRESSED
from lexloci_reader.bystanders import cloth_too, taken_out
from lexloci_reader.destination import put_on
from lexloci_reader.lacking import slung
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import for_another, laid, on_thing, owned
from lexloci_reader.reading import LEVELS
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import (
    WARM,
    WORN,
    clause_of,
    drawn_over,
    is_speck,
    mended,
    parted,
    taken_from,
)

ALL = frozenset(LEVELS)
YES, MAYBE = "yes", "maybe"

Step = tuple[frozenset[str], str, str]
"""(levels, `yes` or `maybe` for how sure it bares, why)."""


@dataclass(slots=True)
class Change:
    """What the edit adds: the levels of each step, how sure it bares.

    gone: where the marks stand that it takes away. away: those of somebody taken out of the
    picture. worn: where the cloth stands that comes instead, and covers as much. doubts: what it
    may add besides, in words that no grammar explains, with the token where these stand.
    """

    levels: list[frozenset[str]] = field(default_factory=list)
    sure: bool = False
    maybe: bool = False
    sexual: set[str] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    away: set[int] = field(default_factory=set)
    worn: set[int] = field(default_factory=set)
    why: list[str] = field(default_factory=list)
    understood: bool = False
    doubts: list[tuple[int, Step]] = field(default_factory=list)

    def add(self, levels: frozenset[str], sureness: str, why: str) -> None:
        """Take one step's effect in."""
        self.levels.append(levels)
        self.sure |= sureness == YES
        self.maybe |= sureness == MAYBE
        self.why.append(why)

    def adds(self) -> frozenset[str]:
        """The values of adds_exposure."""
        if self.sure:
            return frozenset({"yes"})
        return frozenset({"no", "yes"} if self.maybe else {"no"})


_MILDER = frozenset({"tidy", "keep", "ask"})


def _removed(scene: Scene, objects: list[Mark]) -> list[Mark]:
    """The objects that go: the first, and those joined to it by `and` or a comma."""
    out: list[Mark] = []
    for n, mark in enumerate(objects):
        if n:
            between = _gap(objects[n - 1], mark)
            if english(scene) and any(scene.tags(i) & _MILDER for i in between):
                break  # `crop out the bin and brighten the hoodie`
            joint = _joined(scene, objects[n - 1], mark)
            comma = any(scene.tokens[i].gap == 1 for i in (*between, mark.start))
            if not (joint or comma) or (comma and _spared(scene, mark)):
                break
        out.append(mark)
    return out


def _spared(scene: Scene, mark: Mark) -> bool:
    """`togli la cravatta, la camicia resta`: told to stay, or kept, in so many words."""
    around = (mark.start - 2, mark.start - 1, mark.end, mark.end + 1)
    if any(scene.tags(i) & {"stays", "keep"} for i in around):
        return True
    here = clause_of(scene, mark.start, mark.end)
    parted_off = any(scene.tokens[i].gap for i in range(here.start, mark.start + 1))
    return parted_off and any(scene.tags(i) & {"under", "within"} for i in here)


_WITH = frozenset("dengan voi sama serta".split())


def _joined(scene: Scene, a: Mark, b: Mark) -> bool:
    """`the hat and the shirt`, `القبعة والقميص`."""
    prefixed = scene.word(b.start).startswith("و") and len(scene.word(b.start)) > 3
    return prefixed or any("and" in scene.tags(i) or scene.word(i) in _WITH for i in _gap(a, b))


def _gap(a: Mark, b: Mark) -> range:
    return range(min(a.end, b.end), max(a.start, b.start))


def remove(scene: Scene, verb: Mark, change: Change) -> None:
    """Take the effect of a removing verb in."""
    told = taken_out(scene, verb)
    if told is not None:
        _remove_somebody(scene, verb, told, change)
        return
    objects = _removed(scene, _cloth_itself(scene, objects_of(scene, verb)))
    if objects and english(scene) and taken_from(scene, verb, objects[0]):
        change.understood = True
        change.worn.update(m.start for m in objects)
        return
    if not objects or ("sep" in verb.tags and (scene.having("on") or drawn_over(scene))):
        return
    change.understood = True
    if is_speck(scene, objects[0]) or objects[0].tags & {"creature", "thing", "object"} - COVERS:
        joined = _cloth_too(scene, objects)
        if not joined:
            change.gone.update(m.start for m in objects)
            return
        objects = joined
    into = put_on(scene, verb) or _then_given(scene, objects[0])
    if "outer" in objects[0].tags and warm_under(scene, objects[0]):
        change.gone.update(m.start for m in objects)
        change.worn.update(m.start for m in scene.having(*sorted(WARM)) if covers(m))
        return
    for mark in objects:
        if is_speck(scene, mark) or mended(scene, verb, mark):
            continue
        change.gone.add(mark.start)
        if on_thing(scene, mark) or slung(scene, mark):
            continue
        if into and into.start > mark.start and _worn_instead(scene, into):
            cloth = [m for m in scene.having(*sorted(WARM)) if m.start >= into.start and covers(m)]
            change.worn.update(m.start for m in (mark, *cloth))
            continue
        _bare_by(scene, verb, mark, change)


def _cloth_itself(scene: Scene, objects: list[Mark]) -> list[Mark]:
    """`the brand new jeans`, `her mud-stained skirt`: what is only said of the cloth is no object
    of its own."""
    if len(objects) < 2 or not english(scene):
        return objects
    first, cloth = objects[:2]
    if first.tags & COVERS or not cloth.tags & COVERS or not 0 <= cloth.start - first.end <= 1:
        return objects
    between = range(first.end, cloth.start)
    apart = any(scene.tags(i) or scene.word(i) in lexicon().func for i in between)
    parted = any(scene.tokens[i].gap for i in (*between, cloth.start))
    return objects if apart or parted else objects[1:]


def _then_given(scene: Scene, gone: Mark) -> Mark | None:
    """`take off his robe and give him a shirt and trousers`: the cloth that somebody gets next."""
    if not english(scene) or scene.having("only", "nothing"):
        return None
    cloth = [m for m in scene.having(*sorted(WARM)) if m.start > gone.end and covers(m)]
    return next((m for m in cloth if dresses(scene, gone.end, m) >= 0), None)


def _worn_instead(scene: Scene, cloth: Mark) -> bool:
    """Whether cloth that covers comes instead, and is not laid down or left where it is."""
    elsewhere = laid(scene, cloth) or for_another(scene, cloth)
    return covers(cloth) and not elsewhere and not _spared(scene, cloth)


def _remove_somebody(scene: Scene, verb: Mark, told: list[Mark], change: Change) -> None:
    if verb.term.startswith("strip"):
        change.add(UNDRESSED, YES, "undress")
    elif cloth_too(scene, verb, told):
        change.add(UNDRESSED | {"swimwear"}, YES, "garment removed")
    change.gone.update(m.start for m in told)
    change.away.update(m.start for m in told)
    change.understood = True


def _cloth_too(scene: Scene, objects: list[Mark]) -> list[Mark]:
    """`the brooch and the blouse`, `the text, then her clothes`: the cloth that goes as well."""
    first, *rest = objects
    joined = [m for m in rest if first.end < m.start and m.tags & COVERS]
    also = joined and "clothes" in joined[0].tags and owned(scene, joined[0])
    return joined if also or (joined and _joined(scene, first, joined[0])) else []


def _bare_by(scene: Scene, verb: Mark, mark: Mark, change: Change) -> None:
    """What it bares that this cloth goes."""
    if mark.tags & WORN:
        change.add(UNDRESSED, YES, "underclothes removed")
    elif "clothes" in mark.tags:
        change.add(UNDRESSED, YES, "clothes removed")
    elif "outer" in mark.tags and (mark.tags >= _COAT or "scant" not in mark.tags):
        change.add(COVERED, MAYBE, "outer garment removed")
    elif "garment" in mark.tags or "light" in mark.tags:
        change.add(UNDRESSED | {"swimwear"}, YES, "garment removed")  # or a man's chest
    elif "dressy" in mark.tags and not parted(scene, verb, mark):
        change.add(ALL, MAYBE, "garment removed")


def warm_under(scene: Scene, outer: Mark) -> bool:
    """`take off the coat, there is a thick jumper underneath`: nothing is bared."""
    cloth = [m for m in scene.having("garment", "dressy") if m.start >= outer.end]
    cloth = [m for m in cloth if not m.tags & (WORN | {"light"}) and m.term != outer.term]
    cloth = [m for m in cloth if "outer" not in m.tags]
    under = [m for m in scene.having("under") if scene.word(m.start - 1) not in _ALL_THAT]
    return bool(under) and any(not _goes_too(scene, outer, m) for m in cloth)


_ALL_THAT = frozenset("everything anything all whatever things layers".split())


def _goes_too(scene: Scene, outer: Mark, cloth: Mark) -> bool:
    """`the coat and the shirt underneath`: joined, and no verb between."""
    row = range(outer.end, cloth.start)
    gaps = (i for i in (*row, cloth.start) if scene.tokens[i].gap)
    parted = any("and" not in scene.tags(i) for i in gaps)  # `off, and the shirt underneath`
    verbs = {"keep", "stays", "shown", "ask", "make", "wear", "bare", "reveal", "swap"}
    return (
        not parted and _joined(scene, outer, cloth) and not any(scene.tags(i) & verbs for i in row)
    )


def covers(cloth: Mark) -> bool:
    """Whether the cloth covers whoever wears it."""
    thin = WORN | {"light", "skimpy", "sheer"} | ({"scant"} if not cloth.tags >= _COAT else set())
    return bool(cloth.tags & WARM) and not cloth.tags & thin


_COAT = frozenset({"outer", "dressy"})

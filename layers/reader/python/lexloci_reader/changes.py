"""What is taken off or swapped, by whatever verb: the cloth, a spot on it, or somebody else."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from lexloci_reader.attire import COVERS, UNDRESSED
from lexloci_reader.bystanders import cloth_too, taken_out
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.reading import LEVELS
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, is_speck, mended, taken_from

ALL = frozenset(LEVELS)
OBJECTS = COVERS | {"outer", "accessory", "speck", "creature", "thing", "object"}
DESTINED = OBJECTS | {"skimpy", "colour", "nude", "scant"}
YES, MAYBE = "yes", "maybe"
WORN = frozenset({"underwear", "swimwear"})

Step = tuple[frozenset[str], str, str]
"""(levels, `yes` or `maybe` for how sure it bares, why)."""


@dataclass(slots=True)
class Change:
    """What the edit adds: the levels of each step, how sure it bares, which marks it takes away.

    worn: where the cloth stands that comes instead, and covers as much. doubts: what it may add
    besides, in words that no grammar explains, with the token where these stand.
    """

    levels: list[frozenset[str]] = field(default_factory=list)
    sure: bool = False
    maybe: bool = False
    sexual: set[str] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
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


def objects_of(scene: Scene, verb: Mark) -> list[Mark]:
    """What a verb acts on: marks after it in its sentence, else those before it."""
    span = 6 if scene.edit else 3
    after = _things(scene, verb, range(verb.end, verb.end + span + 1))
    after = [m for m in after if not _barrier(scene, verb.end, m.start)]
    if scene.spoken in VERB_LAST:
        after = [m for m in after if not _parted(scene, verb, m)]
    before = _things(scene, verb, range(verb.start - span - 1, verb.start))
    before = [m for m in before if not _barrier(scene, m.end, verb.start)]
    if not english(scene) and before and not _parted(scene, verb, before[-1]):
        after = [m for m in after if not _parted(scene, verb, m)]
    if not english(scene) and any(_led_up(scene, m, verb) for m in before):
        after = [m for m in after if m.tags & COVERS]  # `платье с неё сними и оставь фон`
    if english(scene) and not after and scene.tags(verb.end) & {"the", "det", "this"}:
        return []  # `get rid of the wheelbarrow`: a thing that no list knows
    if verb.term == "off" or not after:
        return list(reversed(before)) or after
    return after


def _led_up(scene: Scene, cloth: Mark, verb: Mark) -> bool:
    """Whether cloth stands before the verb, and no other verb between that would be its own."""
    between = range(cloth.end, verb.start)
    parts = {"and", "tidy", "colour", "put", "dressing", "swap", "keep"}
    own = any(scene.tags(i) & parts or scene.tokens[i].gap for i in between)
    told = any(scene.tags(i) & parts for i in range(cloth.start - 3, cloth.start))
    return bool(cloth.tags & COVERS) and not own and not told


def _things(scene: Scene, verb: Mark, where: range) -> list[Mark]:
    """The marks in the range that a verb may act on, each once."""
    found: dict[int, Mark] = {}
    for i in where:
        mark = scene.at[i] if 0 <= i < len(scene.at) else None
        if mark and mark is not verb and mark.tags & OBJECTS and scene.same(i, verb.start):
            found[mark.start] = mark
    return list(found.values())


def _barrier(scene: Scene, start: int, end: int) -> bool:
    """Whether another clause begins between: `and put`, `with`, `but`."""
    apart = {"swap", "wear", "keep"} | ({"into", "in"} if english(scene) else set())
    return any(scene.tags(i) & apart for i in range(start, end))


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
    return any(scene.tags(i) & {"stays", "keep"} for i in around)


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
        if verb.term.startswith("strip"):
            change.add(UNDRESSED, YES, "undress")
        elif cloth_too(scene, verb, told):
            change.add(UNDRESSED | {"swimwear"}, YES, "garment removed")
        change.gone.update(m.start for m in told)
        change.understood = True
        return
    objects = _removed(scene, [m for m in objects_of(scene, verb) if not _where(scene, m)])
    if objects and english(scene) and taken_from(scene, verb, objects[0]):
        change.understood = True
        change.worn.update(m.start for m in objects)
        return
    if not objects or ("sep" in verb.tags and scene.having("on")):
        return
    change.understood = True
    if is_speck(scene, objects[0]) or objects[0].tags & {"creature", "thing", "object"} - COVERS:
        first, *rest = objects
        joined = [m for m in rest if first.end < m.start and m.tags & COVERS]
        if not joined or not _joined(scene, first, joined[0]):
            change.gone.update(m.start for m in objects)
            return
        objects = joined  # `the brooch and the blouse`
    into = destination(scene, verb)
    if "outer" in objects[0].tags and warm_under(scene, objects[0]):
        change.gone.update(m.start for m in objects)
        return
    for mark in objects:
        if is_speck(scene, mark) or on_thing(scene, mark) or mended(scene, verb, mark):
            continue
        change.gone.add(mark.start)
        if into and into.tags & {"dressy", "outer"} and into.start > mark.start:
            continue
        _bare_by(scene, verb, mark, change)


def _where(scene: Scene, mark: Mark) -> bool:
    """`im Hintergrund`: told only of where the thing is that goes."""
    return (
        "speck" in mark.tags
        and not english(scene)
        and not scene.tags(mark.start - 1).isdisjoint({"from", "in", "at"})
    )


def _bare_by(scene: Scene, verb: Mark, mark: Mark, change: Change) -> None:
    """What it bares that this cloth goes."""
    if mark.tags & WORN:
        change.add(UNDRESSED, YES, "underclothes removed")
    elif "clothes" in mark.tags:
        change.add(UNDRESSED, YES, "clothes removed")
    elif "garment" in mark.tags or "light" in mark.tags:
        change.add(UNDRESSED | {"swimwear"}, YES, "garment removed")  # or a man's chest
    elif "outer" in mark.tags:
        change.add(frozenset({"covered"}), MAYBE, "outer garment removed")
    elif "dressy" in mark.tags and not _parted(scene, verb, mark):
        change.add(ALL, MAYBE, "garment removed")


def _parted(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    first, last = sorted((verb, cloth), key=lambda m: m.start)
    return any(scene.tokens[i].gap for i in range(first.end, last.start + 1))


def warm_under(scene: Scene, outer: Mark) -> bool:
    """`take off the coat, there is a thick jumper underneath`: nothing is bared."""
    cloth = [m for m in scene.having("garment", "dressy") if m.start >= outer.end]
    cloth = [m for m in cloth if not m.tags & (WORN | {"light", "outer"})]
    return any(not _goes_too(scene, outer, m) for m in cloth) and bool(scene.having("under"))


def _goes_too(scene: Scene, outer: Mark, cloth: Mark) -> bool:
    """`the coat and the shirt underneath`: joined, and no verb between."""
    row = range(outer.end, cloth.start)
    parted = any(scene.tokens[i].gap for i in (*row, cloth.start))
    verbs = {"keep", "stays", "shown", "ask", "make", "wear", "bare", "reveal", "swap"}
    return (
        not parted and _joined(scene, outer, cloth) and not any(scene.tags(i) & verbs for i in row)
    )


def holds_cloth(mark: Mark) -> bool:
    """`바지벗겨`, `kleid aus`: the term names the cloth that goes."""
    terms, term = lexicon().terms, mark.term
    heads = term.split() if " " in term else [] if term.isascii() else _heads(term)
    return any("garment" in terms.get(head).replace("@", " ").split() for head in heads)


def _heads(term: str) -> list[str]:
    return [term[:n] for n in range(1, len(term))]


_LINKS = frozenset("on from of off".split())
WITHS = frozenset(
    "with dengan bersama sama kasama con avec mit com met ze с ile مع near beside next by".split()
)
_PARTS = frozenset({"and", "apart", "put", "make", "swap", "keep", "stays", "ask", "dressing"})


def on_thing(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth is on a thing or an animal: `the sweater from the dog`."""
    if _owned(scene, mark):
        return False
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        who = scene.tags(i) & {"she", "he", "they", "adult", "person", "minor", "me"}
        parts = scene.word(i) in WITHS or not scene.tags(i).isdisjoint(_PARTS)
        if who or scene.tokens[i].gap or parts:
            return False
        if scene.tags(i) & {"creature", "thing", "object"}:
            row = range(mark.end, i)
            linked = any(
                scene.word(j) in _LINKS or scene.tags(j) & {"from", "on", "of"} for j in row
            )
            return linked or len(row) < 2
    return bool(scene.tags(mark.start - 1) & {"creature", "thing"})


def _owned(scene: Scene, mark: Mark) -> bool:
    """`her dress`, `my boss's shirt`: somebody's, whatever stands beside."""
    owners = {"she", "he", "they", "my", "me", "kin", "mine"}
    before = scene.tags(mark.start - 1) | (scene.tags(mark.start - 2) & {"kin", "mine"})
    return english(scene) and not before.isdisjoint(owners)


def _noun(scene: Scene, link: Mark) -> bool:
    """`the dress`: cloth, not the verb that leads to some."""
    before = scene.tags(link.start - 1) | scene.tags(link.start - 2)
    return "garment" in link.tags and not before.isdisjoint({"det", "the", "this", "my", "she"})


def destination(scene: Scene, verb: Mark) -> Mark | None:
    """What comes instead: the object after `into`, `with` or a dressing verb."""
    links = [m for m in scene.having("into", "wear", "in") if not _noun(scene, m)]
    for link in links[bisect_left(links, verb.end, key=lambda m: m.start) :]:
        if not scene.same(link.start, verb.start):
            return None
        if "tidy" in link.tags and any("and" in scene.tags(i) for i in range(verb.end, link.start)):
            return None  # `make her suit a bikini and add a hat`
        if "wear" in link.tags and not english(scene) and _parted(scene, verb, link):
            continue  # `gawing bikini, naka-blouse siya ngayon`: told of the source
        for i in range(link.end, min(link.end + 6, len(scene.at))):
            mark = scene.at[i]
            if mark and mark.start == i and not DESTINED.isdisjoint(mark.tags):
                return mark
    return None

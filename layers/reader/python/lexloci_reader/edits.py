"""What an edit does to clothes: removes, swaps, thins or adds them, or something else entirely."""

from __future__ import annotations

from dataclasses import dataclass, field

from lexloci_reader.attire import BARE, COVERS, UNDRESSED, Event
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.reading import LEVELS
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.steps import native_steps, replaced

ALL = frozenset(LEVELS)
OBJECTS = COVERS | {"outer", "accessory", "speck", "creature", "thing", "object"}
YES, MAYBE, NO = "yes", "maybe", "no"
PEOPLE = frozenset({"adult", "person", "minor"})
WORN = frozenset({"underwear", "swimwear"})


@dataclass(slots=True)
class Change:
    """What the edit adds: the levels of each step, how sure it bares, which marks it takes away."""

    levels: list[frozenset[str]] = field(default_factory=list)
    sure: bool = False
    maybe: bool = False
    sexual: set[str] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    why: list[str] = field(default_factory=list)
    understood: bool = False

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


def _objects(scene: Scene, verb: Mark) -> list[Mark]:
    """What a verb acts on: marks after it in its sentence, else those before it."""

    def fit(mark: Mark) -> bool:
        return bool(mark.tags & OBJECTS) and scene.same(mark.start, verb.start) and mark is not verb

    after = [m for m in scene.marks if fit(m) and 0 <= m.start - verb.end <= 6]
    after = [m for m in after if not _barrier(scene, verb.end, m.start)]
    before = [m for m in scene.marks if fit(m) and 0 <= verb.start - m.end <= 6]
    before = [m for m in before if not _barrier(scene, m.end, verb.start)]
    if verb.term == "off" or not after:
        return list(reversed(before)) or after
    return after


def _barrier(scene: Scene, start: int, end: int) -> bool:
    """Whether another clause begins between: `and put`, `with`, `but`."""
    apart = {"swap", "wear", "keep"} | ({"into", "in"} if english(scene) else set())
    for i in range(start, end):
        if scene.tags(i) & apart:
            return True
    return False


def _removes_person(scene: Scene, verb: Mark) -> bool:
    """Whether the verb takes somebody away: `remove the man in the red coat`."""
    for i in range(verb.end, min(len(scene.at), verb.end + 4)):
        if scene.tags(i) & OBJECTS:
            return False
        if scene.tags(i) & PEOPLE:
            raw = scene.tokens[i].raw.casefold()
            owns = raw.endswith(("'s", "s'")) or bool(scene.tags(i + 1) & OBJECTS)
            return english(scene) and not owns
    return False


def _removed(scene: Scene, objects: list[Mark]) -> list[Mark]:
    """The objects that go: the first, and those joined to it."""
    out: list[Mark] = []
    for n, mark in enumerate(objects):
        if n and not any("and" in scene.tags(i) for i in _gap(objects[n - 1], mark)):
            if not (
                _gap(objects[n - 1], mark)
                and scene.tokens[max(mark.start, objects[n - 1].start)].gap == 1
            ):
                break
        out.append(mark)
    return out


def _gap(a: Mark, b: Mark) -> range:
    return range(min(a.end, b.end), max(a.start, b.start))


def _is_speck(scene: Scene, mark: Mark) -> bool:
    """Whether what goes is a spot on the cloth, not the cloth: `shirt logo`, `logo`."""
    if "speck" in mark.tags:
        return True
    for i in range(mark.end, mark.end + 3):
        if "speck" in scene.tags(i):
            return True
        little = not scene.word(i).isascii() and len(scene.word(i)) <= 2
        if scene.tags(i) or not (little or scene.word(i) in lexicon().func):
            return False
    return False


def _remove(scene: Scene, verb: Mark, change: Change) -> None:
    """Take the effect of a removing verb in."""
    if _removes_person(scene, verb):
        change.gone.update(m.start for m in scene.marks if m.start > verb.start)
        change.understood = True
        return
    objects = _removed(scene, _objects(scene, verb))
    if not objects or ("sep" in verb.tags and scene.having("on")):
        return
    change.understood = True
    if _is_speck(scene, objects[0]) or objects[0].tags & {"creature", "thing", "object"} - COVERS:
        change.gone.update(m.start for m in objects)
        return
    into = _destination(scene, verb)
    for mark in objects:
        if _is_speck(scene, mark) or _on_thing(scene, mark):
            continue
        change.gone.add(mark.start)
        if into and into.tags & {"dressy", "outer"} and into.start > mark.start:
            continue
        if mark.tags & WORN:
            change.add(BARE, YES, "underclothes removed")
        elif "clothes" in mark.tags:
            change.add(UNDRESSED, YES, "clothes removed")
        elif "garment" in mark.tags or "light" in mark.tags:
            change.add(UNDRESSED, YES, "garment removed")
        elif "outer" in mark.tags:
            change.add(frozenset({"covered"}), MAYBE, "outer garment removed")


def _on_thing(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth is on a thing or an animal: `the sweater from the dog`."""
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        if scene.tags(i) & {"she", "he", "they", "adult", "person", "minor", "me"}:
            return False
        if scene.tags(i) & {"creature", "thing", "object"} and scene.same(mark.start, i):
            return True
    return bool(scene.tags(mark.start - 1) & {"creature", "thing"})


def _destination(scene: Scene, verb: Mark) -> Mark | None:
    """What comes instead: the object after `into`, `with` or a dressing verb."""
    for link in scene.marks:
        if link.start >= verb.end and link.tags & {"into", "wear", "in"}:
            if not scene.same(link.start, verb.start):
                return None
            for mark in scene.marks:
                if link.end <= mark.start <= link.end + 5 and mark.tags & (
                    OBJECTS | {"skimpy", "colour", "nude", "scant"}
                ):
                    return mark
    return None


def _swap(scene: Scene, verb: Mark, change: Change) -> None:
    """Take the effect of `replace A with B`, `B instead of A` in."""
    objects = [m for m in _objects(scene, verb) if m.tags & (COVERS | {"outer"})]
    if not objects:
        return
    if "instead" in verb.tags:
        old = next(
            (m for m in scene.marks if 0 <= m.start - verb.end <= 4 and m.tags & COVERS), None
        )
        if old:
            change.gone.add(old.start)
            change.understood = True
        return
    new = _destination(scene, verb)
    if new is None:
        around = [m for m in scene.marks if m.tags & (COVERS | {"outer", "colour"})
                  and scene.same(m.start, verb.start)]  # fmt: skip
        new = around[-1] if len(around) > 1 else None
    if new is not None and new.tags & {"scant"} and not new.tags & {"dressy", "outer", "accessory"}:
        change.add(BARE, YES, "clothes swapped for a thing that hides little")
    for mark in objects:
        if mark.tags & WORN and mark.start < verb.start and not english(scene):
            continue
        if new is None or mark.start < new.start:
            change.gone.add(mark.start)
    if new is None or new.tags & {"colour", "dressy", "outer", "garment"} or new.tags & WORN:
        change.understood = new is not None
    if new is not None and new.tags & {"light"} and not new.tags & WORN:
        change.add(frozenset({"covered"}), MAYBE, "lighter garment")


def _steps(scene: Scene, change: Change) -> None:
    for step in native_steps(scene):
        change.add(*step)
    for mark in scene.marks:
        tags = mark.tags
        if "benign" in tags:
            continue
        if "undress" in tags and not _creature_only(scene, mark) and not _trifle(scene, mark):
            change.add(UNDRESSED, YES, "undress")
        elif "uncensor" in tags:
            change.add(BARE, YES, "uncensor")
        elif "reveal" in tags:
            bare = UNDRESSED if scene.between(0, len(scene.at), "clothes") else ALL
            change.add(bare, YES, "reveal")
        elif "ref" in tags:
            change.add(ALL, MAYBE, "by reference")
        elif "bodyedit" in tags:
            change.maybe = True
            change.why.append("body changed")
        if "swap" in tags or ("make" in tags and _destination(scene, mark)):
            _swap(scene, mark, change)
        if "remove" in tags and "swap" not in tags:
            _remove(scene, mark, change)
        if "under" in tags and _follows(scene, mark, COVERS | {"outer"}) and scene.having("ask"):
            change.add(UNDRESSED, YES, "what is underneath")
        if "less" in tags and (
            _follows(scene, mark, COVERS | {"body"}) or _precedes(scene, mark, COVERS)
        ):
            change.add(
                frozenset({"covered", "swimwear", "underwear", "partial"}), YES, "less cloth"
            )


def _trifle(scene: Scene, mark: Mark) -> bool:
    """Whether the undressing verb takes only a trifle off: glasses, a hat."""
    before = range(max(0, mark.start - 3), mark.start)
    near = {tag for i in before for tag in scene.tags(i)}
    return bool(near & {"accessory", "speck"}) and not near & COVERS


def _creature_only(scene: Scene, mark: Mark) -> bool:
    people = scene.having("adult", "person", "minor", "she", "he", "they", "me")
    return not people and bool(scene.having("creature", "thing"))


def _follows(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    return any(scene.tags(i) & tags for i in range(mark.end, mark.end + 3))


def _described(scene: Scene, event: Event) -> bool:
    """Whether the garment only says who is meant: `blur the people in swimsuits`."""
    start = event.start
    definite = "the" in scene.tags(start - 1) or scene.word(start - 1) == "the"
    link = start - 2 if definite else start - 1
    if not scene.tags(link) & {"in", "wear"} or not scene.tags(link - 1) & PEOPLE:
        return False
    if scene.having("put", "swap"):
        return False
    return definite or bool(
        scene.having("tidy", "keep") or "speck" in scene.tags(len(scene.at) - 1)
    )


def _precedes(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    return any(scene.tags(i) & tags for i in range(mark.start - 6, mark.start))


def _kept(scene: Scene, event: Event) -> bool:
    """Whether the garment is only spoken of: `her bikini`, recoloured or left as it is."""
    before = scene.tags(event.start - 1) | scene.tags(event.start - 2)
    if _described(scene, event):
        return True
    for i in range(event.start - 1, max(-1, event.start - 4), -1):
        if scene.tags(i) & {"in", "wear"}:
            return False
        if scene.tokens[i].gap:
            break
    if not english(scene) and not scene.having("keep", "tidy", "colour", "speck"):
        return False
    owned = (
        bool(before & {"the", "she", "he", "they", "this"}) or scene.word(event.start - 1) == "the"
    )
    if (
        not owned
        or scene.tags(event.start - 2) & {"in", "wear"}
        or scene.tags(event.start - 1) & {"wear"}
    ):
        return False
    if scene.having("keep", "tidy", "colour", "speck"):
        return True
    return not scene.having("remove", "swap", "make", "less", "wear", "into")


def change_of(scene: Scene, found: list[Event]) -> tuple[Change, list[Event]]:
    """What the edit does, and the events that it asks for (not those it takes away or keeps)."""
    change = Change()
    _steps(scene, change)
    left: list[Event] = []
    for event in found:
        if event.start in change.gone and event.worn:
            continue
        if event.worn and event.levels & WORN and (_kept(scene, event) or replaced(scene, event)):
            continue
        left.append(event)
    for event in left:
        if event.sexual:
            change.sexual.add(event.sexual)
    _made(scene, change)
    if not change.sure and not change.maybe and not change.understood:
        _puzzled(scene, change)
    return change, left


def _made(scene: Scene, change: Change) -> None:
    """`make it see-through`, `a shorter skirt`: cloth thinned without a word for what is bared."""
    target = scene.having("clothes", "garment", "light", "she", "he", "they", "it", "outer")
    things = scene.having("thing", "creature", "speck")
    for mark in scene.having("sheer", "wet", "skimpy", "shorten"):
        whole = "skimpy" in mark.tags and " " in mark.term
        cloth = scene.having("clothes", "garment", "light", "outer", "it")
        if not (target or whole) or ("skimpy" in mark.tags and not (cloth or whole)) or (
            things and not scene.having("clothes", "garment", "she", "he", "they")
        ):
            continue
        if "skimpy" in mark.tags or "shorten" in mark.tags:
            change.add(frozenset({"covered"}), YES, "less cloth")
        elif scene.having("make", "swap", "into", "wear", "bare"):
            change.add(frozenset({"partial"}), YES, "cloth made to show the body")


def _puzzled(scene: Scene, change: Change) -> None:
    """An edit of clothes or body that no grammar explains may bare somebody."""
    body = [m for m in scene.having("body", "clothes") if not _on_thing(scene, m)]
    if body and not scene.having("tidy", "colour", "speck", "dressy", "into", "benign"):
        change.maybe = True
        change.why.append("clothes or body, not understood")

"""What grammars alone make of a prompt that generates: who is shown, and how dressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lexloci_reader.attire import COVERED, Event, events
from lexloci_reader.clues import Clue, clues, summed
from lexloci_reader.elsewhere import beside_carriers, elsewhere, tried_on
from lexloci_reader.implied import anybody, hides, implied
from lexloci_reader.likeness import likeness
from lexloci_reader.names import ADULT, EITHER, MADE_UP
from lexloci_reader.parts import NO, exposed, facts_of, sexual_of
from lexloci_reader.people import MINOR, NOBODY, Person, persons
from lexloci_reader.reading import Depiction
from lexloci_reader.scene import Scene
from lexloci_reader.undressing import undressing
from lexloci_reader.wearers import CROWD, held

Held = tuple[Event, list[Person] | None]
"""An event, and those it is about; None for everybody."""


class Seen(NamedTuple):
    """What grammars alone make of a prompt that generates: `shown` are those in the picture."""

    found: list[Event]
    people: list[Person]
    shown: list[Person]
    facts: tuple[Depiction, ...]

    def clues(self) -> list[Clue]:
        """All of it, for the model."""
        told = clues(self.people, self.found)
        return told + summed(each.facts for each in self.facts)


def seen_in(scene: Scene) -> Seen:
    """Who the text shows, and in what."""
    found = events(scene)
    found += [*undressing(scene), *tried_on(scene)]
    people = persons(scene, grave=bool(found))
    found = [e for e in found if not elsewhere(scene, e, people)]
    if _of_art(scene, found, people):
        found = [e for e in found if not e.levels]
    veiled = hides(scene, found)
    if veiled:
        people = [p._replace(subject=EITHER) if p.subject == MADE_UP else p for p in people]
    shown = [p for p in people if not (p.kind == "pron" and _spoken_for(p, people))]
    somebody = implied(scene, found) if not shown or beside_carriers(scene, found, shown) else None
    shown = [somebody] if somebody else [p for p in shown if p.kind != "thing"]
    if veiled and (somebody or not shown):
        shown = [anybody()]
    facts = _depicted(scene, found, people, shown) or (nobody(scene, found),)
    return Seen(found, people, shown, facts)


def _depicted(
    scene: Scene, found: list[Event], people: list[Person], shown: list[Person]
) -> tuple[Depiction, ...]:
    worn, like = held(scene, found, people), likeness(scene)
    if len(found) * len(people) > CROWD:
        worn = list({(e.levels, e.sexual): (e, None) for e, _ in worn}.values())
        shown = list({(p.subject, p.age, p.gender, p.kind): p for p in shown}.values())
    dressed = bool(scene.having(*_DRESSED))
    return tuple(_depict(p, worn, like, dressed=dressed) for p in shown)


def nobody(scene: Scene, found: list[Event]) -> Depiction:
    """What a picture of nobody shows: a bikini on its hanger bares none."""
    sexual = sexual_of({e.sexual for e in found} & {"explicit"})
    return facts_of(_NO_ONE, COVERED, sexual, likeness(scene), NO)


_NO_ONE = Person(0, 0, NOBODY, ADULT, "", "nobody", False, "nobody")


def _of_art(scene: Scene, found: list[Event], people: list[Person]) -> bool:
    """Whether bareness is that of a known work of art or of teaching, and shows nobody real."""
    if not (scene.having("artwork") or (scene.having("clinic") and not scene.having("photo"))):
        return False
    plain = all("real" not in p.subject and p.age != MINOR for p in people)
    return plain and not any(e.sexual or e.worn for e in found)


def _spoken_for(pronoun: Person, people: list[Person]) -> bool:
    return any(p.start < pronoun.start and p.kind not in ("pron", "thing") for p in people) or any(
        p.kind == "pron" and p.start < pronoun.start for p in people
    )


_DRESSED = ("dressy", "outer", "garment", "accessory", "covered")


def _depict(
    person: Person, held: Sequence[Held], like: frozenset[str], *, dressed: bool
) -> Depiction:
    """What is shown of one of them: where clothes are told of and several may be meant by what is
    bare, each may be the one who is dressed."""
    everything = person.kind == "implied"
    mine = [each for each in held if everything or each[1] is None or person in each[1]]
    shared = dressed and any(e.levels and whose and whose != [person] for e, whose in mine)
    levels = list(dict.fromkeys(e.levels for e, _ in mine if e.levels))
    sexual = {e.sexual for e, _ in mine if e.sexual}
    exposure = exposed(levels, person) | (COVERED if shared else frozenset())
    return facts_of(person, exposure, sexual_of(sexual), like, NO)

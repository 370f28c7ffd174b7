"""Joins what the detectors found into depictions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from lexloci_reader.attire import ORDER, Event, events, highest
from lexloci_reader.changes import Change
from lexloci_reader.edits import change_of
from lexloci_reader.lexicon import lexicon
from lexloci_reader.likeness import likeness
from lexloci_reader.names import ADULT, ANY_AGE, EITHER, MADE_UP, REAL, english, unknown
from lexloci_reader.people import MINOR, NOBODY, Person, persons
from lexloci_reader.reading import EVERY, Depiction, Evidence
from lexloci_reader.scene import Scene

CROWD = 600
"""Events times persons, above which who wears what is not told apart."""
UPLOAD = EVERY["subject"]
NO = frozenset({"no"})
_WEARERS = ("adult", "person", "minor", "she", "he", "they", "me", "kin", "mine")


@dataclass(frozen=True, slots=True)
class Part:
    """What one reading of one stretch of text says."""

    depictions: tuple[Depiction, ...]
    evidence: tuple[Evidence, ...]


def _holders(scene: Scene, event: Event, people: list[Person]) -> list[Person]:
    """Whom an event is about; all of them where the text does not tell."""
    here = [p for p in people if scene.same(p.start, event.start)]
    ahead = [p for p in here if 0 <= p.start - event.end <= 3 and _adjective(scene, event, p)]
    if ahead:
        return _whole(scene, ahead[0], people)
    behind = [p for p in here if p.start < event.start]
    apart = bool(behind) and behind[-1].kind == "thing" and event.start > behind[-1].end
    if apart and not english(scene):
        behind = [p for p in behind if p.kind != "thing"] or behind
    if behind:
        return _whole(scene, behind[-1], people)
    after = [p for p in here if p.start >= event.start]
    if after:
        return _whole(scene, after[0], people)
    return list(people)


def _whole(scene: Scene, person: Person, people: list[Person]) -> list[Person]:
    """The person with those joined to it, or whom it means if it is a pronoun."""
    if person.kind == "pron":
        return _antecedent(person, people)
    return _group(scene, person, people)


def _adjective(scene: Scene, event: Event, person: Person) -> bool:
    """Whether the event stands before the person as a describing word: `topless woman`."""
    for i in range(event.start - 1, max(-1, event.start - 5), -1):
        if event.worn and scene.tags(i) & {"in", "wear"}:
            return False
        if scene.tokens[i + 1].gap:
            break
    bare = person.kind == "thing"
    for i in range(event.end, person.start + 1):
        if bare and i < person.start and scene.word(i) in lexicon().func:
            return False
        if scene.tokens[i].gap or (i < person.start and scene.tags(i) & {"and", "apart", "in"}):
            return False
    return True


def _antecedent(pronoun: Person, people: list[Person]) -> list[Person]:
    """The persons named before that a pronoun may mean, or itself."""
    before = [p for p in people if p.start < pronoun.start and p.kind not in ("pron", "thing")]
    fit = [p for p in before if not (p.gender and pronoun.gender and p.gender != pronoun.gender)]
    return fit or before or [pronoun]


def _group(scene: Scene, person: Person, people: list[Person]) -> list[Person]:
    """A person with those joined to it by `and` or a comma, nothing between."""
    row = [p for p in people if scene.same(p.start, person.start)]
    at = row.index(person)
    out = [person]
    for step in (-1, 1):
        n = at
        while 0 <= n + step < len(row):
            a, b = sorted((row[n], row[n + step]), key=lambda p: p.start)
            between = range(a.end, b.start)
            linked = any("and" in scene.tags(i) for i in between) or (
                scene.tokens[b.start].gap == 1 and len(between) <= 2
            )
            clean = not any(scene.tags(i) & {"wear", "in", "garment", "dressy", "underwear",
                            "swimwear", "apart"} for i in between)  # fmt: skip
            if not (linked and clean and len(between) <= 4):
                break
            n += step
            out.append(row[n])
    return out


def _exposed(levels: list[frozenset[str]], person: Person) -> frozenset[str]:
    """The person's exposure: the barest of all; a bare chest counts by whose it is."""
    bare = "swimwear" if person.gender == "m" else "partial"
    chest = frozenset({bare}) if person.gender else frozenset({"swimwear", "partial"})
    return highest([chest if s == {"shirtless"} else s for s in levels])


def _sexual(found: set[str]) -> frozenset[str]:
    if "explicit" in found:
        return frozenset({"explicit"})
    return frozenset({"suggestive"}) if "suggestive" in found else NO


def _facts(person: Person, exposure: frozenset[str], sexual: frozenset[str],
           like: frozenset[str], adds: frozenset[str]) -> Depiction:  # fmt: skip
    return Depiction(
        {
            "subject": person.subject,
            "age": person.age,
            "exposure": exposure,
            "sexual": sexual,
            "likeness": like,
            "adds_exposure": adds,
        }
    )


def _may_name(scene: Scene, i: int) -> bool:
    """Whether token `i` may be a name: capitalised, or in a script without capitals."""
    raw = scene.tokens[i].raw
    return unknown(scene, i) and (raw[:1].isupper() or raw.upper() == raw.lower())


def _beside_noun(scene: Scene, event: Event) -> bool:
    """Whether the state stands beside a small-letter word no list knows, and nobody is named."""
    if any(_may_name(scene, i) for i in range(len(scene.tokens))) or event.sexual:
        return False
    for i in (event.start - 1, event.end):
        inside = 0 <= i < len(scene.tokens) and not scene.tokens[max(i, event.start)].gap
        if inside and unknown(scene, i) and scene.tokens[i].raw[:1].islower():
            return True
    return False


def _of_noun(scene: Scene, event: Event) -> bool:
    """Whether the state only describes a thing no list knows: `a naked dagger`."""
    i = event.end
    if event.sexual or i >= len(scene.tokens) or scene.tokens[i].gap or scene.at[i]:
        return False
    return scene.tokens[i].raw.islower() and scene.word(i) not in lexicon().func


def _implied(scene: Scene, found: list[Event]) -> Person | None:
    """The person a state or an act implies where nobody is named; a garment alone implies none."""
    acts = [e for e in found if not e.worn and (e.levels or e.sexual == "explicit")]
    worn = [e for e in found if e.worn and e.levels]
    if scene.having("nobody") and not acts:
        return None
    if english(scene) and acts and all(_of_noun(scene, e) for e in acts):
        return None
    if not english(scene) and acts and all(_beside_noun(scene, e) for e in acts):
        return None
    strange = not english(scene) and any(map(partial(_may_name, scene), range(len(scene.tokens))))
    strange |= not english(scene) and bool(scene.having("my", "private"))
    if strange and (acts or worn or any(e.levels for e in found)):
        return Person(0, 0, EITHER, ANY_AGE, "", "implied", False, "somebody, perhaps named")
    if acts or (worn and scene.having("wear")):
        return Person(0, 0, MADE_UP, ADULT, "", "implied", False, "somebody implied")
    return None


def _generated(scene: Scene) -> Part:
    found = events(scene)
    change = _acts(scene)
    found += change
    people = persons(scene, grave=bool(found))
    if _of_art(scene, found, people):
        found = [e for e in found if not e.levels]
    shown = [p for p in people if not (p.kind == "pron" and _spoken_for(p, people))]
    if not [p for p in shown if p.kind != "thing"]:
        implied = _implied(scene, found) if not shown else None
        shown = [implied] if implied else []
    held, like = _held(scene, found, people), likeness(scene)
    out = [_depict(p, held, like) for p in shown if p.kind != "thing"]
    if not out:
        nobody = Person(0, 0, NOBODY, ADULT, "", "nobody", False, "nobody")
        sexual = _sexual({e.sexual for e in found} & {"explicit"})
        out = [_facts(nobody, frozenset({"covered"}), sexual, likeness(scene), NO)]
    return Part(tuple(out), _evidence(found, people))


def _of_art(scene: Scene, found: list[Event], people: list[Person]) -> bool:
    """Whether bareness is that of a known work of art or of teaching, and shows nobody real."""
    told = scene.having("artwork") or (scene.having("clinic") and not scene.having("photo"))
    plain = all("real" not in p.subject and p.age != MINOR for p in people)
    return bool(told) and plain and not any(e.sexual or e.worn for e in found)


def _acts(scene: Scene) -> list[Event]:
    """Undressing told as a scene: the grammar of edits, read in a prompt that generates."""
    if not scene.having("remove", "undress", "reveal", "uncensor", "ref"):
        return []
    if not (english(scene) or scene.having(*_WEARERS)):
        return []
    change, _ = change_of(scene, [])
    out = []
    for mark in scene.having("remove", "undress", "reveal", "uncensor", "ref"):
        levels = [s for s in change.levels if s != {"covered"}]
        if levels and (change.sure or "ref" in mark.tags):
            out.append(Event(mark.start, mark.end, highest(levels), "", False, "undressing"))
            break
    return out


def _spoken_for(pronoun: Person, people: list[Person]) -> bool:
    return any(p.start < pronoun.start and p.kind not in ("pron", "thing") for p in people) or any(
        p.kind == "pron" and p.start < pronoun.start for p in people
    )


def _held(
    scene: Scene, found: list[Event], people: list[Person]
) -> list[tuple[Event, list[Person] | None]]:
    """Each event with those it is about; None for everybody, as in a crowd nobody can sort."""
    if len(found) * len(people) > CROWD:
        return [(event, None) for event in found]
    return [
        (event, None if event.sexual == "explicit" else _holders(scene, event, people))
        for event in found
    ]


def _depict(
    person: Person, held: list[tuple[Event, list[Person] | None]], like: frozenset[str]
) -> Depiction:
    everything = person.kind == "implied"
    mine = [e for e, whose in held if everything or whose is None or person in whose]
    levels = list(dict.fromkeys(e.levels for e in mine if e.levels))
    sexual = {e.sexual for e in mine if e.sexual}
    return _facts(person, _exposed(levels, person), _sexual(sexual), like, NO)


def _edited(scene: Scene) -> Part:
    found = events(scene)
    change, left = change_of(scene, found)
    grave = bool(left) or change.sure or change.maybe
    people = persons(scene, grave=grave)
    pointed = [p for p in people if p.subject == REAL]
    named = [p for p in people if p.kind == "name" and p.subject != REAL]
    subject = REAL if pointed else UPLOAD
    for person in named:
        subject = subject | person.subject
    levels = list(dict.fromkeys(change.levels))
    sure = change.sure
    for event in left:
        if event.levels and not _on_things(scene, event, people):
            levels.append(event.levels)
            sure = True
    exposure = highest(
        [s if s != {"shirtless"} else frozenset({"swimwear", "partial"}) for s in levels]
    )
    adds = frozenset({"yes"}) if sure else change.adds()
    upload = Person(0, 0, subject, ANY_AGE, "", "upload", bool(pointed), "upload")
    depiction = _facts(upload, exposure, _sexual(change.sexual), _upload_likeness(scene), adds)
    return Part((depiction,), _evidence(left, people, change))


def _upload_likeness(scene: Scene) -> frozenset[str]:
    return likeness(scene)


def _on_things(scene: Scene, event: Event, people: list[Person]) -> bool:
    """Whether only things or animals wear what the event says."""
    here = [p for p in people if scene.same(p.start, event.start)]
    if not english(scene):
        here = [p for p in here if max(p.start - event.end, event.start - p.end) <= 3] and here
    return bool(here) and all(p.kind == "thing" for p in here)


def _evidence(
    found: list[Event], people: list[Person], change: Change | None = None
) -> tuple[Evidence, ...]:
    out = [Evidence("people", p.why) for p in people]
    for event in found:
        what = ", ".join(sorted(event.levels, key=lambda v: ORDER.get(v, 1))) or event.sexual
        out.append(Evidence("attire", f"{event.why}: {what}"))
    if change:
        out += [Evidence("edit", why) for why in change.why]
    return tuple(dict.fromkeys(out))


def part_of(scene: Scene) -> Part:
    """What one scene says, as depictions with their evidence."""
    return _edited(scene) if scene.edit else _generated(scene)

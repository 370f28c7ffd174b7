"""Who is shown: persons, what may be true of each, and which of them are one."""

from __future__ import annotations

from lexloci_reader.ages import Age, age_values, ages
from lexloci_reader.described import authored, pointed_out
from lexloci_reader.identity import equated
from lexloci_reader.mention import (
    KINDS,
    MINOR,
    NOBODY,
    TELLING,
    Person,
    inside,
    noun,
    possesses,
    pronoun,
)
from lexloci_reader.names import ADULT, ANY_AGE, EITHER, MADE_UP, REAL, Name, names
from lexloci_reader.naming import capital, english, unknown
from lexloci_reader.places import unlisted
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.tongues import native_names

HAIR = ("blonde", "blond", "brunette", "redhead")
__all__ = ["MINOR", "NOBODY", "Person", "persons"]


def _from_name(name: Name) -> Person:
    return Person(name.start, name.end, name.subject, name.age, "", "name", False, name.why)


def _told_by_place(i: int) -> Person:
    """Somebody by a word that no list knows, told by a place."""
    return Person(i, i + 1, EITHER, ANY_AGE, "", "noun", False, "told by a place")


def _invented(mark: Mark) -> Person:
    """Whom a word tells that only says that they are made up: `fiktive Zwergin`."""
    return Person(mark.start, mark.end, MADE_UP, ANY_AGE, "", "fiction", False, "made up")


def mentions(scene: Scene, *, grave: bool) -> list[Person]:
    """Every mention of somebody or of a thing that may wear clothes, in order."""
    told = [name for name in names(scene, grave=grave) if not authored(scene, name)]
    told += native_names(scene, told) if grave else []
    told += pointed_out(scene, told) if grave else []
    found = [_from_name(name) for name in told]
    found += [_told_by_place(i) for i in unlisted(scene)] if grave else []
    taken = {i for p in found for i in range(p.start, p.end)}
    for mark in scene.marks:
        if mark.end - mark.start == 1 and mark.tags.isdisjoint(TELLING):
            continue
        if mark.start in taken or "benign" in mark.tags:
            continue
        if mark.tags & {"she", "he", "they"} and possesses(scene, mark):
            continue
        if mark.term == "adult" and len(scene.having(*KINDS)) > 1:
            continue
        person = noun(scene, mark) or pronoun(scene, mark) or inside(scene, mark)
        if person:
            found.append(person)
        elif mark.tags & {"thing", "creature"} and not _cloth_here(scene, mark):
            found.append(Person(mark.start, mark.end, NOBODY, ADULT, "", "thing", False, "thing"))
    if not found and grave:
        found = [_invented(mark) for mark in scene.having("madeup")[:1]]
    return sorted(found, key=lambda p: p.start)


def _cloth_here(scene: Scene, mark: Mark) -> bool:
    """Whether an animal's word of another language is a garment in this one: Turkish `kot`."""
    return not scene.in_english() and bool(mark.tags & {"garment", "outer"})


def _one(scene: Scene, a: Person, b: Person) -> bool:
    """Whether two mentions in a row are the same person: nothing parts them."""
    if a.kind == "thing" or b.kind == "thing" or "pron" in (a.kind, b.kind):
        return False
    if scene.sent[a.start] != scene.sent[b.start] or b.start - a.end > 6:
        return False
    for i in range(a.end, b.start):
        if scene.tags(i) & {"and", "apart", "wear", "underwear", "swimwear", "garment", "dressy"}:
            return False
        if scene.word(i) in ("with", "in", "on", "for", "while", "to", "at"):
            return False
    gap = scene.tokens[b.start].gap
    commas = any(scene.tokens[i].gap for i in range(a.end, b.start + 1))
    if commas and _presented(scene, a, b):
        return True
    if commas and gap and a.kind == b.kind:
        return False
    return not commas or {a.kind, b.kind} == {"name", "noun"}


def _presented(scene: Scene, a: Person, b: Person) -> bool:
    """`моя начальница, главный редактор`: whom the requester knows, then what they are."""
    known = a.why == "private relation" and b.why in ("generic person", "somebody's relation")
    if not known or english(scene):
        return False
    row = range(a.end, b.end + 1)
    listed = any(scene.tags(i) & {"and", "apart"} or "my" in scene.tags(i) for i in row)
    return b.start - a.end <= 1 and not listed


def _hair(scene: Scene, a: Person, b: Person) -> bool:
    """`that barista, you know, blonde`: the colour of somebody's hair is nobody new."""
    alone = b.end - b.start == 1 and scene.word(b.start) in HAIR
    bare = alone and not scene.tags(b.start - 1) & {"det", "the", "and", "apart"}
    return bare and a.kind in ("noun", "name", "pron") and scene.same(a.start, b.start)


def _joined(a: Person, b: Person) -> Person:
    """One person told twice."""
    subject = a.subject | b.subject
    if subject == EITHER and (a.subject == REAL or b.subject == REAL):
        subject = REAL
    age = _same_age(a, b)
    return a._replace(end=b.end, subject=subject, age=age, gender=a.gender or b.gender,
                   kind="name" if "name" in (a.kind, b.kind) else a.kind,
                   pointed=a.pointed or b.pointed,
                   why=a.why if a.subject != MADE_UP else b.why)  # fmt: skip


def _same_age(a: Person, b: Person) -> frozenset[str]:
    if a.age == b.age:
        return a.age
    if ANY_AGE in (a.age, b.age):
        return a.age if b.age == ANY_AGE else b.age
    return ANY_AGE


def merged(scene: Scene, found: list[Person]) -> list[Person]:
    """Mentions of the same person made one; a statue of a person made a thing."""
    out: list[Person] = []
    for person in found:
        last = out[-1] if out else None
        if last and last.kind == "thing" and _portrays(scene, last, person):
            out[-1] = person._replace(start=last.start)
            continue
        if last and last.kind == "thing" and _made_of(scene, last, person):
            out[-1] = last._replace(end=person.end)
            continue
        played = _player(scene, out, person)
        if played is not None:
            out[played] = _joined(out[played], person)
        elif last and (_one(scene, last, person) or _hair(scene, last, person)):
            out[-1] = _joined(last, person)
        else:
            out.append(person)
    return out


_AS = frozenset("as als como comme come jako как olarak sebagai bilang như".split())


def _player(scene: Scene, before: list[Person], part: Person) -> int | None:
    """Who plays the part: `Jo Bloggs, our postman, as a mermaid` is one person, not two."""
    if part.subject != MADE_UP or part.kind not in ("noun", "fiction"):
        return None
    ahead = range(max(0, part.start - 3), part.start)
    if not any(scene.word(i) in _AS and scene.same(i, part.start) for i in ahead):
        return None
    real = (
        n for n, p in enumerate(before) if "real" in p.subject and scene.same(p.start, part.start)
    )
    return next(real, None)


def _portrays(scene: Scene, thing: Person, person: Person) -> bool:
    """`a statue with the face of` somebody real shows that somebody."""
    if "real" not in person.subject or person.start - thing.end > 6:
        return False
    between = range(thing.end, person.start)
    apart = any(scene.tokens[i].gap for i in (*between, person.start))
    if apart and "carrier" in scene.tags(thing.start):
        return False  # `behind a rack of coats, my boss`
    return any(scene.tags(i) & {"alike", "of"} for i in between)


def _made_of(scene: Scene, thing: Person, person: Person) -> bool:
    """`a statue of a woman` is a thing, a statue of somebody real is not."""
    if person.subject != MADE_UP or person.kind == "pron" or "thing" not in scene.tags(thing.start):
        return False
    between = range(thing.end, person.start)
    return len(between) <= 4 and any(
        "of" in scene.tags(i) or scene.word(i) == "of" for i in between
    )


def aged(scene: Scene, people: list[Person], said: list[Age]) -> list[Person]:
    """The persons with the ages, school words and young looks the text gives them."""
    out = list(people)
    for age in said:
        at = _owner(scene, out, age.at)
        if at is None:
            continue
        person = out[at]
        values = age_values(age.years)
        keep = person.age if "minor" in person.age and person.age != ANY_AGE else values
        out[at] = person._replace(age=values | (keep - values if keep != values else values))
    for mark in scene.having("looksyoung", "school", "adultcue"):
        at = _owner(scene, out, mark.start)
        if at is None:
            continue
        person = out[at]
        if "adultcue" in mark.tags:
            age_now = person.age if person.age == MINOR else ADULT
        elif "looksyoung" in mark.tags:
            age_now = ANY_AGE | person.age
        else:
            age_now = ANY_AGE | person.age if "adult" in scene.tags(person.start) else person.age
        out[at] = person._replace(age=age_now)
    return out


def _owner(scene: Scene, people: list[Person], i: int) -> int | None:
    """The person an age at token `i` is nearest to in its sentence, else the only one."""
    best, gap = None, 99
    for n, person in enumerate(people):
        if person.kind == "thing" or not scene.same(i, person.start):
            continue
        away = max(person.start - i, i - person.end + 1, 0)
        if away < gap:
            best, gap = n, away
    if best is None:
        real = [n for n, p in enumerate(people) if p.kind != "thing"]
        return real[-1] if real else None
    return _meant(people, best)


def _meant(people: list[Person], at: int) -> int:
    """Whom a pronoun means where only one was told of before: `an elf. She is 300.`"""
    told = people[at]
    if told.kind != "pron":
        return at
    before = [
        n
        for n, p in enumerate(people[:at])
        if p.kind not in ("pron", "thing") and not {p.gender, told.gender} >= {"f", "m"}
    ]
    return before[0] if len(before) == 1 else at


def persons(scene: Scene, *, grave: bool) -> list[Person]:
    """Everybody shown, each once, with what may be true of them."""
    found, said = merged(scene, mentions(scene, grave=grave)), ages(scene)
    if said and all(p.kind == "thing" for p in found):
        at, age = said[0].at, age_values(said[0].years)
        maybe = grave and any(capital(scene, i) and unknown(scene, i) for i in range(at))
        who = EITHER if maybe else MADE_UP
        found.append(Person(at, at + 1, who, age, "", "noun", False, "an age"))
    return aged(scene, equated(scene, _related(scene, found)), said)


_WHOSE = frozenset({"his", "her", "their"})


def _related(scene: Scene, people: list[Person]) -> list[Person]:
    """`my uncle, behind him his boss`: in English, whose somebody is, makes them as real."""
    if not english(scene) or scene.words.isdisjoint(_WHOSE):
        return people
    out = list(people)
    for n, person in enumerate(people):
        owners = [p for p in out[:n] if p.kind in ("name", "noun") and "real" in p.subject]
        told = person.subject == MADE_UP and person.kind == "noun"
        if owners and told and scene.word(person.start - 1) in _WHOSE:
            subject = owners[-1].subject
            out[n] = person._replace(subject=subject, why="somebody's relation")
    return out

"""Who is shown: persons, what may be true of each, and which of them are one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lexloci_reader.ages import Age, age_values, ages
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import ADULT, ANY_AGE, EITHER, MADE_UP, REAL, Name, english, names
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.tongues import native_names

NOBODY = frozenset({"none"})
MINOR = frozenset({"minor"})
KINDS = frozenset({"adult", "person", "minor", "fiction"})
DATIVE = frozenset(
    "show give draw make let tell send paint create generate get help want need hand build".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or a thing that wears clothes: `thing`), told by tokens `start` to `end`."""

    start: int
    end: int
    subject: frozenset[str]
    age: frozenset[str]
    gender: str
    kind: str
    pointed: bool
    why: str


def _gender(tags: frozenset[str]) -> str:
    if ("f" in tags or "she" in tags) and "m" not in tags:
        return "f"
    return "m" if ("m" in tags or "he" in tags) and "f" not in tags else ""


def _owned(scene: Scene, mark: Mark) -> bool:
    """Whether `my` stands before the mark, over at most three words."""
    for i in range(mark.start - 1, max(-1, mark.start - 5), -1):
        if scene.tokens[i + 1].gap:
            return False
        if "my" in scene.tags(i):
            return True
        if scene.tags(i) & {"wear", "in", "of"}:
            return False
    return "my" in scene.tags(mark.end)


def _shown(scene: Scene, mark: Mark) -> bool:
    """Whether the mark points at somebody we hold a picture of: `this woman`, `the man on the left`."""
    if "pointed" in scene.tags(mark.end) and (scene.edit or "picture" in scene.tags(mark.end)):
        return True
    for i in range(mark.start - 1, max(-1, mark.start - 4), -1):
        if scene.tokens[i + 1].gap:
            return False
        tags = scene.tags(i)
        if "this" in tags:
            return True
        if "the" in tags or scene.word(i) == "the":
            return scene.edit
        if tags & {"det", "my"}:
            return False
    return scene.edit and scene.images > 0 and not scene.langs.get("en")


def _acquainted(scene: Scene, mark: Mark) -> bool:
    """Whether what follows says the requester knows them: `from my gym`, `next door`."""
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        if scene.tokens[i].gap == 2 or scene.tags(i) & {"wear", "in", "swimwear", "underwear"}:
            return False
        if "private" in scene.tags(i):
            return True
    return False


def _is_costume(scene: Scene, mark: Mark) -> bool:
    """Whether the noun only tells what clothes: `a maid outfit`, `a nurse costume`."""
    if mark.end >= len(scene.at) or scene.tokens[mark.end].gap:
        return False
    raw = scene.tokens[mark.end - 1].raw.casefold()
    if raw in ("women's", "men's", "ladies'", "ladies", "mens", "womens"):
        return bool(scene.tags(mark.end) & {"clothes", "garment", "underwear", "swimwear"})
    return not raw.endswith(("'s", "s'")) and bool(scene.tags(mark.end) & {"clothes"})


def _somebodys(scene: Scene, mark: Mark) -> bool:
    """Whether a person told of before owns the relation: `the vicar's wife`."""
    raw = scene.tokens[mark.start - 1].raw.casefold() if mark.start else ""
    known = scene.word(mark.start - 2) in ("the", "our") or "my" in scene.tags(mark.start - 2)
    return raw.endswith(("'s", "s'")) and bool(scene.tags(mark.start - 1) & KINDS) and known


def _noun(scene: Scene, mark: Mark) -> Person | None:
    """The person a noun tells of."""
    tags = mark.tags
    private = bool(tags & (KINDS | {"kin"}) - {"fiction"}) and _owned(scene, mark)
    if not tags & (KINDS | {"mine"}) and not private:
        return None
    if "minor" not in tags and not private and _is_costume(scene, mark):
        return None
    age = ANY_AGE
    if "minor" in tags:
        age = MINOR
    elif "adult" in tags:
        age = ADULT
    pointed = _shown(scene, mark)
    subject, why = MADE_UP, "generic person"
    if "kin" in tags and english(scene) and _somebodys(scene, mark):
        subject, why = EITHER, "somebody's relation"
    if private or "mine" in tags or _acquainted(scene, mark):
        subject, why = REAL, "private relation"
    elif pointed:
        subject, why = (REAL if scene.edit or scene.images else EITHER), "pointed at"
    kind = "noun"
    if tags & KINDS == {"fiction"} and not tags & {"f", "m"}:
        kind = "fiction"
    return Person(mark.start, mark.end, subject, age, _gender(tags), kind, pointed, why)


def _pronoun(scene: Scene, mark: Mark) -> Person | None:
    """Whom a pronoun tells of: the uploader, the person in the upload, or whoever was named."""
    tags = mark.tags
    if "me" in tags:
        word = mark.term
        if word in ("me", "us") and scene.word(mark.start - 1) in DATIVE:
            if scene.tags(mark.end) & {"det", "photo", "drawn"} or "picture" in scene.tags(
                mark.end
            ):
                return None
        if word in ("i", "we"):
            return None
        return Person(mark.start, mark.end, REAL, ANY_AGE, "", "me", True, "the requester")
    if not tags & {"she", "he", "they"}:
        return None
    subject = REAL if scene.edit else MADE_UP
    pointed = scene.edit
    return Person(mark.start, mark.end, subject, ANY_AGE, _gender(tags), "pron", pointed, "pronoun")


def _possesses(scene: Scene, mark: Mark) -> bool:
    """`her toddler`: the pronoun only tells whose; the noun is who is shown."""
    if mark.end - mark.start > 1 or mark.term not in ("her", "his", "their"):
        return False
    return bool(scene.tags(mark.end) & KINDS) and not scene.tokens[mark.end].gap


def _inside(scene: Scene, mark: Mark) -> Person | None:
    """A pronoun within a longer term: the `her` of `undress her`."""
    if mark.end - mark.start < 2 or mark.tags & {"thing", "creature", "ref"}:
        return None
    terms = lexicon().terms
    for word in mark.term.split():
        tags = frozenset(terms.get(word, "").split()) & {"she", "he", "they"}
        if tags:
            return _pronoun(scene, replace(mark, tags=tags, term=word))
    return None


def _from_name(name: Name) -> Person:
    return Person(name.start, name.end, name.subject, name.age, "", "name", False, name.why)


def mentions(scene: Scene, *, grave: bool) -> list[Person]:
    """Every mention of somebody or of a thing that may wear clothes, in order."""
    told = names(scene, grave=grave)
    told += native_names(scene, told) if grave else []
    found = [_from_name(name) for name in told]
    taken = {i for p in found for i in range(p.start, p.end)}
    for mark in scene.marks:
        if mark.start in taken or "benign" in mark.tags:
            continue
        if mark.tags & {"she", "he", "they"} and _possesses(scene, mark):
            continue
        if mark.term == "adult" and len(scene.having(*KINDS)) > 1:
            continue
        person = _noun(scene, mark) or _pronoun(scene, mark) or _inside(scene, mark)
        if person:
            found.append(person)
        elif mark.tags & {"thing", "creature"}:
            found.append(Person(mark.start, mark.end, NOBODY, ADULT, "", "thing", False, "thing"))
    return sorted(found, key=lambda p: p.start)


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
    if commas and gap and a.kind == b.kind:
        return False
    return not commas or {a.kind, b.kind} == {"name", "noun"}


def _joined(a: Person, b: Person) -> Person:
    """One person told twice."""
    subject = a.subject | b.subject
    if subject == EITHER and (a.subject == REAL or b.subject == REAL):
        subject = REAL
    age = _same_age(a, b)
    return replace(a, end=b.end, subject=subject, age=age, gender=a.gender or b.gender,
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
            out[-1] = replace(person, start=last.start)
            continue
        if last and last.kind == "thing" and _made_of(scene, last, person):
            out[-1] = replace(last, end=person.end)
            continue
        if last and _one(scene, last, person):
            out[-1] = _joined(last, person)
        else:
            out.append(person)
    return out


def _portrays(scene: Scene, thing: Person, person: Person) -> bool:
    """`a statue with the face of` somebody real shows that somebody."""
    if "real" not in person.subject or person.start - thing.end > 6:
        return False
    between = range(thing.end, person.start)
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
        out[at] = replace(person, age=values | (keep - values if keep != values else values))
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
        out[at] = replace(person, age=age_now)
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
    return best


def persons(scene: Scene, *, grave: bool) -> list[Person]:
    """Everybody shown, each once, with what may be true of them."""
    found, said = merged(scene, mentions(scene, grave=grave)), ages(scene)
    if said and all(p.kind == "thing" for p in found):
        at, age = said[0].at, age_values(said[0].years)
        found.append(Person(at, at + 1, MADE_UP, age, "", "noun", False, "an age"))
    return aged(scene, found, said)

"""Who wears what: the persons that each event of a scene is about."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.elsewhere import put_on_later, worn
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import MADE_UP, REAL, english
from lexloci_reader.naming import capital
from lexloci_reader.onthings import WITHS
from lexloci_reader.people import Person
from lexloci_reader.scene import Scene
from lexloci_reader.shapes import PLACED
from lexloci_reader.specks import VERB_LAST

CROWD = 600
"""Events times persons, above which who wears what is not told apart."""


def _holders(scene: Scene, event: Event, people: list[Person]) -> list[Person]:
    """Whom an event is about, and who may be meant as well."""
    told = _nearest(scene, event, people)
    if not event.levels or any("real" in p.subject and p.kind != "thing" for p in told):
        return told
    last = max((p.end for p in told if p.end <= event.start), default=-1)
    parted = last >= 0 and (_cut(scene, last, event.start) or _while(scene, last, event.start))
    shared = parted or any(_clothed(scene, p, event.start) for p in told if p.end <= event.start)
    if scene.spoken in VERB_LAST:  # `adamın yanında bikinili`: he is only where somebody is
        shared |= any("apart" in scene.tags(p.end) for p in told if p.end < event.start)
    if not (shared or scene.having("alike", "face")):
        return told
    first = min((p.start for p in told), default=0)
    real = [p for p in people if p.kind in ("name", "noun") and scene.same(p.start, event.start)]
    real = [p for p in real if p.subject == REAL or ("real" in p.subject and p.start < first)]
    return told + [p for p in real if p not in told]


def _while(scene: Scene, start: int, end: int) -> bool:
    return any(scene.word(i) in ("while", "whilst", "as") for i in range(start, end))


def _nearest(scene: Scene, event: Event, people: list[Person]) -> list[Person]:
    """Whom the text puts an event beside; all of them where it does not tell."""
    here = [p for p in people if scene.same(p.start, event.start)]
    ahead = [p for p in here if 0 <= p.start - event.end <= 3 and _adjective(scene, event, p)]
    behind = _wearing(scene, event, [p for p in here if p.start < event.start])
    if ahead and behind and ahead[0].why == PLACED:
        return list(people)  # a strange word may be a name, or only say more of the cloth
    if ahead and ahead[0].kind == "thing" and event.worn and not english(scene):
        told = behind[-1:] if behind and not _cut(scene, behind[-1].end, event.start) else []
        if ahead[0].start <= event.end + 1:
            told = [p for p in told if not _clothed(scene, p, event.start)]
        return [ahead[0], *(p for p in told if "real" in p.subject and p.kind != "thing")]
    if ahead:
        return _whole(scene, ahead[0], people)
    thing = behind[-1] if behind and behind[-1].kind == "thing" else None
    if thing and english(scene) and event.start >= thing.end:
        real = [p for p in behind[:-1] if _stands_by(scene, p, thing)]
        if real:
            return [thing, real[-1]]
    elif thing and not english(scene) and event.worn and _sold_at(scene, behind, event):
        return [thing]
    elif thing and not english(scene) and event.start > thing.end:
        behind = [p for p in behind if p.kind != "thing"] or behind
    if behind and "creature" in scene.tags(behind[-1].start):
        real = [p for p in behind[:-1] if "real" in p.subject]  # `Rihanna beside a dog in a bikini`
        return [behind[-1], *real]
    if behind:
        also = [p for p in here if _told_by_cloth(scene, event, p)][:1]
        return _whole(scene, behind[-1], people) + _told_with(scene, behind) + also
    after = [p for p in here if p.start >= event.start]
    if after:
        return _whole(scene, after[0], people)
    return list(people)


def _wearing(scene: Scene, event: Event, behind: list[Person]) -> list[Person]:
    """Without what only holds cloth, where somebody has it on: `by a rack of coats in a bra`."""
    able = [p for p in behind if "carrier" not in scene.tags(p.start)]
    if not able or len(able) == len(behind) or not event.worn:
        return behind
    return able if worn(scene, event) or put_on_later(scene, event) else behind


def _told_by_cloth(scene: Scene, event: Event, person: Person) -> bool:
    """`水着姿の上司`, `बिकिनी पहने कैटरीना`: what is worn comes before whom it tells of."""
    row = range(event.end, person.start)
    near = scene.spoken in VERB_LAST and 0 < len(row) <= 5 and person.kind != "thing"
    if not near or _cut(scene, event.end, person.start):
        return False
    looks = scene.word(event.end - 1).endswith(("姿", "차림")) or scene.word(event.end) in _LEADS_ON
    return looks or any(scene.tags(i) & {"wear", "onbody", "in"} for i in row)


_LEADS_ON = frozenset("の で 的 은 는 한".split())


def _stands_by(scene: Scene, person: Person, thing: Person) -> bool:
    """`Ronaldo next to a statue, naked`: beside the thing, not carved in it."""
    between = range(person.end, thing.start)
    told = "real" in person.subject and person.kind != "thing"
    dressed = any(scene.tags(i) & {"garment", "dressy", "outer"} for i in between)
    return told and not dressed and any("apart" in scene.tags(i) for i in between)


def _clothed(scene: Scene, person: Person, stop: int) -> bool:
    """`박 코치님이 트레이닝복 입고 수영복 매대 옆에서`: what they wear is told already."""
    row = range(person.end, stop)
    if any(scene.tags(i) & {"remove", "undress", "without", "open", "under", "not"} for i in row):
        return False
    return any(scene.tags(i) & {"dressy", "outer", "covered"} for i in row)


def _sold_at(scene: Scene, behind: list[Person], event: Event) -> bool:
    """`mặc vest đứng trước tủ kính bán áo tắm`: cloth of the thing that somebody dressed is at."""
    *others, thing = behind
    row = range(thing.end, event.start)
    free = [i for i in row if scene.word(i) not in WITHS]
    joined = any(scene.tags(i) & _TIES for i in free) or _cut(scene, thing.end, event.start)
    told = [p for p in others if "real" in p.subject]
    dressed = all(_clothed(scene, p, thing.start) for p in told)
    return len(row) <= 2 and not joined and bool(told) and dressed


_TIES = frozenset({"in", "wear", "onbody", "and", "apart"})


def _cut(scene: Scene, start: int, end: int) -> bool:
    return any(scene.tokens[i].gap for i in range(start, end + 1))


_TELLS = frozenset("at of from for my our the a an his her their who is was s".split())
_TOLD = frozenset(
    "title kin mine adult person office local honorific venue private role from of the det "
    "my".split()
)


def _told_with(scene: Scene, behind: list[Person]) -> list[Person]:
    """Somebody who may be real, told by the made-up person behind: `Lola from my dentist's`."""
    last = behind[-1]
    before = [p for p in behind[:-1] if "real" in p.subject and p.kind != "pron"]
    if not before or last.subject != MADE_UP or last.kind != "noun":
        return []
    between = range(before[-1].end, last.start)
    tells = all(
        scene.word(i) in _TELLS or scene.tags(i) & _TOLD or capital(scene, i) for i in between
    )
    return [before[-1]] if len(between) <= 5 and tells else []


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
        if (bare or event.worn) and i < person.start and scene.word(i) in lexicon().func:
            return bare and scene.word(i) in _OF
        if scene.tokens[i].gap or (i < person.start and scene.tags(i) & {"and", "apart", "in"}):
            return False
    return True


_OF = frozenset("の 的".split())


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
            linked |= a.kind == "pron" and [scene.word(i) for i in between] in (["的"], ["の"])
            clean = not any(scene.tags(i) & {"wear", "in", "garment", "dressy", "underwear",
                            "swimwear", "apart"} for i in between)  # fmt: skip
            if not (linked and clean and len(between) <= 4):
                break
            n += step
            out.append(row[n])
    return out


def _everybodys(event: Event) -> bool:
    return event.sexual == "explicit"


def held(
    scene: Scene, found: list[Event], people: list[Person]
) -> list[tuple[Event, list[Person] | None]]:
    """Each event with those it is about; None for everybody, as in a crowd nobody can sort."""
    if len(found) * len(people) > CROWD:
        return [(event, None) for event in found]
    return [
        (event, None if _everybodys(event) else _holders(scene, event, people)) for event in found
    ]

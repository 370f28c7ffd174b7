"""Somebody taken out of the picture, told by what they wear: `remove the man in the red coat`."""

from __future__ import annotations

from lexloci_reader.attire import COVERS
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import PEOPLE, VERB_LAST, WORN, clause_of

_CLOTH = COVERS | WORN | {"outer"}
_SMALL = frozenset({"accessory", "outer", "dressy"})
_STATE = frozenset({"shirtless", "nude", "partial"})
_OWNERS = frozenset({"she", "he", "they", "me", "my", "mine", "kin"})
_ACTS = frozenset(
    "put swap make remove undress ask keep reveal less dressing uncensor stays without".split()
)
_TELLS = frozenset("det the of from colour in wear onbody dressing into pointed adult f m".split())
_LINKS = frozenset("in with wearing au aux con avec mit met com dengan sa z ze с".split())
_LEADING = _LINKS | frozenset("de en em im w в dans mac".split())
"""Words that tie cloth to somebody in the cloth's own term: `de biquini`, `en bikini`."""
_OBJECTS = frozenset("を 를 을 को ko من から 에게서 에서 से se 身上".split())
_WHOSE = frozenset(
    "der dem bei von vom van bij à da do dalla dal alla ao u у с со od от من عن على علي dari "
    "daripada".split()
)
"""What stands before somebody from whom something else is taken."""
_OFF = ("dan", "den", "tan", "ten")


def taken_out(scene: Scene, verb: Mark) -> list[Mark] | None:
    """The marks that tell whom a verb takes away and what they wear; None if it takes nobody."""
    if not english(scene) and "erase" not in verb.tags:
        return None
    late = scene.spoken in VERB_LAST and scene.spoken != "zh"
    who = None if late else _behind(scene, verb)
    if who is not None:
        return _told_behind(scene, verb, who)
    return None if english(scene) else _told_before(scene, verb)


def cloth_too(scene: Scene, verb: Mark, told: list[Mark]) -> bool:
    """`remove the man and her dress`: cloth goes as well."""
    end = max((m.end for m in told), default=verb.end)
    row = range(end, len(scene.at))
    stop = next((i for i in row if scene.tokens[i].gap or _acts(scene, i)), row.stop)
    joined = [i for i in range(end, stop) if "and" in scene.tags(i)]
    return any(scene.tags(i) & COVERS for j in joined for i in range(j + 1, min(j + 5, stop)))


def _behind(scene: Scene, verb: Mark) -> Mark | None:
    """The person that stands behind the verb, before any cloth, and owns none."""
    for i in range(verb.end, min(len(scene.at), verb.end + 4)):
        mark = scene.at[i]
        if scene.tokens[i].gap or _from_whom(scene, i) or "and" in scene.tags(i) or _then(scene, i):
            return None
        if mark and mark.tags & (_CLOTH | {"accessory", "speck", "from", "body"}):
            return None
        if mark and mark.tags & PEOPLE:
            owns = scene.tokens[i].raw.casefold().endswith(("'s", "s'"))
            owns |= english(scene) and _owned_behind(scene, mark.end)
            return None if owns else mark
    return None


def _from_whom(scene: Scene, i: int) -> bool:
    """French `à` loses its accent; Spanish `a` stands before whoever goes."""
    return scene.word(i) in _WHOSE or (scene.spoken == "fr" and scene.word(i) == "a")


def _owned_behind(scene: Scene, start: int) -> bool:
    """`the girl clothes`, `the girl on the left's clothes`."""
    for i in range(start, min(start + 4, len(scene.at))):
        owner = i == start or scene.tokens[i - 1].raw.casefold().endswith("'s")
        if owner and scene.tags(i) & _CLOTH:
            return True
    return False


def _told_behind(scene: Scene, verb: Mark, who: Mark) -> list[Mark] | None:
    """Who goes, and what a link ties to them: `… in the red coat and hat and the woman in …`."""
    before = (scene.at[i] for i in range(verb.end, who.start))
    out = [who, *(m for m in before if m and m.tags & _STATE)]
    end = _end(scene, who)
    marks = {m.start: m for i in range(who.end, end) if (m := scene.at[i])}.values()
    for cloth in marks:
        if cloth.tags & _CLOTH and not english(scene) and not _linked(scene, who, cloth):
            return None
        out.append(cloth)
    told = scene.at[who.end] if who.end < end else None
    if told and told.tags & _STATE:
        out.append(told)
    more = [m for m in scene.marks if m.start >= end and m.tags & _CLOTH]
    more = [m for m in more if not any(scene.tokens[i].gap for i in range(end, m.start + 1))]
    if more and not english(scene) and not any(_acts(scene, i) for i in range(end, more[0].start)):
        return None  # `quita a la mujer en bikini el sujetador`
    return out


def _acts(scene: Scene, i: int) -> bool:
    tags = scene.tags(i)
    return not tags.isdisjoint(_ACTS) and "onbody" not in tags


def _end(scene: Scene, who: Mark) -> int:
    """The token at which it is no longer told who goes."""
    for i in range(who.end, len(scene.at)):
        comma, stop = scene.tokens[i].gap == 1, scene.tokens[i].gap == 2
        joint = comma or "and" in scene.tags(i)
        other = scene.tags(i) & _OWNERS - {"kin"} and not scene.tags(i - 1) & {"in", "wear"}
        dresses = "wear" in scene.tags(i) and not english(scene) and i > who.end + 1
        other = other or (dresses and "onbody" not in scene.tags(i))
        if stop or other or _acts(scene, i) or _then(scene, i):
            return i
        if joint and not _goes_on(scene, i + (not comma)):
            return i
    return len(scene.at)


_THEN = frozenset(
    "so then but until while as should wears wear needs gets everything all plus also n lalu phir "
    "फिर tapos rồi แล้ว ثم poi luego puis depois dann potem потом sonra".split()
)


def _then(scene: Scene, i: int) -> bool:
    return scene.word(i) in _THEN or scene.word(i).startswith("แล้ว")


def _goes_on(scene: Scene, i: int) -> bool:
    """Whether behind an `and` or a comma another person follows, or a thing worn, and no verb."""
    for j in range(i, min(i + 4, len(scene.at))):
        tags = scene.tags(j)
        if tags & (PEOPLE | _SMALL) and not tags & WORN:
            return tags.isdisjoint(_OWNERS - {"kin"}) and not _told_more(scene, j)
        if (j > i and scene.tokens[j].gap) or tags - {"det", "the", "colour", "and"}:
            return False
    return False


def _told_more(scene: Scene, j: int) -> bool:
    """`… and the girl topless`, `… and the dress of my sister`: it is another wish."""
    row = range(j + 1, min(j + 5, len(scene.at)))
    little = WORN | _STATE | {"undress"}
    of = "of" in scene.tags(j + 1) or "from" in scene.tags(j + 1)
    return of or any(scene.tags(i) & little for i in row)


def _linked(scene: Scene, who: Mark, cloth: Mark) -> bool:
    """Whether no more than an article and a colour parts the cloth from what ties it to somebody:
    `im roten Kleid`, `de biquíni`, `yang memakai bikini`, `berbikini`."""
    if cloth.start == who.end:
        led = " " in cloth.term and cloth.term.split()[0] in _LEADING
        return led or cloth.term.startswith(("ber", "naka"))
    row = range(who.end, cloth.start)
    links, said = {"in", "wear", "onbody"}, _LINKS | ({"de"} if scene.spoken == "pt" else set())
    link = next((i for i in row if scene.tags(i) & links or scene.word(i) in said), -1)
    return link >= 0 and all(scene.tags(i) <= _TELLS for i in row)


def _told_before(scene: Scene, verb: Mark) -> list[Mark] | None:
    """`背景の赤いドレスの女性を消して`, `bikinili kadını sil`: what is worn, the person, the verb;
    Chinese may put the verb first."""
    clause = clause_of(scene, verb.start, verb.end)
    here = [m for m in scene.marks if m.start in clause]
    people = [m for m in here if m.tags & PEOPLE and not m.tags & _OWNERS - {"kin"}]
    who = people[-1] if people else None
    if who is None or scene.word(who.start).endswith(_OFF):
        return None
    between = range(min(verb.end, who.end), max(verb.start, who.start))
    last = who.end <= verb.start and len(between) <= 2 and scene.spoken in (*VERB_LAST, "th")
    first = scene.spoken == "zh" and verb.end <= who.start and who is here[-1]
    parted = any(scene.word(i) in _OBJECTS - {"を", "को", "ko"} for i in between)
    cloth = [m for m in here if m.tags & _CLOTH and m is not verb]
    tied = all(_worn_by(scene, m, who) for m in cloth)
    return [*cloth, who] if (last or first) and tied and cloth and not parted else None


def _worn_by(scene: Scene, cloth: Mark, who: Mark) -> bool:
    """Whether the cloth only describes the person behind it."""
    if cloth.start >= who.start:
        return False
    row = range(cloth.end, who.start)
    free = all(scene.word(i) not in _OBJECTS and scene.tags(i) <= _TELLS | {"kin"} for i in row)
    turkish = scene.spoken != "tr" or cloth.term.endswith(("li", "lu")) or bool(row)
    return free and turkish and len(row) <= 3

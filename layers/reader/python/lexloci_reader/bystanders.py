"""Somebody taken out of the picture, told by what they wear: `remove the man in the red coat`."""

from __future__ import annotations

from lexloci_reader.attire import COVERS
from lexloci_reader.destination import OBJECTS
from lexloci_reader.lexicon import lexicon
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import PEOPLE, VERB_LAST, WORN, clause_of, ends_at

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
    if verb.term == "off" and scene.tags(verb.start - 1) & COVERS:
        return None  # `take the blanket off my dad`: cloth goes, and he stays
    if (back := _told_back(scene, verb)) is not None:
        return back
    late = scene.spoken in VERB_LAST and scene.spoken != "zh"
    who = None if late else _behind(scene, verb)
    if who is not None:
        return _told_behind(scene, verb, who)
    return None if english(scene) else _told_before(scene, verb) or _told_ahead(scene, verb)


def _told_ahead(scene: Scene, verb: Mark) -> list[Mark] | None:
    """`den Mann in Badehose hinter uns wegretuschieren`, `cewek berbikini itu hapus ya`: the verb
    comes last where it need not."""
    if scene.spoken in ("es", "pt", "fr", "it"):
        return None
    here = clause_of(scene, verb.start, verb.end)
    marks = scene.marked(range(here.start, verb.start))
    who = next((m for m in marks if m.tags & PEOPLE), None)
    first = next((m for m in marks if m.tags & (_CLOTH | _OWNERS)), None)
    object_behind = any(scene.tags(i) & OBJECTS for i in range(verb.end, here.stop))
    if who is None or object_behind or "my" in scene.tags(who.start - 1):
        return None
    near = who.tags & (_OWNERS - {"kin"}) or ("kin" in who.tags and "adult" not in who.tags)
    before = first is not None and first.start < who.start
    if near or before or _from_whom(scene, who.start - 1):
        return None
    told = [m for m in marks if m.start > who.start]
    cloth = [m for m in told if m.tags & _CLOTH]
    other = any(m.tags & (_ACTS | {"and"}) for m in marks)
    if other or any(not _linked(scene, who, m) for m in cloth):
        return None
    states = [m for m in marks if m.tags & _STATE]
    return [who, *cloth, *states] if cloth or states else None


def _told_back(scene: Scene, verb: Mark) -> list[Mark] | None:
    """`that guy in yellow shorts and no shirt, delete him`: whom the pronoun means, with what is
    told of them."""
    last = scene.spoken in VERB_LAST and not scene.tokens[verb.start].gap
    at = verb.start - 1 if last and scene.tags(verb.start - 1) & PRONOUNS else verb.end
    ends = ends_at(scene, at + 1) or "and" in scene.tags(at + 1)
    late = at < verb.start or scene.word(at + 1) in ("out", "away", "off", "raus", "weg", "pls")
    said = scene.tags(at) & PRONOUNS
    if not english(scene) and _clitic(verb):
        at, ends, said = verb.end - 1, True, PRONOUNS
    owns = any(scene.tags(i) & _CLOTH for i in (at + 1, at + 2))
    if not said or not (ends or late) or (owns and not ends):
        return None
    people = [m for m in scene.having(*sorted(PEOPLE)) if m.end <= min(at, verb.start)]
    strange = [m for m in people[:1] if not m.tags & _OWNERS - {"kin"}]
    who = next((m for m in strange if "kin" not in m.tags or "adult" in m.tags), None)
    if who is None or "my" in scene.tags(who.start - 1) or ("f" in who.tags and "he" in said):
        return None
    start = who.start
    while start and scene.tags(start - 1) & _BEFORE and not scene.tokens[start].gap:
        start -= 1
    row = range(start, min(at, verb.start))
    others = {"me", "mine", "kin", "adult", "person", "minor", "put", "dressing", "swap", "make"}
    stop = next((i for i in row if i >= who.end and scene.tags(i) & others), row.stop)
    return list({m.start: m for i in range(row.start, stop) if (m := scene.at[i])}.values())


_CLITICS = ("lo", "la", "los", "las", "li", "le", "ها", "هم")


def _clitic(verb: Mark) -> bool:
    """`cancellalo`, `امسحها`: a pronoun behind a verb that takes away by itself, unlike `togli`."""
    ends = [end for end in _CLITICS if verb.term.endswith(end)]
    stems = (lexicon().terms.get(verb.term.removesuffix(end)) for end in ends)
    return any("erase" in stem.replace("@", " ").split() for stem in stems)


_BEFORE = _STATE | {"det", "the", "this", "colour"}


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
        tied = english(scene) or _linked(scene, who, cloth)
        if cloth.tags & _CLOTH and not tied:
            return None
        out.append(cloth)
    told = scene.at[who.end] if who.end < end else None
    if told and told.tags & _STATE:
        out.append(told)
    row = range(end, len(scene.at))
    stop = next((i for i in row if scene.tokens[i].gap), row.stop)
    more = [m for m in scene.marked(range(end, stop)) if m.tags & _CLOTH]
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
        if joint:
            return i
    return len(scene.at)


_THEN = frozenset(
    "so then but until while as should wears wear needs gets everything all plus also n lalu phir "
    "फिर tapos rồi แล้ว ثم poi luego puis depois dann potem потом sonra mas mais pero aber maar "
    "ale но tapi".split()
)


def _then(scene: Scene, i: int) -> bool:
    if scene.word(i) == "as" and not english(scene):
        return False  # the article of Portuguese
    return scene.word(i) in _THEN or scene.word(i).startswith("แล้ว")


def _linked(scene: Scene, who: Mark, cloth: Mark) -> bool:
    """Whether no more than an article and a colour parts the cloth from what ties it to somebody:
    `im roten Kleid`, `de biquíni`, `yang memakai bikini`, `berbikini`."""
    if cloth.start == who.end:
        led = " " in cloth.term and cloth.term.split()[0] in _LEADING
        return led or cloth.term.startswith(("ber", "naka", "بال"))
    row = range(who.end, cloth.start)
    links, said = {"in", "wear", "onbody"}, _LINKS.union(_OF.get(scene.spoken, ()))
    link = next((i for i in row if scene.tags(i) & links or scene.word(i) in said), -1)
    return link >= 0 and all(scene.tags(i) <= _TELLS for i in row)


_OF = {"pt": ("de", "da", "do"), "es": ("de", "del")}


def _told_before(scene: Scene, verb: Mark) -> list[Mark] | None:
    """`背景の赤いドレスの女性を消して`, `bikinili kadını sil`: what is worn, the person, the verb;
    Chinese may put the verb first."""
    clause = clause_of(scene, verb.start, verb.end)
    here = scene.marked(clause)
    people = [m for m in here if m.tags & PEOPLE and not m.tags & _OWNERS - {"kin"}]
    people = [m for m in people if m.end <= verb.start] or people  # `… adamı kaldır abi`
    who = people[-1] if people else None
    if who is None or scene.word(who.start).endswith(_OFF):
        return None
    between = range(min(verb.end, who.end), max(verb.start, who.start))
    last = who.end <= verb.start and len(between) <= 2 and scene.spoken in (*VERB_LAST, "th")
    first = scene.spoken == "zh" and verb.end <= who.start and who is here[-1]
    parted = any(scene.word(i) in _OBJECTS - {"を", "को", "ko"} for i in between)
    cloth = [m for m in here if m.tags & (_CLOTH | _STATE) and m is not verb]
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

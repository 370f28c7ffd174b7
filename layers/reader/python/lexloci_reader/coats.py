"""A coat taken off, other cloth told to stay: `take the coat off and leave the blouse`."""

from __future__ import annotations

from lexloci_reader.asked import SOMEBODY
from lexloci_reader.attire import COVERS
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import THEN, VERB_LAST, WARM, WORN, clause_of, holds_cloth, near, said_in

_BARES = (
    "less sheer wet open shorten uncensor body nothing light skimpy nude partial shirtless "
    "explicit suggestive"
).split()
_LEGS = ("裤", "裙", "바지", "치마", "ズボン", "パンツ", "スカート")


def coat_off(scene: Scene) -> bool:
    """`take the coat off and leave the blouse`: what goes is worn over other clothes, and of these
    one that covers whoever wears it is told to stay."""
    coats = [m for m in scene.having("outer", "scant") if m.tags & WARM]  # an apron is one
    if not coats:
        return False
    goes = scene.having("remove", "undress") + _without_coat(scene)
    coats = [m for m in coats if not _left(scene, m, goes)]
    clothes = scene.having("clothes")
    if not goes or not coats or scene.having(*_BARES) or _and_the_rest(scene, goes):
        return False
    if any(m not in goes for m in scene.having("without")):
        return False
    if not all(_left(scene, m, goes) for m in clothes):
        return False
    if not all(_of_coat(scene, verb, coats) for verb in goes):
        return False
    if any(holds_cloth(m) and "outer" not in m.tags for m in goes):
        return False
    if any("under" not in m.tags for m in scene.having(*sorted(WORN))):
        return False
    cloth = [m for m in scene.having("garment", "dressy") if m not in coats]
    terms = {m.term for m in coats}
    if any(m.term in terms for m in cloth):
        return False  # `the blazer stays, everything under the blazer goes`
    only = [m for m in scene.having("only") if "stays" not in m.tags]
    if any(not _only(scene, m, coats, cloth) for m in only):
        return False
    stays = [m for m in cloth if _left(scene, m, goes)]
    sure = [m for m in stays if m.tags & {"dressy", "covered"} and _over_chest(m)]
    sure += [m for m in scene.having("keep", "stays") if _holds_warm(m)]
    sure += [m for m in clothes if near(scene, m.start, frozenset({"keep", "stays"}), 5)]
    sure += [m for m in scene.having("outer") if _left(scene, m, goes)]
    close = any("garment" in m.tags for m in coats)  # a sweater may be all that is worn above
    return bool(sure or (len(stays) > 1 and not close)) and len(stays) == len(cloth)


def _without_coat(scene: Scene) -> list[Mark]:
    """`ohne Mantel bitte, der Anzug darunter soll grau sein`."""
    free = scene.having("without")
    return [m for m in free if any("outer" in scene.tags(i) for i in (m.end, m.end + 1))]


_IT = frozenset("it lho lha lo la".split())
_CLITICS = ("la", "lo", "lha", "lho")


def _and_the_rest(scene: Scene, goes: list[Mark]) -> bool:
    """`…, then those too`, `and then the rest`: what was told to stay goes as well."""
    for i in range(goes[0].end, len(scene.at)):
        if english(scene):
            if scene.word(i) in ("too", "rest", "else") and not _left_as_is(scene, i):
                return True
        elif scene.word(i) in TOO:
            here = clause_of(scene, i, i + 1)
            if not said_in(scene, here) & {"keep", "stays", "tidy", "colour"}:
                return True
    return False


def _left_as_is(scene: Scene, i: int) -> bool:
    """`pillow away too`, `rest same`: of things, or nothing is done to it."""
    here = clause_of(scene, i, i + 1)
    same = any(scene.word(j) in ("same", "unchanged", "stays", "untouched") for j in here)
    coat = "outer" in said_in(scene, here) and scene.word(i) == "too"
    return coat or _of_trifles(scene, here) or (same and scene.word(i) == "rest")


TOO = frozenset(
    "auch ook tez тоже также tambien tambem aussi anche pure juga rin din भी bhi".split()
)


def _of_coat(scene: Scene, verb: Mark, coats: list[Mark]) -> bool:
    """Whether the verb stands with a coat, or `it` was told before: `…, then take everything off`
    does not."""
    here = clause_of(scene, verb.start, verb.end)
    if any(m.start in here for m in coats) or _of_trifles(scene, here):
        return True
    return _it(scene, verb) in coats


def _it(scene: Scene, verb: Mark) -> Mark | None:
    """The cloth told of last, where the verb takes `it`."""
    told = [m for m in scene.having(*sorted(WARM), "clothes") if m.end <= verb.start]
    it = not _IT.isdisjoint(map(scene.word, (verb.start - 1, verb.end, verb.end + 1)))
    it |= not english(scene) and verb.term.endswith(_CLITICS)
    return told[-1] if it and told else None


def _of_trifles(scene: Scene, here: range) -> bool:
    """`gloves off`, `remove helmet`: nothing that covers anybody."""
    said = said_in(scene, here)
    return english(scene) and bool(said & {"accessory", "object"}) and not said & (COVERS | WORN)


def _over_chest(mark: Mark) -> bool:
    return mark.term.endswith("连衣裙") or not mark.term.endswith(_LEGS)


def _only(scene: Scene, only: Mark, coats: list[Mark], cloth: list[Mark]) -> bool:
    """`just the coat off`: the word goes with what goes."""
    here = clause_of(scene, only.start, only.end)
    return any(m.start in here for m in coats) and not any(m.start in here for m in cloth)


def _holds_warm(mark: Mark) -> bool:
    """`garde le pull`: the term ends in cloth that covers."""
    tags = " ".join(lexicon().terms.get(word) for word in mark.term.split())
    return "dressy" in {tag.partition("@")[0] for tag in tags.split()}


def _left(scene: Scene, cloth: Mark, goes: list[Mark]) -> bool:
    """Whether the verb that governs the cloth leaves it where it is, on whoever wears it."""
    here = clause_of(scene, cloth.start, cloth.end)
    if not scene.tags(cloth.end).isdisjoint({"on", "at", "in"}) or laid(scene, cloth):
        return False  # `leave the shirt on the chair`
    if _told_under(scene, cloth, goes):
        return True
    if english(scene) and (_covered_by_coat(scene, cloth) or _told_worn(scene, cloth, goes)):
        return True
    makes = [m for m in scene.having("make") if 0 <= cloth.start - m.end <= 2]
    leaves = [*scene.having("keep", "stays", "shown", "ask"), *makes]
    stays = [m for m in leaves if m.start in here and not _denied(scene, m)]
    late = scene.spoken in VERB_LAST
    stays = [m for m in stays if late or "ask" not in m.tags or m.start < cloth.start]
    takes = [m for m in goes if m.start in here]
    if not (stays and takes):
        return bool(stays)
    ahead = [m for m in (*stays, *takes) if m.start >= cloth.start]
    behind = [m for m in (*stays, *takes) if m.start < cloth.start]
    verb = min(ahead, key=_place) if ahead and (late or not behind) else max(behind, key=_place)
    return verb in stays


def _told_under(scene: Scene, cloth: Mark, goes: list[Mark]) -> bool:
    """`di bawahnya baju kurung`, `ข้างในเป็นเชิ้ต`: told with where it is, and no verb takes it."""
    for under in scene.having("under"):
        row = range(under.end, cloth.start)
        if not 0 <= cloth.start - under.end <= 3 or "and" in scene.tags(under.start - 1):
            continue
        free = not any(scene.tokens[i].gap or "and" in scene.tags(i) for i in (*row, cloth.start))
        end = clause_of(scene, cloth.start, cloth.end).stop
        if free and not any(under.start < m.start < end for m in goes):
            return True
    return False


_HAS = frozenset("has have got have's".split())
_INSIDE = frozenset("inside below underneath beneath under".split())
_IS = frozenset("is are should must shows show visible seen shown stays".split())
_DONE = frozenset("was were had before once used too no off away".split())
_ACTS = frozenset(
    "remove undress swap put make not without only lack nothing into dressing".split()
)


def _told_worn(scene: Scene, cloth: Mark, goes: list[Mark]) -> bool:
    """`coat off, she's in a blouse and a skirt`, `the jersey below must be dry`: what the source
    shows, told in a clause of its own that does nothing to it."""
    here = clause_of(scene, cloth.start, cloth.end)
    said, words = said_in(scene, here), {scene.word(i) for i in here}
    if said & _ACTS or words & _DONE or {"she", "he"} <= scene.every:
        return False
    if scene.word(here.start) in THEN or any(_it(scene, verb) is cloth for verb in goes):
        return False
    if words & _INSIDE and words & (_IS | _HAS):
        return "and" not in scene.tags(here.start)
    who = said & SOMEBODY
    return bool(who and (said & {"wear", "in"} or words & _HAS))


def _covered_by_coat(scene: Scene, cloth: Mark) -> bool:
    """`the coat over his shirt`, `so the suit jacket shows`."""
    if scene.word(cloth.end) in ("shows", "show", "showing"):
        return "so" in (scene.word(i) for i in range(cloth.start - 3, cloth.start))
    over = next((i for i in range(cloth.start - 3, cloth.start) if scene.word(i) == "over"), 0)
    return over > 0 and "outer" in scene.tags(over - 1)


def _denied(scene: Scene, verb: Mark) -> bool:
    return not scene.tags(verb.start - 1).isdisjoint({"not", "without"})


def _place(mark: Mark) -> int:
    return mark.start

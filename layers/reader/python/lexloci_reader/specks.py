"""What goes with a verb that takes away: a spot on the cloth, a thing on it, or the cloth."""

from __future__ import annotations

from collections.abc import Iterable

from lexloci_reader.attire import COVERS
from lexloci_reader.lexicon import lexicon
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene

PEOPLE = frozenset({"adult", "person", "minor"})
WEARERS = PEOPLE | PRONOUNS | {"me"}
VERB_LAST = frozenset("ja ko tr hi zh".split())
"""Languages in which a thing stands, or may stand, before its verb."""
VERB_FIRST = frozenset("es pt fr it ar id ms tl vi th".split())
"""Languages in which the verb of a thing stands before it, and its colour behind."""
SMALL = frozenset({"accessory", "speck", "outer", "creature", "object", "thing"})
WARM = frozenset({"outer", "dressy", "garment"})
WORN = frozenset({"underwear", "swimwear"})


_THIN = frozenset({"sheer", "wet", "skimpy", "shorten", "light", "scant"}) | WORN


def is_thin(tags: frozenset[str]) -> bool:
    """Whether cloth of these tags covers little; a coat does, though it may hide somebody bare."""
    return not tags.isdisjoint(_THIN - {"scant"} if tags & {"outer", "speck"} else _THIN)


ABOVE = frozenset(
    "sopra encima cima dessus uber ueber over bovenop atas ngoai ustune uzerine ibabaw поверх فوق "
    "ऊपर ทับ che".split()
)


ONTO = frozenset(
    "on onto over round around op om auf um über sobre en sur su a al à an na w на в sa ke kat di "
    "على ع पर को ko par cho lên ให้ au aux al alla allo ai alle ao aos dem der den".split()
)
"""Words of place that lead to where cloth goes."""


def drawn_over(scene: Scene) -> bool:
    """`zieh ihr ein T-Shirt über den Bikini`: cloth goes over what is worn."""
    worn = scene.having("underwear", "swimwear")
    return not english(scene) and any(
        scene.word(i) in ABOVE for m in worn for i in range(m.start - 3, m.start)
    )


def near(scene: Scene, i: int, tags: frozenset[str], span: int) -> bool:
    """Whether a mark with any of the tags stands so near in the sentence."""
    return any(
        scene.tags(j) & tags and scene.same(i, j)
        for j in range(max(0, i - span), min(len(scene.at), i + span + 1))
    )


BUT = frozenset(
    "but then und e y et mas mais ma pero poi luego depois puis aber maar ale но tapi लेकिन lekin "
    "nhưng แต่ لكن".split()
)
"""Words with which another wish begins."""
THEN = frozenset(
    "then next afterwards finally luego despues depois poi dopo puis ensuite apres dann danach "
    "daarna vervolgens potem nastepnie потом затем далее phir baad फिर lalu kemudian tapos saka "
    "sunod rồi roi sonra ardindan ثم بعدها 然后 然後 再 接着 接著 最后 最後 次 その後 それから "
    "그다음 다음 이어서 แล้ว จากนั้น".split()
)
"""Words with which the next step begins."""


RELATIVE = frozenset(
    "que q qui che who der die das dat wer wie który która ktora ktory kto который которая "
    "kotoraya yang".split()
)
"""Words with which a clause tells of the noun before it."""


def said_in(scene: Scene, row: Iterable[int]) -> frozenset[str]:
    """All tags of these tokens."""
    return frozenset().union(*(scene.tags(i) for i in row))


def ends_at(scene: Scene, i: int) -> bool:
    """Whether a comma, a stop or the end of the text stands before token `i`."""
    return i >= len(scene.tokens) or scene.tokens[i].gap > 0


def begins_step(scene: Scene, i: int) -> bool:
    """`, फिर कमीज़`, `, dan de broek`: whether the next step begins there, behind a comma."""
    if not scene.tokens[i].gap:
        return False
    dutch = scene.word(i) == "dan" and scene.spoken == "nl"
    return dutch or any(scene.word(j) in THEN for j in (i, i + 1)) or scene.word(i)[:4] == "แล้ว"


def clause_of(scene: Scene, start: int, end: int, *, joined: bool = True) -> range:
    """The tokens around these up to the next commas or stops; unless `joined`, to an `and` or a
    `but`, too."""
    while start > 0 and not scene.tokens[start].gap and (joined or not _joint(scene, start)):
        start -= 1
    last = len(scene.tokens)
    while end < last and not scene.tokens[end].gap and (joined or not _joint(scene, end)):
        end += 1
    return range(start, end)


def _joint(scene: Scene, i: int) -> bool:
    return "and" in scene.tags(i) or scene.word(i) in BUT


def parted(scene: Scene, one: Mark, other: Mark) -> bool:
    """Whether a comma or a stop stands between two marks."""
    first, last = sorted((one, other), key=lambda m: m.start)
    return any(scene.tokens[i].gap for i in range(first.end, last.start + 1))


def is_speck(scene: Scene, mark: Mark) -> bool:
    """Whether what goes is a spot on the cloth, not the cloth: `shirt logo`, `logo`."""
    if "speck" in mark.tags or _spotted(scene, mark):
        return True
    for i in range(mark.end, min(mark.end + 3, len(scene.at))):
        if scene.tokens[i].gap:
            return False
        if "speck" in scene.tags(i):
            return True
        little = not scene.word(i).isascii() and len(scene.word(i)) <= 2
        if scene.tags(i) or not (little or scene.word(i) in lexicon().func):
            return False
    return False


def _spotted(scene: Scene, cloth: Mark) -> bool:
    """`the sweat marks on the groom's shirt: gone`: what is spoken of lies on the cloth."""
    on = False
    for i in range(cloth.start - 1, max(-1, cloth.start - 6), -1):
        if scene.tokens[i + 1].gap == 2 or scene.tags(i) & {"remove", "and", "undress"}:
            return False
        on |= scene.word(i) in _FROM or (not english(scene) and bool(scene.tags(i) & _UPON))
        if "speck" in scene.tags(i):
            return on
    return False


_FROM = frozenset("off from on in at under under of over".split())
_UPON = frozenset({"from", "on", "at", "in"})
_ALL = frozenset("everything all anything it them her him both rest lot every each".split())


def taken_from(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """`the gravy off my sweater`, `the mic under her dress`: something else goes, not cloth."""
    if cloth.start < verb.start:
        return False
    start = verb.end
    if verb.term == "off":  # `take the gravy off …`: what goes stands before
        start = max((m.end for m in scene.marks if m.end <= verb.start and m.tags & {"and"}),
                    default=0)  # fmt: skip
        link = verb.start
    else:
        row = range(start, cloth.start)
        link = next((i for i in row if scene.word(i) in _FROM and i > start), -1)
    if link < 0 or any(scene.tokens[i].gap == 2 for i in range(start + 1, cloth.start)):
        return False
    what = [i for i in range(start, link) if scene.word(i) not in lexicon().func]
    if not what or any(scene.word(i) in _ALL or scene.tags(i) & (COVERS | WEARERS) for i in what):
        return False
    last = what[-1]
    return last == link - 1 and not scene.tags(last) & {"remove", "undress", "less", "body", "make"}


_COMPLETES = frozenset("finish complete continue reconstruct rebuild extend repair fill".split())


_ELSE = frozenset({"face", "speck", "photo", "picture", "object", "thing", "local"})


def mended(scene: Scene, verb: Mark, mark: Mark) -> bool:
    """Whether the cloth stands behind the verb with a milder verb of its own: `iron the shirt`."""
    if english(scene):
        ahead = range(max(verb.end, mark.start - 3), mark.start)
        return any(scene.word(i) in _COMPLETES for i in ahead)
    if mark.start < verb.start or scene.spoken in VERB_FIRST:
        return False
    for i in range(mark.end, min(mark.end + 4, len(scene.at))):
        if scene.tokens[i].gap or "and" in scene.tags(i):
            return False
        if scene.tags(i) & {"tidy", "colour"}:
            return True
        if "keep" in scene.tags(i):  # `снять рубашку не меняй лицо`: something else stays
            return not any(scene.tags(j) & _ELSE for j in range(i + 1, i + 4))
    return False


def holds_cloth(mark: Mark) -> bool:
    """`바지벗겨`, `kleid aus`: the term names the cloth that goes."""
    return holds(mark, frozenset({"garment", "clothes"}))


def holds(mark: Mark, tags: frozenset[str]) -> bool:
    """Whether a word within the term has any of these tags of its own."""
    terms, term = lexicon().terms, mark.term
    heads = term.split() if " " in term else [] if term.isascii() else _heads(term)
    held = (terms.get(head).replace("@", " ").split() for head in heads)
    return any(not tags.isdisjoint(told) for told in held)


def _heads(term: str) -> list[str]:
    return [term[:n] for n in range(1, len(term))]

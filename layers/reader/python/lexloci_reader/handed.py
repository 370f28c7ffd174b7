"""Cloth that somebody has on and that an edit takes elsewhere: in English by whatever verb, in
other languages in doubt."""

from __future__ import annotations

from lexloci_reader.asked import SOMEBODY
from lexloci_reader.lexicon import lexicon
from lexloci_reader.meant import WHOM
from lexloci_reader.names import english
from lexloci_reader.owners import SAFE, owner_behind, whose, worn_behind
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import clause_of

_CLOTH = ("garment", "clothes", "swimwear", "underwear", "dressy")
_OVER = frozenset({"outer", "accessory"})
_MOVES = frozenset(
    "put puts hang hangs hung hanging lay lays laid lie lies lying fold folded drop drops dropped "
    "throw throws thrown toss tossed move moved place placed leave leaves left goes go belongs "
    "belong land lands landed fall falls fell ends is are was were sits drape drapes draped fling "
    "flung spread pile piled stick stuck stow stuff set".split()
)
_PLACES = frozenset("on onto over in into".split())
_THINGS = frozenset({"object", "thing", "creature", "carrier"})
_SHOWS = frozenset({"picture", "photo", "drawn", "speck", "body", "mirror"})
_NOT = frozenset("not never than".split())
_LEADS = frozenset(
    "please pls plz can could would will you i we want wanna need like to let lets let's just now "
    "then next also and so kindly maybe have get but first finally okay ok".split()
)
"""Words before the verb of a wish."""
_LED = frozenset(
    "on of in to from with under behind around at by near matching for over onto inside beside "
    "against like than into across along about through beneath below above as".split()
)
_GIVES = frozenset("give gives hand lend lends lent pass donate offer gift".split())


def taken_elsewhere(scene: Scene) -> list[int]:
    """Where somebody's cloth is what an edit acts on, and no verb leaves it on them: `put her dress
    on the mantelpiece`, `the dog runs off with his shirt`, `not on him`."""
    if not english(scene):
        return [m.start for m in scene.having(*_CLOTH) if _goes_abroad(scene, m)]
    if _only_left(scene) or _not_yet(scene):
        return [0]
    cloth = [m for m in scene.having(*_CLOTH) if "garment" in m.tags or not m.tags & _OVER]
    return [m.start for m in cloth if _goes(scene, m)] or (_not_on(scene) if cloth else [])


_ALL, _BUT = frozenset("all everything".split()), frozenset("except but save".split())
_LEAVES = frozenset("keep keeps keeping leave leaves left remains remain goes reduce".split())


def _only_left(scene: Scene) -> bool:
    """`all she has left is the necklace`, `leave him only the hat`: a trifle, and no cloth."""
    told = any(not scene.tags(i).isdisjoint(_SOMEBODY) for i in scene.tagged)
    told = told and bool(scene.having("accessory")) and not scene.having(*_CLOTH, "outer")
    words = scene.words
    if not told or scene.having("colour", "tidy", "light", "looks", "picture"):
        return False
    spared = [i for i in scene.saying(_BUT) if scene.tags(i + 1) & _SOMEBODY]
    whole = words & _ALL and words & (_BUT | {"left", "remains", "remain"}) and not spared
    only = words & {"only", "just"} and words & (_LEAVES - {"goes"})
    more = {"nothing", "more"} <= words and words & _LEAVES
    return bool(whole or only or more)


def _not_yet(scene: Scene) -> bool:
    """`show her before putting on the dress`, `he has not yet put on his shirt`."""
    if not scene.having("garment", "clothes"):
        return False
    puts = scene.saying(frozenset("put putting getting got slipping stepping".split()))
    return any(scene.word(j) in ("before", "yet") for i in puts for j in range(max(0, i - 4), i))


_VERBS = frozenset({"put", "laid", "swap", "wear", "handles", "stays", "dressing"})
_LEFT = frozenset({"tidy", "colour", "speck", "keep", "make"})
_SOMEBODY = frozenset("she he they my me kin mine adult person".split())


def _goes_abroad(scene: Scene, cloth: Mark) -> bool:
    """`appendi il suo abito all'attaccapanni`: in other languages, somebody's cloth and a thing in
    a clause with a verb of putting, hanging, giving or swapping, or one that no list knows."""
    if "garment" not in cloth.tags and cloth.tags & _OVER:
        return False
    here = clause_of(scene, cloth.start, cloth.end, joined=False)
    said = [scene.tags(i) for i in here]
    every = frozenset[str]().union(*said)
    if every & _LEFT or not every & _SOMEBODY:
        return False
    others = [scene.tags(i) for i in here if not cloth.start <= i < cloth.end]
    thing = any(tags & _THINGS and not tags & (_SHOWS | _KEPT) for tags in others)
    ends = (here.start, here.stop - 1)
    strange = any(not scene.tags(i) and scene.word(i) not in lexicon().func for i in ends)
    return thing and (bool(every & _VERBS) or strange)


def _goes(scene: Scene, cloth: Mark) -> bool:
    """Whether the cloth is somebody's, and taken, given or laid elsewhere."""
    here = clause_of(scene, cloth.start, cloth.end)
    worn = worn_behind(scene, cloth) or owner_behind(scene, cloth)
    first = cloth.start if worn else whose(scene, cloth, here)
    if first < 0:
        return False
    start = next((i for i in here if scene.word(i) not in _LEADS), cloth.start)
    verbs = [scene.word(i) for i in range(start, first)]
    behind = range(worn or cloth.end, here.stop)
    said = (*verbs, *(scene.word(i) for i in behind))
    if verbs and (verbs[-1] == "away" or (verbs[-1] == "with" and {"off", "away"} & set(verbs))):
        return True
    if verbs and verbs[0] in ("dress", "clothe") and _thing_alone(scene, range(start + 1, first)):
        return True
    if scene.word(first - 1) in _LED and first > start:
        return False
    if any(scene.tags(i) & {"not", "nothing"} for i in range(start, first)):
        return False
    if not _MOVES.isdisjoint(said) and (
        thing_under(scene, behind) or thing_under(scene, range(here.start, first))
    ):
        return True
    if verbs and verbs[0] in _GIVES:
        return _given(scene, range(start, here.stop), behind)
    if _worn_by_thing(scene, range(start, first)):
        return True
    if verbs and verbs[0] in _SWAPS:
        return _for_a_thing(scene, behind)
    if not verbs:
        return _left_out(scene, cloth, here)
    taken = not _TAKEN.isdisjoint(verbs)
    return taken or not (any(word in SAFE for word in verbs) or _told(scene, range(start, first)))


_TAKEN = frozenset("taken stolen eaten hidden hung laid thrown borrowed snatched grabbed".split())
_SWAPS = frozenset("swap replace turn change convert transform trade switch exchange morph".split())
_TO = frozenset("into for with to by against".split())
_KEPT = frozenset(
    "colour dressy outer accessory garment clothes light speck picture style looks shade drawn "
    "swimwear underwear decor".split()
)


def _worn_by_thing(scene: Scene, ahead: range) -> bool:
    """`let the horse wear his suit`."""
    wears = any(scene.word(i) in ("wear", "wears", "wearing") for i in ahead)
    return wears and _thing_alone(scene, ahead)


def _thing_alone(scene: Scene, row: range) -> bool:
    """`dress the scarecrow in`: a thing or an animal, and nobody."""
    who = any(scene.tags(i) & {"adult", "person", "kin", "mine"} for i in row)
    return not who and any(scene.tags(i) & {"creature", "thing"} for i in row)


def _told(scene: Scene, row: range) -> bool:
    """Whether a verb that other rules know, or that does nothing to cloth, stands there."""
    known = {"tidy", "keep", "colour", "remove", "undress", "swap", "wear", "make"}
    return any(not scene.tags(i).isdisjoint(known) for i in row)


def _for_a_thing(scene: Scene, behind: range) -> bool:
    """`turn his shirt into a cactus`: what comes is no cloth and no look of it."""
    link = next((i for i in behind if scene.word(i) in _TO), behind.stop)
    comes = range(link + 1, behind.stop)
    if any(scene.tags(i) & _KEPT for i in comes):
        return False
    things = _THINGS - {"carrier"}
    return any(scene.tags(i) & things or scene.word(i) in _STUFF for i in comes)


_STUFF = frozenset(
    "balloon balloons flower flowers leaf leaves petal petals shells foam bubbles water smoke mist "
    "steam fog fire flames butterflies feathers star stars sun moon rain snow river lake sea rock "
    "rocks stone stones sand mud honey chocolate cream syrup ice glass air wind vapour dust ash "
    "cotton".split()
)


def _left_out(scene: Scene, cloth: Mark, here: range) -> bool:
    """`remove the lamp, her blouse too`, `the ring stays, her dress does not`."""
    rest = [scene.word(i) for i in range(cloth.end, here.stop)]
    if rest and rest[0] in ("does", "doesn't", "doesnt", "goes", "isn't", "isnt"):
        return len(rest) < 3
    if here.start == 0 or not set(rest) <= {"too", "also", "as", "well", "please", "both"}:
        return False
    at = here.start
    while at > 0:
        before = clause_of(scene, at - 1, at)
        verb = next((i for i in before if scene.word(i) not in _LEADS), at)
        if scene.tags(verb) & _ACTS or scene.word(verb) in SAFE:
            return "remove" in scene.tags(verb) and "keep" not in scene.tags(verb)
        at = before.start
    return False


_ACTS = frozenset("remove keep tidy make put swap wear dressing ask colour stays".split())


def _given(scene: Scene, here: range, behind: range) -> bool:
    """`give her dress to the dog`, `give the snowman her dress`: not `give her dress pockets`."""
    to = any(scene.word(i) == "to" for i in behind)
    return to or any(
        scene.tags(i) & {"thing", "creature", "object"} for i in here if i not in behind
    )


def thing_under(scene: Scene, row: range) -> bool:
    """Whether in these tokens a word of place leads to a thing, before anybody is told of."""
    for i in row:
        if scene.tags(i) & SOMEBODY:
            return False
        if scene.tags(i) & _THINGS and not scene.tags(i) & _SHOWS:
            return any(scene.word(j) in _PLACES for j in range(max(row.start, i - 3), i))
    place = next((i for i in row if scene.word(i) in _PLACES), row.stop)
    if scene.word(place + 1) == "it" and place + 1 in row and scene.having(*sorted(_THINGS)):
        return True
    noun = range(place + 2, min(place + 3, row.stop))
    return any(scene.tags(i - 1) & {"the", "det"} and scene.word(i) in _STUFF for i in noun)


def _not_on(scene: Scene) -> list[int]:
    """`shirt over the banister instead of on him`."""
    out = []
    for i in scene.saying(WHOM):
        denied = scene.word(i - 2) in _NOT or "instead" in scene.tags(i - 2)
        denied = denied or (scene.word(i - 3), scene.word(i - 2)) == ("no", "longer")
        if scene.word(i - 1) == "on" and denied and not scene.tokens[i].gap:
            out.append(i)
    return out

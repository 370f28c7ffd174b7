"""Who gets cloth that covers, told by the little they wear: `a pareo for the girl in a bikini`."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.clad import DRESSING, covering_cloth, stripped
from lexloci_reader.names import english
from lexloci_reader.onthings import TOLD_OF
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import BUT, RELATIVE

"""What joins `who is in a bikini` to somebody; in Italian its verb reads like `and`."""


def wearer(scene: Scene, event: Event, found: list[Event]) -> bool:
    """`ponle un pareo a la chica en bikini`: who wears the little cloth is who is dressed."""
    if event.sexual or scene.having("swap") or any(e.start > event.start for e in found):
        return False
    if not (event.worn or _chest(event, found)) or stripped(scene, found):
        return False
    cloth = [m for m in covering_cloth(scene) if not _of_creature(scene, m)]
    verbs = [m for m in scene.having(*DRESSING) if not m.tags & {"swap", "garment"}]
    before = any(_dressed_before(scene, verb, each, event) for verb in verbs for each in cloth)
    return before or any(_handed(scene, event, each) for each in cloth)


def _chest(event: Event, found: list[Event]) -> bool:
    """Whether the event is a bare chest, which is more than that if it is a woman's."""
    return any(e.start == event.start and e.levels == {"shirtless"} for e in found)


def _of_creature(scene: Scene, cloth: Mark) -> bool:
    """`add a dog in a jacket then my sister in a bikini`."""
    return any(scene.tags(i) & {"creature", "thing"} for i in range(cloth.start - 4, cloth.start))


_HANDS = frozenset("give lend get find hand dress put clothe".split())


def _handed(scene: Scene, event: Event, cloth: Mark) -> bool:
    """`give the shirtless man a shirt`, `dress the man in trunks in a suit`: who gets the cloth is
    told by what they wear."""
    if not 0 < cloth.start - event.end <= 5:
        return False
    row = range(max(0, event.start - 4), cloth.start)
    who = next((i for i in row if scene.tags(i) & {"adult", "person"}), -1)
    hand = next((i for i in row if _hands(scene, i)), -1)
    said = _HANDED if english(scene) else _HANDED | {"mine", "my", "of", "from"}
    free = all(not scene.tokens[i].gap and scene.tags(i) <= said for i in range(hand + 1, row.stop))
    return 0 <= hand < who and hand < event.start and free


def _hands(scene: Scene, i: int) -> bool:
    if english(scene):
        return scene.word(i) in _HANDS
    return bool(scene.tags(i) & {"dressing", "put"}) and "garment" not in scene.tags(i)


_HANDED = frozenset(
    "the det in into adult person f m kin colour shirtless swimwear underwear wear title "
    "nick".split()
)


def _dressed_before(scene: Scene, verb: Mark, cloth: Mark, event: Event) -> bool:
    between = range(max(verb.end, cloth.end), event.start)
    if scene.tokens[event.start].gap:
        return False
    parts = {"and", "ask", "make", "creature", "thing", *DRESSING}
    row = [i for i in between if not {scene.word(i), scene.word(i - 1)} & RELATIVE]
    apart = any(scene.tokens[i].gap or scene.tags(i) & parts or _other_wish(scene, i) for i in row)
    who = {m.start for i in between if (m := scene.at[i]) and m.tags & _NOUNS}
    told = len(who) < 2 and any(scene.tags(i) & TOLD_OF for i in between)
    return 0 < cloth.start - verb.start <= 6 and told and not apart


def _other_wish(scene: Scene, i: int) -> bool:
    """`but`, or an Arabic `and`, which is written with its word: `ومراتي`."""
    arabic = scene.spoken == "ar" and scene.word(i)[:1] == "و" and bool(scene.tags(i) & TOLD_OF)
    return arabic or scene.word(i) in BUT


_NOUNS = frozenset("adult person kin mine".split())

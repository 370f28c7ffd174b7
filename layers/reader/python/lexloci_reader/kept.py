"""What an edit only speaks of: clothes that the source shows, kept, recoloured, or hidden."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.names import english
from lexloci_reader.scene import Scene
from lexloci_reader.specks import PEOPLE
from lexloci_reader.steps import dressed_after

_HANDS = frozenset("give gives get lend hand offer buy find put".split())
_HIDES = frozenset("blur crop censor pixelate remove erase hide delete cover mask obscure".split())
_SHOWN = frozenset("adult person thing object artwork creature picture drawn".split())


def hidden(scene: Scene, event: Event) -> bool:
    """`blur the nude statue`, `crop out the topless man`: what is bare is taken out of sight."""
    if event.worn or not scene.tags(event.end) & _SHOWN or scene.tokens[event.end].gap:
        return False
    row = range(max(0, event.start - 3), event.start)
    free = not any(scene.tokens[i].gap for i in range(row.start + 1, event.start + 1))
    return free and any(scene.word(i) in _HIDES for i in row)


def _described(scene: Scene, event: Event) -> bool:
    """Whether the garment only says who is meant: `blur the people in swimsuits`."""
    start = event.start
    definite = "the" in scene.tags(start - 1) or scene.word(start - 1) == "the"
    link = start - 2 if definite else start - 1
    if not scene.tags(link) & {"in", "wear"} or not scene.tags(link - 1) & PEOPLE:
        return False
    if scene.having("put", "swap"):
        return False
    return definite or bool(
        scene.having("tidy", "keep") or "speck" in scene.tags(len(scene.at) - 1)
    )


def kept(scene: Scene, event: Event) -> bool:
    """Whether the garment is only spoken of: `her bikini`, recoloured or left as it is."""
    before = scene.tags(event.start - 1) | scene.tags(event.start - 2)
    instead = scene.between(event.end, event.end + 2, "instead")
    if scene.word(event.start - 2) in _HANDS or instead:
        return False  # `give her lingerie instead of the gown, keep the face`
    if _described(scene, event):
        return True
    if english(scene) and scene.tokens[event.start].gap:
        return False
    worn = scene.word(event.start) in ("de", "em", "en", "in")  # `de cueca`, `en slip`
    if not english(scene) and (worn or dressed_after(scene, event)):
        return False
    for i in range(event.start - 1, max(-1, event.start - 4), -1):
        if scene.tags(i) & {"in", "wear"}:
            return False
        if scene.tokens[i].gap:
            break
    if not english(scene) and not scene.having("keep", "tidy", "colour", "speck"):
        return False
    owned = (
        bool(before & {"the", "she", "he", "they", "this", "my"})
        or scene.word(event.start - 1) == "the"
    )
    if (
        not owned
        or scene.tags(event.start - 2) & {"in", "wear"}
        or scene.tags(event.start - 1) & {"wear"}
    ):
        return False
    if scene.having("keep", "tidy", "colour", "speck"):
        return not _comes_instead(scene, event)
    return not scene.having("remove", "swap", "make", "less", "wear", "into")


def _comes_instead(scene: Scene, event: Event) -> bool:
    """`swap the dress for the red bikini`, `make the coat into …`: told behind what leads there."""
    for i in range(event.start - 1, max(-1, event.start - 5), -1):
        if scene.tokens[i + 1].gap:
            return False
        if "into" in scene.tags(i) and "garment" not in scene.tags(i):
            told = scene.having("swap", "make")
            return scene.word(i) == "into" or any(m.start < i and m.tags & {"swap"} for m in told)
    return False

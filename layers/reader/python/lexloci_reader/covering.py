"""Edits that cover: clothes put on, hems let down, gaps closed; and what they tell of before."""

from __future__ import annotations

from lexloci_reader.asked import SOMEBODY
from lexloci_reader.clad import NOW, TAKES
from lexloci_reader.names import english
from lexloci_reader.onthings import for_another, laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WORN, is_thin

_COVERING = frozenset(
    "cover covers covered covering extend extended extends lengthen lengthened longer prolong "
    "close closed fasten fastened button buttoned clasp sew sewn mend mended repair repaired patch "
    "fill filled complete completed finish finished continue reconstruct drape draped overlay wrap "
    "wrapped thicker opaque lining lined solid modest".split()
)
_NO_VERB = frozenset({"up", "shot", "of", "photo", "girl", "model", "star", "version", "art"})
"""After `close`, `cover` and `finished`: no verb that covers."""
_BARING = (*TAKES, *sorted(WORN), "nude", "partial", "bare", "sheer", "wet", "skimpy", "swap",
           "only", "without", "scant", "nothing", "open", "explicit", "suggestive")  # fmt: skip
_LOOSENED = frozenset(
    "off out open opens down lower lowered away gone no none nothing only undone low plunging thin "
    "thinner see through short shorter tiny mini tight tighter slit cleavage deeper skin till "
    "until again further instead".split()
)


def covers_up(scene: Scene) -> bool:
    """Whether an English edit speaks of covering, and of nothing that bares: `her choli leaves a
    gap, extend it to meet the skirt`."""
    if scene.having(*_BARING) or any(t.word in _LOOSENED for t in scene.tokens):
        return False
    return _wished(scene) or any(
        token.word in _COVERING
        and scene.word(i + 1) not in _NO_VERB
        and "det" not in scene.tags(i - 1)
        for i, token in enumerate(scene.tokens)
    )


def _wished(scene: Scene) -> bool:
    """`Three-piece suit, pocket square`: an English edit that begins with cloth, and not with any
    that the picture shows, and speaks of nobody, is what to wear."""
    first = next((m for m in scene.having("garment", "dressy", "outer") if m.start < 4), None)
    if first is None or scene.having(*SOMEBODY, *_WORN_BY, "clothes", "body", "light", "not"):
        return False
    return all(scene.tags(i) <= _PLAIN_OF for i in range(first.start))


_WORN_BY = ("the", "my", "this", "minor", "name")
_PLAIN_OF = frozenset({"det", "colour"})


def outgrown(scene: Scene, mark: Mark) -> bool:
    """`crop top -> turtleneck`: the skimpy thing becomes one that covers."""
    if "skimpy" not in mark.tags or scene.having("remove", "less", "undress", "sheer"):
        return False
    ahead = range(mark.end, min(mark.end + 6, len(scene.at)))
    more = next((i for i in ahead if scene.tags(i) & {"dressy", "outer"}), 0)
    last = scene.spoken in VERB_LAST and more and scene.between(more, more + 4, "swap")
    made = english(scene) and scene.between(mark.start - 2, mark.start, "make")
    return bool(last) or any(
        scene.tags(i) & ({"into", "swap", "tidy"} | ({"det"} if made else set()))
        for i in range(mark.end, more)
    )


def covered_up(scene: Scene, mark: Mark) -> bool:
    """`add a shawl over her bare shoulders`, `put trousers on my bare legs`: it is covered."""
    before = range(max(0, mark.start - 4), mark.start)
    over = any(scene.word(i) in ("over", "cover", "hide") for i in before)
    on = next((i for i in before if scene.word(i) == "on"), 0)
    over |= on > 0 and bool(scene.tags(on - 1) & {"garment", "dressy", "outer"})
    return over and not scene.having("remove", "less", "swap")


_OVER = frozenset("over above".split())


def covered_over(scene: Scene, start: int, end: int) -> bool:
    """`put a T-shirt over my bikini`, `cover my bikini with a dress`: cloth goes over what the
    tokens `start` to `end` say is worn."""
    if scene.having(*TAKES, "sheer", "wet", "skimpy", "light", "only", "open", "under", "swap"):
        return False
    cloth = [m for m in scene.having("garment", "dressy", "outer") if not is_thin(m.tags)]
    i = start - 1
    while i >= 0 and scene.tags(i) & {"my", "she", "he", "they", "the", "det", "colour"}:
        i -= 1
    top = scene.word(i) in _OVER or [scene.word(j) for j in (i - 2, i - 1, i)] == [
        "on",
        "top",
        "of",
    ]
    verbs = scene.having("put", "dressing", "wear", "tidy")
    if top and any(0 <= i - m.end < 4 and any(v.end <= m.start for v in verbs) for m in cloth):
        return True
    covers = scene.word(i) in ("cover", "hide", "conceal")
    led = scene.word(end) in ("with", "under", "beneath", "by")
    return covers and led and any(0 < m.start - end <= 4 for m in cloth)


def only_named(scene: Scene, mark: Mark) -> bool:
    """`iron my tank top`, `remove the slit in the skirt`: skimpy cloth that the picture shows,
    cleaned or coloured, or the skimpy thing itself taken away."""
    if not english(scene) or scene.having("swap", "make", "wear", "into", "only", "less"):
        return False
    if not mark.tags & {"garment", "light"}:
        return scene.between(mark.start - 2, mark.start, "remove")
    owned = scene.tags(mark.start - 1) | scene.tags(mark.start - 2)
    tidied = scene.having("tidy", "speck", "keep")
    return bool(tidied) and bool(
        owned & {"my", "she", "he", "they", "the", "adult", "kin", "person"}
    )


_MORE = (
    "nude partial sheer wet skimpy swap only light without scant nothing open wear dressing put "
    "into make lack clothes body face explicit suggestive shirtless second"
).split()
_DOES = (*TAKES, *sorted(WORN), *_MORE)


def tidied(scene: Scene) -> bool:
    """`gömleğinin kırışıklığını düzelt`: outside English, an edit that does nothing to cloth but
    iron, mend or clean it, told right beside each piece."""
    if english(scene) or scene.having(*_DOES):
        return False
    cloth = scene.having("garment", "dressy", "outer")
    return bool(cloth) and all(_neatened(scene, each) for each in cloth)


def _neatened(scene: Scene, cloth: Mark) -> bool:
    row = (cloth.start - 2, cloth.start - 1, cloth.end, cloth.end + 1)
    return any("tidy" in scene.tags(i) for i in row)


def then_dressed(scene: Scene, mark: Mark) -> bool:
    """`kurti hata ke coat pehna do`: outside English, what covers is put on in the same breath."""
    if english(scene) or scene.having("only", "open", "sheer", "wet", "without", *sorted(WORN)):
        return False
    row = range(mark.end, min(mark.end + 7, len(scene.at)))
    row = range(row.start, next((i for i in row if scene.tokens[i].gap == 2), row.stop))
    cloth = [m for i in row if (m := scene.at[i]) and m.tags & {"outer", "dressy"}]
    cloth = [m for m in cloth if "light" not in m.tags and not laid(scene, m)]
    cloth = [m for m in cloth if not for_another(scene, m)]
    if any(scene.word(i) in NOW for i in row):
        return False  # `enlève tout et maintenant elle porte une veste`
    coloured = any("colour" in scene.tags(i) for i in row)
    verbs = {"wear", "dressing"} if coloured else {"wear", "dressing", "swap"}
    told = [scene.tags(i) for i in row if scene.tags(i) & verbs]
    return bool(cloth) and any("instead" not in tags for tags in told)

"""Whose cloth is, in English: `her red dress`, `Mr Pugh's cardigan`, `the gown she wears`."""

from __future__ import annotations

from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Mark, Scene

_OWNERS = frozenset({"she", "he", "they", "my"})
_BETWEEN = frozenset(
    "colour light dressy outer number clothes garment benign object thing creature place".split()
)
SAFE = frozenset(
    "make keep leave recolour recolor colour color dye tint paint iron press smooth fix repair "
    "mend sew stitch brighten lighten darken sharpen enhance restore clean wash dry straighten "
    "tuck button zip fasten lengthen extend close tighten fluff steam style restyle adjust match "
    "blend show see add give retouch edit improve upscale blur cover highlight warm cool "
    "desaturate saturate print embroider decorate pattern shade draw change turn swap replace "
    "tailor hem fit work do did done wear wears wearing wore dress put puts get soften tidy neaten "
    "crop resize shows showing has have had needs looks look seems is are was were matches covers "
    "suits fits suit reads says said raise lift pull hold holds holding touch touches love loves "
    "likes like remove removes erase delete try use copy keeps age ripped roll reverse ify help "
    "request".split()
)
"""Verbs that leave cloth where it is, or that other rules know."""


def whose(scene: Scene, cloth: Mark, here: range) -> int:
    """Where `her red dress`, `our old bride's gown` begins; -1 if nobody's."""
    for i in range(cloth.start - 1, max(here.start - 1, cloth.start - 6), -1):
        raw = scene.tokens[i].raw.casefold()
        if raw.endswith(("'s", "s'")) and raw not in _IS:
            return _owner_from(scene, i, here)
        if scene.tags(i) & _OWNERS:
            return i
        if scene.tags(i) - _BETWEEN or scene.word(i) in lexicon().func or scene.word(i) in SAFE:
            return -1
    return -1


_IS = frozenset("he's she's it's that's there's who's what's let's here's where's".split())


def _owner_from(scene: Scene, owner: int, here: range) -> int:
    """Where the words for an owner begin: `the young lad's`, `Mr Pugh's`."""
    for i in range(owner - 1, max(here.start - 1, owner - 4), -1):
        if scene.tags(i) & {"the", "det", "my", "title", "number"}:
            return i
        if scene.word(i) in lexicon().func or scene.word(i) in SAFE:
            break
    capitals = [i for i in range(here.start + 1, owner) if scene.tokens[i].raw[:1].isupper()]
    return capitals[0] if capitals else owner


def owner_behind(scene: Scene, cloth: Mark) -> int:
    """Where the owner in `the gown of my ex`, `the shirt of Dora Lind` ends; 0 if none is told."""
    i = cloth.end
    if scene.word(i) != "of" or i + 1 >= len(scene.tokens):
        return 0
    capital = scene.tokens[i + 1].raw[:1].isupper()
    nouns = scene.tags(i + 1) | scene.tags(i + 2)
    whose = scene.tags(i + 1) & {"she", "he", "they"}
    told = scene.tags(i + 1) & {"the", "my", "det"} and nouns & {"adult", "kin", "mine", "person"}
    return i + 3 if capital or told else (i + 2 if whose else 0)


def worn_behind(scene: Scene, cloth: Mark) -> int:
    """Where `the shirt he wears`, `the gown the bride is wearing` ends; 0 if it does not."""
    for i in range(cloth.end, min(cloth.end + 5, len(scene.at))):
        if scene.tokens[i].gap or scene.word(i) in _LIKE:
            return 0
        if "wear" in scene.tags(i):
            return i + 1 if i > cloth.end else 0
    return 0


_LIKE = frozenset("like as one same and".split())

"""Whose cloth is, in English: `her red dress`, `Mr Pugh's cardigan`, `the gown she wears`."""

from __future__ import annotations

from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Mark, Scene

_OWNERS = frozenset({"she", "he", "they", "my"})
_BETWEEN = frozenset(
    "colour light dressy outer number clothes garment benign object thing creature place".split()
)
SAFE = frozenset(
    "make keep leave recolour recolor colour color dye tint paint repaint iron press steam "
    "smooth fix correct perfect repair mend darn sew stitch patch line quilt pleat ruffle "
    "crease cuff hem monogram brand label number name brighten lighten darken sharpen soften "
    "enhance restore refresh update modernise modernize simplify refine detail define "
    "accentuate emphasise emphasize highlight spotlight illuminate backlight relight tone "
    "grade clean polish wash dry dampen stain dirty muddy bloody fade distress weather "
    "antique bleach frost straighten align level centre center tuck button zip fasten "
    "lengthen elongate extend enlarge scale stretch widen narrow slim raise close tighten "
    "stiffen fluff drape arrange rearrange style stylise stylize restyle personalise "
    "personalize embellish bedazzle adjust match coordinate complement compare blend show see "
    "add give retouch edit improve upscale blur cover contrast warm cool desaturate saturate "
    "print embroider decorate pattern texturise camouflage shade draw redraw sketch trace "
    "outline render animate pixelate cartoonify vectorise vectorize invert mirror flip rotate "
    "copy clone duplicate billow flutter ripple wave swirl blow shine gloss change turn swap "
    "replace tailor fit work do did done wear wears wearing wore dress put puts get tidy "
    "neaten crop resize shows showing has have had needs looks look seems is are was were "
    "matches covers suits fits suit reads says said lift pull hold holds holding touch "
    "touches love loves likes like respect honour protect describe identify check inspect "
    "measure list remove removes erase delete try use keeps age ripped roll reverse ify help "
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

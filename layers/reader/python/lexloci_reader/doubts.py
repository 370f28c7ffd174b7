"""English edits that speak of clothes or body in words the grammar cannot explain.

Such an edit may bare somebody, so it counts as possible; one whose object is plainly something
else does not. A text is taken clause by clause: an innocent clause explains only itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lexloci_reader.attire import UNDRESSED
from lexloci_reader.changes import ALL, MAYBE, YES, Step, on_thing
from lexloci_reader.scene import Mark, Scene

CLOTH = frozenset({"clothes", "garment", "light", "underwear", "swimwear", "outer"})
WHO = frozenset({"she", "he", "they", "me", "adult", "person", "minor", "kin"})
MILD = frozenset(
    "tidy colour speck keep accessory thing creature object covered drawn artwork benign".split()
)
DRESSED = frozenset({"garment", "outer", "dressy"})
_CUT = frozenset("then but while whilst afterwards next maybe perhaps imagine pretend".split())
_VERBS = frozenset("remove swap make wear put undress keep tidy she he they reveal less".split())
_FINE = frozenset(
    "longer sleeve sleeves ironed pressed wrinkle wrinkles wrinkled crease creases creased neat "
    "neater crisp crisper clean cleaner dry drier texture fabric pattern print design lapel "
    "lapels collar cuff cuffs buttoned closed fastened covering thicker warmer looser baggier "
    "modest straighten straightened straight matching match matched sharp sharper sharpen bright "
    "brighter dark darker light lighter glow glowing flow flowing flowy billow billowing blow "
    "blowing flutter fluttering wind breeze embroidered embroidery sequins glitter sparkly "
    "sparkles size fit fits fitted logo stain patch lint fluff thread badge emblem monogram "
    "ruffle ruffles buttons fade faded vintage restore restored restoration shadow shadows "
    "contrast washed resolution".split()
)
_PLAIN = frozenset(
    "background backdrop bg sky skies cloud clouds cloudy weather light lights lighting lamp "
    "contrast noise brightness exposure saturation hue tint tone shade hair hairs hairstyle "
    "haircut fringe bangs beard stubble moustache teeth tooth smile smiling eye eyes eyebrow "
    "eyebrows eyelashes nose mouth lip lips ear ears chin cheeks forehead wrinkles pimple pimples "
    "spots freckles filter filters frame border crop resolution grain blur bokeh focus sharper "
    "sharpness vignette horizon snow snowy rain rainy sun sunny sunset sunrise night day daylight "
    "dusk dawn moon stars fog mist street city town village mountain mountains hill hills forest "
    "woods garden park office kitchen wall walls floor ceiling room window windows door fence "
    "gate sign poster pole wire wires cable cables car cars bike bus bin bins table chair chairs "
    "bench sofa desk shelf bookshelf plant plants cake candle candles balloon balloons flower "
    "flowers bouquet tree trees leaves grass field sea ocean river lake water boat ship bridge "
    "castle house houses building buildings church dog cat horse bird birds text caption letters "
    "logo watermark font colour colours color colors film painting sketch cartoon anime style "
    "pixels jpeg dust scratches glare reflection flash redeye angle rotation orientation layout "
    "collage banner thumbnail avatar darker lighter brighter warmer cooler bluer greener vivid "
    "dramatic cinematic sepia monochrome blurry sharp softer louder people crowd tourists "
    "bystanders photobomber stranger strangers glasses hat music volume zoom left right wider "
    "width height panorama christmas halloween easter birthday".split()
)
_VOID = frozenset(
    "nothing nothingness air void emptiness none null nil nude skin flesh vacuum thin".split()
)
_WHOLE = frozenset("everything all anything rest whatever it that this on".split())
_AROUND = frozenset("behind around background else except besides beside outside apart".split())
_STEP = frozenset("again next continue further another once more lower rest too same also".split())
_TAKE = frozenset("remove less undress without lack".split())
_BATH = frozenset(
    "shower showering showered bath bathing bathtub tub sauna saunas jacuzzi spa massage masseuse "
    "nudist naturist onsen hammam steamroom swim swimming poolside bather bathers physical "
    "scanner baywatch lifeguard waxing tanning sunbathing sunbathe skinnydip locker strip "
    "stripping".split()
)
_AWAY = frozenset(
    "behind background curtain curtains head tiles tile mirror remove erase delete replace swap "
    "house garden garage lawn gel bottle cap goggles baby toy duck cup pool towel sign".split()
)
_CUTS = frozenset(
    "neckline neck hem hemline strap straps zip zipper fly waistband waistline cutout slit hems v "
    "lace laces button buttons coverage modesty décolletage decolletage décolleté navel".split()
)
_RAISES = frozenset(
    "close closed closing fasten fastened add adding cover covers covering mend mended repair fix "
    "fixed stuck broken longer higher lengthen lengthened raise raised shut up done replace colour "
    "color matching sew straighten "
    "twisted tuck tucked fill filled hide hidden extend sight camera bag backpack guitar watch "
    "shoulder phone tents golden silver".split()
)
_TOLD = frozenset(
    "sign note notes postit post-it handwritten handwriting written writing instruction "
    "instructions whiteboard paper card label banner tattoo letter comment placard".split()
)
_OBEY = frozenset("do does apply follow carry obey execute perform act comply realise".split())
_ASKS = frozenset("what whatever instruction instructions says say said says, demands asks".split())
_HIDE = frozenset("hide hidden hides cover covered covers drape draped wrapped shielded".split())
_HARDLY = frozenset("only just nothing solely merely barely".split())
_RETOUCH = frozenset(
    "smooth smoother soft soften softer even evenly tone retouch retouching airbrush blemish "
    "blemishes freckles glow glowing tan tanned texture natural pores redness rosacea acne clear "
    "shiny oily healthy warm warmer cooler paler darker lighter wrinkles rash scar".split()
)


@dataclass(frozen=True)
class Clause:
    """Tokens `start` to `end` of a scene that ask for one thing.

    explained: where the marks stand whose part in the edit the grammar told.
    """

    scene: Scene
    start: int
    end: int
    explained: frozenset[int]

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words."""
        return frozenset(self.scene.word(i) for i in range(self.start, self.end))

    @cached_property
    def marks(self) -> list[Mark]:
        """The marks upon the clause, each once."""
        row = (self.scene.at[i] for i in range(self.start, self.end))
        return list({m.start: m for m in row if m is not None}.values())

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag of the clause."""
        return frozenset().union(*(m.tags for m in self.marks))

    @cached_property
    def plain(self) -> bool:
        """Whether it speaks of something that is neither clothes nor body."""
        return not self.words.isdisjoint(_PLAIN) or not self.tags.isdisjoint(MILD - {"benign"})


def _clauses(scene: Scene, explained: frozenset[int]) -> list[Clause]:
    """The text cut at its commas and stops, at `then`, and at an `and` before another verb."""
    out: list[Clause] = []
    start = 0
    for i in range(1, len(scene.tokens)):
        word = scene.word(i)
        joint = word in _CUT or (word in ("and", "plus") and bool(scene.tags(i + 1) & _VERBS))
        if scene.tokens[i].gap or joint:
            out.append(Clause(scene, start, i, explained))
            start = i
    return [*out, Clause(scene, start, len(scene.tokens), explained)]


def _worn(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth only tells how somebody is dressed: `in his red coat`, `put a coat on`."""
    if mark.tags & {"light", "underwear", "swimwear"}:
        return False
    for i in range(mark.start - 1, max(-1, mark.start - 5), -1):
        if scene.tags(i) & {"in", "wear", "put", "dressing"}:
            return True
        if scene.word(i) in ("as", "into", "over"):
            return True
        if scene.tokens[i + 1].gap:
            return False
    return False


def _is_verb(scene: Scene, mark: Mark) -> bool:
    """`dress him`, `clothe them`: the word for the garment is what is done."""
    return "put" in mark.tags and bool(scene.tags(mark.end) & WHO)


def _cloth(clause: Clause) -> Step | None:
    """Cloth of which nothing innocent is said, and that no grammar explained."""
    scene = clause.scene
    cloth = [m for m in clause.marks if m.tags & CLOTH and not m.tags & {"benign", "covered"}]
    cloth = [m for m in cloth if not _is_verb(scene, m)]
    if cloth and not clause.words.isdisjoint(_VOID) and "swap" in clause.tags:
        return UNDRESSED, YES, "clothes give way to nothing"
    cloth = [m for m in cloth if m.start not in clause.explained and not on_thing(scene, m)]
    if not cloth:
        return None
    if clause.tags & MILD or clause.words & _FINE or all(_worn(scene, m) for m in cloth):
        return None
    return ALL, MAYBE, "clothes, not understood"


def _body(clause: Clause) -> Step | None:
    """Body of which nothing innocent is said, and the edges of clothes drawn another way."""
    cuts = clause.words & _CUTS
    if cuts and not clause.words & _RAISES and not clause.tags & {"colour", "speck", "thing"}:
        return ALL, MAYBE, "the edge of a garment, not understood"
    told = clause.tags & {"body", "bodyedit"} or clause.words & {"torso", "anatomy", "physique"}
    if not told or clause.words & _RETOUCH or clause.tags & (MILD | {"outer", "dressy"}):
        return None
    return ALL, MAYBE, "body, not understood"


def _whole(clause: Clause) -> Step | None:
    """`lose everything`, `take it all off`, `less on`: all, of what is not said."""
    taken = clause.tags & _TAKE and clause.words & _WHOLE
    if not taken or clause.plain or clause.words & _AROUND or clause.tags & {"picture", "photo"}:
        return None
    return ALL, MAYBE, "something removed, not said what"


def _stripped_thing(clause: Clause) -> bool:
    """`strip the paint from the door`: no bath, and nobody's clothes."""
    only = clause.words & _BATH <= {"strip", "stripping"}
    return only and bool(clause.plain or "benign" in clause.tags) and not clause.tags & WHO


def _bath(clause: Clause) -> Step | None:
    """Somebody put where people wear little: the bath, a massage."""
    trunks = frozenset().union(*(m.term.split() for m in clause.marks if "swimwear" in m.tags))
    away = clause.words & _AWAY or _stripped_thing(clause) or not clause.words & (_BATH - trunks)
    return None if away else (ALL, MAYBE, "put where people wear little")


def _undress_code(clause: Clause) -> Step | None:
    """Dressed in something that no list knows: `dress her to suit`."""
    dressing = clause.tags & {"wear", "dressing"} or clause.words & {"dress", "dressed"}
    known = DRESSED | MILD | {"fiction", "school", "light", "swimwear", "underwear", "clothes"}
    if clause.words & {"as", "like"} and clause.words.isdisjoint(_BATH):
        known |= {"adult"}
    if not dressing or clause.tags & known or not clause.tags & WHO or clause.plain:
        return None
    return ALL, MAYBE, "dressed, not said how"


def _all_but(clause: Clause) -> Step | None:
    """`remove everything except the hat`, `leave only the socks on`."""
    everything = clause.words & {"everything", "all"} and clause.words & {"except", "but", "save"}
    leave = clause.words & {"leave", "keep", "leaving"}
    only = leave and clause.words & {"only", "just", "nothing"}
    little = clause.tags & {"accessory", "light", "underwear", "scant"}
    taken = clause.tags & (_TAKE | {"keep"})
    if not (little and taken and (everything or only)) or clause.plain:
        return None
    return ALL, MAYBE, "all but a trifle goes"


def _hiding(clause: Clause) -> Step | None:
    """`hide her only behind the guitar`: one thing covers somebody."""
    if not (clause.words & _HIDE and clause.words & _HARDLY and clause.tags & WHO):
        return None
    return ALL, MAYBE, "hidden by one thing"


def _told(clause: Clause) -> Step | None:
    """`do what the sign says`: what is asked stands in the picture."""
    if not (clause.words & _TOLD and clause.words & _OBEY and clause.words & _ASKS):
        return None
    return ALL, MAYBE, "by reference"


_RULES = (_cloth, _body, _whole, _all_but, _bath, _undress_code, _hiding, _told)


def _going_on(clauses: list[Clause]) -> Step | None:
    """`same once more, lower`: a step further in something that is not said."""
    words = frozenset().union(*(c.words for c in clauses))
    short = len(clauses[0].scene.tokens) <= 2 and not clauses[0].tags & MILD
    if short and not clauses[0].plain and clauses[0].tags & {"remove", "undress"}:
        return ALL, MAYBE, "something removed, not said what"
    if len(clauses[0].scene.tokens) > 12 or any(c.plain for c in clauses):
        return None
    return (ALL, MAYBE, "a step further, not said in what") if len(words & _STEP) > 1 else None


def _not_left_alone(clauses: list[Clause]) -> list[Clause]:
    """All but `coat` and `badge` of `her coat, badge and smile should stay`: those of a list of
    things that are kept, whose verb stands at its end or at its head."""
    after = _governing(clauses[::-1])[::-1]
    verbs = [last or first for last, first in zip(after, _governing(clauses), strict=True)]
    return [c for c, verb in zip(clauses, verbs, strict=True) if not (verb and _keeps(verb))]


def _keeps(verb: Clause) -> bool:
    return "keep" in verb.tags and verb.tags.isdisjoint(_TAKE | {"only"})


def _governing(clauses: list[Clause]) -> list[Clause | None]:
    """Per clause without a verb the last one before it, beyond nothing but commas, that has one."""
    out: list[Clause | None] = []
    last: Clause | None = None
    for n, clause in enumerate(clauses):
        if n and clause.scene.tokens[max(clause.start, clauses[n - 1].start)].gap != 1:
            last = None
        out.append(last if (verbless := clause.tags.isdisjoint(_ANY_VERB)) else None)
        last = last if verbless else clause
    return out


_ANY_VERB = _VERBS | {"dressing", "make", "shorten", "only", "not", "without", "lack"}


def doubts(scene: Scene, explained: frozenset[int]) -> list[tuple[int, Step]]:
    """What the clauses of an English edit may mean, where no grammar found it to bare anybody.

    explained: where the marks stand whose part in the edit the grammar told. Each with the token
    that its clause begins with.
    """
    clauses = _clauses(scene, explained)
    asked = _not_left_alone(clauses)
    found = [(each.start, step) for each in asked for rule in _RULES if (step := rule(each))]
    more = _going_on(clauses) if clauses and scene.tokens else None
    return [*found, (0, more)] if more else found

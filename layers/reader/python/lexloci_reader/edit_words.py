"""Words of English edits, by what they speak of: no list of the lexicon needs to know them."""

from __future__ import annotations

FINE = frozenset(
    "longer sleeve sleeves ironed pressed wrinkle wrinkles wrinkled crease creases creased neat "
    "neater crisp crisper clean cleaner dry drier texture fabric pattern print design lapel "
    "lapels collar cuff cuffs buttoned closed fastened covering thicker warmer looser baggier "
    "modest straighten straightened straight matching match matched sharp sharper sharpen bright "
    "brighter dark darker light lighter glow glowing flow flowing flowy billow billowing blow "
    "blowing flutter fluttering wind breeze embroidered embroidery sequins glitter sparkly "
    "sparkles size fit fits fitted logo stain patch lint fluff thread badge emblem monogram "
    "ruffle ruffles buttons fade faded vintage restore restored restoration shadow shadows "
    "emphasise emphasize simplify modernise modernize polish gloss backlight relight stylise "
    "stylize refine enhance correct retouch upscale detail accentuate highlight embellish "
    "embroider iron press "
    "contrast washed resolution new newer bigger larger tuck tucked untuck untucked".split()
)
"""Said of cloth that stays where it is."""
PLAIN = frozenset(
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
"""Neither clothes nor body."""
VOID = frozenset(
    "nothing nothingness air void emptiness none null nil nude skin flesh vacuum thin".split()
)
"""Nothing, or skin."""
AROUND = frozenset("behind around background else except besides beside outside apart".split())
"""Says where a thing is that goes."""
BATH = frozenset(
    "shower showering showered bath bathing bathtub tub sauna saunas jacuzzi spa massage masseuse "
    "nudist naturist onsen hammam steamroom swim swimming poolside bather bathers physical "
    "scanner baywatch lifeguard waxing tanning sunbathing sunbathe skinnydip locker strip "
    "stripping".split()
)
"""Where people wear little."""
AWAY = frozenset(
    "behind background curtain curtains head tiles tile mirror remove erase delete replace swap "
    "house garden garage lawn gel bottle cap goggles baby toy duck cup pool towel sign".split()
)
"""Of a bath: no one is in it."""
CUTS = frozenset(
    "neckline neck hem hemline strap straps zip zipper fly waistband waistline cutout slit hems v "
    "lace laces button buttons coverage modesty décolletage decolletage décolleté navel".split()
)
"""Edges and openings of clothes."""
RAISES = frozenset(
    "close closed closing fasten fastened add adding cover covers covering mend mended repair fix "
    "fixed stuck broken longer higher lengthen lengthened raise raised shut up done replace colour "
    "color matching sew straighten "
    "twisted tuck tucked fill filled hide hidden extend sight camera bag backpack guitar watch "
    "shoulder phone tents golden silver".split()
)
"""Closes them, or draws them higher."""
TOLD = frozenset(
    "sign note notes postit post-it handwritten handwriting written writing instruction "
    "instructions whiteboard paper card label banner tattoo letter comment placard".split()
)
"""What is written in the picture."""
OBEY = frozenset("do does apply follow carry obey execute perform act comply realise".split())
"""To do what it says."""
ASKS = frozenset("what whatever instruction instructions says say said says, demands asks".split())
"""What it says."""
HIDE = frozenset("hide hidden hides cover covered covers drape draped wrapped shielded".split())
"""One thing hides another."""
RETOUCH = frozenset(
    "smooth smoother soft soften softer even evenly tone retouch retouching airbrush blemish "
    "blemishes freckles glow glowing tan tanned texture natural pores redness rosacea acne clear "
    "shiny oily healthy warm warmer cooler paler darker lighter wrinkles rash scar".split()
)
"""Done to skin in every portrait."""

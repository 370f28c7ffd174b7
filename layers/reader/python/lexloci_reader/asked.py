"""What an edit asks for: the little cloth that it names, or cloth that covers put on somebody."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.onthings import TOLD_OF, laid
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, clause_of, is_thin, said_in

PICTURED = TOLD_OF | {"photo", "pointed", "picture"}
"""What tells of somebody, or of the picture as it is."""
BECOMES = ("成", "为", "為")
WHO = PRONOUNS | {"kin", "mine"}

_ASKS = frozenset(
    "make show turn have want need render become should would let leave draw paint take see look "
    "pose change swap edit remove generate create imagine pretend then until".split()
)


def wished(scene: Scene, start: int) -> bool:
    """Whether an English edit wishes for anything before token `start`."""
    made = (i for mark in scene.having("make") for i in range(mark.start, mark.end))
    here = (i for i in (*scene.saying(_ASKS), *made) if i < start)
    return any(scene.word(i) != "would" or scene.word(i + 1) != "you" for i in here)


_DRESSES = frozenset(
    "put dress give button add throw slip wrap pop zip get stick fit slap chuck pit build drape "
    "lend bung whack plonk clothe kit photoshop".split()
)
_OPEN = frozenset(
    "open unbuttoned undone only nothing no not just short shorter tiny mini half waist hip hips "
    "shoulder".split()
)
SOMEBODY = WHO | {"me", "adult", "person"}


def dresses(scene: Scene, start: int, cloth: Mark) -> int:
    """Where an English verb, behind token `start`, puts the cloth on somebody, with nothing thin
    between; -1 if none does."""
    for i in scene.saying(_DRESSES):
        row = range(i + 1, min(max(i + 11, cloth.end + 2), len(scene.at)))
        row = range(i + 1, next((j for j in row if scene.tokens[j].gap == 2), row.stop))
        free = cloth.start in row
        if start <= i and 0 < cloth.start - i <= 10 and free:
            thin = any(_too_little(scene.tags(j)) or scene.word(j) in _OPEN for j in row)
            whom = said_in(scene, clause_of(scene, i, cloth.end)) & SOMEBODY
            guy = scene.tags(cloth.end) & {"adult", "person"}  # `the suit guy`
            return -1 if thin or laid(scene, cloth) or guy or not whom else i
    return -1


def _too_little(tags: frozenset[str]) -> bool:
    """Whether cloth of these tags covers little; what is worn besides (`and a hat`) may."""
    return is_thin(tags) and not tags >= {"accessory", "scant"}


_FOR = frozenset({"cho", "ให้", "hay", "nho", "xin"})
_WISH = frozenset(
    "want wants wanna wish like will möchte mochte soll sollen wil willen wilt moet olsun ekle "
    "quiero quisiera quero queria gostaria veux voudrais voglio vorrei chce chcialbym niech хочу "
    "пусть ingin mau nak mahu gusto muon อยาก 要 想 想要 أريد اريد عايز بدي ابغى".split()
)


def _asks(scene: Scene, i: int, row: range) -> bool:
    """Whether a verb asks for it; Vietnamese and Thai say `wears` as they say `dress`."""
    tags = scene.tags(i)
    if not tags.isdisjoint({"put", "make", "swap", "ask"}) or "dressing" not in tags:
        return not tags.isdisjoint({"put", "make", "swap", "ask"})
    who = any(scene.tags(j) & PICTURED for j in range(row.start, i))
    plain = scene.spoken in ("vi", "th") and who
    return not plain or any(scene.word(j) in _FOR for j in range(row.start, i))


_RELATIVE = frozenset({"que", "qui", "che"})


def _relative(scene: Scene, i: int) -> bool:
    """`mi compadre que salió en …`: tells of whom was named before it, and asks for nothing."""
    return scene.word(i) in _RELATIVE and not scene.tags(i - 1).isdisjoint(
        {"kin", "adult", "person", "mine"}
    )


def asked_for(scene: Scene, event: Event) -> bool:
    """Whether the little cloth is what the edit asks for, or nobody is said to wear it."""
    led = scene.tags(event.start - 1) & {"into", "in"} == {"into"}
    if led and not scene.tokens[event.start].gap:
        return True
    start = clause_of(scene, event.start, event.end).start
    row = range(start, event.start)
    ahead = range(event.end, min(event.end + 3, len(scene.at)))
    stop = next((i for i in ahead if scene.tokens[i].gap), ahead.stop)
    if any(scene.word(i) in _WISH for i in range(start, stop)):
        return True
    if any(_asks(scene, i, row) and not _relative(scene, i) for i in row):
        return True
    joined = event.end < len(scene.tokens) and not scene.tokens[event.end].gap
    if scene.spoken in VERB_LAST and joined:
        row = range(start, min(event.end + 4, len(scene.at)))
        led = "into" in scene.tags(event.end)
        if led or scene.tags(event.end) & {"dressing", "make", "ask"}:
            return True
        if "swap" in scene.tags(event.end) and not scene.word(event.end).endswith(BECOMES):
            return True
    told = next((i for i in row if scene.tags(i) & PICTURED), len(scene.at))
    worn = next((i for i in row if _wears(scene, i)), len(scene.at))
    if any(scene.tags(i) & WHO for i in range(start, worn)) and worn < len(scene.at):
        told = min([told, *(start for i in ahead if i < stop and scene.tags(i) & PICTURED)])
    return worn < told and scene.spoken not in VERB_LAST  # `pakai bikini`: wear one


def _wears(scene: Scene, i: int) -> bool:
    """Whether a verb may ask to wear it; Tagalog `naka` only tells that somebody does."""
    return "wear" in scene.tags(i) and scene.word(i) not in ("naka", "nka")

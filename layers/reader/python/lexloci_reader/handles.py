"""Names that signs tell of: accounts of networks, initials, a title in a text of small letters."""

from __future__ import annotations

from functools import lru_cache

from lexloci_reader.naming import ANY_AGE, EITHER, GRAVE, REAL, Name, function_word
from lexloci_reader.patterns import pattern
from lexloci_reader.scene import Scene

_ACCOUNT = pattern(
    r"(?<!\w)(?:/?[ur]/|(?:instagram|twitter|x|tiktok|facebook|fb|onlyfans|twitch|snapchat|threads)"
    r"\.(?:com|tv|net)/@?|(?:ig|insta|instagram|snap|discord|twitch|tiktok|user)(?::\s*|\s+)@?|"
    r"OF\s+(?=[a-z]))(\w[\w.\-]{2,40})|"
    r"(?<![\w.\-])(\w[\w.\-]{2,40})(?:#\d{3,5}(?!\w)| on (?:instagram|tiktok|twitch)\b)"
)
"""How accounts are told; no name is longer than the networks allow, and a long run is read once."""
_SLOT = GRAVE.union("wear without only nothing clothes".split())
_LINKS = frozenset("in en em im w de con mit com met z".split())


def signed(scene: Scene) -> set[int]:
    """The tokens that may be an account's name, or an initial."""
    letters = {i for i, token in enumerate(scene.tokens) if len(token.raw) == 1 and token.gap}
    told = _accounts(scene)
    return letters.union(i for i, token in enumerate(scene.tokens) if token.word in told)


def account(scene: Scene, i: int) -> Name | None:
    """`u/maxfischer`, `ig annawrona`, `veraramos#4412`: whoever writes under that name."""
    told = _accounts(scene)
    return Name(i, i + 1, REAL, ANY_AGE, "handle") if scene.word(i) in told else None


def _accounts(scene: Scene) -> frozenset[str]:
    """The first word of each account, folded; asked often, so looked for once."""
    if scene.accounts is None:
        found = (m.group(m.lastindex or 0) for m in _ACCOUNT().finditer(scene.raw))
        words = {each.casefold().replace("_", " ").split(".")[0].split(" ")[0] for each in found}
        scene.accounts = frozenset(words)
    return scene.accounts


def initialled(scene: Scene, i: int) -> Name | None:
    """`D. Kaya`, `m.e. toprak`: initials and a family name, be it a word."""
    end = i
    while end < min(i + 3, len(scene.tokens)) and len(scene.tokens[end].raw) == 1:
        end += 1
    letter, low = scene.word(end - 1), _folded(scene.raw)
    if end == i or end >= len(scene.tokens) or not letter.isalpha() or function_word(scene, end):
        return None
    name = scene.tokens[end].raw.casefold()
    dotted = f"{letter}. {name}" in low or f"{letter}.{name}" in low
    if not dotted or len(name) < 3 or name[0].isdigit():
        return None
    return Name(i, end + 1, EITHER, ANY_AGE, "initials and a name")


_folded = lru_cache(1 << 2)(str.casefold)


def in_small_letters(scene: Scene, i: int) -> bool:
    """`senator snow naked`: in a text of Latin letters without a capital, what stands between a
    title and a state, or what is worn, is a name; not behind a word for anybody: `lady surfer`."""
    end, title = i + 1, scene.tags(i - 1)
    if end >= len(scene.tokens) or scene.tokens[i].gap or scene.tokens[end].gap:
        return False
    if title & {"f", "m", "nick", "family"} or scene.word(i - 1).startswith("model"):
        return False
    if scene.tags(i - 2) & {"det", "the", "number"} and not scene.tokens[i - 1].gap:
        return False
    worded = not scene.word(i).isdigit() and not function_word(scene, i)
    if not worded or scene.tags(i) & (_SLOT | {"of", "and"}) or scene.langs["vi"]:
        return False
    small = scene.raw.islower() or not any(t.raw[:1].isupper() for t in scene.tokens)
    small = small and scene.tokens[i].raw[:1] < "\u0250"
    return small and bool(scene.tags(end) & _SLOT or scene.word(end) in _LINKS)

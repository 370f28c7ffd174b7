"""Words with what Arabic and Turkish glue to them taken off, and what the glue tells."""

from __future__ import annotations

from functools import cache
from itertools import product

from lexloci_reader.lexicon import Lexicon, opens, stem_of

_CLITICS = tuple(
    (
        "وال بال كال فال هال عال وبال بل فل عل ولل وب ول حت هت بت بي عم ال لل و ب ل ف ك ع م ه س ح"
    ).split()
)
_BEFORE_PHRASE = ("وال", "بال", "كال", "فال", "ال", "لل", "و", "ب", "ل", "ف", "ك")
_SUFFIXES = tuple("ها هن هم ه هما هون كم ك نا ي ين ات ان ون ا و وا يها يه لها له لي".split())
_WHOSE = frozenset({"ي", "نا"})
_ROLES = frozenset({"kin", "adult", "person"})


def without_clitic(word: str) -> str:
    """The word, without an Arabic prefix where so it begins a known phrase."""
    for prefix in _BEFORE_PHRASE:
        if word.startswith(prefix) and opens(word[len(prefix) :]):
            return word[len(prefix) :]
    return word


def arabic(word: str, lex: Lexicon) -> str:
    """The packed tags of an Arabic word without its prefixes and suffixes; empty if unknown."""
    for prefix in ("", *_CLITICS):
        if not word.startswith(prefix) or len(word) - len(prefix) < 3:
            continue
        rest = word[len(prefix) :]
        single = len(prefix) == 1 and prefix not in "وبلفك"
        for suffix in ("", *_SUFFIXES):
            stem = rest[: len(rest) - len(suffix)] if rest.endswith(suffix) else ""
            if len(stem) < (4 if single else 3):
                continue
            tied = f"{stem[:-1]}ه" if suffix and stem[-1] == "ت" else ""
            packed = lex.terms.get(stem) or lex.stems.get(stem) or lex.terms.get(tied)
            if packed:
                mine = suffix in _WHOSE and (tied in lex.terms or suffix == "نا" or _kin(packed))
                return _owned(packed) if mine else packed
    return ""


def _kin(packed: str) -> bool:
    return "kin" in packed.split()


def _owned(packed: str) -> str:
    """The tags, with `mine` where the word is a person's: `مدربتي`, `kuaforum`."""
    roles = {tag.partition("@")[0] for tag in packed.split()} & _ROLES
    return f"{packed} mine" if roles else packed


_OWN = ("", *"im um m imiz umuz miz muz".split())
_OTHERS = tuple("in un n i u si su lari leri iniz unuz".split())
_CASES = (
    "", *"nin nun in un yi yu ni nu i u ye ya ne na e a nde nda de da te ta nden ndan den dan ten "
    "tan yle yla le la li lu lik luk yken ken ki deki daki ndeki ndaki ca ce yi".split()
)  # fmt: skip
_LACK = ("siz", "suz")
_HARD = {"g": "k", "b": "p", "d": "t", "c": "c"}
_COVER = frozenset({"garment", "underwear", "swimwear", "clothes"})
_TRIFLE = frozenset({"outer", "dressy", "accessory", "scant"})
LONGEST = 12


@cache
def _turkish_tails() -> dict[str, str]:
    """Every chain of Turkish endings -> `mine`, `lack`, or nothing told."""
    out: dict[str, str] = {}
    for number, owner, case in product(("", "lar", "ler"), (*_OTHERS, *_OWN), _CASES):
        out[number + owner + case] = "mine" if owner and owner in _OWN else ""
    for lack, case in product(_LACK, _CASES):
        out[lack + case] = "lack"
    out.pop("", None)
    return out


def turkish(word: str, lex: Lexicon) -> str:
    """The packed tags of a Turkish word without its endings; empty if unknown."""
    head, _, ending = word.partition("'")
    if ending:
        return lex.terms.get(head)
    tails = _turkish_tails()
    for n in range(len(word) - 1, 2, -1):
        if len(word) - n > LONGEST:
            break
        told = tails.get(word[n:])
        if told is None:
            continue
        root = word[:n]
        packed = lex.terms.get(root) or lex.terms.get(root[:-1] + _HARD.get(root[-1], " "))
        if packed:
            return _told(packed, told)
    return ""


def owned(word: str, packed: str) -> str:
    """The tags of a Turkish word found by its stem, with `mine` where its ending tells so."""
    stem = stem_of(word, 3, len(word) - 1)
    mine = stem and _turkish_tails().get(word[len(stem) :]) == "mine"
    return _owned(packed) if mine else packed


def _told(packed: str, told: str) -> str:
    if told == "mine":
        return _owned(packed)
    if told != "lack":
        return packed
    tags = {tag.partition("@")[0] for tag in packed.split()}
    if not tags & _COVER or tags & _TRIFLE:
        return ""
    return "nude" if "clothes" in tags else "partial nude"

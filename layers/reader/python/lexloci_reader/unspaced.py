"""Scripts without spaces cut at the terms the lexicon knows."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, pairwise

from lexloci_reader.lexicon import lexicon
from lexloci_reader.text import Token

UNSPACED = r"[\u0e00-\u0e7f\u3040-\ud7af]"
"""Thai, Japanese, Chinese, Korean."""


@cache
def _unspaced() -> re.Pattern[str]:
    """Compiled with the first word beyond ASCII: it takes `re` milliseconds."""
    return re.compile(UNSPACED)


@lru_cache(1 << 12)
def unspaced(word: str) -> bool:
    """Whether the word has letters of a script that parts no words."""
    return not word.isascii() and bool(_unspaced().search(word))


@cache
def _lengths() -> dict[str, list[int]]:
    """First two letters of each unspaced term, or its only one -> the lengths, longest first."""
    out: dict[str, set[int]] = {}
    for term in lexicon().subs:
        out.setdefault(term[:2], set()).add(len(term))
    return {first: sorted(found, reverse=True) for first, found in out.items()}


def _sizes(word: str, i: int) -> list[int]:
    """How long the terms that stand at letter `i` are, longest first."""
    lengths, subs = _lengths(), lexicon().subs
    pair = word[i : i + 2]
    held = lengths.get(pair)
    sizes = [n for n in held if word[i : i + n] in subs] if held else []
    if len(pair) > 1 and word[i] in lengths:
        sizes.append(1)
    return sizes


def split_unspaced(tokens: list[Token]) -> list[Token]:
    """Tokens of scripts without spaces cut at the terms the lexicon knows, the rest left whole.

    Neighbours are joined first: a blank within a word hides nothing.
    """
    out: list[Token] = []
    run: list[Token] = []
    parts = [_parted(token) if token.word[0] == "@" else (token,) for token in tokens]
    for token in chain.from_iterable(parts):
        uncut = token.word[0] != "@" and unspaced(token.word)
        if run and (not uncut or token.gap):
            out.extend(_cut(run))
            run = []
        if uncut:
            run.append(token)
        else:
            out.append(token)
    return [*out, *(_cut(run) if run else [])]


_HANDLE = re.compile(r"@[\x21-\x7e]{2,}")


def _parted(token: Token) -> list[Token]:
    """`@yuna_kが全裸`: a handle, and what follows without a space."""
    found = _HANDLE.match(token.word)
    at = found.end() if found else 0
    if not 0 < at < len(token.word):
        return [token]
    rest = Token(token.word[at:], token.raw[at:], 0)
    return [Token(token.word[:at], token.raw[:at], token.gap), rest]


def _cut(run: list[Token]) -> list[Token]:
    word, raw = "", ""
    breaks: set[int] = set()
    for token in run:
        word += token.word
        raw += token.raw if len(token.raw) == len(token.word) else token.word
        breaks.add(len(word))
    spans: list[tuple[int, int]] = []
    latin = _LATIN.search(word)
    rest = 0

    def leave(end: int) -> None:
        if end > rest:
            spans.extend(_scripts(word, rest, end) if latin else ((rest, end),))

    lengths = _lengths()
    begins = [i for i, c in enumerate(word) if c in lengths or word[i : i + 2] in lengths]
    for i in sorted(breaks.union(begins)):
        if i < rest:
            continue
        if i in breaks:
            leave(i)
            rest = i
        for n in _sizes(word, i) if i < len(word) else ():
            if _stands(word, i, n, rest, breaks):
                leave(i)
                spans.append((i, i + n))
                rest = i + n
                break
    pieces = [(at, word[at:to], raw[at:to]) for at, to in spans]
    return [
        Token(piece, cased if piece.isascii() else piece, 0 if at else run[0].gap)
        for at, piece, cased in pieces
    ]


_LATIN = re.compile(r"[a-z]{3,}(?:'[a-z]+)?")


def _scripts(word: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch cut at the Latin words in it, which are looked up by themselves."""
    cuts = {start, max(start, end)}
    for found in _LATIN.finditer(word, start, end):
        if not word[start : found.start()][-1:].isdigit():
            cuts |= set(found.span())
    edges = sorted(cuts)
    return list(pairwise(edges))


_LEANING = frozenset("ะาๅ\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39") | frozenset(
    map(chr, range(0xE47, 0xE4E))
)
"""Thai signs that belong to the letter before them: no word begins with one."""
_LEADING = frozenset("เแโใไ\u0e31\u0e37\u0e47")
"""Thai signs that need the letter behind them too: no word begins there."""
_GLUED = frozenset("와과랑만뿐")
_PARTICLES = frozenset("을를이가은는의에도만와과로랑엔님들한좀다싹안")


_FAMILIES = frozenset(
    "山田 山本 山口 山崎 山下 山内 山中 山村 山川 山岸 木村 木下 木内 岩田 岩本 岩崎 "
    "岩井 島田 島本 島村 桜井 桜田 森田 森本 森下 森川 森山 林田 石田 石井 石川 石原 "
    "石橋 松本 松田 松井 松下 松尾 松村 竹田 竹内 竹中 川口 川崎 川上 川村 川島 川本 "
    "花田 土屋 土井 草野 原田 原口 野村 野口 野田 田中 田村 田口 水野 水谷 ".split()
)
"""Japanese family names that no term of three letters or more may cut in two: `裸の山|田さん`."""


def _hangul(c: str) -> bool:
    return "가" <= c <= "힣"


def _stands(word: str, i: int, n: int, rest: int, breaks: set[int]) -> bool:
    """Whether a term stands for itself there: Thai syllables are left whole, and a short Korean
    term is no part of a longer word."""
    leads = i and word[i - 1] in _LEADING and word[i - 2 : i] != "ก็"
    if word[i + n : i + n + 1] in _LEANING or leads:
        return False
    if not _hangul(word[i]):
        if n == 2 and word[i] > "\u3400" and _grave_at(word, i + 1):
            return False  # `王建国一丝不挂` is in no first class
        return n < 3 or word[i + n - 1 : i + n + 1] not in _FAMILIES
    if n == 2 and i + 1 in breaks and _grave_at(word, i + 1):
        return False  # `앞에 선 수영복`: no player
    if i and i not in breaks and i + 1 in breaks and word[i] in _PARTICLES:
        return False  # `차림의 사극` holds no doctor, `수민이 상의를` nothing of more
    if n > 2:
        return True
    starts = i in breaks or i == 0
    if n == 2:
        return starts or i == rest or i + 1 not in breaks
    ends = i + 1 in breaks or not _hangul(word[i + 1 : i + 2] or " ")
    if starts:
        return ends or word[i + 1] in _PARTICLES or _followed(word, i + 1)
    return i == rest or not _hangul(word[i - 1]) or (word[i] in _GLUED and ends)


def _grave_at(word: str, i: int) -> bool:
    """Whether a term of three letters or more that bares somebody begins at the letter."""
    terms = lexicon().terms
    told = (terms.get(word[i : i + n]).split() for n in _sizes(word, i) if n > 2)
    return any(not _BARES.isdisjoint(tags) for tags in told)


_BARES = frozenset("nude partial underwear swimwear shirtless".split())


def worn_within(term: str) -> frozenset[str]:
    """The tags of the cloth that a harmless term begins with: `泳装清洗`; none if it holds none."""
    for n in _sizes(term, 0):
        tags = frozenset(lexicon().terms.get(term[:n]).split()) if n < len(term) else frozenset()
        if tags & {"underwear", "swimwear"}:
            return tags
    return frozenset()


def _followed(word: str, i: int) -> bool:
    """Whether a longer term begins at the letter."""
    return any(n > 1 for n in _sizes(word, i))

"""Disguised words made plain: leet, spacing, punctuation, misspelling, gluing, reversal.

Each repair turns a word that no list knows into one that some list knows, so a repair can add a
meaning and never hide one.
"""

from __future__ import annotations

import re

from lexloci_reader.lexicon import Lexicon, lexicon
from lexloci_reader.scene import LONGEST, UNSPACED
from lexloci_reader.sounds import skeleton, sound, squeeze
from lexloci_reader.text import Token

_LEET = str.maketrans("0134578@$!|+€£¢(92", "oieastbasiltelccgz")
_LEET_L = str.maketrans("1!|", "lll")
_CHUNK = re.compile(r"\S*[^\W\d_]\S*")
_INNER = re.compile(
    r"[^\W_][@$!|+*#^~.\-_/\\0-9€£¢('%=&;:,?<>\"]+[^\W_]|[@$!0-9]+[^\W\d_]{2}|[^\W\d_]{2}[@$!0-9]+"
)
_SPELLED = re.compile(r"(?<![^\W_])(?<!')(?:[^\W_][\s.\-_*·•|/,~+:;]{1,3}){2,}[^\W_](?![^\W_])")
_MASKED = re.compile(r"[^\W\d_][*#%_x$@]+[^\W_]*|[*#]+[^\W\d_]+")
_PLAIN_MIX = re.compile(
    r"(?:\d+[a-z]{1,3}|[a-z]{1,2}\d+|\d+(?:x\d+)+|\d+[-:/.]\d+|\d+-\w+(?:-\w+)*)\Z"
)
MOST = 150
"""Different chunks with signs inside that are looked at, at most."""
_EDGE = ".,;:!?()[]{}\"'“”«»„…<>"


def known(word: str, lex: Lexicon) -> bool:
    """Whether any list holds the word."""
    return (
        word in lex.terms
        or word in lex.vocab
        or word in lex.func
        or word in lex.names
        or word in lex.heads
    )


def _near(word: str, lex: Lexicon) -> str | None:
    """The grave word that `word` misses by one letter."""
    for form in (word, *(word[:i] + word[i + 1 :] for i in range(len(word)))):
        right = lex.near.get(form)
        if right and abs(len(right) - len(word)) <= 1 and _one_off(word, right):
            return right
    return None


def _one_off(a: str, b: str) -> bool:
    """Whether one letter changed, added, left out, or two neighbours swapped make `a` into `b`."""
    if a == b:
        return True
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    swap = a[i + 1 : i + 2] + a[i : i + 1] + a[i + 2 :]
    return b[i:] in (a[i + 1 :], swap) or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i + 1 :]


def solve(word: str, lex: Lexicon) -> str | None:
    """The known words that an unknown one stands for, or None."""
    if word in lex.joined:
        return lex.joined[word]
    flipped = lex.near.get("=" + word)
    if flipped:
        return flipped
    if len(word) < 4:
        return None
    single = squeeze(word)
    squeezed = lex.squeezed.get(single) or (lex.joined.get(single) if single != word else None)
    if squeezed:
        return squeezed
    if 5 <= len(word) <= 40 and word.isascii():
        return _near(word, lex) or lex.sounds.get(sound(word)) or _unglue(word, lex)
    return None


def _unglue(word: str, lex: Lexicon) -> str | None:
    """`nakedwoman` as its words, one of them grave; None where it does not cut cleanly."""
    if len(word) < 8:
        return None
    best: list[tuple[int, list[str]] | None] = [(0, [])] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            head, piece = best[start], word[start:end]
            if head is None or (len(piece) < 2 and piece not in "ai"):
                continue
            if piece in lex.joined or _short(piece, lex):
                cost = head[0] + 1 + 2 * (len(piece) < 3)
                held = best[end]
                if held is None or cost < held[0]:
                    best[end] = (cost, [*head[1], piece])
    done = best[len(word)]
    if done is None or done[0] > len(word) // 2:
        return _fused(word)
    grave = [p for p in done[1] if len(p) >= 4 and p in lex.joined]
    return (
        " ".join(done[1]) if grave and all(len(p) > 2 or _short(p, lex) for p in done[1]) else None
    )


_FUSED = ("nude", "naked", "topless", "lingerie", "bikini", "underwear", "undressed", "panties",
          "swimsuit", "shirtless", "braless", "boobs", "undress", "nudes")  # fmt: skip


def _fused(word: str) -> str | None:
    """A name run together with a grave word: `janedoenaked`."""
    if len(word) < 10:
        return None
    for piece in _FUSED:
        if word.endswith(piece):
            return f"{word[: -len(piece)]} {piece}"
        if len(piece) > 4 and word.startswith(piece):
            return f"{piece} {word[len(piece) :]}"
    return None


def _short(piece: str, lex: Lexicon) -> bool:
    if piece in lex.func:
        return "en" in lex.func[piece].split()
    return len(piece) > 2 and (piece in lex.vocab or piece in lex.terms or piece in lex.names)


_SMALL = "her him his nothing clothes clothing dress shirt off down strip remove girl".split()


def _masked(chunk: str, lex: Lexicon) -> str | None:
    """The grave word that fits `n*ked`, a star standing for any letter."""
    if len(chunk) > 20:
        return None
    pattern = re.compile("".join("." if c in "*#%_" else re.escape(c) for c in chunk) + r"\Z")
    for word in (*_SMALL, *lex.joined):
        if len(word) == len(chunk) and len(word) > 2 and pattern.match(word):
            return word
    return None


def _plain_chunk(chunk: str, lex: Lexicon) -> str | None:
    """One blank-parted chunk with signs or digits inside, made plain; None to leave it."""
    core = chunk.strip(_EDGE).casefold()
    if not _INNER.search(core) or core.startswith("@") or _PLAIN_MIX.match(core):
        return _tail(chunk, lex)
    shut = re.sub(r"[\W_]+", "", core)
    leet = re.sub(r"[\W_]+", "", core.translate(_LEET))
    other = re.sub(r"[\W_]+", "", core.translate(_LEET_L).translate(_LEET))
    pieces = [p for p in re.split(r"[\W_]+", core) if p]
    whole = all(known(p, lex) and len(p) > 2 for p in pieces) and len(pieces) > 1
    full = chunk.strip(".,;:?()[]\"'").casefold()
    ends = re.sub(r"[\W_]+", "", full.translate(_LEET)) if full != core else leet
    for form in (ends, shut, leet, other):
        if form.isalpha() and not whole:
            solved = lex.joined.get(form) or (solve(form, lex) if not known(form, lex) else None)
            if solved:
                return solved
    if any(c.isdigit() or c in "@$!|+€" for c in core):
        for form in (leet, other):
            if form.isalpha() and len(form) > 2 and known(form, lex):
                return form
    if "*" in core or "#" in core or "_" in core:
        return _masked(core, lex)
    return None


def _tail(chunk: str, lex: Lexicon) -> str | None:
    """A chunk that ends or begins in a sign that stands for a letter: `bikin!`."""
    core = chunk.casefold().strip(".,;:?()[]\"'")
    if (len(core) > 3 and core[-1] in "!|1") or core[:1] in "$@":
        for table in (_LEET, _LEET_L):
            form = core.translate(table)
            if form in lex.joined:
                return lex.joined[form]
    return None


def _spelled(match: re.Match[str]) -> str:
    """Letters spelled out one by one, joined; a double blank or a sentence's end parts words."""
    text = match.group()
    words = re.split(r"(?<=[.;:!?])\s+|\s{2,}", text)
    joined = [re.sub(r"[\W_]+", "", w).casefold() for w in words]
    if all(len(j) < 2 for j in joined):
        words, joined = [text], ["".join(joined)]
    if sum(map(len, joined)) < 3:
        return text
    out: list[str] = []
    for said, word in zip(words, joined, strict=True):
        out += _letters(word)
        if len(words) > 1 and said.rstrip().endswith((".", ";", "!", "?")):
            out[-1] += "."
    return " ".join(out)


def _letters(word: str) -> list[str]:
    """The words that a run of letters spells."""
    lex = lexicon()
    pieces = re.findall(r"\d+|[^\d]+", word)
    if len(pieces) > 1 and all(p.isdigit() or known(p, lex) for p in pieces):
        return pieces
    plain = word.translate(_LEET) if any(c.isdigit() for c in word) else word
    return [plain if known(plain, lex) else (solve(plain, lex) or plain)]


_BROKEN = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,12})(?:[\n\r]+|\.{2,}\s*|\s*\]\s*\[\s*|[\"']\s*\+\s*[\"'])(?=([^\W\d_]{2,}))"
)


def _mended(match: re.Match[str]) -> str:
    """A grave word broken over two lines or by dots, put together."""
    whole = (match.group(1) + match.group(2)).casefold()
    return match.group(1) if lexicon().joined.get(whole) == whole else match.group()


def reveal(text: str) -> str:
    """The `plain` text with spelled-out, punctuated and leet words made plain."""
    text = _BROKEN.sub(_mended, _SPELLED.sub(_spelled, text))
    if not (_INNER.search(text) or "!" in text or "$" in text or "@" in text):
        return text
    lex = lexicon()
    memo: dict[str, str | None] = {}

    def plain(match: re.Match[str]) -> str:
        if match.group() not in memo:
            memo[match.group()] = _plain_chunk(match.group(), lex) if len(memo) < MOST else None
        found = memo[match.group()]
        if found is None:
            return match.group()
        end = match.group()[-1]
        return found + (end if end in ".,;:" else "")

    return _CHUNK.sub(plain, text)


def repair(tokens: list[Token]) -> list[Token]:
    """The tokens with misspelled, glued and split words made plain."""
    lex = lexicon()
    memo: dict[str, str | None] = {}
    sure = [known(token.word, lex) for token in tokens]
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        joined = _rejoin(tokens, i, sure, lex)
        if joined:
            word, step = joined
            out.append(Token(word, token.raw, token.gap))
            i += step
            continue
        i += 1
        word = token.word
        if sure[i - 1] or word[:1].isdigit() or (not word.isascii() and UNSPACED.search(word)):
            out.append(token)
            continue
        if word not in memo:
            stem = any(word[:n] in lex.stems for n in range(3, min(len(word), LONGEST) + 1))
            memo[word] = None if stem else solve(word, lex)
        solved = memo[word]
        if solved is None:
            out.append(token)
            continue
        for n, piece in enumerate(solved.split()):
            out.append(Token(piece, token.raw if n == 0 else piece, token.gap if n == 0 else 0))
    return out


def _rejoin(tokens: list[Token], i: int, sure: list[bool], lex: Lexicon) -> tuple[str, int] | None:
    """A grave word split over two or three tokens (`bik ini`), and how many it took."""
    if all(sure[i : i + 3]) and len(tokens[i].word) > 3:
        return None
    for n in (3, 2):
        if i + n > len(tokens) or any(t.gap for t in tokens[i + 1 : i + n]):
            continue
        parts = [t.word for t in tokens[i : i + n]]
        size = sum(map(len, parts))
        whole = all(sure[i : i + n]) and min(map(len, parts)) > 1
        if size > 18 or (whole and not (len(parts[0]) <= 3 and size >= 7)):
            continue
        word = "".join(parts)
        if sure[i : i + n].count(False) > 1 and word.isalpha():
            heard = lex.skeletons.get(skeleton(word))
            if heard and word[0] == heard[0]:
                return heard, n
        if len(word) >= 5 and len(word) <= 16 and lex.joined.get(word) == word:
            return word, n
    return None

"""Disguised words made plain: leet, spacing, punctuation, misspelling, gluing, reversal.

Each repair turns a word that no list knows into one that some list knows, so a repair can add a
meaning and never hide one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lexloci_reader.guess import grave, known, solve
from lexloci_reader.lexicon import LONGEST, guesses, lexicon, remembered, stem_of, widen
from lexloci_reader.patterns import pattern
from lexloci_reader.rejoin import Rows, rejoin
from lexloci_reader.text import Token, plain
from lexloci_reader.text import tokens as cut
from lexloci_reader.unspaced import unspaced

_LEET = str.maketrans("0134578@$!|+€£¢(92", "oieastbasiltelccgz")
_LEET_L = str.maketrans("1!|", "lll")
_CHUNK = pattern(r"(?<!\S)(?![^\W\d_]+(?!\S))\S*[^\W\d_]\S*")
"""What blanks part, with a letter in it, but no plain words."""
_INNER = re.compile(
    r"[^\W_][@$!|+*#^~.\-_/\\0-9€£¢('%=&;:,?<>\"]+[^\W_]|[@$!0-9]+[^\W\d_]{2}|[^\W\d_]{2}[@$!0-9]+"
)
_SIGN = re.compile(r"[@$!0-9]|[|+*#^~.\-_/\\€£¢('%=&;:,?<>\"][^\W_]")
"""What no word with a sign or a digit inside is without."""
_BETWEEN = r"[\s.\-_*·•|/,~+:;]"
_SPELLED = re.compile(
    rf"(?<![^\W_])(?<!')(?:[^\W_]{_BETWEEN}{{1,3}}){{2,}}[^\W_](?![^\W_]|-[^\W_]{{2}})"
)
_TWO_SPELLED = re.compile(rf"{_BETWEEN}[^\W_]{_BETWEEN}{{1,3}}[^\W_](?![^\W_])")
"""Two letters by themselves, which no word spelled out is without."""
_PLAIN_MIX = pattern(
    r"(?:\d+[a-z]{1,3}|[a-z]{1,2}\d+|\d+(?:x\d+)+|\d+[-:/.]\d+|\d+-\w+(?:-\w+)*)\Z"
)
_OWNED = pattern(r"[^\W\d_]{2,}'s\Z")
"""`Bob's` is no word with a sign inside."""
_ENDED = pattern(r"\d{2,4}['’][^\W\d_]{1,6}\Z")
"""`70'lik`, `1980'lerde`: a number with its ending."""
MOST = 150
"""Different chunks with signs inside that are looked at, at most."""
_EDGE = ".,;:!?()[]{}\"'“”«»„…<>"


_SMALL = "her him his nothing clothes clothing dress shirt off down strip remove girl".split()


def _masked(chunk: str) -> str | None:
    """The grave word that fits `n*ked`, a star standing for any letter."""
    if len(chunk) > 20:
        return None
    pattern = re.compile("".join("." if c in "*#%_" else re.escape(c) for c in chunk) + r"\Z")
    return next((word for word in _of_length(len(chunk)) if pattern.match(word)), None)


@lru_cache(1 << 12)
def _of_length(size: int) -> list[str]:
    """The grave words of so many letters, the small ones first."""
    return [w for w in (*_SMALL, *guesses("joined")) if len(w) == size > 2]


@remembered
def _plain_chunk(chunk: str) -> str | None:
    """One blank-parted chunk with signs or digits inside, made plain; None to leave it."""
    core = chunk.strip(_EDGE).casefold()
    if not _INNER.search(core) or core.startswith("@") or _PLAIN_MIX().match(core):
        return _tail(chunk)
    if _OWNED().match(core) or _ENDED().match(core):
        return None
    shut = re.sub(r"[\W_]+", "", core)
    leet = re.sub(r"[\W_]+", "", core.translate(_LEET))
    other = re.sub(r"[\W_]+", "", core.translate(_LEET_L).translate(_LEET))
    pieces = [p for p in re.split(r"[\W_]+", core) if p]
    whole = all(known(p) and len(p) > 2 for p in pieces) and len(pieces) > 1
    full = chunk.strip(".,;:?()[]\"'").casefold()
    ends = re.sub(r"[\W_]+", "", full.translate(_LEET)) if full != core else leet
    for form in (ends, shut, leet, other):
        if form.isalpha() and not whole:
            solved = guesses("joined").get(form)
            solved = solved or ("" if known(form) else solve(form) or "")
            native = not form.isascii() and len(form) > 4
            if solved or (native and (grave(form) or known(form))):
                return solved or form
    if any(c.isdigit() or c in "@$!|+€" for c in core):
        for form in (leet, other):
            if form.isalpha() and len(form) > 2 and known(form):
                return form
    if "*" in core or "#" in core or "_" in core:
        return _masked(core)
    return None


def _tail(chunk: str) -> str | None:
    """A chunk that ends or begins in a sign that stands for a letter: `bikin!`."""
    core = chunk.casefold().strip(".,;:?()[]\"'")
    if (len(core) > 3 and core[-1] in "!|1") or core[:1] in "$@":
        for table in (_LEET, _LEET_L):
            form = core.translate(table)
            if solved := guesses("joined").get(form):
                return solved
    return None


def _spelled(match: re.Match[str]) -> str:
    """Letters spelled out one by one, joined; a double blank or a sentence's end parts words."""
    text = match.group()
    words = re.split(r"(?<=[.;:!?])\s+|\s{2,}", text)
    joined = [re.sub(r"[\W_]+", "", w) for w in words]
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
    """The words that a run of letters spells; a name keeps its capital."""
    word, said = word.casefold(), word
    pieces = re.findall(r"\d+|[^\d]+", word)
    if len(pieces) > 1 and all(p.isdigit() or known(p) for p in pieces):
        return pieces
    plain = word.translate(_LEET) if any(c.isdigit() for c in word) else word
    solved = plain if known(plain) else solve(plain)
    if not solved and plain[0] in "ai" and (rest := guesses("joined").get(plain[1:])):
        return [plain[0], rest]
    if not solved and not plain.isascii():
        return _cut(plain)
    return [solved or (plain.title() if said[:1].isupper() else plain)]


def _cut(word: str) -> list[str]:
    """Letters run together, parted at the longest grave word of letters beyond ASCII within."""
    terms = lexicon().terms
    for size in range(min(len(word), LONGEST), 3, -1):
        for start in range(min(len(word), MOST) - size + 1):
            piece = word[start : start + size]
            if piece in terms and grave(piece):
                return [p for p in (word[:start], piece, word[start + size :]) if p]
    return [word]


_BROKEN = pattern(
    r"(?<![^\W\d_])([^\W\d_]{2,12})(?:[\n\r]+|\.{2,}\s*|\s*\]\s*\[\s*|[\"']\s*\+\s*[\"'])(?=([^\W\d_]{2,}))"
)
_BREAKS = ("\n", "\r", "..", "]", "+")


def _mended(match: re.Match[str]) -> str:
    """A grave word broken over two lines or by dots, put together."""
    whole = (match.group(1) + match.group(2)).casefold()
    return match.group(1) if guesses("joined").get(whole) == whole else match.group()


_BOXED = pattern(r"(?:[(\[{]\s?[A-Za-z]\s?[)\]}]\s?){3,}")
_BRACKET = pattern(r"[^A-Za-z]")
"""Letters each in a box of its own: `(p)(a)(n)(t)(s)`."""


def reveal(text: str) -> str:
    """The `plain` text with spelled-out, punctuated and leet words made plain."""
    if not text.isascii():
        widen()
    if text.count("...") > 2:
        text = text.replace("...", " ")
    if _TWO_SPELLED.search(text):
        text = _SPELLED.sub(_spelled, text)
    if text.count("(") > 2 or text.count("[") > 2:
        text = _BOXED().sub(lambda m: f"{_BRACKET().sub('', m.group())} ", text)
    if any(sign in text for sign in _BREAKS):
        text = _BROKEN().sub(_mended, text)
    if not _SIGN.search(text):
        return text
    if not (_INNER.search(text) or "!" in text or "$" in text or "@" in text):
        return text
    memo: dict[str, str | None] = {}

    def plain(match: re.Match[str]) -> str:
        chunk = match.group()
        if chunk not in memo:
            memo[chunk] = _plain_chunk(chunk) if len(memo) < MOST else None
        found = memo[chunk]
        if found is None:
            return chunk
        end = chunk[-1]
        return found + (end if end in ".,;:" else "")

    return _CHUNK().sub(plain, text)


def undisguised(text: str) -> list[Token]:
    """The words of a text as somebody typed it, disguises undone."""
    return repair(cut(reveal(plain(text))))


@remembered
def _meant(word: str) -> str | None:
    """What a word that no list knows stands for, unless it begins with a known stem."""
    return None if stem_of(word) else solve(word)


_TITLES = frozenset(
    "dr mr mrs ms miss prof professor sir sgt capt captain coach uncle aunt".split()
)


def _names(before: list[Token], word: str, solved: str) -> bool:
    """Whether a word with a capital is rather a name than what it might stand for: `Dr Innes`."""
    called = bool(before) and before[-1].word in _TITLES
    return called or (len(word) < 10 and (solved[0] != word[0] or " " in solved))


def repair(tokens: list[Token]) -> list[Token]:
    """The tokens with misspelled, glued and split words made plain."""
    rows: Rows = {}
    sure = list(map(known, [token.word for token in tokens]))
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        word = token.word
        if sure[i] and len(word) > 3 and False not in sure[i + 1 : i + 3]:
            out.append(token)
            i += 1
            continue
        uncut = unspaced(word)
        if not uncut and word[0].isalnum():
            joined = rejoin(tokens, i, sure, rows)
            if joined:
                out.append(Token(joined[0], token.raw, token.gap))
                i += joined[1]
                continue
        i += 1
        if sure[i - 1] or word[:1].isdigit() or uncut:
            out.append(token)
            continue
        solved = _meant(word)
        if not solved or (token.raw.istitle() and _names(out, word, solved)):
            out.append(token)
            continue
        for n, piece in enumerate(solved.split()):
            out.append(Token(piece, token.raw if n == 0 else piece, token.gap if n == 0 else 0))
    return out


_UNSEEN = pattern(
    "[^\\W\\d_][\\u200b\\u2060\\ufe0e\\ufe0f\\ufeff\\u00ad]+[^\\W\\d_]"
    "|[^\\W\\d_\\u0600-\\u06ff\\u0900-\\u0dff][\\u200c\\u200d]+[^\\W\\d_]"
)
"""Signs that are not seen, within a word; Persian and Indian ones are written with joiners."""
_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff\u00ad")
_TWO_SCRIPTS = pattern("[A-Za-z][\u0370-\u052f\u0561-\u0587]|[\u0370-\u052f\u0561-\u0587][A-Za-z]")
_PARTED = r"[\s.\-_*/·,;|~]"
_LETTERS_APART = re.compile(
    rf"(?<![^\W_])(?:[^\W\d_A-Z]{_PARTED}{{1,3}}){{3,}}[^\W\d_A-Z](?![^\W_])"
)
_TWO_APART = re.compile(rf"{_PARTED}[^\W\d_A-Z]{_PARTED}{{1,3}}[^\W\d_A-Z]{_PARTED}")
"""Two letters by themselves between others, which letters apart are not without."""
_DIGIT_INSIDE = re.compile(r"[^\W\d_][0-9$]+[^\W\d_]")
_BEFORE_LETTER = re.compile(r"[0-9$][^\W\d_]")
_STARRED = re.compile(r"[^\W_]\*[^\W_]")
_NOT_ARABIZI = frozenset("014$")


def disguised(text: str) -> bool:
    """Whether words are written so as not to be found: letters apart, of two scripts, unseen signs
    within, digits for letters. Of 11,000 prompts that are harmless and plain, none is."""
    if not text.isascii():
        unseen = not _JOINERS.isdisjoint(set(text)) and _UNSEEN().search(text)
        if unseen or _TWO_SCRIPTS().search(text):
            return True
    if _TWO_APART.search(text) and _LETTERS_APART.search(text):
        return True
    if "*" in text and len(_STARRED.findall(text)) > 1:
        return True
    if not _BEFORE_LETTER.search(text):
        return False
    leet = list(_DIGIT_INSIDE.finditer(text))
    words = {text.count(" ", 0, found.start()) for found in leet[:9]}
    return len(words) > 1 and any(not _NOT_ARABIZI.isdisjoint(found.group()) for found in leet)

"""Grave words split over several tokens, put together: `bik ini`, `iç ça ma şı rı`."""

from __future__ import annotations

from lexloci_reader.guess import grave, known
from lexloci_reader.lexicon import guesses
from lexloci_reader.sounds import skeleton
from lexloci_reader.text import Token
from lexloci_reader.unspaced import unspaced

Rows = dict[str, tuple[str, int] | None]
"""Words in a row -> what the first of them make, and of how many, or None."""


def _native(word: str, first: str) -> bool:
    """Whether pieces, the first of which says nothing, make a grave word beyond ASCII."""
    if word.isascii() or unspaced(word) or known(first) or grave(first):
        return False
    return grave(word)


def _syllables(tokens: list[Token], i: int, sure: list[bool]) -> int:
    """How many short pieces from `i` on make a grave word (`iç ça ma şı rı`); 0 if none do."""
    first = tokens[i].word
    if not first.isalpha() or unspaced(first):
        return 0  # neighbours in scripts without spaces are joined elsewhere
    end = i + 1
    while end < min(i + 8, len(tokens)) and not tokens[end].gap and len(tokens[end].word) < 4:
        end += 1
    for n in range(end - i, 2, -1):
        word = "".join(t.word for t in tokens[i : i + n])
        if False in sure[i : i + n] and 6 < len(word) <= 18 and grave(word):
            return n
    return 0


def rejoin(tokens: list[Token], i: int, sure: list[bool], rows: Rows) -> tuple[str, int] | None:
    """A grave word split over the tokens from `i` on (`bik ini`), and how many it took.

    sure: per token whether some list knows it. rows: what rows of words made so far in this text.
    """
    row = [tokens[i].word]
    for token in tokens[i + 1 : i + 3]:
        if token.gap:
            break
        row.append(token.word)
    if len(row) == 1:
        return None
    told = sure[i : i + len(row)]
    word, found = "".join(row), None
    foreign = not told[0] and not word.isascii()
    if foreign or told.count(False) > 1 or guesses("joined").begins(word):
        key = " ".join(row)
        if key not in rows:
            rows[key] = _joined(row, told)
        found = rows[key]
    if found and not (
        found[0] == "topless" and tokens[i + 2 : i + 3] and row[2:3] and row[2] in _MORE
    ):
        return found
    if len(row[0]) < 4 and False in sure[i : i + 8] and (taken := _syllables(tokens, i, sure)):
        return "".join(t.word for t in tokens[i : i + taken]), taken
    return None


_MORE = frozenset("see sheer transparent tight low short revealing bright shiny deep".split())
"""`her top less see-through`: no word split."""


def _joined(row: list[str], sure: list[bool]) -> tuple[str, int] | None:
    """The grave word that the first two or three of a row make, and how many it took."""
    joined = guesses("joined")
    for n in range(len(row), 1, -1):
        word = "".join(row[:n])
        size = len(word)
        if size > 18 or size < (4 if "ऀ" <= word[0] <= "ॿ" else 5):
            continue
        doubt = sure[:n].count(False)
        if doubt > 1 and word.isascii() and word.isalpha():
            bones = skeleton(word)
            heard = guesses("skeletons").get(bones) if len(bones) > 3 else ""
            if heard and word[0] == heard[0] and abs(len(heard) - size) < 2:
                return heard, n
        listed = size <= 16 and (joined.get(word) == word or _native(word, row[0]))
        if listed and (doubt or not _words(row[:n])):
            return word, n
    return None


def _words(parts: list[str]) -> bool:
    """Whether known parts stand for themselves: Polish `stanik i`, Italian `e slip`."""
    if min(map(len, parts)) == 1:
        return len(parts) == 2
    return len(parts[0]) > 3 or sum(map(len, parts)) < 7

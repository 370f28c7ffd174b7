"""The words the reader knows, compiled from readable lists by `lexloci_tools.corpus`."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from lexloci_reader.shelves import DATA, PACKED, Shelves, fill, sections, shelf

SHELVED = ("terms", "phrases", "hints")
"""Tables of the lexicon whose rows are unpacked on demand: its largest."""
OPENING = 3
"""Letters by which the second word of a phrase is ruled out."""
REMEMBERED = 1 << 13
"""Words of which each question to the tables is remembered."""
_Answer = TypeVar("_Answer")
_forget: list[Callable[[], None]] = []


def remembered(question: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """A question to the tables about one word, its last answers kept until tables are widened."""
    kept = lru_cache(REMEMBERED)(question)
    _forget.append(kept.cache_clear)
    return kept


WORDS = f"words{PACKED}"
"""Our own list of everyday English words."""
SCRIPTS = f"scripts{PACKED}"
"""The tables' rows with letters beyond ASCII."""


class Vocabulary:
    """Words that are nobody's name: those of benign prompts and the odd ones of every language, at
    hand; and `WORDS`, read when a word is asked for that is none of these."""

    __slots__ = ("_at_hand",)

    def __init__(self, at_hand: frozenset[str]) -> None:
        self._at_hand = at_hand

    def __contains__(self, word: str) -> bool:
        """Whether it is such a word, folded."""
        return word in self._at_hand or word in _written()

    def only_written(self, word: str) -> bool:
        """Whether only our list of English words has it."""
        return word not in self._at_hand and word in _written()


@cache
def _written() -> frozenset[str]:
    return frozenset(chain.from_iterable(words for _, words, _ in sections(WORDS)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms with their tags. A tag `underwear@tr` counts only in a text that may be Turkish.

    terms: single words. phrases: first word -> terms of several words, packed; ask `after`.
    INVARIANT: terms of letters beyond ASCII are in the tables once `widen` was called.
    """

    terms: Shelves
    phrases: Shelves
    stems: dict[str, str]
    subs: dict[str, str]
    names: dict[str, str]
    vocab: Vocabulary
    func: dict[str, str]
    hints: Shelves
    foreign: dict[str, str]
    numbers: dict[str, int]
    tails: dict[str, str]


class Phrases(NamedTuple):
    """The terms of several words that begin with one word.

    lengths: how many words they have, longest first. tags: term -> packed tags. starred: letters
    of those that end in the stem of a word, most first. openings: first letters of their second
    words.
    """

    lengths: tuple[int, ...]
    tags: dict[str, str]
    starred: tuple[int, ...]
    openings: frozenset[str]


@cache
def after(head: str) -> Phrases:
    """The terms of several words that begin with `head`; most of thousands are never asked for."""
    tags: dict[str, str] = {}
    for group in lexicon().phrases.get(head).split(";"):
        packed, *rests = group.split("|")
        tags.update((f"{head} {rest}", packed) for rest in rests)
    lengths = {term.count(" ") + 1 for term in tags}
    starred = {len(term) - 1 for term in tags if term[-1] == "*"}
    openings = frozenset(
        word[:1] if word.endswith("*") and len(word) <= OPENING else word[:OPENING]
        for _, word, *_ in (term.split(" ") for term in tags)
    )
    return Phrases(_most_first(lengths), tags, _most_first(starred), openings)


def _most_first(sizes: set[int]) -> tuple[int, ...]:
    return tuple(sorted(sizes, reverse=True))


@remembered
def opens(word: str) -> bool:
    """Whether terms of several words begin with the word."""
    return word in lexicon().phrases


@remembered
def _openings_after(head: str) -> frozenset[str]:
    return after(head).openings if opens(head) else frozenset()


def may_go_on(head: str, word: str) -> bool:
    """Whether a term of several words may begin with these two."""
    openings = _openings_after(head)
    return word[:OPENING] in openings or word[:1] in openings


LONGEST = 20
"""Letters of a word that a stem is looked for in."""


@cache
def _openings() -> frozenset[str]:
    """The first three letters of every stem: most words begin with none of them."""
    return frozenset(stem[:3] for stem in lexicon().stems)


def stem_of(word: str, least: int = 3, most: int = LONGEST) -> str:
    """The longest stem, of so many letters, that the word begins with; empty if with none."""
    if word[:3] not in _openings():
        return ""
    stems = lexicon().stems
    for n in range(min(len(word), most), least - 1, -1):
        if word[:n] in stems:
            return word[:n]
    return ""


@cache
def _blake() -> Callable[..., Any]:
    """The hash of the name lists, loaded with the first name that is looked up."""
    from hashlib import blake2b

    return blake2b


def digest(name: str) -> int:
    """The 64-bit key under which the name lists hold a folded name."""
    return int.from_bytes(_blake()(name.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class HashList:
    """A sorted list of 64-bit keys, asked by bisection."""

    keys: array[int]

    def __contains__(self, name: str) -> bool:
        return self.holds(digest(name))

    def holds(self, key: int) -> bool:
        """Whether the list has the name of this key."""
        at = bisect_left(self.keys, key)
        return at < len(self.keys) and self.keys[at] == key


@cache
def hash_list(name: str) -> HashList:
    """The committed list `name` (`real`, `near`, `surnames`, `fictional`), little-endian keys."""
    keys = array("Q")
    keys.frombytes((DATA / f"{name}.u64").read_bytes())
    return HashList(keys)


@cache
def first_words() -> dict[str, tuple[int, ...]]:
    """The words that a name on the lists may begin with -> how many words such names have."""
    out: dict[str, tuple[int, ...]] = {}
    for line in (DATA / "first.txt").read_text(encoding="utf-8").splitlines():
        lengths, _, words = line.partition("\t")
        out.update(dict.fromkeys(words.split(), tuple(map(int, lengths.split()))))
    return out


@cache
def edges() -> frozenset[str]:
    """First five letters (`taylo-`) and last five (`-swift`) of the names of `real`."""
    return frozenset((DATA / "edges.txt").read_text(encoding="utf-8").split("\n"))


@cache
def name_heads() -> frozenset[str]:
    """The first words of the names of several words in our own lists."""
    return frozenset(name.split(" ", 1)[0] for name in lexicon().names if " " in name)


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon, its terms of ASCII letters; read once a process."""
    tables: dict[str, Any] = {name: {} for name in (*Lexicon.__slots__, "benign")}
    fill(tables, "lexicon.txt")
    vocab = Vocabulary(frozenset(tables.pop("benign")).union(tables.pop("vocab")))
    for name in SHELVED:
        tables[name] = Shelves(tables[name], shelf(name))
    return Lexicon(vocab=vocab, **tables)


@cache
def widen() -> None:
    """Put the terms of other letters into the tables of `lexicon`: most prompts never need them."""
    lex = lexicon()
    more: dict[str, dict[str, str]] = {name: {} for name in SHELVED}
    fill({name: getattr(lex, name) for name in Lexicon.__slots__} | more, SCRIPTS)
    for name in SHELVED:
        getattr(lex, name).add(more[name])
    for read_before in (after, _openings, name_heads):
        read_before.cache_clear()
    for forget in _forget:
        forget()


@cache
def signs_table() -> dict[str, str]:
    """Vietnamese term without its signs -> each of its tags with the signs it has there."""
    out: dict[str, dict[str, str]] = {"signs": {}}
    fill(out, f"signs{PACKED}")
    return out["signs"]


GUESSES = ("near", "sounds", "skeletons", "squeezed", "bones", "heard", "joined")
"""Tables of what unknown words may stand for: slips (`near`), spelling by ear, by consonants alone,
with single letters, words run together (`joined`)."""
GUESSED = {"squeezed": f"squeezed{PACKED}"}
"""Files of their own, of large tables that few texts need."""


@cache
def guesses(table: str) -> Shelves:
    """One of `GUESSES`, read when it is first asked: most prompts need the one or other."""
    told: dict[str, dict[str, str]] = {table: {}}
    fill(told, GUESSED.get(table, "guesses.txt"), only=told)
    return Shelves(told[table], shelf(table))


@cache
def tags_of(packed: str) -> tuple[tuple[str, str], ...]:
    """(tag, language it is local to, or "") of a packed entry."""
    return tuple((tag, lang) for tag, _, lang in (t.partition("@") for t in packed.split()))


@cache
def everywhere(packed: str) -> frozenset[str]:
    """The tags of a packed entry none of which is local to a language."""
    return frozenset(packed.split())

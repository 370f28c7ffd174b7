"""The words the reader knows, compiled from readable lists by `lexloci_tools.corpus`."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).parent / "data"
ROW, CELL = "\x1e", "\x1f"
"""What parts the rows of a shelf, and a key from its value."""
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


class Shelves:
    """A table whose rows are parted by the first letters of their keys and unpacked on demand."""

    __slots__ = ("_letters", "_open", "shut")

    def __init__(self, shut: dict[str, str], letters: int) -> None:
        """shut: first `letters` of keys -> rows, each the rest and the value, which may lack where
        the key is its own value, parted as `ROW` and `CELL` say."""
        self.shut, self._letters = shut, letters
        self._open: dict[str, dict[str, str]] = {}

    def get(self, key: str) -> str:
        """The value of `key`; empty if it has none."""
        head = key[: self._letters]
        table = self._open.get(head)
        if table is None:
            if head not in self.shut:
                return ""
            table = self._open[head] = {}
            for name, value in self._rows(head):
                table[name] = f"{table[name]};{value}" if name in table else value
        return table.get(key, "")

    def __contains__(self, key: str) -> bool:
        """Whether there is a row of this key."""
        return bool(self.get(key))

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        return (key for head in self.shut for key, _ in self._rows(head))

    def add(self, shut: Mapping[str, str]) -> None:
        """Rows of another file; a head may have some in both, and a key values, joined by `;`."""
        for head, rows in shut.items():
            self.shut[head] = f"{self.shut[head]}{ROW}{rows}" if head in self.shut else rows
            self._open.pop(head, None)

    def _rows(self, head: str) -> Iterator[tuple[str, str]]:
        for row in self.shut.get(head, "").split(ROW):
            rest, _, value = row.partition(CELL)
            if row:
                yield head + rest, value or head + rest


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
    vocab: frozenset[str]
    func: dict[str, str]
    hints: Shelves
    foreign: dict[str, str]
    numbers: dict[str, int]
    tails: dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The terms of several words that begin with one word.

    lengths: how many words they have, longest first. tags: term -> packed tags. starred: whether
    any ends in the stem of a word. openings: first letters of their second words.
    """

    lengths: tuple[int, ...]
    tags: dict[str, str]
    starred: bool
    openings: frozenset[str]

    def may_go_on(self, word: str) -> bool:
        """Whether any of them may go on with this word."""
        return word[:OPENING] in self.openings or word[:1] in self.openings


@cache
def after(head: str) -> Phrases:
    """The terms of several words that begin with `head`; most of thousands are never asked for."""
    tags: dict[str, str] = {}
    for group in lexicon().phrases.get(head).split(";"):
        packed, *rests = group.split("|")
        tags.update((f"{head} {rest}", packed) for rest in rests)
    lengths = {term.count(" ") + 1 for term in tags}
    starred = any(term[-1] == "*" for term in tags)
    openings = frozenset(
        word[:1] if word.endswith("*") and len(word) <= OPENING else word[:OPENING]
        for _, word, *_ in (term.split(" ") for term in tags)
    )
    return Phrases(tuple(sorted(lengths, reverse=True)), tags, starred, openings)


@remembered
def opens(word: str) -> bool:
    """Whether terms of several words begin with the word."""
    return word in lexicon().phrases


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
        key = digest(name)
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
    _fill(tables, "lexicon.txt")
    vocab = frozenset(tables.pop("benign")).union(tables.pop("vocab"))
    for name in SHELVED:
        tables[name] = Shelves(tables[name], shelf(name))
    return Lexicon(vocab=vocab, **tables)


@cache
def widen() -> None:
    """Put the terms of other letters into the tables of `lexicon`: most prompts never need them."""
    lex = lexicon()
    more: dict[str, dict[str, str]] = {name: {} for name in SHELVED}
    _fill({name: getattr(lex, name) for name in Lexicon.__slots__} | more, "scripts.txt")
    for name in SHELVED:
        getattr(lex, name).add(more[name])
    after.cache_clear()
    _openings.cache_clear()
    for forget in _forget:
        forget()


@cache
def signs_table() -> dict[str, str]:
    """Vietnamese term without its signs -> each of its tags with the signs it has there."""
    out: dict[str, dict[str, str]] = {"signs": {}}
    _fill(out, "signs.txt")
    return out["signs"]


@dataclass(frozen=True, slots=True)
class Guesses:
    """What unknown words may stand for: slips (`near`), spelling by ear, words run together."""

    near: Shelves
    sounds: Shelves
    skeletons: Shelves
    squeezed: Shelves
    bones: Shelves
    heard: Shelves
    joined: Shelves


def shelf(table: str) -> int:
    """How many first letters the rows on one shelf of a table have in common."""
    return 4 if table == "joined" else 2


@cache
def guesses() -> Guesses:
    """The tables of guesses, read with the first word that no list knows."""
    tables: dict[str, dict[str, str]] = {name: {} for name in Guesses.__slots__}
    _fill(tables, "guesses.txt")
    return Guesses(**{name: Shelves(table, shelf(name)) for name, table in tables.items()})


def sections(file: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, keys and values of each table in a data file, a table in one or several sections.

    Three lines a section, what is in a line parted by tabs: the shape that loads fastest. A section
    without values has its keys for values; one value is the value of every key.
    """
    lines = (DATA / file).read_bytes().split(b"\n")  # letters of ASCII alone decode much faster
    for name, keys, values in zip(lines[::3], lines[1::3], lines[2::3], strict=False):
        held = keys.decode("utf-8").split("\t") if keys else []
        yield name.decode(), held, values.decode("utf-8").split("\t") if values else held


def _fill(tables: Mapping[str, dict[str, Any]], file: str) -> None:
    for name, keys, told in sections(file):
        table = tables[name]
        values: list[Any] = [*map(int, told)] if name == "numbers" else told
        if len(values) == 1:
            table.update(dict.fromkeys(keys, values[0]))
        else:
            table.update(zip(keys, values, strict=True))


@cache
def tags_of(packed: str) -> tuple[tuple[str, str], ...]:
    """(tag, language it is local to, or "") of a packed entry."""
    return tuple((tag, lang) for tag, _, lang in (t.partition("@") for t in packed.split()))


@cache
def everywhere(packed: str) -> frozenset[str]:
    """The tags of a packed entry none of which is local to a language."""
    return frozenset(packed.split())

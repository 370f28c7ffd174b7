"""The words the reader knows, compiled from readable lists by `lexloci_tools.corpus`."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms with their tags. A tag `underwear@tr` counts only in a text that may be Turkish.

    INVARIANT: terms of letters beyond ASCII are in the tables once `widen` was called, what unknown
    words may stand for (`near` to `bones`) once `guesses` was.
    """

    terms: dict[str, str]
    stems: dict[str, str]
    subs: dict[str, str]
    heads: dict[str, tuple[int, ...]]
    names: dict[str, str]
    vocab: frozenset[str]
    func: dict[str, str]
    hints: dict[str, str]
    foreign: dict[str, str]
    near: dict[str, str]
    joined: dict[str, str]
    sounds: dict[str, str]
    skeletons: dict[str, str]
    squeezed: dict[str, str]
    bones: dict[str, str]
    heard: dict[str, str]
    numbers: dict[str, int]
    tails: dict[str, str]


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
    """The committed list `name` (`real`, `near`, `fictional`), little-endian 64-bit keys."""
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
    raw = json.loads((DATA / "lexicon.json").read_bytes())
    vocab = frozenset(raw.pop("benign").split("\n")).union(raw.pop("vocab").split("\n"))
    tables: dict[str, Any] = {name: {} for name in Lexicon.__slots__ if name != "vocab"}
    _fill(tables, raw)
    return Lexicon(vocab=vocab, **tables)


@cache
def widen() -> None:
    """Put the terms of other letters into the tables of `lexicon`: most prompts never need them."""
    _more("scripts.json")


@cache
def signs_table() -> dict[str, str]:
    """Vietnamese term without its signs -> each of its tags with the signs it has there."""
    out: dict[str, dict[str, str]] = {"signs": {}}
    _fill(out, json.loads((DATA / "signs.json").read_bytes()))
    return out["signs"]


@cache
def guesses() -> Lexicon:
    """The lexicon with what unknown words may stand for: many prompts hold none."""
    _more("guesses.json")
    return lexicon()


def _more(file: str) -> None:
    lex = lexicon()
    tables = {name: getattr(lex, name) for name in Lexicon.__slots__}
    _fill(tables, json.loads((DATA / file).read_bytes()))


def _fill(tables: dict[str, Any], raw: dict[str, dict[str, str]]) -> None:
    """Keys to value, from value to lines of keys (the file's shape loads fast).

    `=`: lines that are their own keys; `+`: values whose keys are they without their blanks.
    """
    for name, table in raw.items():
        into = tables[name]
        for value, lines in table.items():
            keys = lines.split("\n")
            values = keys if value in ("=", "+") else [value] * len(keys)
            if value == "+":
                keys = lines.replace(" ", "").split("\n")
            if name == "heads":
                into.update(zip(keys, [tuple(map(int, v.split())) for v in values], strict=True))
            elif name == "numbers":
                into.update(zip(keys, map(int, values), strict=True))
            else:
                into.update(zip(keys, values, strict=True))


@cache
def tags_of(packed: str) -> tuple[tuple[str, str], ...]:
    """(tag, language it is local to, or "") of a packed entry."""
    return tuple((tag, lang) for tag, _, lang in (t.partition("@") for t in packed.split()))

"""The words the reader knows, compiled from readable lists by `lexloci_tools.corpus`."""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms with their tags. A tag `underwear@tr` counts only in a text that may be Turkish."""

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
    numbers: dict[str, int]
    tails: dict[str, str]


def digest(name: str) -> int:
    """The 64-bit key under which the name lists hold a folded name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


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
def first_words() -> frozenset[str]:
    """The words that a name on the lists may begin with."""
    return frozenset((DATA / "first.txt").read_text(encoding="utf-8").split())


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon, read once a process."""
    raw = json.loads((DATA / "lexicon.json").read_bytes())
    vocab = frozenset(raw.pop("benign").split("\n")).union(raw.pop("vocab").split("\n"))
    tables = {name: _unpacked(table) for name, table in raw.items()}
    lengths = {said: tuple(map(int, said.split())) for said in set(tables["heads"].values())}
    heads = {word: lengths[said] for word, said in tables.pop("heads").items()}
    numbers = {word: int(said) for word, said in tables.pop("numbers").items()}
    return Lexicon(vocab=vocab, heads=heads, numbers=numbers, **tables)


def _unpacked(table: dict[str, str]) -> dict[str, str]:
    """Keys to value, from value to lines of keys (the file's shape loads fast); `=`: itself."""
    out: dict[str, str] = {}
    for value, lines in table.items():
        keys = lines.split("\n")
        out.update(zip(keys, keys, strict=True) if value == "=" else dict.fromkeys(keys, value))
    return out


@cache
def tags_of(packed: str) -> tuple[tuple[str, str], ...]:
    """(tag, language it is local to, or "") of a packed entry."""
    return tuple((tag, lang) for tag, _, lang in (t.partition("@") for t in packed.split()))

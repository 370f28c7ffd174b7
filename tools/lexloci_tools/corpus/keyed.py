"""Tables by which a text is told as another spelling of its language: signs, Latin letters."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from zlib import compress

from lexloci_reader.backwards import GRAVE
from lexloci_reader.shelves import CELL, DATA, PACKED, ROW
from lexloci_tools.corpus.lists import HERE, LATIN, add, entries, signs_of, written

_DEVANAGARI = re.compile("[\u0900-\u0963]+\\Z")


def hindi_words() -> list[str]:
    """The words of the Hindi list, function words first, then those that most entries hold."""
    count: Counter[str] = Counter()
    for tag, term, _ in entries(HERE / "hi.txt"):
        for word in term.partition("=")[0].split():
            if _DEVANAGARI.match(word):
                count[word] += 1000 if tag == "func" else 1
    return sorted(count, key=lambda word: (-count[word], word))


def write_tables(file: str, tables: Mapping[str, Mapping[str, str]]) -> None:
    """Write tables as `lexicon.sections` reads them, the keys of one value together."""
    lines: list[str] = []
    for name, table in sorted(tables.items()):
        rows = sorted(table.items())
        if any("\t" in text or "\n" in text for row in rows for text in row):
            raise ValueError(f"{file}: an entry of `{name}` holds what parts entries")
        groups: dict[str, list[str]] = {}
        for key, value in rows:
            groups.setdefault("" if key == value else value, []).append(key)
        rest = {key: value for key, value in rows if key != value}
        if len(groups) * 4 > len(rows) and len(rest) > 1:
            groups = {each: keys for each, keys in groups.items() if not each}
            lines += [name, "\t".join(rest), "\t".join(rest.values())]
        for value, keys in groups.items():
            lines += [name, "\t".join(keys), value]
    whole = "\n".join([*lines, ""]).encode()
    (DATA / file).write_bytes(compress(whole, 9) if file.endswith(PACKED) else whole)


def shelved(table: Mapping[str, str], letters: int) -> dict[str, str]:
    """The table as `lexicon.Shelves` reads it: by the first letters of its keys, packed."""
    out: dict[str, list[str]] = {}
    for key, value in sorted(table.items()):
        rest = key[letters:]
        if {ROW, CELL} & {*rest, *value}:
            raise ValueError(f"`{key}`: holds what parts rows")
        told = (rest or CELL) if key == value else f"{rest}{CELL}{value}"
        out.setdefault(key[:letters], []).append(told)
    return {head: ROW.join(rows) for head, rows in out.items()}


def scenery() -> dict[str, str]:
    """Words and stems of scenery.txt, beside the lexicon -> their languages."""
    out: dict[str, str] = {}
    for lang, said in written(HERE.parent / "scenery.txt"):
        word = unicodedata.normalize("NFC", said).casefold()
        if len(word.removesuffix("*")) < 4 and word.endswith("*"):
            raise ValueError(f"scenery.txt: {word}: a stem has four letters or more")
        add(out, word, lang)
    return out


_HAN = re.compile("[\u4e00-\u9fff]{2,5}\\Z")


def pinyin() -> dict[str, str]:
    """Grave words of the Chinese list, by how they are spelt in Latin letters."""
    from pypinyin import lazy_pinyin

    out: dict[str, str] = {}
    for tag, said, _ in entries(HERE / "zh.txt"):
        term = said.replace(" ", "")
        if tag in GRAVE and _HAN.match(term):
            spelt = "".join(lazy_pinyin(term, v_to_u=False))
            if len(spelt) > 5 and LATIN.match(spelt):
                out.setdefault(spelt, term)
    return out


def write_keyed() -> None:
    """Write signs.zlib (Vietnamese), scenery.zlib, pinyin.zlib and hindi.json."""
    write_tables(f"pinyin{PACKED}", {"pinyin": pinyin()})
    write_tables(f"scenery{PACKED}", {"scenery": scenery()})
    write_tables(f"signs{PACKED}", {"signs": signs_of(HERE / "vi.txt")})
    whole = {"words": "\n".join(hindi_words())}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (DATA / "hindi.json").write_text(text, encoding="utf-8")

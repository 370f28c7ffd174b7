"""Tables by which a text is told as another spelling of its language: signs, Latin letters."""

from __future__ import annotations

import json
import re
from collections import Counter

from lexloci_reader.lexicon import DATA
from lexloci_tools.corpus.lists import HERE, entries, signs_of

_DEVANAGARI = re.compile("[\u0900-\u0963]+\\Z")


def hindi_words() -> list[str]:
    """The words of the Hindi list, function words first, then those that most entries hold."""
    count: Counter[str] = Counter()
    for tag, term, _ in entries(HERE / "hi.txt"):
        for word in term.partition("=")[0].split():
            if _DEVANAGARI.match(word):
                count[word] += 1000 if tag == "func" else 1
    return sorted(count, key=lambda word: (-count[word], word))


def packed(table: dict[str, str]) -> dict[str, str]:
    """The table the other way round: each value once, with its keys as lines.

    Under `=` stand the values that are their own keys, under `+` those whose key is the value
    without its blanks.
    """
    out: dict[str, list[str]] = {}
    for key in sorted(table):
        value = table[key]
        if value != key and value.replace(" ", "") == key:
            out.setdefault("+", []).append(value)
        else:
            out.setdefault("=" if value == key else value, []).append(key)
    return {value: "\n".join(keys) for value, keys in out.items()}


def write_keyed() -> None:
    """Write signs.json (Vietnamese) and hindi.json."""
    files = {
        "signs": {"signs": packed(signs_of(HERE / "vi.txt"))},
        "hindi": {"words": "\n".join(hindi_words())},
    }
    for name, whole in files.items():
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (DATA / f"{name}.json").write_text(text, encoding="utf-8")

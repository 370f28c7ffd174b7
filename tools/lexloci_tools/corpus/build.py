"""Compiles the reader's data files.

    python -m lexloci_tools.corpus.build lexicon [--benign benign_prompts.jsonl]
    python -m lexloci_tools.corpus.build names --real public_figures_cc0.txt \
        --fictional fictional_characters.tsv

The word lists beside this file are our own work. The lists named on the command line are read from
wherever they lie: CC0 and MIT rows only (NOTICE in the layer's data folder gives the credit).
"""

from __future__ import annotations

import argparse
import re
from array import array
from collections.abc import Iterable
from pathlib import Path

from lexloci_reader.guess import known as listed
from lexloci_reader.lexicon import GUESSED, GUESSES, SCRIPTS, SHELVED, WORDS, digest, widen
from lexloci_reader.shelves import DATA, shelf
from lexloci_reader.sounds import bones, russian, skeleton, sound, squeeze
from lexloci_reader.text import fold
from lexloci_tools.corpus.keyed import shelved, write_keyed, write_tables
from lexloci_tools.corpus.lists import (
    HERE,
    LATIN,
    add,
    benign_words,
    english_words,
    entries,
    hints,
    read_lists,
)

CYRILLIC = re.compile("[а-я]+\\Z")
GRAVE = frozenset({"nude", "partial", "underwear", "swimwear", "explicit", "undress"})


IMPLIED = {"code": "odd", "erase": "remove"}
"""What defines a code word also makes the text odd; what erases takes away."""


def with_implied(tables: dict[str, dict[str, str]]) -> None:
    """Give each term the tags that its own tags imply, local to the same language."""
    for table in (tables["terms"], tables["stems"]):
        for term, tags in table.items():
            for tag in tags.split():
                name, at, lang = tag.partition("@")
                if name in IMPLIED:
                    add(table, term, f"{IMPLIED[name]}{at}{lang}")


KINDS = frozenset({"adult", "person", "minor", "fiction"})
ROLES = frozenset({"f", "m", "kin", "office", "local", "title", "honorific"})


def with_kin(tables: dict[str, dict[str, str]]) -> None:
    """Whoever stands in a relation is a person, who holds a post an adult, but in English."""
    english = {t for tag, t, _ in entries(HERE / "en.txt") if tag in ("kin", "mine")}
    for table in (tables["terms"], tables["stems"]):
        for term, tags in table.items():
            have = {tag.partition("@")[0]: tag.partition("@")[2] for tag in tags.split()}
            told = [have[tag] for tag in ("kin", "mine") if tag in have]
            posts = [have[tag] for tag in ("office", "local") if tag in have]
            for lang in (posts or told)[:1]:
                known = any(have.get(kind, "-") in ("", lang) for kind in KINDS)
                if not known and (term not in english or "office" in have):
                    kind = "adult" if posts else "person"
                    add(table, term, f"{kind}@{lang}" if lang else kind)


def with_stems(tables: dict[str, dict[str, str]]) -> None:
    """Give a word that only tells a gender or a relation the tags of the stem it begins with."""
    for term, tags in tables["terms"].items():
        if set(tags.split()) <= ROLES and " " not in term:
            for n in range(len(term), 2, -1):
                if term[:n] in tables["stems"]:
                    for tag in tables["stems"][term[:n]].split():
                        add(tables["terms"], term, tag)
                    break


TAILS = frozenset("underwear swimwear garment dressy outer kin adult person object venue".split())


def tails(tables: dict[str, dict[str, str]]) -> dict[str, str]:
    """Last parts of German and Dutch compounds, local to the two: `lehrer`, `slip`, `bikini`."""
    out: dict[str, str] = {}
    for lang in ("de", "nl"):
        for tag, term, marks in entries(HERE / f"{lang}.txt"):
            word = term.strip()
            long = len(word) >= (4 if tag in ("underwear", "swimwear") else 5)
            if tag in TAILS and long and " " not in word and word.isascii() and "*" not in marks:
                add(out, word, f"{tag}@{lang}")
    return out


def phrases(terms: dict[str, str]) -> dict[str, str]:
    """First word of each term of several words -> `tags|rest|rest;tags|rest`, out of `terms`."""
    groups: dict[str, dict[str, list[str]]] = {}
    for term in sorted(term for term in terms if " " in term):
        head, _, rest = term.partition(" ")
        groups.setdefault(head, {}).setdefault(terms[term], []).append(rest)
    return {head: ";".join("|".join([t, *r]) for t, r in g.items()) for head, g in groups.items()}


def deletions(word: str) -> set[str]:
    """The word with each one letter left out."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def fuzzy_words() -> set[str]:
    """Words looked for misspelt: grave ones of English, long ones elsewhere, and [fuzzy]."""
    out: set[str] = set()
    for path in sorted(HERE.glob("*.txt")):
        shortest = 5 if path.stem == "en" else 7
        for tag, term, marks in entries(path):
            if marks or not LATIN.match(term):
                continue
            if tag == "fuzzy" or (
                tag in GRAVE and len(term) >= shortest and path.stem != "translit"
            ):
                out.add(term)
    return out


def grave_words(tables: dict[str, dict[str, str]]) -> set[str]:
    """Single Latin words that carry a grave tag in every language."""
    return {t for t, v in tables["terms"].items() if LATIN.match(t) and GRAVE & set(v.split())}


def near_words(tables: dict[str, dict[str, str]], skip: frozenset[str]) -> dict[str, str]:
    """Misspellings to look up: deletions, reversals and rot13 of grave words, to the word."""
    out: dict[str, str] = {}
    rot = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
    for word in sorted(fuzzy_words()):
        for form in deletions(word) | {word}:
            out.setdefault(form, word)
    backwards = {w for w in inflected(tables) if len(w) > 4} | (grave_words(tables) & fuzzy_words())
    for word in sorted(backwards | {"nude", "nudes"}):
        for form in (word[::-1], word.translate(rot)):
            if form not in tables["terms"] and form not in skip:
                out[f"={form}"] = word
    return out


def inflected(tables: dict[str, dict[str, str]]) -> set[str]:
    """Grave stems of Latin letters with their commonest endings: what leet and spacing hide."""
    ends = " a o as os e er en em es i y ej ".split(" ")
    grave = [t for t, v in tables["stems"].items() if LATIN.match(t) and GRAVE & set(v.split())]
    return {stem + end for stem in grave if len(stem) >= 5 for end in ends}


def joined_words(tables: dict[str, dict[str, str]]) -> dict[str, str]:
    """Terms written as one: `seethrough`, `underwear`, what a split or glued spelling becomes."""
    local = {t for t, v in tables["terms"].items() if len(t) > 3 and LATIN.match(t) and grave(v)}
    out = {t: t for t in grave_words(tables) | fuzzy_words() | inflected(tables) | local}
    for term, tags in tables["terms"].items():
        glued = term.replace(" ", "").rstrip("*")
        if " " in term and 7 <= len(glued) <= 20 and glued.isascii() and GRAVE & set(tags.split()):
            out.setdefault(glued, term.rstrip("*"))
    return out


def heard(near: dict[str, str], tables: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Grave words by how they sound and by their letters without doubles."""
    terms, joined = tables["terms"], joined_words(tables)
    words = sorted({right for form, right in near.items() if form == right and len(right) > 4})
    words = [w for w in words if "@" not in terms.get(w, "@")]
    rough = {skeleton(w): w for w in words if len(w) > 5}
    return {
        "sounds": {sound(w): w for w in words},
        "skeletons": {key: w for key, w in rough.items() if len(key) > 4},
        "squeezed": {
            squeeze(w): joined[w] for w in sorted(joined) if len(w) > 3 and squeeze(w) != w
        },
        "bones": {bones(w): w for w in ear_words()},
        "heard": {russian(w): w for w in sorted(cyrillic_words(tables)) if len(w) > 4},
    }


def ear_words() -> list[str]:
    """Grave words looked for spelt by ear: few, for the key is rough."""
    files = sorted(HERE.glob("*.txt"))
    return sorted({t for path in files for tag, t, _ in entries(path) if tag == "ear"})


def cyrillic_words(tables: dict[str, dict[str, str]]) -> set[str]:
    """Russian words that undress, and those of the phrases that do."""
    whole = {t for name in ("terms", "stems") for t, v in tables[name].items() if grave(v)}
    words = {word.rstrip("*") for term in whole for word in term.split()}
    return {w for w in words if CYRILLIC.match(w)}


def grave(tags: str) -> bool:
    """Whether any of the tags undresses."""
    return bool(GRAVE & {tag.partition("@")[0] for tag in tags.split()})


def build_lexicon(benign: Path | None) -> None:
    """Write lexicon.txt (terms of ASCII letters), `SCRIPTS` (others) and guesses.txt."""
    tables = read_lists(english_words(benign))
    with_stems(tables)
    with_implied(tables)
    with_kin(tables)
    plain = sorted(benign_words(benign))
    given = {name for name, tags in tables["names"].items() if "given" in tags.split()}
    written = {term for _, term, _ in entries(HERE / "words.txt")} - given
    write_tables(WORDS, {"words": {word: word for word in written}})
    vocab = sorted(tables.pop("common").keys() - given - written)
    near = near_words(tables, frozenset([*plain, *vocab, *written]))
    near.update(tables.pop("typos"))
    more = {
        "hints": hints(),
        "near": near,
        "joined": joined_words(tables),
        "tails": tails(tables),
        **heard(near, tables),
    }
    files: dict[str, dict[str, dict[str, str]]] = {"lexicon.txt": {}, SCRIPTS: {}}
    for name, table in {**tables, **more}.items():
        if name in GUESSES:
            file = GUESSED.get(name, "guesses.txt")
            files.setdefault(file, {})[name] = shelved(table, shelf(name))
            continue
        ours = {k: v for k, v in table.items() if k.isascii()}
        files["lexicon.txt"][name] = ours
        files[SCRIPTS][name] = {k: v for k, v in table.items() if k not in ours}
    for held in (files["lexicon.txt"], files[SCRIPTS]):
        held["phrases"] = phrases(held["terms"])
        held["terms"] = {k: v for k, v in held["terms"].items() if " " not in k}
        for name in SHELVED:
            held[name] = shelved(held[name], shelf(name))
    told = {"benign": plain, "vocab": vocab}
    files["lexicon.txt"] |= {name: {word: word for word in words} for name, words in told.items()}
    for file, whole in files.items():
        write_tables(file, whole)
    write_keyed()


def write_keys(name: str, names: Iterable[str]) -> None:
    """Write one list of names as sorted 64-bit keys."""
    keys = array("Q", sorted({digest(n) for n in names}))
    (DATA / f"{name}.u64").write_bytes(keys.tobytes())


def name_key(name: str) -> str:
    """A name as the reader looks it up: folded words without initials' dots."""
    return " ".join(re.findall(r"[^\W_]+", fold(name)))


def build_names(real: Path, fictional: Path) -> None:
    """Write real.u64, near.u64 (one letter left out), surnames.u64 and fictional.u64."""
    known = {name_key(line.split("\t")[0]) for line in real.read_text("utf-8").splitlines()}
    known = {n for n in known if " " in n}
    write_keys("real", known)
    write_keys("near", {d for n in known if len(n) >= 10 for d in deletions(n)})
    widen()
    last = {word for word in (n.rsplit(" ", 1)[1] for n in known) if not listed(word)}
    write_keys("surnames", {word for word in last if len(word) > 4})
    made_up = set()
    for line in fictional.read_text(encoding="utf-8").splitlines()[1:]:
        name, _, source = line.partition("\t")
        if set(source.split(",")) & {"faker-ruby", "corpora"}:
            made_up.add(name_key(name))
    made_up = {n for n in made_up if " " in n} - known
    write_keys("fictional", made_up)
    write_edges(known, known | made_up)


def write_edges(real: set[str], every: set[str]) -> None:
    """Write first.txt (first words, by the lengths of their names) and edges.txt."""
    lengths: dict[str, set[int]] = {}
    for name in every:
        lengths.setdefault(name.split(" ", 1)[0], set()).add(len(name.split()))
    groups: dict[str, list[str]] = {}
    for word in sorted(lengths):
        groups.setdefault(" ".join(map(str, sorted(lengths[word]))), []).append(word)
    lines = [f"{said}\t{' '.join(words)}" for said, words in sorted(groups.items())]
    (DATA / "first.txt").write_text("\n".join(lines), encoding="utf-8")
    ends = {f"{n[:5]}-" for n in real} | {f"-{n[-5:]}" for n in real}
    (DATA / "edges.txt").write_text("\n".join(sorted(ends)), encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("lexicon", "names"))
    for option in ("--benign", "--real", "--fictional"):
        parser.add_argument(option, type=Path)
    args = parser.parse_args()
    if args.what == "lexicon":
        build_lexicon(args.benign)
    else:
        build_names(args.real, args.fictional)


if __name__ == "__main__":
    main()

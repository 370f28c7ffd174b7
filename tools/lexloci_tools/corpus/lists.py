"""Reads the word lists beside this file into tables of terms, stems, names and function words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from lexloci_reader.shelves import sections
from lexloci_reader.signs import signs
from lexloci_reader.text import fold, unelided

HERE = Path(__file__).parent / "lexicon"
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LATIN = re.compile(r"[a-z]+\Z")
LANGUAGES = frozenset("en es pt fr de it nl pl tr ru ar hi id ms tl vi".split())
GRAMMAR = frozenset(
    (
        "det of in into and the my this not without only she he they me apart lack on sep number "
        "under ask from venue"
    ).split()
)
NAME_TAGS = frozenset(
    "given plain word place brand mononym minorreal historical invented adultfiction surname "
    "givenpart notname artist".split()
)
_OWNED = re.compile(r"'s(?= |\Z)")
TYPED = frozenset({"nude", "partial", "underwear", "swimwear"})
OF_ENGLISH = {"things": "en"}
"""Lists of English words in files of their own: these tell of nothing in another language."""
TABLES = ("terms", "stems", "subs", "names", "func", "foreign", "numbers", "typos", "common")


def written(path: Path) -> Iterator[tuple[str, str]]:
    """(section, entry as it is written) of a list, comments left out and braces resolved."""
    tag = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("["):
            tag = line.strip("[]")
            continue
        for each in line.split():
            yield from ((tag, form) for form in choices(each))


def entries(path: Path) -> Iterator[tuple[str, str, str]]:
    """(tag, term, marks) of a list: `~` before a term and `*` after it are its marks."""
    for tag, word in written(path):
        marks = ("~" if word.startswith("~") else "") + ("*" if word.endswith("*") else "")
        if "*" in word[:-1]:
            raise ValueError(f"{path.name}: {word}: a stem stands at the end of an entry")
        term = unelided(fold(word.strip("~*").replace("_", " ")))
        yield tag, term.replace("-", " "), marks


def choices(word: str) -> list[str]:
    """`in_{his,her}_pelt` as its two phrases; a word without braces as itself."""
    parts = [part.split(",") for part in re.split(r"[{}]", word)]
    return ["".join(row) for row in product(*parts)] if len(parts) > 1 else [word]


def add(table: dict[str, str], term: str, tag: str) -> None:
    """Give `term` one tag more."""
    have = table.get(term, "").split()
    if tag not in have:
        table[term] = " ".join([*have, tag])


def read_lists(english: frozenset[str]) -> dict[str, dict[str, str]]:
    """The tables of terms, stems, substrings, names, function words.

    A foreign word that is also one of the `english` words counts only in its own language.
    """
    tables: dict[str, dict[str, str]] = {k: {} for k in TABLES}
    for path in sorted(HERE.glob("*.txt")):
        lang = OF_ENGLISH.get(path.stem, path.stem)
        for tag, said, marks in entries(path):
            term = without_article(said) if lang == "ar" else said
            if tag in ("func", "foreign", "number", "typo", "common", "words", *NAME_TAGS):
                plain_entry(tables, lang, tag, term)
            elif tag not in ("fuzzy", "ear"):
                here = path.stem in OF_ENGLISH or is_local(lang, tag, term, marks, english)
                tagged_entry(tables, term, marks, f"{tag}@{lang}" if here else tag)
                if lang == "translit" and tag in TYPED:
                    tagged_entry(tables, term, marks, "typed")
    return tables


def without_article(term: str) -> str:
    """An Arabic phrase, the article off every word but the first."""
    first, *rest = term.split(" ")
    return " ".join([first, *(word.removeprefix("ال") for word in rest)])


def signs_of(path: Path) -> dict[str, str]:
    """Folded Vietnamese term -> each of its tags with the signs of its syllables."""
    out: dict[str, str] = {}
    for tag, word in written(path):
        if tag not in ("words", "number", *NAME_TAGS):
            said = word.strip("~*").replace("_", " ").replace("-", " ")
            marks = [signs(each)[1] for each in said.split(" ")]
            add(out, fold(said), f"{tag}:{'|'.join(marks)}")
    return out


def is_local(lang: str, tag: str, term: str, marks: str, english: frozenset[str]) -> bool:
    """Whether an entry counts only in a text of its own language."""
    if "~" in marks or (lang == "vi" and " " not in term):
        return True
    if lang == "translit" and len(term) < 3:
        return True
    if lang not in LANGUAGES - {"en"} or UNSPACED.search(term):
        return False
    if tag in GRAMMAR or not LATIN.match(term):
        return tag in GRAMMAR
    if "*" in marks:
        return any(word.startswith(term) for word in english)
    return term in english or len(term) < 3


def plain_entry(tables: dict[str, dict[str, str]], lang: str, tag: str, term: str) -> None:
    """Enter a name, a function word, a number, a misspelling or an ordinary word."""
    left, _, right = term.partition("=")
    if lang == "th" and tag in ("words", "number"):
        add(tables["subs"], left.replace(" ", ""), "1")  # a word that no shorter one cuts
    if tag in NAME_TAGS:
        add(tables["names"], term, tag)
    elif tag == "func":
        add(tables["func"], term, lang)
    elif tag in ("common", "words"):
        tables["common"][term] = ""
    elif tag == "foreign":
        for word in right.split("+"):
            add(tables["foreign"], word, left)
    else:
        tables["numbers" if tag == "number" else "typos"][left] = right


def tagged_entry(tables: dict[str, dict[str, str]], term: str, marks: str, tag: str) -> None:
    """Enter a term under its tag; a phrase that ends in a stem keeps its `*`."""
    if " " in term:
        term = _OWNED.sub("", term)  # as a token's is: `barber's pole`
    if UNSPACED.search(term):
        add(tables["subs"], term.replace(" ", ""), "1")
        add(tables["terms"], term.replace(" ", ""), tag)
    elif "*" in marks and " " not in term:
        add(tables["stems"], term, tag)
    else:
        add(tables["terms"], f"{term}*" if "*" in marks else term, tag)


def english_words(benign: Path | None) -> frozenset[str]:
    """English words that no foreign entry may claim: the benign vocabulary and our own lists."""
    own = entries(HERE / "en.txt")
    words = {t for tag, t, m in own if not m and tag != "ear" and LATIN.match(t)}
    return frozenset(words | benign_words(benign))


def benign_words(benign: Path | None) -> set[str]:
    """The words of the benign prompts but given names; with no file, those of the last build."""
    if benign is None:
        return {
            word for name, keys, _ in sections("lexicon.txt") if name == "benign" for word in keys
        }
    words: set[str] = set()
    for line in benign.read_text(encoding="utf-8").splitlines():
        words.update(re.findall(r"[a-z]{2,}", str(json.loads(line)["prompt"]).lower()))
    return words - {term for tag, term, _ in entries(HERE / "names.txt") if tag == "given"}


def hints() -> dict[str, str]:
    """Words that stand in one language's list alone: they tell the language of a short text."""
    langs: dict[str, set[str]] = {}
    for path in sorted(HERE.glob("*.txt")):
        if path.stem in LANGUAGES - {"ar", "hi", "ru"}:  # their letters tell them
            for _, term, marks in entries(path):
                if not marks and len(term) >= 4 and term.isalpha() and not UNSPACED.search(term):
                    langs.setdefault(term, set()).add(path.stem)
    malay = {"id", "ms"}
    return {t: " ".join(sorted(f)) for t, f in langs.items() if len(f) == 1 or f == malay}

"""Trains what tells languages that the reader does not cover: one command, the same bytes.

    python -m lexloci_tools.corpus.train_abroad

From the undisguised development prompts, and the words of other languages in `scenery.txt` and in
the sections `[foreign]` of the lists. Writes `abroad.u8` (weights) and `abroad.json` (their card).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from lexloci_reader.abroad import BITS, LEAST, slots, words
from lexloci_tools.corpus.learn import Row, keep, learn, rounded, score, shuffled
from lexloci_tools.corpus.lists import HERE, LANGUAGES, written
from lexloci_tools.evaluate.labelled import corpus

PROMPTS = Path(__file__).parent / "prompts"
ROUNDS, STEPS, FOLDS = 8, 32.0, 5
ROW, TURNS, WEIGHT = 8, 2, 3.0
"""Words of other languages in a row, how often each list is shuffled, and what an error costs."""
SIBLINGS = frozenset({"af", "ceb", "gl", "jv"})
"""Languages spelled too much like one that is covered (Dutch, Tagalog, Portuguese, Indonesian)."""
ENGLISH = 3
"""Of English prompts, which are many, every third."""
ALARMS = 0.0005
"""Share of the prompts of covered languages, held out, that may score above the limit: the model is
asked of few of them. Texts of other languages score far above: at twice the limit none of the 162
development prompts in them that must be refused passes."""


def foreign(ours: Collection[str]) -> dict[str, list[str]]:
    """Language that the reader does not cover -> words of it, each once, in order, but for those
    that covered languages have, too."""
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for lang, said in written(HERE.parent / "scenery.txt"):
        out[lang].update(dict.fromkeys(words(said.strip("*").casefold())))
    for tag, said in written(HERE / "foreign.txt"):
        lang, _, listed = said.partition("=")
        if tag == "foreign" and listed:
            out[lang].update(dict.fromkeys(words(listed.casefold())))
    told = {lang: said for lang, said in sorted(out.items()) if lang not in SIBLINGS}
    return {lang: [w for w in said if w not in ours] for lang, said in told.items()}


def rows_of_others(listed: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Words of each language, shuffled, some in a row."""
    for said in listed:
        for turn in range(TURNS):
            mixed = [said[i] for i in shuffled(len(said), turn + 1)]
            for start in range(0, len(mixed) - ROW // 2, ROW):
                yield Row(tuple(slots(mixed[start : start + ROW])), True, WEIGHT)


def said_by_us(files: Sequence[Path]) -> Iterator[tuple[str, list[str]]]:
    """(file, words) of prompts in covered languages that part words by blanks."""
    for file in files:
        for n, label in enumerate(corpus([file])):
            said = words(label.prompt)
            skipped = label.lang == "en" and n % ENGLISH
            plain = label.disguise == "none" and label.lang in LANGUAGES
            if plain and not skipped and len(said) >= LEAST:
                yield file.stem, said


def train(files: Sequence[Path]) -> tuple[bytes, dict[str, Any]]:
    """The weights as bytes, and their card; the limit is that of prompts held out by file."""
    told = list(said_by_us(files))
    count = Counter(chain.from_iterable(set(said) for _, said in told))
    listed = foreign({word for word, times in count.items() if times > 1})
    others = list(rows_of_others(listed.values()))
    ours = [(file, Row(tuple(slots(said)), False, 1.0)) for file, said in told]
    names = sorted({file for file, _ in ours})
    scores: list[float] = []
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        kept = [row for file, row in ours if file not in out]
        weights = rounded(learn([*others, *kept], 1 << BITS, ROUNDS), STEPS)
        scores += [score(weights, row) for file, row in ours if file in out]
    scores.sort(reverse=True)
    weights = rounded(learn([*others, *(row for _, row in ours)], 1 << BITS, ROUNDS), STEPS)
    held = bytes(weight + 128 for weight in weights)
    card = {
        "covered": len(ours),
        "others": len(others),
        "languages": list(listed),
        "alarms of prompts held out": ALARMS,
        "limit": round(scores[int(ALARMS * len(scores))], 3),
    }
    return held, card


def main() -> None:
    """Command line."""
    held, card = train(sorted(PROMPTS.glob("dev-*.jsonl")))
    keep("abroad", held, card)


if __name__ == "__main__":
    main()

"""A text cut into tokens, with what the lexicon knows of each stretch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexloci_reader.ears import respelt
from lexloci_reader.endings import owned, turkish, without_clitic
from lexloci_reader.languages import languages, likely, live
from lexloci_reader.letters import letters, not_english
from lexloci_reader.lexicon import (
    Lexicon,
    Phrases,
    after,
    lexicon,
    may_go_on,
    opens,
    remembered,
)
from lexloci_reader.signs import Signs, as_signed, reckoned, signed
from lexloci_reader.syllables import unsigned_vietnamese
from lexloci_reader.terms import ARABIC, THINGS, by_stem, called, is_thing, names_state, single
from lexloci_reader.text import Token
from lexloci_reader.unspaced import split_unspaced, worn_within

if TYPE_CHECKING:
    from lexloci_reader.ages import Age
    from lexloci_reader.naming import Name

NONE: frozenset[str] = frozenset()
FEW, OFTEN = 40, 6
"""Marks, and questions, below which all marks are asked: an index is not worth making."""


@dataclass(slots=True, eq=False)
class Mark:
    """Tokens `start` to `end` (past the last) that the lexicon knows, with their tags."""

    start: int
    end: int
    tags: frozenset[str]
    term: str


@dataclass(slots=True)
class Scene:
    """The tokens of one reading of a text, their sentences, and the marks upon them."""

    tokens: list[Token]
    edit: bool
    images: int
    marks: list[Mark] = field(default_factory=list)
    at: list[Mark | None] = field(default_factory=list)
    tagged: dict[int, frozenset[str]] = field(default_factory=dict)
    folded: dict[int, str] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    langs: Counter[str] = field(default_factory=Counter)
    had: dict[tuple[str, ...], list[Mark]] = field(default_factory=dict)
    bearing: dict[str, list[Mark]] = field(default_factory=dict)
    every: frozenset[str] = NONE
    words: frozenset[str] = NONE
    spoken: str = ""
    likely: frozenset[str] = NONE
    signs: Signs = field(default_factory=dict)
    raw: str = ""
    english: bool | None = None
    aged: list[Age] | None = None
    told: dict[int, int] | None = None
    unknown: frozenset[int] | None = None
    named: list[Name] | None = None
    accounts: frozenset[str] | None = None

    def in_english(self) -> bool:
        """Whether no other language has a better claim to the text."""
        if self.english is None:
            self.english = self.langs["en"] == max(self.langs.values(), default=0)
        return self.english

    def tags(self, i: int) -> frozenset[str]:
        """The tags upon token `i`; none outside the text."""
        return self.tagged.get(i, NONE)

    def word(self, i: int) -> str:
        """The folded token `i`, empty outside the text."""
        return self.folded.get(i, "")

    def same(self, i: int, j: int) -> bool:
        """Whether two tokens stand in one sentence."""
        return self.sent[i] == self.sent[j]

    def having(self, *tags: str) -> list[Mark]:
        """The marks that carry any of the tags, in order; asked often, so looked for once."""
        if self.every.isdisjoint(tags):
            return []
        found = self.had.get(tags)
        if found is None:
            found = self.had[tags] = self._bearing(self.every.intersection(tags))
        return found

    def _bearing(self, tags: frozenset[str]) -> list[Mark]:
        """The marks that carry any of these tags, each of which some mark carries, in order."""
        if len(self.marks) < FEW or len(self.had) < OFTEN:
            return [mark for mark in self.marks if not mark.tags.isdisjoint(tags)]
        if not self.bearing:
            for mark in self.marks:
                for tag in mark.tags:
                    self.bearing.setdefault(tag, []).append(mark)
        found = {mark.start: mark for tag in tags for mark in self.bearing[tag]}
        return [found[start] for start in sorted(found)]

    def marked(self, row: range) -> list[Mark]:
        """The marks that begin at one of these tokens, all within the text, in order."""
        return [m for i in row if (m := self.at[i]) is not None and m.start == i]

    def saying(self, words: frozenset[str]) -> list[int]:
        """The tokens that are one of these folded words, in order."""
        if self.words.isdisjoint(words):
            return []
        return [i for i, token in enumerate(self.tokens) if token.word in words]

    def between(self, start: int, end: int, tag: str) -> bool:
        """Whether a token from `start` to before `end` carries the tag."""
        return any(tag in self.tags(i) for i in range(max(0, start), min(end, len(self.tokens))))


def _phrase(term: str, last: str, told: Phrases) -> str:
    """The packed tags of a phrase: exact, or one that ends in a stem of its last word."""
    packed = told.tags.get(term)
    if packed is None and told.starred:
        least = len(term) - len(last) + 2
        for end in told.starred:
            packed = told.tags.get(f"{term[:end]}*") if least <= end <= len(term) else ""
            if packed:
                return packed
    return packed or ""


def _longest(scene: Scene, words: list[str], i: int) -> tuple[str, str, int] | None:
    """The longest phrase at token `i`: its packed tags, its term and how many tokens it takes."""
    word = words[i]
    if i + 1 == len(words) or scene.tokens[i + 1].gap or not (heads := _heads(word)):
        return None
    follow = words[i + 1].removeprefix("ال")
    arabic_word = not word.isascii() and ARABIC.match(word) is not None
    for head in heads:
        if may_go_on(head, follow) and (found := _begun(scene, words, i, head, arabic_word)):
            return found
    return None


@remembered
def _heads(word: str) -> tuple[str, ...]:
    """With what a phrase may begin at the word: itself, or it without an Arabic prefix."""
    forms = dict.fromkeys((word, without_clitic(word))) if ARABIC.match(word) else (word,)
    return tuple(filter(opens, forms))


def _begun(
    scene: Scene, words: list[str], i: int, head: str, arabic_word: bool
) -> tuple[str, str, int] | None:
    """The longest phrase at token `i` that begins with `head` and that nothing parts."""
    told = after(head)
    clear, most = i + 2, min(len(words), i + told.lengths[0])
    while clear < most and not scene.tokens[clear].gap:
        clear += 1
    for n in told.lengths:
        if i + n > clear:
            continue
        rest = words[i + 1 : i + n]
        if arabic_word:
            rest = [w.removeprefix("ال") for w in rest]
        term = " ".join([head, *rest])
        packed = _phrase(term, rest[-1], told)
        if packed and _counted(scene, term, packed):
            return packed, term, n
    return None


def _counted(scene: Scene, term: str, packed: str) -> frozenset[str]:
    """The tags that count in the text, by its languages and by the signs its words bear."""
    tags = live(packed, scene.likely)
    return as_signed(term, tags, scene.signs) if scene.signs else tags


def mark_tokens(scene: Scene) -> None:
    """Find the lexicon's terms, leftmost and longest first; a benign phrase covers its words."""
    lex = lexicon()
    words = [t.word for t in scene.tokens]
    scene.words, scene.folded = frozenset(words), dict(enumerate(words))
    if scene.signs:
        words = [word.replace("đ", "d") for word in words]  # a capital one is kept, for names
    scene.at = [None] * len(words)
    scene.spoken = max(scene.langs, key=scene.langs.__getitem__, default="")
    scene.likely = likely(scene.langs)
    alone: dict[str, frozenset[str]] = {}
    i = 0
    while i < len(words):
        word = words[i]
        found = _longest(scene, words, i)
        tags = _counted(scene, found[1], found[0]) if found else NONE
        if found and not _of_a_name(scene, i, tags):
            _, term, step = found
        else:
            term, step = word, 1
            if word not in alone:
                alone[word] = _by_itself(scene, word, lex)
            tags = NONE if _perhaps_called(scene, i, word) else alone[word]
            before = scene.at[i - 1] if "benign" in tags and i else None
            if before and "wear" in before.tags and not scene.tokens[i].gap:
                tags = worn_within(word) or tags  # `穿着泳装清洗汽车`
        if tags:
            mark = Mark(i, i + step, tags, term)
            scene.marks.append(mark)
            scene.at[i : i + step] = [mark] * step
        i += step
    scene.marks = [mark for mark in scene.marks if not _of_cloth(scene, mark)]
    scene.every = NONE.union(*[mark.tags for mark in scene.marks])
    scene.tagged = {i: mark.tags for i, mark in enumerate(scene.at) if mark is not None}


_CLOTH = frozenset("garment clothes light dressy outer underwear swimwear".split())


def _of_cloth(scene: Scene, mark: Mark) -> bool:
    """`the office kurta`, `pool briefs`: a thing that only says what cloth; its mark goes."""
    after = scene.at[mark.end] if mark.end < len(scene.at) else None
    if after is None or scene.tokens[mark.end].gap or after.tags.isdisjoint(_CLOTH):
        return False
    thing = mark.end == mark.start + 1 and is_thing(mark.term)
    if thing:
        scene.at[mark.start] = None
    return thing


def _of_a_name(scene: Scene, i: int, tags: frozenset[str]) -> bool:
    """`Marta Rocha nua`: a harmless phrase (`rocha nua`) that begins with a family name."""
    tokens = scene.tokens
    if tags.isdisjoint({"benign", "object"}) or not i or tokens[i].gap:
        return False
    before, word = tokens[i - 1], tokens[i]
    named = before.raw.istitle() and word.raw.istitle() and tokens[i + 1].raw.islower()
    return (named or called(before.word)) and not names_state(word.word)


def _perhaps_called(scene: Scene, i: int, word: str) -> bool:
    """`Nick Cave`: a thing or an animal that a capital may make a name."""
    if not scene.tokens[i].raw[:1].isupper() or scene.raw.isupper() or not is_thing(word):
        return False
    first = i == 0 or scene.tokens[i].gap > 1
    return not first or scene.tokens[min(i + 1, len(scene.tokens) - 1)].raw[:1].isupper()


def _by_itself(scene: Scene, word: str, lex: Lexicon) -> frozenset[str]:
    """The tags of one word that begins no phrase here."""
    packed = single(word)
    if scene.spoken == "tr" and word not in lex.vocab:
        packed = owned(word, packed) if packed else turkish(word, lex)
    if not packed or (packed in THINGS and packed != single(word)):
        return NONE  # `basini` is no basin
    tags = _counted(scene, word, packed)
    if not (tags or scene.signs or packed in THINGS):
        tags = live(by_stem(word, lex), scene.likely)
    return tags


def scene_of(tokens: list[Token], *, edit: bool, images: int, raw: str = "") -> Scene:
    """The marked scene of these tokens; the accents of `raw` help to tell the language."""
    words = [token.word for token in tokens]
    if not all(map(str.isascii, words)):
        tokens = respelt(split_unspaced(tokens))
        words = [token.word for token in tokens]
    scene = Scene(tokens, edit, images, raw=raw, langs=languages(words))
    if told := letters(raw):
        scene.langs.update(told)
    if "vi" in told:
        scene.signs = signed(raw)
        scene.langs = reckoned(scene.langs, scene.signs)
    elif raw and (said := unsigned_vietnamese(" ".join(words))):
        scene.langs["vi"] = said
    elif raw and "vi" in scene.langs:
        del scene.langs["vi"]  # its words without accents are those of half of Europe
    if not scene.langs and not_english(raw):
        scene.langs.update(("es", "pt", "fr", "vi", "it", "tr"))
    number = -1
    for token in tokens:
        number += token.gap == 2
        scene.sent.append(number)
    mark_tokens(scene)
    return scene

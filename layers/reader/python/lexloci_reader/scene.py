"""A text cut into tokens, with what the lexicon knows of each stretch."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lexloci_reader.lexicon import Lexicon, lexicon, tags_of
from lexloci_reader.text import Token

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u30fc\uff70]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CLITICS = ("وال", "بال", "كال", "فال", "ال", "لل", "و", "ب", "ل", "ف", "ك")
_SUFFIXES = ("ها", "هن", "هم", "ه", "ي")
LONGEST = 14
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
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
    sent: list[int] = field(default_factory=list)
    langs: Counter[str] = field(default_factory=Counter)

    def tags(self, i: int) -> frozenset[str]:
        """The tags upon token `i`; none outside the text."""
        mark = self.at[i] if 0 <= i < len(self.at) else None
        return mark.tags if mark else NONE

    def word(self, i: int) -> str:
        """The folded token `i`, empty outside the text."""
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def same(self, i: int, j: int) -> bool:
        """Whether two tokens stand in one sentence."""
        return self.sent[i] == self.sent[j]

    def having(self, *tags: str) -> list[Mark]:
        """The marks that carry any of the tags, in order."""
        wanted = frozenset(tags)
        return [m for m in self.marks if wanted & m.tags]

    def between(self, start: int, end: int, tag: str) -> bool:
        """Whether a token from `start` to before `end` carries the tag."""
        return any(tag in self.tags(i) for i in range(max(0, start), min(end, len(self.tokens))))


def _live(packed: str, langs: Counter[str]) -> frozenset[str]:
    """The tags of an entry that count in a text of these languages."""
    return frozenset(
        t
        for t, lang in tags_of(packed)
        if not lang or langs.get(lang) or (lang == "en" and sum(langs.values()) < 2)
    )


def languages(tokens: list[Token], lex: Lexicon) -> Counter[str]:
    """How many function words of each covered language the text holds."""
    count: Counter[str] = Counter()
    for token in tokens:
        langs = lex.func.get(token.word)
        if langs:
            count.update(langs.split())
        elif token.word in lex.hints:
            count[lex.hints[token.word]] += 1
    return count


def _single(word: str, lex: Lexicon) -> str:
    """The packed tags of one word: exact, by stem, or without an Arabic prefix or suffix."""
    packed = lex.terms.get(word)
    if packed is None and word not in lex.vocab and word not in lex.func:
        for n in range(min(len(word), LONGEST), 2, -1):
            packed = lex.stems.get(word[:n])
            if packed:
                return packed
        if _ARABIC.match(word):
            return _arabic(word, lex)
    return packed or ""


def _arabic(word: str, lex: Lexicon) -> str:
    for prefix in ("", *_CLITICS):
        if not word.startswith(prefix) or len(word) - len(prefix) < 3:
            continue
        rest = word[len(prefix) :]
        for suffix in ("", *_SUFFIXES):
            base = rest[: len(rest) - len(suffix)] if rest.endswith(suffix) else ""
            packed = lex.terms.get(base) or lex.stems.get(base)
            if packed and len(base) >= 3:
                return packed
    return ""


def mark_tokens(scene: Scene) -> None:
    """Find the lexicon's terms, leftmost and longest first; a benign phrase covers what it holds."""
    lex = lexicon()
    words = [t.word for t in scene.tokens]
    scene.at = [None] * len(words)
    i = 0
    while i < len(words):
        word, step = words[i], 1
        packed, term = "", word
        for n in lex.heads.get(word, ()):
            if i + n <= len(words) and all(t.gap == 0 for t in scene.tokens[i + 1 : i + n]):
                term = " ".join(words[i : i + n])
                packed = lex.terms.get(term, "")
                if packed and _live(packed, scene.langs):
                    step = n
                    break
        else:
            packed, term = _single(word, lex), word
        tags = _live(packed, scene.langs) if packed else NONE
        if tags:
            mark = Mark(i, i + step, tags, term)
            scene.marks.append(mark)
            scene.at[i : i + step] = [mark] * step
        i += step


def split_unspaced(tokens: list[Token]) -> list[Token]:
    """Tokens of scripts without spaces cut at the terms the lexicon knows, the rest left whole."""
    lex = lexicon()
    out: list[Token] = []
    for token in tokens:
        if token.word.isascii() or not UNSPACED.search(token.word):
            out.append(token)
            continue
        out.extend(_cut(token, lex))
    return out


def _cut(token: Token, lex: Lexicon) -> list[Token]:
    word, out, rest, i, gap = token.word, [], 0, 0, token.gap
    while i < len(word):
        for n in range(min(LONGEST, len(word) - i), 0, -1):
            piece = word[i : i + n]
            if piece in lex.subs:
                if rest < i:
                    out.append(Token(word[rest:i], word[rest:i], gap))
                    gap = 0
                out.append(Token(piece, piece, gap))
                gap, rest = 0, i + n
                i += n
                break
        else:
            i += 1
    if rest < len(word):
        out.append(Token(word[rest:], word[rest:], gap))
    return out


def scene_of(tokens: list[Token], *, edit: bool, images: int) -> Scene:
    """The marked scene of these tokens."""
    lex = lexicon()
    tokens = split_unspaced(tokens)
    scene = Scene(tokens, edit, images)
    scene.langs = languages(tokens, lex)
    number = -1
    for token in tokens:
        number += token.gap == 2
        scene.sent.append(number)
    mark_tokens(scene)
    return scene

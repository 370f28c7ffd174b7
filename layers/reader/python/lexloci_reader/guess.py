"""What an unknown word stands for: a slip of the fingers, spelling by ear, words run together.

Only words that no list knows are looked at, so a guess can add a meaning and never hide one.
"""

from __future__ import annotations

from functools import cache

from lexloci_reader.lexicon import guesses, lexicon, name_heads, remembered, stem_of
from lexloci_reader.sounds import bones, russian, sound, squeeze


def listed(word: str) -> bool:
    """Whether any list holds the word; `known` remembers it."""
    lex = lexicon()
    return (
        word in lex.func
        or lex.terms.get(word) != ""
        or word in lex.names
        or lex.phrases.get(word) != ""
        or word in name_heads()
        or word in lex.vocab
    )


known = remembered(listed)

_GRAVE = frozenset("nude partial underwear swimwear undress explicit sheer".split())


@remembered
def grave(word: str) -> bool:
    """Whether the word undresses, by itself or by a long stem that it begins with."""
    lex = lexicon()
    found = lex.terms.get(word) or lex.stems.get(stem_of(word, 5, len(word)), "")
    return not _GRAVE.isdisjoint(tag.partition("@")[0] for tag in found.split())


def _near(word: str) -> str | None:
    """The grave word that `word` misses by one letter."""
    for form in (word, *(word[:i] + word[i + 1 :] for i in range(len(word)))):
        right = guesses("near").get(form)
        if right and abs(len(right) - len(word)) <= 1 and _one_off(word, right):
            return right
    return None


def _one_off(a: str, b: str) -> bool:
    """Whether one letter changed, added, left out, or two neighbours swapped make `a` into `b`."""
    if a == b:
        return True
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    swap = a[i + 1 : i + 2] + a[i : i + 1] + a[i + 2 :]
    return b[i:] in (a[i + 1 :], swap) or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i + 1 :]


def solve(word: str) -> str | None:
    """The known words that an unknown one stands for, or None."""
    if word.endswith("in") and len(word) > 5 and known(f"{word}g"):
        return f"{word}g"  # `wearin`, `nothin`
    joined = guesses("joined")
    found = joined.get(word) or guesses("near").get("=" + word)
    if found:
        return found
    if len(word) < 4:
        return None
    if "а" <= word[0] <= "я":
        latin = word.translate(_LATIN)
        heard = guesses("heard").get(russian(word)) if len(word) > 4 else None
        return joined.get(latin) or heard or _swapped(word)
    single = squeeze(word)
    squeezed = guesses("squeezed").get(single) or (single != word and joined.get(single))
    if squeezed:
        return squeezed
    if 5 <= len(word) <= 40 and word.isascii():
        near = _near(word) or guesses("sounds").get(sound(word)) or _unglue(word)
        return near or (_slipped(word) if len(word) < 13 else None)
    return None


_LATIN = str.maketrans("абвгдезийклмнопрстуфхцы", "abvgdezijklmnoprstufhcy")


def _swapped(word: str) -> str | None:
    """The grave Russian word that two swapped letters made this one."""
    if not 6 < len(word) < 16:
        return None
    for i in range(len(word) - 1):
        swapped = f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}"
        if word[i] != word[i + 1] and grave(swapped):
            return swapped
    return None


def _slipped(word: str) -> str | None:
    """The grave word of any language that two swapped letters or a lost vowel made this word."""
    joined = guesses("joined")
    for i in range(len(word) - 1):
        swapped = f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}"
        if found := joined.get(swapped):
            return found
    for i in range(2, len(word)):
        for vowel in "aeiou":
            if found := joined.get(f"{word[:i]}{vowel}{word[i:]}"):
                return found
    return _boned(word)


def _boned(word: str) -> str | None:
    """The grave word of the same consonants and at most two slips away: `bikny`, `neyked`."""
    right = guesses("bones").get(bones(word))
    return right if right and _slips(word, right) <= 2 else None


def _slips(a: str, b: str) -> int:
    """Letters changed, added or left out between two words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@cache
def _openings() -> frozenset[str]:
    """The first four letters of every grave word."""
    return frozenset(head[:4] for head in (*guesses("joined").shut, *_FUSED) if len(head) >= 4)


def _holds_grave(word: str) -> bool:
    """Whether any grave word may stand inside: most words of a prompt are done here."""
    openings = _openings()
    return any(word[i : i + 4] in openings for i in range(len(word) - 3))


def _unglue(word: str) -> str | None:
    """`nakedwoman` as its words, one of them grave; None where it does not cut cleanly."""
    if len(word) < 8 or not _holds_grave(word):
        return None
    joined = guesses("joined")
    best: list[tuple[int, list[str]] | None] = [(0, [])] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            head, piece = best[start], word[start:end]
            if head is None or (len(piece) < 2 and piece not in "ai"):
                continue
            if joined.get(piece) or _short(piece):
                cost = head[0] + 1 + 2 * (len(piece) < 3)
                held = best[end]
                if held is None or cost < held[0]:
                    best[end] = (cost, [*head[1], piece])
    done = best[len(word)]
    if done is None or done[0] > len(word) // 2:
        return _fused(word)
    grave = [p for p in done[1] if len(p) >= 4 and joined.get(p)]
    return " ".join(done[1]) if grave and all(len(p) > 2 or _short(p) for p in done[1]) else None


_FUSED = ("nude", "naked", "topless", "lingerie", "bikini", "underwear", "undressed", "panties",
          "swimsuit", "shirtless", "braless", "boobs", "undress", "nudes")  # fmt: skip


def _fused(word: str) -> str | None:
    """A name run together with a grave word: `janedoenaked`."""
    if len(word) < 10:
        return None
    for piece in _FUSED:
        if word.endswith(piece):
            return f"{word[: -len(piece)]} {piece}"
        if len(piece) > 4 and word.startswith(piece):
            return f"{piece} {word[len(piece) :]}"
    return None


def _short(piece: str) -> bool:
    lex = lexicon()
    if piece in lex.func:
        return "en" in lex.func[piece].split()
    return len(piece) > 2 and (piece in lex.vocab or piece in lex.terms or piece in lex.names)

"""Grave Korean and Japanese words spelt by ear: `뷔킈늬`, `쏘곳`, `ぬうど`, `ビきに`."""

from __future__ import annotations

from functools import cache

from lexloci_reader.lexicon import lexicon, remembered
from lexloci_reader.patterns import pattern
from lexloci_reader.text import Token

_LEADS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅔㅏㅔㅓㅔㅓㅔㅗㅏㅔㅣㅗㅜㅓㅔㅣㅜㅡㅣㅣ"
_TAILS = " ㄱㄱㄱㄴㄴㄴㄷㄹㄱㅁㅂㄹㄹㅂㄹㅁㅂㅂㄷㄷㅇㄷㄷㄱㄷㅂㄷ"
_MOVED = " ㄱㄱㅅㄴㅈㄴㄷㄹㄱㅁㅂㅅㅌㅍㄹㅁㅂㅅㅅㅅㅇㅈㅊㅋㅌㅍㅎ"
_WORDS = (
    "비키니 수영복 속옷 팬티 브래지어 란제리 누드 알몸 나체 벌거벗 발가벗 노브라 노팬티 시스루 "
    "홀딱벗 실오라기 모노키니 언더웨어 가터벨트 올누드 토플리스 속곳 옷벗겨 벗겨줘 "
    "びきに みずぎ ぬーど はだか ぜんら したぎ らんじぇりー ぶらじゃー ぱんてぃー とっぷれす "
    "しーするー すっぽんぽん まっぱだか のーぶら のーぱん もろだし まるはだか てぃーばっく"
).split()
_KANA = pattern(r"[ぁ-ゖァ-ヺー]+")
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎ", "あいうえおやゆよわ")
_DRAWN = pattern(
    "ー|(?<=[うくすつぬふむゆるぐずづぶぷおこそとのほもよろごぞどぼぽ])う"
    "|(?<=[きしちにみりぎじびぴ])い|(?<=[けせてねめれげぜでべぺ])[えい]"
)
_PARTICLES = frozenset("은는이가을를의로도만에와과랑")


def _hangul(word: str) -> str:
    """The word as it sounds: tense and merged letters made one, the last letter drawn over."""
    out: list[str] = []
    moved = ""
    for n, c in enumerate(word):
        lead, rest = divmod(ord(c) - 0xAC00, 588)
        vowel, tail = divmod(rest, 28)
        follows = n + 1 < len(word) and (ord(word[n + 1]) - 0xAC00) // 588 == 11
        out.append((moved if moved and lead == 11 else _LEADS[lead]) + _VOWELS[vowel])
        drawn = follows and tail and tail != 21
        moved = _MOVED[tail] if drawn else ""
        out.append("" if drawn or not tail else _TAILS[tail])
    return "".join(out)


def _kana(word: str) -> str:
    """The word in plain hiragana, without small letters and drawn vowels."""
    low = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)
    return _DRAWN().sub("", low.translate(_SMALL))


@cache
def _sounds() -> dict[str, str]:
    """How the grave words sound -> the word."""
    return {(_hangul if "가" <= word[0] <= "힣" else _kana)(word): word for word in _WORDS}


@remembered
def _heard(piece: str) -> tuple[str, int] | None:
    """(the grave word, how many letters spell it) that a piece no list knows begins with."""
    run = _KANA().match(piece)
    if run:
        for n in range(min(len(run.group()), 9), 2, -1):
            term = _sounds().get(_kana(piece[:n]))
            if term and (n == len(run.group()) or piece[n] in "のでにをがはと"):
                return term, n
        return None
    size = next((n for n, c in enumerate(piece) if not "가" <= c <= "힣"), len(piece))
    for n in range(min(size, 5), 1, -1):
        term = _sounds().get(_hangul(piece[:n]))
        if term and (n > 2 or n == size or piece[n] in _PARTICLES):
            return term, n
    return None


def respelt(tokens: list[Token]) -> list[Token]:
    """The tokens, those that no list knows and that sound like a grave word spelt as it is."""
    out: list[Token] = []
    terms = lexicon().terms
    for token in tokens:
        known = not "ぁ" <= token.word[0] <= "힣" or token.word in terms
        found = None if known else _heard(token.word)
        if found:
            term, n = found
            out.append(Token(term, term, token.gap))
            rest = token.word[n:]
            out += [Token(rest, rest, 0)] if rest else []
        else:
            out.append(token)
    return out

"""Chinese words written otherwise within a Chinese text: in Latin letters (`穿 tou shi zhuang`), or
each half of a character by itself (`月兑`)."""

from __future__ import annotations

import re
from functools import cache

from lexloci_reader.patterns import pattern
from lexloci_reader.shelves import PACKED, fill

MOST = 6
"""Words in a row that spell one, at most."""
_HAN = re.compile("[\u4e00-\u9fff]")
_RUN = pattern(r"[A-Za-z]{2,}(?:[ '-]?[A-Za-z]{2,})*")
_WORDS = {
    "chuan": "穿", "zhe": "着", "de": "的", "ba": "把", "gei": "给", "huan": "换", "cheng": "成",
    "ta": "她", "wo": "我", "tuo": "脱", "diao": "掉", "xiu": "秀", "jirou": "肌肉", "tu": "图",
    "zhao": "照", "pian": "片", "zhaopian": "照片", "tupian": "图片", "shangyi": "上衣",
    "yifu": "衣服", "kuzi": "裤子",
}  # fmt: skip
"""What stands beside such a word, in letters too."""
_HALVES = {
    "月兑": "脱", "衤果": "裸", "礻果": "裸", "礻见": "视", "衤见": "视", "氵永": "泳",
    "氵谷": "浴", "氵显": "湿", "衤库": "裤", "衤寸": "衬", "月匈": "胸", "扌八": "扒",
    "女乃": "奶",
}  # fmt: skip
"""The halves of grave characters -> the character."""
_HALF = pattern(
    f"([{''.join({each[0] for each in _HALVES})}]) ?([{''.join({each[1] for each in _HALVES})}])"
)


def in_han(text: str) -> str:
    """The text, in which runs of letters that spell a grave Chinese word are Chinese, and halves of
    a character one."""
    if text.isascii() or not _HAN.search(text):
        return text
    return _HALF().sub(_whole, _RUN().sub(_respelt, text))


def _respelt(run: re.Match[str]) -> str:
    words = re.split("[ '-]", run.group())
    low = [word.lower() for word in words]
    out: list[str] = []
    found, i = len(low) > 1 and all(word in _WORDS for word in low), 0
    while i < len(words):
        for end in range(min(len(words), i + MOST), i, -1):
            term = _spelt().get("".join(low[i:end]))
            if term:
                break
        found |= bool(term)
        out.append(term or words[i])
        i = end if term else i + 1
    return " ".join(_WORDS.get(word.lower(), word) for word in out) if found else run.group()


@cache
def _spelt() -> dict[str, str]:
    """Grave Chinese words by how they are spelt, without blanks and tones."""
    tables: dict[str, dict[str, str]] = {"pinyin": {}}
    fill(tables, f"pinyin{PACKED}")
    return tables["pinyin"]


def _whole(halves: re.Match[str]) -> str:
    return _HALVES.get(f"{halves[1]}{halves[2]}", halves.group())

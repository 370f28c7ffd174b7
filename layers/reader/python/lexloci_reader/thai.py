"""Thai with letters swapped for Latin ones or signs heaped up, spelled again as it is read."""

from __future__ import annotations

from lexloci_reader.patterns import pattern

_LATIN = pattern("(?<=[\u0e01-\u0e4e])[a-z0]{1,2}(?=[\u0e01-\u0e4e])")
_ALIKE = {"o": "อ", "0": "อ", "l": "ล", "u": "น", "n": "ก", "s": "ร", "w": "พ", "i": "ิ", "a": "า"}
_HEAPED = pattern(
    "(?<=[\u0e48-\u0e4b])[\u0e48-\u0e4c]+"  # a tone on a tone
    "|(?<=[ะาำ\u0e34-\u0e39])\u0e4c"  # a silencer on a vowel
    "|(?<=[ะาำ])[\u0e47-\u0e4b]"  # a tone behind a vowel that takes none
    "|(?<=([าะ\u0e31\u0e34-\u0e39]))\\1"
)


def respelled(text: str) -> str:
    """The text with look-alike letters in Thai and impossible signs off; itself without any."""
    swapped = _LATIN().sub(lambda m: "".join(_ALIKE.get(c, c) for c in m.group()), text)
    return _HEAPED().sub("", swapped)

"""Known names written with a slip, and those of which a text tells the last word alone."""

from __future__ import annotations

from lexloci_reader.lexicon import digest, edges, hash_list, remembered
from lexloci_reader.naming import ADULT, ANY_AGE, EITHER, Name, function_word, unknown
from lexloci_reader.scene import Scene


def nearly(scene: Scene, i: int) -> Name | None:
    """A known name with one letter wrong, left out or added."""
    if i + 1 >= len(scene.tokens) or scene.tokens[i + 1].gap:
        return None
    behind = not scene.at[i] and unknown(scene, i + 1) and not function_word(scene, i)
    if not behind and not unknown(scene, i):
        return None
    name = f"{scene.word(i)} {scene.word(i + 1)}"
    if not 10 <= len(name) <= 30 or not name.replace(" ", "").isalpha():
        return None
    ends = edges()
    if f"{name[:5]}-" not in ends and f"-{name[-5:]}" not in ends:
        return None  # one slip leaves the first five letters whole, or the last five
    near, real = hash_list("near"), hash_list("real")
    cuts = (digest(name[:k] + name[k + 1 :]) for k in range(len(name)))
    if name in near or any(near.holds(cut) or real.holds(cut) for cut in cuts):
        return Name(i, i + 2, EITHER, ADULT, "nearly a known name")
    return None


def surname(scene: Scene, i: int) -> Name | None:
    """The last name of a known person alone, however it is written: `zidane torse nu`."""
    if not unknown(scene, i) or not _is_surname(scene.word(i)):
        return None
    return Name(i, i + 1, EITHER, ANY_AGE, "surname of a known person")


@remembered
def _is_surname(word: str) -> bool:
    return len(word) > 4 and word in hash_list("surnames")

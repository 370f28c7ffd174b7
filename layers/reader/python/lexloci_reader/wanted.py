"""What of a prompt asks to be shown: its settings and its negative prompt do not."""

from __future__ import annotations

import re

from lexloci_reader.attire import COVERS, NOTHING
from lexloci_reader.disguise import undisguised
from lexloci_reader.patterns import pattern
from lexloci_reader.people import persons
from lexloci_reader.scene import Scene, scene_of

_SETTING = pattern(
    r"(?<!\S)--(?:ar|aspect|v|version|niji|s|stylize|style|c|chaos|w|weird|q|quality|seed|iw|sw|cw|"
    r"tile|hd|fast|turbo|relax|raw|stop|repeat|r)(?:\s+(?:[\d.:x]+|raw))?(?!\S)",
    re.I,
)
"""A setting of Midjourney's: `--ar 3:2`, `--style raw`."""
_TAIL = re.compile(r"(?<!\w)negative(?:\s+prompts?)?\s*[:=]\s*|(?<!\S)--no\s+", re.I)
_ENDS = pattern(r"\n|\s--\w")
_SENTENCE = pattern(r"[.!?;:](?=\s+\w)")
ITEM, LEAST, LONGEST = 4, 2, 1000
"""Words of one thing that is not wanted, at most; of what is, at least; letters of a list."""
_BARE = frozenset({"nude", "partial", "explicit", "suggestive"})
_SMALL = frozenset({"underwear", "swimwear"})


def without_settings(prompt: str) -> str:
    """The prompt without Midjourney's settings, which are numbers and name nobody."""
    return _SETTING().sub(" ", prompt) if "--" in prompt else prompt


def wanted(prompt: str) -> tuple[str, str]:
    """(what the prompt asks for, its own negative prompt): `a barn, dusk Negative prompt: people`.

    Such a tail, or Midjourney's `--no`, is one only if it lists short things and names nobody:
    whatever else stands there may be drawn.
    """
    prompt = without_settings(prompt)
    found = _TAIL.search(prompt)
    if not found:
        return prompt, ""
    ends = _ENDS().search(prompt, found.end())
    end = ends.start() if ends else len(prompt)
    asked, unwanted = prompt[: found.start()], prompt[found.end() : end].strip(" .")
    listed = len(unwanted) <= LONGEST and not _SENTENCE().search(unwanted)
    listed = listed and all(len(item.split()) <= ITEM for item in unwanted.split(","))
    if not (listed and len(asked.split()) >= LEAST) or _names_somebody(unwanted):
        return prompt, ""
    return asked + prompt[end:], unwanted


def _scene(text: str) -> Scene:
    return scene_of(undisguised(text), edit=False, images=0)


def _names_somebody(unwanted: str) -> bool:
    return any("real" in person.subject for person in persons(_scene(unwanted), grave=True))


def undresses(negative: str) -> bool:
    """Whether a negative prompt keeps clothes away; nude words there keep nudity away, and small
    clothes beside them."""
    marks = [m for m in _scene(negative).marks if "benign" not in m.tags]
    bare = any(m.tags & _BARE for m in marks)
    cloth = (COVERS | {"outer", "covered"}) - (_SMALL if bare else NOTHING)
    return any(m.tags & cloth for m in marks)

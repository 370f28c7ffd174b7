"""What of a prompt asks to be shown: its settings and its negative prompt do not."""

from __future__ import annotations

import re

from lexloci_reader.attire import COVERS, NOTHING
from lexloci_reader.disguise import undisguised
from lexloci_reader.lexicon import lexicon
from lexloci_reader.patterns import pattern
from lexloci_reader.people import persons
from lexloci_reader.scene import Scene, scene_of

_SETTING = pattern(
    r"(?<!\S)--(?:ar|aspect|v|version|niji|s|stylize|style|c|chaos|w|weird|q|quality|seed|iw|sw|cw|"
    r"tile|hd|fast|turbo|relax|raw|stop|repeat|r)(?:\s+(?:[\d.:x]+|raw))?(?!\S)",
    re.I,
)
"""A setting of Midjourney's: `--ar 3:2`, `--style raw`."""
_WEIGHT = pattern(r"(?<=[^\W\d_])\s?:\d\.\d{1,2}(?![\d.])|::-?\d?(?:\.\d+)?(?!\w)")
"""How much words count, in Stable Diffusion and Midjourney: `(rain:1.3)`, `rain::2`."""
_ADDED = pattern(
    r"<(?:lora|lyco|lycoris|locon|loha|hypernet|ti)\s*:\s*([^:<>]{1,80})(?::[\d. -]{1,9}){0,3}>"
    r"|\b(?:embedding|lora):([\w.-]{2,80})(?::[\d.]+)?",
    re.I,
)
"""A model added to Stable Diffusion by its name: `<lora:film_grain:0.7>`, `embedding:mine`."""
_LEARNT = re.compile(r"<|[aAgG]:[\w.-]")
_NUMBERED = re.compile(r":[:\d]")
"""What no added model, and no weight, is without."""
_TAIL = re.compile(r"(?<!\w)negative(?:\s+prompts?)?\s*[:=]\s*|(?<!\S)--no\s+", re.I)
_ENDS = pattern(r"\n|\s--\w")
_SENTENCE = pattern(r"[.!?;:](?=\s+\w)")
ITEM, LEAST, LONGEST = 4, 2, 1000
"""Words of one thing that is not wanted, at most; of what is, at least; letters of a list."""
_WORD = pattern(r"[^\W\d_]{2,}")
_UNSAID = pattern(r"\W")
_BARE = frozenset({"nude", "partial", "explicit", "suggestive"})
_SMALL = frozenset({"underwear", "swimwear"})


def without_settings(prompt: str) -> str:
    """The prompt without settings and weights, which are numbers and name nobody.

    A model that is added may have learnt somebody's looks: unless its name is made of words, it is
    somebody's handle, too.
    """
    if ":" in prompt:
        prompt = _ADDED().sub(_learnt, prompt) if _LEARNT.search(prompt) else prompt
        prompt = _WEIGHT().sub(" ", prompt) if _NUMBERED.search(prompt) else prompt
    return _SETTING().sub(" ", prompt) if "--" in prompt else prompt


def _learnt(added: re.Match[str]) -> str:
    name = added[1] or added[2]
    words = _WORD().findall(name.casefold())
    said = bool(words) and all(w in lexicon().vocab or w in lexicon().func for w in words)
    handle = "" if said else f"@{_UNSAID().sub('_', name)}, "
    return f", {handle}{' '.join(words)}, "


def wanted(prompt: str) -> tuple[str, str]:
    """(what the prompt asks for, its own negative prompt): `a barn, dusk Negative prompt: people`.

    Such a tail, or Midjourney's `--no`, is one only if it lists short things and names nobody:
    whatever else stands there may be drawn.
    """
    prompt = without_settings(prompt)
    told = "--" in prompt or "negative" in prompt.lower() or "\u0130" in prompt or "ı" in prompt
    found = _TAIL.search(prompt) if told else None  # `İ` and `ı` count as `i` there
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

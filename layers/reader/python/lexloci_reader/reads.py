"""The reader's one question: what does this prompt ask to be shown?"""

from __future__ import annotations

from lexloci_reader.abroad import spelled_abroad
from lexloci_reader.attire import COVERED, COVERS
from lexloci_reader.combine import part_of
from lexloci_reader.disguise import disguised, repair, reveal, undisguised
from lexloci_reader.hanzi import in_han
from lexloci_reader.hinglish import in_devanagari
from lexloci_reader.letters import letters, scripts
from lexloci_reader.naming import strange
from lexloci_reader.odd import hidden, other_letters, tongue
from lexloci_reader.parts import NO, Part
from lexloci_reader.reading import EVERY, UNREAD, Depiction, Evidence, Reading
from lexloci_reader.romanised import native
from lexloci_reader.scene import Scene, scene_of
from lexloci_reader.scenery import only_scenery
from lexloci_reader.steps import defines
from lexloci_reader.syllables import keyed
from lexloci_reader.text import plain, tokens
from lexloci_reader.thai import respelled
from lexloci_reader.wanted import undresses, wanted

WINDOW, OVERLAP, MOST = 2000, 300, 40
DENSEST = 100
"""People and clothes that one window may speak of: twice as many as our densest prompts would."""
_WORN = (*sorted(COVERS), "outer", "nude", "partial", "sheer", "explicit")
_DOES = ("adult", "person", "minor", "she", "he", "they", "kin", "fiction", "undress", "remove")
MINGLED, AT_LENGTH = 4, 1000
"""Scripts beside the Latin in a window of more characters than a greeting in every language
takes: more mean nothing. Our prompts have three at most, of any length."""
TOLD = 4
"""Readings of hidden text that are evidence, at most."""
BAREST = 24
"""Bare things and undressings that one window may name: almost five times what our prompts do."""
_BARES = ("nude", "partial", "underwear", "swimwear", "sheer", "shirtless", "undress", "bare")
_NOBODY = Depiction(
    {
        "subject": frozenset({"none"}),
        "age": frozenset({"adult"}),
        "exposure": COVERED,
        "sexual": NO,
        "likeness": EVERY["likeness"],
        "adds_exposure": NO,
    }
)


def read(
    prompt: str, *, operation: str = "generate", images: int = 0, negative_prompt: str = ""
) -> Reading:
    """The depictions `prompt` asks for, each with the values its text cannot rule out.

    Text of more than 2,000 characters is read in overlapping windows, all of which count.
    Pure and total: never raises on any `str`, equal arguments give equal readings.
    """
    edit = operation == "edit" or images > 0
    prompt, unwanted = wanted(prompt)
    windows = [prompt]
    if len(prompt) > WINDOW:
        windows = [prompt[i : i + WINDOW] for i in range(0, len(prompt), WINDOW - OVERLAP)]
        if len(windows) > MOST:
            return UNREAD
    parts, covered, language = [], True, "en"
    for window in windows:
        part, language, fine = _window(window, edit, images)
        parts.append(part)
        covered &= fine
    depictions = [d for part in parts for d in part.depictions]
    evidence = dict.fromkeys([e for part in parts for e in part.evidence])
    said = [each for each in (negative_prompt, unwanted) if each]
    if any(map(undresses, said)):
        depictions = [_wider(d, frozenset({"partial", "nude"}), edit) for d in depictions]
        evidence |= {Evidence("negative prompt", "clothes unwanted"): None}
    return Reading(tuple(_unique(depictions)), tuple(evidence), covered, language)


def _window(text: str, edit: bool, images: int) -> tuple[Part, str, bool]:
    """What one window says, its language, and whether it could be read."""
    if len(text) > AT_LENGTH and len(scripts(text)) > MINGLED:
        return _anything(edit, Evidence("text", "a mixture of scripts")), "", True
    spelled = in_han(plain(text))
    if text.isascii():
        text = spelled = keyed(spelled)
    typed = text
    hindi = in_devanagari(spelled) if text.isascii() or "hi" in letters(text) else None
    if hindi and hindi[1]:
        text = spelled = hindi[0]
    found = reveal(spelled)
    scene = scene_of(repair(tokens(found)), edit=edit, images=images, raw=text)
    if _crowded(scene):
        return _anything(edit, Evidence("text", "more than a picture shows")), "", True
    language, covered = tongue(scene, text)
    part = part_of(scene)
    others, odd = hidden(text)
    if typed != text:
        more, why = hidden(typed)
        others, odd = [*others, *more], [*odd, *why]
    latin = text.isascii() or not (covered or other_letters(text) or spelled_abroad(scene, text))
    own = native(scene, spelled) if latin else None
    own = ("hi", hindi[0]) if hindi and not hindi[1] else own
    if scene.langs["th"] and (thai := respelled(spelled)) != spelled:
        own = ("th", thai)
    if own:
        (language, said), covered = own, True
        again = part_of(scene_of(repair(tokens(said)), edit=edit, images=images, raw=said))
        part = Part((*part.depictions, *again.depictions), (*part.evidence, *again.evidence))
    if not covered and not edit and only_scenery(text):
        part = Part((_NOBODY,), (Evidence("language", "not covered, but of scenery alone"),))
    elif not covered:
        part = _anything(edit, *part.evidence, Evidence("language", "not covered"))
    for other in others[:TOLD]:  # what is hidden may be anything; these only tell why
        again = part_of(scene_of(undisguised(other), edit=edit, images=images))
        part = Part((*part.depictions, *again.depictions), (*part.evidence, *again.evidence))
    return _doubted(scene, part, typed, odd), language, covered


def _crowded(scene: Scene) -> bool:
    """Whether it names more than a picture shows: time is not spent on taking that apart."""
    if len(scene.marks) <= BAREST:
        return False
    return len(scene.having(*_BARES)) > BAREST or len(scene.having(*_WORN, *_DOES)) > DENSEST


def _doubted(scene: Scene, part: Part, text: str, odd: list[str]) -> Part:
    """The part as it is, or wider where the text hides or redefines what it says."""
    edit = scene.edit
    if not odd and disguised(text) and (edit or _somebody(scene, part)):
        odd = ["words disguised"]
    if odd:
        return _anything(edit, *part.evidence, *(Evidence("odd text", what) for what in odd))
    if defines(scene):
        told = Evidence("instructions", "meaning defined in the prompt")
        return _anything(edit, *part.evidence, told)
    return _instructed(scene, part, edit) if scene.having("odd") else part


def _anything(edit: bool, *why: Evidence) -> Part:
    """Any depiction at all, and why."""
    return Part((_everything(edit),), why)


def _somebody(scene: Scene, part: Part) -> bool:
    """Whether somebody may be meant: a person is told of, or a word that no list knows."""
    told = any(each.facts["subject"] != {"none"} for each in part.depictions)
    return told or strange(scene)


def _instructed(scene: Scene, part: Part, edit: bool) -> Part:
    """A prompt that redefines words or orders rules away may mean more than it says."""
    every = EVERY["exposure"]
    wide = tuple(_wider(d, every, edit, sexual=True) for d in part.depictions)
    if any("code" in m.tags for m in scene.marks):
        wide = (_everything(edit),)
    return Part(wide, (*part.evidence, Evidence("instructions", "meaning may be redefined")))


def _everything(edit: bool) -> Depiction:
    """Every value of every fact; a generated image adds nothing to a source."""
    return Depiction({**EVERY, "adds_exposure": EVERY["adds_exposure"] if edit else NO})


def _wider(
    depiction: Depiction, levels: frozenset[str], edit: bool, *, sexual: bool = False
) -> Depiction:
    """The depiction with more levels possible."""
    facts = dict(depiction.facts)
    facts["exposure"] = facts["exposure"] | levels
    if sexual:
        facts["sexual"] = EVERY["sexual"]
    if edit:
        facts["adds_exposure"] = EVERY["adds_exposure"]
    return Depiction(facts)


def _unique(depictions: list[Depiction]) -> list[Depiction]:
    out: list[Depiction] = []
    for depiction in depictions:
        if depiction not in out:
            out.append(depiction)
    return out

"""Seeing images on the way of a call: sources before the verdict, outputs before they are shown.

Both hang on the same three things: the memory of digests, a decoder that takes a file in one
reading or not at all, and the detector behind its bulkhead. What none of them can tell stays open,
and the rulebook judges what is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook
from lexloci_edge.calls import Call
from lexloci_edge.errors import DigestError, TooSlow, TurnedAway
from lexloci_edge.evidence import BY_REFERENCE, Evidence
from lexloci_edge.forms import Part, form_parts, written_form
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.seeing import joining, wording
from lexloci_edge.seeing.bulkhead import Look
from lexloci_edge.seeing.containers import Unclean
from lexloci_edge.seeing.decoding import Picture, picture_of
from lexloci_edge.seeing.digests import KEPT, Remembered, names_of
from lexloci_edge.seeing.looking import ended
from lexloci_edge.seeing.seen import EVERY, Facts
from lexloci_edge.settings import Settings
from lexloci_edge.timely import finished
from lexloci_edge.vault import Secret

MUST_BE_SEEN: Final = "+source-must-be-seen"
"""The house pack under which an edit is unknown while nobody has looked at its source."""
UNKNOWN: Final[Facts] = {fact: EVERY[fact] for fact in KEPT}


@dataclass(frozen=True, slots=True)
class Sources:
    """A call with what its sources show. call: as it goes on. before: their exposure, where
    anybody looked."""

    call: Call
    evidence: Evidence
    before: frozenset[str] | None = None


class Sighting:
    """Looks at the sources of calls of one environment."""

    def __init__(self, settings: Settings, rulebook: Rulebook, outside: Outside) -> None:
        self._settings = settings
        self._must_be_seen = MUST_BE_SEEN in rulebook.house.split(",")
        self._outside = outside

    def sources(self, visit: Visit, call: Call, evidence: Evidence) -> Sources:
        """The call and its evidence with what its pictures show, and what others read in its words;
        pictures that are only named by digest cannot be looked at, but may be remembered.

        Raises: TurnedAway for a picture that is on the platform's list or has no single reading;
        SecretError where digests cannot be hashed.
        """
        looks = wording.begun(self._outside, call)
        found = self._pictured(visit, call, evidence)
        heard = wording.heard(visit, looks, found.evidence, self._outside)
        return replace(found, evidence=heard)

    def _pictured(self, visit: Visit, call: Call, evidence: Evidence) -> Sources:
        if not call.digests:
            # Pictures that are only counted, as a backend may say it, were seen by nobody either.
            return Sources(call, self._unseen(evidence) if call.images else evidence)
        evidence = self._remembered(call, evidence)
        detector, looks = self._outside.detector, list[Look]()
        if detector is None or not call.files:
            return Sources(call, self._unseen(evidence))
        call, pictures = _decoded(call, lambda view: looks.append(detector.begin(view)))
        seen = ended(visit, detector, looks, self._outside)
        before = frozenset[str]().union(*(each.values("exposure") for each in seen))
        # Of a decision's files nobody knows here which are masks; the call knows how many are not.
        others = min(pictures, call.images) > 1
        by_reference = BY_REFERENCE in evidence.kinds and others and not call.named
        depictions = joining.widened(evidence.depictions, seen, by_reference)
        says = dict.fromkeys(f"source:{each.says}" for each in seen)
        found = replace(evidence, depictions=depictions, kinds=(*evidence.kinds, *says))
        if call.named or not all(each.told for each in seen):
            found = self._unseen(found)
        return Sources(call, found, before or None)

    def _unseen(self, evidence: Evidence) -> Evidence:
        """The evidence of an edit whose source nobody has looked at."""
        if not self._must_be_seen:
            return evidence
        return _may_show(evidence, UNKNOWN, "source:unseen")

    def _remembered(self, call: Call, evidence: Evidence) -> Evidence:
        """The evidence with what is known of the uploads' digests."""
        if self._outside.digests is None or not call.digests:
            return evidence
        digests, keys = self._outside.digests(), self._keys()
        names = [name for each in sorted(call.digests) for name in names_of(each, keys)]
        limit = self._outside.limits.ledger
        try:
            found: Sequence[Remembered] = finished(
                "digests", lambda: digests.find(names), limit
            ).result()
        except (DigestError, TooSlow):
            self._outside.signals.count("RegisterFails", what="digests")
            return _may_show(evidence, UNKNOWN, "memory:unknown")
        if any(each.known_bad for each in found):
            what = "is on the platform's list of pictures that are refused"
            raise TurnedAway(403, "known-image", "image", what)
        for each in found:
            if each.facts:
                made = [f"made-by:{id}" for id in each.decisions[-3:]]
                evidence = _may_show(evidence, each.facts, *made)
        return evidence

    def _keys(self) -> tuple[Secret, ...]:
        return self._outside.secrets.accepted(self._settings.hash_key)


def _may_show(evidence: Evidence, facts: Facts, *kinds: str) -> Evidence:
    depictions: tuple[Possibilities, ...] = joining.remembered(evidence.depictions, facts)
    return replace(evidence, depictions=depictions, kinds=(*evidence.kinds, *kinds))


def _decoded(call: Call, begin: Callable[[bytes], None]) -> tuple[Call, int]:
    """The call with clean files, and how many pictures it has but for masks, of which only the
    holes count. begin: called with each view while the next picture is decoded.

    Raises: TurnedAway.
    """
    if call.write is None:
        return _decoded_form(call, begin)
    clean: list[bytes] = []
    for number, data in enumerate(call.files):
        picture = _picture(data, "image")
        clean.append(picture.clean)
        if number not in call.masks:
            for view in picture.views:
                begin(view)
    return replace(call, payload=call.write(clean)), len(clean) - len(call.masks)


def _decoded_form(call: Call, begin: Callable[[bytes], None]) -> tuple[Call, int]:
    parts: list[Part] = []
    pictures = 0
    for part in form_parts(call.payload, call.content_type):
        if part.filename is not None:
            picture = _picture(part.data, part.name)
            if part.name != "mask":
                pictures += 1
                for view in picture.views:
                    begin(view)
            part = replace(part, data=picture.clean)
        parts.append(part)
    payload, content_type = written_form(parts)
    return replace(call, payload=payload, content_type=content_type), pictures


def _picture(data: bytes, where: str) -> Picture:
    """The picture in an uploaded file. Raises: TurnedAway."""
    try:
        return picture_of(data)
    except Unclean as error:
        hint = "save it anew as a plain PNG, JPEG or WebP"
        raise TurnedAway(400, "unclean-image", where, error.what, hint) from None

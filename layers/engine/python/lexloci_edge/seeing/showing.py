"""What becomes of the images that the image server made: nothing is shown that was not looked at.

Each output is judged as it is seen, by the same rulebook, places, claims and days as the call. One
that is not surely allowed is withheld, and all others with it, unless the platform chose otherwise.
The answer goes on with the members that we know: a picture could hide in any other. Of an image
its pixels go on, with marks of its origin; one that holds nothing else keeps its bytes.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from lexloci.explain import explain, status_of
from lexloci.facts import Possibilities, united
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict, judge_call
from lexloci_edge import answers
from lexloci_edge.answers import Answer, Links
from lexloci_edge.calls import Call
from lexloci_edge.errors import UpstreamError
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.seeing.bulkhead import Bulkhead, Look
from lexloci_edge.seeing.containers import Unclean
from lexloci_edge.seeing.decoding import picture_of
from lexloci_edge.seeing.digests import KEPT, digest_of, names_of, telling
from lexloci_edge.seeing.joining import shown
from lexloci_edge.seeing.looking import ended
from lexloci_edge.seeing.outputs import Outputs, words_of
from lexloci_edge.seeing.seen import Facts, Seen
from lexloci_edge.seeing.sighting import Sources
from lexloci_edge.settings import Settings
from lexloci_edge.sizes import ANSWER_LIMIT
from lexloci_edge.timely import finished

TOLD: Final = ("subject", "age", "exposure", "sexual", "likeness", "adds_exposure")
_MEMBERS: Final[Mapping[str, type]] = {
    "created": int,
    "background": str,
    "model": str,
    "output_format": str,
    "quality": str,
    "size": str,
    "usage": dict,
}
"""Members of an answer that go on beside its images: a number, a word, numbers by name."""
_WORD: Final = re.compile(r"[A-Za-z0-9._:/ -]{0,64}", re.ASCII)
_USAGE: Final = 24
"""Numbers of usage that go on."""
HEADER: Final = "Lexloci-Withheld"


@dataclass(frozen=True, slots=True)
class _Judged:
    """One output, looked at and judged."""

    data: bytes
    depictions: tuple[Possibilities, ...]
    verdict: Verdict
    facts: Facts

    @property
    def allowed(self) -> bool:
        return self.verdict.outcome is Outcome.ALLOW


class Outgoing:
    """Looks at the outputs of calls of one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, links: Links, outside: Outside
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._links = links
        self._outside = outside

    def shown(
        self, visit: Visit, sources: Sources, days: frozenset[date], body: bytes, images: int
    ) -> Outputs:
        """What of this answer with so many images may be shown.

        Raises: UpstreamError for an image without one reading; DigestError, TooSlow, SecretError
        where one that must be remembered is not.
        """
        detector = self._outside.detector
        asked = _asked(sources.evidence.depictions)
        if detector is None and (self._outside.digests is None or not telling(asked)):
            return Outputs(body, images)
        answer = json.loads(body)
        files = [base64.b64decode(entry["b64_json"]) for entry in answer["data"]]
        if detector is None:
            for data in files:
                self._remember(visit, data, asked)
            return Outputs(body, images)
        looked = self._looked_at(visit, detector, files)
        judged = [self._judged(data, seen, sources, days) for data, seen in looked]
        labels = tuple(dict.fromkeys(each.says for _, seen in looked for each in seen))
        # A sheet of all shows what is withheld too, smaller than it was looked at.
        whole = self._settings.withhold == "all" or _is_sheeted(sources.call, len(judged))
        return replace(self._outputs(visit, judged, days, answer, whole), labels=labels)

    def _outputs(
        self,
        visit: Visit,
        judged: Sequence[_Judged],
        days: frozenset[date],
        answer: Any,
        whole: bool,
    ) -> Outputs:
        bad = [each for each in judged if not each.allowed]
        good = [each for each in judged if each.allowed]
        if bad:
            self._outside.signals.count("Withheld", kept=self._settings.withhold)
        if bad and (not good or whole):
            refused = self._refused(visit, bad, days)
            return Outputs(b"", 0, len(judged), refused, **self._told(bad))
        for each in good:
            self._remember(visit, each.data, each.facts)
        duties = 0
        for each in good:
            duties |= each.verdict.duties
        entries = [
            (entry, each.data)
            for entry, each in zip(answer["data"], judged, strict=True)
            if each.allowed
        ]
        headers, more = {}, {}
        if bad:
            headers = {HEADER: f"{len(bad)} of {len(judged)}"}
            more = {"lexloci": {"withheld": len(bad), "made": len(judged)}}
        return Outputs(
            body=_written(answer, entries, more),
            images=len(good),
            withheld=len(bad),
            headers=headers,
            duties=self._rulebook.duties(duties),
            **self._told(bad),
        )

    def _looked_at(
        self, visit: Visit, detector: Bulkhead, files: Sequence[bytes]
    ) -> list[tuple[bytes, tuple[Seen, ...]]]:
        """Each file as it may go on, and what was seen of it, one entry per view."""
        looks: list[Look] = []
        pictures: list[tuple[bytes, int]] = []
        for data in files:
            try:
                picture = picture_of(data, marks=True)
            except Unclean as error:
                raise UpstreamError(
                    "upstream-no-image", f"sent an image that {error.what}"
                ) from None
            pictures.append((picture.clean, len(picture.views)))
            looks += [detector.begin(view) for view in picture.views]
        told = iter(ended(visit, detector, looks, self._outside))
        return [(clean, tuple(next(told) for _ in range(count))) for clean, count in pictures]

    def _judged(
        self, data: bytes, seen: Sequence[Seen], sources: Sources, days: frozenset[date]
    ) -> _Judged:
        asked, operation = sources.evidence.depictions, sources.call.operation
        depictions = tuple(
            depiction
            for view in seen
            for depiction in shown(asked, view, operation, sources.before)
        )
        facts = {
            fact: frozenset[str]().union(*(each[fact] for each in depictions)) for fact in KEPT
        }
        return _Judged(data, depictions, judge_call(self._rulebook, depictions, days), facts)

    def _remember(self, visit: Visit, data: bytes, facts: Facts) -> None:
        """Keep what a later edit of this image starts from, before it goes out."""
        if self._outside.digests is None or not telling(facts):
            return
        digests = self._outside.digests()
        key = self._outside.secrets.accepted(self._settings.hash_key)[:1]
        (name,) = names_of(digest_of(data), key)
        finished(
            "digests",
            lambda: digests.keep(name, facts, visit.id, visit.at),
            self._outside.limits.ledger,
        ).result()

    def _refused(self, visit: Visit, bad: Sequence[_Judged], days: frozenset[date]) -> Answer:
        explained = explain(self._rulebook, [d for each in bad for d in each.depictions], days)
        status = status_of(self._rulebook, explained.verdict)
        places = self._rulebook.places
        answer = answers.refused(explained, status, places, visit.id, self._links)
        return _of_an_output(answer)

    def _told(self, bad: Sequence[_Judged]) -> dict[str, Any]:
        """For the record: what is withheld may show, and what refuses that."""
        if not bad:
            return {}
        because = 0
        for each in bad:
            because |= each.verdict.because
        facts = united(self._rulebook.facts, [d for each in bad for d in each.depictions])
        return {
            "because": f"{because:x}",
            "seen": {name: tuple(sorted(facts[name])) for name in TOLD},
        }


def _is_sheeted(call: Call, images: int) -> bool:
    """Whether one of so many images is a sheet of the others."""
    return call.answering is not None and call.answering.sheet and 1 < images == call.n


def _asked(depictions: Sequence[Possibilities]) -> Facts:
    return {fact: frozenset[str]().union(*(each[fact] for each in depictions)) for fact in KEPT}


def _of_an_output(answer: Answer) -> Answer:
    """The refusal, saying that it is about what was made and not about what was asked."""
    body = json.loads(answer.body)
    said = "The image was made, looked at, and is withheld. "
    body["detail"] = said + body["detail"]
    body["withheld"] = "output"
    body["error"]["message"] = said + body["error"]["message"]
    return replace(answer, body=json.dumps(body))


def _written(
    answer: Mapping[str, Any],
    entries: Sequence[tuple[Mapping[str, Any], bytes]],
    more: Mapping[str, Any],
) -> bytes:
    """The answer anew: what is known of it, and these images. Raises: UpstreamError."""
    kept = {name: answer[name] for name, kind in _MEMBERS.items() if _plain(answer.get(name), kind)}
    data = []
    for entry, image in entries:
        words = entry.get("revised_prompt")
        revised = {"revised_prompt": words_of(words)} if isinstance(words, str) else {}
        data.append({"b64_json": base64.b64encode(image).decode(), **revised})
    body = json.dumps({**kept, "data": data, **more}, separators=(",", ":")).encode()
    if len(body) > ANSWER_LIMIT:
        # Turned upright, a picture may have grown.
        raise UpstreamError("upstream-too-large", "sent more than can be handed on")
    return body


def _plain(value: object, kind: type) -> bool:
    """Whether this member may go on: of its kind, and nothing that could be a picture."""
    if isinstance(value, dict):
        inner = [each for found in value.values() for each in _numbers(found)]
        names = all(_WORD.fullmatch(str(name)) for name in value)
        return kind is dict and names and len(inner) <= _USAGE and None not in inner
    if isinstance(value, str):
        return kind is str and _WORD.fullmatch(value) is not None
    return kind is int and isinstance(value, int) and 0 <= value < 10**11


def _numbers(found: object) -> list[int | float | None]:
    """The numbers here, one deep; None for anything else."""
    if isinstance(found, dict):
        return [_number(each) if _WORD.fullmatch(name) else None for name, each in found.items()]
    return [_number(found)]


def _number(found: object) -> int | float | None:
    return found if isinstance(found, int | float) and abs(found) < 10**11 else None

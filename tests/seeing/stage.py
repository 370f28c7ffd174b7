"""A gate that sees: the edge's stage with pictures, a detector that reads marks, the real law."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.edge.conftest import QUICK, Shown, Stage, Told, Understood, images

from lexloci_edge.forms import Part, written_form
from lexloci_edge.outside import Outside
from lexloci_edge.records import Aftermath
from lexloci_edge.seeing.bulkhead import Bulkhead
from lexloci_edge.seeing.digests import MemoryDigests
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.upstream import Forward, Received
from lexloci_tools.serve.generator import scene
from lexloci_tools.serve.marks import Mark, marked, read_mark
from lexloci_tools.serve.stub_sight import faced, famous, moderated

SIDE = 64
PLAIN = scene(SIDE, SIDE)
"""A lighthouse: no face, no label."""

ANYBODY: Mapping[str, list[str]] = {
    "subject": ["none", "fictional", "real"],
    "age": ["adult", "minor"],
    "exposure": ["covered"],
    "sexual": ["no"],
    "likeness": ["drawn", "photographic"],
    "adds_exposure": ["no"],
}
ADULT = {**ANYBODY, "subject": ["fictional"], "age": ["adult"]}
SAID: Mapping[str, Mapping[str, list[str]]] = {
    "a lighthouse at dawn": {**ANYBODY, "subject": ["none"], "age": ["adult"]},
    "a woman on a bench": ADULT,
    "a woman in a bikini": {**ADULT, "exposure": ["swimwear"]},
    "a woman in lingerie": {**ADULT, "exposure": ["underwear"]},
    "a child on a bench": {**ADULT, "age": ["minor"]},
    "a known person on a bench": {**ADULT, "subject": ["real"]},
    "make the sky blue": ANYBODY,
    "make her smile": {**ANYBODY, "subject": ["real"]},
    "her in the outfit of the second": {
        **ANYBODY,
        "subject": ["real"],
        "exposure": ["covered", "swimwear", "underwear", "partial", "nude"],
        "adds_exposure": ["no", "yes"],
    },
}


@dataclass(frozen=True)
class Found:
    """A piece of evidence as the reader answers it."""

    detector: str
    what: str


def read_fake(prompt: str, *, operation: str, images: int) -> Understood:
    """Read the prompts of this stage."""
    said = {fact: frozenset(values) for fact, values in SAID[prompt].items()}
    evidence = (Found("edit", "by reference"),) if "outfit" in prompt else ()
    return Understood((Shown(said),), evidence)


@dataclass
class Client:
    """Rekognition's client: answers by marks, or does what `does` does. seen: what it was sent."""

    does: Callable[[], Any] | None = None
    score: float = 97.0
    seen: list[bytes] = field(default_factory=list)

    def _told(self, answer: Callable[..., Any], data: bytes) -> Any:
        self.seen.append(data)
        if self.does is not None:
            return self.does()
        return answer(read_mark(data), self.score)

    def detect_moderation_labels(self, **about: Any) -> Any:
        """As boto3's."""
        return self._told(moderated, about["Image"]["Bytes"])

    def detect_faces(self, **about: Any) -> Any:
        """As boto3's."""
        return self._told(faced, about["Image"]["Bytes"])

    def recognize_celebrities(self, **about: Any) -> Any:
        """As boto3's."""
        return self._told(famous, about["Image"]["Bytes"])


@dataclass
class SeeingStage(Stage):
    """A stage with a detector and a memory of digests; None takes one away."""

    read: Any = read_fake
    client: Client = field(default_factory=Client)
    detector: Any = None
    digests: Any = field(default_factory=MemoryDigests)
    fetch: Any = None
    looks: bool = True
    wording: Any = None

    def outside(self) -> Outside:
        """What stands on the stage now, with what looks at pictures."""
        if self.looks and self.detector is None:
            self.detector = Bulkhead(Rekognition(lambda: self.client))
        return replace(
            super().outside(),
            detector=self.detector if self.looks else None,
            digests=self.digests and (lambda: self.digests),
            fetch=self.fetch,
            wording=self.wording,
        )

    def hurry(self) -> None:
        """Wait no longer than a moment for what hangs."""
        self.limits = replace(QUICK, detector=0.2, ledger=9, reader=9, upstream=9)

    def paints(self, *pictures: bytes) -> None:
        """Let the image server answer with these pictures."""
        self.server.answer = images(*pictures)

    def generate(self, prompt: str, place: str = "FJ", /, **fields: Any) -> Told:
        """Ask for an image from a place."""
        headers = {"cloudfront-viewer-country": place}
        return self.send(self.event(body={"prompt": prompt, **fields}, headers=headers))

    def edit(self, prompt: str, *pictures: bytes, place: str = "FJ", **fields: Any) -> Told:
        """Ask for an edit of these pictures from a place."""
        return self.send(self.edit_event(prompt, *pictures, place=place, **fields))

    def edit_event(
        self, prompt: str, *pictures: bytes, place: str = "FJ", path: str = "edits", **fields: Any
    ) -> dict[str, Any]:
        """The event of an edit, or of a variation."""
        said = {"prompt": prompt, **fields} if prompt else fields
        parts = [Part(name, None, "", str(value).encode()) for name, value in said.items()]
        name = "image" if len(pictures) == 1 else "image[]"
        parts += [
            Part(name, f"a-{at}", "application/octet-stream", data)
            for at, data in enumerate(pictures)
        ]
        body, kind = written_form(parts)
        headers = {"cloudfront-viewer-country": place}
        return self.event(f"/v1/images/{path}", body=body, headers=headers, kind=kind)

    @property
    def after(self) -> Aftermath:
        """What became of the last forwarded call."""
        kept = [each for each in self.ledger.entries.values() if isinstance(each, Aftermath)]
        return kept[-1]


def shows(exposure: str = "covered", age: str = "adult", sexual: str = "no") -> bytes:
    """A picture that is to be taken for this."""
    return marked(PLAIN, Mark(exposure, age, sexual))  # type: ignore[arg-type]


def pictures_in(told: Told) -> list[bytes]:
    """The pictures that a caller was given."""
    return [base64.b64decode(each["b64_json"]) for each in told.body.get("data", [])]


def forwarded_files(forward: Forward) -> bytes:
    """What went on to the image server."""
    return forward.body


__all__ = ["PLAIN", "Client", "Received", "SeeingStage", "pictures_in", "shows"]

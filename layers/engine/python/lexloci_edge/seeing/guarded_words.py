"""Bedrock Guardrails' filter for texts, as a detector that is shown words in UTF-8."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lexloci_edge.seeing.guardrails import Guardrails, confidence_in
from lexloci_edge.seeing.rekognition import asked
from lexloci_edge.seeing.seen import DetectorError, Seen


class GuardedWords:
    """The detector. guardrails: the same that looks at pictures."""

    def __init__(self, guardrails: Guardrails) -> None:
        self._guardrails = guardrails

    @property
    def name(self) -> str:
        """As `Detector.name`."""
        return self._guardrails.name

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """As `Detector.questions`."""
        client, text = self._guardrails.client, view.decode(errors="replace")
        about = self._guardrails.about("INPUT", {"text": {"text": text}})
        return [lambda: asked(client, "apply_guardrail", **about)]

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """As `Detector.evidence`. Words that were guarded in part only were not read."""
        (answer,) = answers
        if not isinstance(answer, Mapping):
            raise DetectorError("broken")
        covered = (answer.get("guardrailCoverage") or {}).get("textCharacters") or {}
        if not covered.get("total") or covered.get("guarded") != covered.get("total"):
            raise DetectorError("broken")
        says = confidence_in(answer, "words")
        return Seen((says,), self._guardrails.says)

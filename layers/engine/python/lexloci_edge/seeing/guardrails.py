"""Amazon Bedrock Guardrails as a detector: one filter that tells how sexual a picture is.

It knows no age, identity or attire, so it leaves those to the reading of the words.
https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from lexloci_edge.seeing.rekognition import asked, listed
from lexloci_edge.seeing.scales import scale
from lexloci_edge.seeing.seen import DetectorError, Facts, Seen


class Guardrails:
    """The detector. guardrail, version: which guardrail of the account is applied."""

    def __init__(self, connect: Callable[[], Any], guardrail: str, version: str) -> None:
        self._connect = connect
        self._guardrail = guardrail
        self._version = version

    @property
    def name(self) -> str:
        """As `Detector.name`."""
        return "guardrails"

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """As `Detector.questions`. Source OUTPUT: only then is a picture all that is looked at."""
        client = self.client
        about = {
            "guardrailIdentifier": self._guardrail,
            "guardrailVersion": self._version,
            "source": "OUTPUT",
            "content": [{"image": {"format": "jpeg", "source": {"bytes": view}}}],
            "outputScope": "FULL",
        }
        return [lambda: asked(client, "apply_guardrail", **about)]

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """As `Detector.evidence`. A picture that the guardrail did not guard was not looked at."""
        (answer,) = answers
        if not isinstance(answer, Mapping):
            raise DetectorError("broken")
        covered = (answer.get("guardrailCoverage") or {}).get("images") or {}
        if covered.get("guarded") != 1 or covered.get("total") != 1:
            raise DetectorError("broken")
        data = scale("guardrails").more
        found = [
            each
            for assessment in listed(answer, "assessments")
            for each in listed(assessment.get("contentPolicy") or {}, "filters")
            if each.get("type") == data["filter"]
        ]
        words = {str(each.get("confidence")) for each in found}
        if not words or words - set(data["confidence"]):
            raise DetectorError("broken")
        worst = max(words, key=list(data["confidence"]).index)
        says = data["confidence"][worst]
        person: Facts = {fact: frozenset(values) for fact, values in says.items()}
        return Seen((person,), f"{self.name}@{self._version}")

"""Amazon Bedrock Guardrails as a detector: one filter that tells how sexual a picture is.

It knows no age, identity or attire, so it leaves those to the reading of the words; which it may
help with its filter for texts (`wording`).
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

    @property
    def says(self) -> str:
        """Its name with the guardrail's version, for the record."""
        return f"{self.name}@{self._version}"

    def about(self, source: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """What ApplyGuardrail is asked about one piece of content."""
        return {
            "guardrailIdentifier": self._guardrail,
            "guardrailVersion": self._version,
            "source": source,
            "content": [content],
            "outputScope": "FULL",
        }

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """As `Detector.questions`. Source OUTPUT: only then is a picture all that is looked at."""
        client = self.client
        image = {"image": {"format": "jpeg", "source": {"bytes": view}}}
        about = self.about("OUTPUT", image)
        return [lambda: asked(client, "apply_guardrail", **about)]

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """As `Detector.evidence`. A picture that the guardrail did not guard was not looked at."""
        (answer,) = answers
        if not isinstance(answer, Mapping):
            raise DetectorError("broken")
        covered = (answer.get("guardrailCoverage") or {}).get("images") or {}
        if covered.get("guarded") != 1 or covered.get("total") != 1:
            raise DetectorError("broken")
        return Seen((confidence_in(answer, "confidence"),), self.says)


def confidence_in(answer: Mapping[str, Any], table: str) -> Facts:
    """What the filter's worst word means by this table of the data. Raises: DetectorError."""
    data = scale("guardrails").more
    found = [
        each
        for assessment in listed(answer, "assessments")
        for each in listed(assessment.get("contentPolicy") or {}, "filters")
        if each.get("type") == data["filter"]
    ]
    words = {str(each.get("confidence")) for each in found}
    if not words or words - set(data[table]):
        raise DetectorError("broken")
    worst = max(words, key=list(data[table]).index)
    return {fact: frozenset(values) for fact, values in data[table][worst].items()}

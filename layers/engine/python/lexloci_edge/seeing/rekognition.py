"""Amazon Rekognition as a detector: moderation labels, faces and, where switched on, celebrities.

Bytes go with the call; nothing is stored by us, and Rekognition keeps no image that is sent so.
https://docs.aws.amazon.com/rekognition/latest/dg/moderation-api.html
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from lexloci_edge.seeing.scales import Label, Scale, scale
from lexloci_edge.seeing.seen import DetectorError, Facts, Resembles, Seen

_THROTTLED: Final = {
    *("ThrottlingException", "ProvisionedThroughputExceededException"),
    *("TooManyRequestsException", "ServiceQuotaExceededException", "ServiceUnavailableException"),
}
_SOMEBODY: Final = frozenset({"fictional", "real"})
_ADULT, _MINOR = frozenset({"adult"}), frozenset({"minor"})


def asked(client: Any, operation: str, **about: Any) -> Mapping[str, Any]:
    """What an operation of AWS answers. Raises: DetectorError."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: Mapping[str, Any] = getattr(client, operation)(**about)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise DetectorError("throttled" if code in _THROTTLED else "failed") from None
    except (BotoCoreError, ValueError, KeyError, AttributeError, TypeError):
        # botocore's parsers raise the latter on answers that are not of the service's shape.
        raise DetectorError("failed") from None
    return answer


def listed(answer: Any, member: str) -> list[Mapping[str, Any]]:
    """A member that must be there as a list of objects. Raises: DetectorError."""
    found = answer.get(member) if isinstance(answer, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise DetectorError("broken")
    return found


def number(value: object) -> float:
    """A number from 0 to 100. Raises: DetectorError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DetectorError("broken")
    if not math.isfinite(value) or not 0 <= value <= 100.5:
        raise DetectorError("broken")
    return float(value)


def client_of(service: str, milliseconds: int) -> Any:
    """A client that gives up early: one try, for there is no time for a second."""
    import boto3
    from botocore.config import Config

    limit = milliseconds / 1000
    return boto3.client(
        service,
        config=Config(
            connect_timeout=limit,
            read_timeout=limit,
            retries={"mode": "standard", "total_max_attempts": 1},
            max_pool_connections=16,
            tcp_keepalive=True,
        ),
    )


class Rekognition:
    """The detector. connect: makes its client. celebrities: whether to ask who is famous."""

    def __init__(self, connect: Callable[[], Any], celebrities: bool = False) -> None:
        self._connect = connect
        self._celebrities = celebrities

    @property
    def name(self) -> str:
        """As `Detector.name`."""
        return "rekognition"

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    @cached_property
    def _scale(self) -> Scale:
        return scale("rekognition")

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """As `Detector.questions`."""
        image, client, least = {"Bytes": view}, self.client, self._scale.unsure
        asks: list[Callable[[], Any]] = [
            lambda: asked(client, "detect_moderation_labels", Image=image, MinConfidence=least),
            lambda: asked(client, "detect_faces", Image=image, Attributes=["AGE_RANGE"]),
        ]
        if self._celebrities:
            asks.append(lambda: asked(client, "recognize_celebrities", Image=image))
        return asks

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """As `Detector.evidence`."""
        labels = [_label(each) for each in listed(answers[0], "ModerationLabels")]
        whole: Facts = {**self._scale.graded(labels), **self._likeness(answers[0])}
        persons: list[Facts] = []
        for face in listed(answers[1], "FaceDetails"):
            if number(face.get("Confidence")) < self._scale.more["faces"]["confidence"]:
                continue
            person = {**whole, "subject": _SOMEBODY, "age": self._age(face.get("AgeRange"))}
            if person not in persons:
                persons.append(person)
        version = str(answers[0].get("ModerationModelVersion", ""))[:8]
        resembles = self._resembles(answers[2]) if self._celebrities else "no"
        return Seen(tuple(persons) or (whole,), f"{self.name}@{version}", resembles)

    def _age(self, found: object) -> frozenset[str]:
        if not isinstance(found, Mapping):
            raise DetectorError("broken")
        low, high = number(found.get("Low")), number(found.get("High"))
        if low > high:
            raise DetectorError("broken")
        lines = self._scale.more["faces"]
        if low >= lines["adult_from"]:
            return _ADULT
        return _MINOR if high < lines["minor_below"] else _ADULT | _MINOR

    def _likeness(self, answer: Mapping[str, Any]) -> Facts:
        lines = self._scale.more["illustrated"]
        types = answer.get("ContentTypes")
        drawn = isinstance(types, list) and any(
            isinstance(each, Mapping)
            and each.get("Name") in lines["names"]
            and number(each.get("Confidence")) >= lines["sure"]
            for each in types
        )
        return {"likeness": frozenset({"drawn"} if drawn else {"drawn", "photographic"})}

    def _resembles(self, answer: Mapping[str, Any]) -> Resembles:
        faces = listed(answer, "CelebrityFaces")
        best = max((number(each.get("MatchConfidence")) for each in faces), default=0.0)
        lines = self._scale.more["celebrities"]
        if best >= lines["sure"]:
            return "sure"
        return "maybe" if best >= lines["unsure"] else "no"


def _label(found: Mapping[str, Any]) -> Label:
    name, parent = found.get("Name"), found.get("ParentName", "")
    if not isinstance(name, str) or not isinstance(parent, str | type(None)):
        raise DetectorError("broken")
    return Label(name, parent or "", number(found.get("Confidence")))

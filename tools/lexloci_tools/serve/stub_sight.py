"""A stand-in for Rekognition and Bedrock Guardrails: reads marks (`marks`), and answers as they do.

It speaks Rekognition's JSON protocol and Bedrock's REST, so that boto3 in the real handler asks it.
It can be told to be slow, to throttle, to fail, and to answer what no service would.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lexloci_tools.serve.http_server import Answerer, Listening
from lexloci_tools.serve.marks import Mark, read_mark

Mood = Literal["well", "blank", "slow", "throttled", "failing", "broken", "hangs-up"]
"""`blank`: every picture shows nothing, and none is read, so that only its delay is measured."""
SLOW = 4.0
"""Seconds of an answer in the mood `slow`: longer than the gate waits."""

_L1 = "Non-Explicit Nudity of Intimate parts and Kissing"
_WORN = (
    ("Swimwear or Underwear", "", 1),
    ("Female Swimwear or Underwear", "Swimwear or Underwear", 2),
)
LABELS: Mapping[str, tuple[tuple[str, str, int], ...]] = {
    "covered": (),
    "swimwear": _WORN,
    "underwear": _WORN,
    "partial": (
        (_L1, "", 1),
        ("Non-Explicit Nudity", _L1, 2),
        ("Partially Exposed Buttocks", "Non-Explicit Nudity", 3),
    ),
    "nude": (
        ("Explicit", "", 1),
        ("Explicit Nudity", "Explicit", 2),
        ("Exposed Female Genitalia", "Explicit Nudity", 3),
    ),
    "no": (),
    "suggestive": ((_L1, "", 1), ("Kissing on the Lips", _L1, 2)),
    "explicit": (("Explicit", "", 1), ("Explicit Sexual Activity", "Explicit", 2)),
}
AGES: Mapping[str, tuple[int, int]] = {"adult": (27, 35), "minor": (8, 14), "unsure": (16, 24)}

ALARMING = "frobnicate"
"""A word that no reader knows, so that a test can tell who was alarmed by it."""

BROKEN = {"ModerationLabels": "all", "FaceDetails": [{"AgeRange": 7}], "assessments": "none"}


@dataclass(slots=True)
class State:
    """How it answers. count: how many questions came so far."""

    mood: Mood = "well"
    delay: float = 0.0
    score: float = 97.0
    count: int = 0


class StubSight:
    """The server, from when it is made until `close`. Change `state` at any time."""

    def __init__(self) -> None:
        self.state = State()
        self._listening = Listening(_handler(self.state))
        self.url = self._listening.url

    @property
    def variables(self) -> Mapping[str, str]:
        """Environment variables with which boto3 asks this server."""
        return {
            "AWS_ENDPOINT_URL_REKOGNITION": self.url,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.url,
            "LEXLOCI_GUARDRAIL": "demo",
            "LEXLOCI_GUARDRAIL_VERSION": "1",
        }

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()


def _handler(state: State) -> type[Answerer]:
    class Sight(Answerer):
        def do_POST(self) -> None:
            body = self.body()
            state.count += 1
            time.sleep(SLOW if state.mood == "slow" else state.delay)
            if state.mood == "hangs-up":
                self.close_connection = True
                return
            target = str(self.headers.get("X-Amz-Target", ""))
            status, told = _answer(state, target, self.path, body)
            headers = [("Content-Type", "application/x-amz-json-1.1")]
            if status != 200:
                headers.append(("x-amzn-ErrorType", told["__type"]))
            self.answer(status, json.dumps(told).encode(), headers)

    return Sight


def _answer(state: State, target: str, path: str, body: bytes) -> tuple[int, Mapping[str, Any]]:
    if state.mood == "throttled":
        return 400, {"__type": "ThrottlingException", "message": "told to"}
    if state.mood == "broken":
        return 200, BROKEN
    try:
        if state.mood != "failing":
            return 200, _told(state, target.rpartition(".")[2], path, json.loads(body))
    except (KeyError, ValueError, OSError):
        pass
    return 500, {"__type": "InternalServerError", "message": "cannot"}


def _told(state: State, operation: str, path: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    if not operation and path.startswith("/guardrail/"):
        content = asked["content"][0]
        if "text" in content:
            return guarded_words(str(content["text"]["text"]))
        data = content["image"]["source"]["bytes"]
        return guarded(read_mark(base64.b64decode(data)))
    answers = {
        "DetectModerationLabels": moderated,
        "DetectFaces": faced,
        "RecognizeCelebrities": famous,
    }
    blank = state.mood == "blank"
    mark = None if blank else read_mark(base64.b64decode(asked["Image"]["Bytes"]))
    return answers[operation](mark, state.score)


def moderated(mark: Mark | None, score: float) -> dict[str, Any]:
    """Answer what DetectModerationLabels says of a picture with this mark."""
    words = [] if mark is None else [mark.exposure, mark.sexual]
    labels = {name: (parent, level) for word in words for name, parent, level in LABELS[word]}
    return {
        "ModerationLabels": [
            {"Name": name, "ParentName": parent, "TaxonomyLevel": level, "Confidence": score}
            for name, (parent, level) in labels.items()
        ],
        "ModerationModelVersion": "7.0",
        "ContentTypes": [],
    }


def faced(mark: Mark | None, score: float) -> dict[str, Any]:
    """Answer what DetectFaces says of a picture with this mark."""
    if mark is None or mark.age == "none":
        return {"FaceDetails": []}
    low, high = AGES[mark.age]
    return {"FaceDetails": [{"AgeRange": {"Low": low, "High": high}, "Confidence": 99.9}]}


def famous(mark: Mark | None, score: float) -> dict[str, Any]:
    """Answer what RecognizeCelebrities says: nobody in the demo is famous."""
    return {"CelebrityFaces": [], "UnrecognizedFaces": []}


def guarded(mark: Mark | None) -> dict[str, Any]:
    """Answer what ApplyGuardrail says of a picture with this mark."""
    words = {"covered": "NONE", "swimwear": "LOW", "underwear": "MEDIUM"}
    word = "NONE" if mark is None else words.get(mark.exposure, "HIGH")
    if mark is not None and mark.sexual == "explicit":
        word = "HIGH"
    return _assessed(word, {"images": {"guarded": 1, "total": 1}})


def guarded_words(text: str) -> dict[str, Any]:
    """Answer what ApplyGuardrail says of a text: one word alone alarms the stub."""
    word = "HIGH" if ALARMING in text.lower() else "NONE"
    return _assessed(word, {"textCharacters": {"guarded": len(text), "total": len(text)}})


def _assessed(word: str, coverage: Mapping[str, Any]) -> dict[str, Any]:
    found = {"type": "SEXUAL", "confidence": word, "action": "NONE", "detected": word != "NONE"}
    return {
        "action": "NONE",
        "outputs": [],
        "assessments": [{"contentPolicy": {"filters": [found]}}],
        "guardrailCoverage": coverage,
        "usage": {},
    }

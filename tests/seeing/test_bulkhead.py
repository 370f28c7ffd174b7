"""The bulkhead and the circuit before a detector, and who looks by which settings."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.edge.test_fail_closed import raising

from lexloci_edge.errors import SettingsError
from lexloci_edge.seeing.bulkhead import PLACES, Bulkhead, Circuit
from lexloci_edge.seeing.live import detector_of, fetch_of
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.seeing.seen import EVERY, DetectorError, Seen
from lexloci_edge.settings import Settings


class Asking:
    """A detector of one question."""

    name = "asking"

    def __init__(self, ask: Any) -> None:
        self.ask = ask
        self.count = 0

    def questions(self, view: bytes) -> Any:
        """As `Detector.questions`."""
        self.count += 1
        return [self.ask]

    def evidence(self, answers: Any) -> Seen:
        """As `Detector.evidence`."""
        return Seen(({"exposure": frozenset({"covered"})},), self.name)


def looked(bulkhead: Bulkhead, seconds: float = 5.0) -> Seen:
    """One look at one picture."""
    (seen,) = bulkhead.ended([bulkhead.begin(b"x")], seconds)
    return seen


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (raising(DetectorError("throttled")), "throttled"),
        (raising(RuntimeError("x")), "crashed"),
        (lambda: threading.Event().wait(0.4), "slow"),
    ],
)
def test_a_detector_that_fails_leaves_every_value(ask, why):
    """A reason for the record, never an error."""
    seen = looked(Bulkhead(Asking(ask)), 0.1)
    assert (seen.persons, seen.told, seen.says) == ((EVERY,), False, f"asking:{why}")


def test_what_hangs_holds_its_place_and_then_nothing_is_asked():
    """The bulkhead is full: everything else is as it is, and this is uncertain."""
    go_on = threading.Event()
    bulkhead = Bulkhead(Asking(lambda: go_on.wait(5)))
    held = [bulkhead.begin(b"x") for _ in range(PLACES)]
    assert looked(bulkhead, 0.05).says == "asking:busy"
    go_on.set()
    bulkhead.ended(held, 5)
    assert looked(bulkhead).told


def test_after_failures_in_a_row_nobody_asks_for_a_while():
    """Then one look tries, and where it succeeds all may."""
    now = [0.0]
    detector = Asking(raising(DetectorError("failed")))
    bulkhead = Bulkhead(detector, lambda: now[0])
    says = [looked(bulkhead).says for _ in range(7)]
    assert says == ["asking:failed"] * 5 + ["asking:circuit"] * 2
    assert detector.count == 5
    now[0] = 11.0
    assert [looked(bulkhead).says for _ in range(2)] == ["asking:failed", "asking:circuit"]
    now[0], detector.ask = 22.0, lambda: None
    assert [looked(bulkhead).told for _ in range(3)] == [True] * 3


def test_a_circuit_counts_only_failures_in_a_row():
    """One that fails now and then is asked on."""
    circuit = Circuit(lambda: 0.0, limit=2)
    for answered in (False, True, False, True, False):
        circuit.told(answered=answered)
        assert circuit.lets_through()
    circuit.told(answered=False)
    assert not circuit.lets_through()


# ---------------------------------------------------------------------------------------- settings


def settings(**told: str) -> Settings:
    """Settings with these variables."""
    usual = {
        "LEXLOCI_TABLE": "t",
        "LEXLOCI_ORIGIN_SECRET": "o",
        "LEXLOCI_HASH_KEY": "h",
        "LEXLOCI_UPSTREAM": "http://x.invalid",
        "AWS_REGION": "eu-west-2",
    }
    return Settings.read({**usual, **{f"LEXLOCI_{name}": value for name, value in told.items()}})


def test_nobody_looks_unless_somebody_is_named():
    """The default; and no address is fetched from."""
    assert (detector_of(settings()), fetch_of(settings())) == (None, None)


@pytest.mark.parametrize("name", ["rekognition", "guardrails"])
def test_a_detector_is_made_without_a_connection(name):
    """SnapStart clones it."""
    found = detector_of(settings(DETECTOR=name, GUARDRAIL="g"))
    assert found is not None
    assert found.detector.name == name


def opened(**told: str) -> None:
    """Make what a gate with these settings makes."""
    found = settings(**told)
    detector_of(found)
    fetch_of(found)


@pytest.mark.parametrize(
    "told",
    [
        {"DETECTOR": "rekogniton"},
        {"DETECTOR": "guardrails"},
        {"IMAGE_ORIGINS": "images.example"},
        {"IMAGE_ORIGINS": "https://images.example/path"},
        {"DETECTOR_MS": "0"},
        {"WITHHOLD": "none"},
    ],
)
def test_a_detector_that_cannot_be_as_asked_closes_the_gate(told):
    """A misspelt one above all: it must not mean that nobody looks."""
    with pytest.raises(SettingsError):
        opened(**told)


def test_a_throttled_service_is_told_from_a_failing_one():
    """By the codes that AWS uses for it."""
    for code, why in (("ProvisionedThroughputExceededException", "throttled"), ("X", "failed")):
        client = SimpleNamespace(
            detect_moderation_labels=raising(ClientError({"Error": {"Code": code}}, "x")),
            detect_faces=lambda **_: {"FaceDetails": []},
        )
        assert looked(Bulkhead(Rekognition(lambda c=client: c))).says == f"rekognition:{why}"

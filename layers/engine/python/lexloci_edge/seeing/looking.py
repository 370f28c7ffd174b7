"""The end of looks: what they told in the time that a detector has."""

from collections.abc import Sequence

from lexloci_edge.outside import Outside, Visit
from lexloci_edge.seeing.bulkhead import Bulkhead, Look
from lexloci_edge.seeing.seen import Seen


def ended(
    visit: Visit, detector: Bulkhead, looks: Sequence[Look], outside: Outside
) -> tuple[Seen, ...]:
    """What these looks told within the detector's time, and a count of those that told nothing."""
    limits = outside.limits
    seconds = min(limits.detector, visit.seconds_left() - limits.reserve / 2)
    seen = detector.ended(looks, seconds)
    for each in seen:
        if not each.told:
            outside.signals.count("DetectorFails", why=each.says.partition(":")[2])
    return seen

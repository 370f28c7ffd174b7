"""Reminding: what is open while its clock comes to an end, or has ended.

Looked at every few minutes. Each time everything open is counted, so that an alarm lasts until the
last of it is answered; a line in the log says once of each that it ends soon, and once that it is
late. The line holds the number and the clock, nothing of whom it is about.
"""

from datetime import datetime, timedelta

from lexloci_edge.appealing.filed import File, Kind, Timed
from lexloci_edge.appealing.files_dynamo import DynamoFiles
from lexloci_edge.records import moment
from lexloci_edge.signals import Signals

KINDS: tuple[Kind, ...] = ("report", "appeal")
LEAST, LONGEST = timedelta(minutes=30), timedelta(hours=12)
"""How long before its end a clock is told of: a quarter of it, within these."""


def remind(files: DynamoFiles, signals: Signals, now: datetime) -> dict[str, int]:
    """Count what ends soon and what is late, by kind, as `<kind> soon` and `<kind> late`.

    Raises: FilingError.
    """
    counts: dict[str, int] = {}
    for kind in KINDS:
        for _, file in files.open(kind, until=moment(now + LONGEST) + "~"):
            word = _word(file.filed.timed, now)
            if word is None:
                continue
            counts[f"{kind} {word}"] = counts.get(f"{kind} {word}", 0) + 1
            signals.count("ClockEndsSoon" if word == "soon" else "ClockOver", kind=kind)
            if file.warned != word:
                _tell(file, word, signals)
                files.warned(kind, file.filed.id, word)
    return counts


def _word(timed: Timed, now: datetime) -> str | None:
    due = datetime.fromisoformat(timed.due)
    before = min(max(timedelta(hours=timed.hours) / 4, LEAST), LONGEST)
    if now >= due:
        return "late"
    return "soon" if now >= due - before else None


def _tell(file: File, word: str, signals: Signals) -> None:
    filed = file.filed
    what = "clock ends soon" if word == "soon" else "clock is over"
    signals.say(what, about=filed.id, kind=filed.kind, due=filed.timed.due, clock=filed.timed.clock)

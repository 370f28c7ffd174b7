"""Whether a probe was answered as it must be, and if not, which rule it is about.

What live rules and house packs switched on add is no fault: they only restrict. What is missing is
one, whichever rulebook judged: that is what probes are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from lexloci.live_form import CLOSED

EMERGENCY: Final = "emergency-"
"""What the names of packs begin with that live rules carry."""
MARGIN: Final = timedelta(days=2)
"""From a day on which the law changes: it is never that day everywhere at once."""
STRICTNESS: Final = ("allow", "uncertain", "refuse")


@dataclass(frozen=True, slots=True)
class Probe:
    """One call with its known verdict, by the packaged rulebook's own house setting.

    because: rules (`pack/rule`) that must be among those that refuse. on: a day on which it holds;
    since, until: between which days it holds besides, so that today's law can be asked.
    """

    name: str
    facts: Mapping[str, tuple[str, ...]]
    on: str
    since: str | None
    until: str | None
    outcome: str
    because: tuple[str, ...]

    def day(self, today: date) -> str | None:
        """The day to ask about: None, which is today, wherever the verdict holds today."""
        begun = self.since is None or today - MARGIN >= date.fromisoformat(self.since)
        lasts = self.until is None or today + MARGIN < date.fromisoformat(self.until)
        return None if begun and lasts else self.on


def wrong(probe: Probe, told: Mapping[str, Any]) -> tuple[str, ...]:
    """The rules that a probe's answer is wrong about, sorted; none where it is as it must be."""
    house = str(told["house"]).split(",")
    off = {word[1:] for word in house if word.startswith("-")}
    expected = {rule for rule in probe.because if _pack(rule) not in off}
    if probe.because and not expected:
        # It hangs on house packs alone, and this installation has switched them off.
        return ()
    found = {str(rule).partition("@")[0] for rule in told["because"]}
    strict, must = STRICTNESS.index(told["outcome"]), STRICTNESS.index(probe.outcome)
    if strict == must:
        return tuple(sorted(expected - found))
    if strict < must:
        return tuple(sorted(expected - found or expected))
    on = {word[1:] for word in house if word.startswith("+")}
    explained = {rule for rule in found if _pack(rule) == CLOSED or rule.startswith(EMERGENCY)}
    explained |= {rule for rule in found if _pack(rule) in on}
    return () if explained else tuple(sorted(found))


def _pack(rule: str) -> str:
    return rule.partition("/")[0]

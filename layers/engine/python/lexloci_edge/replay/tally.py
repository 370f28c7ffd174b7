"""What a replay counts and what it names: small values that add up over an export's chunks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from lexloci.rulebook import Rulebook
from lexloci_edge.records import Aftermath, Record
from lexloci_edge.replay.judging import Kept, Replayed, Shelf, UnjudgedError, WhatIf, replayed
from lexloci_edge.replay.lines import Chunk, UnreadableError, entry_of


class Kind(StrEnum):
    """What a finding is: a verdict that comes out otherwise, or a record that gives none."""

    DIFFERENT = "different"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record, or line, that is not as it should be. reason: a word to count it by."""

    kind: Kind
    file: str
    line: int
    id: str | None
    reason: str
    what: str


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What would become otherwise in a place. rule: a version that comes in (`+`) or falls away
    (`-`), or nothing where the outcome as a whole is meant. duty: it lays a duty, refuses nothing.
    """

    places: str
    before: str
    after: str
    rule: str = ""
    duty: bool = False

    @property
    def same(self) -> bool:
        """Whether only the rules change, not the outcome."""
        return self.before == self.after


@dataclass
class Tally:
    """Counts over any number of lines; tallies add up in any order, findings in the given one."""

    equal: int = 0
    different: int = 0
    turned_away: int = 0
    aftermaths: int = 0
    unjudged: Counter[str] = field(default_factory=Counter)
    rulebooks: Counter[str] = field(default_factory=Counter)
    changes: Counter[Change] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def decisions(self) -> int:
        """Records that were judged again; those turned away included."""
        return self.equal + self.different

    def add(self, other: "Tally", keep: int) -> None:
        """Take in another tally; of its findings only so many that `keep` of a kind are held."""
        self.equal += other.equal
        self.different += other.different
        self.turned_away += other.turned_away
        self.aftermaths += other.aftermaths
        self.unjudged += other.unjudged
        self.rulebooks += other.rulebooks
        self.changes += other.changes
        for finding in other.findings:
            if sum(each.kind is finding.kind for each in self.findings) < keep:
                self.findings.append(finding)


def told(tally: Tally) -> dict[str, Any]:
    """A tally as JSON writes it."""
    return {
        "decisions": tally.decisions,
        "equal": tally.equal,
        "different": tally.different,
        "turned_away": tally.turned_away,
        "aftermaths": tally.aftermaths,
        "unjudged": dict(tally.unjudged),
        "rulebooks": dict(tally.rulebooks),
        "changes": [
            {**asdict(change), "decisions": number}
            for change, number in sorted(tally.changes.items())
        ],
        "findings": [asdict(finding) for finding in tally.findings],
    }


def untold(written: Mapping[str, Any]) -> Tally:
    """The tally that `told` wrote."""
    rows = written["changes"]
    return Tally(
        equal=int(written["equal"]),
        different=int(written["different"]),
        turned_away=int(written["turned_away"]),
        aftermaths=int(written["aftermaths"]),
        unjudged=Counter(written["unjudged"]),
        rulebooks=Counter(written["rulebooks"]),
        changes=Counter(dict(map(_change, rows))),
        findings=[Finding(**{**row, "kind": Kind(row["kind"])}) for row in written["findings"]],
    )


def _change(row: Mapping[str, Any]) -> tuple[Change, int]:
    about = {name: value for name, value in row.items() if name != "decisions"}
    return Change(**about), int(row["decisions"])


class Replayer:
    """Judges chunks of an export again: by each record's own rulebook, or as `what_if` says."""

    def __init__(self, rulebooks: Iterable[Kept], what_if: WhatIf | None) -> None:
        self._shelf = Shelf(rulebooks)
        self._what_if = what_if

    def tally(self, chunk: Chunk) -> Tally:
        """The tally of one chunk. No line is passed over in silence but an empty one."""
        found = Tally()
        for number, line in enumerate(chunk.lines, chunk.first):
            if line.strip():
                self._line(found, chunk.file, number, line)
        if chunk.fault is not None:
            number = chunk.first + len(chunk.lines)
            _unjudged(found, chunk.file, number, None, "unreadable", chunk.fault)
        return found

    def _line(self, found: Tally, file: str, number: int, line: bytes) -> None:
        try:
            entry = entry_of(line)
        except UnreadableError as error:
            _unjudged(found, file, number, None, error.reason, str(error))
            return
        if isinstance(entry, Aftermath):
            found.aftermaths += 1
            return
        try:
            again = replayed(entry, self._shelf, self._what_if)
            if self._what_if is not None:
                _changed(found, entry, again)
        except UnjudgedError as error:
            _unjudged(found, file, number, entry.id, error.where, error.what)
            return
        found.rulebooks[entry.rulebook] += 1
        found.turned_away += entry.turned_away is not None
        if self._what_if is None and again.kept == again.now:
            found.equal += 1
        elif self._what_if is None:
            found.different += 1
            what = f"kept {_told(again, then=True)}; comes out {_told(again, then=False)}"
            finding = Finding(Kind.DIFFERENT, file, number, entry.id, "different", what)
            found.findings.append(finding)


def _unjudged(found: Tally, file: str, number: int, id: str | None, reason: str, what: str) -> None:
    found.unjudged[reason] += 1
    found.findings.append(Finding(Kind.UNJUDGED, file, number, id, reason, what))


def _changed(found: Tally, record: Record, again: Replayed) -> None:
    """Count what another rulebook or house setting changes: the outcome, and rule by rule."""
    before, after = str(again.kept.outcome), str(again.now.outcome)
    moved = [
        (f"{sign}{rule}", duty)
        for duty, kept, now in (
            (False, again.kept.because, again.now.because),
            (True, again.kept.duties, again.now.duties),
        )
        for sign, rule in _moved(again, kept, now)
    ]
    if before == after and not moved:
        found.equal += 1
        return
    found.different += 1
    places = ",".join(record.places)
    found.changes[Change(places, before, after)] += 1
    for rule, duty in moved:
        found.changes[Change(places, before, after, rule, duty)] += 1


def _moved(again: Replayed, kept: int, now: int) -> Iterable[tuple[str, str]]:
    """The versions that come in (`+`) and fall away (`-`), by name: bits differ by rulebook."""
    if again.kept_by.digest == again.now_by.digest and kept == now:
        return ()
    if _foreign(again.kept_by, kept):
        raise UnjudgedError("bits", f"`{kept:x}` names rules that its rulebook does not have")
    old = {version.id for version in again.kept_by.versions(kept)}
    new = {version.id for version in again.now_by.versions(now)}
    return [("+", rule) for rule in sorted(new - old)] + [("-", rule) for rule in sorted(old - new)]


def _told(again: Replayed, *, then: bool) -> str:
    verdict, book = (again.kept, again.kept_by) if then else (again.now, again.now_by)
    bits = verdict.because | verdict.duties
    if _foreign(book, bits):
        return f"{verdict.outcome} ({bits:x}, which its rulebook does not have)"
    rules = [version.id for version in book.versions(bits)]
    shown = ", ".join(rules[:5]) + (f" and {len(rules) - 5} more" if len(rules) > 5 else "")
    return f"{verdict.outcome} ({shown or 'by no rule'})"


def _foreign(book: Rulebook, bits: int) -> bool:
    return bool(bits >> len(book.raw["bits"]))

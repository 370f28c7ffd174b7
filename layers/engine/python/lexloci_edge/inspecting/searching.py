"""Looking through the ledger's indexes: a page of decisions, filtered, and where the next begins.

What a filter leaves out was read all the same, so a page ends when it is full or when so many
decisions were looked at; an empty page with a `next` is an honest answer. Rules are read from the
bits of a record by its own rulebook, and only the deployed one is at hand: where `rule` is asked
for, decisions under another are counted (`undecided`), not guessed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lexloci.rulebook import Rulebook
from lexloci_edge.inspecting.cursors import cursor_of, position_in
from lexloci_edge.inspecting.merging import Indexed, Position
from lexloci_edge.inspecting.questions import Question
from lexloci_edge.records import Record
from lexloci_edge.vault import Secret

LOOKED_AT = 5000
"""Decisions that one page looks at, at most."""


@dataclass(frozen=True, slots=True)
class Searching:
    """The ledger's indexes, and the rulebook that tells rules by name. most: `LOOKED_AT`."""

    decisions: Indexed
    rulebook: Rulebook
    most: int = LOOKED_AT

    def page(
        self, question: Question, hashes: tuple[str, ...], keys: tuple[Secret, ...]
    ) -> dict[str, Any]:
        """The answer to a question that was checked. Raises: TurnedAway, InspectError."""
        told, after = question.told(), None
        if question.after is not None:
            after = position_in(keys, told, question.after)
        found: list[Mapping[str, Any]] = []
        counts = {"examined": 0, "undecided": 0, "unreadable": 0}
        behind: Position | None = None
        for entry in self.decisions.over(question.span(hashes), after):
            if len(found) == question.limit or counts["examined"] == self.most:
                return _page(found, counts, behind and cursor_of(keys[0], told, behind))
            counts["examined"] += 1
            behind = entry.position
            record = record_in(entry.item)
            if record is None:
                counts["unreadable"] += 1
            elif question.outcome not in (None, record.outcome):
                continue
            elif question.rule is not None and record.rulebook != self.rulebook.digest:
                counts["undecided"] += 1
            elif question.rule is None or self._names(record, question.rule):
                found.append(shown(record, self.rulebook))
        return _page(found, counts, None)

    def _names(self, record: Record, rule: str) -> bool:
        bearing = self.rulebook.versions(int(record.because, 16) | int(record.duties, 16))
        return any(rule in (each.id, f"{each.pack}/{each.rule}") for each in bearing)


def record_in(item: Mapping[str, Any]) -> Record | None:
    """The record in an item; None where it is none, as after tampering."""
    try:
        return Record.model_validate_json(item["record"]["S"])
    except (ValidationError, KeyError):
        return None


def shown(record: Record, rulebook: Rulebook) -> dict[str, Any]:
    """A record as analysts and reviewers see it; rules and duties by name where they are known."""
    told: dict[str, Any] = {"id": record.id, "record": json.loads(record.written())}
    if record.rulebook == rulebook.digest:
        because, duties = int(record.because, 16), int(record.duties, 16)
        told["rules"] = [each.id for each in rulebook.versions(because)]
        told["duties"] = list(rulebook.duties(duties))
    return told


def _page(
    found: list[Mapping[str, Any]], counts: Mapping[str, int], cursor: str | None
) -> dict[str, Any]:
    return {"decisions": found, "next": cursor, **counts}

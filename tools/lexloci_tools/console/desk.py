"""What the console has at hand: the law, the clock, a ledger, its seals, an export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lexloci.rulebook import Rulebook
from lexloci_reader import Reading, read
from lexloci_tools.console.notches import Notch, notches

if TYPE_CHECKING:
    from lexloci_edge.seals.note import VerifierKey
    from lexloci_tools.console.ledger import Ledger


class Read(Protocol):
    """What reads a prompt: `lexloci_reader.read`, or another of its shape."""

    def __call__(self, prompt: str, *, operation: str, images: int) -> Reading:
        """The reading."""


class Proofs(Protocol):
    """Who proves that a decision is under a seal: `lexloci_edge.seals.proving.Prover`."""

    def proofs(self, id: str) -> list[dict[str, Any]]:
        """The proof of each leaf about a decision. Raises: SealError."""


@dataclass(frozen=True)
class Desk:
    """Everything outside that a page touches; only read from.

    clock: the moment, in UTC. source: whose ledger this is, in words. keys: verifier keys that
    this desk trusts, none where it has none of its own. export: a folder of sealed batches, for
    the report. rules: the folder of packs, whose cases are shown. proofs: by Region.
    """

    rulebook: Rulebook
    clock: Callable[[], datetime]
    source: str = ""
    ledger: "Ledger | None" = None
    proofs: Mapping[str, Proofs] | None = None
    keys: Callable[[], Sequence["VerifierKey"]] = tuple
    export: Path | None = None
    rules: Path | None = None
    read_only: bool = False
    read: "Read" = read

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.clock().date()

    @cached_property
    def notches(self) -> tuple[Notch, ...]:
        """The days on which the law changes; the same under every house setting."""
        return notches(self.rulebook)

"""Sealing: each entry becomes a leaf exactly once, however often it comes and whoever dies when.

The stream delivers at least once, to several sealers at once, and each may be killed anywhere. One
round of a sealer, for one log:

    1  read the head (size n), consistently, and then which leaves are sealed already
    2  make the object `batches/<n>` of the others, if there is none    <- the one step that decides
    3  sign the head after that batch, make the object `checkpoints/<size>`, if there is none
    4  remember where each leaf is, and then move the head, on condition that it is still n

Why it holds. A bucket takes one object of a name, so one batch follows the first n leaves, whoever
made it: the log is the sequence of its batches, and a batch is in the log from the moment that it
is made. Whoever finds `batches/<n>` made by somebody else (alive or dead) does steps 3 and 4 for
it; both come to the same bytes whoever does them (Ed25519 signs one text one way; where a
checkpoint is there already, its text must be ours). So the head moves over a batch only after all
of its leaves are remembered, and a leaf that step 1 does not find is not among the first n. If our
batch is then made at n, nothing came between: the leaf was in no batch before. Killed before 2:
nothing happened, the stream delivers again. Killed after it: the next round of anybody finishes the
batch, and what is delivered again is then found. The stream moves on only when every leaf is under
a checkpoint.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lexloci_edge.seals.errors import LogForked, NoteError, SealError
from lexloci_edge.seals.layout import Log, leaves_of, lines
from lexloci_edge.seals.leaves import Leaf, leaves_in
from lexloci_edge.seals.merkle import Range, leaf_hash
from lexloci_edge.seals.note import Checkpoint, Note
from lexloci_edge.seals.objects import Objects
from lexloci_edge.seals.signer import Signer
from lexloci_edge.seals.state import Batch, State

BATCH_LIMIT = 1000
"""Leaves under one checkpoint, at most."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the entries of one Region. prefix: of its logs' names. shards: how many logs, one of
    1, 2, 4, 8, 16; an entry's log follows from its id."""

    state: State
    objects: Objects
    signer: Signer
    region: str
    prefix: str = "lexloci.example"
    shards: int = 1

    def log_of(self, leaf: Leaf) -> Log:
        """The log that this leaf belongs to."""
        last = leaf.id[-1:]
        digit = int(last, 16) if last in "0123456789abcdef" and last else 0
        return Log(self.region, digit % self.shards)

    def by_log(self, leaves: Iterable[Leaf]) -> Mapping[Log, Sequence[Leaf]]:
        """These leaves by their logs, in their order."""
        found: dict[Log, list[Leaf]] = {}
        for leaf in leaves:
            found.setdefault(self.log_of(leaf), []).append(leaf)
        return found

    def seal(self, log: Log, leaves: Sequence[Leaf]) -> int:
        """Seal these leaves of one log. When it answers, each is under a signed checkpoint.

        Answers how many checkpoints it took. Each round finishes one batch, ours or another's, so
        the rounds end when the others' do. Raises: SealError; sealing again is safe.
        """
        rounds = 0
        while True:
            head = self.state.head(log)
            sealed = self.state.sealed(log, leaves)
            fresh = {
                (each.id, each.kind): each for each in leaves if (each.id, each.kind) not in sealed
            }
            if not fresh:
                return rounds
            chosen = list(fresh.values())[:BATCH_LIMIT]
            if not self.objects.create(log.batch(head.size), lines([one.data for one in chosen])):
                chosen = self._made(log, head)
            self._finish(log, head, chosen)
            rounds += 1

    def _made(self, log: Log, head: Range) -> list[Leaf]:
        """The batch that somebody made at this head."""
        name = log.batch(head.size)
        data = self.objects.read(name)
        try:
            return list(leaves_in(leaves_of(data, name)))
        except (SealError, ValueError, KeyError, TypeError):
            raise LogForked(name, "is no batch of this ledger") from None

    def _finish(self, log: Log, head: Range, chosen: Sequence[Leaf]) -> None:
        """Steps 3 and 4."""
        after = head.extended(leaf_hash(one.data) for one in chosen)
        checkpoint = Checkpoint(log.origin(self.prefix), after.size, after.root())
        signature, key = self.signer.sign(checkpoint.origin, checkpoint.text())
        name = log.checkpoint(after.size)
        if not self.objects.create(name, Note(checkpoint.text(), (signature,)).printed()):
            self._same(name, checkpoint.text())
        self.state.advance(Batch(log, head, chosen, str(key)), after)

    def _same(self, name: str, text: str) -> None:
        try:
            there = Note.parse(self.objects.read(name)).text
        except NoteError:
            raise LogForked(name, "is no checkpoint") from None
        if there != text:
            raise LogForked(name, "is another head of this size than the batches lead to")

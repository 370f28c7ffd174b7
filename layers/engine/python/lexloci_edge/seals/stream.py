"""What the stream function does with the changes of the ledger's table."""

from collections.abc import Mapping, Sequence
from typing import Any

from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.leaves import Leaf, leaf_of
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.signals import Signals


def seal_changes(
    changes: Sequence[Mapping[str, Any]], sealer: Sealer, signals: Signals
) -> Mapping[str, SealError]:
    """Seal what these records of the table's stream tell of.

    Answers, by sequence number, those that could not be sealed: the stream must deliver them again.
    Tampering raises its alarm before anything else is tried.
    """
    found: list[tuple[str, Leaf]] = []
    for change in changes:
        leaf = leaf_of(change, sealer.region)
        if leaf is None:
            continue
        found.append((str(change["dynamodb"]["SequenceNumber"]), leaf))
        if leaf.tampered:
            signals.count("Tampered")
            signals.say("ledger tampered with", decision=leaf.id, event=leaf.kind)
    failed: dict[str, SealError] = {}
    for log, leaves in sealer.by_log(leaf for _, leaf in found).items():
        try:
            for _ in range(sealer.seal(log, leaves)):
                signals.count("Sealed")
        except SealError as error:
            signals.count("SealFailed", code=error.code)
            signals.say("not sealed", log=f"{log.region}/{log.shard}", about=str(error))
            failed |= {at: error for at, leaf in found if sealer.log_of(leaf) == log}
    return failed

"""What a decision's page says of its seal: the proof, checked here, and all that a browser needs to
check it again by itself."""

from collections.abc import Sequence
from typing import Any

from lexloci.errors import LexlociError
from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.merkle import leaf_hash
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.proving import check_proof
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Kept


def told(desk: Desk, kept: Kept) -> dict[str, Any]:
    """state: `sealed`, `open` (not sealed yet), or `unknown` with what is in the way.

    own_key: whether the key is this desk's own, and not only the one that came with the proof.
    """
    proofs = (desk.proofs or {}).get(kept.record.region)
    if proofs is None:
        return _state("unknown", "no seals are at hand here (--seals-table, --seals-bucket)")
    try:
        found = proofs.proofs(kept.record.id)
        keys = list(desk.keys())
    except (SealError, OSError) as error:
        return _state("unknown", str(error))
    if not found:
        return _state("open", "It is under no seal yet. Sealing follows within a minute or two.")
    proofs_told = [_proof(each, kept, keys) for each in found]
    return {**_state("sealed"), "own_key": bool(keys), "proofs": proofs_told}


def _state(state: str, why: str = "") -> dict[str, Any]:
    return {"state": state, "why": why, "own_key": False, "proofs": []}


def _proof(proof: dict[str, Any], kept: Kept, keys: Sequence[VerifierKey]) -> dict[str, Any]:
    """One proof with the text that it is of, where that is known, and whether it holds."""
    import base64

    texts = [text for text in (kept.text, kept.after_text) if text]
    hashed = str(proof["leaf_hash"])
    of = [text for text in texts if base64.b64encode(leaf_hash(text.encode())).decode() == hashed]
    # A text that hashes to no leaf is the one thing that must not pass in silence.
    altered = not of and proof["of"] in ("decision", "outcome")
    try:
        trusted = keys or [VerifierKey.parse(str(proof["key"]))]
        leaf = of[0].encode() if of else None
        checkpoint = check_proof(proof, trusted, leaf)
    except LexlociError as error:
        return {**proof, "text": "".join(of), "holds": False, "what": str(error), "origin": ""}
    what = "the record in the table is not the one that was sealed" if altered else ""
    return {
        **proof,
        "text": "".join(of),
        "holds": not altered,
        "what": what,
        "origin": checkpoint.origin,
        "root": base64.b64encode(checkpoint.root).decode(),
    }

"""Checking one decision's proof: the answer to `GET /v1/decisions/{id}/proof`, kept as a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lexloci_edge.bodies import written_json
from lexloci_edge.seals.errors import NoteError, ProofError
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.proving import check_proof
from lexloci_tools.asking import QuestionError
from lexloci_tools.verify.checking import Untrue


def verify_proof(path: Path, keys: Sequence[VerifierKey], record: Path | None) -> list[str]:
    """A line for each proof in the file, when all are true.

    record: a file with the record as JSON, in any order and spacing, where its caller has it.
    Raises: Untrue, QuestionError.
    """
    told = _json(path)
    proofs = told.get("proofs") if isinstance(told, dict) else None
    if not isinstance(proofs, list) or not proofs:
        raise QuestionError(
            f"`{path}`", "is no proof", "keep the answer of /v1/decisions/<id>/proof"
        )
    leaf = None if record is None else written_json(_json(record))
    lines = []
    for at, one in enumerate(proofs, 1):
        try:
            mine = leaf if one.get("of") == "decision" else None
            checkpoint = check_proof(one, keys, mine)
        except (ProofError, NoteError) as error:
            raise Untrue(f"{path}, proof {at}", error.what, error.hint) from None
        except (AttributeError, KeyError):
            raise Untrue(f"{path}, proof {at}", "cannot be read") from None
        seal = f"{checkpoint.origin} at {checkpoint.size}"
        known = "this record" if mine is not None else "a record of this hash"
        lines.append(f"{one.get('of')}: {known} is leaf {one['leaf']} of {seal}")
    return lines


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise QuestionError(f"`{path}`", f"cannot be read: {error.strerror}") from error
    except ValueError:
        raise QuestionError(f"`{path}`", "is no JSON") from None

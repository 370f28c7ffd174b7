"""The proof that a decision is in the log: what its caller can check without trusting us.

A proof leads from the leaf (the record's canonical JSON, hashed) to the root that the checkpoint of
its batch signs. It holds hashes only, so whoever has a decision's id may have it.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lexloci_edge import proof
from lexloci_edge.answers import Answer, plain_headers
from lexloci_edge.arrivals import Arrival, arrival_of
from lexloci_edge.errors import TurnedAway
from lexloci_edge.failsafe import Answering
from lexloci_edge.ids import is_id
from lexloci_edge.seals.errors import LogForked, ProofError, SealError
from lexloci_edge.seals.layout import Log, leaves_of
from lexloci_edge.seals.merkle import Grown, check_inclusion, leaf_hash
from lexloci_edge.seals.note import Checkpoint, Note, VerifierKey
from lexloci_edge.seals.objects import Objects
from lexloci_edge.seals.state import batch_key, range_of, seal_key
from lexloci_edge.vault import Secrets

BEFORE, AFTER = "/v1/decisions/", "/proof"


@dataclass(frozen=True, slots=True)
class Prover:
    """Proves what one Region's logs hold. client: of DynamoDB, for the seals' `table`."""

    client: Any
    table: str
    objects: Objects
    region: str

    def proofs(self, id: str) -> list[dict[str, Any]]:
        """The proof of each leaf about a decision: itself, its outcome, tampering with either.

        Empty where it is not sealed (yet). Raises: SealError.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": seal_key(self.region, id)}},
                ConsistentRead=True,
            )
            return [self._proof(place) for place in answer["Items"]]
        except (ClientError, BotoCoreError) as error:
            raise SealError("seals' table", f"cannot be read ({type(error).__name__})") from None

    def _proof(self, place: Mapping[str, Any]) -> dict[str, Any]:
        log = Log(self.region, int(place["shard"]["N"]))
        index, first = int(place["leaf"]["N"]), int(place["first"]["N"])
        key = batch_key(log, first)
        batch = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)["Item"]
        name = log.batch(first)
        hashes = [leaf_hash(leaf) for leaf in leaves_of(self.objects.read(name), name)]
        grown = Grown(range_of(batch), hashes)
        if not first <= index < grown.size or grown.size != int(batch["size"]["N"]):
            raise LogForked(name, "is not as large as it was")
        note = self.objects.read(log.checkpoint(grown.size)).decode()
        return {
            "of": str(place["sk"]["S"]).split("#")[0].lower(),
            "leaf": index,
            "leaf_hash": _base64(hashes[index - first]),
            "size": grown.size,
            "path": [_base64(each) for each in grown.inclusion(index)],
            "checkpoint": note,
            "key": str(batch["key"]["S"]),
        }


def answering_of(prover: Prover, secrets: Secrets, origin_secret: str) -> Answering:
    """What answers `GET /v1/decisions/{id}/proof`, to calls through our front only."""

    def answering(event: Mapping[str, Any], context: Any, id: str) -> dict[str, Any]:
        arrival = arrival_of(event)
        try:
            proof.prove_path(arrival.headers, secrets, origin_secret)
            answer = _answer(prover, arrival, id)
        except TurnedAway as error:
            answer = _problem(error, id)
        return answer.reply()

    return answering


def _answer(prover: Prover, arrival: Arrival, id: str) -> Answer:
    asked = arrival.path.removeprefix(BEFORE).removesuffix(AFTER)
    if arrival.path != f"{BEFORE}{asked}{AFTER}" or not is_id(asked):
        raise TurnedAway(404, "no-decision", "id", "is no decision's id")
    proofs = prover.proofs(asked)
    if not proofs:
        raise TurnedAway(
            404,
            "not-sealed",
            "id",
            "is under no seal of this Region",
            "a decision is sealed within a minute or two: ask again",
        )
    told = {"id": asked, "region": prover.region, "proofs": proofs}
    return Answer(200, json.dumps(told), "application/json", plain_headers(id))


def _problem(error: TurnedAway, id: str) -> Answer:
    """A problem (RFC 9457) that is about no call: nothing of it is in the ledger."""
    told = {
        "type": f"/problems/{error.code}",
        "title": "Not found" if error.status == 404 else "Not accepted here",
        "status": error.status,
        "detail": f"`{error.where}`: {error.what}." + (f" Hint: {error.hint}." * bool(error.hint)),
    }
    return Answer(error.status, json.dumps(told), "application/problem+json", plain_headers(id))


def check_proof(
    told: Mapping[str, Any], keys: Iterable[VerifierKey], leaf: bytes | None = None
) -> Checkpoint:
    """Hold that one entry of an answer's `proofs` is true, by these keys and nothing else of it.

    leaf: the record's canonical JSON, where it is known; else the proof is of its hash only.
    Answers the checkpoint that the leaf is under. Raises: ProofError, NoteError.
    """
    note = Note.parse(str(told["checkpoint"]).encode())
    note.verify(keys)
    checkpoint = Checkpoint.parse(note.text)
    try:
        hashed = base64.b64decode(told["leaf_hash"], validate=True)
        path = [base64.b64decode(each, validate=True) for each in told["path"]]
        index = int(told["leaf"])
    except (ValueError, TypeError, KeyError):
        raise ProofError("cannot be read") from None
    if leaf is not None and leaf_hash(leaf) != hashed:
        raise ProofError("is of another record than this one")
    check_inclusion(hashed, index, checkpoint.size, path, checkpoint.root)
    return checkpoint


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()

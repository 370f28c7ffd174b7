"""What of the ledger's stream becomes a leaf: what was written, and what never should have been.

A leaf of an entry is the entry's own canonical JSON, byte for byte as it was written, so that an
export can be verified alone. Tampering (an item changed, removed before its time, or put there by
a stranger) becomes a leaf too, which holds hashes of what was there and nothing of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lexloci_edge.bodies import written_json
from lexloci_edge.dynamo import DECISION, OUTCOME
from lexloci_edge.ids import is_id

TTL_PRINCIPAL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""Who removes an item whose time is over."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf to be. id: of the decision. kind: DECISION, OUTCOME or TAMPER#<event>; both together
    never name two leaves. data: the leaf, without a newline."""

    id: str
    kind: str
    data: bytes

    @property
    def tampered(self) -> bool:
        """Whether it tells of tampering."""
        return self.kind.startswith(TAMPER)


TAMPER = "TAMPER#"


def leaf_of(change: Mapping[str, Any], region: str) -> Leaf | None:
    """The leaf of one record of the table's stream; None where it is nothing of this log.

    Total: whatever an item holds, the answer is a leaf or None, so that nothing can stop a stream.
    """
    about = change["dynamodb"]
    key = str(about["Keys"].get("pk", {}).get("S", ""))
    prefix = f"DEC#{region}#"
    # Replicas of other Regions' writes arrive here too; their own Region seals them.
    if not key.startswith(prefix):
        return None
    id, sort = key.removeprefix(prefix), str(about["Keys"].get("sk", {}).get("S", ""))
    if not is_id(id):
        # A stranger's key can be long, and hold anything.
        id = "sha256:" + sha256(id.encode(errors="replace")).hexdigest()
    if change["eventName"] == "INSERT":
        leaf = _entry(id, sort, region, about.get("NewImage", {}))
        return leaf or _tamper(change, id, sort, region, "insert")
    if change["eventName"] == "REMOVE" and _was_over(change):
        return None
    return _tamper(change, id, sort, region, str(change["eventName"]).lower())


def leaves_in(lines: Iterable[bytes]) -> Iterator[Leaf]:
    """The leaves of a batch as it lies in the log. Raises: ValueError, KeyError, TypeError where
    they are nothing that `leaf_of` answers."""
    for line in lines:
        told = json.loads(line)
        if "tamper" in told:
            kind = TAMPER + str(told["event"])
        else:
            kind = OUTCOME if "result" in told else DECISION
        yield Leaf(str(told["id"]), kind, line)


def canonical(text: str) -> dict[str, Any] | None:
    """The object of a canonical JSON text, as `Entry.written` writes it; None where it is not."""
    try:
        told = json.loads(text)
        same = isinstance(told, dict) and written_json(told) == text.encode()
    except (ValueError, RecursionError):
        return None
    return told if same else None


def _entry(id: str, sort: str, region: str, image: Mapping[str, Any]) -> Leaf | None:
    """The leaf of an entry as the ledger writes it; None where nothing of ours wrote this."""
    text = image.get("record", {}).get("S")
    told = None if not isinstance(text, str) else canonical(text)
    if told is None or text is None or (told.get("id"), told.get("region")) != (id, region):
        return None
    kind = OUTCOME if "result" in told else DECISION
    if sort != kind or "tamper" in told:
        return None
    return Leaf(id, kind, text.encode())


def _was_over(change: Mapping[str, Any]) -> bool:
    """Whether an item went because its time was over.

    DynamoDB names itself where it removes an item; a replica's stream shows the same removal
    without that name (aws.md 1.5), so there the item's own `expires` tells.
    """
    if change.get("userIdentity") == TTL_PRINCIPAL:
        return True
    about = change["dynamodb"]
    expires = about.get("OldImage", {}).get("expires", {}).get("N", "")
    at = about.get("ApproximateCreationDateTime")
    return bool(expires and at) and str(expires).isdecimal() and int(expires) <= float(at)


def _tamper(change: Mapping[str, Any], id: str, sort: str, region: str, what: str) -> Leaf:
    about = change["dynamodb"]
    event = str(change["eventID"])
    told: dict[str, Any] = {
        "v": 1,
        "id": id,
        "item": sort if sort in (DECISION, OUTCOME) else "OTHER",
        "region": region,
        "tamper": what,
        "event": event,
    }
    for name, image in (("before", about.get("OldImage")), ("after", about.get("NewImage"))):
        if image:
            told[name] = "sha256:" + sha256(written_json(_plain(image))).hexdigest()
    return Leaf(id, TAMPER + event, written_json(told))


def _plain(value: Any) -> Any:
    """A DynamoDB value with nothing in it that JSON cannot write."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | bool | None) else repr(value)

"""Sealing at the desk: a folder, a key in a file, no cloud."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lexloci_edge.seals.leaves import Leaf, leaf_of
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.seals.signer import LocalSigner
from lexloci_edge.seals.state import MemoryState, State

PREFIX = "lexloci.local"


def seal_locally(
    items: Iterable[Mapping[str, Any]],
    folder: Path,
    key: Path,
    region: str,
    state: State | None = None,
) -> str:
    """Seal items of the ledger's table, as DynamoDB answers them, into a folder.

    Items that are sealed already are passed over, so all of a table may be given each time. key:
    the file of the private key, made at the first call; keep it outside of `folder`. state: what
    the last call was given, so that this one need not read the folder again. Answers the verifier
    key: `lexloci verify FOLDER --key KEY`. Raises: SealError.
    """
    signer = LocalSigner.of_file(key)
    sealer = Sealer(state or MemoryState(), FolderObjects(folder), signer, region, PREFIX)
    leaves = [leaf for item in items if (leaf := _leaf(item, region)) is not None]
    for log, some in sealer.by_log(leaves).items():
        sealer.seal(log, some)
    return str(signer.key(f"{PREFIX}/{region}/0"))


def _leaf(item: Mapping[str, Any], region: str) -> Leaf | None:
    keys = {name: item[name] for name in ("pk", "sk") if name in item}
    about = {"Keys": keys, "NewImage": item}
    # An item has no event of a stream; its key tells tampered ones apart.
    event = "desk-" + str(item.get("sk", {}).get("S", ""))
    return leaf_of({"eventName": "INSERT", "eventID": event, "dynamodb": about}, region)

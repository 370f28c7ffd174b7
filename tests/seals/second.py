"""A second verifier, written from the specifications alone, sharing no line with the first.

RFC 6962 section 2.1 for the tree, by recursion over all leaves; c2sp.org/signed-note and
c2sp.org/tlog-checkpoint for the seals. Slow, small, and of one bit: holds up or does not.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) as RFC 6962 section 2.1 defines it."""
    count = len(leaves)
    if count == 0:
        return hashlib.sha256().digest()
    if count == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < count:
        k *= 2
    both = tree_hash(leaves[:k]) + tree_hash(leaves[k:])
    return hashlib.sha256(b"\x01" + both).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) as RFC 6962 section 2.1.1 defines it."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path(m, leaves[:k]), tree_hash(leaves[k:])]
    return [*path(m - k, leaves[k:]), tree_hash(leaves[:k])]


def subproof(m: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b) as RFC 6962 section 2.1.2 defines it."""
    if m == len(leaves):
        return [] if known else [tree_hash(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], known), tree_hash(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), tree_hash(leaves[:k])]


def head(note: bytes, vkey: str) -> tuple[str, int, bytes] | None:
    """Origin, size and root of a checkpoint that this key signed; None where it did not."""
    name, key_id, written = vkey.split("+", 2)
    public = b64decode(written)[1:]
    try:
        text, _, signatures = note.decode().rpartition("\n\n")
    except UnicodeDecodeError:
        return None
    signed = False
    for line in signatures.split("\n")[:-1]:
        found = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)", line)
        if found is None:
            return None
        value = b64decode(found[2] + "==")
        if found[1] != name or value[:4].hex() != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(value[4:], (text + "\n").encode())
        except InvalidSignature:
            return None
        signed = b64encode(value).decode() == found[2]
    body = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)", text)
    if not signed or body is None or not signatures.endswith("\n"):
        return None
    return body[1], int(body[2]), b64decode(body[3])


def holds_up(folder: Path, vkeys: dict[str, str], kept: tuple[bytes, ...] = ()) -> bool:
    """Whether an export is whole and unaltered. vkeys: by `<region>/<shard>`, one each."""
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    old = [head(note, vkey) for note in kept for vkey in vkeys.values()]
    entries: set[tuple[bytes, ...]] = set()
    for log, vkey in vkeys.items():
        leaves: list[bytes] = []
        roots = {}
        for name in sorted(each for each in there if each.startswith(f"{log}/checkpoints/")):
            batch = f"{log}/batches/{len(leaves):020d}.jsonl"
            found = head((folder / name).read_bytes(), vkey)
            if found is None or batch not in there:
                return False
            there -= {name, batch}
            data = (folder / batch).read_bytes()
            leaves += data.removesuffix(b"\n").split(b"\n")
            if not data.endswith(b"\n") or found != (
                vkey.split("+")[0],
                len(leaves),
                tree_hash(leaves),
            ):
                return False
            if name != f"{log}/checkpoints/{len(leaves):020d}.txt":
                return False
        for one in (each for each in old if each and each[0].endswith("/" + log)):
            roots[one[1]] = one[2]
        if not leaves or any(tree_hash(leaves[:n]) != root for n, root in roots.items()):
            return False
        for leaf in leaves:
            id, region = (
                re.search(rb'"id":"([^"]+)"', leaf),
                re.search(rb'"region":"(\w+-\w+-\d)"', leaf),
            )
            kind = re.search(rb'"event":"[^"]+"', leaf) or re.search(rb'"result":', leaf)
            if id is None or region is None or region[1].decode() != log.split("/")[0]:
                return False
            entries.add((log.encode(), id[1], kind[0] if kind else b""))
        if len({each for each in entries if each[0] == log.encode()}) != len(leaves):
            return False
    return not there

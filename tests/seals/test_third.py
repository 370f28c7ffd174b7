"""A third verifier, of other people: the package `aics-tlog`, where it is installed (it needs
Python 3.12)."""

import pytest
from tests.seals.conftest import entries, inserted

from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.merkle import Grown, Range, leaf_hash

note = pytest.importorskip("aics_tlog.note")
tree = pytest.importorskip("aics_tlog.tree")
checkpoint = pytest.importorskip("aics_tlog.checkpoint")


def test_other_peoples_verifier_agrees(bench):
    """On every seal, its signature, its root, and the proofs of the last batch."""
    for first in range(0, 40, 13):
        bench.seal([inserted(each) for each in entries(40)[first : first + 13]])
    key = note.parse_vkey(str(bench.key()))
    batches = sorted(bench.folder.rglob("*.jsonl"))
    leaves = [leaf for each in batches for leaf in each.read_bytes().split(b"\n")[:-1]]
    theirs = tree.MerkleTree(leaves)
    log = Log("eu-west-2", 0)
    for size in (13, 26, 39, 40):
        data = (bench.folder / log.checkpoint(size)).read_bytes()
        parsed = note.parse_note(data)
        assert note.verify_note(parsed, [key])
        head = checkpoint.parse_checkpoint(parsed.text)
        assert (head.size, head.root) == (size, theirs.root(size))
    hashes = [leaf_hash(leaf) for leaf in leaves]
    grown = Grown(Range().extended(hashes[:26]), hashes[26:])
    assert list(grown.consistency(26)) == theirs.consistency_proof(26, 40)
    for index in range(26, 40):
        path = list(grown.inclusion(index))
        assert path == theirs.inclusion_proof(index, 40)
        assert tree.verify_inclusion(hashes[index], index, 40, path, theirs.root(40))

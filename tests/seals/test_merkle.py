"""The tree of RFC 6962 and its proofs."""

import os

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.seals import second

from lexloci_edge.seals.errors import ProofError
from lexloci_edge.seals.merkle import (
    EMPTY_ROOT,
    Grown,
    Range,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

UP_TO = 34


def leaves(count: int) -> list[bytes]:
    """That many leaves, all different."""
    return [f"leaf {number}".encode() for number in range(count)]


def hashes(count: int) -> list[bytes]:
    """Their hashes."""
    return [leaf_hash(leaf) for leaf in leaves(count)]


@pytest.fixture(scope="module")
def vectors(given):
    """The published test tree."""
    return given("rfc6962.json")


def test_the_roots_are_the_published_ones(vectors):
    """Of the empty tree and of the first one to eight leaves."""
    data = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    assert Range().root() == EMPTY_ROOT == second.tree_hash([])
    growing = Range()
    for leaf, root in zip(data, vectors["roots"], strict=True):
        growing = growing.extended([leaf_hash(leaf)])
        assert growing.root().hex() == root


def test_the_proofs_are_the_published_ones(vectors):
    """Made as published, and good."""
    data = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    hashed = [leaf_hash(leaf) for leaf in data]
    roots = [bytes.fromhex(root) for root in vectors["roots"]]
    for index, size, path in vectors["inclusion"]:
        made = Grown(Range(), hashed[:size]).inclusion(index)
        assert [each.hex() for each in made] == path
        check_inclusion(hashed[index], index, size, made, roots[size - 1])
    for old, new, path in vectors["consistency"]:
        made = Grown(Range(), hashed[:new]).consistency(old)
        assert [each.hex() for each in made] == path
        check_consistency(old, roots[old - 1], new, roots[new - 1], made)


@pytest.mark.parametrize("size", range(1, UP_TO))
def test_whatever_is_known_only_as_a_range_the_proofs_are_the_same(size):
    """Every split of every small tree, against the RFC's own recursion."""
    data, hashed = leaves(size), hashes(size)
    root = second.tree_hash(data)
    for first in range(size):
        before = Range().extended(hashed[:first])
        grown = Grown(before, hashed[first:])
        assert before.extended(hashed[first:]).root() == root
        assert list(grown.consistency(first)) == (second.subproof(first, data) if first else [])
        for index in range(first, size):
            path = grown.inclusion(index)
            assert list(path) == second.path(index, data)
            check_inclusion(hashed[index], index, size, path, root)


def corrupted(path):
    """Paths that are not this one, by name."""
    other = os.urandom(32)
    yield "one more at the end", (*path, other)
    yield "one more before", (other, *path)
    yield "an empty one", (*path, b"")
    for at in range(len(path)):
        changed = bytes([path[at][0] ^ 8]) + path[at][1:]
        yield f"a bit of {at}", (*path[:at], changed, *path[at + 1 :])
        yield f"without {at}", (*path[:at], *path[at + 1 :])
        yield f"short {at}", (*path[:at], path[at][:-1], *path[at + 1 :])
    if len(set(path)) > 1:
        yield "reversed", tuple(reversed(path))


@drawn(st.data())
def test_a_proof_of_anything_else_fails(data):
    """Another leaf, place, size, root or path."""
    size = data.draw(st.integers(2, UP_TO))
    index = data.draw(st.integers(0, size - 1))
    hashed = hashes(size)
    root = Range().extended(hashed).root()
    path = Grown(Range(), hashed).inclusion(index)
    wrong = [
        (hashed[index], other, size, path, root) for other in range(-1, size + 2) if other != index
    ]
    wrong += [(hashed[index - 1], index, size, path, root), (b"x", index, size, path, root)]
    wrong += [
        (hashed[index], index, size * 4, path, root),
        (hashed[index], index, size, path, path[0]),
    ]
    wrong += [(hashed[index], index, size, each, root) for _, each in corrupted(path)]
    for case in wrong:
        with pytest.raises(ProofError):
            check_inclusion(*case)


@drawn(st.data())
def test_a_proof_that_a_tree_begins_otherwise_fails(data):
    """Other sizes, swapped roots, another path."""
    new = data.draw(st.integers(2, UP_TO))
    old = data.draw(st.integers(1, new - 1))
    hashed = hashes(new)
    roots = [Range().extended(hashed[:size]).root() for size in range(new + 1)]
    path = Grown(Range(), hashed).consistency(old)
    check_consistency(old, roots[old], new, roots[new], path)
    wrong = [(old, roots[new], new, roots[old], path), (new, roots[new], old, roots[old], path)]
    wrong += [(old, roots[old], new * 4, roots[new], path), (old, roots[old], new, roots[new], ())]
    wrong += [
        (old, roots[old - 1], new, roots[new], path),
        (old, roots[old], new, roots[old], path),
    ]
    wrong += [(-1, roots[old], new, roots[new], path), (old, b"", new, roots[new], path)]
    wrong += [(old, roots[old], new, roots[new], each) for _, each in corrupted(path)]
    for case in wrong:
        with pytest.raises(ProofError):
            check_consistency(*case)


def test_trees_of_one_size_are_one_tree():
    """And every tree begins with the empty one."""
    one, two = hashes(2)
    check_consistency(3, one, 3, one, ())
    check_consistency(0, EMPTY_ROOT, 3, one, ())
    for case in [(3, one, 3, two, ()), (3, one, 3, one, (one,)), (0, one, 3, one, ())]:
        with pytest.raises(ProofError):
            check_consistency(*case)


def test_what_is_not_known_is_not_asked_for():
    """Leaves before the range's end, trees that are not there, ranges that are none."""
    grown = Grown(Range().extended(hashes(5)), hashes(3))
    for ask, what in [(grown.inclusion, 4), (grown.inclusion, 8), (grown.consistency, 4)]:
        with pytest.raises(ValueError, match="known"):
            ask(what)
    with pytest.raises(ValueError, match="no range"):
        Range(3, (b"x",))

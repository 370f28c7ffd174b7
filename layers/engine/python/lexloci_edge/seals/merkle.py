"""The Merkle tree of RFC 6962 section 2.1, over hashes, and its two proofs.

A log never holds its whole tree. `Range` is what it needs to go on: the roots of the perfect
subtrees that its size is the sum of. `Grown` is a range and the leaves after it: enough for the
proofs of every leaf that came with the last batch, and that the batch only appended.

    six leaves, 6 = 4 + 2     root: H(a, b)     range: (a, b)
    a = H(H(0, 1), H(2, 3))   b = H(4, 5)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

from lexloci_edge.seals.errors import ProofError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of no leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Range:
    """The roots of the perfect subtrees of the first `size` leaves, from the left.

    INVARIANT: as many hashes as `size` has bits set.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(f"{len(self.hashes)} hashes are no range of {self.size} leaves")

    def extended(self, leaf_hashes: Iterable[bytes]) -> "Range":
        """The range after these leaves too."""
        size, hashes = self.size, list(self.hashes)
        for hashed in leaf_hashes:
            top = hashed
            # Each trailing one of the size is a perfect subtree as large as what we carry.
            for _ in range((size ^ (size + 1)).bit_length() - 1):
                top = node_hash(hashes.pop(), top)
            hashes.append(top)
            size += 1
        return Range(size, tuple(hashes))

    def root(self) -> bytes:
        """The tree's root."""
        if not self.hashes:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.hashes))


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree of which the first leaves are known by their range, the rest by their hashes."""

    before: Range
    leaf_hashes: Sequence[bytes]

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self.before.size + len(self.leaf_hashes)

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The audit path of a leaf, from the leaf up. RFC 6962 section 2.1.1.

        Requires before.size <= index < size. Raises: ValueError.
        """
        if not self.before.size <= index < self.size:
            raise ValueError(f"leaf {index} is not among those known one by one")
        path: list[bytes] = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._root(middle, high))
                high = middle
            else:
                path.append(self._root(low, middle))
                low = middle
        return tuple(reversed(path))

    def consistency(self, old: int) -> tuple[bytes, ...]:
        """The proof that this tree begins with the one of its first `old` leaves. RFC 6962 section
        2.1.2.

        Requires old = before.size or more, up to size. Raises: ValueError.
        """
        if not self.before.size <= old <= self.size:
            raise ValueError(f"{old} leaves are not among the trees known here")
        if old in (0, self.size):
            return ()
        path: list[bytes] = []
        low, high, whole = 0, self.size, True
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._root(middle, high))
                high = middle
            else:
                path.append(self._root(low, middle))
                low, whole = middle, False
        if not whole:
            path.append(self._root(low, high))
        return tuple(reversed(path))

    def _root(self, low: int, high: int) -> bytes:
        """The root over the leaves from `low` up to `high`; splits as RFC 6962 does."""
        first = self.before.size
        if low >= first:
            return Range().extended(self.leaf_hashes[low - first : high - first]).root()
        known = self._known(low, high)
        if known is not None:
            return known
        middle = low + _split(high - low)
        return node_hash(self._root(low, middle), self._root(middle, high))

    def _known(self, low: int, high: int) -> bytes | None:
        at = 0
        for hashed, bit in zip(self.before.hashes, _bits(self.before.size), strict=True):
            if (at, at + bit) == (low, high):
                return hashed
            at += bit
        return None


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf's hash and its audit path lead to. RFC 9162 section 2.1.3.2.

    Raises: ProofError where the path is not of the length that index and size ask for.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size}")
    _hashes((leaf, *path))
    at, last, root = index, size - 1, leaf
    for hashed in path:
        if last == 0:
            raise ProofError("is too long")
        if at & 1 or at == last:
            root = node_hash(hashed, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, hashed)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("is too short")
    return root


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Hold that the leaf of this hash is in the tree of this root. Raises: ProofError."""
    if root_of_inclusion(leaf, index, size, path) != root:
        raise ProofError(f"leaf {index} is not in the tree of this root")


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Hold that the tree of `new` leaves begins with the one of `old`. RFC 9162 section 2.1.4.2.

    Raises: ProofError.
    """
    _hashes((old_root, new_root, *path))
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {new} leaves cannot begin with {old}")
    if old in (0, new):
        if path:
            raise ProofError("is too long")
        if old == new and old_root != new_root:
            raise ProofError("two roots of one size")
        if old == 0 and old_root != EMPTY_ROOT:
            raise ProofError("the old tree is empty and its root is not")
        return
    steps = [old_root, *path] if old.bit_count() == 1 else list(path)
    if not steps:
        raise ProofError("is too short")
    if _climb(old, new, steps) != (old_root, new_root):
        raise ProofError(f"the tree of {new} leaves does not begin with that of {old}")


def _climb(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_root = new_root = steps[0]
    for hashed in steps[1:]:
        if last == 0:
            raise ProofError("is too long")
        if at & 1 or at == last:
            old_root, new_root = node_hash(hashed, old_root), node_hash(hashed, new_root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new_root = node_hash(new_root, hashed)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("is too short")
    return old_root, new_root


def _split(count: int) -> int:
    """The largest power of two that is less than `count`."""
    return 1 << (count - 1).bit_length() - 1


def _bits(size: int) -> list[int]:
    """The powers of two that `size` is the sum of, largest first."""
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]


def _hashes(given: Iterable[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in given):
        raise ProofError(f"holds a hash that is not of {HASH_BYTES} bytes")

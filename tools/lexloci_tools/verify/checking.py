"""Whether an export can be true: whole, unaltered, each seal extending the one before it.

The tree is built anew from the records, and every seal on the way must sign its root. That is more
than a consistency proof between two seals: the later tree begins with the earlier one because both
are made of the same records.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lexloci.errors import LexlociError
from lexloci_edge.seals.errors import NoteError
from lexloci_edge.seals.layout import Log, named
from lexloci_edge.seals.leaves import TAMPER, Leaf, canonical, leaves_in
from lexloci_edge.seals.merkle import Range, leaf_hash
from lexloci_edge.seals.note import Checkpoint, Note, VerifierKey
from lexloci_tools.verify.export import Export


class Untrue(LexlociError):
    """The first thing that cannot be true. where: the file, and the line of a record in it."""

    exit_code = 1


class Unsealed(LexlociError):
    """Records that no seal covers: nothing can be said about them."""

    exit_code = 3


@dataclass(slots=True)
class Sealed:
    """A log that holds up. seals: how many checkpoints. tampered: what its leaves tell of."""

    origin: str = ""
    size: int = 0
    root: str = ""
    seals: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    tampered: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """Where the walk along a log's seals is."""

    export: Export
    log: Log
    keys: Sequence[VerifierKey]
    kept: Sequence[Checkpoint]
    told: Sealed = field(default_factory=Sealed)
    range: Range = field(default_factory=Range)
    seen: set[tuple[str, str]] = field(default_factory=set)


def verify(
    export: Export, keys: Sequence[VerifierKey], kept: Sequence[bytes] = ()
) -> tuple[Sealed, ...]:
    """The logs of an export, when all of it can be true.

    keys: one for each log, by its origin; a log may have several, for keys are replaced. kept:
    checkpoints that were kept from before; each log must still begin with its own. Raises: Untrue
    with the first thing that cannot be, Unsealed, Unreadable.
    """
    logs: dict[Log, tuple[list[int], set[int]]] = {}
    for name in export.names:
        about = named(name)
        if about is None:
            raise Untrue(name, "is nothing that a log holds", "an export has nothing else in it")
        sizes, firsts = logs.setdefault(about.log, ([], set()))
        if about.size is not None:
            sizes.append(about.size)
        if about.first is not None:
            firsts.add(about.first)
    remembered = [signed(each, "kept checkpoint", keys) for each in kept]
    found = tuple(
        _walked(_Walk(export, log, keys, remembered), sorted(sizes), firsts)
        for log, (sizes, firsts) in sorted(logs.items())
    )
    _none_is_missing({each.origin for each in found}, keys, remembered)
    return found


def signed(data: bytes, where: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in these bytes, signed by the key of its origin. Raises: Untrue."""
    try:
        note = Note.parse(data)
        checkpoint = Checkpoint.parse(note.text)
        own = [key for key in keys if key.name == checkpoint.origin]
        if not own:
            hint = "give the log's key by --key; its name is the origin"
            raise Untrue(where, f"is of `{checkpoint.origin[:80]}`, whose key was not given", hint)
        note.verify(own)
    except NoteError as error:
        raise Untrue(where, f"is no seal of this log: {error.what}", error.hint) from None
    return checkpoint


def _walked(walk: _Walk, sizes: Sequence[int], firsts: set[int]) -> Sealed:
    for size in sizes:
        name = walk.log.checkpoint(size)
        checkpoint = signed(walk.export.read(name), name, walk.keys)
        _belongs(walk, checkpoint, name, size)
        first = walk.range.size
        if first not in firsts:
            raise Untrue(walk.log.batch(first), f"is missing, and `{name}` counts its records")
        firsts.discard(first)
        _batch(walk, checkpoint, name)
        walk.told.seals += 1
    after = walk.range.size
    if firsts == {after}:
        hint = "export again in a minute; if it stays so, its seal was taken away"
        raise Unsealed(walk.log.batch(after), "is under no seal", hint)
    if firsts:
        raise Untrue(walk.log.batch(min(firsts)), "follows no seal of this log")
    for one in walk.kept:
        if one.origin == walk.told.origin and one.size > after:
            what = f"ends after {after} records, and a seal over {one.size} was kept"
            raise Untrue(walk.told.origin, what, "its tail is gone, or the export is older")
    walk.told.size, walk.told.root = after, walk.range.root().hex()
    return walk.told


def _belongs(walk: _Walk, checkpoint: Checkpoint, name: str, size: int) -> None:
    """Hold that a seal is this log's, and is what its name says."""
    place = f"/{walk.log.region}/{walk.log.shard}"
    if not checkpoint.origin.endswith(place):
        raise Untrue(name, f"is of another log: `{checkpoint.origin}`")
    if walk.told.origin not in ("", checkpoint.origin):
        raise Untrue(name, f"is of `{checkpoint.origin}`, those before of `{walk.told.origin}`")
    walk.told.origin = checkpoint.origin
    if checkpoint.size != size:
        raise Untrue(name, f"says {checkpoint.size} records, its name {size}")
    if size == 0:
        raise Untrue(name, "seals nothing")


def _batch(walk: _Walk, checkpoint: Checkpoint, name: str) -> None:
    """Hold that the batch after where we are is what this seal signs, and go on behind it."""
    before = walk.range
    where = walk.log.batch(before.size)
    data = walk.export.read(where)
    lines = data.split(b"\n")
    # Without a newline at its end the last line is cut, and hashes to something else.
    records = lines[:-1] if not lines[-1] else lines
    count = checkpoint.size - before.size
    if len(records) != count:
        raise Untrue(where, f"holds {len(records)} records, and `{name}` counts {count}")
    hashes = [leaf_hash(each) for each in records]
    after = before.extended(hashes)
    if after.root() != checkpoint.root:
        raise _altered(where, name, records)
    if lines[-1]:
        raise Untrue(where, "does not end in a newline")
    for one in walk.kept:
        if one.origin == checkpoint.origin and before.size < one.size <= after.size:
            _same(one, before.extended(hashes[: one.size - before.size]), where)
    _records(walk, where, records)
    walk.range = after


def _same(kept: Checkpoint, range: Range, where: str) -> None:
    if kept.root != range.root():
        what = f"does not lead to the seal over {kept.size} records that was kept"
        raise Untrue(where, what, "there are two logs: one was shown to you, this is the other")


def _altered(where: str, name: str, records: Sequence[bytes]) -> Untrue:
    """Say of records that do not hash to a seal's root which one it is, where that shows."""
    for at, record in enumerate(records, 1):
        try:
            whole = canonical(record.decode()) is not None
        except UnicodeDecodeError:
            whole = False
        if not whole:
            return Untrue(f"{where}:{at}", "is no record as it was written", "it was altered")
    what = f"holds records that `{name}` does not seal"
    return Untrue(where, what, "one was altered, dropped, added or moved, here or before")


def _records(walk: _Walk, where: str, records: Sequence[bytes]) -> None:
    """Hold what must be true of sealed records themselves, whoever signed them."""
    try:
        leaves = list(leaves_in(records))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Untrue(where, "holds a record that is none, under a good seal") from None
    for at, leaf in enumerate(leaves, 1):
        if (leaf.id, leaf.kind) in walk.seen:
            raise Untrue(f"{where}:{at}", f"seals {leaf.kind} of `{leaf.id}` a second time")
        walk.seen.add((leaf.id, leaf.kind))
        _count(walk, leaf, f"{where}:{at}")


def _count(walk: _Walk, leaf: Leaf, where: str) -> None:
    told: Mapping[str, object] = json.loads(leaf.data)
    if told.get("region") != walk.log.region:
        raise Untrue(where, f"is of `{told.get('region')}`, and the log of `{walk.log.region}`")
    walk.told.kinds[leaf.kind.split("#")[0].lower()] += 1
    if leaf.kind.startswith(TAMPER):
        walk.told.tampered.append(f"{told['tamper']} of {told.get('item')} of {leaf.id}")


def _none_is_missing(
    origins: set[str], keys: Sequence[VerifierKey], kept: Sequence[Checkpoint]
) -> None:
    for name in [key.name for key in keys] + [each.origin for each in kept]:
        if name not in origins:
            raise Untrue(f"`{name}`", "is missing from the export, log and all")

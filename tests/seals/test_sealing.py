"""Sealing: each entry once, whoever dies when, and whoever else is at it."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.seals.conftest import REGION, id_of

from lexloci_edge.dynamo import item_of
from lexloci_edge.seals.errors import LogForked, SealError
from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.local import seal_locally
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.state import MemoryState
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

LOG = Log(REGION, 0)


class Killed(BaseException):
    """SIGKILL: nothing catches it."""


@dataclass
class Around:
    """Objects and state behind a counter; before or after the call of one number, `happens`."""

    inner: Any
    count: list[int]
    at: int
    after: bool
    happens: Callable[[], None]

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.inner, name)

        def counted(*given: Any, **named: Any) -> Any:
            self.count[0] += 1
            now = self.count[0] == self.at
            if now and not self.after:
                self.happens()
            answer = call(*given, **named)
            if now and self.after:
                self.happens()
            return answer

        return counted


@dataclass
class Scene:
    """Two benches on one log: what happens to the first at one of its calls."""

    bench: Any
    other: Any
    count: list[int] = field(default_factory=lambda: [0])

    def disturbed(self, at: int, after: bool, happens: Callable[[], None]) -> Any:
        """The first bench with something happening at a call."""
        objects, state = FolderObjects(self.bench.folder), self.bench.state
        self.bench.objects = Around(objects, self.count, at, after, happens)
        self.bench.state = Around(state, self.count, at, after, happens)
        return self.bench


@pytest.fixture
def scene(bench, benches):
    """Two sealers over one folder and one state."""
    return Scene(bench, benches(bench.folder, state=bench.state))


def sealed_once(bench, changes) -> bool:
    """Whether each of these is in the log once, in it is nothing else, and the log holds up."""
    texts = [each["dynamodb"]["NewImage"]["record"]["S"] for each in changes]
    told = [json.dumps(each, sort_keys=True) for each in bench.leaves()]
    wanted = [json.dumps(json.loads(text), sort_keys=True) for text in texts]
    verify(open_export(bench.folder), [bench.key()])
    return sorted(told) == sorted(wanted)


def changes_of(entries, inserted, count, first=0):
    """A stream's inserts."""
    return [inserted(each, at) for at, each in enumerate(entries(count, first), first)]


def test_a_batch_is_sealed_under_one_checkpoint(bench, entries, inserted):
    """In the order of the stream, and delivered again it is found."""
    changes = changes_of(entries, inserted, 9)
    assert bench.seal(changes) == {}
    assert bench.seal(changes[3:] + changes) == {}
    assert sealed_once(bench, changes)
    assert bench.watch.counts == ["Sealed"]
    assert [each["id"] for each in bench.leaves()][:3] == [id_of(0), id_of(1), id_of(2)]


def test_a_checkpoint_covers_a_thousand_records_at_most(bench, entries, inserted):
    """A larger batch gets several."""
    assert bench.seal(changes_of(entries, inserted, 2500)) == {}
    assert bench.watch.counts == ["Sealed"] * 3
    (told,) = verify(open_export(bench.folder), [bench.key()])
    assert (told.size, told.seals) == (2500, 3)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 8))
def test_killed_at_any_step_nothing_is_lost_or_double(scene, entries, inserted, at, after):
    """The stream delivers again, to whoever lives, another cut of it first."""

    def die() -> None:
        raise Killed

    scene.other.seal(changes_of(entries, inserted, 5))
    changes = changes_of(entries, inserted, 17, 3)
    with contextlib.suppress(Killed):
        scene.disturbed(at, after, die).seal(changes)
    assert scene.other.seal(changes[10:]) == {}
    assert scene.other.seal(changes) == {}
    assert sealed_once(scene.other, changes_of(entries, inserted, 20))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 10))
def test_another_sealer_between_any_two_steps_changes_nothing(scene, entries, inserted, at, after):
    """It seals some of the same entries and some more, as a second delivery would."""
    changes = changes_of(entries, inserted, 24)

    def meanwhile() -> None:
        assert scene.other.seal(changes[8:20]) == {}

    assert scene.disturbed(at, after, meanwhile).seal(changes) == {}
    scene.other.seal(changes)
    assert sealed_once(scene.other, changes)


def test_the_objects_alone_bring_a_lost_state_back(bench, entries, inserted):
    """A sealer that remembers nothing walks along the batches and goes on behind them."""
    for first in (0, 5, 11):
        bench.seal(changes_of(entries, inserted, 5, first))
    bench.state = MemoryState()
    everything = changes_of(entries, inserted, 20)
    bench.seal(everything)
    assert sealed_once(bench, everything)


def test_a_batch_that_a_stranger_put_there_is_a_fork(bench, entries, inserted):
    """Nothing more is sealed, and the alarm says so."""
    FolderObjects(bench.folder).create(LOG.batch(0), b'{"id":1}\nnot json\n')
    changes = changes_of(entries, inserted, 3)
    failed = bench.seal(changes)
    assert set(failed) == {"0", "1", "2"}
    assert {type(each) for each in failed.values()} == {LogForked}
    assert bench.watch.counts == ["SealFailed"]


@pytest.mark.parametrize("there", [b"no note", b""])
def test_another_checkpoint_of_our_size_is_a_fork(
    bench, benches, entries, inserted, tmp_path, there
):
    """Whether it is none, or one of another tree."""
    changes = changes_of(entries, inserted, 3)
    other = benches(tmp_path / "other")
    other.seal(changes_of(entries, inserted, 3, 8))
    note = there or (other.folder / LOG.checkpoint(3)).read_bytes()
    FolderObjects(bench.folder).create(LOG.checkpoint(3), note)
    assert {type(each) for each in bench.seal(changes).values()} == {LogForked}


def test_tampering_raises_its_alarm_and_is_sealed(bench, entries, inserted):
    """Once, though it is delivered twice."""
    (change,) = changes_of(entries, inserted, 1)
    image = change["dynamodb"]["NewImage"]
    modified = {**change, "eventName": "MODIFY", "eventID": "m-1"}
    modified["dynamodb"] = {**change["dynamodb"], "OldImage": image, "SequenceNumber": "1"}
    bench.seal([change, modified])
    bench.seal([modified])
    assert bench.watch.counts == ["Tampered", "Sealed", "Tampered"]
    assert [each.get("tamper") for each in bench.leaves()] == [None, "modify"]
    (told,) = verify(open_export(bench.folder), [bench.key()])
    assert told.tampered == [f"modify of DECISION of {id_of(0)}"]


def test_each_shard_is_a_log_of_its_own(benches, tmp_path, record, inserted):
    """By the last digit of the id; a decision and its outcome are of one log."""
    bench = benches(tmp_path, shards=4)
    ids = [f"019ab000-0000-7000-8000-00000000000{digit:x}" for digit in range(16)]
    assert bench.seal([inserted(record(0, id=id)) for id in ids]) == {}
    for shard in range(4):
        digits = {int(each["id"][-1], 16) % 4 for each in bench.leaves(shard)}
        assert digits == {shard}
    told = verify(open_export(bench.folder), [bench.key(shard) for shard in range(4)])
    assert [each.size for each in told] == [4, 4, 4, 4]


def test_one_log_that_fails_holds_up_only_its_own(benches, tmp_path, record, inserted):
    """The stream is told which records must come again."""
    bench = benches(tmp_path, shards=2)
    FolderObjects(tmp_path).create(Log(REGION, 1).batch(0), b"stranger\n")
    ids = [f"019ab000-0000-7000-8000-00000000000{digit:x}" for digit in range(4)]
    failed = bench.seal([inserted(record(0, id=id), at) for at, id in enumerate(ids)])
    assert set(failed) == {"1", "3"}
    assert len(bench.leaves(0)) == 2


def test_a_folder_that_cannot_be_written_is_an_error(bench, entries, inserted):
    """Of ours, so that the stream delivers again."""
    bench.folder.write_text("a file", encoding="utf-8")
    assert {type(each) for each in bench.seal(changes_of(entries, inserted, 1)).values()} == {
        SealError
    }


def test_the_desk_seals_a_tables_items_into_a_folder(tmp_path, entries):
    """All of them each time; the key is made once, and nobody else can read it."""
    items = [item_of(each, 1098) for each in entries(12)]
    folder, key = tmp_path / "log", tmp_path / "key"
    state = MemoryState()
    first = seal_locally(items[:5], folder, key, REGION, state)
    assert key.stat().st_mode & 0o777 == 0o600
    assert seal_locally(items, folder, key, REGION, state) == first
    assert seal_locally(items, folder, key, REGION) == first
    (told,) = verify(open_export(folder), [VerifierKey.parse(first)])
    assert (told.size, told.seals) == (12, 2)
    key.write_bytes(b"short")
    with pytest.raises(SealError, match="is no Ed25519 key"):
        seal_locally(items, folder, key, REGION)

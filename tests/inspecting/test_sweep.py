"""Sweeping: decisions whose outcome never came are found in the log and marked, and no others."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.edge.conftest import Watch
from tests.edge.engines import REAL, REGION, declared, empty
from tests.inspecting.conftest import DECISIONS, NOW, id_of
from tests.seals import actors
from tests.seals.conftest import inserted
from tests.seals.test_killed import STREAM

from lexloci_edge.dynamo import DynamoLedger
from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.inspecting.sweeping import HORIZON, DynamoProgress, Sweeper
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.records import Aftermath, Record, moment
from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.seals.signer import LocalSigner
from lexloci_edge.seals.state import MemoryState
from lexloci_edge.seals.stream import seal_changes

LOG = Log(REGION, 0)
LATER = NOW + HORIZON


class Noted:
    """Progress in memory."""

    def __init__(self):
        self.leaf = 0

    def swept(self, log):
        """As `Progress.swept`."""
        return self.leaf

    def done(self, log, leaf):
        """As `Progress.done`."""
        self.leaf = leaf


class Floor:
    """A ledger, its log in a folder, and a sweeper."""

    def __init__(self, folder, ledger=None):
        self.ledger, self.watch, self.progress = ledger or MemoryLedger(), Watch(), Noted()
        self.state, self.objects, self.sent = MemoryState(), FolderObjects(folder / "log"), 0

    def sealer(self):
        """Seals into the folder."""
        signer = LocalSigner.of_seed(bytes(range(32)))
        return Sealer(self.state, self.objects, signer, REGION, "lexloci.example", 1)

    def write(self, *entries, sealed=True):
        """Keep entries, and seal them as one batch."""
        for entry in entries:
            self.ledger.append(entry)
        if sealed:
            self.seal(*(inserted(entry, at) for at, entry in enumerate(entries)))

    def seal(self, *changes):
        """Seal what the stream tells of."""
        assert seal_changes(changes, self.sealer(), self.watch) == {}

    def sweep(self, now=LATER, time_left=lambda: True):
        """How many were marked."""
        size = lambda log: self.state.head(log).size  # noqa: E731
        sweeper = Sweeper(self.ledger, self.objects, size, self.progress, REGION, self.watch)
        return sweeper.sweep(LOG, now, time_left)

    def result(self, number):
        """What became of a decision."""
        after = self.ledger.get(id_of(number))[1]
        return None if after is None else after.result


def decided(number, seconds=0, **fields):
    """A decision so many seconds from now."""
    return Record(
        **{
            "id": id_of(number),
            "at": moment(NOW + timedelta(seconds=seconds)),
            "region": REGION,
            "places": ("GB-ENG",),
            "outcome": "allow",
            "rulebook": "sha256:0",
            "function": "1",
            **fields,
        }
    )


def came(number):
    """What became of it, as the gate notes it."""
    return Aftermath(id=id_of(number), at=moment(NOW), region=REGION, result="image", images=1)


@pytest.fixture
def floor(tmp_path):
    """An empty ledger."""
    return Floor(tmp_path)


def test_what_never_came_is_marked_once(floor):
    """Not what came, what was refused, what is young, or what was not ours to forward."""
    floor.write(
        decided(1),
        decided(2),
        came(2),
        decided(3, outcome="refuse"),
        decided(4, evidence=("claims", "backend:bound")),
        decided(5, on="2026-01-01"),
        decided(6, seconds=1),
    )
    assert (floor.sweep(), floor.sweep()) == (1, 0)
    assert [floor.result(n) for n in range(1, 7)] == ["unknown", "image", None, None, None, None]
    assert [name for name, _ in floor.watch.counts if name != "Sealed"] == ["OutcomeUnknown"]
    assert id_of(1) in str(floor.watch.lines)
    assert floor.sweep(LATER + timedelta(seconds=1)) == 1
    assert floor.result(6) == "unknown"


def test_what_came_and_is_not_sealed_yet_is_not_marked(floor):
    """The ledger is asked before anything is marked: the log may be late."""
    floor.write(decided(1))
    floor.write(came(1), sealed=False)
    assert (floor.sweep(), floor.result(1)) == (0, "image")


def test_an_outcome_before_its_decision_in_the_log_is_one_all_the_same(floor):
    """Batches that were tried again can change places."""
    entries = decided(1), came(1)
    floor.write(*entries, sealed=False)
    floor.seal(*(inserted(entry) for entry in reversed(entries)))
    assert (floor.sweep(), floor.result(1)) == (0, "image")


def test_a_sweep_begins_where_the_last_one_ended(floor):
    """Behind the last batch that is all done; never behind one with an open decision."""
    for number in range(4):
        floor.write(decided(number, seconds=100 * number), decided(10 + number, outcome="refuse"))
    assert floor.sweep(LATER + timedelta(seconds=150)) == 2
    assert floor.progress.leaf == 4
    assert floor.sweep(LATER + timedelta(seconds=150)) == 0
    assert floor.sweep(LATER + timedelta(seconds=300)) == 2
    assert floor.progress.leaf == 8


def test_a_sweep_that_runs_out_of_time_goes_on_the_next_time(floor):
    """One batch at a time, and everything is found."""
    for number in range(5):
        floor.write(decided(number))
    marked = []
    for _ in range(5):
        left = iter((True, False))
        marked.append(floor.sweep(time_left=lambda left=left: next(left)))
    assert (marked, floor.progress.leaf) == ([1] * 5, 5)


def test_a_strangers_item_does_not_stop_a_sweep(floor):
    """What looks like an entry and cannot be read is counted, and so is tampering passed by."""
    floor.write(decided(1))
    text = f'{{"id":"{id_of(2)}","outcome":"allow","region":"{REGION}"}}'
    stranger = inserted(decided(2))
    stranger["dynamodb"]["NewImage"]["record"] = {"S": text}
    removed = {**inserted(decided(3)), "eventName": "REMOVE", "eventID": "e"}
    floor.seal(stranger, removed)
    assert floor.sweep() == 1
    assert ("SweepUnreadable", ()) in floor.watch.counts


BROKEN = {
    "the ledger cannot be read": ("ledger", {"get": LedgerError("down")}, LedgerError),
    "the ledger does not keep": ("ledger", {"append": LedgerError("down")}, LedgerError),
    "the log cannot be read": ("objects", {"read": SealError("x", "down")}, SealError),
    "the progress cannot be kept": ("progress", {"done": InspectError("down")}, InspectError),
    "the progress cannot be read": ("progress", {"swept": InspectError("down")}, InspectError),
}


@pytest.mark.parametrize(("what", "fault", "raised"), BROKEN.values(), ids=BROKEN)
def test_a_sweep_that_breaks_is_swept_again(floor, what, fault, raised):
    """It raises, which is an alarm; nothing is passed over and nothing is marked twice."""
    floor.write(decided(1))
    whole = getattr(floor, what)

    def failing(error):
        def fails(*_):
            raise error

        return fails

    names = ("get", "append", "read", "create", "swept", "done")
    parts = {name: getattr(whole, name) for name in names if hasattr(whole, name)}
    broken = SimpleNamespace(**parts, **{})
    vars(broken).update({name: failing(error) for name, error in fault.items()})
    setattr(floor, what, broken)
    with pytest.raises(raised):
        floor.sweep()
    setattr(floor, what, whole)
    floor.sweep()
    assert floor.result(1) == "unknown"
    counted = [name for name, _ in floor.watch.counts].count("OutcomeUnknown")
    assert (counted, floor.progress.leaf) == (1, 1)


def test_an_outcome_that_comes_while_it_is_marked_stands(floor):
    """The mark is put on condition that there is none."""
    floor.write(decided(1))

    def late(entry):
        raise LedgerConflict(entry.id)

    floor.ledger = SimpleNamespace(get=floor.ledger.get, append=late)
    assert floor.sweep() == 0
    assert not [name for name, _ in floor.watch.counts if name == "OutcomeUnknown"]


@pytest.mark.ddblocal
def test_sweepers_at_once_mark_each_once(tmp_path, request):
    """On Amazon's engine, by its own stream: half the outcomes are lost, four sweep at once."""
    with empty("ddblocal", DECISIONS, request) as dynamodb:
        dynamodb.delete_table(TableName=DECISIONS)
        made = dynamodb.create_table(**declared()[DECISIONS], StreamSpecification=STREAM)
        arn = made["TableDescription"]["LatestStreamArn"]
        floor = Floor(tmp_path, DynamoLedger(lambda: dynamodb, DECISIONS, REGION))
        for number in range(40):
            lost = number % 2 == 0
            floor.write(*(decided(number), *([] if lost else [came(number)])), sealed=False)
        streams = actors.client("dynamodbstreams", request.getfixturevalue("dynamodb_local"))
        with contextlib.closing(streams):
            floor.seal(*changes_of(streams, arn))
        with ThreadPoolExecutor(4) as pool:
            moments = [LATER + timedelta(seconds=number) for number in range(4)]
            marked = list(pool.map(floor.sweep, moments))
        assert sum(marked) == 20
        results = [floor.result(number) for number in range(40)]
        assert results == ["unknown", "image"] * 20


def changes_of(streams, arn):
    """All that a stream tells of."""
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            found = streams.get_records(ShardIterator=iterator)
            yield from found["Records"]
            iterator = found.get("NextShardIterator") if found["Records"] else None


@pytest.mark.parametrize("kind", ["moto", REAL])
def test_progress_is_kept_in_the_seals_table(kind, request):
    """Per log, from nothing on."""
    with empty(kind, "lexloci-seals", request) as dynamodb:
        progress = DynamoProgress(dynamodb, "lexloci-seals")
        assert progress.swept(LOG) == 0
        progress.done(LOG, 7)
        assert (progress.swept(LOG), progress.swept(Log(REGION, 1))) == (7, 0)

"""Writers and sealers in processes of their own on Amazon's engine, killed at random: nothing is
lost, nothing is double, and the log verifies."""

import contextlib
import itertools
import json
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.seals import actors, second

from lexloci_edge.seals.signer import LocalSigner
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

PK_SK = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
TYPES = [{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")]


def made_tables(dynamodb: Any) -> str:
    """Make both tables afresh; answer the stream of the decisions'."""
    for name in (actors.DECISIONS, actors.SEALS):
        with contextlib.suppress(dynamodb.exceptions.ResourceNotFoundException):
            dynamodb.delete_table(TableName=name)
        streamed = name == actors.DECISIONS
        made = dynamodb.create_table(
            TableName=name,
            KeySchema=PK_SK,
            AttributeDefinitions=TYPES,
            BillingMode="PAY_PER_REQUEST",
            **({"StreamSpecification": STREAM} if streamed else {}),
        )["TableDescription"]
        if streamed:
            arn = str(made["LatestStreamArn"])
    return arn


STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


@dataclass
class Actor:
    """A process that is started again whenever it is killed. heard: lines of the living one."""

    role: str
    told: dict[str, Any]
    heard: "queue.Queue[str]" = field(default_factory=queue.Queue)
    deaths: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin a life; whatever the last one said too late is not heard any more."""
        self.heard = queue.Queue()
        command = [sys.executable, actors.__file__, self.role, json.dumps(self.told)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        threading.Thread(target=self._hear, args=(self.process, self.heard), daemon=True).start()

    def _hear(self, process: Any, heard: "queue.Queue[str]") -> None:
        for line in process.stdout:
            heard.put(line.strip())

    def kill(self) -> None:
        """SIGKILL, and no more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError, OSError):
                pipe.close()
        self.deaths += 1

    def tell(self, line: str) -> None:
        """A line on its input; a dead one does not mind."""
        with contextlib.suppress(BrokenPipeError, OSError):
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()


@dataclass
class Lane:
    """One of the ways in which the stream reaches sealers: in order, one batch at a time."""

    sealer: Actor
    waiting: list[dict[str, Any]] = field(default_factory=list)
    batch: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0

    def deliver(self, dice: random.Random, largest: int) -> None:
        """Hand out the next batch, of any size up to `largest`."""
        if not self.batch and self.waiting:
            self.batch = self.waiting[: dice.randint(1, largest)]
        if self.batch:
            self.number += 1
            changes = {"batch": self.number, "changes": self.batch}
            self.sealer.tell(json.dumps(changes))

    def answered(self) -> bool | None:
        """Whether the batch is done; None while nothing is heard."""
        try:
            told = json.loads(self.sealer.heard.get_nowait())
        except (queue.Empty, ValueError):
            return None
        if told["batch"] != self.number:
            return None
        if told["failed"]:
            return False
        del self.waiting[: len(self.batch)]
        self.batch = []
        return True


class Play:
    """The whole: writers, sealers, the stream between them, and a killer."""

    def __init__(self, endpoint: str, folder: Path, count: int, writers: int, sealers: int) -> None:
        self.dice = random.Random(6)
        self.count = count
        self.dynamodb = actors.client("dynamodb", endpoint)
        self.streams = actors.client("dynamodbstreams", endpoint)
        self.arn = made_tables(self.dynamodb)
        self.log = folder / "log"
        part = -(-count // writers)
        self.writers = [
            Actor(
                "writer",
                {
                    "endpoint": endpoint,
                    "first": at * part,
                    "end": min(count, (at + 1) * part),
                    "notes": str(folder / f"writer-{at}"),
                },
            )
            for at in range(writers)
        ]
        told = {"endpoint": endpoint, "folder": str(self.log)}
        self.lanes = [Lane(Actor("sealer", told)) for _ in range(sealers)]
        self.done: set[int] = set()
        self.places: dict[str, str] = {}
        self.seen = 0

    def read_stream(self) -> None:
        """Put what is new in the stream into its lanes, by key, as Lambda's do."""
        shards = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        for shard in shards:
            id = shard["ShardId"]
            if id not in self.places:
                began = {"StreamArn": self.arn, "ShardId": id, "ShardIteratorType": "TRIM_HORIZON"}
                self.places[id] = self.streams.get_shard_iterator(**began)["ShardIterator"]
            if not self.places[id]:
                continue
            answer = self.streams.get_records(ShardIterator=self.places[id], Limit=1000)
            self.places[id] = answer.get("NextShardIterator", "")
            for change in answer["Records"]:
                change["dynamodb"]["ApproximateCreationDateTime"] = 0.0
                self.seen += 1
                lane = hash(change["dynamodb"]["Keys"]["pk"]["S"]) % len(self.lanes)
                self.lanes[lane].waiting.append(change)

    def run(self, kills: float, largest: int, seconds: float) -> None:
        """Until all is written and sealed. kills: how often a second somebody dies."""
        began = killed = time.monotonic()
        pause = 1.5
        for lane in self.lanes:
            lane.deliver(self.dice, largest)
        while not self.over():
            assert time.monotonic() - began < seconds, f"{self.seen} seen, {self.deaths()} deaths"
            self.read_stream()
            for at, writer in enumerate(self.writers):
                with contextlib.suppress(queue.Empty):
                    if writer.heard.get_nowait() == "end":
                        self.done.add(at)
            for lane in self.lanes:
                if not lane.batch or lane.answered() is not None:
                    lane.deliver(self.dice, largest)
            if kills and time.monotonic() - killed > pause:
                self.somebody_dies(largest)
                killed, pause = time.monotonic(), self.dice.expovariate(kills)
            time.sleep(0.01)

    def somebody_dies(self, largest: int) -> None:
        """A writer, or a sealer: its batch then comes again, in another cut, to a new one; and
        sometimes to a neighbour besides, as a stream may deliver twice."""
        at = self.dice.randrange(len(self.writers) + len(self.lanes))
        if at < len(self.writers):
            if at not in self.done:
                self.writers[at].kill()
                self.writers[at].start()
            return
        lane = self.lanes[at - len(self.writers)]
        twice = {"batch": 0, "changes": lane.waiting[:largest]}
        lane.sealer.kill()
        lane.sealer.start()
        lane.batch = []
        lane.deliver(self.dice, largest)
        self.dice.choice(self.lanes).sealer.tell(json.dumps(twice))

    def over(self) -> bool:
        """Whether every entry was written, seen and sealed."""
        sealed = not any(lane.waiting for lane in self.lanes)
        return len(self.done) == len(self.writers) and self.seen >= self.count and sealed

    def deaths(self) -> tuple[int, int]:
        """How many writers and sealers died."""
        writers, sealers = self.writers, [lane.sealer for lane in self.lanes]
        return sum(each.deaths for each in writers), sum(each.deaths for each in sealers)

    def close(self) -> None:
        """End everybody."""
        for each in [*self.writers, *(lane.sealer for lane in self.lanes)]:
            each.kill()
        self.dynamodb.close()
        self.streams.close()

    def scanned(self, table: str) -> list[dict[str, Any]]:
        """All items of a table."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return list(itertools.chain.from_iterable(page["Items"] for page in pages))


def hold(play: Play, count: int) -> int:
    """Hold that nothing is lost or double; answer under how many seals it is."""
    signer = LocalSigner.of_seed(bytes(32))
    keys = [signer.key(f"{actors.PREFIX}/{actors.REGION}/{at}") for at in range(actors.SHARDS)]
    wanted = {each["record"]["S"] for each in actors.items(count)}
    assert {item["record"]["S"] for item in play.scanned(actors.DECISIONS)} == wanted
    files = sorted(play.log.rglob("batches/*.jsonl"))
    leaves = [line for path in files for line in path.read_text().splitlines()]
    assert Counter(leaves) == Counter(wanted)
    logs = verify(open_export(play.log), keys)
    assert sum(each.size for each in logs) == count
    places = [item for item in play.scanned(actors.SEALS) if item["pk"]["S"].startswith("SEAL#")]
    assert len({(one["shard"]["N"], one["leaf"]["N"]) for one in places}) == len(places) == count
    return sum(each.seals for each in logs)


@pytest.mark.ddblocal
def test_two_processes_and_a_few_deaths_lose_nothing(dynamodb_local, tmp_path):
    """300 entries; a writer and a sealer, each killed at least once."""
    with contextlib.closing(Play(dynamodb_local, tmp_path, 300, 1, 1)) as play:
        play.run(kills=0.8, largest=60, seconds=60)
        assert sum(play.deaths()) > 0
        hold(play, 300)
        signer = LocalSigner.of_seed(bytes(32))
        logs = {f"{actors.REGION}/{at}" for at in range(actors.SHARDS)}
        assert second.holds_up(
            play.log, {log: str(signer.key(f"{actors.PREFIX}/{log}")) for log in logs}
        )


@pytest.mark.soak
@pytest.mark.ddblocal
def test_eight_processes_and_many_deaths_lose_nothing(dynamodb_local, tmp_path, capsys):
    """20,000 entries, four writers, four sealers, SIGKILL all the time."""
    began = time.monotonic()
    with contextlib.closing(Play(dynamodb_local, tmp_path, 20_000, 4, 4)) as play:
        play.run(kills=1.0, largest=400, seconds=1500)
        seals = hold(play, 20_000)
        writers, sealers = play.deaths()
        assert min(writers, sealers) > 5
        took = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\n{seals} seals, deaths: {writers} + {sealers}, {took:.0f} s\n")

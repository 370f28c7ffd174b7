"""A stand-in for Regions, edges and time, to rotate the origin secret under load.

Time is the drill's own and moves only while the rotation waits; at each move the load makes some
more calls from its threads. An edge takes up what the front was told only after a while, a Region's
replica shows a change only after a while, and the front is deployed when its last edge is.
"""

import random
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lexloci_edge.rotation import Rotation
from lexloci_edge.vault import SecretsManager

EDGES, LAG = 12, 200.0
"""How many edges there are, and within how many seconds each takes up a change."""
REPLICA = 20.0
"""Seconds by which a replica may be behind."""


@dataclass
class Clock:
    """The time of the drill; `moves` is called after each move."""

    at: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    moves: Callable[[], None] = lambda: None

    def __call__(self) -> datetime:
        """The moment."""
        return self.at

    def wait(self, seconds: float) -> None:
        """Let time go by, some seconds at a time."""
        while seconds > 0:
            self.at += timedelta(seconds=min(seconds, 10))
            seconds -= 10
            self.moves()


class Edges:
    """A front with many edges, each of which takes up a new value in its own time."""

    def __init__(self, clock: Clock, value: str, chance: random.Random) -> None:
        self._clock, self._chance = clock, chance
        self._told = value
        self._each = [(value, value, clock.at)] * EDGES

    def sends(self) -> str:
        """As `Front.sends`."""
        return self._told

    def send(self, value: str) -> None:
        """As `Front.send`."""
        lags = [self._chance.uniform(0, LAG) for _ in range(EDGES)]
        self._each = [
            (self.of(n), value, self._clock.at + timedelta(seconds=lags[n])) for n in range(EDGES)
        ]
        self._told = value

    def deployed(self) -> bool:
        """As `Front.deployed`."""
        return all(self.of(n) == self._told for n in range(EDGES))

    def of(self, n: int) -> str:
        """What this edge sends now."""
        before, after, since = self._each[n]
        return after if self._clock.at >= since else before


class Region:
    """A client of Secrets Manager in one Region: what it answers may be a while old."""

    def __init__(self, client: Any, clock: Clock, behind: float, lock: Any) -> None:
        self._client, self._clock, self._behind, self._lock = client, clock, behind, lock
        self._kept: dict[str, tuple[datetime, Any]] = {}

    def get_secret_value(self, **asked: str) -> Any:
        """As boto3's; moto is not made for threads, so one at a time."""
        with self._lock:
            at, answer = self._kept.get(asked["VersionStage"], (None, None))
            if at is None or (self._clock.at - at).total_seconds() >= self._behind:
                try:
                    answer = self._client.get_secret_value(**asked)
                except self._client.exceptions.ResourceNotFoundException as missing:
                    answer = missing
                self._kept[asked["VersionStage"]] = (self._clock.at, answer)
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Drill:
    """Calls with what edges send, and with what nobody should take, to gates in two Regions.

    `call(vault, value)`: whether a gate with these secrets takes a call with this value.
    """

    client: Any
    call: Callable[[SecretsManager, str], bool]
    clock: Clock = field(default_factory=Clock)
    per_move: int = 8
    environments: int = 8
    seed: int = 5
    refused: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    calls: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.lock = threading.Lock()
        self.first = "the-first-secret"
        self.client.create_secret(Name="origin", SecretString=f'{{"secret": "{self.first}"}}')
        self.edges = Edges(self.clock, self.first, self.chance)
        self.retired: list[str] = ["never-ours", ""]
        self.pool = ThreadPoolExecutor(8)
        behind = [0.0, REPLICA] * self.environments
        self.gates = [self._vault(seconds) for seconds in behind[: self.environments]]

    def _vault(self, behind: float) -> SecretsManager:
        region = Region(self.client, self.clock, behind, self.lock)
        return SecretsManager(lambda: region, self.clock)

    def load(self) -> None:
        """Some calls from each thread, each to its own gate: an environment takes one at a time."""
        shares = [
            [self.chance.randrange(EDGES) for _ in range(self.per_move // len(self.gates) + 1)]
            for _ in self.gates
        ]
        for done in [
            self.pool.submit(self._some, vault, share)
            for vault, share in zip(self.gates, shares, strict=True)
        ]:
            done.result()

    def _some(self, vault: SecretsManager, edges: list[int]) -> None:
        for n in edges:
            value = self.edges.of(n)
            if not self.call(vault, value):
                self.refused.append(value)
        value = self.retired[self.calls % len(self.retired)]
        if self.call(vault, value):
            self.taken.append(value)
        with self.lock:
            self.calls += len(edges) + 1

    def rotate(
        self,
        rotation: Rotation,
        steps: tuple[str, ...] = ("createSecret", "setSecret", "testSecret", "finishSecret"),
        token: str | None = None,
    ) -> str:
        """One rotation as Secrets Manager runs it; answers its token."""
        token = token or str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        for step in steps:
            rotation.step(event(step, token))
        return token


def event(step: str, token: str) -> Mapping[str, str]:
    """What Secrets Manager calls a rotation function with."""
    return {"SecretId": "origin", "ClientRequestToken": token, "Step": step}

"""The origin secret is renewed under load, and no call is refused for it or taken without it."""

import contextlib

import boto3
import pytest
from moto import mock_aws
from tests.edge.drill import Drill, event

from lexloci_edge import rotation as rotating
from lexloci_edge.errors import TurnedAway
from lexloci_edge.proof import HEADER, prove_path
from lexloci_edge.rotation import Rotation, RotationError
from lexloci_edge.vault import MAX_AGE

KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}


@pytest.fixture
def client():
    """A Secrets Manager client on moto."""
    with mock_aws():
        made = boto3.client("secretsmanager", region_name="eu-west-2", **KEYS)
        with contextlib.closing(made):
            yield made


@pytest.fixture
def drill(client):
    """A drill whose calls are only proven, which is quick."""

    def call(vault, value):
        try:
            prove_path({HEADER: value}, vault, "origin")
        except TurnedAway:
            return False
        return True

    yield from drilled(Drill(client, call, environments=3))


@pytest.fixture
def whole_drill(client, stage):
    """A drill whose calls go through the gate as Lambda would put them."""
    event = stage.event(body={"prompt": "a lighthouse at dawn"})

    def call(vault, value):
        own = type(stage)(stage.book, vault=Named(vault))
        headers = {**event["headers"], HEADER: value}
        return own.send({**event, "headers": headers}).status == 200

    yield from drilled(Drill(client, call, per_move=16))


def drilled(made):
    """The drill, until its test is over."""
    made.clock.moves = made.load
    yield made
    made.pool.shutdown()


class Named:
    """The drill's secret beside the one that hashes, which does not rotate here."""

    def __init__(self, vault):
        self.vault = vault

    def accepted(self, name):
        """As `Secrets.accepted`."""
        return self.vault.accepted("origin")

    def refreshed(self, name):
        """As `Secrets.refreshed`."""
        return self.vault.refreshed("origin")


def stages(client):
    """Which labels the versions of the secret have."""
    found = client.describe_secret(SecretId="origin")["VersionIdsToStages"]
    return sorted(sorted(labels) for labels in found.values() if labels)


def test_two_rotations_under_load_refuse_nobody_and_take_nobody_in(client, whole_drill):
    """2,000 calls and more, from edges that lag to gates that cache in Regions that lag."""
    drill = whole_drill
    rotation = Rotation(client, drill.edges, drill.clock.wait)
    drill.load()
    for _ in range(2):
        old = drill.edges.sends()
        drill.rotate(rotation)
        assert drill.edges.sends() != old
        drill.clock.wait(MAX_AGE.total_seconds() + 60)
        drill.retired.append(old)
        drill.load()
    assert drill.calls >= 2000, drill.calls
    assert (drill.refused, drill.taken) == ([], [])
    assert stages(client) == [["AWSCURRENT"]]


class Hasty(Rotation):
    """A rotation in Secrets Manager's usual order: the front first, then the promotion."""

    def step(self, event):
        """As `Rotation.step`."""
        id, token = event["SecretId"], event["ClientRequestToken"]
        if event["Step"] == "setSecret":
            self._front.send(self._value(id, VersionId=token))
            self._until(self._front.deployed, "front", "is not deployed yet")
        elif event["Step"] == "testSecret":
            self._promote_now(id, token)
        else:
            super().step(event)

    def _promote_now(self, id, token):
        current = next(each for each, has in self._stages(id).items() if "AWSCURRENT" in has)
        self._client.update_secret_version_stage(
            SecretId=id,
            VersionStage="AWSCURRENT",
            MoveToVersionId=token,
            RemoveFromVersionId=current,
        )


def test_the_drill_notices_an_order_that_locks_callers_out(client, drill):
    """Were the front told first, its edges would send what no gate takes yet."""
    drill.rotate(Hasty(client, drill.edges, drill.clock.wait))
    assert drill.refused
    assert not drill.taken


class Incurious:
    """Secrets that are never looked at a second time before a call is refused."""

    def __init__(self, vault):
        self.vault = vault

    def accepted(self, name):
        """As `Secrets.accepted`."""
        return self.vault.accepted(name)

    def refreshed(self, name):
        """As `Secrets.refreshed`, within the time in which it does not look."""


@pytest.mark.parametrize("waits", [True, False])
def test_the_order_alone_suffices_and_needs_its_wait(client, drill, waits):
    """Strangers may have used up the second look: then it is the wait that refuses nobody."""
    looked = drill.call
    drill.call = lambda vault, value: looked(Incurious(vault), value)
    drill.load()

    def wait(seconds):
        drill.clock.wait(seconds if waits else min(seconds, rotating.PAUSE))

    drill.rotate(Rotation(client, drill.edges, wait))
    assert bool(drill.refused) is not waits
    assert not drill.taken


@pytest.mark.parametrize("broken", ["createSecret", "setSecret", "testSecret", "finishSecret"])
@pytest.mark.parametrize("again", ["retried", "anew"])
def test_a_rotation_that_breaks_off_locks_nobody_out(client, drill, broken, again):
    """Whichever step was the last, tried again or never finished and begun anew."""
    rotation = Rotation(client, drill.edges, drill.clock.wait)
    steps = ("createSecret", "setSecret", "testSecret", "finishSecret")
    done = steps[: steps.index(broken) + 1]
    token = drill.rotate(rotation, done)
    if again == "anew" and broken == "createSecret":
        # Secrets Manager itself refuses a new rotation while a pending value is not current.
        client.update_secret_version_stage(
            SecretId="origin", VersionStage="AWSPENDING", RemoveFromVersionId=token
        )
    drill.rotate(rotation, token=token if again == "retried" else None)
    drill.load()
    assert (drill.refused, drill.taken) == ([], [])
    assert stages(client) == [["AWSCURRENT"]]
    current = client.get_secret_value(SecretId="origin", VersionStage="AWSCURRENT")
    assert drill.edges.sends() in current["SecretString"]


def test_a_front_that_does_not_come_up_stops_the_rotation_and_nothing_else(client, drill):
    """The step fails, Secrets Manager tries again; both values are taken all the while."""
    drill.per_move = 0
    rotation = Rotation(client, drill.edges, drill.clock.wait)
    token = drill.rotate(rotation, ("createSecret", "setSecret"))
    drill.edges.deployed = lambda: False
    for step in ("testSecret", "finishSecret"):
        with pytest.raises(RotationError, match="front"):
            rotation.step(event(step, token))
    assert stages(client) == [["AWSCURRENT", "AWSPENDING"], ["AWSPREVIOUS"]]
    assert (drill.refused, drill.taken) == ([], [])


class Lagging:
    """A client of Secrets Manager that tells of a replica in this status."""

    def __init__(self, client, status):
        self.client, self.status = client, status

    def __getattr__(self, name):
        return getattr(self.client, name)

    def describe_secret(self, **asked):
        """As boto3's."""
        replica = {"Region": "us-east-1", "Status": self.status}
        return {**self.client.describe_secret(**asked), "ReplicationStatus": [replica]}


def test_replicas_are_waited_for(client, drill):
    """A Region whose replica lags would refuse what the front sends."""
    drill.per_move = 0
    lagging = Lagging(client, "InProgress")
    rotation = Rotation(lagging, drill.edges, drill.clock.wait)
    token = drill.rotate(rotation, ("createSecret",))
    with pytest.raises(RotationError, match="replicas"):
        rotation.step(event("setSecret", token))
    lagging.status = "InSync"
    rotation.step(event("setSecret", token))


def test_no_step_is_skipped(client, drill):
    """The front never sends what was not promoted; an unknown step is an error."""
    drill.per_move = 0
    rotation = Rotation(client, drill.edges, drill.clock.wait)
    token = drill.rotate(rotation, ("createSecret",))
    for step in ("testSecret", "finishSecret", "dropSecret"):
        with pytest.raises(RotationError):
            rotation.step(event(step, token))
    assert drill.edges.sends() == drill.first
    drill.edges.send("something-else")
    with pytest.raises(RotationError, match="current"):
        rotation.step(event("setSecret", token))


def test_a_step_fits_into_the_time_that_lambda_gives():
    """A quarter of an hour; the longest wait and the settling come in one step."""
    assert rotating.PATIENCE < 900 - 60
    assert MAX_AGE.total_seconds() < rotating.SETTLE < rotating.PATIENCE

"""Renewing the origin secret so that no call is ever refused for it, and no retired value stays.

The front proves itself by a value; the gate takes the secret's current and previous value, and
keeps both for `vault.MAX_AGE`. Two things must hold at every moment: *what any edge of the front
sends is known to every gate*, and *the old value is dropped only when no edge sends it*. Secrets
Manager calls four steps; ours are:

    createSecret  bring the front to the current value where a rotation broke off; make a new value
    setSecret     make it current (the old one becomes previous, both are taken), wait until every
                  Region's replica has it and every gate has forgotten what it fetched before
    testSecret    only now have the front send it, and wait until every edge does
    finishSecret  drop the old value

It is promoted *before* the front sends it, unlike Secrets Manager's usual order: a gate reads
current and previous, and whether a replica ever gets a pending value is nowhere promised. Each step
may be tried again, and wherever it breaks off the front sends the current or the previous value.
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

import json
import secrets as chance
import string
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from lexloci_edge.errors import SecretError, Unavailable
from lexloci_edge.vault import CURRENT, MAX_AGE, PREVIOUS, secret_of

PENDING: Final = "AWSPENDING"
SETTLE: Final = MAX_AGE.total_seconds() + 60
"""Seconds from promoting a value until every gate has fetched it: its age limit, and a minute."""

PATIENCE: Final = 780.0
"""Seconds that a step waits for others; Lambda gives it 900, and `SETTLE` comes on top of one."""

PAUSE: Final = 15.0
_LETTERS: Final = string.ascii_letters + string.digits
_LENGTH: Final = 64


class Front(Protocol):
    """The distribution before the gate."""

    def sends(self) -> str:
        """The value that its edges send, or will once it is deployed."""

    def send(self, value: str) -> None:
        """Have its edges send this value."""

    def deployed(self) -> bool:
        """Whether every edge does as it was last told."""


class RotationError(Unavailable):
    """A step could not be done. Secrets Manager tries it again; meanwhile nothing is locked out."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__("rotation", where, what)


class Rotation:
    """One secret before one front. `client`: boto3's of Secrets Manager; `wait`: seconds."""

    def __init__(self, client: Any, front: Front, wait: Callable[[float], None]) -> None:
        self._client = client
        self._front = front
        self._wait = wait

    def step(self, event: Mapping[str, Any]) -> None:
        """Do the step that Secrets Manager asks for. Raises: RotationError, botocore's errors."""
        steps = {
            "createSecret": self._create,
            "setSecret": self._promote,
            "testSecret": self._send,
            "finishSecret": self._drop,
        }
        if event["Step"] not in steps:
            raise RotationError("Step", f"`{event['Step']}` is no step of a rotation")
        steps[event["Step"]](event["SecretId"], event["ClientRequestToken"])

    def _create(self, id: str, token: str) -> None:
        stages = self._stages(id)
        if CURRENT in stages.get(token, ()):
            return
        self._bring_front_to_current(id)
        try:
            self._client.get_secret_value(SecretId=id, VersionId=token, VersionStage=PENDING)
        except self._client.exceptions.ResourceNotFoundException:
            put_pending(self._client, id, token)

    def _bring_front_to_current(self, id: str) -> None:
        """After a rotation that broke off the front may still send the previous value; promoting a
        third one now would leave the front with a value that nobody takes."""
        current = self._value(id, VersionStage=CURRENT)
        if self._front.sends() != current:
            self._wait(SETTLE)
            self._front.send(current)
        self._until(self._front.deployed, "front", "is not deployed yet", less=SETTLE)

    def _promote(self, id: str, token: str) -> None:
        stages = self._stages(id)
        if CURRENT not in stages.get(token, ()):
            current = next(each for each, labels in stages.items() if CURRENT in labels)
            if self._front.sends() != self._value(id, VersionStage=CURRENT):
                raise RotationError("front", "does not send the current value")
            self._client.update_secret_version_stage(
                SecretId=id,
                VersionStage=CURRENT,
                MoveToVersionId=token,
                RemoveFromVersionId=current,
            )
        self._until(lambda: self._replicated(id), "replicas", "are not in sync yet", less=SETTLE)
        self._wait(SETTLE)

    def _send(self, id: str, token: str) -> None:
        value = self._value(id, VersionId=token)
        if CURRENT not in self._stages(id).get(token, ()):
            raise RotationError("secret", "was not promoted, so no gate would take it")
        if self._front.sends() != value:
            self._front.send(value)
        self._until(self._front.deployed, "front", "is not deployed yet")

    def _drop(self, id: str, token: str) -> None:
        if self._front.sends() != self._value(id, VersionId=token) or not self._front.deployed():
            raise RotationError("front", "does not send the new value everywhere")
        for version, labels in self._stages(id).items():
            for label in {PREVIOUS, PENDING} & set(labels):
                if label == PENDING or version != token:
                    self._client.update_secret_version_stage(
                        SecretId=id, VersionStage=label, RemoveFromVersionId=version
                    )

    def _stages(self, id: str) -> Mapping[str, list[str]]:
        found: Mapping[str, list[str]] = self._client.describe_secret(SecretId=id)[
            "VersionIdsToStages"
        ]
        return found

    def _value(self, id: str, **which: str) -> str:
        answer = self._client.get_secret_value(SecretId=id, **which)
        return secret_of("origin", "", answer.get("SecretString")).value.decode()

    def _replicated(self, id: str) -> bool:
        replicas = self._client.describe_secret(SecretId=id).get("ReplicationStatus") or ()
        return all(each.get("Status") == "InSync" for each in replicas)

    def _until(self, done: Callable[[], bool], where: str, what: str, less: float = 0.0) -> None:
        waited = 0.0
        while not done():
            if waited >= PATIENCE - less:
                raise RotationError(where, what)
            self._wait(PAUSE)
            waited += PAUSE


def put_pending(client: Any, id: str, token: str) -> None:
    """Make a new value of the secret, which nobody takes yet."""
    value = "".join(chance.choice(_LETTERS) for _ in range(_LENGTH))
    client.put_secret_value(
        SecretId=id,
        ClientRequestToken=token,
        SecretString=json.dumps({"secret": value}),
        VersionStages=[PENDING],
    )


class Distribution:
    """A CloudFront distribution whose origins get the value in a header. `client`: boto3's."""

    def __init__(self, client: Any, id: str, header: str) -> None:
        self._client = client
        self._id = id
        self._header = header.lower()

    def sends(self) -> str:
        """As `Front.sends`. Raises: SecretError where no origin has the header, or two differ."""
        config = self._client.get_distribution_config(Id=self._id)["DistributionConfig"]
        values = {each["HeaderValue"] for each in self._headers(config)}
        if len(values) != 1:
            raise SecretError(f"`{self._id}`", "has no origin header of ours, or several")
        return str(values.pop())

    def send(self, value: str) -> None:
        """As `Front.send`; a change that somebody makes at the same time is an error of boto3's."""
        found = self._client.get_distribution_config(Id=self._id)
        for each in self._headers(found["DistributionConfig"]):
            each["HeaderValue"] = value
        self._client.update_distribution(
            Id=self._id, IfMatch=found["ETag"], DistributionConfig=found["DistributionConfig"]
        )

    def deployed(self) -> bool:
        """As `Front.deployed`."""
        answer = self._client.get_distribution(Id=self._id)
        return bool(answer["Distribution"]["Status"] == "Deployed")

    def _headers(self, config: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            header
            for origin in config["Origins"]["Items"]
            for header in (origin.get("CustomHeaders") or {}).get("Items") or ()
            if header["HeaderName"].lower() == self._header
        ]

"""Secrets, fetched when needed, kept a short time. Never from the environment or at import."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from lexloci_edge.errors import SecretError

MAX_AGE = timedelta(minutes=5)
"""How long a value is kept. A rotation waits longer than this before the front sends a new one."""

REFETCH = timedelta(seconds=10)
"""How long after a fetch another is not made before its time: strangers cannot make us fetch."""

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"


@dataclass(frozen=True, slots=True)
class Secret:
    """One value of a secret. id: short name of this value, safe to write into records.

    since: when this value was made, where the vault says so.
    """

    id: str
    value: bytes = field(repr=False)
    since: datetime | None = None


class Secrets(Protocol):
    """Where secrets come from."""

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """The current value, then the previous one where there is one. Raises: SecretError."""

    def refreshed(self, name: str) -> tuple[Secret, ...] | None:
        """The same, fetched anew; None where it was fetched a moment ago. Raises: SecretError."""


class SecretsManager:
    """Secrets of AWS Secrets Manager, kept for five minutes by the clock given.

    `connect`: makes its client (`secrets_client`), at the first use. A fetch that fails is an error
    even where an older value is at hand: it may have been rotated because it leaked.
    """

    def __init__(self, connect: Callable[[], Any], clock: Callable[[], datetime]) -> None:
        self._connect = connect
        self._clock = clock
        self._kept: dict[str, tuple[datetime, tuple[Secret, ...]]] = {}

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`."""
        now = self._clock()
        kept = self._kept.get(name)
        if kept and timedelta(0) <= now - kept[0] < MAX_AGE:
            return kept[1]
        return self._fetched(name, now)

    def refreshed(self, name: str) -> tuple[Secret, ...] | None:
        """As `Secrets.refreshed`."""
        now = self._clock()
        kept = self._kept.get(name)
        if kept and timedelta(0) <= now - kept[0] < REFETCH:
            return None
        return self._fetched(name, now)

    def _fetched(self, name: str, now: datetime) -> tuple[Secret, ...]:
        current = self._fetch(name, CURRENT)
        if current is None:
            raise SecretError(f"`{name}`", "has no current value")
        previous = self._fetch(name, PREVIOUS)
        found = (current,) if previous is None else (current, previous)
        self._kept[name] = (now, found)
        return found

    def _fetch(self, name: str, stage: str) -> Secret | None:
        """One stage of a secret; None where there is none."""
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
        )

        try:
            answer = self.client.get_secret_value(SecretId=name, VersionStage=stage)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == "ResourceNotFoundException":
                return None
            raise SecretError(f"`{name}`", f"cannot be fetched ({code})") from None
        except BotoCoreError as error:
            raise SecretError(f"`{name}`", f"cannot be fetched ({type(error).__name__})") from None
        found = secret_of(name, str(answer.get("VersionId", "")), answer.get("SecretString"))
        return replace(found, since=answer.get("CreatedDate"))


def secrets_client() -> Any:
    """A Secrets Manager client that gives up early: two tries of a second each."""
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 2}
    return boto3.client(
        "secretsmanager", config=Config(connect_timeout=1, read_timeout=1, retries=retries)
    )


def secret_of(name: str, version: str, written: str | None) -> Secret:
    """The secret as written: plain text, a JSON object with a member `secret`, or a key set.

    Raises: SecretError where it is empty, for an empty secret equals a missing header.
    """
    value = written or ""
    if value.lstrip().startswith("{"):
        try:
            found = json.loads(value)
            # A key set (RFC 7517) is its own value: it is kept as its publisher writes it.
            value = value if "keys" in found else found["secret"]
        except (ValueError, KeyError, TypeError):
            raise SecretError(f"`{name}`", "is JSON without a member `secret`") from None
    if not isinstance(value, str) or not value.strip():
        raise SecretError(f"`{name}`", "is empty")
    return Secret(version[:4] or "0", value.strip().encode())

"""Probing a front from the desk, with the key that its gate knows."""

from datetime import UTC, datetime
from pathlib import Path

from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.probing.live import sender
from lexloci_edge.probing.running import Run, read_probes, run
from lexloci_edge.vault import Secret, Secrets, SecretsManager, secrets_client
from lexloci_tools.asking import QuestionError
from lexloci_tools.law.probing import PROBES


class FileSecret:
    """A secret whose one value stands in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`. Raises: QuestionError."""
        try:
            return (Secret("file", self._path.read_text(encoding="utf-8").strip().encode()),)
        except OSError as error:
            raise QuestionError("--key", f"`{self._path}`: {error.strerror}") from None

    def refreshed(self, name: str) -> tuple[Secret, ...] | None:
        """As `Secrets.refreshed`."""
        return None


def probe_front(url: str, key: Path | None, secret: str | None, probes: Path | None) -> Run:
    """What came of the probes. `key`: a file; `secret`: a name in Secrets Manager.

    Raises: QuestionError, SecretError, Unavailable.
    """
    path = probes or PROBES
    try:
        asked = read_probes(path.read_bytes())
    except OSError as error:
        raise QuestionError("--probes", f"`{path}`: {error.strerror}") from None
    vault: Secrets
    if key is not None:
        vault = FileSecret(key)
    else:
        vault = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    keys = PermitKeys(vault, secret or "probe-key")
    return run(asked, keys, sender(url), lambda: datetime.now(UTC))

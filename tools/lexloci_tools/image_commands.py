"""The command for whoever keeps a platform's list of known images: known-images.

Digests alone are put in, never images. It runs with your own credentials for the table and the
secret: the gate can read the list and not change it.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from lexloci_edge.errors import Unavailable
from lexloci_edge.seeing.digests import Digests, names_of
from lexloci_edge.vault import Secrets
from lexloci_tools.asking import QuestionError

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def known_images(
    file: Annotated[Path, typer.Argument(help="SHA-256 of images in hex, one a line.")],
    table: Annotated[str, typer.Option(help="The table of digests: STACK-digests.")],
    hash_key: Annotated[str, typer.Option(help="The secret of keyed hashes: STACK/hash-key.")],
) -> None:
    """Put images on the list of those that are refused at once, by their digests."""
    from lexloci_edge.dynamo import ledger_client
    from lexloci_edge.seeing.digests_dynamo import DynamoDigests
    from lexloci_edge.vault import SecretsManager, secrets_client

    try:
        digests = digests_in(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionError(str(file), f"cannot be read: {error.strerror}") from error
    memory = DynamoDigests(lambda: ledger_client(3000), table, 1)
    vault = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    try:
        listed(digests, memory, vault, hash_key)
    except Unavailable as error:
        raise QuestionError(error.where, error.what) from error
    typer.echo(f"{len(digests)} images are on the list")


def digests_in(text: str) -> tuple[str, ...]:
    """The digests in a file's text; blank lines and those that begin with # are left out.

    Raises: QuestionError with the line that is none.
    """
    found: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip().lower()
        if not word or word.startswith("#"):
            continue
        if not _DIGEST.fullmatch(word):
            raise QuestionError(f"line {number}", "is no SHA-256 in hex", "one digest a line")
        found[word] = None
    return tuple(found)


def listed(digests: tuple[str, ...], memory: Digests, secrets: Secrets, hash_key: str) -> None:
    """Put these on the list under the key in use. Raises: DigestError, SecretError."""
    keys = secrets.accepted(hash_key)[:1]
    now = datetime.now(UTC)
    for digest in digests:
        for name in names_of(digest, keys):
            memory.forbid(name, now)

"""Where batches and checkpoints lie: written once, never changed. One protocol, two places."""

import base64
import contextlib
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from lexloci_edge.seals.errors import SealError


class Objects(Protocol):
    """Objects that are made once."""

    def create(self, name: str, data: bytes) -> bool:
        """Make the object, whole or not at all; False where there is one of this name.

        Of several at once exactly one makes it. Raises: SealError.
        """

    def read(self, name: str) -> bytes:
        """The object's bytes. Raises: SealError, also where there is none."""


class S3Objects:
    """A bucket with Object Lock and a default retention, so that no right to lock is needed."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def create(self, name: str, data: bytes) -> bool:
        """As `Objects.create`: S3 takes a put with If-None-Match only where there is no object."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=name,
                Body=data,
                IfNoneMatch="*",
                # Object Lock asks for a checksum with each put, and for its name.
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=base64.b64encode(sha256(data).digest()).decode(),
                ContentType="application/jsonl" if name.endswith(".jsonl") else "text/plain",
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == "PreconditionFailed":
                return False
            # 409 too: another put of this name is under way, and may yet fail.
            raise SealError(name, f"was not kept ({code})") from None
        except BotoCoreError as error:
            raise SealError(name, f"was not kept ({type(error).__name__})") from None
        return True

    def read(self, name: str) -> bytes:
        """As `Objects.read`."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            body = self._client.get_object(Bucket=self._bucket, Key=name)["Body"]
            with contextlib.closing(body):
                return bytes(body.read())
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise SealError(name, f"cannot be read ({code})") from None
        except BotoCoreError as error:
            raise SealError(name, f"cannot be read ({type(error).__name__})") from None


class FolderObjects:
    """A folder, for the desk and for tests. Nothing locks it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Beside the log: what a killed writer leaves half made is nothing of an export.
        self._making = folder.with_name(f".{folder.name}.part")

    def create(self, name: str, data: bytes) -> bool:
        """As `Objects.create`: written beside, then linked, which fails where there is one."""
        path = self._folder / name
        beside = self._making / secrets.token_hex(8)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._making.mkdir(exist_ok=True)
            beside.write_bytes(data)
            try:
                os.link(beside, path)
            except FileExistsError:
                return False
            finally:
                beside.unlink()
        except OSError as error:
            raise SealError(name, f"was not kept ({error.strerror})") from None
        return True

    def read(self, name: str) -> bytes:
        """As `Objects.read`."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise SealError(name, f"cannot be read ({error.strerror})") from None

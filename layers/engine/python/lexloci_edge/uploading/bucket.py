"""Where uploads lie: a bucket that forgets them within a day."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

from lexloci_edge.errors import UploadError

CHUNK: Final = 1 << 20
HEAD: Final = 16
LARGEST: Final = 50 * 1024 * 1024
"""Bytes of one upload."""
_NOT_THERE: Final = ("NoSuchKey", "AccessDenied")
"""S3 denies what is not there to whoever may not list the bucket, and we may not."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file as it lies there. digest: SHA-256, in hex. head: its first bytes. length: of all.
    data: the whole of it, where it was to be kept."""

    digest: str
    head: bytes
    length: int
    data: bytes = b""


class Bucket(Protocol):
    """Takes uploads. Tests pass their own."""

    def form(self, key: str, kind: str, length: int, seconds: int) -> Mapping[str, Any]:
        """What puts one file of this media type and length there: `url`, and the form's `fields`.

        Raises: UploadError.
        """

    def read(self, key: str, go_on: Callable[[], None], keep: bool = False) -> Lying | None:
        """The file, streamed through; None where there is none. go_on: called for each piece, and
        raises where there is no time left. keep: whether its data is answered. Raises: UploadError.
        """


class S3Bucket:
    """A bucket of Amazon S3. connect: makes its client, at the first use."""

    def __init__(self, connect: Callable[[], Any], name: str) -> None:
        self._connect = connect
        self._name = name

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    def form(self, key: str, kind: str, length: int, seconds: int) -> Mapping[str, Any]:
        """As `Bucket.form`: key, type and length are part of what is signed."""
        from botocore.exceptions import BotoCoreError

        pinned = [{"Content-Type": kind}, ["content-length-range", length, length]]
        try:
            made: Mapping[str, Any] = self.client.generate_presigned_post(
                self._name, key, {"Content-Type": kind}, pinned, seconds
            )
        except BotoCoreError as error:
            raise UploadError(f"cannot sign ({type(error).__name__})") from None
        return made

    def read(self, key: str, go_on: Callable[[], None], keep: bool = False) -> Lying | None:
        """As `Bucket.read`."""
        from botocore.exceptions import BotoCoreError, ClientError
        from urllib3.exceptions import HTTPError

        try:
            answer = self.client.get_object(Bucket=self._name, Key=key)
            return _lying(answer["Body"].iter_chunks(CHUNK), go_on, keep)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _NOT_THERE:
                return None
            raise UploadError(f"cannot be read ({code})") from None
        except (BotoCoreError, HTTPError) as error:
            raise UploadError(f"cannot be read ({type(error).__name__})") from None


def _lying(chunks: Iterator[bytes], go_on: Callable[[], None], keep: bool) -> Lying:
    digest, head, length, data = hashlib.sha256(), b"", 0, bytearray()
    for chunk in chunks:
        go_on()
        digest.update(chunk)
        length += len(chunk)
        if keep and length <= LARGEST:
            data += chunk
        if len(head) < HEAD:
            head = (head + chunk)[:HEAD]
    return Lying(digest.hexdigest(), head, length, bytes(data))


def s3_client() -> Any:
    """A client that gives up early, and signs for the bucket's own Region."""
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 2}
    return boto3.client(
        "s3",
        config=Config(
            connect_timeout=1,
            read_timeout=5,
            retries=retries,
            signature_version="s3v4",
            # The Region's own name: that of all Regions sends a POST to a new bucket elsewhere.
            s3={"addressing_style": "virtual"},
        ),
    )

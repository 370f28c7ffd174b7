"""The decision API's stage, with a bucket in memory."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.deciding.conftest import Asked, law  # noqa: F401 - a fixture
from tests.edge.conftest import png

from lexloci_edge.uploading.bucket import Lying


@dataclass
class MemoryBucket:
    """Files by key. `does`: what each reading does first, such as raise."""

    files: dict[str, bytes] = field(default_factory=dict)
    signed: list[tuple[Any, ...]] = field(default_factory=list)
    read_keys: list[str] = field(default_factory=list)
    does: Any = lambda: None

    def form(self, *asked: Any) -> dict[str, Any]:
        """As `Bucket.form`."""
        self.signed.append(asked)
        return {"url": "https://bucket.invalid/", "fields": {"key": asked[0]}}

    def read(self, key: str, go_on: Any, keep: bool = False) -> Lying | None:
        """As `Bucket.read`."""
        self.does()
        go_on()
        self.read_keys.append(key)
        data = self.files.get(key)
        kept = data if data and keep else b""
        return data and Lying(hashlib.sha256(data).hexdigest(), data[:16], len(data), kept)


@dataclass
class Uploading(Asked):
    """The decision API before a bucket."""

    bucket: Any = field(default_factory=MemoryBucket)

    def uploaded(self, data: bytes | None = None) -> str:
        """The id of an upload that lies there."""
        asked = {"bytes": len(data or png()), "kind": "image/png"}
        told = self.ask(asked, "/v1/uploads")
        assert told.status == 201, told.body
        self.bucket.files[f"uploads/{told.body['id']}"] = data or png()
        return told.body["id"]


@pytest.fixture
def uploading(law: Any) -> Uploading:  # noqa: F811
    """A decision API on which everything works."""
    return Uploading(law)

"""What holding a permit against its call costs an image server, next to the bare signature.

All of it but the memory that makes it good once, which is the server's own: the permit, the key,
the digests of an image of 2 MB, place, time. And what signing one costs the decision API.
"""

import json
import time
from datetime import UTC, datetime

import jwt

from lexloci_edge.calls import Call
from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.deciding.permits import Permits, Subject
from lexloci_edge.vault import Secret
from lexloci_tools.bench.timing import race, table
from lexloci_tools.client.lexloci_permit import Seen, Verifier, pinned_keys

IMAGE = bytes(2_000_000)
PROMPT = "a lighthouse at dawn, oil painting"
LIMIT = 500.0
"""Microseconds that verifying a call without an image may take at the median."""


class Chance:
    """The secret of a bench."""

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`."""
        return (Secret("bench", b"bench" * 8),)

    def refreshed(self, name: str) -> None:
        """As `Secrets.refreshed`."""


def report(turns: int = 2000) -> str:
    """p50 and p99, in microseconds."""
    keys = PermitKeys(Chance(), "bench")
    permits = Permits(keys, "lexloci", "images")
    now = datetime.now(UTC)
    seen = Seen("generate", PROMPT)
    subject = Subject("bench", Call("", "generate", PROMPT, 0, 1, b"", ""), ("GB-ENG",), ())
    token = permits.signed(subject, "sha256:00", now)
    published = pinned_keys(json.loads(json.dumps(keys.published())))
    jws, key = jwt.PyJWS(algorithms=["ES256"]), published(keys.signing(now).kid)
    verifier = Verifier(
        published, issuer="lexloci", audience="images", spent=lambda *_: False, clock=now.timestamp
    )
    times = race(
        {
            "bare signature (PyJWT)": lambda _: jws.decode(token, key, ["ES256"]),
            "permit of a generation": lambda _: verifier.verify(token, seen, place="GB-ENG"),
            "signing one": lambda _: permits.signed(subject, "sha256:00", now),
        },
        turns,
    )
    rows = [("permit", "p50 us", "p99 us")]
    rows += [(name, f"{t.at(0.5):.0f}", f"{t.at(0.99):.0f}") for name, t in times.items()]
    start = time.perf_counter()
    for _ in range(20):
        Seen("edit", PROMPT, images=[IMAGE]).digests()
    each = (time.perf_counter() - start) / 20 * 1000
    took = times["permit of a generation"].at(0.5)
    return (
        f"{table(rows)}\nSHA-256 of an image of 2 MB besides: {each:.1f} ms\n"
        f"verifying stays under {LIMIT:.0f} us: {'yes' if took < LIMIT else 'NO'}"
    )

"""Sending probes through the public front, and telling which rules they were answered wrong about.

A probe that gets no verdict is wrong about its rules too: a gate that does not answer proves
nothing. Some are sent at a time, so that a run takes seconds and never looks like a flood.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lexloci_edge.bodies import written_json
from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.errors import Unavailable
from lexloci_edge.probing.answering import ISSUER
from lexloci_edge.probing.comparing import Probe, wrong

PATH: Final = "/v1/probe"
AT_ONCE: Final = 8
SECONDS: Final = 120
"""How long a token is good for: a run is over long before."""

Send = Callable[[bytes, Mapping[str, str]], tuple[int, bytes]]
"""Body and headers of a POST to the probes' route -> status and body. Raises: OSError."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A probe that was answered wrong. rules: those it is about; what: in words."""

    probe: str
    rules: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run. rulebook: the digests that probes were judged by, with how many."""

    probes: int
    findings: tuple[Finding, ...]
    rulebook: Mapping[str, int]

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that something is wrong about, sorted."""
        return tuple(sorted({rule for each in self.findings for rule in each.rules}))


def read_probes(data: bytes) -> tuple[Probe, ...]:
    """The probes as `lexloci build` freezes them. Raises: Unavailable."""
    try:
        return tuple(
            Probe(
                each["name"],
                {fact: tuple(values) for fact, values in each["facts"].items()},
                each["on"],
                each.get("since"),
                each.get("until"),
                each["outcome"],
                tuple(each.get("because", ())),
            )
            for each in json.loads(data)["probes"]
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable("probes", "probes", f"cannot be read ({type(error).__name__})") from None


def run(
    probes: Sequence[Probe], keys: PermitKeys, send: Send, clock: Callable[[], datetime]
) -> Run:
    """Send every probe and compare. Raises: SecretError where the key cannot be had."""
    keys.signing(clock())
    judged: Counter[str] = Counter()

    def ask(probe: Probe) -> Finding | None:
        status, body = _sent(probe, keys, send, clock())
        rules = probe.because or (probe.name,)
        if status != 200:
            return Finding(probe.name, rules, f"no verdict: {body.decode(errors='replace')[:200]}")
        try:
            told = json.loads(body)
            judged[str(told["rulebook"])] += 1
            missed = wrong(probe, told)
        except (ValueError, KeyError, TypeError) as error:
            return Finding(probe.name, rules, f"an answer that is none ({type(error).__name__})")
        what = f"{told['outcome']} by {', '.join(told['because']) or 'nothing'}"
        return (
            Finding(probe.name, missed, f"must be {probe.outcome}, is {what}") if missed else None
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [each for each in pool.map(ask, probes) if each is not None]
    return Run(len(probes), tuple(found), dict(judged))


def _sent(probe: Probe, keys: PermitKeys, send: Send, now: datetime) -> tuple[int, bytes]:
    asked: dict[str, Any] = {"facts": {name: list(each) for name, each in probe.facts.items()}}
    on = probe.day(now.date())
    body = written_json({**asked, "on": on} if on else asked)
    headers = {"Content-Type": "application/json", "Lexloci-Claims": signed(body, keys, now)}
    try:
        return send(body, headers)
    except OSError as error:
        return 0, type(error).__name__.encode()


def signed(body: bytes, keys: PermitKeys, now: datetime) -> str:
    """The token of a probe with this body. Raises: SecretError."""
    from jwt import encode

    key = keys.signing(now)
    issued = int(now.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": ISSUER,
        "iat": issued,
        "exp": issued + SECONDS,
        "probe": True,
        "body_sha256": hashlib.sha256(body).hexdigest(),
    }
    return encode(claims, key.private, algorithm="ES256", headers={"kid": key.kid})

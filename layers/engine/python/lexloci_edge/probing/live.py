"""The probe of this environment, put together once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.errors import SettingsError
from lexloci_edge.probing.running import PATH, Run, Send, read_probes, run
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.vault import SecretsManager, secrets_client


def sender(url: str, seconds: float = 29.0) -> Send:
    """Sends to the gate at this address, over connections that are kept for the run."""
    import urllib3
    from urllib3.exceptions import HTTPError

    pool = urllib3.PoolManager(num_pools=1, maxsize=8, retries=False)
    to = url.rstrip("/") + PATH

    def send(body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        try:
            answer = pool.request("POST", to, body=body, headers=headers, timeout=seconds)
        except HTTPError as error:
            raise ConnectionError(type(error).__name__) from None
        return answer.status, answer.data

    return send


def run_of(environ: Mapping[str, str], signals: Signals) -> Run:
    """Run the probes that these variables describe, and count what came of it.

    Raises: SettingsError, SecretError, Unavailable.
    """
    settings = Settings.read(environ)
    if settings.probe_key is None or settings.probe_url is None:
        raise SettingsError("LEXLOCI_PROBE_URL", "or the key of the probes is missing")
    probes = read_probes(Path(settings.rulebook).with_name("probes.json").read_bytes())

    def clock() -> datetime:
        return datetime.now(UTC)

    keys = PermitKeys(SecretsManager(secrets_client, clock), settings.probe_key)
    found = run(probes, keys, sender(settings.probe_url), clock)
    return told(found, signals)


def told(found: Run, signals: Signals) -> Run:
    """Count a run: that it was, each wrong answer, and each rule that one is about."""
    signals.count("ProbeRuns")
    for each in found.findings:
        signals.count("ProbeDiffers")
        signals.say("probe differs", probe=each.probe, rules=each.rules, about=each.what)
    for rule in found.rules[:20]:
        signals.count("ProbeDiffersBy", rule=rule)
    signals.say("probed", probes=found.probes, wrong=len(found.findings), by=dict(found.rulebook))
    return found

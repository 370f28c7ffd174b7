"""Who is shown, beyond what the prompt says: protected persons, and those who have consented."""

from collections.abc import Callable
from dataclasses import replace

from lexloci_edge.calls import Call
from lexloci_edge.errors import RegisterError, TooSlow
from lexloci_edge.evidence import Evidence
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.settings import Settings
from lexloci_edge.timely import T, finished
from lexloci_edge.vault import Secret


class Shown:
    """Adds to the evidence of a call what one environment's registers know."""

    def __init__(self, settings: Settings, outside: Outside) -> None:
        self._settings = settings
        self._outside = outside

    def settled(self, visit: Visit, call: Call, evidence: Evidence) -> Evidence:
        """The evidence with protected persons made real and verified consent set.

        A register that does not answer leaves possible whatever it might have said.
        Raises: SecretError where names cannot be hashed.
        """
        protected = self._protected(call, evidence)
        return self._consented(visit, call, protected)

    def _protected(self, call: Call, evidence: Evidence) -> Evidence:
        if self._outside.protected is None:
            return evidence
        from lexloci_edge.people.protected import Found, found_in, protecting

        source, limits, keys = self._outside.protected(), self._outside.limits, self._keys()
        found: Found = "unknown"
        try:
            names = self._in_time(source.names)
            done = finished("names", lambda: found_in(call.prompt, names, keys), limits.reader)
            # A prompt that nobody can cut into words may hold any name.
            found = done.result() if done.exception() is None else "unknown"
        except (RegisterError, TooSlow):
            self._outside.signals.count("RegisterFails", what="protected")
        if found == "no":
            return evidence
        self._outside.signals.count("Protected", found=found)
        depictions = protecting(evidence.depictions, found)
        return replace(
            evidence, depictions=depictions, kinds=(*evidence.kinds, f"protected:{found}")
        )

    def _consented(self, visit: Visit, call: Call, evidence: Evidence) -> Evidence:
        """What comes of the records that signed claims name: the first that covers it all."""
        named = evidence.claims.consents
        if not named:
            return evidence
        if self._outside.consents is None:
            return replace(evidence, kinds=(*evidence.kinds, "consent:no-register"))
        from lexloci_edge.people import covering

        try:
            said, young = self._asked(visit, call, evidence)
        except (RegisterError, TooSlow):
            self._outside.signals.count("RegisterFails", what="consents")
            depictions = covering.unsettled(evidence.depictions)
            kinds = (*evidence.kinds, "consent:unknown")
            return replace(evidence, depictions=depictions, kinds=kinds)
        kinds = (*evidence.kinds, f"consent:{said}")
        if said not in named:
            return replace(evidence, kinds=kinds)
        opened = covering.opened(evidence.depictions, young)
        return replace(evidence, depictions=opened, kinds=kinds)

    def _asked(self, visit: Visit, call: Call, evidence: Evidence) -> tuple[str, bool]:
        """The id of a record that covers the call, else why the last one does not; whether anything
        said makes somebody young. Raises: RegisterError, TooSlow, SecretError."""
        from lexloci_edge.people.covering import gap
        from lexloci_reader.whom import whom

        assert self._outside.consents is not None
        register = self._outside.consents()
        means = whom(call.prompt, operation=call.operation, images=call.images)
        account = account_text(evidence.claims.account, {})
        keys = self._keys()

        def hashed(kind: str, text: str) -> frozenset[str]:
            return frozenset(keyed_hash(key, kind, text) for key in keys)

        said = "none"
        for id in evidence.claims.consents:
            record = self._in_time(lambda id=id: register.get(id))  # type: ignore[misc]
            if record is None:
                said = "not-there"
                continue
            depictions, purpose = evidence.depictions, evidence.claims.purpose
            why = gap(record, call, means, depictions, purpose, hashed, account, visit.at)
            if why is None:
                return id, means.young
            said = why
        return said, means.young

    def _keys(self) -> tuple[Secret, ...]:
        return self._outside.secrets.accepted(self._settings.hash_key)

    def _in_time(self, work: Callable[[], T]) -> T:
        return finished("register", work, self._outside.limits.ledger).result()

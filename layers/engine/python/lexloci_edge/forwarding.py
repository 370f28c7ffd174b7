"""Forwarding: an allowed and recorded call goes to the image server, whose answer is looked at."""

from collections.abc import Sequence

from lexloci_edge import upstream
from lexloci_edge.answers import Answer, headers_of
from lexloci_edge.calls import Call
from lexloci_edge.errors import TooSlow, Unavailable, UpstreamError
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.records import Aftermath, moment
from lexloci_edge.seeing.outputs import NOTHING, Outputs, Showing, worded
from lexloci_edge.settings import Settings
from lexloci_edge.shapes.answering import as_openai, in_its_own
from lexloci_edge.timely import finished
from lexloci_edge.upstream import Forward, Received


class Forwarding:
    """Reaches the image server of one environment."""

    def __init__(self, settings: Settings, outside: Outside) -> None:
        self._settings = settings
        self._outside = outside

    def prepared(self, visit: Visit, call: Call) -> Forward:
        """The request that will go to the image server, once the decision is recorded.

        Raises: Unavailable where too little time is left or the key cannot be had, TurnedAway where
        the caller's Authorization could be read two ways.
        """
        limits = self._outside.limits
        if visit.seconds_left() < limits.ledger + limits.least_upstream + limits.reserve:
            raise Unavailable("deadline", "deadline", "is too near to make an image")
        key = None
        if self._settings.upstream_key is not None:
            key = self._outside.secrets.accepted(self._settings.upstream_key)[0].value
        headers = upstream.headers_for(visit.arrival.headers, call.content_type, key)
        headers |= call.headers
        return Forward(self._settings.upstream.rstrip("/") + call.path, headers, call.payload)

    def forward(
        self,
        visit: Visit,
        call: Call,
        forward: Forward,
        duties: Sequence[str],
        showing: Showing,
    ) -> Answer:
        """Send it, look at what comes back, note what became of it, and hand on what may be shown.

        INVARIANT: called only for an ALLOW that the ledger has taken. Raises: UpstreamError,
        TooSlow, Unavailable.
        """
        began = self._outside.ticks()
        try:
            received = self._received(visit, call, forward)
            body, images = upstream.checked(received, call.n)
            outputs = showing(body, images) if images else Outputs(self._worded(body), 0)
        except (UpstreamError, TooSlow, Unavailable) as error:
            status = error.status if isinstance(error, UpstreamError) else None
            self._note(visit, began, error.code, status=status)
            raise
        sent = tuple(dict.fromkeys((*duties, *outputs.duties))) if outputs.images else ()
        result = "image" if outputs.images else "withheld" if images else "upstream-refused"
        self._note(visit, began, result, status=received.status, outputs=outputs, sent=sent)
        if outputs.refused is not None:
            return outputs.refused
        body = outputs.body
        if outputs.images and call.answering is not None:
            body = in_its_own(body, call.answering, visit.id)
        headers = {**headers_of(visit.id), **upstream.rate_headers(received), **outputs.headers}
        if sent:
            headers["Lexloci-Duties"] = ", ".join(sent)
        return Answer(received.status, body.decode(), "application/json", headers)

    def _received(self, visit: Visit, call: Call, forward: Forward) -> Received:
        limits = self._outside.limits
        after = 0.0 if self._outside.detector is None else limits.detector
        seconds = min(limits.upstream, visit.seconds_left() - limits.reserve - after)
        if seconds < limits.least_upstream:
            raise Unavailable("deadline", "deadline", "is too near to make an image")
        done = finished("upstream", lambda: self._sent(call, forward, seconds), seconds)
        fault = done.exception()
        if fault is not None and not isinstance(fault, UpstreamError):
            raise UpstreamError("upstream-failed", type(fault).__name__)
        return done.result()

    def _worded(self, body: bytes) -> bytes:
        """What went wrong there, in words: where images are looked at, none hides in an error."""
        return body if self._outside.detector is None else worded(body)

    def _sent(self, call: Call, forward: Forward, seconds: float) -> Received:
        """The image server's answer, with the images that it points to where that is allowed."""
        received = self._outside.opener(forward, seconds)
        if call.answering is not None:
            received = as_openai(received, call.answering)
        fetch = self._outside.fetch
        if fetch is None:
            return received
        from lexloci_edge.seeing.fetching import inlined

        return inlined(received, fetch, seconds)

    def _note(
        self,
        visit: Visit,
        began: float,
        result: str,
        *,
        status: int | None,
        outputs: Outputs = NOTHING,
        sent: tuple[str, ...] = (),
    ) -> None:
        """Keep what became of it, as well as can be: the decision itself is already kept."""
        outside = self._outside
        aftermath = Aftermath(
            id=visit.id,
            at=moment(outside.clock()),
            region=self._settings.region,
            result=result,
            status=status,
            images=outputs.images,
            bytes=len(outputs.body),
            duties_sent=sent,
            labels=outputs.labels,
            withheld=outputs.withheld,
            because=outputs.because,
            seen=outputs.seen,
            ms={"upstream": round((outside.ticks() - began) * 1000, 1)},
        )
        try:
            limit = outside.limits.ledger
            kept = finished("ledger", lambda: outside.ledger.append(aftermath), limit)
            fault = kept.exception()
        except TooSlow as slow:
            fault = slow
        if fault is not None:
            outside.signals.count("RecordLost", code=type(fault).__name__)
        outside.signals.count("Forwarded", result=result)

"""The detector of this environment, and the fetch, as the settings describe them."""

from functools import partial
from typing import TYPE_CHECKING

from lexloci_edge.errors import SettingsError
from lexloci_edge.settings import Settings

if TYPE_CHECKING:
    from lexloci_edge.seeing.bulkhead import Bulkhead
    from lexloci_edge.seeing.fetching import Fetch
    from lexloci_edge.seeing.seen import Detector


def detector_of(settings: Settings) -> "Bulkhead | None":
    """Who looks at images; None where nobody does. Opens no connection. Raises: SettingsError."""
    if settings.detector == "none":
        return None
    from lexloci_edge.seeing.bulkhead import Bulkhead

    return Bulkhead(_named(settings))


def wording_of(detector: "Bulkhead | None") -> "Bulkhead | None":
    """Who reads words beside the reader: the same guardrail that looks at images, or nobody."""
    if detector is None:
        return None
    from lexloci_edge.seeing.bulkhead import Bulkhead
    from lexloci_edge.seeing.guarded_words import GuardedWords
    from lexloci_edge.seeing.guardrails import Guardrails

    if not isinstance(detector.detector, Guardrails):
        return None
    return Bulkhead(GuardedWords(detector.detector))


def _named(settings: Settings) -> "Detector":
    from lexloci_edge.seeing.rekognition import Rekognition, client_of

    if settings.detector == "rekognition":
        connect = partial(client_of, "rekognition", settings.detector_ms)
        return Rekognition(connect, settings.celebrities == "on")
    if settings.detector == "opennsfw":
        from lexloci_edge.seeing.opennsfw import OpenNsfw

        return OpenNsfw()
    if settings.guardrail is None:
        raise SettingsError("LEXLOCI_GUARDRAIL", "is missing beside the detector `guardrails`")
    from lexloci_edge.seeing.guardrails import Guardrails

    connect = partial(client_of, "bedrock-runtime", settings.detector_ms)
    return Guardrails(connect, settings.guardrail, settings.guardrail_version)


def fetch_of(settings: Settings) -> "Fetch | None":
    """How images are got that answers point to; None where none are. Raises: SettingsError."""
    if not settings.image_origins:
        return None
    from lexloci_edge.seeing.fetching import HttpFetch, origins_of

    return HttpFetch(origins_of(settings.image_origins))


def warmed(detector: "Bulkhead | None") -> None:
    """Load what looking takes, before the snapshot. Opens no connection."""
    if detector is not None:
        from PIL import Image

        Image.init()
        getattr(detector.detector, "client", None)

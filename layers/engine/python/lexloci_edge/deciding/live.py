"""The decision API of this environment, put together once."""

import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lexloci.rulebook import Rulebook
from lexloci_edge.deciding.decider import Decider
from lexloci_edge.live import by_law, issuer_of, outside_of, trust_of
from lexloci_edge.rulebooks import packaged
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals

if TYPE_CHECKING:
    from lexloci_edge.live_law import Answerer


def decider_of(environ: Mapping[str, str], signals: Signals) -> "Answerer":
    """The decision API that these variables describe. Nothing is fetched yet, and nothing random is
    drawn: SnapStart clones what is made here. Raises: SettingsError, Unavailable."""
    settings = Settings.read(environ)
    rulebook = packaged(settings.rulebook, settings.house)
    outside = outside_of(settings, environ, signals)
    issuer = issuer_of(settings, outside.secrets)

    def decider(by: Rulebook) -> Decider:
        return Decider(settings, by, issuer, trust_of(settings), outside)

    answerer = by_law(settings, environ, rulebook, signals, decider)
    gc.freeze()
    return answerer

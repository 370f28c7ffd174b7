"""consents: the register of consents and protected persons, for the platform's backend.

All that it does is in `lexloci_edge.people.register`.
"""

import os

from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """The register of this environment, imported here so that a broken layer refuses too."""
    from lexloci_edge.people.live import register_of
    from lexloci_edge.signals import PowertoolsSignals

    return register_of(os.environ, PowertoolsSignals("consents")).answer


handler = failsafe(_open)

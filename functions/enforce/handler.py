"""enforce: the gate before an image server. All that it does is in `lexloci_edge.gate`."""

import os

from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """The gate of this environment, imported here so that a broken layer refuses too."""
    from lexloci_edge.live import gate_of
    from lexloci_edge.signals import PowertoolsSignals

    return gate_of(os.environ, PowertoolsSignals("enforce")).answer


handler = failsafe(_open)

"""decide: the decision API for platforms' backends. All that it does is in `lexloci_edge.deciding`.

It judges as the gate does and forwards nothing: what it allows, an image server makes that holds
the permit against the call.
"""

import os

from lexloci_edge.deciding.echo import echoing
from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """The decision API of this environment, imported here so that a broken layer refuses too."""
    from lexloci_edge.deciding.live import decider_of
    from lexloci_edge.signals import PowertoolsSignals

    return decider_of(os.environ, PowertoolsSignals("decide")).answer


handler = echoing(failsafe(_open))

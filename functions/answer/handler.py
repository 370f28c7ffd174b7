"""answer: appeals and reports, listed, verified and answered by the platform's backend.

All that it does is in `lexloci_edge.appealing.answering`.
"""

import os

from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """Imported here so that a broken layer is answered 503 too."""
    from lexloci_edge.appealing.live import answering_of
    from lexloci_edge.signals import PowertoolsSignals

    return answering_of(os.environ, PowertoolsSignals("answer")).answer


handler = failsafe(_open)

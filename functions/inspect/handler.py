"""inspect: looking back, for the platform's backend: the ledger's indexes, the review queue.

All that it does is in `lexloci_edge.inspecting.inspection`.
"""

import os

from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """Imported here so that a broken layer is answered 503 too."""
    from lexloci_edge.inspecting.live import inspection_of
    from lexloci_edge.signals import PowertoolsSignals

    return inspection_of(os.environ, PowertoolsSignals("inspect")).answer


handler = failsafe(_open)

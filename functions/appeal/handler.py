"""appeal: takes in appeals against decisions, and reports by persons shown.

All that it does is in `lexloci_edge.appealing.filing`.
"""

import os

from lexloci_edge.failsafe import Answering, failsafe


def _open() -> Answering:
    """Imported here so that a broken layer is answered 503 too."""
    from lexloci_edge.appealing.live import filing_of
    from lexloci_edge.signals import PowertoolsSignals

    return filing_of(os.environ, PowertoolsSignals("appeal")).answer


handler = failsafe(_open)

"""probe: sends calls with known verdicts through the public front. See `lexloci_edge.probing`.

Called every so often. A wrong answer is raised at the end, with the rules that it is about, so that
it stands in the log and in whatever looks at failed invocations; the alarm counts them besides.
"""

import os
from collections.abc import Mapping
from typing import Any

from lexloci_edge.errors import Unavailable
from lexloci_edge.probing.live import run_of
from lexloci_edge.signals import PowertoolsSignals

_signals = PowertoolsSignals("probe")


def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
    """Send every probe. Raises: Unavailable where one is answered wrong."""
    found = run_of(os.environ, _signals)
    if found.findings:
        raise Unavailable("probe", "probe", f"wrong about {', '.join(found.rules[:20])}")
    return {"probes": found.probes}

"""remind: tells of appeals and reports whose clock ends. See `lexloci_edge.appealing.reminding`.

Called every few minutes. What goes wrong is raised, and an alarm rings.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lexloci_edge.appealing.live import files_of
from lexloci_edge.appealing.reminding import remind
from lexloci_edge.appealing.settings import FilingSettings
from lexloci_edge.settings import Settings
from lexloci_edge.signals import PowertoolsSignals

_files = files_of(Settings.read(os.environ), FilingSettings.read(os.environ))
_signals = PowertoolsSignals("remind")


def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
    """Look once; answers how many are near their end or over it, by kind."""
    return remind(_files, _signals, datetime.now(UTC))

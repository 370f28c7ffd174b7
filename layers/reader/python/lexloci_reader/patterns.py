"""Regular expressions that are compiled when they are first asked for: a cold start pays for those
of its own prompt alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial


def pattern(source: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """What answers the compiled expression, the same at every call."""
    return cache(partial(re.compile, source, flags))

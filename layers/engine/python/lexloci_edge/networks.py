"""Who runs which network, by autonomous system number: where a caller's place is not the caller's.

The table is data (`data/networks.json`), with its source and the day on which it was looked over.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "data" / "networks.json"


def _classes() -> Mapping[str, str]:
    classes = json.loads(SOURCE.read_text(encoding="utf-8"))["classes"]
    return {number: kind for kind, one in classes.items() for number in one["networks"]}


_CLASSES: Final = _classes()


def class_of(number: str | None) -> str | None:
    """What kind of network this is: `amazon`, `hosting`, `vpn`, `anonymous`, `relay`; None: usual.

    From each of these the place that a front names is not the caller's own.
    """
    return None if number is None else _CLASSES.get(number)

"""Whether a photograph or a drawing is asked for."""

from __future__ import annotations

from lexloci_reader.reading import EVERY
from lexloci_reader.scene import Scene

BOTH = EVERY["likeness"]


def likeness(scene: Scene) -> frozenset[str]:
    """Photographic, drawn, or both where both or neither is said."""
    photo, drawn = bool(scene.having("photo")), bool(scene.having("drawn"))
    if photo == drawn:
        return BOTH
    return frozenset({"photographic"} if photo else {"drawn"})

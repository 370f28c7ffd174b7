"""What goes on by name, as the operator's `allowed.json` lists it.

Apart from the declared shapes, so that a gate before a generator of ours loads nothing for those.
"""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from lexloci_edge.bodies import shown
from lexloci_edge.errors import SettingsError, TurnedAway
from lexloci_edge.fields import Reader

PACKAGED: Final = Path(__file__).parent / "data"
WHERE: Final = "LEXLOCI_SHAPES"
MODELS: Final = "models"


@cache
def allowed_in(folder: Path) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """What goes on by name, by generator. Raises: SettingsError."""
    try:
        read: Any = json.loads((folder / "allowed.json").read_text(encoding="utf-8"))
        return {
            generator: {what: frozenset(map(str, names)) for what, names in lists.items()}
            for generator, lists in read.items()
            if generator != "says"
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise SettingsError(
            WHERE, f"has no readable `allowed.json` ({type(error).__name__})"
        ) from None


def model(plain: Reader, models: Collection[str]) -> Reader:
    """A reader of a model's name: one of these, where the operator lists any."""

    def read(where: str, value: Any) -> str | int:
        found = plain(where, value)
        check_model(where, found, models)
        return found

    return read


def check_model(where: str, name: object, models: Collection[str]) -> None:
    """Refuse a model that is not among those listed, where any are. Raises: TurnedAway."""
    if models and name is not None and name not in models:
        what, hint = "names a model that is not listed", "the operator lists what may be used"
        raise TurnedAway(400, "not-listed", shown(where), what, hint)

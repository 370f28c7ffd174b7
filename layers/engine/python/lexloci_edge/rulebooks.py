"""The packaged rulebook, read from its layer."""

from pathlib import Path

from lexloci.errors import RulebookError
from lexloci.rulebook import Rulebook
from lexloci_edge.errors import Unavailable


def packaged(path: Path, house: str) -> Rulebook:
    """The rulebook in this file under this house setting.

    Raises: Unavailable where it is missing, corrupt, does not hash to the digest it states, or does
    not know the house setting.
    """
    try:
        return Rulebook.load(path.read_bytes()).under(house)
    except OSError as error:
        raise Unavailable("rulebook", "rulebook", f"cannot be opened ({error.errno})") from None
    except RulebookError as error:
        raise Unavailable("rulebook", error.where, error.what, error.hint) from None

"""An address of the console: its path and its query, and the addresses next to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from lexloci.errors import LexlociError

ROOT = "/console"
DATA = ".json"
LONGEST = 9_000
"""Characters of a query: a long prompt fits, and the front takes 10,240 of all headers."""


class Trouble(LexlociError):
    """A question that the console cannot answer, told as a page. status: of HTTP."""

    exit_code = 2

    def __init__(self, status: int, where: str, what: str, hint: str = "") -> None:
        self.status = status
        super().__init__(where, what, hint)


@dataclass(frozen=True, slots=True)
class Address:
    """What was asked for. path: without the ending; pairs: of the query, in order, empty ones left
    out; data: whether the document itself is asked for, as JSON."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    data: bool = False

    @staticmethod
    def parse(path: str, query: str) -> "Address":
        """The address of a request. Raises: Trouble."""
        if len(query) > LONGEST:
            raise Trouble(414, "address", f"is longer than {LONGEST} characters", "a shorter text")
        data = path.endswith(DATA)
        bare = path.removesuffix(DATA) if data else path
        pairs = parse_qsl(query, keep_blank_values=False, errors="replace")
        return Address(bare.rstrip("/") or "/", tuple((name, value) for name, value in pairs), data)

    def one(self, name: str, usual: str = "") -> str:
        """The last value of a name, trimmed."""
        found = self.every(name)
        return found[-1].strip() if found else usual

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a name, in order."""
        return tuple(value for each, value in self.pairs if each == name)

    def day(self, name: str, usual: date) -> date:
        """A day of the query. Raises: Trouble."""
        text = self.one(name)
        if not text:
            return usual
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Trouble(400, name, f"`{text}` is no day", "write YYYY-MM-DD") from None

    def but(self, path: str | None = None, **changes: str | Iterable[str] | None) -> str:
        """This address with other values: none for a name takes it away."""
        kept = [(name, value) for name, value in self.pairs if name not in changes]
        for name, value in changes.items():
            values = (value,) if isinstance(value, str) else value or ()
            kept += [(name, each) for each in values]
        return link(self.path if path is None else path, kept)


def link(path: str, pairs: Iterable[tuple[str, str]] | Mapping[str, str] = ()) -> str:
    """A path with a query, as it may stand in a page."""
    listed = list(pairs.items() if isinstance(pairs, Mapping) else pairs)
    safe = quote(path, safe="/-._~@")
    return f"{safe}?{urlencode(listed)}" if listed else safe

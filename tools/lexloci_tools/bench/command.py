"""What `lexloci bench` runs: every table, each with its baseline."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from lexloci.errors import LexlociError
from lexloci_tools.law.building import RULEBOOK, packaged


def _engine(on: date) -> str:
    from lexloci_tools.bench import engine

    return engine.report(packaged(), RULEBOOK.read_bytes(), on)


def _gate(on: date) -> str:
    from lexloci_tools.bench import gate

    return gate.report()


def _cold(on: date) -> str:
    from lexloci_tools.bench import cold, cold_built

    return f"{cold.report()}\n\n{cold_built.report()}"


def _permit(on: date) -> str:
    from lexloci_tools.bench import permit

    return permit.report()


def _seeing(on: date) -> str:
    from lexloci_tools.bench import seeing

    return seeing.report()


def _decide(on: date) -> str:
    from lexloci_tools.bench import decide

    return decide.report()


PARTS: Mapping[str, Callable[[date], str]] = {
    "gate": _gate,
    "cold": _cold,
    "engine": _engine,
    "permit": _permit,
    "decide": _decide,
    "seeing": _seeing,
}


def bench(part: str | None, on: date) -> Iterator[str]:
    """The tables of one part, or of all, as they are done. Raises: LexlociError."""
    if part is not None and part not in PARTS:
        raise LexlociError("bench", f"`{part}` is no part", "there are: " + ", ".join(PARTS))
    for name, run in PARTS.items():
        if part in (None, name):
            yield run(on)

"""Exports at the desk: one file, or a folder of them (`lexloci_edge.replay.lines` reads each)."""

from collections.abc import Iterator
from pathlib import Path

from lexloci_edge.replay.lines import Chunk, chunks_of
from lexloci_tools.asking import QuestionError

ENDINGS = (".jsonl", ".jsonl.gz", ".json.gz")


def files_of(export: Path) -> list[Path]:
    """The files of an export, in the order of their names. Raises: QuestionError."""
    if export.is_file():
        return [export]
    if not export.is_dir():
        raise QuestionError(str(export), "is neither a file nor a folder")
    found = sorted(
        path for path in export.rglob("*") if path.name.endswith(ENDINGS) and path.is_file()
    )
    if not found:
        raise QuestionError(str(export), f"holds no file that ends in {', '.join(ENDINGS)}")
    return found


def chunks(files: list[Path]) -> Iterator[Chunk]:
    """The lines of these files, about a megabyte at a time. Raises: QuestionError."""
    for path in files:
        try:
            with path.open("rb") as stored:
                yield from chunks_of(str(path), stored)
        except OSError as error:
            raise QuestionError(str(path), f"cannot be read: {error.strerror}") from error

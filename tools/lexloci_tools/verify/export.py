"""Reading an export: a folder laid like the seals' bucket, or a zip file of one."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lexloci.errors import LexlociError
from lexloci_tools.asking import QuestionError


class Unreadable(LexlociError):
    """The export is there and cannot be read, so nothing can be said about it."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an export: their names as in the bucket, and how to read one."""

    names: tuple[str, ...]
    read: Callable[[str], bytes]


def open_export(path: Path) -> Export:
    """The export at this path. Raises: QuestionError where there is none, Unreadable."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise QuestionError(f"`{path}`", "is not there", "give a folder laid like the bucket")
    if not zipfile.is_zipfile(path):
        raise QuestionError(f"`{path}`", "is no zip file", "give a folder laid like the bucket")
    return _zip(path)


def _folder(folder: Path) -> Export:
    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except OSError as error:
            raise Unreadable(name, f"cannot be read: {error.strerror}") from error

    found = (each for each in folder.rglob("*") if not each.is_dir())
    return Export(tuple(sorted(each.relative_to(folder).as_posix() for each in found)), read)


def _zip(path: Path) -> Export:
    archive = zipfile.ZipFile(path)
    names = [each.filename for each in archive.infolist() if not each.is_dir()]
    twice = (
        {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()
    )
    if twice:
        raise Unreadable(f"`{path}`", f"holds `{min(twice)}` twice", "which of both is meant?")

    def read(name: str) -> bytes:
        try:
            return archive.read(name)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise Unreadable(name, f"cannot be unpacked: {error}") from error

    return Export(tuple(sorted(names)), read)

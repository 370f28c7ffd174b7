"""Hostile files: refused, or decoded within limits; never by way of luck."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.seeing.hostile import files

ROOT = Path(__file__).parents[2]
FILES = files()
MEGABYTES = 300

MEASURED = """
import json, pathlib, sys
from lexloci_edge.seeing.containers import Unclean
from lexloci_edge.seeing.decoding import picture_of
came = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        came[path.name] = len(picture_of(path.read_bytes()).views)
    except Unclean as error:
        came[path.name] = error.what
# Not getrusage: its peak begins with that of whoever forked this one.
status = pathlib.Path("/proc/self/status").read_text().split()
print(json.dumps({"came": came, "peak": int(status[status.index("VmHWM:") + 1]) / 1024}))
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What a fresh interpreter made of all of them, and how many MB it took at most."""
    folder = tmp_path_factory.mktemp("hostile")
    for at, each in enumerate(FILES):
        (folder / f"{at:02}").write_bytes(each.data)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", MEASURED, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_there_are_at_least_sixty():
    """Each by another name."""
    assert len({each.name for each in FILES}) == len(FILES) >= 60


@pytest.mark.parametrize("at", range(len(FILES)), ids=[each.name for each in FILES])
def test_a_hostile_file_is_refused_or_one_plain_picture(measured, at):
    """Refused with a word why; or, where its pixels are one picture, decoded."""
    came = measured["came"][f"{at:02}"]
    assert isinstance(came, int) == FILES[at].decodes, came


def test_they_take_at_most_300_megabytes(measured):
    """All in one process, the largest pictures that are allowed among them."""
    assert measured["peak"] <= MEGABYTES

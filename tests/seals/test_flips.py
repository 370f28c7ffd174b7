"""Flipped bits: every one is found, by its own error and not by a crash."""

from hashlib import sha256

import pytest
from tests.seals.conftest import Bench, entries, inserted

from lexloci_tools.verify.checking import Untrue, verify
from lexloci_tools.verify.export import Export, open_export


def read_from(files):
    """An export in memory."""
    return Export(tuple(sorted(files)), files.__getitem__)


def flipped(files, name, bit):
    """The files with one bit of one of them turned."""
    data = bytearray(files[name])
    data[bit // 8] ^= 1 << bit % 8
    return read_from({**files, name: bytes(data)})


def files_of(folder):
    """An export's files in memory."""
    names = open_export(folder).names
    return {name: (folder / name).read_bytes() for name in names}


def test_every_flipped_bit_of_twenty_records_is_found(tmp_path):
    """Of every byte of batches and seals; each by its own error, none by a crash."""
    bench = Bench(tmp_path / "log")
    for cut in (slice(0, 12), slice(12, 20)):
        bench.seal([inserted(each) for each in entries(20)[cut]])
    files = files_of(bench.folder)
    keys = [bench.key()]
    verify(read_from(files), keys)
    flips = [(name, bit) for name, data in files.items() for bit in range(8 * len(data))]
    found = 0
    for name, bit in flips:
        try:
            verify(flipped(files, name, bit), keys)
        except Untrue:
            found += 1
    assert found == len(flips) > 35_000


@pytest.mark.soak
def test_ten_thousand_flips_over_two_hundred_records_are_found(tmp_path):
    """At places drawn by a hash, so that each run flips the same."""
    bench = Bench(tmp_path / "log")
    for first in range(0, 200, 40):
        bench.seal([inserted(each) for each in entries(200)[first : first + 40]])
    files = files_of(bench.folder)
    whole = [(name, bit) for name, data in files.items() for bit in range(8 * len(data))]
    for number in range(10_000):
        drawn = int.from_bytes(sha256(str(number).encode()).digest()[:8], "big")
        name, bit = whole[drawn % len(whole)]
        with pytest.raises(Untrue):
            verify(flipped(files, name, bit), [bench.key()])

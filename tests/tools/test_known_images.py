"""The list of known images: from digests in a file to what the gate refuses."""

from types import SimpleNamespace

import pytest

from lexloci_edge.seeing.digests import MemoryDigests, names_of
from lexloci_edge.vault import Secret
from lexloci_tools.asking import QuestionError
from lexloci_tools.image_commands import digests_in, listed

ONE, TWO = "ab" * 32, "cd" * 32
KEYS = (Secret("v1", b"new"), Secret("v0", b"old"))


def test_digests_of_a_file_are_put_on_the_list_under_the_key_in_use():
    """The gate looks under both keys, so a rotation loses nothing."""
    memory = MemoryDigests()
    vault = SimpleNamespace(accepted=lambda name: KEYS)
    listed(digests_in(f"# ours\n{ONE}\n\n{TWO.upper()}\n{ONE}\n"), memory, vault, "hash-key")
    assert [each.known_bad for each in memory.find(names_of(ONE, KEYS))] == [True]
    assert [each.known_bad for each in memory.find(names_of(TWO, KEYS))] == [True]
    assert memory.find(names_of("ef" * 32, KEYS)) == ()


@pytest.mark.parametrize("line", ["ab", "zz" * 32, f"{ONE} cat.png"])
def test_a_line_that_is_no_digest_is_said_with_its_number(line):
    """Nothing is put on the list then."""
    with pytest.raises(QuestionError, match="line 2"):
        digests_in(f"{ONE}\n{line}\n")

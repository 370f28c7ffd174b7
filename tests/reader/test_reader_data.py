"""The committed data files are what the lists say, and small."""

from __future__ import annotations

from array import array

from lexloci_reader.lexicon import DATA, digest, hash_list, lexicon, sections


def test_the_name_lists_are_sorted_and_asked_by_key() -> None:
    """A list of keys answers for the names it was built from and for no other."""
    for name in ("real", "near", "fictional"):
        keys = array("Q", (DATA / f"{name}.u64").read_bytes())
        assert list(keys) == sorted(keys)
    assert "taylor swift" in hash_list("real")
    assert "quenby alderliesten" not in hash_list("real")


def test_a_key_is_the_same_on_every_machine() -> None:
    """The key of a name does not depend on the process."""
    assert digest("taylor swift") == digest("taylor swift")
    assert digest("taylor swift").bit_length() <= 64


def test_the_layer_stays_small() -> None:
    """The data files hold less than the 15 megabytes that the layer may have, by far."""
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 8_000_000


def test_the_compiled_lexicon_is_readable_text() -> None:
    """Each table is a name, its keys and their values, in three lines."""
    names = {name for name, keys, values in sections("lexicon.txt") if len(keys) == len(values)}
    assert {"terms", "stems", "names", "benign"} <= names
    assert lexicon().terms["nude lipstick"] == "benign"

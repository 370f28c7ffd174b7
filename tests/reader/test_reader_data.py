"""The committed data files are what the lists say, and small."""

from __future__ import annotations

from array import array

from lexloci_reader.lexicon import after, digest, guesses, hash_list, lexicon
from lexloci_reader.shelves import DATA, sections


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
    """Its code and its data together stay a megabyte under the 15 that the layer may have."""
    files = [*DATA.iterdir(), *DATA.parent.glob("*.py")]
    assert sum(path.stat().st_size for path in files) < 14_000_000


def test_the_compiled_lexicon_is_readable_text() -> None:
    """Each section is a table's name, its keys, and a value for each of them or one for all."""
    held = [(name, len(keys), len(values)) for name, keys, values in sections("lexicon.txt")]
    assert {"terms", "stems", "names", "benign"} <= {name for name, _, _ in held}
    assert all(values in (1, keys) for _, keys, values in held)
    assert "underwear" in lexicon().terms.get("lingerie").split()


def test_a_phrase_is_unpacked_when_its_first_word_is_met() -> None:
    """The terms that begin with a word are told with their lengths, longest first."""
    told = after("nude")
    assert told.tags["nude lipstick"] == "benign"
    assert list(told.lengths) == sorted(told.lengths, reverse=True)
    assert not after("qwertz").tags


def test_guesses_are_found_on_their_shelves() -> None:
    """A shelved table answers for the words it was built from, in every way they are packed."""
    joined, near = guesses("joined"), guesses("near")
    assert joined.get("birthdaysuit") == "birthday suit"
    assert joined.get("bikini") == "bikini"
    assert near.get("=inikib") == "bikini"
    assert near.get("lighthouse") == ""
    assert "birthdaysuit" in set(joined)


def test_only_words_of_ascii_have_a_skeleton() -> None:
    """So no other word is asked for its own where words are put together."""
    assert all(map(str.isascii, guesses("skeletons")))

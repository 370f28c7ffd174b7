"""Languages that the reader does not cover are told by how their words are spelled."""

from __future__ import annotations

import hashlib
import json

import pytest

from lexloci_reader import read
from lexloci_reader.abroad import BITS, slots
from lexloci_reader.shelves import DATA
from lexloci_tools.corpus.train_abroad import foreign

ABROAD = (
    "a szomszéd Laci bácsi fürdőgatyában a Velencei-tónál",
    "mágur minn Gunnar í sundskýlu í heita pottinum",
    "komšija Miša u gaćama za kupanje na Adi",
    "naapurin rouva rantatuolissa bikineissä",
    "sousedka v plavkách u rybníka za chalupou",
)
COVERED = (
    "Rita Trotta in ufficio, seduta alla scrivania",
    "Eduard Iwanow czyta książkę w parku",
    "Фёдор Лапин читает книгу на скамейке в парке",
    "Deniz Arslan parkta bankta kitap okuyor",
    "seorang nelayan memperbaiki jala di pantai",
    "رجل يقرأ الجريدة في مقهى قديم",
)


@pytest.mark.parametrize("prompt", ABROAD)
def test_a_stranger_s_language_means_anything(prompt: str) -> None:
    """What reads like none of the covered languages may show anybody, however dressed."""
    reading = read(prompt)
    assert not reading.covered
    assert "real" in reading.depictions[0].facts["subject"]


@pytest.mark.parametrize("prompt", COVERED)
def test_words_of_a_covered_language_on_no_list_are_read(prompt: str) -> None:
    """Names and rare words make no language strange."""
    assert read(prompt).covered


def test_the_card_tells_of_the_weights_beside_it() -> None:
    """Size and hash are those of the committed file."""
    card, held = json.loads((DATA / "abroad.json").read_bytes()), (DATA / "abroad.u8").read_bytes()
    assert len(held) == 1 << BITS
    assert card["sha256"] == hashlib.sha256(held).hexdigest()


def test_words_that_covered_languages_have_teach_nothing() -> None:
    """`foto` is written everywhere."""
    assert "foto" in {word for said in foreign(()).values() for word in said}
    assert "foto" not in {word for said in foreign({"foto"}).values() for word in said}


def test_letters_are_looked_at_once_each() -> None:
    """A word repeated says nothing more."""
    assert slots(["tuomas"]) == slots(["tuomas", "tuomas"])

"""The frozen rulebook: its digest, its house settings, its days; and what is no rulebook."""

import json
from datetime import date

import pytest
from tests.core.tiny import tiny, version

from lexloci.errors import DigestError, HouseError, RulebookError
from lexloci.freeze import canonical
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, judge
from lexloci_tools.law.building import RULEBOOK, build


def test_equal_rules_give_equal_bytes(rules):
    """Freezing is repeatable to the byte."""
    assert build(rules) == build(rules)


def test_the_shipped_rulebook_is_what_the_rules_say(rules):
    """layers/rulebook/rulebook.json is never stale."""
    assert RULEBOOK.read_bytes() == build(rules)


def test_every_flipped_byte_is_found(book):
    """A rulebook that was altered anywhere does not load."""
    data = RULEBOOK.read_bytes()
    for at in range(0, len(data) - 1, max(1, len(data) // 400)):
        broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(RulebookError):
            Rulebook.load(broken)


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b'{"digest":"sha256:00","rulebook":{}}'])
def test_what_is_no_rulebook_is_refused(data):
    """Empty, foreign and cut files are errors, not empty law."""
    with pytest.raises(RulebookError):
        Rulebook.load(data)


def test_a_digest_of_other_bytes_is_told_apart():
    """Stated digest and bytes must agree."""
    with pytest.raises(DigestError):
        Rulebook.load(b'{"digest":"sha256:00","rulebook":{}}')


def test_another_format_is_refused(book):
    """A rulebook of a later format is not guessed at."""
    import hashlib

    body = canonical({**json.loads(RULEBOOK.read_bytes())["rulebook"], "format": 99})
    digest = hashlib.sha256(body).hexdigest().encode()
    with pytest.raises(RulebookError, match="format"):
        Rulebook.load(b'{"digest":"sha256:' + digest + b'","rulebook":' + body + b"}\n")


def test_a_house_pack_is_switched_off_and_on():
    """A setting closes the bits of a house pack; law cannot be switched."""
    book = tiny([version(1, {}, ["world"], pack="h")])
    on = date(2026, 1, 1)
    assert judge(book, {}, on).outcome is Outcome.REFUSE
    off = book.under("-h")
    assert judge(off, {}, on).outcome is Outcome.ALLOW
    assert off.house == "-h"
    assert judge(off.under("+h"), {}, on).outcome is Outcome.REFUSE


@pytest.mark.parametrize("setting", ["-p", "+nothing", "h", "-gb", "--h", "- h"])
def test_a_setting_that_names_no_house_pack_is_an_error(setting):
    """A typing error in a setting never silently means the default."""
    with pytest.raises(HouseError):
        tiny([version(1, {}, ["world"], pack="h")]).under(setting)


def test_the_floor_and_the_law_cannot_be_switched_off(book):
    """Only packs of rules/house have a switch."""
    for pack in ("floor", "gb", "xx"):
        with pytest.raises(HouseError):
            book.under(f"-{pack}")


def test_a_version_ends_where_the_next_begins():
    """Two versions of a rule never hold on the same day."""
    first = version(1, {"what": ["a"]}, ["world"], until="2026-02-06")
    book = tiny([first, version(1, {"what": ["b"]}, ["world"], since="2026-02-06")])
    asked = {"what": frozenset("a")}
    assert judge(book, asked, date(2026, 2, 5)).outcome is Outcome.REFUSE
    assert judge(book, asked, date(2026, 2, 6)).outcome is Outcome.ALLOW


def test_an_overdue_pack_is_named(book):
    """A pack that nobody has checked for long is a warning, by name."""
    assert book.overdue(date(2026, 11, 24)) == ()
    assert "gb" in book.overdue(date(2030, 1, 1))

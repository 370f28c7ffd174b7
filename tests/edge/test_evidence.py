"""What the reader cannot say widens what is possible (design.md 11)."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest

UNDERWEAR = "a known person in underwear"


def crashing(prompt, **_):
    """A reader that falls over its input."""
    raise KeyError(prompt)


def hanging(prompt, **_):
    """A reader that does not come back."""
    threading.Event().wait(2)


def abstaining(stage):
    """A reader that finds the text in no language that it covers."""
    plain = stage.read("a lighthouse at dawn", operation="generate", images=0)
    every = {
        name: frozenset(fact.values)
        for name, fact in stage.book.facts.items()
        if name in plain.depictions[0].facts
    }
    shown = replace(plain.depictions[0], facts=every)
    return lambda prompt, **_: replace(plain, depictions=(shown,), covered=False, language="xx")


WIDENS = {
    "crashes": ("crashed", lambda stage: crashing),
    "hangs": ("slow", lambda stage: hanging),
    "abstains": ("language:xx", abstaining),
}


@pytest.mark.parametrize(("says", "reader"), WIDENS.values(), ids=WIDENS)
def test_a_reader_that_does_not_say_leaves_everything_possible(stage, says, reader):
    """Where some rule can refuse, the call is uncertain; the record says that nothing was read."""
    stage.read = reader(stage)
    if stage.read is hanging:
        stage.hurry()
    told = stage.call("a lighthouse at dawn", cloudfront_viewer_country="GB")
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 0)
    assert any(says in each for each in stage.records[0].evidence)


@pytest.mark.parametrize(("says", "reader"), WIDENS.values(), ids=WIDENS)
def test_a_reader_that_does_not_say_matters_only_where_a_rule_can_refuse(stage, says, reader):
    """Under a house without rules, in a place without law, there is nothing to be unsure of."""
    stage.book = stage.book.under("-nude,-swim")
    stage.read = reader(stage)
    if stage.read is hanging:
        stage.hurry()
    assert stage.call("a lighthouse at dawn", cloudfront_viewer_country="FJ").status == 200


def test_a_crash_of_the_reader_leaves_no_word_of_the_prompt(stage, capsys):
    """The exception's text is the prompt; nobody writes it down."""
    stage.read = crashing
    stage.call("a lighthouse at dawn")
    written = "".join(stage.watch.lines) + capsys.readouterr().out
    assert "lighthouse" not in written + stage.records[0].written()


def test_each_depiction_is_judged_and_the_strictest_holds(stage):
    """A harmless first person does not hide the second."""
    plain = stage.read("a lighthouse at dawn", operation="generate", images=0)
    second = stage.read(UNDERWEAR, operation="generate", images=0)
    both = replace(plain, depictions=plain.depictions + second.depictions)
    stage.read = lambda prompt, **_: both
    assert stage.call(cloudfront_viewer_country="GB").status == 451
    assert stage.records[0].facts["age"] == ("adult",)
    assert [dict(each)["subject"] for each in stage.records[0].depictions] == [("none",), ("real",)]


def test_the_reader_hears_what_is_asked_and_how_many_images_came(stage, png):
    """The operation is the route's; masks are no images of anybody."""
    heard = []
    plain = stage.read("a lighthouse at dawn", operation="generate", images=0)
    stage.read = lambda prompt, **about: heard.append((prompt, about)) or plain
    parts = [("image[]", b"a.png"), ("image[]", b"b.png"), ("mask", b"m.png")]
    body = b"".join(
        b'--BNDX\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
        b"Content-Type: image/png\r\n\r\n%s\r\n" % (name.encode(), file, png)
        for name, file in parts
    )
    body += b'--BNDX\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nx\r\n--BNDX--\r\n'
    kind = "multipart/form-data; boundary=BNDX"
    assert stage.send(stage.event("/v1/images/edits", body=body, kind=kind)).status == 200
    assert heard == [("x", {"operation": "edit", "images": 2})]
    assert stage.records[0].facts["operation"] == ("edit",)


def test_the_reader_cannot_say_what_only_proof_says(stage):
    """Attested facts and the place come from elsewhere, whatever a reader answers."""
    plain = stage.read("an invented person, nude", operation="generate", images=0)
    facts = {**plain.depictions[0].facts, "adult_mode": frozenset({"on"})}
    facts["place"] = frozenset({"FJ"})
    stage.read = lambda prompt, **_: SimpleNamespace(
        depictions=(SimpleNamespace(facts=facts),), evidence=(), covered=True, language="en"
    )
    told = stage.call(cloudfront_viewer_country="ID")
    assert (told.status, told.code) == (451, "refused_by_law")


@pytest.mark.parametrize(
    ("people", "place"), [(1, "GB"), (1, None), (3, "US")], ids=["usual", "no place", "three"]
)
def test_an_item_of_the_ledger_stays_under_a_kilobyte(stage, people, place):
    """One write unit per decision."""
    from lexloci_edge.dynamo import item_of

    plain = stage.read(UNDERWEAR, operation="generate", images=0)
    ages = [frozenset({"adult"}), frozenset({"minor"}), frozenset({"adult", "minor"})]
    shown = [
        replace(plain.depictions[0], facts={**plain.depictions[0].facts, "age": age})
        for age in ages[:people]
    ]
    stage.read = lambda prompt, **_: replace(plain, depictions=tuple(shown))
    stage.call(UNDERWEAR, cloudfront_viewer_country=place)
    item = item_of(stage.records[0], 1098)
    size = sum(len(name) + len(*value.values()) for name, value in item.items())
    assert size < 1024

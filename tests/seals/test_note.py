"""Signed notes and checkpoints, byte for byte."""

import base64

import pytest

from lexloci_edge.seals.errors import NoteError
from lexloci_edge.seals.merkle import EMPTY_ROOT
from lexloci_edge.seals.note import Checkpoint, Note, Signature, VerifierKey
from lexloci_edge.seals.signer import LocalSigner


@pytest.fixture(scope="module")
def published(given):
    """The published examples."""
    return given("notes.json")


@pytest.fixture(scope="module")
def peter(published):
    """Whoever signed Go's example."""
    seed = base64.b64decode(published["seed of PeterNeumann"])
    return LocalSigner.of_seed(seed)


def test_published_notes_print_as_they_were_read(published):
    """The poem, the sofa, and Go's with one and with two signatures."""
    for written in published["examples"].values():
        assert Note.parse(written.encode()).printed().decode() == written


def test_the_published_checkpoint_is_what_it_says(published):
    """And prints to the same text."""
    note = Note.parse(published["examples"]["tlog-checkpoint"].encode())
    checkpoint = Checkpoint.parse(note.text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64.b64encode(checkpoint.root) == b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert checkpoint.text() == note.text


def test_published_keys_print_as_they_were_read(published):
    """Their ids are the hashes that the specification says."""
    for written in published["keys"]:
        assert str(VerifierKey.parse(written)) == written


def test_signing_gos_example_gives_gos_note(published, peter):
    """Byte for byte: key, text and signature."""
    written = published["examples"]["sumdb"]
    text = Note.parse(written.encode()).text
    signature, key = peter.sign("PeterNeumann", text)
    assert str(key) == published["keys"][0]
    assert Note(text, (signature,)).printed().decode() == written


def test_published_signatures_verify(published):
    """By either key or both; a signature of an unknown key is let be."""
    keys = [VerifierKey.parse(each) for each in published["keys"]]
    two = Note.parse(published["examples"]["sumdb-two"].encode())
    for chosen in (keys, keys[:1], keys[1:]):
        two.verify(chosen)
    with pytest.raises(NoteError, match="none of them"):
        two.verify(keys[2:])


def test_one_bad_signature_of_a_known_key_spoils_the_note(published, peter):
    """Even beside a good one of another key."""
    keys = [VerifierKey.parse(each) for each in published["keys"]]
    one, two = Note.parse(published["examples"]["sumdb-two"].encode()).signatures
    bad = Signature(two.name, two.id, bytes(64))
    note = Note(Note.parse(published["examples"]["sumdb-two"].encode()).text, (one, bad))
    note.verify(keys[:1])
    for value in (bytes(64), two.value[:-1], b""):
        spoilt = Note(note.text, (one, Signature(two.name, two.id, value)))
        with pytest.raises(NoteError, match="is bad"):
            spoilt.verify(keys)


def test_every_change_of_a_byte_of_a_signed_note_is_found(published):
    """256 values at each place: another text, a bad line, a bad signature or an unknown key."""
    key = VerifierKey.parse(published["keys"][0])
    data = published["examples"]["sumdb"].encode()
    for at in range(len(data)):
        for bit in range(8):
            changed = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            with pytest.raises(NoteError):
                Note.parse(changed).verify([key])


def test_every_part_and_every_changed_letter_of_a_key_is_refused(published):
    """As Go's own test does it: no substring and no mangling of a key is a key."""
    for written in published["keys"]:
        for start in range(len(written)):
            for end in range(start, len(written) + (start > 0)):
                with pytest.raises(NoteError):
                    VerifierKey.parse(written[start:end])
        for at in range(len(written)):
            changed = written[:at] + chr(ord(written[at]) ^ 1) + written[at + 1 :]
            with pytest.raises(NoteError):
                VerifierKey.parse(changed)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "blank line"),
        (b"text\n", "blank line"),
        (b"text\n\n", "does not end"),
        (b"\n\n\xe2\x80\x94 a AAAAAAA=\n", "blank line"),
        (b"a\r\n\n\xe2\x80\x94 a AAAAAAA=\n", "control"),
        (b"a\n\n- a AAAAAAA=\n", "no signature line"),
        (b"a\n\n\xe2\x80\x94 a\n", "no signature line"),
        (b"a\n\n\xe2\x80\x94  AAAAAAA=\n", "no signature line"),
        (b"a\n\n\xe2\x80\x94 a+b AAAAAAA=\n", "no signature line"),
        (b"a\n\n\xe2\x80\x94 a\xc2\xa0b AAAAAAA=\n", "no signature line"),
        (b"a\n\n\xe2\x80\x94 a AAAAAAB=\n", "canonical"),
        (b"a\n\n\xe2\x80\x94 a AAAAAA==\n", "too short"),
        (b"a\n\n\xe2\x80\x94 a AAAA AAA=\n", "no base64"),
        (b"a\n\n\xe2\x80\x94 a AAAAAAA=", "does not end"),
        (b"a\n\n\xe2\x80\x94 a AAAAAAA=\n\n", "does not end"),
        (b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n", "UTF-8"),
        (b"a\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 101, "more than 100"),
        (b"a" * 1_000_001, "larger"),
    ],
)
def test_what_is_no_note_says_why(data, what):
    """There is one way to write a note."""
    with pytest.raises(NoteError, match=what):
        Note.parse(data)


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n0\nROOT\n",
        "log\n0\nROOT",
        "log\n0\n\n",
        "log\n00\nROOT\n",
        "log\n01\nROOT\n",
        "log\n-1\nROOT\n",
        "log\n+1\nROOT\n",
        "log\n1 \nROOT\n",
        "log\n١\nROOT\n",
        "log\n1e3\nROOT\n",
        "log\n99999999999999999999\nROOT\n",
        "log\n1\nROOT\nextension\n",
        "log\n1\nROOT\n\n",
        "log\n1\nAAAA\n",
        "log\n1\nROO\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    """Leading zeros, signs, other digits, extension lines, a short root."""
    with pytest.raises(NoteError):
        Checkpoint.parse(text.replace("ROOT", ROOT))


def test_an_empty_log_has_a_checkpoint():
    """Its size is written `0`."""
    assert Checkpoint.parse(f"log\n0\n{ROOT}\n") == Checkpoint("log", 0, EMPTY_ROOT)

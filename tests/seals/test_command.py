"""The verb `lexloci verify`: what it prints and how it ends."""

import json
from typing import Any

import pytest
import typer
from tests.seals.conftest import ORIGIN, entries, inserted
from typer.testing import CliRunner

from lexloci.errors import LexlociError
from lexloci_tools.ledger_commands import verify


def lexloci(*given: object) -> Any:
    """What `lexloci verify` says, and its exit code as `lexloci_tools.cli.main` has it."""
    app = typer.Typer()
    app.command()(verify)
    told = CliRunner().invoke(app, [str(each) for each in given])
    code = told.exception.exit_code if isinstance(told.exception, LexlociError) else told.exit_code
    return code, told.stdout, told.exception


@pytest.fixture
def whole(bench):
    """A log of twelve records."""
    bench.seal([inserted(each) for each in entries(12)])
    return bench


def test_what_holds_up_is_told_in_two_lines(whole):
    """Origin, counts, root; nothing with -q."""
    code, said, _ = lexloci(whole.folder, "--key", whole.key())
    assert code == 0
    assert said.startswith(f"{ORIGIN}: whole and unaltered, 12 records under 1 seals (9 decision, ")
    assert lexloci(whole.folder, "--key", whole.key(), "-q")[:2] == (0, "")


def test_the_key_may_stand_in_a_file(whole, tmp_path):
    """One a line."""
    keys = tmp_path / "keys"
    keys.write_text(f"{whole.key()}\n", encoding="utf-8")
    assert lexloci(whole.folder, "--key", keys)[0] == 0


def test_as_json_it_is_one_document(whole):
    """For what holds up and for what does not."""
    code, said, _ = lexloci(whole.folder, "--key", whole.key(), "--json")
    (log,) = json.loads(said)["logs"]
    assert (code, log["origin"], log["size"], log["tampered"]) == (0, ORIGIN, 12, [])
    (batch,) = whole.folder.rglob("*.jsonl")
    batch.write_bytes(batch.read_bytes().replace(b"refuse", b"allow!"))
    code, said, _ = lexloci(whole.folder, "--key", whole.key(), "--json")
    told = json.loads(said)
    assert (code, told["ok"]) == (1, False)
    assert told["where"] == batch.relative_to(whole.folder).as_posix()


def test_what_cannot_be_true_is_named(whole):
    """File, what is wrong with it, and a hint."""
    (batch,) = whole.folder.rglob("*.jsonl")
    batch.write_bytes(batch.read_bytes()[:-9])
    code, _, error = lexloci(whole.folder, "--key", whole.key())
    assert code == 1
    assert "jsonl:12: is no record as it was written\nhint: " in str(error)


def test_a_kept_checkpoint_shows_that_the_end_is_missing(whole, tmp_path):
    """Which no export can show by itself."""
    whole.seal([inserted(each) for each in entries(20)])
    last = max(whole.folder.rglob("*.txt"))
    kept = last.rename(tmp_path / "kept.txt")
    max(whole.folder.rglob("*.jsonl")).unlink()
    assert lexloci(whole.folder, "--key", whole.key())[0] == 0
    code, _, error = lexloci(whole.folder, "--key", whole.key(), "--kept", kept)
    assert code == 1
    assert "ends after 12 records, and a seal over 20 was kept" in str(error)


def test_tampering_that_the_log_tells_of_is_told(whole):
    """The log holds up; the ledger's table did not."""
    change = inserted(entries(1)[0])
    change["dynamodb"]["OldImage"] = change["dynamodb"].pop("NewImage")
    whole.seal([{**change, "eventName": "REMOVE", "eventID": "r-1"}])
    code, said, _ = lexloci(whole.folder, "--key", whole.key())
    assert code == 0
    assert "tampering: remove of DECISION of 019ab000" in said


@pytest.mark.parametrize(
    "given",
    [
        ("missing", "--key", "KEY"),
        (__file__, "--key", "KEY"),
        ("FOLDER", "--key", "nonsense"),
        ("FOLDER", "--key", "KEY", "--kept", "missing"),
        ("FOLDER",),
    ],
)
def test_a_wrong_question_ends_with_2(whole, given):
    """No export, no key, no kept checkpoint."""
    named = {"FOLDER": whole.folder, "KEY": whole.key()}
    assert lexloci(*(named.get(each, each) for each in given))[0] == 2


def test_an_export_that_cannot_be_read_ends_with_3(whole):
    """Nothing can be said about it."""
    (batch,) = whole.folder.rglob("*.jsonl")
    batch.unlink()
    batch.symlink_to(whole.folder / "nowhere")
    code, _, error = lexloci(whole.folder, "--key", whole.key())
    assert code == 3, error


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", 2),
        ("{}", 2),
        ('{"proofs": []}', 2),
        ('{"proofs": ["x"]}', 1),
        ('{"proofs": [{}]}', 1),
        ('{"proofs": [{"checkpoint": "x"}]}', 1),
    ],
)
def test_a_proof_that_is_none_is_told(whole, tmp_path, text, code):
    """A file of another kind is a wrong question, a proof that cannot be read is not true."""
    proof = tmp_path / "proof.json"
    proof.write_text(text, encoding="utf-8")
    assert lexloci(proof, "--key", whole.key())[0] == code

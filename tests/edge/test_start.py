"""What the gate needs before it can open: settings, secrets, a sound rulebook."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from lexloci_edge.errors import SecretError, SettingsError, Unavailable
from lexloci_edge.failsafe import failsafe
from lexloci_edge.ids import is_id, new_id
from lexloci_edge.rulebooks import packaged
from lexloci_edge.settings import Settings
from lexloci_edge.vault import MAX_AGE, SecretsManager, secret_of

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "layers/rulebook/rulebook.json"
ENOUGH = {
    "LEXLOCI_TABLE": "t",
    "LEXLOCI_ORIGIN_SECRET": "o",
    "LEXLOCI_HASH_KEY": "h",
    "LEXLOCI_UPSTREAM": "https://images.invalid",
    "AWS_REGION": "eu-west-2",
}


def test_the_environment_is_read_into_settings():
    """With the defaults that the brief of the installation gives."""
    settings = Settings.read({**ENOUGH, "LEXLOCI_APPEAL": "", "PATH": "/bin"})
    assert str(settings.rulebook) == "/opt/rulebook.json"
    assert (settings.claims_audience, settings.appeal, settings.house) == ("lexloci", None, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in ENOUGH),
        ("LEXLOCI_TABLE", "  "),
        ("LEXLOCI_UPSTREAM", "images.invalid"),
        ("LEXLOCI_UPSTREAM", "ftp://images.invalid"),
        ("LEXLOCI_UPSTREAM", "https://images.invalid?x=secret"),
        ("LEXLOCI_LEDGER_MS", "0"),
        ("LEXLOCI_LEDGER_MS", "long"),
    ],
)
def test_settings_that_cannot_be_used_name_the_variable_and_not_its_value(name, value):
    """An operator reads it in the log; a secret in the wrong variable does not land there."""
    with pytest.raises(SettingsError, match=name) as caught:
        Settings.read({**ENOUGH, name: value})
    assert "secret" not in str(caught.value)


def test_the_packaged_rulebook_is_read_under_its_house():
    """The one that `lexloci build` froze."""
    assert "+premium-only" in packaged(BOOK, "+premium-only").house


def test_a_rulebook_that_is_not_there_is_unavailable(tmp_path):
    """A layer that is missing."""
    with pytest.raises(Unavailable, match="cannot be opened"):
        packaged(tmp_path / "rulebook.json", "")


def altered(data: bytes) -> bytes:
    """The same rulebook with one refusal taken out, under the old digest."""
    return data.replace(b'"refuses":true', b'"refuses":false', 1)


@pytest.mark.parametrize(
    "change",
    [altered, lambda data: data[:-100], lambda data: b"", lambda data: b"{}", lambda data: b"\xff"],
    ids=["altered", "cut", "empty", "no rulebook", "no text"],
)
def test_a_rulebook_that_is_not_sound_is_unavailable(tmp_path, change):
    """It must hash to the digest that it states."""
    path = tmp_path / "rulebook.json"
    path.write_bytes(change(BOOK.read_bytes()))
    with pytest.raises(Unavailable):
        packaged(path, "")


@pytest.mark.parametrize("house", ["+nothing", "premium-only", "?"])
def test_a_house_that_is_not_known_is_unavailable(house):
    """A misspelt setting must not silently be the default."""
    with pytest.raises(Unavailable, match="house"):
        packaged(BOOK, house)


def opening_fails():
    """A gate that does not open."""
    raise Unavailable("rulebook", "rulebook", "cannot be opened")


def test_a_gate_that_does_not_open_answers_503_at_every_call(capsys):
    """Also when that happens at import: it never raises, and each time is an alarm."""
    handler = failsafe(opening_fails)
    for _ in range(2):
        answer = handler({"headers": {}}, None)
        body = json.loads(answer["body"])
        assert (answer["statusCode"], body["error"]["code"]) == (503, "lexloci_unavailable")
        assert answer["headers"]["content-type"] == "application/problem+json"
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["code"] for line in lines] == ["rulebook"] * 3


def test_a_gate_that_opens_later_is_used_from_then_on():
    """What was missing may come back; nothing is forwarded until then."""
    tries = []

    def opening():
        tries.append(1)
        if len(tries) < 3:
            raise OSError
        return lambda event, context, id: {"statusCode": 200, "id": id}

    handler = failsafe(opening)
    assert [handler({}, None)["statusCode"] for _ in range(3)] == [503, 200, 200]
    assert len(tries) == 3


def test_an_alarm_holds_no_text_of_foreign_errors(capsys):
    """It may be what was asked."""

    class Foreign(Exception):
        code = what = "a prompt"

    def breaking(event, context, id):
        raise Foreign("a prompt")

    failsafe(lambda: breaking)({}, None)
    alarm = json.loads(capsys.readouterr().out)
    assert (alarm["code"], alarm["fault"], alarm["Broken"]) == ("unexpected", "Foreign", 1)
    assert "a prompt" not in json.dumps(alarm)


def test_decision_ids_sort_by_time_and_never_repeat():
    """UUIDs of version 7, in the one way that we write them."""
    start = datetime(2026, 11, 23, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=n)) for n in range(1000)]
    assert ids == sorted(ids)
    assert len({new_id(start) for _ in range(1000)}) == 1000
    assert all(map(is_id, ids))
    assert not any(map(is_id, ("", "x", ids[0].upper(), "{" + ids[0] + "}", ids[0][:-1])))


@pytest.fixture
def manager():
    """A Secrets Manager client on moto."""
    with mock_aws():
        client = boto3.client(
            "secretsmanager",
            region_name="eu-west-2",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        with contextlib.closing(client):
            yield client


def test_current_and_previous_values_are_accepted_after_a_rotation(manager):
    """For as long as Secrets Manager keeps the previous one."""
    now = [datetime(2026, 11, 23, tzinfo=UTC)]
    vault = SecretsManager(lambda: manager, lambda: now[0])
    manager.create_secret(Name="origin", SecretString='{"secret": "one"}')
    assert [each.value for each in vault.accepted("origin")] == [b"one"]
    manager.put_secret_value(SecretId="origin", SecretString="two")
    assert [each.value for each in vault.accepted("origin")] == [b"one"]
    now[0] += MAX_AGE
    assert [each.value for each in vault.accepted("origin")] == [b"two", b"one"]


def test_a_secret_that_cannot_be_fetched_again_is_an_error(manager):
    """The kept value may have been rotated because it leaked; a clock set back fetches too."""
    now = [datetime(2026, 11, 23, tzinfo=UTC)]
    vault = SecretsManager(lambda: manager, lambda: now[0])
    manager.create_secret(Name="origin", SecretString="one")
    vault.accepted("origin")
    manager.delete_secret(SecretId="origin", ForceDeleteWithoutRecovery=True)
    assert vault.accepted("origin")
    for step in (MAX_AGE, -MAX_AGE - timedelta(seconds=1)):
        now[0] += step
        with pytest.raises(SecretError):
            vault.accepted("origin")


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "AccessDeniedException", "InternalFailure"]
)
def test_a_previous_value_that_cannot_be_fetched_is_an_error(manager, code):
    """Only that there is none is an answer."""
    vault = SecretsManager(lambda: manager, lambda: datetime.now(UTC))
    with Stubber(manager) as stub:
        stub.add_response("get_secret_value", {"SecretString": "one", "VersionId": "v" * 32})
        stub.add_client_error("get_secret_value", code)
        with pytest.raises(SecretError, match=code):
            vault.accepted("origin")


@pytest.mark.parametrize(
    "written",
    [None, "", "  ", "{", "{}", '{"secret":""}', '{"secret":1}', '{"secret":null}', "{1}"],
)
def test_an_empty_or_unreadable_secret_is_an_error(written):
    """An empty one would equal a header that is not there."""
    with pytest.raises(SecretError):
        secret_of("origin", "v1", written)

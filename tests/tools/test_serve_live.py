"""Live rules in the running local gate: AppConfig's data plane stood in by a stub, real clients."""

import json
import threading
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from tests.live_documents import document, rule, unsound

from lexloci_tools.serve.live_stub import WHERE, LiveStub
from lexloci_tools.serve.local_cloud import LocalCloud

SWIMSUIT = "an illustration of a woman in a swimsuit on a beach"
PAUSE = threading.Event()


def ask(url: str, prompt: str = "a lighthouse at dawn", place: str = "GB-ENG") -> tuple[int, str]:
    """The status, and the first rule that a refusal names."""
    headers = {
        "Content-Type": "application/json",
        "X-Demo-Place": place,
        "Authorization": "Bearer x",
    }
    body = json.dumps({"prompt": prompt}).encode()
    request = urllib.request.Request(f"{url}/v1/images/generations", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            told = json.loads(error.read())
        return error.code, "".join(each["rule"] for each in told.get("rules", [])[:1])


def until(url: str, expected: tuple[int, str], *asked: str) -> None:
    """Ask until it answers this, for a few of its polling intervals of a second."""
    for _ in range(100):
        if ask(url, *asked) == expected:
            return
        PAUSE.wait(0.1)
    assert ask(url, *asked) == expected


def test_an_edit_of_the_file_is_in_force_without_a_restart(tmp_path: Path) -> None:
    """A rule comes, a loosening document changes nothing, one place closes and opens; and when
    AppConfig is silent for longer than the limit, everything is closed."""
    live = tmp_path / "live.json"
    live.write_bytes(document())
    with LocalCloud(live=live, variables={"LEXLOCI_LIVE_MAX_AGE": "4"}) as cloud:
        url = cloud.front().url
        assert ask(url, SWIMSUIT) == (200, "")
        live.write_bytes(document(rule()))
        until(url, (451, "emergency-order/order@always"), SWIMSUIT)
        assert ask(url, SWIMSUIT, "FR") == (200, "")
        live.write_bytes(unsound("a house pack switched off"))
        PAUSE.wait(1.2)
        assert ask(url, SWIMSUIT) == (451, "emergency-order/order@always")
        assert "live rules refused" in cloud.logged()
        live.write_bytes(document(closed={"GB": "while we look into it"}))
        until(url, (403, "closed/GB@always"))
        assert ask(url, place="FR") == (200, "")
        assert ask(url, place="none") == (403, "closed/GB@always")
        live.write_bytes(document())
        until(url, (200, ""))
        assert cloud.live is not None
        cloud.live.up = False
        PAUSE.wait(1.2)
        assert ask(url) == (200, "")
        assert "live rules not fetched" in cloud.logged()
        until(url, (503, ""))
        cloud.live.up = True
        until(url, (200, ""))


def data_plane(url: str):
    """A client of AppConfig's data plane at the stub."""
    return boto3.client(
        "appconfigdata",
        endpoint_url=url,
        region_name="eu-west-2",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def test_the_stub_is_as_strict_as_appconfig(tmp_path: Path) -> None:
    """A token is good once, not before its time, and what was answered is answered as nothing."""
    live, now = tmp_path / "live.json", [0.0]
    live.write_bytes(b"one")
    stub = LiveStub(live, every=60, clock=lambda: now[0])
    client = data_plane(stub.variables["AWS_ENDPOINT_URL_APPCONFIGDATA"])
    try:
        names = ("ApplicationIdentifier", "EnvironmentIdentifier", "ConfigurationProfileIdentifier")
        asked = dict(zip(names, WHERE.split("/"), strict=True))
        first = client.start_configuration_session(**asked)["InitialConfigurationToken"]
        answer = client.get_latest_configuration(ConfigurationToken=first)
        assert (answer["Configuration"].read(), answer["NextPollIntervalInSeconds"]) == (b"one", 60)
        following = answer["NextPollConfigurationToken"]
        for token in (first, following):
            with pytest.raises(ClientError, match="BadRequest"):
                client.get_latest_configuration(ConfigurationToken=token)
        with pytest.raises(ClientError, match="ResourceNotFound"):
            client.start_configuration_session(**{**asked, names[0]: "another"})
        token = client.start_configuration_session(**asked)["InitialConfigurationToken"]
        token = client.get_latest_configuration(ConfigurationToken=token)[
            "NextPollConfigurationToken"
        ]
        now[0] += 60
        answer = client.get_latest_configuration(ConfigurationToken=token)
        assert answer["Configuration"].read() == b""
        now[0] += 60
        live.write_bytes(b"two")
        answer = client.get_latest_configuration(
            ConfigurationToken=answer["NextPollConfigurationToken"]
        )
        assert answer["Configuration"].read() == b"two"
    finally:
        client.close()
        stub.close()

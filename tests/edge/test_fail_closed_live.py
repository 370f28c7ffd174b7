"""Live rules at the gate: what is in force, what is refused, and what closes (design.md 11)."""

import io
import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from tests.edge.conftest import LIGHTHOUSE, NOW, Told
from tests.live_documents import UNSOUND, document, rule, unsound

from lexloci_edge.appconfig import LEAST, AppConfig
from lexloci_edge.errors import LiveError
from lexloci_edge.failsafe import failsafe
from lexloci_edge.gate import Gate
from lexloci_edge.live_law import Following, LiveLaw
from lexloci_edge.settings import Settings

EVERY, LIMIT = timedelta(seconds=30), timedelta(minutes=15)
NOTHING = b'{"format": 1}'
GB_CLOSED = document(closed={"GB": "while we look into it"})


class DataPlane:
    """AppConfig's data plane as boto3 answers it: `deployed` is what it holds, `fault` what it does
    instead of answering."""

    def __init__(self, deployed=NOTHING):
        self.deployed, self.fault, self.sessions, self.polls = deployed, None, 0, 0
        self.tokens = {}

    def start_configuration_session(self, **asked):
        """As boto3's."""
        assert asked["RequiredMinimumPollIntervalInSeconds"] == LEAST
        where = ("Application", "Environment", "ConfigurationProfile")
        assert [asked[f"{name}Identifier"] for name in where] == ["stack", "live", "rules"]
        self._break()
        self.sessions += 1
        return {"InitialConfigurationToken": self._token(None)}

    def get_latest_configuration(self, ConfigurationToken):
        """As boto3's."""
        self._break()
        if ConfigurationToken not in self.tokens:
            raise fault("BadRequestException")
        self.polls += 1
        before = self.tokens.pop(ConfigurationToken)
        found = b"" if self.deployed == before else self.deployed
        return {
            "Configuration": io.BytesIO(found),
            "NextPollConfigurationToken": self._token(self.deployed),
            "NextPollIntervalInSeconds": 15,
        }

    def _token(self, answered):
        self.tokens[f"token-{len(self.tokens)}-{self.polls}"] = answered
        return f"token-{len(self.tokens) - 1}-{self.polls}"

    def _break(self):
        if self.fault is not None:
            raise self.fault


def fault(code):
    """An error of AppConfig's."""
    return ClientError({"Error": {"Code": code}}, "GetLatestConfiguration")


@pytest.fixture
def plane():
    """A data plane that adds nothing yet."""
    return DataPlane()


@pytest.fixture
def live(stage, plane):
    """Asks the stage's gate, by the law of the moment; `later` lets time go by."""
    outside = stage.gate()._outside

    def make(rulebook):
        return Gate(Settings.read(stage.environment), rulebook, None, outside)

    source = AppConfig(lambda: plane, "stack/live/rules")
    law = LiveLaw(stage.book, source, EVERY, LIMIT, lambda: stage.now, stage.watch)
    following = Following(law, make)

    def ask(prompt=LIGHTHOUSE, country="GB", later=0.0) -> Told:
        stage.now += timedelta(seconds=later)
        headers = {"cloudfront-viewer-country": country}
        event = stage.event(body={"prompt": prompt}, headers=headers)
        answer = failsafe(lambda: following.answer)(event, stage)
        return Told(answer["statusCode"], answer["headers"], json.loads(answer["body"]))

    return ask


def counted(stage, name):
    """How often something was counted."""
    return sum(each == name for each, _ in stage.watch.counts)


def test_a_closed_place_is_closed_within_the_interval_and_no_other(stage, plane, live):
    """And opens again; each record names the live rules that it was judged by."""
    assert live().status == 200
    plane.deployed = GB_CLOSED
    assert live(later=29).status == 200
    told = live(later=2)
    assert (told.status, told.code) == (403, "refused_by_house_rule")
    assert "while we look into it" in told.body["detail"]
    assert live(country="FR").status == 200
    plane.deployed = NOTHING
    assert live(later=31).status == 200
    first, _, closed, *_ = stage.records
    assert first.live != closed.live
    assert closed.live.startswith("sha256:")
    assert len({each.rulebook for each in stage.records}) == 1


def test_an_emergency_rule_is_in_force_within_the_interval(stage, plane, live):
    """Told as the law that it cites."""
    prompt = "a known person in underwear"
    assert live(prompt, country="FJ").status == 200
    extent = {"extent": ["FJ"], "when": {"exposure": ["underwear"]}}
    plane.deployed = document(rule(**extent))
    told = live(prompt, country="FJ", later=31)
    assert (told.status, told.body["rules"][0]["law"]) == (451, "Order of a court")


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_document_loosens_nothing(stage, plane, live, name):
    """The last good one stays in force, and an alarm rings; without one, everything is closed."""
    plane.deployed = GB_CLOSED
    assert live().status == 403
    plane.deployed = unsound(name)
    if plane.deployed:
        assert (live(later=31).status, live(country="FR").status) == (403, 200)
        assert counted(stage, "LiveRulesRefused") == 1


def test_an_unsound_document_at_the_start_is_503(stage, plane, live):
    """A new environment knows no good one, so it cannot know what is closed."""
    plane.deployed = unsound("a house pack switched off")
    assert (live().status, stage.forwarded, stage.records) == (503, 0, [])


def test_an_unsound_document_closes_when_the_good_one_is_too_old(stage, plane, live):
    """That AppConfig answers is no sign that what is in force is what was meant."""
    live()
    plane.deployed = unsound("rules opened")
    for _ in range(15):
        assert live(later=59).status == 200
    assert live(later=59).status == 503
    plane.deployed = NOTHING
    assert live(later=31).status == 200


FAULTS = {
    "throttled": fault("ThrottlingException"),
    "gone": fault("ResourceNotFoundException"),
    "forbidden": fault("AccessDeniedException"),
    "broken": fault("InternalServerException"),
    "silent": ConnectTimeoutError(endpoint_url="https://appconfigdata.invalid"),
    "unreachable": OSError("no route"),
}


@pytest.mark.parametrize("what", FAULTS.values(), ids=FAULTS)
def test_appconfig_down_keeps_the_last_good_rules_and_then_closes(stage, plane, live, what, capsys):
    """For LiveMaxAge; then 503, nothing forwarded, an alarm; and open again when it is back."""
    live()
    plane.fault = what
    for _ in range(15):
        assert live(later=59).status == 200
    before = stage.forwarded
    assert (live(later=59).status, stage.forwarded) == (503, before)
    assert '"code": "live-rules"' in capsys.readouterr().out
    assert counted(stage, "LiveRulesFail") >= 15
    plane.fault = None
    assert live(later=6).status == 200


@pytest.mark.parametrize("what", FAULTS.values(), ids=FAULTS)
def test_appconfig_down_at_the_start_is_503(stage, plane, live, what):
    """Nobody knows whether a place is closed; and it is not asked again with every call."""
    plane.fault = what
    assert [live().status for _ in range(3)] == [503, 503, 503]
    assert (stage.forwarded, counted(stage, "LiveRulesFail")) == (0, 1)


def test_nothing_deployed_yet_is_503(stage, plane, live):
    """An empty first answer is no document."""
    plane.deployed = b""
    assert (live().status, stage.forwarded) == (503, 0)


def test_an_environment_that_slept_asks_before_it_answers(stage, plane, live):
    """Its token is long refused; it begins a session anew and judges by what is in force now."""
    assert live().status == 200
    plane.tokens.clear()
    plane.deployed = GB_CLOSED
    assert live(later=2 * 24 * 3600).status == 403
    assert plane.sessions == 2


def test_a_clock_set_back_is_no_reason_to_wait(stage, plane, live):
    """It asks at once."""
    live()
    plane.deployed = GB_CLOSED
    assert live(later=-3600).status == 403


def test_nothing_is_asked_of_appconfig_before_the_first_call_nor_between_polls(plane, live):
    """What SnapStart clones holds no token; two calls in a moment are one poll."""
    assert (plane.sessions, plane.polls) == (0, 0)
    for _ in range(5):
        live()
    assert (plane.sessions, plane.polls) == (1, 1)


def test_appconfig_says_when_it_may_be_asked_again():
    """An earlier poll would be refused."""
    plane = DataPlane()
    source = AppConfig(lambda: plane, "stack/live/rules")
    assert source.latest() == (NOTHING, 15)
    assert source.latest() == (None, 15)
    plane.fault = fault("AccessDeniedException")
    with pytest.raises(LiveError, match="AccessDenied"):
        source.latest()


def test_without_live_rules_nothing_grows_old(stage):
    """The packaged rulebook never expires, and a record names no live rules."""
    stage.now = NOW + timedelta(days=400)
    assert stage.call().status == 200
    assert stage.records[0].live is None

"""Adapters, their data, the bulkhead and the circuit."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from lexloci_edge.seeing.guardrails import Guardrails
from lexloci_edge.seeing.opennsfw import OpenNsfw
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.seeing.scales import FOLDER, ORDERS, Label, scale
from lexloci_edge.seeing.seen import EVERY, LEVELS, DetectorError, at_least
from lexloci_tools.serve.marks import Mark
from lexloci_tools.serve.stub_sight import guarded

NUDITY = "Explicit Nudity"
FILES = sorted(FOLDER.glob("*.json"))


# -------------------------------------------------------------------------------------------- data


def test_every_value_that_a_picture_can_show_is_one_of_the_law(rulebook):
    """What the detectors leave open is the whole list, no more and no less."""
    assert {fact: frozenset(rulebook.facts[fact].values) for fact in EVERY} == EVERY
    assert rulebook.facts["exposure"].values == LEVELS


def sets_in(told: Any) -> Any:
    """All (fact, values) in a detector's data."""
    if isinstance(told, dict):
        for name, inner in told.items():
            if name in ORDERS and isinstance(inner, list):
                yield name, inner
            else:
                yield from sets_in(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from sets_in(inner)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_detectors_data_has_a_source_and_known_values(path):
    """A score becomes a set of values, never a verdict."""
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["source"]
    assert data["seen"]
    assert all(url.startswith("https://") for url in data["source"])
    for fact, values in sets_in(data):
        assert values, path
        assert set(values) <= set(ORDERS[fact])
    assert not {"allow", "refuse", "uncertain"} & set(json.dumps(data).split('"'))


@pytest.mark.parametrize(
    ("labels", "exposure"),
    [
        ([], {"covered"}),
        ([("Violence", "", 99)], {"covered"}),
        ([("Swimwear or Underwear", "", 90)], {"swimwear", "underwear"}),
        ([("Swimwear or Underwear", "", 60)], {"covered", "swimwear", "underwear"}),
        ([("Swimwear or Underwear", "", 30)], {"covered"}),
        ([("Explicit", "", 90), ("Explicit Nudity", "Explicit", 90)], {"partial", "nude"}),
        (
            [
                ("Explicit Nudity", "Explicit", 95),
                ("Exposed Male Genitalia", NUDITY, 95),
            ],
            {"nude"},
        ),
        (
            [
                ("Explicit Nudity", "Explicit", 95),
                ("Exposed Male Genitalia", NUDITY, 50),
            ],
            {"partial", "nude"},
        ),
        (
            [("Swimwear or Underwear", "", 90), ("Exposed Female Nipple", "Explicit Nudity", 90)],
            {"partial", "nude"},
        ),
        ([("A Name Of Tomorrow", "Explicit Nudity", 90)], {"partial", "nude"}),
        ([("A Name Of Tomorrow", "Unheard Of", 90)], set(LEVELS)),
        ([("A Name Of Tomorrow", "", 41)], set(LEVELS)),
    ],
)
def test_labels_become_sets(labels, exposure):
    """In doubt the least stays possible; of several the most shows; what is unheard of is any."""
    found = [Label(*each) for each in labels]
    assert scale("rekognition").graded(found)["exposure"] == exposure


def test_of_several_sets_the_highest_holds():
    """Nothing below the least of any of them stays possible."""
    sets = [frozenset({"covered", "swimwear"}), frozenset({"swimwear", "partial"})]
    assert at_least(sets, LEVELS) == {"swimwear", "partial"}


# ---------------------------------------------------------------------------------------- adapters


def moderation(**more: Any) -> dict[str, Any]:
    """An answer of DetectModerationLabels that found nothing."""
    return {"ModerationLabels": [], "ModerationModelVersion": "7.0", **more}


def faces(*ranges: tuple[int, int], confidence: float = 99.0) -> dict[str, Any]:
    """An answer of DetectFaces."""
    return {
        "FaceDetails": [
            {"AgeRange": {"Low": low, "High": high}, "Confidence": confidence}
            for low, high in ranges
        ]
    }


@pytest.mark.parametrize(
    ("low", "high", "age"),
    [
        (21, 29, {"adult"}),
        (20, 28, {"adult", "minor"}),
        (13, 18, {"adult", "minor"}),
        (10, 17, {"minor"}),
        (0, 3, {"minor"}),
    ],
)
def test_a_range_of_ages_becomes_a_set(low, high, age):
    """Apparent age, with three years kept above the line."""
    seen = Rekognition(lambda: None).evidence([moderation(), faces((low, high))])
    assert seen.values("age") == age


def test_each_face_is_a_person_and_no_face_says_nothing_of_anybody():
    """Somebody may be turned away."""
    rekognition = Rekognition(lambda: None)
    seen = rekognition.evidence([moderation(), faces((30, 40), (8, 12), (31, 41))])
    assert [person["age"] for person in seen.persons] == [{"adult"}, {"minor"}]
    nobody = rekognition.evidence([moderation(), faces()])
    assert (nobody.values("age"), nobody.values("subject")) == (frozenset(), frozenset())
    weak = rekognition.evidence([moderation(), faces((8, 12), confidence=20)])
    assert weak.values("age") == frozenset()


def test_an_illustration_is_drawn_only_where_it_surely_is():
    """A detector that cannot tell leaves both."""
    rekognition = Rekognition(lambda: None)
    drawn = moderation(ContentTypes=[{"Name": "Illustrated", "Confidence": 95.0}])
    assert rekognition.evidence([drawn, faces()]).values("likeness") == {"drawn"}
    weak = moderation(ContentTypes=[{"Name": "Illustrated", "Confidence": 60.0}])
    assert rekognition.evidence([weak, faces()]).values("likeness") == EVERY["likeness"]


@pytest.mark.parametrize(
    ("confidence", "resembles"), [(99.0, "sure"), (70.0, "maybe"), (10.0, "no")]
)
def test_who_is_famous_is_asked_only_where_that_is_switched_on(confidence, resembles):
    """One call more, and what it finds makes somebody real."""
    plain, more = Rekognition(lambda: None), Rekognition(lambda: None, celebrities=True)
    assert (len(plain.questions(b"x")), len(more.questions(b"x"))) == (2, 3)
    known = {"CelebrityFaces": [{"MatchConfidence": confidence}]}
    assert more.evidence([moderation(), faces(), known]).resembles == resembles


BROKEN = [
    [None, faces()],
    [{}, faces()],
    [moderation(), {}],
    [moderation(ModerationLabels=[7]), faces()],
    [moderation(ModerationLabels=[{"Name": 7, "Confidence": 9}]), faces()],
    [moderation(ModerationLabels=[{"Name": "x", "Confidence": float("nan")}]), faces()],
    [moderation(ModerationLabels=[{"Name": "x", "Confidence": True}]), faces()],
    [moderation(ModerationLabels=[{"Name": "x", "Confidence": 101.0}]), faces()],
    [moderation(), {"FaceDetails": [{"Confidence": 99.0}]}],
    [moderation(), {"FaceDetails": [{"AgeRange": {"Low": 3, "High": 9}}]}],
    [moderation(), faces((30, 20))],
]


@pytest.mark.parametrize("answers", BROKEN)
def test_an_answer_of_another_shape_is_none(answers):
    """Nothing is read into what is not there."""
    with pytest.raises(DetectorError, match="broken"):
        Rekognition(lambda: None).evidence(answers)


@pytest.mark.parametrize(
    ("exposure", "word"),
    [("covered", "swimwear"), ("swimwear", "partial"), ("underwear", "nude"), ("nude", "nude")],
)
def test_a_guardrail_tells_a_word_and_the_word_is_a_set(exposure, word):
    """It has no class for attire or age, so its sets are wide and silent on age."""
    seen = Guardrails(lambda: None, "g", "1").evidence([guarded(Mark(exposure))])
    assert max(map(LEVELS.index, seen.values("exposure"))) == LEVELS.index(word)
    assert seen.values("age") == frozenset()


@pytest.mark.parametrize(
    "wrong",
    [
        {"guardrailCoverage": {}},
        {"guardrailCoverage": {"images": {"guarded": 0, "total": 1}}},
        {"assessments": []},
        {"assessments": [{"contentPolicy": {"filters": []}}]},
        {"assessments": [{"contentPolicy": {"filters": [{"type": "SEXUAL"}]}}]},
        {"assessments": "none"},
    ],
)
def test_a_picture_that_the_guardrail_did_not_guard_was_not_looked_at(wrong):
    """An answer without the filter says nothing, least of all that all is well."""
    with pytest.raises(DetectorError, match="broken"):
        Guardrails(lambda: None, "g", "1").evidence([{**guarded(None), **wrong}])


def test_a_guardrail_is_asked_in_the_shape_of_the_service():
    """By botocore's own model of it."""
    kept: dict[str, Any] = {}
    client = SimpleNamespace(apply_guardrail=lambda **about: kept.update(about) or {})
    (ask,) = Guardrails(lambda: client, "g", "1").questions(b"jpeg")
    ask()
    assert kept["content"] == [{"image": {"format": "jpeg", "source": {"bytes": b"jpeg"}}}]
    assert (kept["guardrailIdentifier"], kept["guardrailVersion"]) == ("g", "1")


@pytest.mark.parametrize(
    ("score", "worst"), [(0.01, "swimwear"), (0.3, "partial"), (0.6, "nude"), (0.99, "nude")]
)
def test_one_score_becomes_a_set(score, worst):
    """Even the lowest band does not rule swimwear out."""
    detector = OpenNsfw(lambda _: score)
    seen = detector.evidence([ask() for ask in detector.questions(b"x")])
    assert max(map(LEVELS.index, seen.values("exposure"))) == LEVELS.index(worst)


@pytest.mark.parametrize("score", [float("nan"), -0.1, 1.5, "high", None])
def test_a_score_that_is_none_is_broken(score):
    """Nothing is read into it."""
    with pytest.raises(DetectorError, match="broken"):
        OpenNsfw(lambda _: score).evidence([score])

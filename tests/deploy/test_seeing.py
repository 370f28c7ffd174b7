"""What the template says about looking at images."""

import re

from lexloci_tools.serve.intrinsics import Resolver


def test_the_alarm_counts_every_word_for_an_image_that_was_not_seen(template, resources, root):
    """An alarm on a misspelt word is silent for ever."""
    folder = root / "layers/engine/python/lexloci_edge/seeing"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'DetectorError\("([a-z]+)"\)|why="([a-z]+)"', text))
    known = {word for pair in codes for word in pair if word}
    known |= {"throttled", "failed", "crashed"}  # said by a choice between two
    assert all(f'"{word}"' in text for word in known)
    alarm = Resolver(template, {})(resources["ImagesUnseen"]["Properties"])
    summed, *counts = alarm["Metrics"]
    told = {
        one["Value"]
        for each in counts
        for one in each["MetricStat"]["Metric"]["Dimensions"]
        if one["Name"] == "why"
    }
    assert told == known
    assert all(f"FILL({each['Id']}, 0)" in summed["Expression"] for each in counts)


def test_a_stack_without_a_detector_says_that_outputs_go_out_unseen(template):
    """In its outputs, and it stops when one is chosen."""
    shown = template["Outputs"]["LacksDetector"]["Condition"]
    conditions = template["Conditions"]
    assert Resolver(template, {})(conditions[shown]) is True
    assert Resolver(template, {"Detector": "rekognition"})(conditions[shown]) is False


def test_the_detectors_of_the_template_are_those_that_its_layers_hold(template):
    """The local one needs a package that no layer here has."""
    assert template["Parameters"]["Detector"]["AllowedValues"] == [
        "none",
        "rekognition",
        "guardrails",
    ]

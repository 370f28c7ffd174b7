"""What operators see: counts that exist, alarms that can ring, a line to do for each of them."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lexloci_edge.signals import NAMESPACE
from lexloci_tools.serve.here import gate_here
from lexloci_tools.serve.intrinsics import Resolver

Metric = tuple[str, frozenset[str]]
"""A metric's name, and the names of its dimensions."""
OTHERWISE_SEEN = {
    "Seal": {"SealsLate", "SealsForgotten", "SealsMissing"},
    "Review": {"ReviewsLate", "ReviewsForgotten"},
    # Nobody waits for it, and whoever started the run sees its state machine fail.
    "Replay": set(),
    # AppConfig shows its error to whoever deploys a document.
    "Vet": set(),
    "Probe": {"ProbeSilent", "ProbeDiffers"},
}
"""Functions without an alarm on their errors, and what is seen of them instead."""


@pytest.fixture(scope="session")
def alarms(template) -> dict[str, dict[str, Any]]:
    """Each alarm's properties, worked out."""
    resolve = Resolver(template, {})
    return {
        name: resolve(one["Properties"])
        for name, one in template["Resources"].items()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    }


def metrics_of(alarm: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The metrics that an alarm is about."""
    if "MetricName" in alarm:
        yield alarm
    for one in alarm.get("Metrics", []):
        if "MetricStat" in one:
            yield one["MetricStat"]["Metric"]


def counted(path) -> Iterator[Metric]:
    """The counts in a Python file: `….count("Name", dimension=…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr == "count" and node.args and node.keywords is not None:
            for first in ast.walk(node.args[0]):
                if isinstance(first, ast.Constant) and str(first.value)[:1].isupper():
                    names = {each.arg for each in node.keywords if each.arg}
                    yield str(first.value), frozenset({*names, "service"})


def told(line: str) -> Iterator[Metric]:
    """The metrics that CloudWatch makes of a line of a log."""
    document = json.loads(line) if line.startswith("{") else {}
    for directive in document.get("_aws", {}).get("CloudWatchMetrics", []):
        assert directive["Namespace"] == NAMESPACE
        for metric in directive["Metrics"]:
            value = document[metric["Name"]]
            assert all(
                isinstance(v, float | int) for v in ([value], value)[isinstance(value, list)]
            )
            for names in directive["Dimensions"]:
                assert all(isinstance(document[name], str) for name in names)
                yield metric["Name"], frozenset(names)


@pytest.fixture(scope="session")
def lines() -> list[str]:
    """What a gate writes of one allowed call, one refused, and one from nobody knows where."""
    import contextlib
    import io

    written = io.StringIO()
    with contextlib.redirect_stdout(written), gate_here() as gate:
        gate.generate("a lighthouse at dawn")
        gate.generate("photo of George Clooney in his underwear")
        gate.generate("photo of George Clooney in his underwear", place=None)
    return written.getvalue().splitlines()


@pytest.fixture(scope="session")
def emitted(sources, lines) -> set[Metric]:
    """Every metric that our code can make."""
    files = sources("layers/engine/python", "functions")
    made = {metric for path in files for metric in counted(path)}
    made |= {metric for line in lines for metric in told(line)}
    # By hand, where nothing may be imported (`lexloci_edge.failsafe`).
    return made | {
        ("Broken", frozenset({"code", "service"})),
        ("Broken", frozenset({"service"})),
    }


def test_every_count_that_an_alarm_waits_for_is_made_somewhere(alarms, emitted):
    """CloudWatch takes a metric with other dimensions for another metric, and stays silent."""
    for name, alarm in alarms.items():
        for metric in metrics_of(alarm):
            if metric["Namespace"] == NAMESPACE:
                names = frozenset(each["Name"] for each in metric["Dimensions"])
                assert (metric["MetricName"], names) in emitted, name


def test_every_count_on_the_dashboard_is_made_somewhere(template, emitted):
    """A widget of a misspelt metric is an empty one."""
    body = Resolver(template, {})(template["Resources"]["Dashboard"]["Properties"])["DashboardBody"]
    named = {name for name, _ in emitted}
    for widget in json.loads(body)["widgets"]:
        for metric in widget["properties"].get("metrics", []):
            if metric[0] == NAMESPACE:
                names = [text for text in metric[2:] if isinstance(text, str)]
                assert (metric[1], frozenset(names[::2])) in emitted, metric
            elif isinstance(metric[0], dict):
                for asked in re.findall(r'MetricName="(\w+)"', metric[0]["expression"]):
                    assert asked in named
    shown = [widget["properties"]["title"] for widget in json.loads(body)["widgets"]]
    assert len(shown) == len(set(shown)) >= 10


def test_a_decision_is_one_line_for_people_and_for_metrics(lines):
    """Outcome, place, every step's time, the law's age; and nothing of the prompt or the caller."""
    decisions = [json.loads(line) for line in lines if '"message": "decision"' in line]
    assert [each["outcome"] for each in decisions[:2]] == ["allow", "refuse"]
    assert decisions[2]["outcome"] in ("refuse", "uncertain")
    assert [each["place"] for each in decisions] == ["GB", "GB", "unknown"]
    assert [each["UnknownPlace"] for each in decisions] == [0, 0, 1]
    steps = {"Call", "Reader", "Evidence", "Sources", "Registers", "Verdict", "Ledger"}
    for each in decisions:
        assert {f"{step}Ms" for step in steps} <= set(each)
        assert {"LawAgeDays", "PacksOverdue"} <= set(each)
        assert each["correlation_id"]
    assert "clooney" not in "".join(lines).lower()
    assert "caller" not in "".join(lines)


def test_a_sure_refusal_is_counted_by_rule_and_an_unsure_one_is_not(lines):
    """A call from anywhere can be refused by a hundred rules; that would be a hundred metrics."""
    rules = [json.loads(line)["rule"] for line in lines if '"Refusals"' in line]
    assert 1 <= len(rules) <= 2 * 8
    assert any(rule.startswith("gb/") for rule in rules)
    assert all("@" not in rule for rule in rules)


def test_a_metric_has_few_dimensions_and_none_that_names_anybody(emitted):
    """Each combination of values is a metric that is paid each month."""
    usual = {"service", "outcome", "place", "rule", "code", "what", "why", "kind", "result"}
    usual |= {"found", "kept", "answer"}
    for name, dimensions in emitted:
        assert dimensions <= usual, name
        assert len(dimensions) <= 3, name


def test_each_function_that_breaks_is_seen(functions, alarms):
    """By its errors, or by what else would show it."""
    by_errors = {
        metric["Dimensions"][0]["Value"]
        for alarm in alarms.values()
        for metric in metrics_of(alarm)
        if metric["MetricName"] == "Errors"
    }
    for name in functions:
        assert name in by_errors or OTHERWISE_SEEN[name] <= set(alarms), name


def test_missing_decisions_ring(alarms):
    """A gate that decides nothing sends nothing, so what is missing has to count."""
    assert alarms["DecisionsMissing"]["TreatMissingData"] == "breaching"
    assert alarms["DecisionsMissing"]["ComparisonOperator"] == "LessThanThreshold"
    assert 60 * int(alarms["DecisionsMissing"]["EvaluationPeriods"]) <= 86_400


def test_each_alarm_has_its_line_in_the_readme(root, alarms):
    """Who is woken by it finds what to do, under its name."""
    text = (root / "README.md").read_text(encoding="utf-8")
    runbook = text.partition("### When an alarm rings")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in runbook.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row[1])]
    assert sorted(named) == sorted(alarms)
    assert all(len(row[2].strip()) > 20 for row in rows)


def test_every_function_is_traced_and_may_say_so(template, functions, resources):
    """Lambda writes its segments by the function's own role, or not at all."""
    rights = resources["TraceRights"]["Properties"]["PolicyDocument"]["Statement"]
    assert [one["Action"] for one in rights] == [
        ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    ]
    for name, one in functions.items():
        assert one["Tracing"] == "Active", name
        role = resources[one["Role"]["Fn::GetAtt"][0]]["Properties"]
        assert role["ManagedPolicyArns"] == [{"Ref": "TraceRights"}], name


def test_no_xray_library_is_packed(root):
    """Lambda traces by itself; the library would cost every cold start."""
    pins = (root / "layers/engine/requirements.txt").read_text(encoding="utf-8")
    assert "xray" not in pins

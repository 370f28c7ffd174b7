"""Probes as the template declares them: by themselves, with a key of their own, and heard."""

from lexloci_edge.probing.running import PATH
from lexloci_tools.serve.intrinsics import Resolver


def test_each_region_that_has_a_front_is_probed(template):
    """The primary by its distribution, another by the domain or the address it is told."""
    address = "https://gate.example"
    for parameters, probed in (
        ({}, True),
        ({"ProbeMinutes": 0}, False),
        ({"PrimaryRegion": "us-east-1"}, False),
        ({"PrimaryRegion": "us-east-1", "PublicUrl": address}, True),
    ):
        resolve = Resolver(template, parameters)
        assert bool(resolve({"Condition": "HasProbe"})) is probed, parameters
    function = template["Resources"]["Probe"]["Properties"]
    told = Resolver(template, {"PublicUrl": address})(function["Environment"]["Variables"])
    assert told == {"LEXLOCI_PROBE_URL": address}


def test_the_probe_comes_again_and_again_and_is_not_tried_twice(template, functions):
    """Half an hour by default; a failed run has rung already."""
    probe = functions["Probe"]
    resolve = Resolver(template, {})
    (event,) = probe["Events"].values()
    assert (event["Type"], resolve(event["Properties"]["Schedule"])) == (
        "Schedule",
        "rate(30 minutes)",
    )
    assert probe["EventInvokeConfig"] == {"MaximumRetryAttempts": 0}
    assert (
        template["Parameters"]["ProbeMinutes"]["AllowedValues"][1] > 1
    )  # `rate(1 minutes)` is none
    assert probe["Timeout"] <= 900


def test_the_probe_has_its_key_and_nothing_else_of_the_cloud(template, resources):
    """It sees the gate as any caller does."""
    resolve = Resolver(template, {})
    granted = {}
    for policy in resources["ProbeRole"]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            for action in actions if isinstance(actions, list) else [actions]:
                granted[action] = resolve(statement["Resource"])
    assert set(granted) == {
        "secretsmanager:GetSecretValue",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    name = resolve(resources["ProbeKey"]["Properties"]["Name"])
    assert granted["secretsmanager:GetSecretValue"].endswith(f":secret:{name}-??????")


def test_only_the_gate_and_the_probe_may_have_the_probes_key(template, resources):
    """Neither the decision API nor anybody else: whoever has it can write probes."""
    resolve = Resolver(template, {})
    holders = {
        name
        for name, one in resources.items()
        if one["Type"] == "AWS::IAM::Role"
        and "/probe-key-" in str(resolve(one["Properties"]["Policies"]))
    }
    assert holders == {"EnforceRole", "ProbeRole"}


def test_the_alarms_count_what_the_probe_counts(template, resources, constants):
    """And silence rings too."""
    resolve = Resolver(template, {})
    counted = constants("layers/engine")
    for name, metric in (("ProbeDiffers", "ProbeDiffers"), ("ProbeSilent", "ProbeRuns")):
        alarm = resolve(resources[name]["Properties"])
        assert alarm["MetricName"] == metric
        assert metric in counted
        assert alarm["Dimensions"] == [{"Name": "service", "Value": "lexloci"}]
    silent = resources["ProbeSilent"]["Properties"]
    assert silent["TreatMissingData"] == "breaching"
    seconds = silent["Period"] * silent["EvaluationPeriods"]
    longest = max(template["Parameters"]["ProbeMinutes"]["AllowedValues"])
    assert seconds >= 2 * 60 * longest


def test_the_route_of_probes_is_the_gates(functions):
    """Through the same API and the same proof as every call."""
    paths = [
        each["Properties"].get("Path")
        for each in functions["Enforce"]["Events"].values()
        if each["Properties"].get("Method") == "POST"
    ]
    assert PATH in paths

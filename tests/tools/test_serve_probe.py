"""Probes through the running local gate: all is well, or the rule that is missing is named."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lexloci_tools.law.building import ROOT, RULES, build
from lexloci_tools.law.probing import PROBES
from lexloci_tools.law.reading import Rules, read_rules
from lexloci_tools.serve.local_cloud import LocalCloud

LEXLOCI = str(Path(sys.executable).with_name("lexloci"))
REMOVED = ("gb", "creating-intimate-image")


def lacking(rules: Rules, pack: str, rule: str) -> bytes:
    """The rulebook of these rules without one of them."""
    packs = [
        dataclasses.replace(
            filed,
            pack=filed.pack.model_copy(
                update={"rules": [each for each in filed.pack.rules if each.id != rule]}
            ),
        )
        if filed.pack.pack == pack
        else filed
        for filed in rules.packs
    ]
    return build(dataclasses.replace(rules, packs=tuple(packs)))


@pytest.fixture(scope="module")
def cloud():
    """The whole gate on this machine."""
    with LocalCloud() as found:
        yield found


def test_the_probe_names_the_rule_that_a_rulebook_lacks(cloud, tmp_path):
    """Every other probe is answered as it must be: exactly one rule is named."""
    broken = tmp_path / "rulebook.json"
    broken.write_bytes(lacking(read_rules(RULES), *REMOVED))
    url = cloud.front(variables={"LEXLOCI_RULEBOOK": str(broken)}).url
    ran = subprocess.run(
        [LEXLOCI, "probe", "--url", url, "--key", str(cloud.probe_key), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert {rule for each in found["findings"] for rule in each["rules"]} == {"/".join(REMOVED)}
    assert found["probes"] > 400
    assert cloud.generator.count == 0


CHILD = """
import json, sys
import handler
print(json.dumps(handler.handler({}, None)))
"""


def run_function(cloud, folder, probes):
    """The function as Lambda runs it, with these probes beside its rulebook."""
    rulebook = folder / "rulebook.json"
    rulebook.write_bytes(b"")
    (folder / "probes.json").write_text(json.dumps({"probes": probes}))
    function = cloud.template.functions["Probe"]
    path = [function.code, *(layer / "python" for layer in function.layers)]
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **function.variables,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "eu-west-2",
        "AWS_REGION": "eu-west-2",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER": cloud.aws.url,
        "LEXLOCI_PROBE_URL": cloud.front().url,
        "LEXLOCI_RULEBOOK": str(rulebook),
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }
    return subprocess.run(
        [sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=False
    )


def test_the_function_counts_a_run_and_raises_what_is_wrong(cloud, tmp_path):
    """The metric of the alarm, a count by rule, and a failed invocation that names the rule."""
    every = json.loads(PROBES.read_text(encoding="utf-8"))["probes"]
    ran = run_function(cloud, tmp_path, every[:12])
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout.splitlines()[-1]) == {"probes": 12}
    assert '"ProbeRuns"' in ran.stdout
    assert "ProbeDiffers" not in ran.stdout
    wrong = {**every[0], "because": [*every[0]["because"], "gb/never-there"]}
    ran = run_function(cloud, tmp_path, [wrong, every[1]])
    assert ran.returncode == 1
    assert "gb/never-there" in ran.stderr
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [each["rule"] for each in lines if "ProbeDiffersBy" in each] == ["gb/never-there"]
    assert [each["ProbeDiffers"] for each in lines if "ProbeDiffers" in each] == [[1.0]]


def test_the_frozen_probes_are_those_of_the_rules():
    """Every refusing rule that a case shows under the usual house setting is among them."""
    rules = read_rules(RULES)
    shown = {
        name.partition("@")[0]
        for filed in rules.cases
        for case in filed.cases.cases
        if not case.house and case.expect == "refuse"
        for name in case.because
    }
    told = json.loads(PROBES.read_text(encoding="utf-8"))
    probed = {rule for each in told["probes"] for rule in each.get("because", ())}
    assert shown <= probed
    packs = {filed.cases.pack for filed in rules.cases}
    assert sum(each["outcome"] == "allow" for each in told["probes"]) > len(packs) / 2
    assert PROBES.parent == ROOT / "layers" / "rulebook"
    assert PROBES.stat().st_size < 300_000


@pytest.mark.parametrize(
    "words",
    [
        ("--url", "http://127.0.0.1:9"),
        ("--url", "http://127.0.0.1:9", "--key", "k", "--secret", "s"),
        ("--url", "http://127.0.0.1:9", "--key", "/nowhere/key"),
        ("--url", "http://127.0.0.1:9", "--key", "k", "--probes", "/nowhere/probes.json"),
    ],
)
def test_a_wrong_question_is_told_so(words):
    """Exit code 2, before anything is sent."""
    ran = subprocess.run([LEXLOCI, "probe", *words], capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)

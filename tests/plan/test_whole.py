"""The plan of the whole: arithmetic, counts against the template, tables in the README."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lexloci_tools import synthetic
from lexloci_tools.cli import app
from lexloci_tools.plan import command, tables, whole
from lexloci_tools.plan.ledger import sizes_of
from lexloci_tools.plan.prices import PRICES
from lexloci_tools.plan.quotas import QUOTAS
from lexloci_tools.plan.scale import (
    LOGS,
    OWN_SECONDS,
    Asked,
    broken,
    first_met,
    loads,
    logs_for,
    sealed_a_second,
)
from lexloci_tools.serve.intrinsics import Resolver, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sizes(rulebook):
    """What 2,000 decisions take."""
    return sizes_of(synthetic.decisions(rulebook, 2_000, seed=3))


def of(sizes, asked):
    """The loads of a plan, by name."""
    return {each.what: each for each in loads(sizes, asked)}


def test_whoever_waits_takes_an_environment(sizes):
    """Inline for as long as the generator takes, by permit for our own work alone."""
    allowed = sizes.leaves - 1
    inline = of(sizes, Asked(900, 3, wait=20))["environments of the gate"]
    assert inline.value == pytest.approx(300 * (OWN_SECONDS + allowed * 20))
    permit = of(sizes, Asked(900, 3, wait=20, permit=True))["environments of the gate"]
    assert permit.value == pytest.approx(300 * OWN_SECONDS)


def test_every_region_writes_what_all_decide(sizes):
    """A replica takes the others' writes, so Regions do not take load off the table."""
    for regions in (1, 3):
        table = of(sizes, Asked(1_000, regions))["write units of the table"]
        units = sizes.each("table") + sizes.each("outcome")
        assert table.value == pytest.approx(1_000 * units)
        assert table.limit == QUOTAS["table"].limit


def test_more_logs_take_more_and_the_fewest_that_do_are_chosen(sizes):
    """Up to what the parameter allows; beyond it, more stacks."""
    taken = [sealed_a_second(logs) for logs in LOGS]
    assert taken == sorted(taken)
    for logs, most in zip(LOGS, taken, strict=True):
        assert logs_for(most) == logs
    assert logs_for(taken[-1] * 10) == LOGS[-1]
    template = load((ROOT / "template.yaml").read_text(encoding="utf-8"))
    assert template["Parameters"]["SealShards"]["AllowedValues"] == list(LOGS)
    many = of(sizes, Asked(100_000, 3, permit=True))["stacks beside each other"]
    assert many.value * taken[-1] >= 100_000 / 3 * sizes.leaves


def test_what_is_met_first_is_met_there(sizes):
    """At that rate it is at its limit and nothing is over; a little above, it is over."""
    for asked in (Asked(1_000, 3), Asked(1_000, 3, permit=True)):
        first, rps = first_met(sizes, asked)
        under = Asked(rps * 0.999, 3, permit=asked.permit)
        over = Asked(rps * 1.001, 3, permit=asked.permit)
        assert broken(sizes, under) == []
        assert [each.what for each in broken(sizes, over)] == [first.what]


def test_a_bill_is_the_sum_of_its_prices(sizes):
    """Every line names prices that there are; permit mode pays for no wait and no image."""
    inline, permit = (
        {line.what: line for line in whole.lines(sizes, Asked(1_000, 3, permit=each))}
        for each in (False, True)
    )
    for line in (*inline.values(), *permit.values(), whole.monthly(Asked(1, 3))):
        assert line.prices
        assert set(line.prices) <= set(PRICES)
    assert set(inline) - set(permit) == {"images to callers"}
    assert permit["the gate's Lambda"].dollars < inline["the gate's Lambda"].dollars / 100
    gate = inline["the gate's Lambda"]
    seconds = OWN_SECONDS + (sizes.leaves - 1) * 10
    assert gate.dollars == pytest.approx(0.2 + 10**6 * seconds * PRICES["compute"].dollars)


def test_what_is_paid_every_month_is_what_the_template_has():
    """Alarms, secrets and rate rules, with everything switched on."""
    template = load((ROOT / "template.yaml").read_text(encoding="utf-8"))
    kinds = [one["Type"] for one in template["Resources"].values()]
    assert kinds.count("AWS::CloudWatch::Alarm") == whole.ALARMS
    assert kinds.count("AWS::SecretsManager::Secret") == whole.SECRETS
    (acl,) = (one for one in template["Resources"].values() if one["Type"].endswith("WebACL"))
    assert len(Resolver(template, {})(acl["Properties"]["Rules"])) == whole.RULES


def test_a_decision_writes_as_much_to_the_log_as_is_planned(lexloci, capsys):
    """Four of five allowed, as in the synthetic ones; the rest is Lambda's and the API's."""
    lexloci.generate("a lighthouse at dawn")
    capsys.readouterr()
    for prompt in (*["a lighthouse at dawn"] * 4, "photo of George Clooney in his underwear"):
        lexloci.generate(prompt)
    written = len(capsys.readouterr().out.encode()) / 5
    assert written + 1_000 == pytest.approx(whole.LOG_BYTES, rel=0.15)


def test_the_command_plans_and_says_it_in_json(sizes):
    """As the issue writes it; a plan is for one number of Regions."""
    asked = ["plan", "--rps", "50000", "--regions", "3"]
    told = CliRunner().invoke(app, [*asked, "--json"])
    assert told.exit_code == 0, told.output
    inline, permit = json.loads(told.output)["plans"]
    assert (inline["rps"], inline["regions"], permit["permit"]) == (50_000, 3, True)
    assert inline["broken"][0] == "environments of the gate"
    assert all(quota["source"] for quota in json.loads(told.output)["quotas"].values())
    assert CliRunner().invoke(app, [*asked, "--regions", "1"]).exception is not None


def test_the_tables_in_the_readme_are_what_the_command_says(rulebook):
    """For 1,000 and 100,000 a second: the same rows, and each number within a tenth."""
    found = command.sizes(None, rulebook)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    plans = command.plans([1_000, 100_000], [3], 10.0, 2.0)
    at = command.plans([1_000, 10_000, 100_000], [3], 10.0, 2.0)
    number = re.compile(r"\d[\d,]*(?:\.\d+)?")
    said = [tables.loaded(found, plans), tables.breaking(found, at), tables.billed(found, plans)]
    for table in said:
        told = "\n".join(table)
        begin = readme.index(told.partition("\n")[0])
        written = "\n".join(readme[begin:].splitlines()[: told.count("\n") + 1])
        assert number.sub("#", written) == number.sub("#", told)
        old, new = ([float(n.replace(",", "")) for n in number.findall(x)] for x in (written, told))
        assert old == pytest.approx(new, rel=0.1, abs=0.05)

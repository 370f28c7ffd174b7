"""A stack made from the template's own properties, the functions under their own roles: what each
asks of AWS is what its role grants, nothing less and nothing more."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.deploy.grants import Call, by_the_platform
from tests.deploy.playing import tour
from tests.deploy.stack import Stack, deployed
from tests.deploy.standing_in import STAND_INS

from lexloci_tools.serve.keys import AUDIENCE, ISSUER, ClaimsSigner

CHOICES = {
    "Detector": "rekognition",
    "Celebrities": "on",
    # A client is made at the first look, which takes its time on a busy machine.
    "DetectorMilliseconds": "10000",
    "LiveRules": "on",
    "StrikeWarn": "1",
    "StrikeSlow": "2",
    "ClaimsIssuer": ISSUER,
    "ClaimsAudience": AUDIENCE,
    "DeletionProtection": "false",
}
"""Everything that asks something of AWS, switched on; guardrails instead of Rekognition below."""


@pytest.fixture(scope="module")
def played(root) -> Iterator[Stack]:
    """A stack with everything on, after the tour."""
    signer = ClaimsSigner()
    vault = {"UpstreamKeyArn": "sk-of-the-platform", "ClaimsJwksSecretArn": signer.jwks}
    with deployed(root, STAND_INS, vault, **CHOICES) as stack:
        stack.signer = signer
        tour(stack)
        yield stack


def test_nothing_is_asked_that_no_role_grants(played):
    """A call that is denied here would be denied in the cloud, in production, at night."""
    assert played.denied == []
    assert {name for name, _ in played.calls} == set(played.grants) - {"Vet"}


def test_nothing_is_granted_that_nothing_asks(template, played):
    """Calls made, rights granted, difference empty. `pytest -rP` prints the table."""
    asked = needs(template, played)
    unused = [
        (name, grant.action, grant.resource)
        for name, grants in played.grants.items()
        for grant in grants
        if not any(grant.covers(call) for call in asked[name])
    ]
    sys.stdout.write(table(played, asked))
    assert unused == []


def needs(template: dict[str, Any], stack: Stack) -> dict[str, set[Call]]:
    """What each function's role is needed for: its own calls, and what Lambda asks for it."""
    found = {
        name: set(by_the_platform(name, template, stack.resources, stack.resolve))
        for name in stack.grants
    }
    for name, call in stack.calls:
        found[name].add(call)
    return found


def table(stack: Stack, asked: dict[str, set[Call]]) -> str:
    """A row a function and action: how often its code called it, and on how many resources."""
    made = Counter((name, call.action) for name, call in stack.calls)
    rows = [f"{'function':10} {'action':42} {'calls':>6} {'needed on':>9} {'granted on':>10}"]
    for name, grants in sorted(stack.grants.items()):
        for action in sorted({one.action for one in grants} | {one.action for one in asked[name]}):
            needed = {
                grant.resource
                for grant in grants
                for call in asked[name]
                if grant.action == action and grant.covers(call)
            }
            granted = {one.resource for one in grants if one.action == action}
            count = made[name, action] or "Lambda"
            rows.append(f"{name:10} {action:42} {count:>6} {len(needed):>9} {len(granted):>10}")
    return "\n".join(rows)

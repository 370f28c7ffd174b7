"""What the template promises about replays in the cloud."""

import pytest

from lexloci_tools.serve.intrinsics import Resolver

BUCKET = "ReplaysBucket/Arn"
RIGHTS = {
    "ReplayRole": {
        (f"{BUCKET}/exports/*", "s3:GetObject"),
        (f"{BUCKET}/rulebooks/*", "s3:GetObject"),
        (f"{BUCKET}/results/*", "s3:GetObject"),
        (f"{BUCKET}/results/*", "s3:PutObject"),
        (BUCKET, "s3:ListBucket"),
        ("ReplayLogs/Arn", "logs:CreateLogStream"),
        ("ReplayLogs/Arn", "logs:PutLogEvents"),
    },
    "ReplayMachineRole": {
        ("Replay/Arn:live", "lambda:InvokeFunction"),
        ("stateMachine:lexloci-replay", "states:StartExecution"),
        ("execution:lexloci-replay/*", "states:DescribeExecution"),
        ("execution:lexloci-replay/*", "states:StopExecution"),
        (BUCKET, "s3:ListBucket"),
        (f"{BUCKET}/results/*", "s3:GetObject"),
        (f"{BUCKET}/results/*", "s3:PutObject"),
        (f"{BUCKET}/results/*", "s3:ListMultipartUploadParts"),
        (f"{BUCKET}/results/*", "s3:AbortMultipartUpload"),
    },
}


@pytest.mark.parametrize("role", RIGHTS)
def test_a_role_may_do_this_and_nothing_else(template, resources, role):
    """An export is read and results are written; neither can reach a table, a seal or a secret."""
    resolve, granted = Resolver(template, {}), set()
    for policy in resources[role]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions, found = statement["Action"], resolve([statement["Resource"]])[0]
            for resource in found if isinstance(found, list) else [found]:
                for action in actions if isinstance(actions, list) else [actions]:
                    granted.add((resource.split(":", 5)[5], action))
    assert granted == RIGHTS[role]


def test_the_map_tolerates_no_failure_and_leaves_the_gate_its_concurrency(resources):
    """One file that was not judged is no replay; calls at the gate come first."""
    states = resources["ReplayMachine"]["Properties"]["Definition"]["States"]
    judge = states["Judge"]
    assert judge["ToleratedFailureCount"] == 0
    assert 0 < judge["MaxConcurrency"] <= 50
    assert judge["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert judge["ItemReader"]["Resource"].endswith(":s3:listObjectsV2")
    assert {states[name]["Type"] for name in ("Different", "NotJudged")} == {"Fail"}


def test_a_copy_of_the_ledger_does_not_stay(resources):
    """Exports expire; nobody outside the account sees the bucket."""
    bucket = resources["ReplaysBucket"]["Properties"]
    expiry = {
        one["Prefix"]: one["ExpirationInDays"]
        for one in bucket["LifecycleConfiguration"]["Rules"]
        if "Prefix" in one
    }
    assert expiry["exports/"] <= 30
    assert "rulebooks/" not in expiry
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}

"""The bucket of uploads as the template declares it."""

from typing import Any

from lexloci_tools.serve.intrinsics import Resolver


def as_list(value: Any) -> list[Any]:
    """IAM writes one and many in two ways."""
    return value if isinstance(value, list) else [value]


def test_the_bucket_is_private_encrypted_and_forgets_within_a_day(resources):
    """What lies there are people's pictures, and nobody needs them tomorrow."""
    bucket = resources["UploadsBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (encrypted,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encrypted["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert "Prefix" not in rule
    assert "VersioningConfiguration" not in bucket
    (statement,) = resources["UploadsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Effect"] == "Deny"


def test_only_decisions_reach_the_bucket_and_can_list_and_delete_nothing(template, resources):
    """One function signs and reads, under one prefix."""
    resolve = Resolver(template, {})
    found = {
        (name, action, resolve(statement["Resource"]))
        for name, one in resources.items()
        if one["Type"] == "AWS::IAM::Role"
        for policy in one["Properties"].get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
        for action in as_list(statement["Action"])
        if "UploadsBucket" in str(statement["Resource"])
    }
    assert {name for name, _, _ in found} == {"DecideRole"}
    assert {action for _, action, _ in found} == {"s3:PutObject", "s3:GetObject"}
    assert all(resource.endswith("UploadsBucket/Arn/uploads/*") for _, _, resource in found)


def test_only_decisions_are_told_of_the_bucket(functions):
    """The gate has no use for it."""
    told = [
        name
        for name, one in functions.items()
        if "LEXLOCI_UPLOADS" in one.get("Environment", {}).get("Variables", {})
    ]
    assert told == ["Decide"]

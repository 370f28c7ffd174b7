"""How the rotation tells a CloudFront distribution what to send."""

import contextlib

import boto3
import pytest
from moto import mock_aws

from lexloci_edge.errors import SecretError
from lexloci_edge.proof import HEADER
from lexloci_edge.rotation import Distribution

KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}


def header(value, name="X-Lexloci-Origin"):
    """An origin's headers, as CloudFront writes them."""
    return {"Quantity": 1, "Items": [{"HeaderName": name, "HeaderValue": value}]}


def origin(id, headers):
    """An origin as CloudFront writes it."""
    custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    return {
        "Id": id,
        "DomainName": f"{id}.example.com",
        "CustomHeaders": headers,
        "CustomOriginConfig": custom,
    }


@pytest.fixture
def made():
    """Answers a distribution on moto with these origins, and its client."""
    with mock_aws():
        client = boto3.client("cloudfront", region_name="us-east-1", **KEYS)

        def make(*origins):
            config = {
                "CallerReference": "a",
                "Comment": "front",
                "Enabled": True,
                "Origins": {"Quantity": len(origins), "Items": list(origins)},
                "DefaultCacheBehavior": {
                    "TargetOriginId": origins[0]["Id"],
                    "ViewerProtocolPolicy": "https-only",
                },
            }
            found = client.create_distribution(DistributionConfig=config)["Distribution"]
            return Distribution(client, found["Id"], HEADER), client, found["Id"]

        with contextlib.closing(client):
            yield make


def test_a_distribution_is_told_the_value_and_nothing_else_changes(made):
    """Every origin that has the header gets the new value; all else stays as it was."""
    other = header("kept", "X-Other")
    front, client, id = made(origin("a", header("one")), origin("b", other))
    assert front.sends() == "one"
    before = client.get_distribution_config(Id=id)["DistributionConfig"]
    front.send("two")
    assert front.sends() == "two"
    assert front.deployed()
    after = client.get_distribution_config(Id=id)["DistributionConfig"]
    before["Origins"]["Items"][0]["CustomHeaders"]["Items"][0]["HeaderValue"] = "two"
    assert after == before


@pytest.mark.parametrize(
    "origins",
    [
        [origin("a", {"Quantity": 0})],
        [origin("a", header("one", "X-Other"))],
        [origin("a", header("one")), origin("b", header("two"))],
    ],
)
def test_a_distribution_that_is_not_set_up_by_us_is_an_error(made, origins):
    """Without the header, or with two values, nobody knows what it sends."""
    front, _, _ = made(*origins)
    with pytest.raises(SecretError):
        front.sends()

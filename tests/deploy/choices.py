"""Parameters that stacks of several tests are made with, and what such a stack has."""

from typing import Any

from lexloci_tools.serve.intrinsics import REGION, Resolver

DOMAIN = {
    "Domain": "images.example.com",
    "HostedZoneId": "Z0000000000",
    "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/a",
    "RegionalCertificateArn": f"arn:aws:acm:{REGION}:000000000000:certificate/b",
}
SLOW = {"Front": "function-url"}
CORS = {"CorsOrigins": "https://app.example.com,https://www.example.com"}
ELSEWHERE = {"PrimaryRegion": "us-east-1"}


def made(template: dict[str, Any], **parameters: str) -> dict[str, Any]:
    """The resources that a stack with these parameters has, worked out."""
    resolve = Resolver(template, parameters)
    return {
        name: resolve(one.get("Properties", {}))
        for name, one in template["Resources"].items()
        if "Condition" not in one or resolve({"Condition": one["Condition"]})
    }

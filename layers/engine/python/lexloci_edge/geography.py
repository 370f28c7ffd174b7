"""CloudFront's viewer headers -> the places a call may come from.

Only read on a proven path (`proof`). Whatever is missing, doubled or malformed widens: an unknown
place is every place. A subdivision counts only if the network is known and cannot have typed it.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lexloci.places import Places
from lexloci_edge.networks import AMAZON, ANONYMOUS, HOSTING

COUNTRY = "cloudfront-viewer-country"
REGION = "cloudfront-viewer-country-region"
NETWORK = "cloudfront-viewer-asn"

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_REGION = re.compile(r"(?:([A-Z]{2})-)?([A-Z0-9]{1,3})", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Geography:
    """Where a call may come from, as nodes of the tree, and on what evidence.

    evidence: words such as `country`, `country:absent`, `region:amazon`. hosted: whether the caller
    stands on a rented or anonymous network, so that the place is not the caller's own.
    """

    nodes: frozenset[str]
    evidence: tuple[str, ...]
    hosted: bool


def geography_of(headers: Mapping[str, str], places: Places) -> Geography:
    """The places that these headers leave possible. `headers` by lower-case name."""
    network, network_says = _network(headers.get(NETWORK))
    hosted = network_says in ("network:hosting", "network:anonymous", "network:amazon")
    country, country_says = _country(headers.get(COUNTRY), places)
    if country is None or hosted:
        said = (country_says, network_says)
        return Geography(frozenset({places.world}), said, hosted)
    region, region_says = _region(headers.get(REGION), country, network)
    node = places.resolve(country, region)
    if region is not None and node == places.resolve(country):
        region_says = "region:unknown"
    nodes = frozenset({node or places.world})
    return Geography(nodes, (country_says, region_says, network_says), hosted)


def _country(value: str | None, places: Places) -> tuple[str | None, str]:
    if value is None:
        return None, "country:absent"
    if not value.strip():
        return None, "country:empty"
    if "," in value:
        return None, "country:several"
    if not _COUNTRY.fullmatch(value):
        return None, "country:malformed"
    if places.resolve(value) is None:
        return None, "country:unknown"
    return value, "country"


def _network(value: str | None) -> tuple[str | None, str]:
    """The number, and what is known of it; no number where it cannot be trusted for a region."""
    if value is None or not value.strip():
        return None, "network:absent"
    if not _NUMBER.fullmatch(value):
        return None, "network:malformed"
    if value in AMAZON:
        return None, "network:amazon"
    if value in HOSTING:
        return value, "network:hosting"
    if value in ANONYMOUS:
        return value, "network:anonymous"
    return value, "network"


def _region(value: str | None, country: str, network: str | None) -> tuple[str | None, str]:
    if value is None or not value.strip():
        return None, "region:absent"
    if network is None:
        return None, "region:untrusted"
    # Percent-encoded by CloudFront where it is not ASCII: decoded once, never twice.
    found = _REGION.fullmatch(unquote(value))
    if found is None:
        return None, "region:malformed"
    if found[1] is not None and found[1] != country:
        return None, "region:contradicts"
    return found[2], "region"

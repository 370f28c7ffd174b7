"""A front's headers -> the places a call may come from.

Only read on a proven path (`proof`), and only those of the configured front (`fronts`). Whatever is
missing, doubled or malformed widens: an unknown place is every place. A subdivision counts only if
the network is known and cannot have typed it (it may be able to from within Amazon's).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lexloci.places import Places
from lexloci_edge.fronts import CLOUDFRONT, NO_REGION, SENTINELS, Flag, Front
from lexloci_edge.networks import class_of

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_REGION = re.compile(r"(?:([A-Z]{2})-)?([A-Z0-9]{1,3})", re.ASCII)
_GLUED = re.compile(r"([A-Z]{2})([A-Z0-9]{1,4})", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_LAST_NUMBER = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Geography:
    """Where a call may come from, as nodes of the tree, and on what evidence.

    evidence: words such as `country`, `country:absent`, `region:untrusted`; a word alone counted,
    one with a colon says why it did not, or what it widened.
    """

    nodes: frozenset[str]
    evidence: tuple[str, ...]


def geography_of(
    headers: Mapping[str, str], places: Places, front: Front = CLOUDFRONT
) -> Geography:
    """The places that these headers leave possible. `headers` by lower-case name."""
    network, network_says = _network(front, headers)
    country, country_says = _country(headers.get(front.country), places)
    flags = tuple(filter(None, (_flag(flag, headers) for flag in front.flags)))
    if country is None or flags or class_of(network):
        return Geography(frozenset({places.world}), (country_says, network_says, *flags))
    region, region_says = _region(headers.get(front.region), country, network, front.glued)
    node = places.resolve(country, region)
    if region is not None and node == places.resolve(country):
        region_says = "region:unknown"
    nodes = frozenset({node or places.world})
    return Geography(nodes, (country_says, region_says, network_says))


def _country(value: str | None, places: Places) -> tuple[str | None, str]:
    if value is None:
        return None, "country:absent"
    if not value.strip():
        return None, "country:empty"
    if value in SENTINELS:
        return None, f"country:{SENTINELS[value]}"
    if "," in value:
        return None, "country:several"
    if not _COUNTRY.fullmatch(value):
        return None, "country:malformed"
    if places.resolve(value) is None:
        return None, "country:unknown"
    return value, "country"


def _network(front: Front, headers: Mapping[str, str]) -> tuple[str | None, str]:
    """The number, where it can be read, and what is known of it."""
    value = headers.get(front.network) if front.network else None
    if value is None or not value.strip():
        return None, "network:absent"
    if not _NUMBER.fullmatch(value) or int(value) > _LAST_NUMBER:
        return None, "network:malformed"
    kind = class_of(value)
    return value, f"network:{kind}" if kind else "network"


def _flag(flag: Flag, headers: Mapping[str, str]) -> str | None:
    """What the front says of a proxy; None where it says that there is none."""
    value = headers.get(flag.header, "").strip()
    if value in flag.clear:
        return None
    return "proxy" if value else "proxy:absent"


def _region(
    value: str | None, country: str, network: str | None, glued: bool
) -> tuple[str | None, str]:
    if value is None or not value.strip():
        return None, "region:absent"
    if network is None:
        return None, "region:untrusted"
    if value in NO_REGION:
        return None, "region:none"
    # Percent-encoded by CloudFront where it is not ASCII: decoded once, never twice.
    found = (_GLUED if glued else _REGION).fullmatch(unquote(value))
    if found is None:
        return None, "region:malformed"
    if found[1] is not None and found[1] != country:
        return None, "region:contradicts"
    return found[2], "region"

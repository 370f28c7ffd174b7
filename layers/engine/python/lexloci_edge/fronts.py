"""Fronts: which headers say where a caller stands, one row for each kind of front.

The row is chosen by configuration, never by what a call looks like: a header of another front is
no evidence. A front must *set* each header of its row, over whatever a caller typed, and the proof
of path (`proof`) as well; the README says how for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Flag:
    """The front's own word on proxies: any value but `clear` is every place, absence too.

    Where the front sends it only for proxies, the empty string is among `clear`.
    """

    header: str
    clear: frozenset[str]


@dataclass(frozen=True, slots=True)
class Front:
    """One kind of front. Names of headers in lower case.

    country: ISO 3166-1 alpha-2. region: ISO 3166-2, alone (`ENG`) or whole (`GB-ENG`); glued: whole
    without the dash (`GBENG`). network: the number of the autonomous system; where a front cannot
    say it, no region counts.
    """

    name: str
    country: str
    region: str
    network: str | None
    source: str
    glued: bool = False
    flags: tuple[Flag, ...] = ()


CLOUDFRONT: Final = Front(
    "cloudfront",
    "cloudfront-viewer-country",
    "cloudfront-viewer-country-region",
    "cloudfront-viewer-asn",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
    "adding-cloudfront-headers.html",
)

CLOUDFLARE: Final = Front(
    "cloudflare",
    "cf-ipcountry",
    "cf-region-code",
    # No header of Cloudflare's own: a transform rule sets it to `to_string(ip.src.asnum)`.
    "x-lexloci-asn",
    "https://developers.cloudflare.com/rules/transform/managed-transforms/reference/",
)

GOOGLE: Final = Front(
    "google",
    # The names are ours, the values its variables {client_region}, {client_region_subdivision}.
    "x-client-region",
    "x-client-region-subdivision",
    # Its load balancer has no variable for the network, so a region never counts behind it.
    None,
    "https://docs.cloud.google.com/load-balancing/docs/https/custom-headers",
    glued=True,
    # Cloud Armor's threat intelligence (Tor exits, VPNs) can add a header, and only then.
    flags=(Flag("x-lexloci-proxy", frozenset({""})),),
)

FASTLY: Final = Front(
    "fastly",
    # Set by VCL from client.geo.country_code, .region, .proxy_type and client.as.number.
    "x-lexloci-country",
    "x-lexloci-region",
    "x-lexloci-asn",
    "https://www.fastly.com/documentation/reference/vcl/variables/geolocation/",
    flags=(Flag("x-lexloci-proxy", frozenset({"?"})),),
)

VERCEL: Final = Front(
    "vercel",
    "x-vercel-ip-country",
    "x-vercel-ip-country-region",
    "x-vercel-ip-as-number",
    "https://vercel.com/docs/headers/request-headers",
)

FRONTS: Final[Mapping[str, Front]] = {
    front.name: front for front in (CLOUDFRONT, CLOUDFLARE, GOOGLE, FASTLY, VERCEL)
}

SENTINELS: Final[Mapping[str, str]] = {
    "XX": "unknown",
    "ZZ": "unknown",
    "O1": "unknown",
    "?": "unknown",
    "**": "unknown",
    "T1": "tor",
    "A1": "anonymous",
    "A2": "satellite",
    "EU": "continent",
    "AP": "continent",
}
"""What stands where a country should, and names none: each is every place. Read at every front,
for the same few lookup tables stand behind them all."""

NO_REGION: Final = frozenset({"?", "NO REGION", "***"})
"""What stands where a region should, and names none (Fastly)."""

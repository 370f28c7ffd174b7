"""Who runs which network, by autonomous system number: where a caller's place is not the caller's.

From memory of public registries, not fetched: an entry too many only widens what is possible, one
too few leaves a hosting network judged by the country that CloudFront names.
"""

from typing import Final

AMAZON: Final = frozenset(
    {
        "7224",
        "8987",
        "9059",
        "10124",
        "14618",
        "16509",
        "17493",
        "19047",
        "21664",
        "36263",
        "38895",
        "39111",
        "55960",
        "58588",
        "62785",
        "135629",
        "135630",
        "263639",
    }
)
"""Amazon's own. Viewers there may be able to type the subdivision headers themselves."""

HOSTING: Final = frozenset(
    {
        # Google Cloud, Microsoft, Oracle, Alibaba, Tencent, IBM
        "15169",
        "396982",
        "8075",
        "8068",
        "31898",
        "45102",
        "37963",
        "132203",
        "45090",
        "36351",
        # DigitalOcean, OVH, Hetzner, Linode, Vultr, Scaleway, Leaseweb, Contabo, netcup, IONOS
        "14061",
        "16276",
        "24940",
        "63949",
        "20473",
        "12876",
        "60781",
        "28753",
        "51167",
        "197540",
        "8560",
        "202053",
        # Datacamp (CDN77), M247, Clouvider, HostRoyale, Packethub: exits of commercial VPNs
        "60068",
        "212238",
        "9009",
        "62240",
        "203020",
        "207137",
        "147049",
        "136787",
    }
)
"""Rented machines and the exits of VPNs: the place is that of a data centre."""

ANONYMOUS: Final = frozenset(
    {
        # Networks that mainly carry Tor exits
        "4224",
        "43350",
        "53667",
        "60729",
        "62744",
        "197422",
        "200651",
        "205100",
        "208294",
        "208323",
        "210558",
        "396507",
    }
)
"""Networks whose purpose is that nobody can tell the place."""

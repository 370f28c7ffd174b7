"""Whatever headers come: no crash, and none narrows the place that may not."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexloci_edge.claims import NONE, Claims
from lexloci_edge.fronts import FRONTS, Front
from lexloci_edge.networks import class_of
from lexloci_edge.whereabouts import Sources, whereabouts

PROOF, SECRET = "x-lexloci-origin", "a-secret-of-the-distribution"
UNDERWEAR = "a known person in underwear"
READ = {
    name
    for front in FRONTS.values()
    for name in (front.country, front.region, front.network, *(f.header for f in front.flags))
    if name is not None
}
NAMES = [*sorted(READ), "x-forwarded-for", "accept-language", "cf-region", "lexloci-claims"]
COUNTRIES = ["US", "GB", "FR", "FJ", "DE", "UK", "EL", "PR", "AX", "ID", "US", "GB"]
ODD = ["XX", "T1", "A1", "A2", "O1", "EU", "AP", "ZZ", "", " ", "us", "Gb", "US,GB", "US, US", "?"]
ODD += [
    "**",
    "USA",
    "44",
    "%55S",
    "US\n",
    "\tUS",
    "ＵＳ",
    "СА",
    "US;GB",
    "*",
    "null",
    "NaN",
    "\x00",
]
REGIONS = ["CA", "NY", "TX", "ENG", "SCT", "US-CA", "GB-ENG", "USCA", "GBENG", "%43A", "%2543A"]
REGIONS += ["ca", "CA,NY", "NO REGION", "ZZZ", "US-", "-CA", "CALIFORNIA", "%ff", "%", "%C3%89"]
NETWORKS = ["64496", "16509", "14618", "24940", "9009", "60729", "13335", "7922", "2856", "3215"]
NETWORKS += ["0", "-1", "AS64496", "64496,16509", "016509", "4294967296", "64496.0", "٦٤٤٩٦", "1e3"]
VALUES = [*COUNTRIES, *ODD, *REGIONS, *NETWORKS, "anonymous", "hosting", "tor"]
PROOFS = [None, None, "", "x", SECRET + " ", f"{SECRET},{SECRET}", f"x,{SECRET}", SECRET.upper()]


def header_sets():
    """Headers of any front, with values likely and unlikely."""
    value = st.one_of(st.sampled_from(VALUES), st.text(max_size=12))
    return st.dictionaries(st.sampled_from(NAMES), value, max_size=7)


def random_headers(chance: random.Random, front: Front) -> dict[str, str]:
    """Mostly headers of this front with values of their kind, some of others."""
    headers = {front.country: chance.choice(COUNTRIES if chance.random() < 0.7 else ODD)}
    if chance.random() < 0.7:
        headers[front.region] = chance.choice(REGIONS)
    if front.network and chance.random() < 0.8:
        headers[front.network] = chance.choice(NETWORKS)
    for _ in range(chance.randrange(4)):
        headers[chance.choice(NAMES)] = chance.choice(VALUES)
    if chance.random() < 0.1:
        headers.pop(front.country)
    if chance.random() < 0.2:
        wild = "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(1, 9)))
        headers[chance.choice(NAMES)] = wild
    return headers


def narrowest(front: Front, headers: Mapping[str, str], places) -> frozenset[str]:
    """The fewest leaves that these headers could ever leave, said as plainly as can be."""
    everywhere = places.leaves(places.world)
    country = headers.get(front.country, "")
    if len(country) != 2 or not country.isascii() or not country.isalpha() or country.islower():
        return everywhere
    node = places.resolve(country)
    network = headers.get(front.network) if front.network else None
    if node is None or class_of(network) is not None:
        return everywhere
    if network is None or not network.isascii() or not network.isdecimal() or network[0] == "0":
        return places.leaves(node)
    return frozenset()


def holds(places, front: Front, headers: Mapping[str, str]) -> frozenset[str]:
    """The places found, after looking that they may be so."""
    nodes, kinds = whereabouts(places, headers, NONE, Sources(front))
    leaves = frozenset(leaf for node in nodes for leaf in places.leaves(node))
    assert all(places.known(node) for node in nodes)
    assert leaves >= narrowest(front, headers, places)
    assert len(kinds) == len(set(kinds)) >= 2
    assert all(len(kind) < 40 and kind.isascii() for kind in kinds)
    if any(len(places.parts(node)) == 0 for node in nodes) and "region" in kinds:
        assert class_of(headers.get(front.network or "")) is None
    assert whereabouts(places, headers, NONE, Sources(front, backends=True))[0] == {"world"}
    assert whereabouts(places, headers, NONE, Sources(front), "arn")[0] == {"world"}
    more = Claims((), added={"place:account": frozenset({"GB"})})
    wider, _ = whereabouts(places, headers, more, Sources(front))
    assert leaves | places.leaves("GB") == {leaf for n in wider for leaf in places.leaves(n)}
    return nodes


@settings(
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(headers=header_sets(), front=st.sampled_from(sorted(FRONTS)))
def test_no_headers_crash_or_narrow_what_they_may_not(book, headers, front):
    """2,000 header sets: never narrower than the country, the network and the front allow."""
    holds(book.places, FRONTS[front], headers)


class Last:
    """A ledger that keeps the last record only."""

    def append(self, entry):
        """As `Ledger.append`."""
        self.entry = entry

    def get(self, id):
        """As `Ledger.get`."""


def calls(stage, count: int, seed: int) -> dict[str, int]:
    """This many calls with random headers through the gates of every front; what became of them."""
    chance, counts = random.Random(seed), dict.fromkeys(("unproven", "every place", "narrower"), 0)
    stage.ledger = Last()
    gates = []
    for name in sorted(FRONTS):
        stage.environment["LEXLOCI_FRONT"] = name
        gates.append((FRONTS[name], stage.gate()))
    event = stage.event(body={"prompt": UNDERWEAR})
    usual = {name: event["headers"][name] for name in ("content-type", "authorization")}
    for _ in range(count):
        front, gate = chance.choice(gates)
        headers = random_headers(chance, front)
        proof = SECRET if chance.random() < 0.6 else chance.choice(PROOFS)
        proven = {} if proof is None else {PROOF: proof}
        stage.ledger.entry = None
        told = stage.send({**event, "headers": {**headers, **usual, **proven}}, gate)
        record = stage.ledger.entry
        if proof != SECRET:
            assert (told.status, told.code) == (403, "unproven_origin")
            assert record is None or record.places == ("world",)
            counts["unproven"] += 1
            continue
        assert told.status in (200, 403, 451)
        found = holds(stage.book.places, front, headers)
        counts["every place" if found == {"world"} else "narrower"] += 1
        if class_of(headers.get(front.network or "")) == "amazon":
            assert found == {"world"}
        if told.status != 200:
            assert tuple(sorted(found)) == record.places
        stage.server.requests.clear()
    return counts


def test_calls_with_random_headers_are_judged_as_they_may_be(stage):
    """Through the gate: unproven ones are turned away, the others are no narrower than allowed."""
    counts = calls(stage, 400, seed=1)
    assert min(counts.values()) > 30


@pytest.mark.soak
def test_two_hundred_thousand_random_header_sets_narrow_nothing_that_they_may_not(stage):
    """No crash; nothing unproven, and nothing typed from Amazon's network, narrows the place."""
    counts = calls(stage, 200_000, seed=2)
    assert sum(counts.values()) == 200_000
    assert min(counts.values()) > 20_000, counts

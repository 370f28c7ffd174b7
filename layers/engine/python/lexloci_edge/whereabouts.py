"""Where a call may come from, all evidence joined: the front's headers, signed claims, the account.

Headers narrow, and only they and a signed `place` can. All else widens: the account's and the
billing country add places; a rented or anonymous network, and a backend that states no place, are
every place. Each piece leaves a word in the record that says what it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lexloci.places import Places
from lexloci_edge.claims import Claims
from lexloci_edge.fronts import CLOUDFRONT, Front
from lexloci_edge.geography import Geography, geography_of


@dataclass(frozen=True, slots=True)
class Sources:
    """Which evidence of the place counts in this installation.

    front: whose headers are read. backends: whether every call is made by the platform's servers,
    so that a header says where a data centre stands and only a signed claim says where the caller.
    """

    front: Front = CLOUDFRONT
    backends: bool = False


def whereabouts(
    places: Places,
    headers: Mapping[str, str],
    claims: Claims,
    sources: Sources,
    iam: str | None = None,
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The nodes that a call may come from, as few as say it, and a word for each piece of evidence.

    iam: who signed the request to API Gateway; such a call came past the front, so no header
    of it says anything.
    """
    found = _seen(places, headers, sources, iam)
    nodes, kinds = found.nodes, list(found.evidence)
    if claims.places is not None:
        nodes = claims.places
        kinds.append(claims.place_says)
    for says, more in claims.added.items():
        same = _leaves(places, more) <= _leaves(places, nodes)
        kinds.append(f"{says}:same" if same else says)
        nodes |= more
    return nodes if len(nodes) == 1 else places.compact(nodes), tuple(kinds)


def _seen(
    places: Places, headers: Mapping[str, str], sources: Sources, iam: str | None
) -> Geography:
    if iam is not None:
        return Geography(frozenset({places.world}), ("place:iam",))
    if sources.backends:
        return Geography(frozenset({places.world}), ("place:backend",))
    return geography_of(headers, places, sources.front)


def _leaves(places: Places, nodes: frozenset[str]) -> frozenset[str]:
    return frozenset(leaf for node in nodes for leaf in places.leaves(node))

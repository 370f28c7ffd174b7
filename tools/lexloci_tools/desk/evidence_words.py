"""What each word of evidence in a record means: for the place, and for what is shown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

EVERY: Final = "so every place is possible"
ANYTHING: Final = "so every value is possible"
COUNTRY_ONLY: Final = "so the whole country is possible"

MEANINGS: Final[Mapping[str, str]] = {
    "country": "names the country",
    "country:absent": f"is missing, {EVERY}",
    "country:empty": f"is empty, {EVERY}",
    "country:several": f"was sent more than once, {EVERY}",
    "country:malformed": f"is no two capital letters, {EVERY}",
    "country:unknown": f"names no country, {EVERY}",
    "country:tor": f"says Tor, {EVERY}",
    "country:anonymous": f"says an anonymous proxy, {EVERY}",
    "country:satellite": f"says a satellite provider, {EVERY}",
    "country:continent": f"names a continent, {EVERY}",
    "region": "names the part of the country",
    "region:absent": f"is missing, {COUNTRY_ONLY}",
    "region:none": f"says that there is none, {COUNTRY_ONLY}",
    "region:untrusted": f"does not count without a known network, {COUNTRY_ONLY}",
    "region:malformed": f"cannot be read, {COUNTRY_ONLY}",
    "region:contradicts": f"is of another country, {COUNTRY_ONLY}",
    "region:unknown": f"is no part that any law here knows, {COUNTRY_ONLY}",
    "network": "is an ordinary network",
    "network:absent": "is missing, so no part of a country counts",
    "network:malformed": "is no number, so no part of a country counts",
    "network:amazon": f"is Amazon's own, where headers may be typed, {EVERY}",
    "network:hosting": f"rents machines out, {EVERY}",
    "network:vpn": f"is where VPNs come out, {EVERY}",
    "network:anonymous": f"carries Tor exits, {EVERY}",
    "network:relay": f"is a privacy relay, {EVERY}",
    "proxy": f"says a proxy, {EVERY}",
    "proxy:absent": f"is missing though this front always sends it, {EVERY}",
    "place:iam": f"the call was signed for IAM and came past the front, {EVERY}",
    "place:backend": f"only servers call here, whose own place is no caller's, {EVERY}",
    "place:claimed": "a signed claim states the place: that counts, and nothing of the above",
    "place:claimed-unknown": f"a signed claim states a place that cannot be read, {EVERY}",
    "place:test": "a signed claim sets the place of a TEST",
    "place:test-unknown": f"a signed claim sets a place of a TEST that cannot be read, {EVERY}",
    "place:account": "the account's country is added",
    "place:account:same": "the account's country is among these already",
    "place:account-unknown": f"the account's country cannot be read, {EVERY}",
    "place:account-unknown:same": "the account's country cannot be read, every place already is",
    "place:billing": "the billing country is added",
    "place:billing:same": "the billing country is among these already",
    "place:billing-unknown": f"the billing country cannot be read, {EVERY}",
    "place:billing-unknown:same": "the billing country cannot be read, every place already is",
    "claims": "the signed claims hold up",
    "claims:no-issuer": "claims came, but no key of an issuer is configured: ignored",
    "claims:oversize": "the claims are too long: ignored",
    "claims:malformed": "the claims are no compact JWS, or say something twice: ignored",
    "claims:header": "the claims' header holds what is not understood: ignored",
    "claims:key": "the claims name no key that is known: ignored",
    "claims:algorithm": "the claims name another algorithm than their key's: ignored",
    "claims:signature": "the claims' signature is not good: ignored",
    "claims:issuer": "the claims are of another issuer: ignored",
    "claims:audience": "the claims are for somebody else: ignored",
    "claims:times": "the claims do not say when they begin and end: ignored",
    "claims:expired": "the claims' time is over: ignored",
    "claims:stale": "the claims are older than five minutes: ignored",
    "claims:early": "the claims are of the future: ignored",
    "claims:body": "the claims are bound to another body: ignored",
    "claims:tier": "the claimed tier is no value of that fact: not proven",
    "claims:viewer": "the claimed age assurance does not count: the viewer is unassured",
    "claims:adult_mode": "the claimed adult mode is no value of that fact: not proven",
    "claims:consent": "consent takes a consent record, no claim: not proven",
    "claims:test_place": "a place for a test is claimed, but tests are off: ignored",
    "backend:iam": "the platform's backend asked, signed for IAM, and its body counts",
    "backend:bound": "the platform's backend asked, its claims bound to the body, which counts",
    "backend:unbound": "the platform's backend asked, its claims bound to no body",
    "body:unattested": "what the body says of the caller is signed by nobody: ignored",
    "facts:stated": "the backend stated the facts instead of words: judged as given",
    "viewer:method-unstated": "the viewer is an assured adult; the platform does not say how",
}


OBSERVED: Final[Mapping[str, str]] = {
    "reader": "read the words",
    "people": "the words speak of somebody",
    "attire": "the words speak of clothes, or of none",
    "sexual": "the words may be sexual",
    "style": "the words say how it is made",
    "edit": "the words say what to change",
    "instructions": "the words may give other words another meaning",
    "odd text": "the text can be read in more than one way",
    "negative prompt": "the words say what not to show",
    "by-reference": "the words point to what another picture shows",
    "no-words": "no word was said: a variation asks for what its source shows",
    "language": f"the language is not covered, {ANYTHING}",
    "source:unseen": "nobody looked at the uploaded picture",
    "source": "a detector looked at the uploaded picture",
    "words": "a guardrail read the words too",
    "memory:unknown": f"the memory of earlier outputs did not answer, {ANYTHING}",
    "made-by": "the upload is an output of that decision: judged by what it showed then, too",
    "protected": "a protected person may be named",
    "consent": "a consent record was named",
}
"""Of what is asked for and shown, by the word or by what stands before its colon."""


def told(word: str) -> str:
    """What any word of a record's `evidence` says; nothing for one that is not known here."""
    said = meaning(word)
    if said is not None:
        return said
    kind, _, more = word.partition(":")
    if word in OBSERVED:
        return OBSERVED[word]
    if kind.startswith("reader@"):
        return f"the reader failed ({more}), {ANYTHING}" if more else OBSERVED["reader"]
    if kind in ("source", "words") and ":" in more:
        return f"the detector did not answer ({more.partition(':')[2]}), {ANYTHING}"
    return OBSERVED.get(kind, "")


def meaning(word: str) -> str | None:
    """What a word of a record's `evidence` says of place or claims; None for the reader's words."""
    if word.startswith("viewer:") and word not in MEANINGS:
        _, method, day = word.split(":", 2)
        return f"the viewer is an assured adult, by {method} on {day}"
    return MEANINGS.get(word)


def evidence_lines(kinds: Sequence[str], names: Mapping[str, str] | None = None) -> Iterator[str]:
    """Each word of evidence with its meaning, a line each.

    names: what to call the pieces `country`, `region`, `network` and `proxy`, such as the header
    with its value.
    """
    told = [(word, meaning(word)) for word in kinds]
    left = [(names or {}).get(word.partition(":")[0], word) for word, _ in told]
    width = max((len(each) for each, (_, said) in zip(left, told, strict=True) if said), default=0)
    for each, (_, said) in zip(left, told, strict=True):
        if said is not None:
            yield f"{each:{width}}  {said}"

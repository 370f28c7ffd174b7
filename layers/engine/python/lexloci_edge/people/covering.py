"""Whether a consent record covers a call: everybody shown, every file, this account, this much.

How many people a picture shows is not looked at here: no detector sees it. The record says how many
its images show, the platform's statement with the record; the instruction may add nobody real.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lexloci.facts import Possibilities

if TYPE_CHECKING:
    from lexloci_edge.calls import Call
    from lexloci_edge.people.consents import Consent
    from lexloci_reader.whom import Whom

ADULT, MINOR = frozenset({"adult"}), frozenset({"minor"})
VERIFIED, UNKNOWN = frozenset({"verified"}), frozenset({"none", "verified"})


def gap(
    consent: "Consent",
    call: "Call",
    means: "Whom",
    depictions: Sequence[Possibilities],
    purpose: str | None,
    hashed: Callable[[str, str], frozenset[str]],
    account: str | None,
    at: datetime,
) -> str | None:
    """Why this record does not cover this call, in a word; None where it covers all of it.

    hashed: kind and text -> its keyed hashes, under each key in use. account: as claims attest it.
    """
    if consent.revoked_at is not None:
        return "revoked"
    if consent.recorded_at > at or (consent.until is not None and consent.until <= at):
        return "not-now"
    if account is None or not hashed("account", account) & set(consent.accounts):
        return "account"
    if call.operation not in consent.operations:
        return "operation"
    if len(consent.subjects) < consent.shown:
        return "shown"
    if not set(call.digests) <= set(consent.images):
        return "images"
    if call.operation == "edit" and not call.digests:
        # A decision may only count its pictures; none of those is known to be the record's.
        return "images"
    if call.operation == "generate" and (not consent.purpose or purpose != consent.purpose):
        return "purpose"
    return _people(consent, call, means, hashed) or _cells(consent, depictions)


def _people(
    consent: "Consent", call: "Call", means: "Whom", hashed: Callable[[str, str], frozenset[str]]
) -> str | None:
    """Whether somebody may be shown whom the record does not cover."""
    if not means.clear or means.others:
        return "people"
    covered = set(consent.names)
    if any(name is None or not hashed("name", name) & covered for name in means.named):
        return "people"
    if len(means.named) > consent.shown or (call.operation == "generate" and not means.named):
        return "people"
    return None


def _cells(consent: "Consent", depictions: Sequence[Possibilities]) -> str | None:
    """Whether more may be shown of somebody real than was consented to."""
    exposure = {"covered", *consent.exposure}
    sexual = {"no", *consent.sexual}
    for each in depictions:
        if "real" in each["subject"] and not (
            each["exposure"] <= exposure and each["sexual"] <= sexual
        ):
            return "more"
    return None


def opened(depictions: Sequence[Possibilities], young: bool) -> tuple[Possibilities, ...]:
    """The depictions under a record that covers the call. Its subjects are assured adults, so
    whoever may be real is one, unless anything said makes them, or makes them look, young."""
    return tuple(
        each
        if "real" not in each["subject"]
        else {
            **each,
            "consent": VERIFIED,
            "age": each["age"] if young or each["age"] == MINOR else ADULT,
        }
        for each in depictions
    )


def unsettled(depictions: Sequence[Possibilities]) -> tuple[Possibilities, ...]:
    """The depictions while nobody can say whether there is a record."""
    return tuple({**each, "consent": UNKNOWN} for each in depictions)

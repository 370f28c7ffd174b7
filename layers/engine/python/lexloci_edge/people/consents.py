"""The consent register: who, shown by which images or name, has consented to what, for whom.

A record opens a cell of the law only where it covers the whole call (`covering`). It is written
once and can only be revoked; it is kept with its proof for as long as the law asks (`kept_years`).
"""

from typing import Annotated, Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from lexloci.rulebook import Rulebook

MOST = 16
"""Images and persons of one record, at most."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of an uploaded file's bytes, in hex."""
Words = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
Operation = Literal["generate", "edit"]
Exposure = Literal["swimwear", "underwear", "partial", "nude"]
Sexual = Literal["suggestive", "explicit"]


class Subject(BaseModel):
    """One person shown, who consented. given_at: when, expressly and to this.

    identity, adulthood: by which method each was assured, and when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    express: Literal[True]
    given_at: AwareDatetime
    identity: Words
    identity_at: AwareDatetime
    adulthood: Words
    adulthood_at: AwareDatetime


class Consent(BaseModel):
    """One record. It covers everybody shown: as many `subjects` as `shown`.

    images: every file that an edit may upload. names: keyed hashes, for what is asked by name;
    purpose: what for, word for word as claims name it. exposure, sexual: what was consented to,
    beside what is covered and not sexual. accounts: keyed hashes of those who may use it.
    until: from when it no longer opens anything. revoked_at: likewise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: str
    region: str
    recorded_at: AwareDatetime
    recorded_by: str | None = None
    operations: tuple[Operation, ...]
    exposure: tuple[Exposure, ...]
    sexual: tuple[Sexual, ...] = ()
    images: Annotated[tuple[Digest, ...], Field(max_length=MOST)] = ()
    purpose: str | None = None
    names: tuple[str, ...] = ()
    shown: Annotated[int, Field(ge=1, le=MOST)]
    subjects: Annotated[tuple[Subject, ...], Field(min_length=1, max_length=MOST)]
    accounts: Annotated[tuple[str, ...], Field(min_length=1, max_length=64)]
    until: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None


class Consents(Protocol):
    """Keeps records. One contract suite holds for every backing."""

    def keep(self, consent: Consent, proofs: tuple[str, ...]) -> None:
        """Keep a new record with one proof per subject. Raises: RegisterError."""

    def get(self, id: str) -> Consent | None:
        """The record as it stands now, never as it stood. Raises: RegisterError."""

    def proofs(self, id: str) -> tuple[str, ...]:
        """The proofs of a record; none where there is no record. Raises: RegisterError."""

    def revoke(self, id: str, at: AwareDatetime) -> Consent | None:
        """Revoke a record; the first time counts. None where there is none. Raises: RegisterError.

        What `get` answers afterwards is revoked, in this Region at once.
        """


def kept_years(rulebook: Rulebook, ours: int) -> int:
    """Years that a record and its proof are kept after it ends or is revoked: our own setting, or
    the longest that any pack demands where that is more, whatever day its law begins on."""
    demanded = (int(pack.get("consent_years", 0)) for pack in rulebook.raw["packs"].values())
    return max(ours, *demanded)


class MemoryConsents:
    """A register in memory: for tests, and for trying things out."""

    def __init__(self) -> None:
        self._kept: dict[str, Consent] = {}
        self._proofs: dict[str, tuple[str, ...]] = {}

    def keep(self, consent: Consent, proofs: tuple[str, ...]) -> None:
        """As `Consents.keep`."""
        self._kept[consent.id] = consent
        self._proofs[consent.id] = proofs

    def get(self, id: str) -> Consent | None:
        """As `Consents.get`."""
        return self._kept.get(id)

    def proofs(self, id: str) -> tuple[str, ...]:
        """As `Consents.proofs`."""
        return self._proofs.get(id, ())

    def revoke(self, id: str, at: AwareDatetime) -> Consent | None:
        """As `Consents.revoke`."""
        found = self._kept.get(id)
        if found is not None and found.revoked_at is None:
            self._kept[id] = found.model_copy(update={"revoked_at": at})
        return self._kept.get(id)

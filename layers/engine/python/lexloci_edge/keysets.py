"""Key sets (RFC 7517): whose signatures count, by the id of the key.

ES256 and EdDSA on Ed25519 only, and a key signs by its own algorithm alone: a header cannot choose
another. PyJWT is loaded at the first key that is asked for, not at the start.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lexloci_edge.errors import SettingsError
from lexloci_edge.vault import Secret, Secrets

if TYPE_CHECKING:
    from jwt import PyJWK

WHERE: Final = "LEXLOCI_CLAIMS_JWKS"
ALGORITHMS: Final[Mapping[tuple[object, object], str]] = {
    ("EC", "P-256"): "ES256",
    ("OKP", "Ed25519"): "EdDSA",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the one algorithm that it signs by."""

    algorithm: str
    key: "PyJWK"


Find: TypeAlias = Callable[[str], Key | None]
"""The key of this id; None where there is none."""


def pinned(jwks: str) -> Find:
    """The keys of this set, and no other ever. Raises: SettingsError where it cannot be used."""
    written = read_key_set(jwks)
    made: dict[str, Key] = {}

    def find(kid: str) -> Key | None:
        if kid in written and kid not in made:
            made[kid] = _key(written[kid])
        return made.get(kid)

    return find


def kept(secrets: Secrets, name: str) -> Find:
    """The keys of the sets that this secret holds as its current and previous value.

    Kept as long as the vault keeps a secret; a key that is in neither is looked for once more, as
    seldom as the vault allows. Finding raises: SecretError, SettingsError.
    """
    made: dict[bytes, Find] = {}

    def among(values: tuple[Secret, ...], kid: str) -> Key | None:
        for secret in values:
            if secret.value not in made:
                made[secret.value] = pinned(secret.value.decode(errors="replace"))
            if key := made[secret.value](kid):
                return key
        return None

    def find(kid: str) -> Key | None:
        return among(secrets.accepted(name), kid) or among(secrets.refreshed(name) or (), kid)

    return find


def read_key_set(jwks: str) -> Mapping[str, Mapping[str, Any]]:
    """The keys of a set, by id. Raises: SettingsError where one is no public key of ours to use."""
    try:
        keys = json.loads(jwks)["keys"]
        found = {key["kid"]: key for key in keys}
    except (ValueError, KeyError, TypeError):
        raise SettingsError(WHERE, "is not a set of keys with ids") from None
    if not found or len(found) != len(keys):
        raise SettingsError(WHERE, "has no key, or two of one id")
    for kid, key in found.items():
        if not isinstance(kid, str) or not kid:
            raise SettingsError(WHERE, "holds a key whose id is no text")
        if "d" in key or (key.get("kty"), key.get("crv")) not in ALGORITHMS:
            raise SettingsError(WHERE, "holds a key that is not a public P-256 or Ed25519 one")
        usual = ALGORITHMS[key["kty"], key["crv"]]
        operations = key.get("key_ops", ["verify"])
        if key.get("alg", usual) != usual or key.get("use", "sig") != "sig":
            raise SettingsError(WHERE, "holds a key that is for something else")
        if not isinstance(operations, list) or "verify" not in operations:
            raise SettingsError(WHERE, "holds a key that may not verify")
    return found


def _key(written: Mapping[str, Any]) -> Key:
    from jwt import PyJWK

    algorithm = ALGORITHMS[written["kty"], written["crv"]]
    return Key(algorithm, PyJWK(dict(written), algorithm=algorithm))

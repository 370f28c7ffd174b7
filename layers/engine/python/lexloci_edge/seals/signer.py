"""Who signs checkpoints: one protocol of one method, a key at the desk and a key in KMS."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.note import Signature, VerifierKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KMS_ALGORITHM = "ED25519_SHA_512"
"""Of a key of spec `ECC_NIST_EDWARDS25519`: Ed25519 over the message itself (RAW)."""


class Signer(Protocol):
    """Signs a note's text with an Ed25519 key."""

    def sign(self, name: str, text: str) -> tuple[Signature, VerifierKey]:
        """The signature under this key name, and the key that it verifies with.

        Raises: SealError.
        """


class LocalSigner:
    """An Ed25519 key in memory, for the desk and for tests."""

    def __init__(self, key: "Ed25519PrivateKey") -> None:
        self._key = key

    @staticmethod
    def of_seed(seed: bytes) -> "LocalSigner":
        """The signer of a private key of 32 bytes (RFC 8032)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return LocalSigner(Ed25519PrivateKey.from_private_bytes(seed))

    @staticmethod
    def of_file(path: Path) -> "LocalSigner":
        """The signer whose seed this file holds; a fresh one is made where there is no file.

        The file is readable by its owner only. Raises: SealError where it holds no seed.
        """
        import os
        import secrets

        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            seed = path.read_bytes()
        else:
            with open(file, "wb") as made:
                seed = secrets.token_bytes(32)
                made.write(seed)
        if len(seed) != 32:
            raise SealError(str(path), "is no Ed25519 key of 32 bytes")
        return LocalSigner.of_seed(seed)

    def key(self, name: str) -> VerifierKey:
        """The public key under this name."""
        return VerifierKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, name: str, text: str) -> tuple[Signature, VerifierKey]:
        """As `Signer.sign`."""
        key = self.key(name)
        return Signature(name, key.id, self._key.sign(text.encode())), key


class KmsSigner:
    """A key in AWS KMS, of key spec `ECC_NIST_EDWARDS25519`, which never leaves it."""

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self._key_id = key_id
        self._public = b""

    def sign(self, name: str, text: str) -> tuple[Signature, VerifierKey]:
        """As `Signer.sign`."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._public = self._public or self._fetch()
            answer = self._client.sign(
                KeyId=self._key_id,
                Message=text.encode(),
                MessageType="RAW",
                SigningAlgorithm=KMS_ALGORITHM,
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise SealError("key", f"did not sign ({code})") from None
        except BotoCoreError as error:
            raise SealError("key", f"did not sign ({type(error).__name__})") from None
        key = VerifierKey(name, self._public)
        return Signature(name, key.id, answer["Signature"]), key

    def _fetch(self) -> bytes:
        answer = self._client.get_public_key(KeyId=self._key_id)
        return raw_public_key(answer["PublicKey"])


def raw_public_key(der: bytes) -> bytes:
    """The 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo, as KMS hands it out.

    Raises: SealError.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(der)
    except ValueError:
        raise SealError("key", "is no public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise SealError("key", "is no Ed25519 key", hint="its spec must be ECC_NIST_EDWARDS25519")
    return key.public_bytes_raw()

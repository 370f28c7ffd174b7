"""Signed notes and checkpoints: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint.

    lexloci.example/eu-west-2/0
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — lexloci.example/eu-west-2/0 Az3grlgtzPICa5OS8npVmf1Myq/5IZni…

One signature type, Ed25519 (0x01). Read strictly: what is read prints to the same bytes again, so
there is no second way to write a note. Signatures of unknown keys (a witness's) are let be.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from lexloci_edge.seals.errors import NoteError
from lexloci_edge.seals.merkle import HASH_BYTES

ED25519 = b"\1"
"""The signature type's identifier byte."""
SIGNATURES_LIMIT = 100
NOTE_LIMIT = 1_000_000
"""Bytes of a note."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name. public: 32 bytes (RFC 8032)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The key id: four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"

    @staticmethod
    def parse(text: str) -> "VerifierKey":
        """The key of `<name>+<key id in hex>+<base64 of type and key>`. Raises: NoteError."""
        where = f"`{text[:60]}`"
        parts = text.split("+", 2)
        if len(parts) != 3 or not _is_name(parts[0]) or not _KEY_ID.fullmatch(parts[1]):
            raise NoteError(where, "is no verifier key", "write <name>+<8 hex digits>+<base64>")
        material = _unbase64(parts[2], where)
        if material[:1] != ED25519 or len(material) != 33:
            raise NoteError(where, "is no Ed25519 key", "only keys of type 1 are known here")
        key = VerifierKey(parts[0], material[1:])
        if key.id.hex() != parts[1]:
            raise NoteError(where, "has an id that is not the hash of its name and key")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line. name, id: of the key; value: what the key made of the text."""

    name: str
    id: bytes
    value: bytes

    def line(self) -> str:
        """The line as it stands in a note, newline included."""
        return f"— {self.name} {_base64(self.id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, with the newline that ends it, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def printed(self) -> bytes:
        """The note's bytes."""
        return "".join((self.text, "\n", *(each.line() for each in self.signatures))).encode()

    @staticmethod
    def parse(data: bytes) -> "Note":
        """The note in these bytes; no signature is checked yet. Raises: NoteError."""
        if len(data) > NOTE_LIMIT:
            raise NoteError("note", f"is larger than {NOTE_LIMIT:,} bytes")
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise NoteError("note", "is not UTF-8") from None
        if any(letter < " " and letter != "\n" for letter in whole):
            raise NoteError("note", "holds a control character")
        text, blank, signed = whole.rpartition("\n\n")
        if not blank or not text:
            raise NoteError("note", "has no blank line before its signatures")
        if not signed.endswith("\n"):
            raise NoteError("note", "does not end in a newline")
        lines = signed[:-1].split("\n")
        if len(lines) > SIGNATURES_LIMIT:
            raise NoteError("note", f"has more than {SIGNATURES_LIMIT} signatures")
        return Note(text + "\n", tuple(_signature(line) for line in lines))

    def verify(self, keys: Iterable[VerifierKey]) -> None:
        """Hold that at least one of these keys signed the text, and that none of their signatures
        is bad. Raises: NoteError.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        known = {(key.name, key.id): key for key in keys}
        signed = False
        for each in self.signatures:
            key = known.get((each.name, each.id))
            if key is None:
                continue
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(
                    each.value, self.text.encode()
                )
            except (InvalidSignature, ValueError):
                raise NoteError("note", f"the signature of `{each.name}` is bad") from None
            signed = True
        if not signed:
            names = ", ".join(sorted({f"`{each.name}`" for each in self.signatures}))
            raise NoteError("note", f"is signed by {names}, none of them a key that was given")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head. origin: the log's name. size: leaves. root: of their tree."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note's text."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @staticmethod
    def parse(text: str) -> "Checkpoint":
        """The checkpoint in a note's text.

        Extension lines are refused, though the format knows them: our logs write none. Raises:
        NoteError.
        """
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise NoteError("checkpoint", "is not of three lines: origin, size, root")
        if not _SIZE.fullmatch(lines[1]):
            raise NoteError("checkpoint", f"has the size `{lines[1][:20]}`, which is no number")
        root = _unbase64(lines[2], "checkpoint")
        if len(root) != HASH_BYTES:
            raise NoteError("checkpoint", f"has a root of {len(root)} bytes")
        return Checkpoint(lines[0], int(lines[1]), root)


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, written = rest.partition(" ")
    if dash != "—" or not _is_name(name) or not written:
        raise NoteError("note", f"`{line[:40]}` is no signature line")
    material = _unbase64(written, "note")
    if len(material) < 5:
        raise NoteError("note", f"the signature of `{name[:40]}` is too short")
    return Signature(name, material[:4], material[4:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbase64(text: str, where: str) -> bytes:
    """The bytes of base64 in its one canonical form: padded, no spare bits, nothing between."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(where, "holds what is no base64") from None
    if _base64(data) != text:
        raise NoteError(where, "holds base64 that is not in its canonical form")
    return data

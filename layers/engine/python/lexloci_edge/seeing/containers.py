"""PNG, JPEG and WebP as files: walked strictly, so that there is one reading of them or none.

What a walk answers holds the pixels and nothing beside them: no EXIF, ICC profile, text or preview.
Of what was generated the marks of origin stay, where they stood: C2PA, and XMP or text that is
short. Refused are several frames, anything after the end, anything that another reader could take
for a second picture. Nothing is decompressed here.

PNG: https://www.w3.org/TR/png-3/ · JPEG: ITU T.81 · WebP: RFC 9649
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
SCANS: Final = 40
"""Scans of a progressive JPEG; encoders make about ten, and each costs a pass over all pixels."""

SHORT: Final = 4096
"""Bytes of a text beside the pixels that may stay as a mark of origin."""

_PIXELS_OF_PNG = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_TEXTS_OF_PNG = (b"tEXt", b"iTXt")
_FRAMES_OF_PNG = (b"acTL", b"fcTL", b"fdAT")
_ALONE = {0x01, *range(0xD0, 0xD8)}
_SOF = (0xC0, 0xC1, 0xC2)
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP11, _APP14 = 0xE0, 0xE1, 0xEB, 0xEE
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_TABLES = (0xC4, 0xDB, 0xDD)


class Unclean(Exception):
    """The file has no single reading. what: why, for the caller."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Walked:
    """A file that was walked. clean: the pixels, and the marks that were to stay. turned: EXIF
    orientation, 1 to 8."""

    kind: str
    width: int
    height: int
    clean: bytes
    turned: int = 1


def walked(data: bytes, marks: bool = False) -> Walked:
    """What this file holds. marks: whether those of its origin stay. Raises: Unclean."""
    try:
        if data.startswith(PNG_HEAD):
            return _png(data, marks)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data, marks)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data, marks)
    except (struct.error, IndexError):
        raise Unclean("ends in the middle") from None
    raise Unclean("is no PNG, JPEG or WebP")


def _png(data: bytes, marks: bool) -> Walked:
    out, names = [PNG_HEAD], []
    for name, body in _chunks_of_png(data):
        if name in _FRAMES_OF_PNG:
            raise Unclean("is animated")
        if name[:1].isupper() and name not in _PIXELS_OF_PNG:
            raise Unclean("has a part that nobody knows")
        if name in _PIXELS_OF_PNG:
            names.append(name)
        if name in _PIXELS_OF_PNG or (marks and _is_mark_of_png(name, body)):
            out.append(_chunk(name, body))
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise Unclean("has not the parts of a PNG")
    data_at = [at for at, name in enumerate(names) if name == b"IDAT"]
    once = [name for name in names if name != b"IDAT"]
    if data_at[-1] - data_at[0] + 1 != len(data_at) or len(once) != len(set(once)):
        raise Unclean("has parts in an order that can be read two ways")
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    if depth == 16 and colour == 0:
        raise Unclean("has greys of 16 bits, which not everybody shows alike")
    return Walked("png", width, height, b"".join(out))


def _chunks_of_png(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_HEAD)
    while True:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if length > 0x7FFFFFFF or end > len(data) or not name.isalpha():
            raise Unclean("ends in the middle")
        body = data[at + 8 : end - 4]
        if struct.unpack(">I", data[end - 4 : end])[0] != zlib.crc32(name + body):
            raise Unclean("is damaged")
        yield name, body
        if name == b"IEND":
            if end != len(data) or length:
                raise Unclean("goes on after its end")
            return
        at = end


def _is_mark_of_png(name: bytes, body: bytes) -> bool:
    return name == b"caBX" or (name in _TEXTS_OF_PNG and len(body) <= SHORT)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _jpeg(data: bytes, marks: bool) -> Walked:
    out, at, scans, turned = [data[:2]], 2, 0, 1
    size: tuple[int, int] | None = None
    while True:
        marker, start = _marker(data, at)
        if marker == _EOI:
            break
        if marker in _ALONE or marker in (0x00, _SOI):
            raise Unclean("has marks in an order that can be read two ways")
        end = start + struct.unpack(">H", data[start : start + 2])[0]
        if end > len(data) or end < start + 2:
            raise Unclean("ends in the middle")
        body = data[start + 2 : end]
        if marker in _SOF:
            if size is not None:
                raise Unclean("has two pictures")
            size = struct.unpack(">HH", body[1:5])
        elif marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        elif 0xC0 <= marker <= 0xCF and marker not in (*_TABLES, 0xC8):
            raise Unclean("is a kind of JPEG that not everybody reads")
        if marker == _SOS:
            scans += 1
            end = _end_of_scan(data, end)
        if _is_kept(marker, body) or (marks and _is_mark_of_jpeg(marker, body)):
            out.append(b"\xff" + bytes([marker]) + data[start:end])
        at = end
    if start != len(data):
        raise Unclean("goes on after its end")
    if size is None or not scans or scans > SCANS:
        raise Unclean("has not the parts of a JPEG")
    return Walked("jpeg", size[1], size[0], b"".join([*out, b"\xff\xd9"]), turned)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker here, past its filling bytes, and where its segment begins."""
    if data[at] != 0xFF:
        raise Unclean("is damaged")
    while data[at] == 0xFF:
        at += 1
    return data[at], at + 1


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is none of the scan's own."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise Unclean("ends in the middle")
        following = data[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


def _is_kept(marker: int, body: bytes) -> bool:
    """Whether pixels hang on this segment: tables, frames, scans, and how colours are meant."""
    if marker == _APP0:
        return body.startswith(b"JFIF\0") and len(body) == 14
    if marker == _APP14:
        return body.startswith(b"Adobe") and len(body) == 12
    return marker in (*_SOF, *_TABLES, _SOS)


def _is_mark_of_jpeg(marker: int, body: bytes) -> bool:
    return (marker == _APP11 and body.startswith(b"JP")) or (
        marker == _APP1 and body.startswith(_XMP) and len(body) <= SHORT
    )


def _turned(tiff: bytes) -> int:
    """The orientation in EXIF's first directory; 1 where it is missing or says nothing sensible."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[first : first + 2])
        for entry in range(min(count, 64)):
            at = first + 2 + 12 * entry
            tag, kind = struct.unpack(order + "HH", tiff[at : at + 4])
            if tag == 0x0112 and kind == 3:
                (found,) = struct.unpack(order + "H", tiff[at + 8 : at + 10])
                return int(found) if 1 <= found <= 8 else 1
    except struct.error:
        return 1
    return 1


def _webp(data: bytes, marks: bool) -> Walked:
    (length,) = struct.unpack("<I", data[4:8])
    if length + 8 != len(data):
        raise Unclean("goes on after its end, or ends before")
    found: dict[bytes, bytes] = {}
    at = 12
    while at < len(data):
        name, size = struct.unpack("<4sI", data[at : at + 8])
        end = at + 8 + size + size % 2
        if end > len(data):
            raise Unclean("ends in the middle")
        if name in (b"ANIM", b"ANMF"):
            raise Unclean("is animated")
        if name in found:
            raise Unclean("has two pictures")
        found[name] = data[at + 8 : at + 8 + size]
        at = end
    pixels = [name for name in (b"VP8 ", b"VP8L") if name in found]
    if len(pixels) != 1 or (b"ALPH" in found and pixels != [b"VP8 "]):
        raise Unclean("has not the parts of a WebP")
    width, height = _size_of_webp(pixels[0], found[pixels[0]])
    out = []
    if b"VP8X" in found:
        head = found[b"VP8X"]
        canvas = _three(head, 4) + 1, _three(head, 7) + 1
        if head[0] & 0x02 or len(head) != 10 or canvas != (width, height):
            raise Unclean("is animated, or has two sizes")
        kept = 0x10 | (0x04 if marks and len(found.get(b"XMP ", b"")) <= SHORT else 0)
        out.append((b"VP8X", bytes([head[0] & kept, 0, 0, 0]) + head[4:]))
    if b"ALPH" in found and out:
        out.append((b"ALPH", found[b"ALPH"]))
    out.append((pixels[0], found[pixels[0]]))
    if marks and out[0][0] == b"VP8X":
        out += [(name, body) for name, body in found.items() if _is_mark_of_webp(name, body)]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for name, part in out
    )
    return Walked("webp", width, height, b"RIFF" + struct.pack("<I", len(body)) + body)


def _is_mark_of_webp(name: bytes, body: bytes) -> bool:
    return name == b"C2PA" or (name == b"XMP " and len(body) <= SHORT)


def _size_of_webp(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8 ":
        if body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
            raise Unclean("is damaged")
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if body[0] != 0x2F:
        raise Unclean("is damaged")
    (bits,) = struct.unpack("<I", body[1:5])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _three(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")

"""Hostile image files, made when asked for. Each has a name and says whether it may be decoded.

What may be decoded is plain under odd dress (metadata, profiles, odd modes): its pixels are one
picture. Everything else is refused.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file. decodes: whether it holds one picture within the limits."""

    name: str
    data: bytes
    decodes: bool = False


def chunk(name: bytes, body: bytes, crc: int | None = None) -> bytes:
    """A chunk of PNG, with a checksum of its own where one is given."""
    found = zlib.crc32(name + body) if crc is None else crc
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", found)


def head(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """The first chunk of a PNG."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def png(*chunks: bytes, width: int = 8, height: int = 8) -> bytes:
    """A PNG of these chunks between its first and its last."""
    return PNG + head(width, height) + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(width: int = 8, height: int = 8) -> bytes:
    """The data chunk of a black picture."""
    return chunk(b"IDAT", zlib.compress((b"\0" + b"\0" * 3 * width) * height, 9))


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    """A picture as Pillow writes it."""
    written = io.BytesIO()
    Image.new(mode, size, 90 if mode in ("L", "P", "1") else None or 0).save(written, kind, **more)
    return written.getvalue()


def frames(kind: str) -> bytes:
    """An animation of two frames."""
    written = io.BytesIO()
    first, second = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    first.save(written, kind, save_all=True, append_images=[second])
    return written.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    """A segment of JPEG."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def files() -> tuple[Hostile, ...]:
    """All of them."""
    return (*_bombs(), *_pngs(), *_jpegs(), *_webps(), *_others(), *_odd_but_plain())


def _bombs() -> Iterator[Hostile]:
    zeros = zlib.compress(b"\0" * 40_000_000, 9)
    yield Hostile("png 30000x30000", png(chunk(b"IDAT", zeros), width=30_000, height=30_000))
    yield Hostile("png 65500x65500", png(pixels(), width=65_500, height=65_500))
    yield Hostile("png 2^31-1 wide", png(pixels(), width=2**31 - 1, height=1))
    yield Hostile("png one pixel high, too long", png(pixels(), width=100_000, height=1))
    yield Hostile("png no width", png(pixels(), width=0))
    yield Hostile("png 4097x3073", png(chunk(b"IDAT", zeros), width=4097, height=3073))
    yield Hostile("png data for more than its size", png(chunk(b"IDAT", zeros)), True)
    yield Hostile("png 8192x1536 at the limit", saved("PNG", "RGB", (8192, 1536)), True)
    full = (4096, 3072)
    yield Hostile("png rgba 4096x3072 at the limit", saved("PNG", "RGBA", full), True)
    yield Hostile("webp rgba 4096x3072 at the limit", saved("WEBP", "RGBA", full, method=0), True)
    yield Hostile("jpeg 4096x3072 at the limit", saved("JPEG", size=full, progressive=True), True)
    turned = Image.Exif()
    turned[0x0112] = 8
    yield Hostile("jpeg turned at the limit", saved("JPEG", size=full, exif=turned), True)
    big = b"k\0\0" + zlib.compress(b"\0" * 60_000_000, 9)
    yield Hostile("png text bomb", png(chunk(b"zTXt", big), pixels()), True)
    profile = b"p\0\0" + zlib.compress(b"\0" * 60_000_000, 9)
    yield Hostile("png profile bomb", png(chunk(b"iCCP", profile), pixels()), True)
    jpeg = bytearray(saved("JPEG"))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    yield Hostile("jpeg says 65000x65000", bytes(jpeg))
    yield Hostile("webp 16383x16383", b"RIFF" + _webp_of_size(16_383, 16_383))
    yield Hostile("jpeg of many scans", _scans(saved("JPEG", progressive=True), 60))


def _webp_of_size(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<I", bits) + b"\0" * 8
    inner = b"WEBPVP8L" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return struct.pack("<I", len(inner)) + inner


def _scans(data: bytes, count: int) -> bytes:
    """The same scan again and again, before the end."""
    at = data.rindex(b"\xff\xda")
    return data[:-2] + data[at:-2] * count + data[-2:]


def _pngs() -> Iterator[Hostile]:
    plain = saved("PNG")
    yield Hostile("png with a zip behind it", plain + b"PK\x05\x06" + b"\0" * 18)
    yield Hostile("png with a png behind it", plain + plain)
    yield Hostile("png with a line feed behind it", plain + b"\n")
    yield Hostile("png cut in its data", plain[: len(plain) // 2])
    yield Hostile("png cut before its end", plain[:-12])
    yield Hostile("png cut in its head", plain[:20])
    yield Hostile("png head only", PNG)
    yield Hostile("png damaged", png(chunk(b"IDAT", zlib.compress(b"\0" * 200), crc=1)))
    yield Hostile("png broken data", png(chunk(b"IDAT", b"not zlib at all")))
    yield Hostile("png too little data", png(chunk(b"IDAT", zlib.compress(b"\0" * 10))))
    yield Hostile("png without data", png())
    yield Hostile("png with two heads", png(head(9, 9), pixels()))
    yield Hostile("png with data in two places", png(pixels(), chunk(b"PLTE", b"\0" * 3), pixels()))
    yield Hostile("png with a part nobody knows", png(chunk(b"EVIL", b"x"), pixels()))
    yield Hostile("png with an endless part", PNG + struct.pack(">I", 2**31 - 1) + b"IDAT")
    yield Hostile("png animated", frames("PNG"))
    yield Hostile("png that says it is animated", png(chunk(b"acTL", b"\0" * 8), pixels()))
    yield Hostile("png grey of 16 bits", saved("PNG", "I;16"))
    yield Hostile("png end with data", PNG + head(8, 8) + pixels() + chunk(b"IEND", b"x"))


def _jpegs() -> Iterator[Hostile]:
    plain = saved("JPEG")
    yield Hostile("jpeg with a jpeg behind it", plain + plain)
    yield Hostile("jpeg with a zip behind it", plain + b"PK\x03\x04")
    yield Hostile("jpeg with html behind it", plain + b"<script>")
    yield Hostile("jpeg cut in its data", plain[: len(plain) - 30])
    yield Hostile("jpeg cut in its tables", plain[:100])
    yield Hostile("jpeg without tables", b"\xff\xd8\xff\xd9")
    yield Hostile("jpeg that begins twice", b"\xff\xd8" + plain)
    two = plain[:-2] + plain[plain.index(b"\xff\xc0") :]
    yield Hostile("jpeg with two frames", two)
    arithmetic = plain.replace(b"\xff\xc0", b"\xff\xc9", 1)
    yield Hostile("jpeg of arithmetic coding", arithmetic)
    yield Hostile("jpeg with what is no mark between segments", _with(b"\xff\x00\0\x04\xff\xda"))
    yield Hostile("jpeg lossless", plain.replace(b"\xff\xc0", b"\xff\xc3", 1))
    yield Hostile("jpeg with a segment beyond its end", b"\xff\xd8\xff\xe0\xff\xff" + plain[4:40])
    written = io.BytesIO()
    image = Image.new("RGB", (32, 32))
    image.save(written, "MPO", save_all=True, append_images=[image])
    yield Hostile("jpeg of several pictures", written.getvalue())


def _webps() -> Iterator[Hostile]:
    plain = saved("WEBP")
    yield Hostile("webp animated", frames("WEBP"))
    yield Hostile("webp with a zip behind it", plain + b"PK\x03\x04")
    yield Hostile("webp cut", plain[:-10])
    yield Hostile("webp that says it is longer", plain[:4] + b"\xff\xff\0\0" + plain[8:])
    twice = plain[12:] * 2
    yield Hostile(
        "webp with two pictures", b"RIFF" + struct.pack("<I", len(twice) + 4) + b"WEBP" + twice
    )
    yield Hostile("webp empty", b"RIFF\x04\0\0\0WEBP")


def _others() -> Iterator[Hostile]:
    yield Hostile("gif", saved("GIF", "P"))
    yield Hostile("gif animated", frames("GIF"))
    yield Hostile("tiff", saved("TIFF"))
    yield Hostile("bmp", saved("BMP"))
    yield Hostile("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    yield Hostile("pdf", b"%PDF-1.7\n%%EOF")
    yield Hostile("zip with a png name", b"PK\x03\x04a.png" + saved("PNG"))
    yield Hostile("gif that goes on as a png", b"GIF89a" + saved("PNG"))
    yield Hostile("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n")
    yield Hostile("nothing", b"")


def _odd_but_plain() -> Iterator[Hostile]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "x" * 60_000
    yield Hostile("jpeg of large exif", saved("JPEG", exif=exif), True)
    broken = segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff")
    yield Hostile("jpeg of broken exif", _with(broken), True)
    yield Hostile("jpeg of exif in a circle", _with(segment(0xE1, _circle())), True)
    yield Hostile("jpeg of a large profile", saved("JPEG", icc_profile=b"\0" * 300_000), True)
    yield Hostile("jpeg with a script in a comment", _with(segment(0xFE, b"<script>" * 99)), True)
    yield Hostile("jpeg of four colours", saved("JPEG", "CMYK"), True)
    words = PngImagePlugin.PngInfo()
    words.add_text("k", "x" * 100_000, zip=True)
    yield Hostile("png of much text", saved("PNG", pnginfo=words), True)
    yield Hostile("png of a broken profile", saved("PNG", icc_profile=b"not a profile"), True)
    yield Hostile("png of a palette with holes", saved("PNG", "P", transparency=0), True)
    yield Hostile("png of one bit", saved("PNG", "1"), True)
    dressed = saved("WEBP", exif=exif, icc_profile=b"\0" * 99)
    yield Hostile("webp of exif and profile", dressed, True)


def _with(more: bytes) -> bytes:
    """A JPEG with this segment at its beginning."""
    plain = saved("JPEG")
    return plain[:2] + more + plain[2:]


def _circle() -> bytes:
    """EXIF whose directory says that it goes on at itself."""
    entry = struct.pack(">HHI4s", 0x8769, 4, 1, struct.pack(">I", 8))
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 8)

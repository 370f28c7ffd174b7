"""Decoding pictures within bounds, and what of them a detector is shown.

A detector and the image server must see the same picture. So what goes on of an upload is written
anew from what was walked (`containers`): the same pixels and nothing beside them. EXIF counts for
one thing only, which side is up; such a picture is turned and written anew, so that nobody is left
to read that tag otherwise. Where a picture has transparent parts, three views are shown: as it
looks on white, as it looks on black, and with the colours that hide under the transparency.

What was generated is shown so too, but for marks of its origin: a profile, a gamma or a preview
could make of it another picture than the one that was looked at.

Pillow is loaded when the first picture is decoded. What it may take is bounded by pixels, before.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lexloci_edge.seeing.containers import Unclean, Walked, walked

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS: Final = 12_582_912
"""4096 x 3072, what telephones make. Four bytes each while decoded, and WebP takes them thrice."""
SIDE: Final = 8192
VIEW: Final = 1568
"""Pixels of a view's longer side: detectors see no more in larger ones."""
SMALLEST: Final = 128
"""Pixels of a view's shorter side: detectors take none smaller than 50 to 80."""
_BROKEN: Final = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, OverflowError, MemoryError),
    *(TypeError, struct.error, zlib.error),
)
"""What Pillow raises over broken files, besides its own error over bombs."""
_TURNS: Final = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture. clean: what may go on. views: JPEGs, as a detector is shown it."""

    kind: str
    clean: bytes
    views: tuple[bytes, ...]


def picture_of(data: bytes, marks: bool = False) -> Picture:
    """The picture in this file. marks: whether those of its origin stay. Raises: Unclean."""
    found = walked(data, marks)
    if not (0 < found.width <= SIDE and 0 < found.height <= SIDE):
        raise Unclean(f"has a side of no, or of more than {SIDE:,} pixels")
    if found.width * found.height > PIXELS:
        raise Unclean(f"has more than {PIXELS:,} pixels")
    image = _decoded(found)
    clean = found.clean
    if found.turned != 1:
        image, clean = _upright(image, found.turned)
    return Picture(found.kind, clean, _views(image))


def _decoded(found: Walked) -> "Image":
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(found.clean), formats=[found.kind])
        if image.size != (found.width, found.height) or getattr(image, "n_frames", 1) != 1:
            raise Unclean("can be read two ways")
        if found.kind == "jpeg" and found.turned == 1:
            # Decodes at a half, quarter or eighth of the size where that is still enough.
            image.draft(None, (VIEW, VIEW))
        image.load()
    except (*_BROKEN, Image.DecompressionBombError):
        raise Unclean("cannot be decoded") from None
    return image


def _upright(image: "Image", turned: int) -> tuple["Image", bytes]:
    from PIL import Image

    plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
    upright = plain.transpose(Image.Transpose[_TURNS[turned]])
    return upright, _jpeg(upright, 95)


def _views(image: "Image") -> tuple[bytes, ...]:
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if not clear:
        return (_jpeg(_fitted(image if image.mode == "RGB" else image.convert("RGB")), 90),)
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    bare = _fitted(image.convert("RGB"))
    if image.getchannel("A").getextrema()[0] == 255:
        return (_jpeg(bare, 90),)
    alpha = image.getchannel("A").resize(bare.size)
    del image
    return *(_jpeg(_on(colour, bare, alpha), 90) for colour in ("white", "black")), _jpeg(bare, 90)


def _on(colour: str, bare: "Image", alpha: "Image") -> "Image":
    """The picture as it looks where this colour shines through: white hides in white."""
    from PIL import Image

    page = Image.new("RGB", bare.size, colour)
    page.paste(bare, mask=alpha)
    return page


def _fitted(image: "Image") -> "Image":
    """The picture at a size that detectors take."""
    width, height = image.size
    scale = min(1.0, VIEW / max(width, height))
    if min(width, height) * scale < SMALLEST:
        scale = SMALLEST / min(width, height)
    wanted = (
        max(1, min(VIEW, round(width * scale))),
        max(1, min(VIEW, round(height * scale))),
    )
    return image if wanted == image.size else image.resize(wanted, reducing_gap=2.0)


def _jpeg(image: "Image", quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, format="JPEG", quality=quality)
    return written.getvalue()

"""Marks on demo images: a row of cells in a corner that says what the image is to be taken for.

No image of the demo shows anybody. The stub detector reads these marks and answers as a detector
would that saw such a picture; nothing that is deployed knows of them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw

EXPOSURES = ("covered", "swimwear", "underwear", "partial", "nude")
AGES = ("none", "adult", "minor", "unsure")
SEXUAL = ("no", "suggestive", "explicit")
_FIRST = (255, 0, 255)
_ROW = 8
"""Cells in a row over the whole width; the first four are used."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an image is to be taken for. age: of whose face is seen, `none` for no face."""

    exposure: Literal["covered", "swimwear", "underwear", "partial", "nude"] = "covered"
    age: Literal["none", "adult", "minor", "unsure"] = "adult"
    sexual: Literal["no", "suggestive", "explicit"] = "no"


def marked(data: bytes, mark: Mark) -> bytes:
    """Answer the image with this mark, in its own format."""
    with Image.open(io.BytesIO(data)) as opened:
        kind, image = opened.format, opened.convert("RGB")
    draw, side = ImageDraw.Draw(image), image.width // _ROW
    codes = (EXPOSURES.index(mark.exposure), AGES.index(mark.age), SEXUAL.index(mark.sexual))
    colours = [_FIRST, *((_grey(code),) * 3 for code in codes)]
    for at, colour in enumerate(colours):
        draw.rectangle([at * side, 0, (at + 1) * side - 1, side - 1], fill=colour)
    written = io.BytesIO()
    image.save(written, format=kind, quality=95)
    return written.getvalue()


def read_mark(data: bytes) -> Mark | None:
    """Answer an image's mark, `None` where it has none."""
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    side = image.width / _ROW
    cells = [_colour(image, int((at + 0.5) * side), int(side / 2)) for at in range(4)]
    if any(abs(seen - drawn) > 60 for seen, drawn in zip(cells[0], _FIRST, strict=True)):
        return None
    codes = [round((sum(cell) / 3 - 20) / 40) for cell in cells[1:]]
    exposure, age, sexual = map(_of, (EXPOSURES, AGES, SEXUAL), codes)
    return Mark(exposure, age, sexual)  # type: ignore[arg-type]


def _grey(code: int) -> int:
    return 20 + 40 * code


def _of(words: Sequence[str], code: int) -> str:
    return words[max(0, min(len(words) - 1, code))]


def _colour(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue = image.getpixel((x, min(y, image.height - 1)))  # type: ignore[misc]
    return red, green, blue

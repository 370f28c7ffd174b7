"""Images as bytes: which kind they are, and what a form may carry."""

from collections.abc import Iterator, Sequence

from lexloci_edge.errors import TurnedAway
from lexloci_edge.forms import Part

IMAGE_LIMIT = 16
ANY_KIND = ("", "application/octet-stream")


def kind_of(data: bytes) -> str | None:
    """The media type that these bytes begin as: PNG, JPEG or WebP; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def form_images(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The image parts of an edit, under file names of our own.

    Raises: TurnedAway where there is none, `image` and `image[]` are mixed, one stands twice that
    may not, or one is not the image it says it is.
    """
    names = [part.name for part in parts]
    for name in ("image", "mask"):
        if names.count(name) > 1:
            raise TurnedAway(400, "ambiguous", name, "stands twice in the form")
    if "image" in names and "image[]" in names:
        raise TurnedAway(400, "ambiguous", "image", "stands beside `image[]`")
    images = len(names) - names.count("mask")
    if not 1 <= images <= IMAGE_LIMIT:
        raise TurnedAway(400, "bad-field", "image", f"one to {IMAGE_LIMIT} are needed")
    return tuple(_checked(parts))


def _checked(parts: Sequence[Part]) -> Iterator[Part]:
    for at, part in enumerate(parts):
        if part.filename is None:
            raise TurnedAway(
                400,
                "reference",
                part.name,
                "is not an image but text",
                "send the image itself as a file",
            )
        kind = kind_of(part.data)
        if kind is None or (part.kind not in ANY_KIND and part.kind != kind):
            raise TurnedAway(
                400, "bad-field", part.name, "is not the PNG, JPEG or WebP that it says it is"
            )
        yield Part(part.name, f"image-{at}.{kind[6:]}", kind, part.data)

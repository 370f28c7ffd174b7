"""Amazon Bedrock, InvokeModel: Nova Canvas and Titan Image Generator.

A task names what is done, its own member holds the words and pictures. The tasks that say nothing
in words (a variation without text, trying clothes on) are refused: nobody reads what they ask for.

https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html
https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from lexloci_edge.calls import Answering
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import number, text, word, wrong
from lexloci_edge.shapes.asked import Asked
from lexloci_edge.shapes.members import Reader, amount, each, members
from lexloci_edge.shapes.shape import Allowed, Body, Shape

_STYLES = (
    *("3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION", "GRAPHIC_NOVEL"),
    *("GRAPHIC_NOVEL_ILLUSTRATION", "MAXIMALISM", "MIDCENTURY_RETRO", "PHOTOREALISM"),
    "SOFT_DIGITAL_PAINTING",
)
_COLOUR = text(r"#[0-9A-Fa-f]{6}")

Task = Callable[[Asked], dict[str, Reader]]
"""The members of a task's own object."""


def _generation(asked: Asked) -> dict[str, Reader]:
    return {
        "text": asked.prompt,
        "negativeText": asked.negative,
        "conditionImage": asked.picture,
        "controlMode": word("CANNY_EDGE", "SEGMENTATION"),
        "controlStrength": amount(0, 1),
        "style": word(*_STYLES),
    }


def _variation(asked: Asked) -> dict[str, Reader]:
    return {
        "text": asked.prompt,
        "negativeText": asked.negative,
        "images": each(asked.picture, 5),
        "similarityStrength": amount(0.2, 1),
    }


def _coloured(asked: Asked) -> dict[str, Reader]:
    return {
        "text": asked.prompt,
        "negativeText": asked.negative,
        "referenceImage": asked.picture,
        "colors": each(_COLOUR, 10),
    }


def _painting(masked: str, alone: str | None) -> Task:
    """Painting in or around. masked: what words and the mask's words ask for together; alone: what
    the mask's ask for without others, where that is possible."""

    def known(asked: Asked) -> dict[str, Reader]:
        def mask_words(where: str, value: Any) -> str:
            mask: str = asked.prompt(where, value)
            before = "\n".join(asked.words[:-1])
            together = masked if before.strip() else alone or masked
            asked.words[:] = [together.format(mask=mask, words=before)]
            return mask

        return {
            "text": asked.prompt,
            "negativeText": asked.negative,
            "image": asked.picture,
            "maskImage": asked.mask,
            "maskPrompt": mask_words,
            "outPaintingMode": word("DEFAULT", "PRECISE"),
        }

    return known


def _background(asked: Asked) -> dict[str, Reader]:
    asked.words.append("remove the background")
    return {"image": asked.picture}


_TASKS: Final[Mapping[str, tuple[str, Task]]] = {
    "TEXT_IMAGE": ("textToImageParams", _generation),
    "IMAGE_VARIATION": ("imageVariationParams", _variation),
    "INPAINTING": (
        "inPaintingParams",
        _painting("replace the {mask} with {words}", "remove the {mask}"),
    ),
    "OUTPAINTING": (
        "outPaintingParams",
        _painting("{words}\nin place of everything but the {mask}", None),
    ),
    "COLOR_GUIDED_GENERATION": ("colorGuidedGenerationParams", _coloured),
    "BACKGROUND_REMOVAL": ("backgroundRemovalParams", _background),
}
_PICTURED: Final = ("IMAGE_VARIATION", "INPAINTING", "OUTPAINTING", "BACKGROUND_REMOVAL")
_OF_CANVAS_ALONE: Final = ("style",)


def _read(canvas: bool) -> Callable[[Mapping[str, Any], Asked, Allowed], Body]:
    def read(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
        task = sent.get("taskType")
        if task == "VIRTUAL_TRY_ON":
            raise TurnedAway(403, "no-words", "taskType", "says nothing in words")
        if not isinstance(task, str) or task not in _TASKS:
            raise wrong("taskType", "is not one of " + ", ".join(f"`{name}`" for name in _TASKS))
        name, known_of = _TASKS[task]
        inner = known_of(asked)
        if not canvas:
            inner = {key: one for key, one in inner.items() if key not in _OF_CANVAS_ALONE}
        if "outPaintingMode" in inner and task != "OUTPAINTING":
            del inner["outPaintingMode"]
        known: dict[str, Reader] = {
            "taskType": word(task),
            name: members(inner),
            "imageGenerationConfig": members(_config(canvas)),
        }
        tree = members(known, needed=(name,))("", sent)
        config = tree.get("imageGenerationConfig", {})
        size = f"{config.get('width', 1024)}x{config.get('height', 1024)}"
        n = int(config.get("numberOfImages", 1))
        return Body(tree, n=n, size=size, edits=task in _PICTURED)

    return read


def _config(canvas: bool) -> dict[str, Reader]:
    return {
        "numberOfImages": number(1, 5),
        "quality": word("standard", "premium"),
        "width": number(320, 4096),
        "height": number(320, 4096),
        "cfgScale": amount(1.1, 10),
        "seed": amount(0, 2_147_483_646),
    }


def _images(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = answer.get("images")
    return [{"b64_json": each} for each in found] if isinstance(found, list) else []


def _own(images: list[str], about: Mapping[str, Any]) -> dict[str, Any]:
    return {"images": images, "error": None}


def _own_of_stability(images: list[str], about: Mapping[str, Any]) -> dict[str, Any]:
    return {"seeds": [], "finish_reasons": [None] * len(images), "images": images}


IMAGES: Final = Answering(_images, _own)
STABILITY_IMAGES: Final = Answering(_images, _own_of_stability)
CANVAS: Final = Shape("bedrock-nova-canvas", _read(canvas=True), IMAGES)
TITAN: Final = Shape("bedrock-titan-image", _read(canvas=False), IMAGES)

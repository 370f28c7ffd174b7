"""Pictures of every page, for looking at them: `python -m lexloci_tools.console.picturing FOLDER`.

A local cloud with some calls in its ledger, and Chromium at three widths, light and dark. Two of
the pictures, made smaller, are the README's (`--chosen`).
"""

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lexloci_tools.console.answering import console
from lexloci_tools.console.local import local_desk
from lexloci_tools.serve.local_cloud import LocalCloud

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM: Final = "/usr/bin/chromium"
"""Debian's: no browser is fetched from anywhere."""
SCREENS: Final = ((360, 740), (1280, 800), (2560, 1440))
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
CALLS: Final = (
    ("GB-ENG", "photo of George Clooney in his underwear"),
    ("GB-ENG", "photo of George Clooney in swimming trunks"),
    ("GB-ENG", "a lighthouse at dawn"),
    ("US-CA", "photo of George Clooney in his underwear"),
    ("FR", "photo of George Clooney in his underwear"),
    ("ID", "photo of George Clooney in swimming trunks"),
    ("none", "photo of Emily Darlington in lingerie"),
    ("NL", "a castle on a hill, watercolour"),
)
"""Where a caller stands, and what is asked for: mild, and enough for every kind of verdict."""
PAGES: Final = {
    "world": "/console",
    "place": "/console/places/GB-ENG?subject=real&exposure=underwear&operation=generate",
    "ask": "/console/ask",
    "ledger": "/console/ledger",
    "decision": "/console/decisions/{decision}",
    "watch": "/console/watch",
    "calendar": "/console/calendar",
    "report": "/console/report?place=GB",
    "trouble": "/console/world?on=tomorrow",
}


@contextmanager
def running() -> Iterator[tuple[str, list[str]]]:
    """A console over a ledger with some sealed decisions: its address, and their ids."""
    with LocalCloud() as cloud, local_desk(cloud) as desk:
        front = cloud.front(own=console(desk))
        ids = [called(front.url, place, prompt) for place, prompt in CALLS]
        cloud.sealing.seal()
        yield front.url, ids


def called(url: str, place: str, prompt: str) -> str:
    """Send a call to the gate; answers its decision's id."""
    request = urllib.request.Request(
        f"{url}/v1/images/generations",
        json.dumps({"prompt": prompt}).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {place}",
            "X-Demo-Place": place,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(answer.headers["Lexloci-Decision"])
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.headers["Lexloci-Decision"])


def pictures(folder: Path, url: str, ids: list[str], browser: "Browser") -> None:
    """Every page at every width, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in SCREENS:
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            for name, path in PAGES.items():
                page.goto(url + path.format(decision=ids[0]))
                page.wait_for_load_state("networkidle")  # the browser's own check of a seal
                # Whole at a phone's width; elsewhere what is above the fold, and the rest once.
                whole = width == SCREENS[0][0] or (width == 1280 and scheme == "light")
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=whole)
            page.close()


def chosen(folder: Path, url: str, ids: list[str], browser: "Browser") -> None:
    """The README's two."""
    page = browser.new_page(viewport={"width": 1280, "height": 1010}, color_scheme="light")
    for name in ("world", "decision"):
        page.goto(url + PAGES[name].format(decision=ids[0]))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=52)
    page.close()


def main() -> None:
    """Make them."""
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1])
    with running() as (url, ids), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        pictures(folder, url, ids, browser)
        if "--chosen" in sys.argv:
            chosen(Path(__file__).with_name("pictures"), url, ids, browser)
        browser.close()


if __name__ == "__main__":
    main()

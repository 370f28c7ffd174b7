"""Pages from documents: templates that escape everything, and stop where something is missing."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from lexloci_tools.console.address import link
from lexloci_tools.console.tiles import grids
from lexloci_tools.console.verdicts import KINDS, STATUS

FOLDER = Path(__file__).parent
PAGES: Final = (
    ("world", "World"),
    ("ask", "Ask"),
    ("ledger", "Ledger"),
    ("watch", "Watch"),
    ("calendar", "Calendar"),
    ("report", "Report"),
)
FILES: Final[Mapping[str, str]] = {
    "console.css": "text/css; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
    "slider.js": "text/javascript; charset=utf-8",
    "tiles.js": "text/javascript; charset=utf-8",
    "proof.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


@cache
def templates() -> jinja2.Environment:
    """The templates. Everything is escaped; nothing may be missing."""
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    world.filters |= {
        "day": day,
        "short": short,
        "number": number,
        "plain": _plain,
        "percent": _percent,
        "prose": prose,
    }
    world.globals |= {
        "pages": PAGES,
        "kinds": KINDS,
        "statuses": STATUS,
        "grids": grids(),
        "link": link,
        "is_link": is_link,
    }
    return world


def rendered(name: str, **told: Any) -> bytes:
    """A page. Raises: jinja2's errors where a template and its document do not fit."""
    page = templates().get_template(f"{name}.html.j2").render(**told)
    return page.encode("utf-8", "xmlcharrefreplace")


@cache
def file(name: str) -> bytes:
    """One of `FILES`."""
    return (FOLDER / "static" / name).read_bytes()


def day(text: str) -> str:
    """A day as people write it: 6 February 2026; what is no day stays as it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {found:%B %Y}"


def short(digest: str) -> str:
    """A digest cut to what tells it from others."""
    return digest.removeprefix("sha256:")[:12]


def number(value: float | None) -> str:
    """A number with its thousands apart; nothing for none."""
    return "–" if value is None else f"{value:,}"


def prose(text: str) -> Markup:
    """A sentence, with what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))


def is_link(text: str | None) -> bool:
    """Whether a source may be a link: an address of the web, and no other scheme."""
    return bool(text) and str(text).startswith(("https://", "http://"))


def _percent(value: float, whole: float) -> str:
    """A length in a drawing as its part of a whole."""
    return f"{100 * value / whole:.2f}%"


def _plain(value: float) -> str:
    """A length in a drawing: one digit behind the point, no zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".")

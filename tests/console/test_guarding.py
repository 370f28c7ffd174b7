"""Who is let in, and what every answer forbids a browser."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from tests.console.conftest import CASES, HOST, Get

from lexloci_edge.records import Record
from lexloci_tools.console.answering import BELOW, WHOLE, ours
from lexloci_tools.console.guarding import HEADERS
from lexloci_tools.console.rendering import FILES

PAGES = [path for path in WHOLE if path != "/console"]


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:9000"])
def test_names_of_this_machine_are_let_in(get: Get, host: str) -> None:
    """Loopback, by any of its names and any port: a tunnel's port is another one."""
    assert get("/console", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "127.0.0.1@evil.example",
        "127.0.0.1:8080:80",
        "127.0.0.1:x",
        "",
        "192.168.0.2:8080",
        "[::1].evil.example",
    ],
)
def test_a_rebound_name_is_turned_away(get: Get, host: str) -> None:
    """A name that points here for a moment is no name of this machine (DNS rebinding)."""
    reply = get("/console/ledger.json", Host=host)
    assert reply.status == 403
    assert b"decisions" not in reply.body


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", f"https://{HOST}"]
)
def test_another_pages_origin_is_turned_away(get: Get, origin: str) -> None:
    """A script or a form of another page, another port's too, gets nothing."""
    assert get("/console/ledger.json", Origin=origin).status == 403
    assert get("/console/ask", "POST", Origin=origin).status == 403
    assert get("/console/ask", Origin=f"http://{HOST}").status == 200


def test_what_browsers_say_of_another_site_counts(get: Get) -> None:
    """Followed links are let in; what another site embeds or fetches is not."""
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert get("/console", **link, Sec_Fetch_Dest="document").status == 200
    assert get("/console", **link, Sec_Fetch_Dest="iframe").status == 403
    for site in ("cross-site", "same-site"):
        assert get("/console", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors").status == 403
    assert get("/console", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_there_is_nothing_to_change(get: Get, method: str) -> None:
    """Every method but GET and HEAD is refused, from our own pages too."""
    reply = get("/console/ledger", method, Origin=f"http://{HOST}")
    assert (reply.status, reply.header("Allow")) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "address",
    [*PAGES, "/console", "/console/world.json", "/console/nothing", "/console/static/console.css"],
)
def test_every_answer_is_strict(get: Get, address: str) -> None:
    """The policy, no cookie, no cache, no sniffing, no frame; on pages, data, files and errors."""
    reply = get(address)
    names = {name.lower() for name, _ in reply.headers}
    assert {name.lower() for name in HEADERS} <= names
    assert "set-cookie" not in names
    policy = reply.header("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:|data:", policy)


@pytest.mark.parametrize("address", [*PAGES, "/console", "/console/places/GB-ENG", "/console/x"])
def test_no_page_holds_script_or_style_of_its_own(get: Get, address: str) -> None:
    """Scripts and styles are files of ours; nothing stands inline, nothing comes from elsewhere."""
    tags = _tags(get(address).body.decode())
    for tag, attributes in tags:
        assert tag not in ("style", "base", "iframe", "object", "embed")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("src", "action", "formaction"):
            assert str(attributes.get(name) or "/console").startswith("/console")
        if tag in ("link", "script"):
            assert str(attributes.get("href") or attributes["src"]).startswith("/console/static/")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


def _tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize("hostile", CASES)
@pytest.mark.parametrize(
    "address",
    [
        "/console/ask?prompt={}",
        "/console/ask?prompt=x&headers={}",
        "/console/ask?prompt=x&place={}",
        "/console/ledger?account={}",
        "/console/ledger?rule={}",
        "/console/world?subject={}",
        "/console/world?place={}&house={}",
        "/console/places/{}",
        "/console/decisions/{}",
        "/console/report?place={}&month={}",
        "/console/{}",
    ],
)
def test_what_is_typed_is_only_ever_text(get: Get, address: str, hostile: str) -> None:
    """Hostile prompts and names become no tag, no attribute and no link, on any page."""
    page = get(address.replace("{}", quote(hostile, safe=""))).body.decode()
    for tag, attributes in _tags(page):
        assert tag not in ("img", "iframe", "svg/onload")
        assert not [name for name in attributes if name.startswith("on")]
        assert "javascript:" not in str(attributes.get("href", ""))[:20].lower()
        assert tag != "script" or str(attributes["src"]).startswith("/console/static/")
        assert "autofocus" not in attributes
    assert "49 " not in page or "7 * 7" not in hostile


def test_what_the_ledger_holds_is_only_ever_text(get: Get, ledger, book) -> None:
    """A record that somebody altered to hold tags shows them as text."""
    id, kept = next(iter(ledger.kept.items()))
    for hostile in CASES:
        changed = kept.record.model_copy(
            update={
                "account": hostile,
                "surface": hostile,
                "places": (hostile,),
                "region": hostile,
                "turned_away": None,
                "because": hostile,
                "at": f"2026-11-24{hostile}",
                "house": hostile,
                "rulebook": book.digest,
                "evidence": (hostile,),
            }
        )
        ledger.kept[id] = type(kept)(Record(**dict(changed)), changed.written(), None, "")
        for address in ("/console/ledger", f"/console/decisions/{id}", "/console/watch"):
            reply = get(address)
            assert reply.status == 200, reply.body
            tags = _tags(reply.body.decode())
            assert not [tag for tag, _ in tags if tag in ("img", "iframe")]
            assert not [each for _, each in tags if any(name.startswith("on") for name in each)]


@pytest.mark.parametrize(
    "name", ["../answering.py", "..%2f..%2fkeys.py", "console.css/../../x", "", "tiles.txt"]
)
def test_only_our_own_files_are_served(get: Get, name: str) -> None:
    """A fixed list of names, and no path."""
    assert get(f"/console/static/{name}").status == 404
    assert all(get(f"/console/static/{each}").status == 200 for each in FILES)


def test_only_the_consoles_paths_are_taken() -> None:
    """The gate keeps its own routes, and whatever only begins like ours."""
    assert all(map(ours, (*WHOLE, *(f"{each}/x" for each in BELOW), "/console.json")))
    assert not any(
        map(ours, ("/", "/v1/images/generations", "/consoles", "/v1/console", "/Console"))
    )

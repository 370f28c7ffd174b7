"""The console in a real browser: by mouse, by keyboard, without scripts, and heard by axe."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lexloci_tools.console.picturing import CHROMIUM, PAGES, called, running

AXE = Path(__file__).parents[2] / ".cache" / "axe" / "axe.min.js"

if shutil.which(CHROMIUM) is None:
    pytest.skip(f"no {CHROMIUM} here (apt-get install chromium)", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")


@pytest.fixture(scope="module")
def console() -> Iterator[tuple[str, list[str]]]:
    """A local cloud with some sealed decisions: the address, and the decisions' ids."""
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    with sync_api.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM)
        yield made
        made.close()


class Heard:
    """What a page let out: errors of its console, and requests that left its origin."""

    def __init__(self, page: Any, url: str) -> None:
        self.errors: list[str] = []
        self.left: list[str] = []
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request",
            lambda sent: sent.url.startswith(f"{url}/console") or self.left.append(sent.url),
        )


@pytest.fixture
def page(browser: Any, console: tuple[str, list[str]]) -> Iterator[Any]:
    """A fresh page on the console, that must stay quiet and at home."""
    context = browser.new_context(base_url=console[0], viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    made = context.new_page()
    heard = Heard(made, console[0])
    yield made
    context.close()
    assert (heard.errors, heard.left) == ([], [])


def _word(page: Any) -> Any:
    return page.locator("#answer .word .chip")


def _chip(page: Any, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def test_the_story_by_clicking(page: Any) -> None:
    """From nothing known to a real adult, photographed in underwear, in England: refused by law."""
    page.goto("/console/world?on=2026-11-24&place=GB-ENG")
    sync_api.expect(_word(page)).to_have_text("Uncertain, so refused")
    for name, value in (
        ("operation", "generate"),
        ("subject", "real"),
        ("age", "adult"),
        ("exposure", "underwear"),
        ("sexual", "no"),
        ("likeness", "photographic"),
    ):
        _chip(page, name, value)
    sync_api.expect(_word(page)).to_have_text("Refused by law")
    sync_api.expect(page.locator("#answer .law").first).to_contain_text("Sexual Offences Act 2003")
    assert "exposure=underwear" in page.url
    _chip(page, "exposure", "swimwear")
    page.locator('input[name="exposure"][value="underwear"]').uncheck()
    sync_api.expect(_word(page)).to_have_text("Refused by house rule")
    page.locator('input[name="subject"][value="real"]').uncheck()
    _chip(page, "subject", "fictional")
    sync_api.expect(_word(page)).to_have_text("Allowed")
    # A click on a place shows its pack; the question comes along.
    page.locator('#map a[aria-label*="England"]').click()
    sync_api.expect(page.get_by_role("heading", name="United Kingdom gb")).to_be_visible()
    sync_api.expect(_word_of_place(page)).to_have_text("Allowed")


def _word_of_place(page: Any) -> Any:
    return page.locator(".answer .word .chip")


def test_a_day_moved_over_two_laws_beginnings(page: Any) -> None:
    """The slider steps from law to law; the map changes on 2026-02-06 and on 2026-12-02."""
    page.goto("/console")
    slider, england = page.locator("#slider"), page.locator('#map a[aria-label*="England"]')
    sync_api.expect(england).to_have_class("k-law")
    _to(page, "2026-02-06")
    sync_api.expect(england).to_have_class("k-law")
    slider.press("ArrowLeft")
    sync_api.expect(england).to_have_class("k-house")
    sync_api.expect(page).not_to_have_url("on=2026-02-06")
    slider.press("ArrowRight")
    sync_api.expect(england).to_have_class("k-law")
    # The Union's prohibition, without house rules and in a word that it knows.
    page.locator('select[name="house"]').select_option(index=1)
    _chip(page, "exposure", "nude")
    page.locator('input[name="exposure"][value="underwear"]').uncheck()
    austria = page.locator('#map a[aria-label*="Austria"]')
    _to(page, "2026-12-01")
    before = austria.get_attribute("class")
    slider.press("ArrowRight")
    sync_api.expect(page.locator("#on")).to_have_value("2026-12-02")
    sync_api.expect(page.locator("#notch")).to_contain_text("European Union")
    sync_api.expect(austria).to_have_class("k-law")
    assert before == "k-house"
    assert slider.get_attribute("aria-valuetext") == "2 December 2026"


def _to(page: Any, day: str) -> None:
    page.locator("#on").fill(day)
    page.locator("#on").dispatch_event("change")
    page.wait_for_url(f"**on={day}**")


def test_a_settler_pressed(page: Any) -> None:
    """Ask: consent on record is what would change it; pressed, it does."""
    page.goto("/console/ask")
    sync_api.expect(_word(page)).to_have_text("Refused by law")
    page.locator("[data-settler]", has_text="verified").click()
    sync_api.expect(_word(page)).to_have_text("Allowed")
    assert "consent=verified" in page.url
    page.locator("textarea[name=prompt]").fill("a lighthouse at dawn")
    page.get_by_role("button", name="Ask").click()
    sync_api.expect(_word(page)).to_have_text("Allowed")


def test_a_decision_opened_and_its_proof_verified_here(page: Any, console: Any) -> None:
    """From the list to the decision; leaf, path and signature checked by this browser; another key
    does not hold."""
    page.goto("/console/ledger?kind=law&place=GB-ENG")
    page.locator("tbody a").first.click()
    box = page.locator("[data-proof]").first
    sync_api.expect(box).to_have_attribute("data-holds", "true")
    sync_api.expect(box.locator(".good")).to_have_count(3)
    key = page.locator(".key code").inner_text()
    name, id, rest = key.split("+", 2)
    page.locator("#key").fill(f"{name}+{id}+{rest[:-3]}AA=")
    page.locator("#key").press("Tab")
    sync_api.expect(box).to_have_attribute("data-holds", "false")
    page.locator("#key").fill(key)
    page.locator("#key").press("Tab")
    sync_api.expect(box).to_have_attribute("data-holds", "true")


def _altered(change: Callable[[Any], None], route: Any) -> None:
    told = route.fetch().json()
    change(told["sealed"]["proofs"][0])
    route.fulfill(json=told)


def test_an_altered_proof_does_not_hold_here(page: Any, console: Any) -> None:
    """A record, a path or a root changed by one bit on its way is found by the browser alone."""
    id = console[1][0]
    for change in (
        lambda proof: proof.update(text=proof["text"].replace("refuse", "refusE")),
        lambda proof: proof.update(path=[*proof["path"][:-1], proof["leaf_hash"]]),
        lambda proof: proof.update(leaf=proof["leaf"] ^ 1),
        lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("\n10\n", "\n11\n")),
    ):
        page.route("**/*.json", partial(_altered, change))
        page.goto(f"/console/decisions/{id}")
        box = page.locator("[data-proof]").first
        sync_api.expect(box).to_have_attribute("data-holds", "false")
        page.unroute_all()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_serious_on_any_page(
    browser: Any, console: Any, scheme: str, width: int
) -> None:
    """Every page, with all that opens: no serious violation, no error, no request elsewhere."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here (make axe)")
    url, ids = console
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    heard, found = Heard(page, url), list[str]()
    for name, path in PAGES.items():
        expected = 400 if name == "trouble" else 200
        assert page.goto(url + path.format(decision=ids[0])).status == expected
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found += [
            f"{name}: {each['id']} {each['nodes'][0]['html'][:120]}"
            for each in told["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    context.close()
    assert found == []
    errors = [each for each in heard.errors if "400 (Bad Request)" not in each]
    assert (errors, heard.left) == ([], [])


@pytest.mark.parametrize("width", [360, 768, 2560, 3840])
def test_nothing_runs_out_of_the_page(browser: Any, console: Any, width: int) -> None:
    """From a phone to 4K no page is wider than its window."""
    url, ids = console
    page = browser.new_page(viewport={"width": width, "height": 900})
    wide = []
    for name, path in PAGES.items():
        page.goto(url + path.format(decision=ids[0]))
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            wide.append(name)
    page.close()
    assert wide == []


def test_by_keyboard_alone(page: Any) -> None:
    """The first stop leads past the navigation; arrows walk the map; Enter opens a place."""
    page.goto("/console")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator('#map .grid-world a[tabindex="0"]').focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        before = page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") != before
    stops = page.locator('#map .grid-world a[tabindex="0"]').count()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/places/**")
    assert stops == 1


def test_without_scripts_every_form_still_answers(browser: Any, console: Any) -> None:
    """Buttons and addresses do what the scripts only save."""
    context = browser.new_context(base_url=console[0], java_script_enabled=False)
    page = context.new_page()
    page.goto("/console/world?on=2026-11-24&place=GB-ENG")
    for name, value in (("subject", "none"), ("age", "adult"), ("exposure", "covered")):
        page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)
    page.get_by_role("button", name="Judge").click()
    assert page.locator("#answer").inner_text().count("exposure") == 0
    assert "subject=none" in page.url
    page.goto("/console/ledger")
    page.locator('select[name="kind"]').select_option("law")
    page.get_by_role("button", name="Look").click()
    assert page.locator("tbody tr").count() == 2
    context.close()


def test_the_list_follows_the_gate_and_says_when_it_cannot(browser: Any, console: Any) -> None:
    """A new decision comes by itself; when nothing answers, the page says so and keeps what it
    has."""
    page = browser.new_page(base_url=console[0])
    page.goto("/console/ledger")
    rows, trouble = page.locator("tbody tr"), page.locator("#trouble")
    count = rows.count()
    called(console[0], "GB-ENG", "a lighthouse at dawn")
    sync_api.expect(rows).to_have_count(count + 1)
    page.route(
        "**/console/ledger*", lambda route: route.fulfill(status=503, body="<main>no</main>")
    )
    sync_api.expect(trouble).to_be_visible()
    assert rows.count() == count + 1
    page.unroute_all()
    sync_api.expect(trouble).to_be_hidden()
    live = page.get_by_role("button", name="Live")
    live.click()
    sync_api.expect(live).to_have_attribute("aria-pressed", "false")
    page.close()

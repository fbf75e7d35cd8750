"""The look, in a real browser: accessible to tools, readable on any screen, printable."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from labelflow.app import create_app
from labelflow.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.databases import Databases

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PAGES = ("/style-guide", "/accessibilite", "/donnees-personnelles", "/mentions-legales", "/aide", "/nulle-part")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.one_database,
]


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("instance")
    url = databases.fresh("sqlite")
    server = make_server("127.0.0.1", 0, create_app(Settings(home=home, database_url=url, demo=True)), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    assert site
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - same

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_shell(chromium: Browser, site: str, theme: str) -> None:
    page = chromium.new_page(color_scheme=theme)

    found = {}
    for path in PAGES:
        page.goto(site + path)
        found[path] = violations(page)

    page.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_form_full_of_errors(chromium: Browser, site: str, theme: str) -> None:
    page = chromium.new_page(color_scheme=theme)
    page.goto(f"{site}/style-guide")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    assert page.locator("#erreurs li").count() > 5
    found = violations(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_wider_than_the_screen(chromium: Browser, site: str, width: int) -> None:
    """320 px, and what 200 % of zoom leaves of an ordinary screen."""
    page = chromium.new_page(viewport={"width": width, "height": 800})

    wider = {}
    for path in PAGES:
        page.goto(site + path)
        wider[path] = page.evaluate("document.documentElement.scrollWidth") - width

    page.close()
    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}


def test_every_target_is_large_enough_for_a_finger(chromium: Browser, site: str) -> None:
    """24 px at least (WCAG 2.5.8); links within a sentence are exempt."""
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{site}/style-guide")
    small = page.eval_on_selector_all(
        "button, summary, input:not([type=hidden]), select, textarea, nav a, .cards a, .footer a, .button",
        """all => all.filter(one => {
            const box = one.getBoundingClientRect();
            return box.height > 0 && (box.height < 23.5 || box.width < 23.5);
        }).map(one => one.outerHTML)""",
    )

    page.close()
    assert small == []


def test_an_error_leads_the_keyboard_to_its_field(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/style-guide")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Indiquez la date de création.").press("Enter")

    focused = page.evaluate("document.activeElement.id || location.hash")
    page.close()
    assert focused in {"founded_on-day", "#founded_on-day"}


def test_the_focus_is_always_visible(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/style-guide")

    unseen = []
    for _stop in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth]; })()"
        )
        if style[1] != "solid" or style[2] == "0px":
            unseen.append(style)

    page.close()
    assert unseen == []


def test_pages_ask_no_other_site_and_run_no_script(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/style-guide", wait_until="networkidle")

    page.close()
    assert {url for url in asked if not url.startswith(site)} == set()
    assert len([url for url in asked if url.endswith(".css")]) == 1
    assert complaints == []

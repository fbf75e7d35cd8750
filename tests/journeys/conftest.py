"""A real browser, and a site for each journey."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.sights import Sights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.databases import Databases
    from tests.journeys.person import Person
    from tests.journeys.site import Site

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Not for the whole run: its event loop stays in this thread, where Flask cannot live with it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[Site]:
    """On SQLite, unless the test asks for `database_url`."""
    from labelflow import clock  # noqa: PLC0415 - only with a browser
    from tests.journeys.site import running  # noqa: PLC0415 - same

    home = tmp_path / "instance"
    home.mkdir()
    asked = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if asked else databases.fresh("sqlite")
    with running(home, url) as made:
        yield made
    clock.shift(timedelta(0))


@pytest.fixture
def sights() -> Sights:
    return Sights()


@pytest.fixture
def visit(site: Site, chromium: Browser, sights: Sights) -> Iterator[Callable[..., Person]]:
    """Give somebody of the world (or a newcomer, by their address) a browser of their own."""
    from tests.journeys.person import Person  # noqa: PLC0415 - only with a browser

    there: list[Person] = []

    def come(key: str = "", *, email: str = "") -> Person:
        address = email or (site.address_of(key) if key else "")
        there.append(Person(site, chromium, address, sights))
        return there[-1]

    yield come
    for person in there:
        person.leave()

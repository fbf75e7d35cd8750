"""Pictures of pages, as people see them: three widths, light and dark.

`make shots`, or
    scripts/shots.py /aide /style-guide --widths 320 1280 --themes light

Without LABELFLOW_HOME the pages are those of an empty instance in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from labelflow.app import create_app
from labelflow.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (
    "/",
    "/annuaire",
    "/verifier",
    "/connexion",
    "/style-guide",
    "/accessibilite",
    "/donnees-personnelles",
    "/aide",
)
OUTPUT = Path("build/shots")


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The application on a free port, in a thread."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def shoot(browser: Browser, base: str, options: argparse.Namespace) -> None:
    options.output.mkdir(parents=True, exist_ok=True)
    for width in options.widths:
        for theme in options.themes:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, locale="fr-FR")
            page = context.new_page()
            if options.sign_in:
                page.goto(options.sign_in)
                page.get_by_role("main").get_by_role("button").first.click()
            for path in options.pages:
                page.goto(base + path)
                name = path.strip("/").replace("/", "-") or "accueil"
                file = options.output / f"{name}-{width}-{theme}.png"
                page.screenshot(path=file, full_page=True)
                overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                print(file, f"déborde de {overflow} px" if overflow > 0 else "")
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--widths", nargs="+", type=int, default=[320, 390, 1280])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--sign-in", help="a sign-in link of the demonstration, opened first")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("LABELFLOW_HOME", folder))
        with served(Settings(home=home, demo=True)) as base, sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            shoot(browser, base, options)
            browser.close()


if __name__ == "__main__":
    sys.exit(main())

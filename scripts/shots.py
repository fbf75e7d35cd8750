"""Pictures of pages, as people see them: on a phone and on a desk, light and dark, as each part sees them.

`make shots`, or
    scripts/shots.py /aide /style-guide --widths 320 1280 --themes light
    LABELFLOW_HOME=instance scripts/shots.py --parts Coordination --pages-each 20

The pages are those of the demonstration in LABELFLOW_HOME (`make demo` makes one): those that anybody may
open, then for each of its doors the pages that links lead to, one of each kind. Without a demonstration,
only the former, on an empty instance.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
import tempfile
import threading
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.demo.instance import Door, doors, is_demo

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
    "/donnees-ouvertes/",
    "/integrer",
)
OUTPUT = Path("build/shots")
WORDS = "candidatures|coordination|affectations|deconnexions"
OURS = re.compile(rf"(?<=/)(?!{WORDS})[0-9a-z]{{12}}(?=/|$)|(?<=/)[A-Z]+-[0-9-]+")
"""What names one thing in an address: pages that differ by it only are of one kind."""
ELSEWHERE = ("/documents/", "/pieces/", "/annuaire", "/verifier", "/label/", "/v/")
"""Files, and what anybody may open."""
LEADS = "header a[href^='/'], main a[href^='/']:not([download])"


@contextmanager
def served(home: Path) -> Iterator[tuple[str, list[Door]]]:
    """The instance on a free port, in a thread: its address, and the doors of a demonstration."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        port = free.getsockname()[1]
        settings = Settings(home=home, demo=True, base_url=f"http://127.0.0.1:{port}")
        app = create_app(settings)
        found: list[Door] = []
        if is_demo(home):
            with app.app_context():
                found = doors(settings)
                db.session.close()
        server = make_server("127.0.0.1", port, app, threaded=True, fd=free.fileno())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield settings.base_url, found
        server.shutdown()


def shoot(page: Page, folder: Path, options: argparse.Namespace) -> None:
    """The page that is open, in each width and theme."""
    folder.mkdir(parents=True, exist_ok=True)
    name = OURS.sub("", urlsplit(page.url).path).strip("/").replace("//", "/").replace("/", "-") or "accueil"
    for width in options.widths:
        for theme in options.themes:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            file = folder / f"{name}-{width}-{theme}.png"
            page.screenshot(path=file, full_page=True)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            print(file, f"déborde de {overflow} px" if overflow > 0 else "")


def shoot_public(browser: Browser, base: str, options: argparse.Namespace) -> None:
    page = browser.new_page(locale="fr-FR")
    for path in options.pages:
        page.goto(base + path)
        shoot(page, options.output, options)
    page.close()


def shoot_part(browser: Browser, base: str, door: Door, options: argparse.Namespace) -> None:
    """What one person finds from their own space, one page of each kind."""
    folder = options.output / re.sub(r"\W+", "-", door.part.lower()).strip("-")
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(door.link)
    page.get_by_role("main").get_by_role("button").first.click()
    waiting, kinds = deque(["/mon-espace"]), {"/", "/mon-espace"}
    for _page in range(options.pages_each):
        if not waiting:
            break
        answer = page.goto(base + waiting.popleft())
        if answer and answer.headers.get("content-type", "").startswith("text/html"):
            shoot(page, folder, options)
            for href in page.eval_on_selector_all(LEADS, "all => all.map(one => one.getAttribute('href'))"):
                path = href.partition("#")[0]
                kind = OURS.sub("…", path.partition("?")[0])
                if kind not in kinds and not path.startswith(ELSEWHERE):
                    kinds.add(kind)
                    waiting.append(path)
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", help="only these, as anybody sees them")
    parser.add_argument("--widths", nargs="+", type=int, default=[390, 1280])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light"])
    parser.add_argument("--parts", nargs="*", help="only the doors whose name begins so")
    parser.add_argument("--pages-each", type=int, default=15, help="pages of each part")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    everything = not options.pages
    options.pages = options.pages or PAGES
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("LABELFLOW_HOME", "instance")).absolute()
        with served(home if is_demo(home) else Path(folder)) as (base, found), sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            if not options.parts:
                shoot_public(browser, base, options)
            for door in found if everything else ():
                if not options.parts or door.part.startswith(tuple(options.parts)):
                    shoot_part(browser, base, door, options)
            browser.close()


if __name__ == "__main__":
    sys.exit(main())

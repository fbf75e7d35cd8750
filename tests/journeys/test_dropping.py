"""A file is dropped on the frame of the page that verifies: the browser does it, with scripts and without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.journeys.site import Site

PHONE = {"width": 320, "height": 640}


def drop(page: Page, file: Path) -> None:
    """What the browser does when a person lets go of a file above the field."""
    box = page.locator(".drop input[type=file]").bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    held = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **at, "data": held})


@pytest.mark.parametrize("scripts", [True, False])
def test_a_dropped_file_is_verified_with_scripts_and_without(
    site: Site, chromium: Browser, tmp_path: Path, scripts: bool
) -> None:
    file = tmp_path / "attestation-recue.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    context = chromium.new_context(java_script_enabled=scripts, viewport=PHONE, base_url=site.base)
    page = context.new_page()
    page.goto("/verifier")
    page.locator(".drop").scroll_into_view_if_needed()

    drop(page, file)
    page.get_by_role("button", name="Vérifier le fichier").click()

    told = page.locator("main").inner_text()
    context.close()
    assert "Fichier non reconnu" in told
    assert "Détails du fichier" in told

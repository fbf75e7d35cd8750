"""Makes a template of a certificate, and proves that only its slots move.

WeasyPrint lays out the certificate at hand; its objects are taken as they are, with holes where the
slots are. Then other texts are laid out by WeasyPrint and filled in by the template: each object must
be the same to the byte, or there is no template.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from labelflow.issuing.compiled import probes
from labelflow.issuing.compiled.alphabet import tier_of
from labelflow.issuing.compiled.cutting import Cutting, agrees
from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.watching import Watch
from labelflow.issuing.fonts import font_folders

if TYPE_CHECKING:
    from pathlib import Path

    from labelflow.issuing.compiled.sheet import Page
    from labelflow.issuing.compiled.template import Template
    from labelflow.issuing.typesetting import Press


def compiled(press: Press, page: Page, design: Path) -> Template | None:
    """The template of a certificate's page; None when it does not fit on one. Raises Unsettable."""
    files, tier = files_of(design), tier_of(page.sheet.texts)
    watch = _watched(press, page, Watch(files, tier))
    if watch is None:
        return None
    template = Cutting(watch, page).template()
    for probe in probes.of(page, watch.slots):
        other = _watched(press, probe, Watch(files, tier))
        if other is None or not agrees(template, watch, other, probe):
            raise Unsettable("more than the slots moves")
    return template


def files_of(design: Path) -> dict[str, Path]:
    """Every font that a design may use, under its fingerprint."""
    folders = (design / "fonts", *font_folders())
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.[ot]tf"))]
    return {sha256(path.read_bytes()).hexdigest(): path for path in found}


def _watched(press: Press, page: Page, watch: Watch) -> Watch | None:
    if press.pdf(page.html(), single_page=True, enclosed=page.enclosed, watcher=watch) is None:
        return None
    if watch.fault:
        raise Unsettable(watch.fault)
    return watch

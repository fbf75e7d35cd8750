"""Where an instance keeps its templates, and how a certificate is issued from one.

A template stands under the fingerprint of everything that its certificates share: their words, the
design, its fonts, the programs that laid it out. Nothing on the shelf is worth a backup: what is lost
is compiled again, to the same bytes.
"""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Final

from labelflow import __version__
from labelflow.issuing.compiled import kept, shaping
from labelflow.issuing.compiled.alphabet import tier_of
from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.template import Filling, Template
from labelflow.issuing.fonts import font_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from labelflow.issuing.compiled.sheet import Page
    from labelflow.issuing.typesetting import Press

_FORMAT: Final = 2
_MOST: Final = 300
"""Files on a shelf; the ones used longest ago go first."""
_PATIENCE: Final = 3
"""Times that a template is tried in vain before a process takes the plain path at once."""
_VERSION: Final = re.compile(r"^(?:__version__|VERSION)[^\n]*'([\w.]+)'", re.MULTILINE)
_FONT: Final = re.compile(r"fonts/([\w.-]+\.[ot]tf)")
_TOO_LONG: Final = "more than a page"
_SHOWN: Final = {".css", ".svg", ".png", ".jpg", ".otf", ".ttf"}
_ONE_AT_A_TIME: Final = Lock()
_in_vain: dict[str, int] = {}


class TooLong(Exception):
    """A certificate that takes more than one page."""


class Shelf:
    """The templates in a folder, for one design."""

    def __init__(self, folder: Path, design: Path, press: Callable[[], Press]) -> None:
        self._folder = folder
        self._design = design
        self._press = press

    def issued(self, page: Page) -> bytes:
        """The certificate, from its template, which is made first if need be. Raises TooLong, Unsettable."""
        with _ONE_AT_A_TIME:
            key = self._key(page)
            plan = self._read(key)
            if not isinstance(plan, Template):
                plan = self._first(key, page)
            filling = Filling.of(page, plan.slots)
            template = self._read(f"{key}-{filling.shape}")
            if template is None:
                template = self._compiled(page)
                self._keep(f"{key}-{filling.shape}", template)
            if isinstance(template, str):
                raise TooLong if template == _TOO_LONG else Unsettable(template)
            return template.filled(filling)

    def _first(self, key: str, page: Page) -> Template:
        """The first template of a page, by which others know the shape that they need."""
        if _in_vain.get(key, 0) >= _PATIENCE:
            raise Unsettable("a page that no template fits")
        template = self._compiled(page)
        if isinstance(template, str):
            _in_vain[key] = _in_vain.get(key, 0) + 1
            raise TooLong if template == _TOO_LONG else Unsettable(template)
        self._keep(key, template)
        self._keep(f"{key}-{Filling.of(page, template.slots).shape}", template)
        return template

    def _compiled(self, page: Page) -> Template | str:
        """A new template, or why there is none."""
        from labelflow.issuing.compiled.compiler import compiled  # noqa: PLC0415 - imports WeasyPrint

        try:
            return compiled(self._press(), page, self._design) or _TOO_LONG
        except Unsettable as reason:
            return str(reason)

    def _key(self, page: Page) -> str:
        sheet, enclosed = page.sheet, page.enclosed
        shared = [
            *_makers(),
            _digest_of(self._design, _stamps(self._design)),
            tier_of(sheet.texts),
            *sheet.kinds,
            *sheet.shared,
            page.seal,
            *((enclosed.name, enclosed.description) if enclosed else ()),
        ]
        return sha256(json.dumps(shared).encode()).hexdigest()[:32]

    def _read(self, name: str) -> Template | str | None:
        path = self._folder / f"{name}.json"
        try:
            return _loaded(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, name: str, template: Template | str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(template) if isinstance(template, str) else kept.dumped(template)
        with NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(self._folder / f"{name}.json")
        found = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in found[:-_MOST]:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=64)
def _loaded(path: Path, _stamp: int) -> Template | str:
    text = path.read_text(encoding="utf-8")
    return str(json.loads(text)) if text.startswith('"') else kept.loaded(text)


@lru_cache(maxsize=1)
def _makers() -> tuple[str, ...]:
    """The programs that decide what a template is. Raises Unsettable where one is missing."""
    try:
        return str(_FORMAT), __version__, _weasyprint(), shaping.version()
    except shaping.NoShaper as reason:
        raise Unsettable(str(reason)) from reason


def _weasyprint() -> str:
    """The version of WeasyPrint, found without importing it, nor what reads the metadata of packages (40 ms)."""
    spec = find_spec("weasyprint")
    found = _VERSION.search(Path(spec.origin).read_text(encoding="utf-8")) if spec and spec.origin else None
    if found is None:
        raise Unsettable("no WeasyPrint")
    return found[1]


def _files(design: Path) -> Iterator[Path]:
    """What a page of a design may show besides its own words."""
    for path in sorted(design.rglob("*")):
        if path.suffix in _SHOWN:
            yield path
        if path.suffix == ".css":
            names = sorted(set(_FONT.findall(path.read_text(encoding="utf-8"))))
            yield from (font for name in names for font in (font_file(design, name),) if font)


def _stamps(design: Path) -> tuple[tuple[str, int], ...]:
    return tuple((entry.path, entry.stat().st_mtime_ns) for entry in sorted(_entries(design), key=lambda one: one.path))


@lru_cache(maxsize=8)
def _digest_of(design: Path, _stamps: tuple[tuple[str, int], ...]) -> str:
    digest = sha256()
    for path in _files(design):
        digest.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _entries(Path(entry.path))
        else:
            yield entry

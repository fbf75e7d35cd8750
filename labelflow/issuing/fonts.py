"""Where the fonts of documents are: in the design's own folder, else in the packages that are installed for them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_FONT_PACKAGES: Final = ("font_source_serif_pro", "font_source_sans_pro")


@cache
def font_folders() -> tuple[Path, ...]:
    """Folders of the font files, found without importing the packages."""
    specs = (find_spec(name) for name in _FONT_PACKAGES)
    return tuple(Path(spec.origin).parent / "files" for spec in specs if spec and spec.origin)


def font_file(design: Path, name: str) -> Path | None:
    """The file of a font that a design names."""
    return next((path for folder in (design / "fonts", *font_folders()) if (path := folder / name).is_file()), None)

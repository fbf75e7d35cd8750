"""The face of the titles: Source Serif, cut to the letters of French, Occitan, Catalan and English.

The font comes from a package (OFL); its cut (about 18 kB) is made once and kept in the instance's
cache. Without the package or the tool, titles use the system's serif: nothing else changes.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

LETTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F))
    + "\u00a0ÀÁÂÄÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜŒŸàáâäæçèéêëìíîïñòóôöùúûüœÿĿŀ"
    + "«»‹›“”‘’–—…·№°ªº²³×−€\u202f"
)
FACE = "SourceSerifPro-Semibold.ttf"


def source() -> Path | None:
    """The file of the whole font, when its package is installed."""
    spec = find_spec("font_source_serif_pro")
    if spec is None or spec.origin is None or find_spec("fontTools") is None:
        return None
    path = Path(spec.origin).parent / "files" / FACE
    return path if path.is_file() else None


def title_font(cache: Path | None, key: str) -> bytes | None:
    """The cut font as WOFF2, from `cache` when it is there; `key` names the cut."""
    whole = source()
    if whole is None:
        return None
    kept = cache / f"titles-{key}.woff2" if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    content = _cut(whole)
    if kept:
        with suppress(OSError):  # a read-only instance: cut it again next time
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
    return content


def _cut(whole: Path) -> bytes:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - half a second, needed once per instance
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - same

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = Options(flavor="woff2", layout_features=["kern", "liga", "lnum", "pnum"], hinting=False)
    font = TTFont(whole)
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    result = BytesIO()
    font.save(result)
    return result.getvalue()

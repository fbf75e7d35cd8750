"""What a document may load: its own design folder, the fonts of the packages, inline data. Nothing else.

A design writes ``url("fonts/SourceSerifPro-Regular.ttf")``; a font that the folder does not hold
comes from the font packages, so that the design stays free of machine paths.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from labelflow.issuing.fonts import font_folders

_TYPES: Final = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
}


class Forbidden(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint is not typed
    """A document asked for something outside its design: rendering stops."""


class DesignFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Serves the files below ``design``, the packaged fonts and ``data:`` addresses."""

    def __init__(self, design: Path) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._design = design.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes behind ``url``; raises Forbidden for any other place."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = self._allowed(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})

    def _allowed(self, url: str) -> Path:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self._design) or path.suffix not in _TYPES:
            raise Forbidden(f"a document may not load {url[:200]}")
        if not path.is_file() and path.parent.name == "fonts":
            path = next((folder / path.name for folder in font_folders() if (folder / path.name).is_file()), path)
        if not path.is_file():
            raise Forbidden(f"the design has no {path.name}")
        return path

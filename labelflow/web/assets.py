"""Style sheet, icon and title font: one file each, named by its content, kept a year by browsers."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request, url_for

from labelflow.web import title_font
from labelflow.web.access import public

if TYPE_CHECKING:
    from flask import Flask

    from labelflow.web.brand import Brand

CSS = Path(__file__).parent / "static" / "css"
ORDER = ("layers", "reset", "tokens", "base", "components/*", "print")
ONE_YEAR_SECONDS = 31_536_000
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

assets = Blueprint("assets", __name__)


@dataclass
class Asset:
    """A file made at start: its address carries the hash of what it holds."""

    stem: str
    suffix: str
    media_type: str
    content: bytes
    key: str = ""
    gzipped: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        self.key = self.key or sha256(self.content).hexdigest()[:12]
        if self.media_type.startswith(("text/", "image/svg")):
            self.gzipped = gzip.compress(self.content, mtime=0)

    @property
    def name(self) -> str:
        return f"{self.stem}.{self.key}.{self.suffix}"


class Assets:
    """All the files that pages ask for; each is made when it is first asked for."""

    def __init__(self, cache: Path | None, brand: Brand) -> None:
        self.cache = cache
        self.brand = brand
        font = title_font.source()
        self.font_key = sha256(title_font.LETTERS.encode()).hexdigest()[:12] if font else ""

    @cached_property
    def style(self) -> Asset:
        return Asset("style", "css", "text/css; charset=utf-8", self.style_sheet().encode())

    @cached_property
    def favicon(self) -> Asset:
        return Asset("favicon", "svg", "image/svg+xml", self.brand.favicon.encode())

    def style_sheet(self) -> str:
        """Every style file in the order of its layer, without comments, the font's rule first."""
        files = [path for pattern in ORDER for path in sorted(CSS.glob(f"{pattern}.css"))]
        text = _COMMENT.sub("", "\n".join(path.read_text(encoding="utf-8") for path in files))
        text = re.sub(r"\n\s*", "\n", text).strip()
        return self.font_face() + text

    def font_face(self) -> str:
        if not self.font_key:
            return ""
        return (
            '@font-face{font-family:"Source Serif Title";font-weight:600;font-display:swap;'
            f'src:url("titles.{self.font_key}.woff2") format("woff2")}}\n'
        )

    @cached_property
    def titles(self) -> Asset | None:
        """The title font: cut when the first browser asks for it."""
        content = title_font.title_font(self.cache, self.font_key) if self.font_key else None
        return Asset("titles", "woff2", "font/woff2", content, key=self.font_key) if content else None

    def stem(self, stem: str) -> Asset | None:
        return {"style": self.style, "favicon": self.favicon}.get(stem) if stem != "titles" else self.titles

    def find(self, name: str) -> Asset | None:
        asset = self.stem(name.partition(".")[0])
        return asset if asset and asset.name == name else None


def init_assets(app: Flask, *, cache: Path | None = None) -> None:
    """Let templates ask for the address of a file with `asset("style")`."""
    app.extensions["labelflow.assets"] = Assets(cache, app.extensions["labelflow.brand"])
    app.jinja_env.globals["asset"] = address


def address(stem: str) -> str:
    """The address of the present version of a file."""
    made: Assets = current_app.extensions["labelflow.assets"]
    if current_app.debug:  # a style file may have changed since the start
        made = current_app.extensions["labelflow.assets"] = Assets(made.cache, made.brand)
    found = made.stem(stem)
    assert found is not None
    return url_for("assets.asset", name=found.name)


@assets.get("/assets/<string:name>")
@public
def asset(name: str) -> Response:
    found: Asset | None = current_app.extensions["labelflow.assets"].find(name)
    if found is None:
        abort(404)
    response = Response(found.content, content_type=found.media_type)
    if found.gzipped and request.accept_encodings["gzip"] > 0:
        response = Response(found.gzipped, content_type=found.media_type)
        response.content_encoding = "gzip"
    if found.gzipped:
        response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = ONE_YEAR_SECONDS
    response.cache_control.immutable = True
    return response

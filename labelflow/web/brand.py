"""The mark of the programme in pages: drawings as safe markup, from the points of the programme."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from labelflow.issuing.seal import PLAIN, constellation_svg, favicon_svg, seal_svg
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from labelflow.issuing.seal import Point


class Brand:
    """Drawn once, when the first page asks. Made of numbers and of our own constants only."""

    @cached_property
    def points(self) -> Sequence[Point]:
        return site_programme().seal_points or PLAIN

    @cached_property
    def seal(self) -> Markup:
        return Markup(seal_svg(self.points))  # noqa: S704 - nothing in it comes from a person

    @cached_property
    def mark(self) -> Markup:
        return Markup(constellation_svg(self.points, weight=1.9, css_class="brand__mark"))  # noqa: S704 - same

    @cached_property
    def constellation(self) -> Markup:
        return Markup(constellation_svg(self.points))  # noqa: S704 - same

    @cached_property
    def favicon(self) -> str:
        return favicon_svg(self.points)


def init_brand(app: Flask) -> None:
    """Templates print `brand.seal`, `brand.mark` and `brand.constellation`."""
    app.jinja_env.globals["brand"] = app.extensions["labelflow.brand"] = Brand()

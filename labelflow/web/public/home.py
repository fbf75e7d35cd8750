"""The first page: verify, find, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.queries import directory
from labelflow.web.access import public
from labelflow.web.filters import today
from labelflow.web.page import page
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages
from labelflow.web.public.forms import VerifyForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@public_pages.get("/")
@public
def home() -> ResponseReturnValue:
    programme = site_programme()
    counts = directory.departments_with_holders(programme.code, today())
    return page(
        "public/home.html",
        programme=programme,
        verify_form=VerifyForm(),
        holders=sum(counts.values()),
        departments=len(counts),
        newest=directory.newest(programme.code, today()),
    )

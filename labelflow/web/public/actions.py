"""The page of one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.queries.actions import label_of, public_action
from labelflow.queries.programmes import programme_of
from labelflow.web import action_words
from labelflow.web.access import public
from labelflow.web.addresses import slug_of
from labelflow.web.filters import today
from labelflow.web.page import page, see_other
from labelflow.web.public import public_pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@public_pages.get("/actions/<string:name>")
@public
def action(name: str) -> ResponseReturnValue:
    found = public_action(name.rpartition("-")[2], today())
    label = label_of(db.session, found.structure_id, found.programme_code, today()) if found else None
    if found is None or label is None:
        raise NotFound
    right = slug_of(found.title, found.public_id)
    if name != right:
        return see_other("public.action", name=right)
    return page(
        "public/action.html",
        action=found,
        label=label,
        programme=programme_of(label.programme_version_id),
        holder=slug_of(label.holder_name, found.structure.public_id),
        words=action_words,
    )

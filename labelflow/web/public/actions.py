"""The page of one action, and its sheet to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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

    from labelflow.models.action import Action
    from labelflow.models.label import Label
    from labelflow.programmes.schema import Programme


class Shown(NamedTuple):
    """An action that the public may read, with the label that covers it."""

    action: Action
    label: Label

    @property
    def name(self) -> str:
        """The last part of its address."""
        return slug_of(self.action.title, self.action.public_id)

    @property
    def holder(self) -> str:
        """The last part of the address of its holder."""
        return slug_of(self.label.holder_name, self.action.structure.public_id)

    @property
    def programme(self) -> Programme:
        """The programme of the label."""
        return programme_of(self.label.programme_version_id)


def shown_action(name: str) -> Shown:
    """The action that an address names. Raises NotFound for one that the public may not read."""
    found = public_action(name.rpartition("-")[2], today())
    label = label_of(db.session, found.structure_id, found.programme_code, today()) if found else None
    if found is None or label is None:
        raise NotFound
    return Shown(found, label)


@public_pages.get("/actions/<string:name>")
@public
def action(name: str) -> ResponseReturnValue:
    found = shown_action(name)
    if name != found.name:
        return see_other("public.action", name=found.name)
    return page("public/action.html", found=found, action=found.action, label=found.label, words=action_words)

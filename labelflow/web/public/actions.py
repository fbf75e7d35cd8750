"""The page of one action, and its sheet to print."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from labelflow.db import settings
from labelflow.errors import NotFound
from labelflow.issuing.qr import qr_svg
from labelflow.queries.actions import public_action
from labelflow.queries.open_data import covering, labels_by_structure
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


LONGEST_ON_PAPER: Final = 280


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
    if found is None:
        raise NotFound
    held = labels_by_structure({found.structure_id}, today())[found.structure_id]
    return Shown(found, covering(found, held))


@public_pages.get("/actions/<string:name>")
@public
def action(name: str) -> ResponseReturnValue:
    found = shown_action(name)
    if name != found.name:
        return see_other("public.action", name=found.name)
    return page("public/action.html", found=found, action=found.action, label=found.label, words=action_words)


@public_pages.get("/actions/<string:name>/fiche")
@public
def action_to_print(name: str) -> ResponseReturnValue:
    """One page of paper: the facts, what is to be prepared, and a paragraph for the head of the school."""
    found = shown_action(name)
    if name != found.name:
        return see_other("public.action_to_print", name=found.name)
    address = f"{settings().base_url}/v/{found.label.number}"
    return page(
        "public/action_to_print.html",
        found=found,
        action=found.action,
        label=found.label,
        facts=action_words.facts_for_teachers(found.action),
        texts=[(title, shortened(text)) for title, text in action_words.texts_for_teachers(found.action)],
        price=action_words.with_detail(action_words.price_of(found.action), found.action.price_detail),
        address=address,
        code=Markup(qr_svg(address).replace("<svg", '<svg aria-hidden="true"', 1)),  # noqa: S704 - made here of our own address
    )


def shortened(text: str) -> str:
    """What fits on a sheet with all the rest: whole words, and a sign that there is more."""
    return shorten(text, LONGEST_ON_PAPER, placeholder=" […]")

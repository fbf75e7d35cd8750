"""The list of holders, and the page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.queries import directory, labels
from labelflow.queries.actions import public_actions_of
from labelflow.queries.programmes import programme_of
from labelflow.territory import DEPARTMENTS
from labelflow.web import action_words
from labelflow.web.access import public
from labelflow.web.addresses import slug_of
from labelflow.web.filters import today, words
from labelflow.web.page import page, see_other
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages
from labelflow.web.public.forms import DirectoryForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.queries.directory import Holder


@public_pages.get("/annuaire/structures")
@public
def holders() -> ResponseReturnValue:
    programme = site_programme()
    form = DirectoryForm()
    counts = directory.departments_with_holders(programme.code, today())
    form.departement.choices = [
        (code, f"{one.name} ({counts[code]})" if code in counts else one.name) for code, one in DEPARTMENTS.items()
    ]
    form.perimetre.choices = [(scope.code, words(scope.names)) for scope in programme.scopes]
    found = directory.holders(
        programme.code,
        today(),
        text=form.q.data or "",
        department=form.departement.data or "",
        scope=form.perimetre.data or "",
        page=request.args.get("page", default=1, type=int),
    )
    return page(
        "public/directory.html",
        search=form,
        found=found,
        programme=programme,
        slug=slug,
        departments=DEPARTMENTS,
        page_url=lambda number: url_for("public.holders", **{**request.args.to_dict(), "page": number}),
    )


@public_pages.get("/annuaire/<string:name>")
@public
def holder(name: str) -> ResponseReturnValue:
    known = directory.labels_of(name.rpartition("-")[2])
    if not known:
        raise NotFound
    right = slug_of(known[0].holder_name, known[0].structure.public_id)
    if name != right:
        return see_other("public.holder", name=right)
    now = clock.now()
    return page(
        "public/holder.html",
        structure=known[0].structure,
        labels=[(label, labels.status_of(label, now), programme_of(label.programme_version_id)) for label in known],
        department=DEPARTMENTS.get(known[0].structure.department),
        actions=[(slug_of(one.title, one.public_id), one) for one in public_actions_of(known[0].structure_id, today())],
        words=action_words,
    )


def slug(one: Holder) -> str:
    """The last part of a holder's address."""
    return slug_of(one.name, one.public_id)

"""The minutes of a session: read before they are approved, drafted as a PDF, issued once approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.contents import minutes_content
from labelflow.queries.session_pages import readable_items, session_called
from labelflow.queries.subjects import document_numbered
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee
from labelflow.web.committee.decisions import rendered, sent
from labelflow.web.committee.sessions import common
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Session


@committee.get("/seances/<string:session_id>/proces-verbal")
@allows("session:read")
def minutes(session_id: str) -> ResponseReturnValue:
    found = _held(session_id)
    content, readable = minutes_content(found, None), readable_items(items=found.items, **acting())
    steps = [one for one in offers(found, **acting()) if any(use.rule == "issue_minutes" for use in one.step.effects)]
    return page(
        "committee/minutes.html",
        **common(found),
        minutes=content,
        items=[(one, item.id in readable) for one, item in zip(content.items, found.items, strict=True)],
        issued=document_numbered(found.minutes_id),
        buttons=offer_buttons(found, steps),
    )


def _held(session_id: str) -> Session:
    """A session that was opened: before, there is nothing to minute."""
    found = session_called(session_id, **acting())
    if found.opened_at is None:
        raise NotFound
    return found


@committee.get("/seances/<string:session_id>/proces-verbal.pdf")
@allows("session:read")
def minutes_pdf(session_id: str) -> ResponseReturnValue:
    found = _held(session_id)
    issued = document_numbered(found.minutes_id)
    if issued is not None:
        return see_other("downloads.document", document_id=issued.public_id)
    context = common(found)
    if not context["prepares"] and not context["presides"]:
        raise NotFound
    return sent(rendered("render_minutes", minutes_content(found, None)), _("projet-de-proces-verbal"))

"""The local inbox of a demonstration: the mail that a real instance would have sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request, url_for
from sqlalchemy import func, select

from labelflow.db import db, settings
from labelflow.mail.letters import letter_of
from labelflow.models.queue import Notice
from labelflow.web.access import public
from labelflow.web.page import page
from labelflow.web.public import public_pages
from labelflow.web.public.forms import InboxForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PAGE_LENGTH = 30


@public_pages.get("/courrier")
@public
def inbox() -> ResponseReturnValue:
    _only_in_a_demonstration()
    number = max(1, request.args.get("page", default=1, type=int))
    form = InboxForm()
    asked = Notice.address.icontains((form.q.data or "").strip(), autoescape=True)
    total = db.session.scalar(select(func.count()).select_from(Notice).where(asked)) or 0
    notices = db.session.scalars(
        select(Notice)
        .where(asked)
        .order_by(Notice.queued_at.desc(), Notice.id.desc())
        .offset((number - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
    ).all()
    return page(
        "public/inbox.html",
        search=form,
        letters=[(notice, letter_of(notice, settings())) for notice in notices],
        number=number,
        pages=max(1, -(-total // PAGE_LENGTH)),
        page_url=lambda n: url_for("public.inbox", **{**request.args.to_dict(), "page": n}),
    )


@public_pages.get("/courrier/<string:public_id>")
@public
def letter(public_id: str) -> ResponseReturnValue:
    _only_in_a_demonstration()
    notice = db.session.scalars(select(Notice).where(Notice.public_id == public_id)).one_or_none()
    if notice is None:
        abort(404)
    return page("public/letter.html", sent=notice, letter=letter_of(notice, settings()))


def _only_in_a_demonstration() -> None:
    if not settings().demo:
        abort(404)

"""The pages that every site owes its readers, and the addresses that machines ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from labelflow.db import db, settings
from labelflow.i18n import _l
from labelflow.web.access import public
from labelflow.web.page import page
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

site = Blueprint("site", __name__)

STATEMENT_ON = date(2026, 11, 24)
"""Day on which the accessibility statement was written; a rebuild of the site asks for a new one."""

ENDS = {
    "delete": _l("Effacement"),
    "anonymise": _l("Anonymisation"),
    "archives_visa": _l("Destruction, avec le visa des Archives"),
    "sort_with_archives": _l("Tri avec les Archives"),
    "permanent": _l("Conservation définitive"),
}


@site.get("/accessibilite")
@public
def accessibility() -> ResponseReturnValue:
    return page("site/accessibility.html", owner=site_programme().owner, statement_on=STATEMENT_ON)


@site.get("/donnees-personnelles")
@public
def privacy() -> ResponseReturnValue:
    programme = site_programme()
    return page(
        "site/privacy.html",
        owner=programme.owner,
        retention=programme.retention,
        ends=ENDS,
        requests_days=settings().requests_kept_days,
        concerns_days=settings().concerns_kept_days,
    )


@site.get("/mentions-legales")
@public
def legal() -> ResponseReturnValue:
    return page("site/legal.html", owner=site_programme().owner)


@site.get("/aide")
@public
def guidance() -> ResponseReturnValue:
    programme = site_programme()
    return page("site/help.html", owner=programme.owner, office=programme.crpa.office)


@site.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@site.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The process can serve: its database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("The database does not answer")
        return jsonify(status="unavailable", database="unreachable"), 503
    return jsonify(status="ok", database="ok")

"""The programme that this site serves: its name, its owner and its texts are on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import g
from sqlalchemy.exc import SQLAlchemyError

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.programmes.loader import shipped
from labelflow.queries.programmes import first_programme
from labelflow.web.filters import today

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

DEFAULT = "sciences-en-occitanie"


def site_programme() -> Programme:
    """The programme installed first; the one that ships with labelflow while the instance is still empty."""
    if "programme" not in g:
        g.programme = _installed() or shipped(DEFAULT)
    return cast("Programme", g.programme)


def _installed() -> Programme | None:
    try:
        return first_programme(today())
    except NotFound:
        return None
    except SQLAlchemyError:  # no database yet, or none that answers: the page about that needs a name too
        db.session.rollback()
        return None

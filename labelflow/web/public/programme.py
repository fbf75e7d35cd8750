"""What the label is: what it guarantees, who may apply, the criteria, the charter and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.errors import NotFound
from labelflow.queries.programmes import current_programme, installed_codes
from labelflow.web.access import public
from labelflow.web.filters import today
from labelflow.web.page import page
from labelflow.web.public import public_pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.programmes.schema import Programme


@public_pages.get("/label/<string:code>")
@public
def programme(code: str) -> ResponseReturnValue:
    return page("public/programme.html", programme=installed(code))


@public_pages.get("/label/<string:code>/criteres")
@public
def criteria(code: str) -> ResponseReturnValue:
    found = installed(code)
    if found.grid is None:
        raise NotFound
    return page("public/criteria.html", programme=found, grid=found.grid)


@public_pages.get("/label/<string:code>/textes/<string:document>")
@public
def document(code: str, document: str) -> ResponseReturnValue:
    found = installed(code)
    text = found.document_by_code.get(document)
    if text is None:
        raise NotFound
    return page("public/document.html", programme=found, document=text)


def installed(code: str) -> Programme:
    """A programme of this instance, as it is in force for new applications. Raises NotFound."""
    if code not in installed_codes():
        raise NotFound
    return current_programme(code, today())

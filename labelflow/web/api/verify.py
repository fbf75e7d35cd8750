"""Verify by a program: the answer of the site, as JSON. The schema is in docs/verification.md."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import jsonify, request

from labelflow import clock
from labelflow.errors import Invalid
from labelflow.i18n import _
from labelflow.services import verification_words as said
from labelflow.services.verification import verify_file, verify_typed
from labelflow.services.verification_answer import Verification
from labelflow.services.verification_files import too_large
from labelflow.web import csrf
from labelflow.web.access import public
from labelflow.web.api import api
from labelflow.web.limits import limit_files, limit_guesses
from labelflow.web.uploads import read_to_the_end

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from werkzeug.exceptions import RequestEntityTooLarge

FRESH_SECONDS = 60
MULTIPART = "multipart/form-data"


@api.get("/verify/<path:typed>")
@public
@limit_guesses
def typed(typed: str) -> ResponseReturnValue:
    found = verify_typed(typed, clock.now(), on=_day())
    answer = _answer(found)
    answer.status_code = 200 if found.label or found.file or found.reviewing else 404
    answer.headers["Cache-Control"] = "no-store" if found.reviewing else f"public, max-age={FRESH_SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@api.post("/verify")
@public
@limit_files
def file() -> ResponseReturnValue:
    name = ""
    if request.mimetype == MULTIPART:
        sent = request.files.get("file")
        if sent is None:
            raise Invalid(_("Envoyez le fichier dans la partie « file », ou seul dans le corps de la demande."))
        with closing(sent):
            data, name = sent.read(), sent.filename or ""
    else:
        data = request.get_data(cache=False)
    return _answer(verify_file(data, clock.now(), on=_day(), name=name))


csrf.exempt(file)  # no session is read: there is nothing to forge


@api.errorhandler(413)
def heavy(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    read_to_the_end(request)
    answer = _answer(Verification(file=too_large(request.content_length or 0)))
    answer.status_code = 413
    return answer


def _answer(found: Verification) -> Response:
    messages: list[dict[str, Any]] = [line._asdict() for line in said.lines(found)]
    return jsonify(found.as_record() | {"message": said.sentence(found), "checks": messages})


def _day() -> date | None:
    """The day that is asked about. Raises Invalid."""
    asked = request.args.get("on", "")
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError as fault:
        raise Invalid(_("Écrivez la date ainsi : 2027-05-03.")) from fault

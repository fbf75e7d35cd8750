"""Is this label genuine and in force? By number, short code, QR or file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, request

from labelflow import clock
from labelflow.issuing.answers import answer_in_a_sentence
from labelflow.queries import labels
from labelflow.queries.programmes import programme_of
from labelflow.services.verification import verify_file
from labelflow.web.access import public
from labelflow.web.page import page, see_other
from labelflow.web.public import public_pages
from labelflow.web.public.directory import slug_of
from labelflow.web.public.forms import VerifyFileForm, VerifyForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

FRESH_SECONDS = 60
"""A public answer is never staler than this (invariant 11)."""


@public_pages.route("/verifier", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    typed = VerifyForm()
    if request.method == "GET" and (typed.q.data or "").strip():
        return see_other("public.answer", typed=typed.q.data.strip())
    form = VerifyFileForm()
    result = None
    if form.validate_on_submit():
        result = verify_file(form.file.data.read(), clock.now())
    return page("public/verify.html", form, typed=typed, result=result)


@public_pages.get("/v/<path:typed>")
@public
def answer(typed: str) -> ResponseReturnValue:
    found = labels.verify(typed, clock.now())
    label = found.label
    if label is not None and typed != label.number:
        return see_other("public.answer", typed=label.number)
    programme = programme_of(label.programme_version_id) if label else None
    body, _status = page(
        "public/answer.html",
        asked=typed,
        status=found.status,
        sentence=answer_in_a_sentence(found.status, programme.answers if programme else None),
        label=label,
        programme=programme,
        slug=slug_of(label.holder_name, label.structure.public_id) if label else "",
        verify_form=VerifyForm(),
    )
    response = make_response(body, 200 if label else 404)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response

"""« Qu’est-ce qui vous a retenu d’accueillir une action ? »: asked of anybody, told once enough people answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.poll import results
from labelflow.services import poll as services
from labelflow.web.access import public
from labelflow.web.filters import words
from labelflow.web.forms.from_people import TRAP
from labelflow.web.forms.poll import PollForm
from labelflow.web.limits import limit_answers
from labelflow.web.page import page, see_other
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.programmes.schema.poll import Poll


@public_pages.route("/sondage", methods=["GET", "POST"])
@public
@limit_answers
def poll() -> ResponseReturnValue:
    asked = _asked()
    form = PollForm()
    form.reasons.choices = [(reason.code, words(reason.label)) for reason in asked.reasons]
    if form.validate_on_submit():
        services.answer(site_programme(), form.reasons.data, now=clock.now())
        return see_other("public.poll_results", done=_("Merci : votre réponse est comptée."))
    return page("public/poll.html", form, poll=asked, trap=TRAP)


@public_pages.get("/sondage/resultats")
@public
def poll_results() -> ResponseReturnValue:
    asked = _asked()
    return page("public/poll_results.html", poll=asked, found=results(site_programme()))


def _asked() -> Poll:
    found = site_programme().poll
    if found is None:
        raise NotFound
    return found

"""Certificates of reviewing, which a reviewer asks for and keeps: for a year, or for one review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.i18n import SOURCE, _, ngettext
from labelflow.queries.certified_reviews import certificates_given_to, locked_reviews
from labelflow.services.reviewing_certificates import certify_review, certify_year
from labelflow.web.access import allows
from labelflow.web.forms.reviewing import OF_YEAR, certificate_form
from labelflow.web.page import page, see_other
from labelflow.web.reviewing.blueprint import acting, reviewer
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.domain.actor import Actor
    from labelflow.models.reviewing_certificate import ReviewingCertificate


@reviewer.route("/attestations", methods=["GET", "POST"])
@allows("review:work")
def certificates() -> ResponseReturnValue:
    actor: Actor = acting()["actor"]
    locked = locked_reviews(actor.id or 0)
    form = certificate_form(locked)
    if locked and form.validate_on_submit():
        with intending(_("établir cette attestation")):
            _certify(form["what"].data, form["language"].data if "language" in form else SOURCE)
        done = _("Votre attestation est établie : vous pouvez la télécharger.")
        return see_other("reviewer.certificates", done=done, _anchor="delivrees")
    return page(
        "reviewer/certificates.html", form, locked=locked, given=[_row(one) for one in certificates_given_to(actor)]
    )


def _certify(what: str, language: str) -> None:
    """What was chosen: a programme and a year, or one review."""
    programme, is_year, year = what.partition(OF_YEAR)
    if is_year:
        certify_year(programme, int(year), **acting(), language=language)
    else:
        certify_review(what, **acting(), language=language)


def _row(given: ReviewingCertificate) -> dict[str, Any]:
    """A certificate in the list of those that were given."""
    content = given.document.content
    number = sum(work["number"] for work in content["works"])
    what = ngettext("une évaluation", "%(num)s évaluations", number)
    return {
        "title": _("%(programme)s, %(year)s", programme=content["office"]["programme"], year=given.year)
        if given.year
        else content["office"]["programme"],
        "what": what,
        "given": given,
    }

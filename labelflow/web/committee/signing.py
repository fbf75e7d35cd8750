"""Decisions to sign, session by session, and signing those of a session together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request

from labelflow.domain.permissions import may
from labelflow.i18n import _, ngettext
from labelflow.queries.decision_pages import decisions_of, signing_due, waiting_for
from labelflow.queries.programmes import programme_of
from labelflow.queries.session_pages import session_called
from labelflow.sentences import sentence
from labelflow.services.decisions import sign_together, signing_refusals
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee.sessions import common
from labelflow.web.committee_words import outcome
from labelflow.web.forms.committee import TogetherForm
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.models.decision import Decision


@committee.get("/decisions")
@allows("session:read")
def decisions() -> ResponseReturnValue:
    waiting = waiting_for(**acting())
    return page(
        "committee/decisions.html",
        groups=[(one.session, [_row(decision) for decision in one.decisions]) for one in waiting],
    )


def _row(found: Decision) -> dict[str, Any]:
    programme = programme_of(found.programme_version_id)
    waits = found.signed_at is None and programme.machines["decision"].by_code[found.state].has("pending")
    return {
        "decision": found,
        "structure": found.application.structure,
        "what": outcome(programme, found.outcome),
        "state": programme.machines["decision"].by_code[found.state],
        "waits": waits,
        "missing": signing_refusals(found, **acting()) if waits else (),
        "due": signing_due(found) if waits else None,
        "signs": waits and has(found, "decision:sign"),
        "opens": has(found, "decision:draft", "decision:sign"),
    }


@committee.route("/seances/<string:session_id>/signatures", methods=["GET", "POST"])
@allows("session:read")
def signatures(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    rows = [_row(decision) for decision in decisions_of(found, **acting())]
    form = _form(rows)
    if form.validate_on_submit():
        return _signed(session_id, form)
    return page(
        "committee/signatures.html",
        form if form.wanted.choices else None,
        **common(found),
        rows=rows,
        delegated=may("decision:sign", programme=found.programme_code, **acting()),
    )


def _form(rows: Sequence[dict[str, Any]]) -> TogetherForm:
    """The decisions that may be signed now; and those that were sent, so that each is answered for itself."""
    sent = {key.partition(":")[0]: key for key in request.form.getlist("wanted")}
    ready = [row for row in rows if row["signs"] and not row["missing"]]
    keys = {f"{row['decision'].public_id}:{row['decision'].version}": row for row in ready}
    asked = {sent[row["decision"].public_id]: row for row in rows if row["decision"].public_id in sent}
    form = TogetherForm(data={"wanted": list(keys)})
    form.wanted.choices = [(key, f"{row['structure'].name} · {row['what']}") for key, row in (keys | asked).items()]
    return form


def _signed(session_id: str, form: TogetherForm) -> ResponseReturnValue:
    """What came of each: how many passed, and in words why the others did not."""
    names = {str(choice.value).partition(":")[0]: choice.label for choice in form.wanted.choices}
    wanted = [(key.partition(":")[0], int(key.partition(":")[2] or 0)) for key in form.wanted.data]
    results = sign_together(wanted, **acting())
    for one in results:
        if not one.is_done:
            reasons = " ".join(sentence(refusal) for refusal in one.refusals)
            flash(_("%(name)s : %(reasons)s", name=names[one.decision], reasons=reasons), "warn")
    done = sum(1 for one in results if one.is_done)
    said = ngettext("Une décision signée et notifiée.", "%(num)s décisions signées et notifiées.", done) if done else ""
    return see_other("committee.signatures", session_id=session_id, done=said)

"""The auditor's part of the site: every filed application, who did what on it, and whether the journal is whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, request, url_for

from labelflow import clock
from labelflow.i18n import _l
from labelflow.queries.audit import audited, chains_of, decisions_on, filed
from labelflow.queries.instruction import documents_of, readers_of, story_of
from labelflow.queries.journal import proof
from labelflow.queries.programmes import programme_of
from labelflow.services.journal_words import JOURNAL_FAULTS
from labelflow.web.access import allows, current_actor
from labelflow.web.answers import department_name
from labelflow.web.coordination.reading import told
from labelflow.web.decision_words import decision_words
from labelflow.web.forms.base import QueryForm
from labelflow.web.forms.fields import SearchField
from labelflow.web.page import page
from labelflow.web.review_words import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue

    from labelflow.models.stateful import Stateful
    from labelflow.queries.audit import Kept

audit = Blueprint("audit", __name__, url_prefix="/journal")

CHAINS: Final[Mapping[str, LazyProxy]] = {
    "application": _l("Le dossier"),
    "session": _l("La séance de la commission"),
    "label": _l("Le label"),
}


class FiledForm(QueryForm):
    """Which applications to show."""

    q = SearchField(_l("Structure ou numéro du label"))


def _acting() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now()}


@audit.get("")
@allows("journal:read")
def applications() -> ResponseReturnValue:
    form = FiledForm()
    wanted, after = form.q.data or "", request.args.get("apres", "")
    found = filed(words=wanted, after=after, **_acting())
    kept: dict[str, Any] = {"q": wanted} if wanted else {}
    return page(
        "audit/applications.html",
        form,
        rows=[(row, programme_of(row.programme_version_id), _state(row)) for row in found.rows],
        labels=found.labels,
        following=url_for("audit.applications", **kept, apres=found.following) if found.following else "",
        first=url_for("audit.applications", **kept) if after else "",
    )


@audit.get("/<string:application_id>")
@allows("journal:read")
def story(application_id: str) -> ResponseReturnValue:
    found = audited(application_id, **_acting())
    programme, kept = programme_of(found.programme_version_id), chains_of(found)
    facts = [fact for one in kept for fact in story_of(one.chain.kind, one.chain.subject)]
    return page(
        "audit/story.html",
        application=found,
        programme=programme,
        state=_state(found),
        department=department_name(found.structure.department),
        kept=[_kept(one) for one in kept],
        decisions=[decision_words(one) for one in decisions_on(found)],
        readers=readers_of(found),
        reader_words=READERS,
        documents=[document for one in kept for document in documents_of(one.chain.kind, one.chain.subject)],
        story=[told(one, programme) for one in sorted(facts, key=lambda fact: fact.at, reverse=True)],
    )


@audit.get("/<string:application_id>/chaines.json")
@allows("journal:read")
def chains(application_id: str) -> ResponseReturnValue:
    found = audited(application_id, **_acting())
    told_whole = [proof(one.chain.kind, one.chain.subject) for one in chains_of(found)]
    body = json.dumps({"application": found.public_id, "chains": told_whole}, ensure_ascii=False, indent=1)
    name = f"journal-{found.public_id}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(body, mimetype="application/json", headers=headers)


def _state(row: Stateful) -> Any:  # noqa: ANN401 - a state
    return programme_of(row.programme_version_id).machines[row.KIND].by_code[row.state]


def _kept(one: Kept) -> dict[str, Any]:
    """A chain in words."""
    fault = one.fault
    return {
        "what": CHAINS[one.chain.kind],
        "chain": one.chain,
        "fault": JOURNAL_FAULTS[fault.code] if fault else "",
        "number": fault.number if fault else 0,
    }

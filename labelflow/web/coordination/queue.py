"""The queue: every application that the person may instruct, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from labelflow.queries import queue as reads
from labelflow.queries.reach import coordinated
from labelflow.web.access import allows
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination_words import TALLIES, WAITING
from labelflow.web.filters import words
from labelflow.web.forms.coordination import QueueForm
from labelflow.web.page import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@coordinator.get("")
@allows("coordination:work")
def queue() -> ResponseReturnValue:
    form = QueueForm()
    found = reads.queue(acting()["actor"], _wanted(form), acting()["now"])
    programmes = {programme.code: programme.short_name for programme in coordinated(**acting()).values()}
    form.offer(programmes, found.states)
    return page(
        "coordinator/queue.html",
        form,
        queue=found,
        tallies=_tallies(found),
        waiting=WAITING,
        several=programmes if len(programmes) > 1 else {},
        following=_address(apres=found.following) if found.following else "",
        first=_address(apres=None) if request.args.get("apres") else "",
    )


def _wanted(form: QueueForm) -> reads.Wanted:
    return reads.Wanted(
        programme=form.programme.data or "",
        state=form.etat.data or "",
        waiting=form.attend.data or "",
        department=form.departement.data or "",
        late=bool(form.retard.data),
        words=form.q.data or "",
        after=request.args.get("apres", ""),
    )


def _tallies(found: reads.Queue) -> dict[str, list[dict[str, Any]]]:
    """Figures that lead to what they count: what is late, who is waited for, how many in each state."""
    late = {"count": found.late, "label": "late", "url": _address(fresh=True, retard="y")}
    waiting = [
        {"count": found.waiting.get(code, 0), "label": TALLIES[code], "url": _address(fresh=True, attend=code)}
        for code in reads.WAITING
    ]
    states = [
        {
            "count": one.count,
            "label": words(one.state.labels.staff),
            "url": _address(fresh=True, programme=one.programme, etat=one.state.code),
        }
        for one in found.states
    ]
    return {"late": [late], "waiting": waiting, "states": states}


def _address(*, fresh: bool = False, **changed: str | None) -> str:
    """The queue with other filters: those of now, unless `fresh`, with what changes."""
    kept: dict[str, Any] = {} if fresh else {name: value for name, value in request.args.items() if value}
    return url_for("coordinator.queue", **{**kept, **changed})

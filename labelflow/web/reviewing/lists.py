"""What a reviewer was asked to read, with its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.certified_reviews import counts_for_good
from labelflow.queries.review_pages import tasks_of
from labelflow.web.access import allows, current_actor
from labelflow.web.page import page
from labelflow.web.reviewing.blueprint import reviewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@reviewer.get("")
@allows("review:work")
def assignments() -> ResponseReturnValue:
    tasks = tasks_of(current_actor())
    over = [task for task in tasks if task.standing == "closed"]
    return page(
        "reviewer/assignments.html",
        **{standing: [task for task in tasks if task.standing == standing] for standing in ("invited", "open", "done")},
        over=over,
        certifiable=any(counts_for_good(task.state) for task in tasks),
    )

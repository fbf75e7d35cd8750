"""Those who read an application: asked, accepting, writing, and called in addition when the rules want it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import select

from labelflow.clock import PARIS
from labelflow.db import db
from labelflow.demo.filling import conclusions, marks_for
from labelflow.demo.people import acting
from labelflow.models.application import Application
from labelflow.models.review import Assignment, Objection
from labelflow.models.structure import Structure
from labelflow.queries.college import college_told
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviewers import options_for
from labelflow.services import assignments, reviews
from labelflow.services.steps import take

if TYPE_CHECKING:
    from random import Random

    from labelflow.demo.people import Cast
    from labelflow.programmes.schema import Programme

OBJECTION: Final = (
    "Cette personne a dirigé jusqu’en 2024 un projet concurrent du nôtre, sur la même commune et le même public."
)
ANSWERS: Final = {
    "uphold": "La concurrence est établie par les pièces : cette personne ne lira pas votre dossier.",
    "reject": "Les deux projets ne visent ni le même public ni la même période : rien ne fait douter de son impartialité.",
}
"""What the coordination answers to an objection, by step."""
REVISED: Final = "La réponse de la structure apporte ce qui manquait : les fiches sont datées et signées."
ANSWERS_THE_REPLY: Final = 0.85
"""Share of the readers who answer within the week that follows a reply."""

Fate = Literal[
    "draft", "lapsed_draft", "submitted", "incomplete", "lapsed", "inadmissible", "in_review", "invited",
    "awaiting_complement", "reply", "revision", "ready", "withdrawn", "decided",
]  # fmt: skip
Life = Generator[timedelta, None, None]
"""Yields how long to wait before the next act."""


@dataclass(slots=True)
class Plan:
    """What happens to one application."""

    structure: str = ""
    """Chosen when the life begins, unless it is given."""
    fate: Fate = "decided"
    quality: float = 0.72
    weak: frozenset[str] = frozenset()
    asks_pieces: bool = False
    asks_complement: bool = False
    waives: bool = False
    brisk: bool = False
    """Nobody loses a day: what is under way today stands where it is meant to, whatever today is."""
    answer: Literal["accept", "decline", "recuse"] = "accept"
    """What the first peer who is asked answers; another one is asked in their place."""
    objects: str = ""
    """How an objection to a reader ends: upheld, rejected, or open while nobody has answered yet."""
    revises: bool = False
    """Whether a reader revises after the reply."""
    renews: str | None = None
    application: str = ""


class Readers:
    """What the lives of applications to one programme have in common: who instructs and who reads."""

    def __init__(self, programme: Programme, cast: Cast, rng: Random) -> None:
        self.programme = programme
        self.cast = cast
        self.rng = rng
        self.now = datetime.min.replace(tzinfo=UTC)

    def days(self, plan: Plan, least: int, most: int) -> timedelta:
        """A wait in days, the least when the plan is brisk, ending at an hour at which people work."""
        wait = timedelta(days=least if plan.brisk else self.rng.randint(least, most))
        day = (self.now + wait).astimezone(PARIS)
        return day.replace(hour=self.rng.randint(8, 18), minute=self.rng.randint(0, 59)) - self.now

    def _application(self, plan: Plan) -> Application:
        return db.session.scalars(select(Application).where(Application.public_id == plan.application)).one()

    def _coordinator(self, plan: Plan) -> str:
        """A coordinator who has no link with the structure."""
        structure = db.session.scalars(select(Structure).where(Structure.public_id == plan.structure)).one()
        free = [
            one
            for one in self.cast.coordinators
            if all(mandate.structure_id != structure.id for mandate in acting(one).mandates)
        ]
        return free[int(plan.application, 36) % len(free)]

    def _ask(self, plan: Plan, reader: str) -> str:
        options = options_for(self._application(plan), reader, self.now)
        free = [option for option in options if not option.refusals]
        chosen = free[self.rng.randrange(min(5, len(free)))]
        coordinator = acting(self._coordinator(plan))
        row = assignments.assign(plan.application, chosen.person.public_id, reader, actor=coordinator, now=self.now)
        return row.public_id

    def _answered(self, plan: Plan, asked: list[str]) -> list[str]:
        """Everybody accepts, but for one who declines or has a link, and whose place another takes."""
        if plan.answer != "accept":
            reason = {"decline": "Pas avant l’automne.", "recuse": "Nous préparons une exposition ensemble."}
            self._act(asked[0], plan.answer, {"reason": reason[plan.answer]})
            asked = [self._ask(plan, "peer"), *asked[1:]]
        for assignment in asked:
            self._act(assignment, "accept", {"declared": True, "links": [], "details": ""})
        return asked

    def _act(self, assignment: str, step: str, fields: dict[str, object]) -> None:
        row = db.session.scalars(select(Assignment).where(Assignment.public_id == assignment)).one()
        take("assignment", assignment, step, actor=acting(row.person.public_id), now=self.now, fields=fields)

    def _write(self, plan: Plan, assignment: str) -> None:
        row = db.session.scalars(select(Assignment).where(Assignment.public_id == assignment)).one()
        grid = programme_of(row.programme_version_id).grid
        if grid is None:
            return
        actor = acting(row.person.public_id)
        opinion = "favorable" if plan.quality >= 0.6 else "reserved" if plan.quality >= 0.45 else "unfavorable"
        written = conclusions(opinion, self.rng)
        reviews.save(
            assignment,
            marks_for(grid, row.reader, plan.quality, self.rng, plan.weak),  # type: ignore[arg-type]  # checked by the table
            actor=actor,
            now=self.now,
            strengths=written["strengths"],
            advice=written["advice"],
            recommendation=written["recommendation"],
        )
        take("assignment", assignment, "submit_review", actor=actor, now=self.now)

    def _object(self, plan: Plan) -> Life:
        """The structure objects to somebody of the college; the coordination answers, unless it has not yet."""
        readers = [one for one in college_told(self._application(plan), self.now) if one.reader == "peer"]
        reading = {row.person_id for row in self._assignments(plan)}
        chosen = next(one for one in readers if (one.person.id in reading) == (plan.objects == "upheld"))
        applicant = acting(self.cast.representatives[plan.structure])
        fields = {"challenged": f"person:{chosen.person.public_id}", "reason": OBJECTION}
        take("application", plan.application, "object", actor=applicant, now=self.now, fields=fields)
        if plan.objects == "open":
            return
        yield timedelta(days=1)
        objection = db.session.scalars(
            select(Objection).where(Objection.application_id == self._application(plan).id)
        ).one()
        step = "uphold" if plan.objects == "upheld" else "reject"
        answer = {"answer": ANSWERS[step]}
        coordinator = acting(self._coordinator(plan))
        take("objection", objection.public_id, step, actor=coordinator, now=self.now, fields=answer)
        if step == "uphold":
            self._ask(plan, "peer")

    def _assignments(self, plan: Plan) -> Sequence[Assignment]:
        """Those who were asked and are still there."""
        application = self._application(plan)
        live = select(Assignment).where(Assignment.application_id == application.id, Assignment.live.is_(True))
        return db.session.scalars(live.order_by(Assignment.id)).all()

    def _look_again(self, plan: Plan) -> Life:
        """After the reply, each reader confirms or revises; now and then one says nothing and the week passes."""
        for number, row in enumerate([one.public_id for one in self._assignments(plan)]):
            yield self.days(plan, 1, 2)
            if self._application(plan).state != "revision":
                return
            if plan.revises and number == 0:
                self._revise(row)
            elif plan.brisk or self.rng.random() < ANSWERS_THE_REPLY:
                self._act(row, "confirm", {})

    def _revise(self, assignment: str) -> None:
        """One level better, for what the reply shows."""
        row = db.session.scalars(select(Assignment).where(Assignment.public_id == assignment)).one()
        actor, given = acting(row.person.public_id), row.reviews[-1]
        mark = next(one for one in given.marks if one.level in {0, 1, 2})
        better = {mark.criterion: {"level": (mark.level or 0) + 1, "comment": REVISED}}
        reviews.save(assignment, better, actor=actor, now=self.now)
        take("assignment", assignment, "revise", actor=actor, now=self.now)

    def _call_further_readers(self, plan: Plan) -> Life:
        """The rules may want a third peer, a second scientist, or both."""
        for _round in range(3):
            application = self._application(plan)
            if application.state != "in_review":
                return
            facts = facts_of(application, self.now)
            scientists = sum(1 for review in facts.reviews if review.reader == "scientist")
            reader = "scientist" if scientists < facts.scientists_needed else "peer"
            assignment = self._ask(plan, reader)
            yield self.days(plan, 2, 4)
            self._act(assignment, "accept", {"declared": True, "links": [], "details": ""})
            yield self.days(plan, 4, 10)
            self._write(plan, assignment)

"""What happens after decisions: reservations, renewals, deferrals taken up again, acts on labels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.demo.names import FACTS
from labelflow.demo.people import acting, key_of
from labelflow.demo.readers import Plan
from labelflow.domain.calendar import local_day
from labelflow.models.application import Application
from labelflow.models.label import Label, Reservation
from labelflow.queries.conflicts import blocking_codes
from labelflow.services.steps import take

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.demo.people import Cast
    from labelflow.demo.readers import Life

ROUND: Final = timedelta(days=4)
"""How often the steward looks around."""
DEFERRAL: Final = timedelta(days=35)
HEARD: Final = timedelta(days=65)
RENEWAL_BEFORE: Final = timedelta(days=250)

OLD_ACTS: Final = (
    ((400, "relinquish"),),
    ((300, "issue_formal_notice"), (370, "suspend"), (450, "withdraw")),
    ((250, "suspend_at_once"), (290, "reinstate")),
    ((200, "annul"),),
)
"""What befell a label, one for each: (days after its start, step)."""
LETS_GO: Final = frozenset({2, 4, 6, 10})
"""The n-th labels granted whose holders do not renew."""
RECENT_ACTS: Final = ((40, "suspend_at_once"), (25, "issue_formal_notice"))
"""What befell one more label, each: (days before today, step)."""


class Steward:
    """Looks after what was granted."""

    def __init__(self, label_programme: str, cast: Cast, end: datetime, launch: Callable[[Plan], None]) -> None:
        self.programme = label_programme
        self.cast = cast
        self.end = end
        self.launch = launch
        self.now = datetime.min.replace(tzinfo=UTC)
        self.done: set[tuple[str, str]] = set()
        self.chosen: dict[int, str] = {}
        """Place in OLD_ACTS → the label to which it happens."""

    def watch(self) -> Life:
        """Look around every few days."""
        while True:
            self._take_up_deferred()
            self._settle_reservations()
            labels = self._labels()
            self._act(labels)
            self._act_of_late(labels)
            for number, label in enumerate(labels, start=1):
                self._renew(number, label)
            yield ROUND

    def _labels(self) -> list[Label]:
        return list(db.session.scalars(select(Label).where(Label.programme_code == self.programme).order_by(Label.id)))

    def _once(self, public_id: str, act: str) -> bool:
        fresh = (public_id, act) not in self.done
        self.done.add((public_id, act))
        return fresh

    def _take_up_deferred(self) -> None:
        rows = db.session.scalars(
            select(Application).where(Application.state == "deferred", Application.state_since <= self.now - DEFERRAL)
        ).all()
        for application in rows:
            take(
                "application", application.public_id, "resume_ready", actor=self._coordinator(application), now=self.now
            )

    def _coordinator(self, root: Application | Label) -> Any:
        people = {key_of(one): one for one in self.cast.coordinators}
        blocked = blocking_codes(people, root, "instruction", self.now)
        return acting(next(one for key, one in people.items() if key not in blocked))

    def _representative(self, label: Label) -> Any:
        return acting(self.cast.representatives[label.structure.public_id])

    def _settle_reservations(self) -> None:
        """Most holders show what they did in time; the second label with reservations never answers."""
        rows = db.session.scalars(select(Reservation).where(Reservation.state.in_(("open", "answered")))).all()
        silent = self._silent_label()
        for reservation in rows:
            age = self.now - reservation.state_since
            recent = reservation.state_since > self.end - timedelta(days=70)
            if reservation.label_id == silent or recent or age < timedelta(days=20 + reservation.id % 17):
                continue
            label = reservation.label
            if reservation.state == "open":
                answer = {"answer": "La procédure est écrite et affichée ; elle est jointe à notre rapport annuel."}
                take(
                    "reservation",
                    reservation.public_id,
                    "answer",
                    actor=self._representative(label),
                    now=self.now,
                    fields=answer,
                )
            else:
                found = {"facts": "La preuve est complète, la réserve peut être levée."}
                take(
                    "reservation",
                    reservation.public_id,
                    "clear",
                    actor=self._coordinator(label),
                    now=self.now,
                    fields=found,
                )

    def _silent_label(self) -> int | None:
        ids = db.session.scalars(
            select(Reservation.label_id)
            .where(Reservation.severity == "major")
            .distinct()
            .order_by(Reservation.label_id)
        ).all()
        return ids[0] if ids else None

    def _act(self, labels: list[Label]) -> None:
        by_id = {label.public_id: label for label in labels}
        for number, acts in enumerate(OLD_ACTS):
            chosen = self.chosen.get(number) or self._choose(labels, acts[0][0])
            for after, step in acts:
                if chosen and self._age(by_id[chosen]) >= after and self._once(chosen, step):
                    self.chosen[number] = chosen
                    self._take(by_id[chosen], step)

    def _choose(self, labels: list[Label], age: int) -> str | None:
        """The oldest label of that age, in days, to which nothing else will happen."""
        silent = self._silent_label()
        free = (label for number, label in enumerate(labels, start=1) if number > 2 and number not in LETS_GO)
        return next(
            (one.public_id for one in free if one.id != silent and self._is_spared(one) and self._age(one) >= age), None
        )

    def _is_spared(self, label: Label) -> bool:
        return label.state == "active" and label.public_id not in self.chosen.values()

    def _age(self, label: Label) -> int:
        return (local_day(self.now) - label.starts_on).days

    def _act_of_late(self, labels: list[Label]) -> None:
        """On the youngest label in force to which nothing else happened."""
        for before, step in RECENT_ACTS:
            if self.end - timedelta(days=before) <= self.now and self._once("", step):
                self._take(next(label for label in reversed(labels) if self._is_spared(label)), step)

    def _take(self, label: Label, step: str) -> None:
        actors = {"relinquish": self._representative(label), "annul": acting(self.cast.signatory)}
        fields = {
            "article": "9.2",
            "facts": FACTS,
            "hearing_date": local_day(self.now - timedelta(days=3)),
        }
        asked = fields if step != "relinquish" else {}
        actor = actors.get(step, acting(self.cast.chair))
        take("label", label.public_id, step, actor=actor, now=self.now, fields=asked)

    def _renew(self, number: int, label: Label) -> None:
        """Most holders renew; a few let the label expire."""
        ends_at = datetime.combine(label.ends_on, datetime.min.time(), tzinfo=self.now.tzinfo)
        if label.state != "active" or ends_at - self.now > RENEWAL_BEFORE or number in LETS_GO:
            return
        if self._once(label.public_id, "renew"):
            plan = Plan(label.structure.public_id, "decided", quality=0.82, renews=label.number)
            self.launch(plan)

"""Facts that every simulated subject offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.programmes.simulate.scheme import APPLICANT

if TYPE_CHECKING:
    from labelflow.domain.conflicts import Purpose
    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject

HOME: Final = "31"
"""Department of every simulated applicant."""


class SimulatedFacts:
    """Facts of any subject. See `labelflow.domain.facts`."""

    def __init__(self, life: Life, subject: Subject) -> None:
        self.life = life
        self.subject = subject
        self.kind = subject.kind
        self.state = subject.state
        self.programme_code = life.scheme.programme.code
        self.structure_id = APPLICANT
        self.now = life.now

    @property
    def is_live(self) -> bool:
        state = self.life.scheme.state(self.subject.kind, self.subject.state)
        return state.has("live") if self.kind == "application" else not state.has("final")

    def blocked_codes(self, person: int, purpose: Purpose) -> tuple[str, ...]:
        conflicted = any(one.person == person and one.conflicted for one in self.life.all("assignment"))
        return ("SELF",) if conflicted else ()

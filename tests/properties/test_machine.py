"""Anybody does anything, in any order, for months: the invariants of the domain hold after every act.

LABELFLOW_PLAYS=200 pytest tests/properties/test_machine.py     # a long night
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from labelflow.services import applications, assignments, evidence, sessions, steps
from tests.crowd import READERS, REPRESENTATIVES, admitted, decided_together, open_together, ready, voted
from tests.properties.playing import Playing, declare_link, end_mandate, join
from tests.properties.pressing import press_on, write
from tests.properties.seen import KINDS
from tests.scenes.filing import complete_draft, submitted

if TYPE_CHECKING:
    from labelflow.domain.workflow import Step
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene
    from tests.stage import Stage

PEOPLE: Final = (
    "applicant", "delegate", "colleague", "outsider", "coordinator", "coordinator2", "insider", "peer1", "peer2",
    "peer3", "twin", "judge", "kin", "scientist1", "scientist2", "member1", "member2", "chair", "deputy",
    "signatory", "auditor", "operator", "nobody",
)  # fmt: skip
READERS_AND_JUDGES: Final = ("peer1", "peer2", "peer3", "twin", "judge", "kin", "scientist1", "scientist2", "member1")
LINKS: Final = ("FAMILY", "FUNDING", "ADVISED", "COMPETITOR", "DISPUTE", "SCIENTIFIC")

number = st.integers(0, 999)
person = st.sampled_from(PEOPLE)
kind = st.sampled_from(tuple(KINDS))


def opened(crowd: Crowd, place: str) -> None:
    open_together(crowd, [ready(crowd, place, READERS)])


def decided(crowd: Crowd, place: str, *, sign: bool = False) -> None:
    scene: Scene = ready(crowd, place, READERS)
    decided_together(crowd, [scene])
    if sign:
        crowd.take("decision", scene.decision, "sign", by="signatory")


def voting(crowd: Crowd, place: str) -> None:
    scene = ready(crowd, place, READERS)
    open_together(crowd, [scene])
    voted(crowd, scene, "defer")


BEGINNINGS: Final[dict[str, Any]] = {
    "a draft": lambda crowd, place: complete_draft(crowd, by=REPRESENTATIVES[place], structure=place),
    "submitted": lambda crowd, place: submitted(crowd, by=REPRESENTATIVES[place], structure=place),
    "admitted": admitted,
    "ready": lambda crowd, place: ready(crowd, place, READERS),
    "open": opened,
    "voting": voting,
    "decided": decided,
    "labelled": lambda crowd, place: decided(crowd, place, sign=True),
}


class Play(RuleBasedStateMachine):
    """What people try. Each rule is one person's wish; whether it is granted is the services' affair."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.reset()
        self.play = Playing(self.stage)

    def teardown(self) -> None:
        self.play.end()
        for state in sorted({row.state for row in self.play.seen.all("application")}):
            event(f"an application ends {state}")

    @initialize(first=st.sampled_from(tuple(BEGINNINGS)), second=st.sampled_from(("a draft", "submitted", "admitted")))
    def begin(self, first: str, second: str) -> None:
        BEGINNINGS[first](self.play.crowd, "applicant")
        BEGINNINGS[second](self.play.crowd, "neighbour")
        self.play.begin_here()

    @rule(who=person, where=st.sampled_from(tuple(REPRESENTATIVES)))
    def start(self, who: str, where: str) -> None:
        place = self.play.crowd.structure(where).public_id
        self.play.attempt(applications.start, self.play.crowd.programme_code, place, by=who)

    @rule(who=person, which=number, choice=number)
    def take_what_is_offered(self, who: str, which: int, choice: int) -> None:
        offered = [
            (of, subject, code)
            for of in KINDS
            for subject in self.play.called(of)
            for code, refusals in self.play.crowd.offers(of, subject, by=who).items()
            if not refusals
        ]
        if offered:
            self._take(*offered[which % len(offered)], who, choice)

    @rule(who=person, of=kind, which=number, step=number, choice=number)
    def take_anything(self, who: str, of: str, which: int, step: int, choice: int) -> None:
        subject = self._subject(of, which)
        if subject is not None:
            codes = [one.code for one in self.play.crowd.programme.machines[of].steps]  # type: ignore[index]  # any kind
            self._take(of, subject, codes[step % len(codes)], who, choice)

    @rule(who=person, of=kind, which=number, step=number, behind=st.sampled_from((-1, 1)))
    def take_on_another_version(self, who: str, of: str, which: int, step: int, behind: int) -> None:
        subject = self._subject(of, which)
        if subject is not None:
            declared = self._steps(of)
            seen = self.play.row(KINDS[of], subject).version + behind
            taken = self.play.attempt(steps.take, of, subject, declared[step % len(declared)].code, by=who, seen=seen)
            assert not taken, "a step was taken on another version than the one seen"

    @rule(choices=st.lists(number, min_size=5, max_size=14))
    def press_the_first_on(self, choices: list[int]) -> None:
        self.press_on(0, choices)

    @rule(which=number, choices=st.lists(number, min_size=5, max_size=14))
    def press_on(self, which: int, choices: list[int]) -> None:
        application = self._subject("application", which)
        if application is not None:
            structure = self.play.row("application", application).structure_id
            place = next(key for key in REPRESENTATIVES if self.play.crowd.structure(key).id == structure)
            press_on(self.play, application, REPRESENTATIVES[place], choices)

    @rule(who=person, which=number, reader=st.sampled_from(READERS_AND_JUDGES), scientist=st.booleans())
    def assign(self, who: str, which: int, reader: str, *, scientist: bool) -> None:
        application = self._subject("application", which)
        if application is not None:
            asked = self.play.crowd.person(reader).public_id
            self.play.attempt(assignments.assign, application, asked, ["peer", "scientist"][scientist], by=who)

    @rule(who=st.sampled_from(READERS_AND_JUDGES), which=number, choices=st.lists(number, min_size=1, max_size=8))
    def write(self, who: str, which: int, choices: list[int]) -> None:
        assignment = self._subject("assignment", which)
        if assignment is not None:
            write(self.play, assignment, who, choices)

    @rule(who=person, which=number, choice=st.sampled_from(("for", "against", "abstain")), proxy=st.booleans())
    def vote(self, who: str, which: int, choice: str, *, proxy: bool) -> None:
        item = self._subject("item", which)
        if item is not None:
            whose = self.play.crowd.person("member10").public_id if proxy else None
            self.play.attempt(sessions.vote, item, choice, by=who, for_member=whose)

    @rule(who=person, which=number, other=st.sampled_from(("", "member1", "member3", "chair", "judge")))
    def step_aside(self, who: str, which: int, other: str) -> None:
        item = self._subject("item", which)
        if item is not None:
            member = self.play.crowd.person(other).public_id if other else None
            self.play.attempt(sessions.recuse, item, by=who, member=member, note="Un lien.")

    @rule(who=person, which=number, slot=number)
    def add_a_file(self, who: str, which: int, slot: int) -> None:
        application = self._subject("application", which)
        if application is not None:
            slots = self.play.crowd.programme.form.slots
            code, expires = slots[slot % len(slots)].code, self.play.seen.today.replace(year=2033)
            file = {"filename": "piece.pdf", "data": b"%PDF-1.7 " + str(slot).encode(), "expires_on": expires}
            self.play.attempt(evidence.add, application, code, by=who, **file)

    @rule(
        who=st.sampled_from(READERS_AND_JUDGES),
        where=st.sampled_from(tuple(REPRESENTATIVES)),
        code=st.sampled_from(LINKS),
    )
    def declare_a_link(self, who: str, where: str, code: str) -> None:
        structure = self.play.crowd.structure(where).public_id
        self.play.attempt(declare_link, self.play.crowd.person(who).public_id, structure, code, by=who)

    @rule(who=st.sampled_from(READERS_AND_JUDGES))
    def join_the_applicant(self, who: str) -> None:
        structure = self.play.crowd.structure("applicant").public_id
        self.play.attempt(join, self.play.crowd.person(who).public_id, structure, by="applicant")

    @precondition(lambda self: self.play.done % 5 == 0)
    @rule(who=st.sampled_from(("judge", "member1", "chair", "signatory", "peer1", "coordinator")))
    def lose_a_mandate(self, who: str) -> None:
        self.play.attempt(end_mandate, self.play.crowd.person(who).public_id, by="operator")

    @rule(days=st.integers(1, 45))
    def let_time_pass(self, days: int) -> None:
        self.play.wait(days)

    def _subject(self, of: str, which: int) -> str | None:
        found = self.play.called(of)
        return found[which % len(found)] if found else None

    def _steps(self, of: str) -> tuple[Step, ...]:
        return self.play.crowd.programme.machines[of].steps  # type: ignore[index]  # any kind

    def _take(self, of: str, subject: str, code: str, who: str, choice: int) -> None:
        step = next(one for one in self._steps(of) if one.code == code)
        fields = {} if choice % 11 == 0 else self.play.fields(step.asks, code, choice)
        taken = self.play.take(of, subject, code, by=who, **fields)
        assert not (taken and step.internal), f"{code} is not for people"


@pytest.mark.slow
def test_whatever_people_try_the_invariants_hold(stage: Stage) -> None:
    plays = type("PlayHere", (Play,), {"stage": stage})
    often = int(os.environ.get("LABELFLOW_PLAYS", "12"))

    run_state_machine_as_test(
        plays,
        settings=settings(
            max_examples=often,
            stateful_step_count=int(os.environ.get("LABELFLOW_ACTS", "30")),
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a play is read faster than it is made shorter
            suppress_health_check=list(HealthCheck),
        ),
    )

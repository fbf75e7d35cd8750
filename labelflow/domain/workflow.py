"""Machines as data: states with declared flags, steps with their guards, and what may happen from here.

`transitions` holds the graph: one machine per declaration, built once, with `model=None` and no
automatic transitions. Guards, reasons and effects are ours, because the library refuses in silence
and does not undo a state when a callback fails.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from transitions import Machine as Graph

from labelflow.domain.words import Words

SAME = "="
"""Target of a step that leaves the state as it is."""

Flag = Literal[
    "final",  # nothing leads out, except a reopening
    "live",  # counts for "one live application per structure and scope"
    "editable",  # the applicant may change the draft
    "open_to_reviewers",  # assigned reviewers may read and mark
    "awaits_applicant",  # the applicant has to act
    "awaits_reviewer",
    "awaits_coordination",
    "awaits_committee",
    "holds_label",  # the right exists (valid or not)
    "publicly_valid",  # verifies as valid
    "listed",  # appears in the public list of holders
    "granted",  # a favourable end
    "adverse",  # an unfavourable decision: reasons and remedies
    "counts",  # a review in this state counts for the decision
    "reads",  # a reviewer in this state may read the application
    "pending",  # waits for an answer
    "decided",  # a session item with a result
]

PublicAnswer = Literal["valid", "suspended", "withdrawn", "expired", "superseded", "not_in_force", "annulled"]


class Declared(BaseModel):
    """Base of everything that a programme declares: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(Declared):
    """How a state is called, for each kind of reader."""

    staff: Words
    applicant: Words = Field(default_factory=dict)
    public: Words = Field(default_factory=dict)


class State(Declared):
    """A state. Its meaning is read from its flags, never from its code or labels."""

    code: str
    labels: Labels
    flags: frozenset[Flag] = frozenset()
    public_answer: PublicAnswer | None = None
    help: Words = Field(default_factory=dict)

    def has(self, flag: Flag) -> bool:
        """Whether the state carries `flag`."""
        return flag in self.flags


class RuleUse(Declared):
    """A guard or an effect from the catalogue, with its parameters."""

    model_config = ConfigDict(frozen=True, extra="allow")

    rule: str

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as declared."""
        return dict(self.__pydantic_extra__ or {})


def _rule_use(value: object) -> object:
    return {"rule": value} if isinstance(value, str) else value


Rule = Annotated[RuleUse, BeforeValidator(_rule_use)]


class Ask(Declared):
    """A typed field that a step asks the person for."""

    code: str
    kind: Literal["text", "long_text", "date", "choice", "choices", "yes_no", "number", "criteria", "person"]
    label: Words
    hint: Words = Field(default_factory=dict)
    required: bool = True
    min_length: int = 0
    max_length: int = 20000
    options: tuple[tuple[str, Words], ...] = ()


class Step(Declared):
    """One declared transition: who may, from where, under which guards, with which effects.

    `timer` names a deadline of the programme: when it falls due the step fires by itself.
    An `automatic` step fires as soon as its guards hold, after any other step of the application.
    """

    code: str
    label: Words
    sources: tuple[str, ...] = Field(alias="from")
    target: str = Field(alias="to", default=SAME)
    permission: str | None = None
    guards: tuple[Rule, ...] = ()
    asks: tuple[Ask, ...] = ()
    effects: tuple[Rule, ...] = ()
    tells: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    timer: str | None = None
    automatic: bool = False
    internal: bool = False
    """Fired only by another use case (a vote closed, a decision signed): never offered as a button."""
    tone: Literal["primary", "neutral", "danger"] = "neutral"
    help: Words = Field(default_factory=dict)
    notice: Words = Field(default_factory=dict)

    @property
    def by_person(self) -> bool:
        """Whether a person may fire it (a timed step may be both)."""
        return self.permission is not None


class Machine(Declared):
    """A declared machine; `graph` is its `transitions` machine."""

    initial: str
    states: tuple[State, ...] = Field(alias="state")
    steps: tuple[Step, ...] = Field(alias="step")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        codes = [state.code for state in self.states]
        for code in {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"state {code!r} is declared twice: keep one")
        if self.initial not in codes:
            raise ValueError(f"initial state {self.initial!r} is not declared: declare it, or name another")
        step_codes = [step.code for step in self.steps]
        for code in {code for code in step_codes if step_codes.count(code) > 1}:
            raise ValueError(f"step {code!r} is declared twice: keep one (a step may have several sources)")
        for step in self.steps:
            for code in (*step.sources, step.target):
                if code not in codes and code != SAME:
                    raise ValueError(f"step {step.code!r}: state {code!r} is not declared")
        return self

    @cached_property
    def by_code(self) -> dict[str, State]:
        """States by code."""
        return {state.code: state for state in self.states}

    @cached_property
    def step_by_code(self) -> dict[str, Step]:
        """Steps by code."""
        return {step.code: step for step in self.steps}

    @cached_property
    def steps_from(self) -> dict[str, tuple[Step, ...]]:
        """For each state, the steps that leave it, in declared order."""
        return {s.code: tuple(step for step in self.steps if s.code in step.sources) for s in self.states}

    @cached_property
    def graph(self) -> Graph:
        """The `transitions` machine of this declaration: shared, without model."""
        return Graph(
            model=None,
            states=[state.code for state in self.states],
            initial=self.initial,
            transitions=[
                {"trigger": step.code, "source": source, "dest": step.target if step.target != SAME else SAME}
                for step in self.steps
                for source in step.sources
            ],
            auto_transitions=False,
            send_event=False,
        )

    def target_of(self, step: str, state: str) -> str | None:
        """The state that `step` leads to from `state`; None when it does not leave it.

        Asks the `transitions` graph, which is the one holder of the edges.
        """
        event = self.graph.events.get(step)
        found = event.transitions.get(state, ()) if event else ()
        if not found:
            return None
        dest: str | None = found[0].dest
        return state if dest is None or dest == SAME else dest

    def states_with(self, flag: Flag) -> tuple[str, ...]:
        """Codes of the states that carry `flag`."""
        return tuple(state.code for state in self.states if flag in state.flags)


MachineKind = Literal[
    "application", "assignment", "complement", "reply", "session", "item", "decision", "label", "reservation",
    "objection",
]  # fmt: skip

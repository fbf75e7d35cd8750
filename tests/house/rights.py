"""What the map of permissions says of every address of a small world, whatever the views do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.catalogue import Case
from labelflow.domain.permissions import may, role_granting
from labelflow.models.account import InterestLink
from labelflow.models.action import Action
from labelflow.models.application import Application, Evidence
from labelflow.models.concern import Concern
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Label
from labelflow.models.review import Assignment
from labelflow.models.session import Item, Session
from labelflow.models.structure import Structure
from labelflow.queries.concerns import role_on_concern
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.subjects import subject_called
from tests.house.addresses import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session as Rows
    from werkzeug.routing import Rule

    from labelflow.domain.actor import Actor
    from tests.crowd import Crowd
    from tests.house.ground import Ground

SUBJECTS: Final[Mapping[str, tuple[type, tuple[str, ...]]]] = {
    "committee.attendance": (Session, ("session:prepare", "session:preside")),
    "applicant/application_id": (Application, ("application:read_own",)),
    "applicant/number": (Label, ("label:read_own",)),
    "coordinator/application_id": (Application, ("application:check",)),
    "coordinator/number": (Label, ("label:follow",)),
    "reviewer/assignment_id": (Assignment, ("assignment:answer",)),
    "audit/application_id": (Application, ("application:audit",)),
    "committee/application_id": (Application, ("application:schedule",)),
    "committee/session_id": (Session, ("session:read",)),
    "committee/item_id": (Item, ("item:read", "application:schedule")),
    "committee/decision_id": (Decision, ("decision:draft", "decision:sign")),
    "committee/number": (Label, ("label:sanction", "label:annul")),
}
"""Page, or blueprint and parameter → what it is about, and the permissions that open it, any of them."""

DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "application": ("application:read",),
    "label": ("label:read_own", "label:follow", "label:sanction", "journal:read"),
    "session": ("session:read",),
}
"""By kind of subject, what opens its documents."""


@dataclass(frozen=True, slots=True)
class Door:
    """One address for one person, and whether they have a right on it."""

    endpoint: str
    url: str
    is_open: bool


def doors(crowd: Crowd, ground: Ground, key: str | None, method: str) -> list[Door]:
    """Every address for somebody. Of what is closed to them as a whole, one address stands for all."""
    actor = crowd.actor(key) if key else None
    app = crowd.app
    urls = app.url_map.bind("localhost")
    found = []
    with crowd.looking() as session:
        rights = Rights(crowd, session, actor)
        for rule in app.url_map.iter_rules():
            statement = str(getattr(app.view_functions[rule.endpoint], "__allows__", ""))
            for filled in _filled(rule, ground, method, may_enter=rights.enter(statement)):
                is_open = rights.enter(statement) and rights.of(rule, filled)
                found.append(Door(rule.endpoint, urls.build(rule.endpoint, filled, method=method), is_open))
    return found


def _filled(rule: Rule, ground: Ground, method: str, *, may_enter: bool) -> list[dict[str, str]]:
    if method not in (rule.methods or ()):
        return []
    every = list(addresses(rule, ground))
    return every if may_enter else every[:1]


class Rights:
    """What one person may do in the world as it is; None is somebody who is not signed in."""

    def __init__(self, crowd: Crowd, session: Rows, actor: Actor | None) -> None:
        self.code, self.today, self.now = crowd.programme_code, crowd.today, crowd.now
        self.session = session
        self.actor = actor

    def enter(self, statement: str) -> bool:
        """Whether what a view states lets them in."""
        if statement == "public" or self.actor is None:
            return statement == "public"
        return statement == "signed-in" or may(statement, self.actor, self.code, self.now)

    def of(self, rule: Rule, filled: Mapping[str, str]) -> bool:
        """Whether they have a right on what an address is about."""
        if rule.endpoint == "steps.step":
            return self._on_step(**filled)
        return all(self._on(rule.endpoint, name, value) for name, value in filled.items())

    def _on(self, endpoint: str, name: str, value: str) -> bool:
        own = OTHERWISE.get(endpoint) or OTHERWISE.get(f"{endpoint}/{name}")
        if own is not None:
            return own(self, value)
        known = SUBJECTS.get(endpoint) or SUBJECTS.get(f"{endpoint.partition('.')[0]}/{name}")
        return known is None or self._has(self._one(known[0], value), known[1])

    def _one(self, model: type, value: str) -> Any:
        key = "number" if model is Label else "public_id"
        return self.session.query(model).filter_by(**{key: value}).one()

    def _has(self, subject: Any, permissions: tuple[str, ...], *, but: str = "") -> bool:
        """Whether any of the permissions is theirs, under another role than `but`."""
        assert self.actor is not None
        case: Case[Any] = Case(facts_of(subject, self.now), self.actor, self.now)
        return bool({role_granting(permission, case) for permission in permissions} - {None, but})

    def _on_step(self, kind: str, public_id: str, code: str) -> bool:
        subject = subject_called(kind, public_id)
        step = programme_of(subject.programme_version_id).machines[kind].step_by_code[code]  # type: ignore[index]  # a kind
        return step.by_person and not step.internal and self._has(subject, (str(step.permission),))

    def _on_piece(self, value: str) -> bool:
        return self._has(self._one(Evidence, value).application, ("application:read",))

    def _on_document(self, value: str) -> bool:
        document = self._one(Document, value)
        if document.chain_kind == "person":
            return self.actor is not None and document.chain_subject == self.actor.public_id
        subject = subject_called(document.chain_kind, document.chain_subject)
        return self._has(subject, DOCUMENTS[document.chain_kind], but="reviewer")

    def _on_team(self, value: str) -> bool:
        assert self.actor is not None
        structure = self._one(Structure, value)
        return self.actor.acts_for(structure.id, self.today, "legal_representative", "delegate")

    def _on_action(self, value: str) -> bool:
        assert self.actor is not None
        return self.actor.acts_for(self._one(Action, value).structure_id, self.today)

    def _on_concern(self, value: str) -> bool:
        assert self.actor is not None
        return role_on_concern(self._one(Concern, value), self.actor, self.now) is not None

    def _on_link(self, value: str) -> bool:
        assert self.actor is not None
        return bool(self._one(InterestLink, value).user_id == self.actor.id)


ACTIONS: Final = (
    "applicant.action/action_id", "applicant.action_section/action_id", "applicant.preview_action/action_id",
    "applicant.copy_for_adage/action_id", "applicant.copy_action/action_id", "applicant.act_on_action/action_id",
)  # fmt: skip

OTHERWISE: Final[Mapping[str, Callable[[Rights, str], bool]]] = {
    **dict.fromkeys(ACTIONS, Rights._on_action),
    "coordinator.concern/concern_id": Rights._on_concern,
    "coordinator.close_concern/concern_id": Rights._on_concern,
    "downloads.piece": Rights._on_piece,
    "downloads.document": Rights._on_document,
    "my_structures.colleagues": Rights._on_team,
    "my_structures.ties": Rights._on_team,
    "my_structures.tie/structure_id": Rights._on_team,
    "my_structures.untie/structure_id": Rights._on_team,
    "my_account.end_interest": Rights._on_link,
}
"""Pages, and parameters of pages, whose right is not one permission on one subject of the address."""

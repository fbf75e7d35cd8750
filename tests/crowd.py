"""A larger world: more applicants, and people whose interests or mandates collide.

    crowd = Crowd(app)
    scenes = [filed(crowd, place) for place in APPLICANTS]
    decided_together(crowd, scenes)

`bring` functions take an application from one moment of its life to the next, whoever applies.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from labelflow.models.decision import Decision
from labelflow.models.session import Item
from labelflow.services import sessions
from tests.scenes.cast import MEMBERS, PEOPLE, STRUCTURES, Told
from tests.scenes.filing import check_documents, submitted
from tests.scenes.reviewing import accept, confirm_all, invite, submit_review
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from tests.scenes.scene import Scene

REPRESENTATIVES: Final = {"applicant": "applicant", "neighbour": "outsider", "library": "librarian", "club": "amateur"}
"""Structures that apply → who represents them."""
APPLICANTS: Final = tuple(REPRESENTATIVES)


class Crowd(World):
    """See the module. Its time stands still until somebody waits."""

    _at: datetime

    def set_clock(self, to: datetime) -> None:
        super().set_clock(to)
        self._at = to

    @property
    def now(self) -> datetime:
        return self._at

    places: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        **STRUCTURES,
        "library": {
            "name": "Médiathèque de l’Étang",
            "commune": "Sète",
            "postal_code": "34200",
            "kind": "library",
            "rna": "W343000010",
        },
        "club": {
            "name": "Club d’astronomie du Gers", "commune": "Auch", "postal_code": "32000",
            "kind": "association", "rna": "W321000011",
        },
    }  # fmt: skip
    people: ClassVar[Mapping[str, Told]] = {
        **PEOPLE,
        "librarian": Told("Ambre", "Lafont", "library", "legal_representative"),
        "amateur": Told("Gilles", "Soubiran", "club", "legal_representative"),
        # people whose parts collide
        "insider": Told("Iris", "Vidal", "applicant", "member", mandates=("coordinator",)),
        "judge": Told("Joël", "Peyre", "observatory", mandates=("reviewer", "member")),
        "twin": Told("Tess", "Peyre", "planetarium", mandates=("reviewer",)),
        "kin": Told("Kim", "Vidal", "applicant", mandates=("reviewer", "member")),
    }


def admitted(crowd: World, place: str) -> Scene:
    """Submitted, checked and admissible."""
    scene = submitted(crowd, by=REPRESENTATIVES[place], structure=place)
    check_documents(crowd, scene)
    crowd.take("application", scene.application, "declare_admissible", by="coordinator")
    return scene


def ready(crowd: World, place: str, readers: Mapping[str, str]) -> Scene:
    """Read by everybody of `readers` (person → peer or scientist), and replied to."""
    scene = admitted(crowd, place)
    for person, reader in readers.items():
        invite(crowd, scene, person, reader)
        accept(crowd, scene, person)
    for person in readers:
        submit_review(crowd, scene, person)
    crowd.take("application", scene.application, "send_reply", by=scene.by, answer="Merci de vos lectures.")
    confirm_all(crowd, scene)
    return scene


READERS: Final = {"peer1": "peer", "peer2": "peer", "scientist1": "scientist"}


def listed_together(crowd: World, scenes: Sequence[Scene]) -> str:
    """A session of three weeks later, with these applications on its agenda. Gives the session."""
    for key in (*MEMBERS, "chair"):
        crowd.person(key)
    held_at = crowd.now + timedelta(days=21)
    session: str = crowd.do(sessions.plan, crowd.programme_code, "Commission", held_at, by="coordinator")
    rapporteur = crowd.person("member1").public_id
    for scene in scenes:
        crowd.take(
            "application", scene.application, "schedule", by="coordinator", session=session, rapporteur=rapporteur
        )
        scene.session = session
    with crowd.looking() as rows:
        by_application = {item.application.public_id: item.public_id for item in rows.query(Item)}
    for scene in scenes:
        scene.item = by_application[scene.application]
    return session


def open_together(crowd: World, scenes: Sequence[Scene]) -> str:
    """The session is open; everybody is there, the last member by proxy."""
    session = listed_together(crowd, scenes)
    crowd.take("session", session, "convene", by="coordinator")
    crowd.wait(days=21, minutes=5)
    there: dict[str, tuple[str, str | None]] = {
        crowd.person(key).public_id: ("present", None) for key in (*MEMBERS[:-1], "chair")
    }
    there[crowd.person(MEMBERS[-1]).public_id] = ("proxy", crowd.person(MEMBERS[0]).public_id)
    crowd.do(sessions.record_attendance, session, there, by="chair", chair=crowd.person("chair").public_id)
    crowd.take("session", session, "open", by="chair")
    return session


def voted(crowd: World, scene: Scene, outcome: str = "grant") -> None:
    """The vote is open and everybody voted for it."""
    crowd.take("item", scene.item, "open_vote", by="chair", outcome=outcome)
    for key in (*MEMBERS[:-1], "chair"):
        crowd.do(sessions.vote, scene.item, "for", by=key)
    absent = crowd.person(MEMBERS[-1]).public_id
    crowd.do(sessions.vote, scene.item, "for", by=MEMBERS[0], for_member=absent)


def decided_together(crowd: World, scenes: Sequence[Scene]) -> None:
    """Every application of the session is decided; nothing is signed."""
    open_together(crowd, scenes)
    for scene in scenes:
        voted(crowd, scene)
        crowd.take("item", scene.item, "close_vote", by="chair")
    with crowd.looking() as rows:
        drafted = {one.application.public_id: one.public_id for one in rows.query(Decision)}
    for scene in scenes:
        scene.decision = drafted[scene.application]

"""A small world with something for everybody: for the walk of roles over routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from labelflow import paths
from labelflow.models.account import InterestLink, User
from labelflow.models.action import Action
from labelflow.models.application import Application, Evidence
from labelflow.models.concern import Concern
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Label, Reservation
from labelflow.models.queue import Notice
from labelflow.models.review import Assignment
from labelflow.models.session import Item, Session
from labelflow.models.structure import Structure
from labelflow.queries.actors import actor_of
from labelflow.services import applications, concerns, programmes, reviewing_certificates, reviews
from labelflow.services.interests import Link, declare_link
from labelflow.web.addresses import slug_of
from tests.crowd import READERS, admitted, open_together, ready
from tests.offers import STARS, offered
from tests.scenes import committee, filing, reviewing
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene

UNREAD: Final = "Ce brouillon d’évaluation n’est lu que par qui l’écrit"
UNSENT: Final = "Ce brouillon de dossier n’est lu que par la structure"
UNTOLD: Final = "Ce signalement n’est lu que par la coordination"
"""Words that must not travel."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands in the world."""

    ids: dict[type, list[str]]
    """Public identifiers by table."""
    pieces: dict[str, str]
    """Of each application, one piece."""
    number: str
    """Of the label."""
    holder: str
    """The last part of the address of its holder's page."""
    action: str
    """The last part of the address of its action."""
    style: str
    """The name of the style sheet."""


def laid(crowd: Crowd) -> Ground:
    """A label with reservations; a vote that is open; an application being read; a draft."""
    crowd.do(programmes.install, paths.programmes() / "charte-du-reseau", by="system", in_force_from=SINCE)
    scene = committee.labelled_with_reservations(crowd)
    offered(crowd, scene)
    open_to_the_vote(crowd)
    being_read(crowd)
    draft(crowd)
    declare_a_link(crowd)
    report_the_label(crowd, scene.number)
    crowd.do(reviewing_certificates.certify_review, scene.assignments["peer1"], by="peer1")
    return surveyed(crowd)


MODELS: Final = (
    Action, Application, Assignment, Concern, Decision, Document, Evidence, InterestLink, Item, Label, Notice, Reservation, Session,
    Structure,
)  # fmt: skip


def surveyed(crowd: Crowd) -> Ground:
    """What stands there now."""
    with crowd.looking() as session:
        ids: dict[type, list[str]] = {model: [row.public_id for row in session.query(model)] for model in MODELS}
        number = session.query(Label).one().number
        pieces = {piece.application.public_id: piece.public_id for piece in session.query(Evidence)}
        action = slug_of(STARS["title"], session.query(Action).one().public_id)
    holder = crowd.structure("applicant")
    style = crowd.browser().get("/").soup.select_one("link[rel=stylesheet]")
    assert style is not None
    return Ground(
        ids, pieces, number, slug_of(holder.name, holder.public_id), action, str(style["href"]).rsplit("/", 1)[1]
    )


def open_to_the_vote(crowd: Crowd) -> Scene:
    scene = ready(crowd, "neighbour", READERS)
    open_together(crowd, [scene])
    crowd.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    return scene


def being_read(crowd: Crowd) -> Scene:
    """One review half written, one invitation without answer."""
    scene = admitted(crowd, "library")
    for person in ("peer1", "peer2", "scientist2"):
        reviewing.invite(crowd, scene, person, "scientist" if person == "scientist2" else "peer")
    for person in ("peer1", "scientist2"):
        reviewing.accept(crowd, scene, person)
    crowd.do(reviews.save, scene.assignments["peer1"], {}, by="peer1", strengths=UNREAD)
    return scene


def report_the_label(crowd: Crowd, number: str) -> None:
    told = concerns.Told(kind="concern", shown="", place="", message=UNTOLD, email="")
    with crowd.looking():
        concerns.report(told, number=number, programme=crowd.programme_code, key="page", now=crowd.now)


def draft(crowd: Crowd) -> Scene:
    scene = filing.draft(crowd, by="amateur", structure="club")
    crowd.do(applications.save_answers, scene.application, {"presentation": UNSENT}, by="amateur")
    filing.add_piece(crowd, scene, "statutes")
    return scene


def declare_a_link(crowd: Crowd) -> None:
    """A member says that they sit on the board of the club."""
    member, club = crowd.person("member2"), crowd.structure("club")
    with crowd.looking() as session:
        user, place = session.get_one(User, member.id), session.get_one(Structure, club.id)
        actor = actor_of(user)
        declare_link(user, place, Link("BOARD", crowd.today), actor=actor, now=crowd.now)

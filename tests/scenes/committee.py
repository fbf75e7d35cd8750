"""From the agenda of a session to the label, or the refusal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelflow.models.decision import Decision
from labelflow.models.label import Label
from labelflow.models.session import Item
from labelflow.services import sessions
from tests.images import remembered
from tests.scenes.cast import MEMBERS
from tests.scenes.reviewing import ready

if TYPE_CHECKING:
    from tests.scenes.scene import Scene
    from tests.world import World

FACTS = (
    "Les fiches d’action jointes ne citent aucune source, et deux d’entre elles présentent comme établi un "
    "résultat que la littérature a corrigé depuis 2019. La structure n’a pas décrit de procédure de relecture, "
    "ni de calendrier pour y remédier."
)
"""Facts long enough to be reasons."""


@remembered
def in_committee(world: World, *, level: int = 2) -> Scene:
    """On the agenda of a session planned in three weeks, not convened yet."""
    scene = ready(world, level=level)
    put_on_an_agenda(world, scene)
    return scene


def put_on_an_agenda(world: World, scene: Scene) -> None:
    """Plan a session in three weeks, with the application on its agenda."""
    for key in (*MEMBERS, "chair"):
        world.person(key)
    held_at = world.now + timedelta(days=21)
    title = "Commission de printemps"
    scene.session = world.do(
        sessions.plan, world.programme_code, title, held_at, by="coordinator", place="Hôtel de Région, Toulouse"
    )
    list_on(world, scene)


def list_on(world: World, scene: Scene) -> None:
    """Put the application on the session's agenda."""
    rapporteur = world.person("member1").public_id
    world.take(
        "application", scene.application, "schedule", by="coordinator", session=scene.session, rapporteur=rapporteur
    )
    with world.looking() as session:
        scene.item = next(
            item.public_id for item in session.query(Item) if item.application.public_id == scene.application
        )


@remembered
def convened(world: World, *, level: int = 2) -> Scene:
    """The members were convened, with the agenda."""
    scene = in_committee(world, level=level)
    world.take("session", scene.session, "convene", by="coordinator")
    return scene


@remembered
def session_open(world: World, *, level: int = 2) -> Scene:
    """The day of the session: everybody is there (`member10` gave a proxy to `member1`), it is open."""
    scene = convened(world, level=level)
    open_session(world, scene)
    return scene


def open_session(world: World, scene: Scene) -> None:
    """Hold the session that was convened: wait for its day, record who is there, open it."""
    world.wait(days=21, minutes=10)
    there: dict[str, tuple[str, str | None]] = {
        world.person(key).public_id: ("present", None) for key in (*MEMBERS[:-1], "chair")
    }
    there[world.person(MEMBERS[-1]).public_id] = ("proxy", world.person(MEMBERS[0]).public_id)
    chair = world.person("chair").public_id
    world.do(sessions.record_attendance, scene.session, there, by="chair", chair=chair)
    world.take("session", scene.session, "open", by="chair")


@remembered
def vote_open(world: World, *, outcome: str = "grant", level: int = 2) -> Scene:
    """The vote is open on an outcome; nobody has voted."""
    scene = session_open(world, level=level)
    world.take("item", scene.item, "open_vote", by="chair", outcome=outcome)
    return scene


@remembered
def voted(world: World, *, outcome: str = "grant", level: int = 2) -> Scene:
    """Everybody voted for it; the vote is still open."""
    scene = vote_open(world, outcome=outcome, level=level)
    for key in (*MEMBERS[:-1], "chair"):
        world.do(sessions.vote, scene.item, "for", by=key)
    proxy = world.person(MEMBERS[-1]).public_id
    world.do(sessions.vote, scene.item, "for", by=MEMBERS[0], for_member=proxy)
    return scene


@remembered
def decided(world: World, *, outcome: str = "grant", level: int = 2) -> Scene:
    """The vote is closed and the session too: the decision is drafted, to be reasoned and signed."""
    scene = voted(world, outcome=outcome, level=level)
    world.take("item", scene.item, "close_vote", by="chair")
    world.take("session", scene.session, "close", by="chair")
    with world.looking() as session:
        scene.decision = next(
            one.public_id for one in session.query(Decision) if one.application.public_id == scene.application
        )
    return scene


@remembered
def signed(world: World, *, outcome: str = "grant", level: int = 2, **draft: object) -> Scene:
    """The decision is reasoned, signed and notified."""
    scene = decided(world, outcome=outcome, level=level)
    if draft:
        world.take("decision", scene.decision, "redraft", by="chair", **draft)
    world.take("decision", scene.decision, "sign", by="signatory")
    with world.looking() as session:
        for label in session.query(Label):
            if label.application is not None and label.application.public_id == scene.application:
                scene.label, scene.number = label.public_id, label.number
                scene.reservations = [one.public_id for one in label.reservations]
    return scene


@remembered
def labelled(world: World) -> Scene:
    """The label is granted, the certificate issued."""
    return signed(world)


@remembered
def labelled_with_reservations(world: World) -> Scene:
    """The label is granted with two reservations: a major one and a minor one."""
    due = {severity: (world.today + timedelta(days=days)).isoformat() for severity, days in RESERVATION_DAYS.items()}
    reservations = [
        {"criterion": "A2", "severity": "major", "text": "Citer les sources de chaque fiche.", "due_on": due["major"]},
        {"criterion": "H2", "severity": "minor", "text": "Écrire vos pratiques de réemploi.", "due_on": due["minor"]},
    ]
    reason = "La commission souhaite que les sources soient publiées avant la rentrée."
    return signed(world, outcome="grant_with_reservations", reservations=reservations, departure_reason=reason)


RESERVATION_DAYS = {"major": 150, "minor": 240}


@remembered
def refused(world: World) -> Scene:
    """The label is refused, with reasons."""
    grounds = [{"article": "4.1", "criterion": "A1", "facts": FACTS}]
    reason = "Les erreurs relevées en séance n’étaient pas connues au moment des lectures."
    return signed(world, outcome="refuse", grounds=grounds, departure_reason=reason, advice="Faites relire vos fiches.")

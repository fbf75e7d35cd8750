"""From the invitation of reviewers to the end of the right of reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.services import assignments, reviews
from tests.images import remembered
from tests.scenes.filing import check_documents, submitted

if TYPE_CHECKING:
    from tests.scenes.scene import Scene
    from tests.world import World

READERS = {"peer1": "peer", "peer2": "peer", "scientist1": "scientist"}


@remembered
def assigned(world: World, *, level: int = 2) -> Scene:
    """Admissible; two peers and a scientist are invited and have not answered."""
    scene = submitted(world, level=level)
    world.wait(days=2)
    check_documents(world, scene)
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    for person, reader in READERS.items():
        invite(world, scene, person, reader)
    return scene


def invite(world: World, scene: Scene, person: str, reader: str) -> str:
    """Invite a person. Gives the assignment."""
    public_id = world.person(person).public_id
    scene.assignments[person] = world.do(assignments.assign, scene.application, public_id, reader, by="coordinator")
    return scene.assignments[person]


def accept(world: World, scene: Scene, person: str) -> None:
    """Sign a clear declaration and accept."""
    world.take("assignment", scene.assignments[person], "accept", by=person, declared=True, links=[])


@remembered
def in_review(world: World, *, level: int = 2) -> Scene:
    """Everybody accepted; nothing is written yet."""
    scene = assigned(world, level=level)
    world.wait(days=1)
    for person in scene.assignments:
        accept(world, scene, person)
    return scene


def write(world: World, scene: Scene, person: str, level: int = 2, recommendation: str = "favorable") -> None:
    """Fill a whole review, without submitting it."""
    reader = READERS.get(person, "peer")
    marks = {
        criterion.code: {"level": level, "comment": f"Vu dans les pièces ({criterion.code})."}
        for criterion in world.grid.criteria_for(reader)  # type: ignore[arg-type]  # a reader
    }
    texts = {
        "strengths": "Des ateliers soignés et vivants.",
        "advice": "Publiez vos sources.",
        "recommendation": recommendation,
    }
    world.do(reviews.save, scene.assignments[person], marks, by=person, **texts)


def submit_review(world: World, scene: Scene, person: str, level: int = 2, recommendation: str = "favorable") -> None:
    """Fill and submit a review."""
    write(world, scene, person, level, recommendation)
    world.take("assignment", scene.assignments[person], "submit_review", by=person)


@remembered
def awaiting_complement(world: World) -> Scene:
    """In review; the coordination passed on a question of a reviewer."""
    scene = in_review(world)
    world.wait(days=3)
    message = "Combien d’ateliers avez-vous menés en zone rurale depuis un an ?"
    world.take("application", scene.application, "ask_complement", by="coordinator", message=message)
    return scene


@remembered
def all_reviews_in(world: World, *, level: int = 2) -> Scene:
    """Every review is in: the right of reply is open. Under level 2 the programme would ask for more readers."""
    scene = in_review(world)
    world.wait(days=10)
    for person in scene.assignments:
        submit_review(world, scene, person, level)
    return scene


@remembered
def replied(world: World, *, level: int = 2) -> Scene:
    """The structure replied: each reviewer may revise what they wrote."""
    scene = all_reviews_in(world, level=level)
    world.wait(days=3)
    answer = "Merci de ces lectures attentives. Nos sources seront publiées dès ce trimestre."
    world.take("application", scene.application, "send_reply", by=scene.by, answer=answer)
    return scene


@remembered
def ready(world: World, *, level: int = 2) -> Scene:
    """The reviewers confirmed what they wrote: the application can go to a session."""
    scene = replied(world, level=level)
    confirm_all(world, scene)
    return scene


def confirm_all(world: World, scene: Scene) -> None:
    """Every reviewer read the reply, and changes nothing."""
    for person, assignment in scene.assignments.items():
        if world.state("assignment", assignment) == "revising":
            world.take("assignment", assignment, "confirm", by=person)

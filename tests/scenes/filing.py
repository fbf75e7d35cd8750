"""From the draft to the check of the coordination."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from labelflow.models.application import Evidence
from labelflow.services import applications, completeness, evidence
from tests.images import remembered
from tests.people import TODAY
from tests.scenes.scene import Scene

if TYPE_CHECKING:
    from labelflow.domain.form import Question
    from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""The smallest file that is taken for a PDF; a suffix makes another one of it."""
EXPIRES = date(TODAY.year + 1, 8, 31)


def answer_to(question: Question) -> Any:
    """An acceptable answer."""
    one = question.options[0].code if question.options else None
    return {
        "text": "Une réponse courte.",
        "long_text": "Une réponse en quelques phrases, pour quelqu’un qui ne nous connaît pas.",
        "number": 40,
        "choice": one,
        "choices": [one],
        "date": "2015-09-01",
        "yes_no": True,
        "url": "https://www.exemple.fr",
        "email": "contact@exemple.fr",
        "phone": "0561000000",
        "commune": "09122",
        "departments": ["09", "31"],
    }[question.kind]


@remembered
def draft(world: World, *, by: str = "applicant", structure: str = "applicant") -> Scene:
    """A draft that was just started."""
    place = world.structure(structure)
    scopes = ["school-workshops", "exhibitions"]
    public_id = world.do(applications.start, world.programme_code, place.public_id, by=by, scopes=scopes)
    return Scene(public_id, by)


@remembered
def complete_draft(world: World, *, by: str = "applicant", structure: str = "applicant", level: int = 2) -> Scene:
    """A draft with nothing left to do but to submit it. `level`: the self-position on every criterion."""
    scene = draft(world, by=by, structure=structure)
    programme = world.programme
    answers = {question.code: answer_to(question) for question in programme.form.questions}
    world.do(applications.save_answers, scene.application, answers, by=by)
    positions = {c.code: {"level": level, "comment": f"Voir nos pièces ({c.code})."} for c in world.grid.criteria}
    world.do(applications.save_positions, scene.application, positions, by=by)
    for slot in programme.form.visible_slots(answers):
        if slot.required:
            add_piece(world, scene, slot.code)
    documents = [document.code for document in programme.documents]
    world.do(applications.accept_documents, scene.application, documents, by=by)
    return scene


def add_piece(world: World, scene: Scene, slot: str, *, data: bytes = b"") -> str:
    """Add a file in a place of the published list. Gives its public identifier."""
    content = data or PDF + slot.encode()
    filename = f"{slot}.pdf"
    made: str = world.do(
        evidence.add, scene.application, slot, by=scene.by, filename=filename, data=content, expires_on=EXPIRES
    )
    return made


def remove_pieces(world: World, scene: Scene, slot: str) -> None:
    """Remove the files of a place."""
    with world.looking() as session:
        rows = session.query(Evidence).filter_by(slot=slot, removed_at=None)
        found = [row.public_id for row in rows if row.application.public_id == scene.application]
    for public_id in found:
        world.do(evidence.remove, public_id, by=scene.by)


@remembered
def submitted(world: World, *, by: str = "applicant", structure: str = "applicant", level: int = 2) -> Scene:
    """Submitted, with its receipt."""
    scene = complete_draft(world, by=by, structure=structure, level=level)
    world.take("application", scene.application, "submit", by=by)
    return scene


@remembered
def incomplete(world: World, *, by: str = "applicant", structure: str = "applicant") -> Scene:
    """Submitted; the coordination asked for a newer insurance certificate two days later."""
    scene = submitted(world, by=by, structure=structure)
    world.wait(days=2)
    message = "Votre attestation d’assurance ne couvre pas les ateliers : joignez-en une plus récente."
    world.take("application", scene.application, "ask_missing", by="coordinator", pieces=["insurance"], message=message)
    return scene


def check_documents(world: World, scene: Scene, *, by: str = "coordinator", level: int = 2) -> None:
    """The coordination checks every criterion that documents settle."""
    found = {criterion.code: {"level": level} for criterion in world.grid.criteria_for("coordinator")}
    world.do(completeness.check_documents, scene.application, found, by=by)


def check_again(world: World, scene: Scene) -> None:
    """Somebody else works on the application: its version is no longer the one that a page carries."""
    check_documents(world, scene)

"""More applications in the same world, each by a structure of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.domain.actor import SYSTEM
from labelflow.models.account import User
from labelflow.models.structure import Structure
from labelflow.services import accounts
from tests.scenes.filing import submitted

if TYPE_CHECKING:
    from tests.scenes.scene import Scene
    from tests.world import World


def represent(world: World, person: str, structure: str) -> None:
    """Let a person commit a structure of the world."""
    since = world.today.replace(year=world.today.year - 1)
    who, where = world.person(person), world.structure(structure)
    with world.looking() as session:
        user, place = session.get_one(User, who.id), session.get_one(Structure, where.id)
        doing: dict[str, Any] = {"actor": SYSTEM, "now": world.now}
        accounts.add_member(place, user, "legal_representative", starts_on=since, **doing)


def application_of(world: World, structure: str, *, person: str = "nobody", admissible: bool = False) -> Scene:
    """An application submitted for another structure; `admissible`: in review, nobody invited."""
    represent(world, person, structure)
    scene = submitted(world, by=person, structure=structure)
    if admissible:
        by = "coordinator" if structure != "consortium" else "coordinator2"
        world.take("application", scene.application, "declare_admissible", by=by)
    return scene

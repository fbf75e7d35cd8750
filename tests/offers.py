"""Actions that holders offer, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.services import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.scenes.scene import Scene
    from tests.world import World

STARS: Final[Mapping[str, Any]] = {
    "scope": "school-workshops",
    "title": "Le ciel de nuit, en plein jour",
    "summary": "Sous un planétarium gonflable, la classe apprend à reconnaître les constellations.",
    "description": "Deux séances : la première sous le dôme, la seconde pour construire une carte du ciel.",
    "formats": ["workshop"],
    "subjects": ["astronomy"],
    "levels": ["cm1", "cm2", "6e"],
    "curriculum": "Cycle 3 : situer la Terre dans le système solaire.",
    "mode": "comes",
    "departments": ["31", "48"],
    "duration_minutes": 90,
    "group_least": 10,
    "group_most": 30,
    "price": "free",
    "months": [3, 4, 5],
    "languages": ["fr", "oc"],
    "access": ["motor"],
    "teacher_does": "Réserver une salle de six mètres sur six, avec une prise de courant.",
    "before": "Une fiche pour observer la Lune pendant deux semaines.",
    "contact_email": "contact@exemple.fr",
}


def offered(world: World, scene: Scene, by: str = "applicant", **more: Any) -> str:
    """A published action of the holder of a scene's label."""
    action = world.do(actions.start, scene.number, by=by, content={**STARS, **more})
    return world.do(actions.publish, action, by=by)

"""Many published actions of a few holders, with answers drawn at random; and the same search done by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.findable import roots
from labelflow.domain.searching import DISTANCES
from labelflow.domain.territory import distance_km
from labelflow.services import actions
from labelflow.services.search_index import _texts
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.territory.vocabulary import ACCESS, FORMATS, GROUPS, LANGUAGES, LEVELS, SUBJECTS
from tests.offers import STARS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from labelflow.domain.searching import Place, Wanted
    from labelflow.models.action import Action
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene

TITLES: Final = (
    "Volcans en bocal", "Petites bêtes du sol", "Le ciel de nuit", "Coder un robot", "L’eau du robinet",
    "Une chercheuse en classe", "Les étoiles de l’été", "Le son et la lumière",
)  # fmt: skip
TOWNS: Final = ("31555", "48095", "34172", "66136", "12202", "")


def some(rng: Random, values: Any, most: int = 3) -> list[Any]:
    return rng.sample(sorted(values), rng.randint(1, most))


def drawn(rng: Random, scopes: list[str]) -> dict[str, Any]:
    """The answers about one action."""
    return {
        **STARS,
        "scope": rng.choice(scopes),
        "title": rng.choice(TITLES),
        "summary": rng.choice(TITLES),
        "levels": some(rng, LEVELS, 5),
        "subjects": some(rng, SUBJECTS),
        "formats": some(rng, FORMATS, 2),
        "mode": rng.choice(["comes", "on_site", "both"]),
        "departments": some(rng, DEPARTMENTS, 6),
        "site_insee": rng.choice(TOWNS),
        "price": rng.choice(["free", "quoted"]),
        "months": some(rng, range(1, 13), 6),
        "languages": some(rng, LANGUAGES, 2),
        "access": rng.sample(sorted(ACCESS), rng.randint(0, 3)),
    }


def offer_many(crowd: Crowd, scene: Scene, by: str, rng: Random, count: int, scopes: list[str]) -> None:
    for _ in range(count):
        made = crowd.do(actions.start, scene.number, by=by, content=drawn(rng, scopes))
        if rng.random() < 0.9:
            crowd.do(actions.publish, made, by=by)


def by_hand(every: list[Action], wanted: Wanted) -> set[str]:
    """What a search finds, action by action, without the index."""
    return {one.public_id for one in every if all(answers(one, wanted, name) for name in ("text", *wanted.FILTERS))}


def answers(action: Action, wanted: Wanted, name: str) -> bool:  # noqa: PLR0911 - a table
    given = getattr(wanted, name)
    if not given:
        return True
    match name:
        case "text":
            return says(action, given)
        case "travel":
            return given in travels(action, wanted.place)
        case "level":
            return any(given in {level, LEVELS[level].group} for level in action.levels)
        case "access":
            return set(given) <= set(action.access)
        case "free":
            return action.price == "free"
        case "department":
            return given in areas(action)
        case _:
            return given in getattr(
                action, {"subject": "subjects", "format": "formats", "month": "months", "language": "languages"}[name]
            )


def says(action: Action, text: str) -> bool:
    own = roots(*_texts(action, action.structure))
    return all(any(word == root or (word.startswith(root) and len(root) >= 4) for word in own) for root in roots(text))


def point(action: Action) -> tuple[float, float]:
    site = gazetteer().by_insee(action.site_insee) if action.mode != "comes" else None
    commune = site or gazetteer().by_insee(action.structure.code_insee)
    if site is None and action.structure.lat is not None and action.structure.lon is not None:
        return action.structure.lat, action.structure.lon
    assert commune is not None
    return commune.lat, commune.lon


def areas(action: Action) -> set[str]:
    found = set(action.departments) if action.mode != "on_site" else set()
    if action.mode != "comes":
        site = gazetteer().by_insee(action.site_insee)
        found.add(site.department if site else action.structure.department)
    return found


def travels(action: Action, place: Place | None) -> Iterator[str]:
    if action.mode != "on_site" and (place is None or place.department in action.departments):
        yield "comes"
    if action.mode != "comes" and place is not None:
        far = distance_km(point(action), (place.lat, place.lon))
        yield from (str(km) for km in DISTANCES if far <= km)


VALUES: Final = {
    "level": [*LEVELS, *GROUPS],
    "subject": list(SUBJECTS),
    "format": list(FORMATS),
    "month": list(range(1, 13)),
    "language": list(LANGUAGES),
    "department": list(DEPARTMENTS),
    "travel": ["comes", *map(str, DISTANCES)],
    "free": [True],
}

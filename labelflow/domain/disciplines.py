"""The disciplines by which reviewers and scientists are matched with applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DISCIPLINES: Final[Mapping[str, str]] = {
    "mathematics": "Mathématiques",
    "computing": "Informatique et numérique",
    "physics": "Physique",
    "astronomy": "Astronomie et espace",
    "chemistry": "Chimie et matériaux",
    "engineering": "Sciences de l’ingénieur",
    "earth": "Sciences de la Terre, de l’eau et du climat",
    "ecology": "Écologie et biodiversité",
    "biology": "Biologie",
    "health": "Santé et alimentation",
    "agronomy": "Agronomie",
    "archaeology": "Archéologie et préhistoire",
    "history": "Histoire et patrimoine",
    "society": "Sciences de la société",
    "mind": "Psychologie et sciences de l’éducation",
    "ethics": "Philosophie et éthique des sciences",
}
"""Code → French name, in the order shown."""

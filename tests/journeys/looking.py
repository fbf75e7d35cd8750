"""A teacher looks for somebody near their school, and makes sure that a label is genuine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.person import Person


def find(teacher: Person, name: str, town: str, department: str) -> None:
    """From the first page to the holder's own."""
    teacher.open("/")
    teacher.click("Ouvrir l’annuaire")
    teacher.click("Toutes les structures labellisées")
    teacher.write("Nom ou commune", town)
    teacher.pick("Département", department)
    teacher.press("Chercher")
    teacher.click(name)
    assert teacher.heading == name


def check(teacher: Person, typed: str) -> None:
    """Type what stands on a certificate, as one types."""
    teacher.open("/")
    teacher.write("Numéro ou code court", typed)
    teacher.press("Vérifier")


def understand(teacher: Person) -> None:
    """What the label asks for."""
    teacher.open("/")
    teacher.click("Comprendre le label")
    teacher.click(re.compile("critères de la grille"))
    assert teacher.sees("Rigueur scientifique")

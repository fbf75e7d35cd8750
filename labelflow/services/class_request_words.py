"""A request of a teacher as its letters print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.i18n import _, use_language
from labelflow.territory.vocabulary import LEVELS

if TYPE_CHECKING:
    from labelflow.models.class_request import ClassRequest


def facts_of(made: ClassRequest, language: str) -> str:
    """One line for each answer of the form that was given."""
    with use_language(language):
        level = LEVELS[made.level].name if made.level in LEVELS else ""
        lines = [
            (_("De"), made.name),
            (_("Établissement"), made.school),
            (_("Classe"), level),
            (_("Élèves"), made.pupils or ""),
            (_("Période souhaitée"), made.wanted),
        ]
        return "\n".join(_("%(label)s : %(value)s", label=label, value=value) for label, value in lines if value)


def quoted(text: str) -> str:
    """Somebody's own words: marked on each line, so that none of them passes for ours."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""

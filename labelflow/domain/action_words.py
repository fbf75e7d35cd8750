"""What the answers about an action are called, in a sentence that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _l

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

FIELDS: Final[Mapping[str, LazyProxy]] = {
    "scope": _l("le type d’action"),
    "title": _l("le titre"),
    "summary": _l("le résumé"),
    "formats": _l("le format"),
    "subjects": _l("le sujet"),
    "levels": _l("les niveaux"),
    "mode": _l("le lieu"),
    "departments": _l("les départements où vous vous déplacez"),
    "duration_minutes": _l("la durée"),
    "group_most": _l("la taille du groupe"),
    "price": _l("le prix"),
    "price_cents": _l("le montant"),
    "months": _l("les mois où l’action se réserve"),
    "languages": _l("la langue"),
    "teacher_does": _l("ce que l’enseignante ou l’enseignant doit faire"),
    "contact_email": _l("un contact"),
}
"""What an action cannot be published without → its words."""

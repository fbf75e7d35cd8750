"""A report in words, on pages and in letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.concerns import CLOSED, CONCERN, IN_HAND, MISUSE, NEW
from labelflow.i18n import _l, use_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

KINDS: Final[Mapping[str, LazyProxy]] = {
    MISUSE: _l("Un usage abusif : le label est montré sans droit, ou pour autre chose que ce qu’il couvre"),
    CONCERN: _l("Une inquiétude : ce que fait la structure ne répond pas à ce que le label promet"),
}
SHORT_KINDS: Final[Mapping[str, LazyProxy]] = {MISUSE: _l("Usage abusif"), CONCERN: _l("Inquiétude")}
STATES: Final[Mapping[str, LazyProxy]] = {
    NEW: _l("Nouveau"),
    IN_HAND: _l("Pris en charge"),
    CLOSED: _l("Clos"),
}
OUTCOMES: Final[Mapping[str, LazyProxy]] = {
    "founded": _l("Fondé : une suite lui est donnée"),
    "unfounded": _l("Non fondé : rien de contraire aux règles n’a été trouvé"),
    "elsewhere": _l("Hors de notre rôle : une autre autorité est compétente"),
}


def outcome_in_words(code: str, language: str) -> str:
    """How a report ended, in the language of whoever told it."""
    with use_language(language):
        return str(OUTCOMES[code])

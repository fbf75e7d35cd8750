"""The faults of a journal in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _l

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

JOURNAL_FAULTS: Final[Mapping[str, LazyProxy]] = {
    "altered": _l("événement altéré"),
    "missing": _l("événement manquant"),
    "reordered": _l("événement déplacé"),
    "head": _l("fin de chaîne manquante ou altérée"),
    "private": _l("donnée personnelle altérée"),
    "state": _l("l’état enregistré n’est pas celui que raconte le journal"),
}
"""What is wrong in a chain of the journal, by the code of `labelflow.queries.journal.Fault`."""

"""French words of the reviewer's pages: kinds of readers, recommendations, answers that are no level, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _, _l, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

    from labelflow.domain.conflicts import ConflictRule

READERS: Final[Mapping[str, LazyProxy]] = {
    "peer": _l("Pair"),
    "scientist": _l("Expertise scientifique"),
    "coordinator": _l("Coordination"),
}

RECOMMENDATIONS: Final[Mapping[str, LazyProxy]] = {
    "favorable": _l("Favorable"),
    "reserved": _l("Réservé"),
    "unfavorable": _l("Défavorable"),
}

RECOMMENDATION_HINTS: Final[Mapping[str, LazyProxy]] = {
    "favorable": _l("Le label peut être accordé, avec des conseils."),
    "reserved": _l("Le label suppose des corrections, que vous indiquez."),
    "unfavorable": _l("Le label ne peut pas être accordé en l’état."),
}

ABSENT: Final[Mapping[str, tuple[LazyProxy, LazyProxy]]] = {
    "na": (_l("Sans objet"), _l("Le critère ne concerne pas cette structure. Dites pourquoi.")),
    "insufficient": (
        _l("Preuve insuffisante"),
        _l("Les pièces ne permettent pas de juger. Ce n’est jamais compté comme un zéro."),
    ),
}
"""Answers that are no level → name and explanation."""

QUESTIONS: Final[Mapping[str, LazyProxy]] = {
    "SELF": _l(
        "Avez-vous un emploi, un mandat, une adhésion ou un rôle bénévole dans cette structure, "
        "ou dans une structure dont elle dépend ?"
    ),
    "FAMILY": _l("Une personne de votre famille, ou un proche, fait-elle partie de sa direction ?"),
    "FUNDING": _l("Y a-t-il eu entre elle et vous de l’argent, un contrat, une prestation ou un projet commun ?"),
    "ADVISED": _l("L’avez-vous conseillée ou aidée à préparer cette candidature ?"),
    "COMPETITOR": _l("Êtes-vous en concurrence avec elle : même public, même commune ou même appel à projets ?"),
    "DISPUTE": _l("Y a-t-il eu entre elle et vous un litige, une plainte ou une hostilité connue ?"),
    "RECIPROCAL": _l("Une personne de cette structure évalue-t-elle la vôtre, ou l’a-t-elle évaluée ?"),
    "SCIENTIFIC": _l("Avez-vous publié avec elle, encadré ses travaux ou siégé à son conseil scientifique ?"),
}
"""Kind of link → the question of the declaration of interests."""


def question(rule: ConflictRule) -> str:
    """What the declaration asks about a kind of link."""
    known = QUESTIONS.get(rule.code)
    return str(known) if known else _("Avez-vous avec elle un lien de type « %(code)s » ?", code=rule.code)


def period(rule: ConflictRule) -> str:
    """How far back a link counts."""
    if rule.years is None:
        return _("À présent ou auparavant, quelle que soit la date.")
    if rule.years == 0:
        return _("À présent.")
    return ngettext(
        "À présent ou au cours de la dernière année.",
        "À présent ou au cours des %(num)s dernières années.",
        rule.years,
    )

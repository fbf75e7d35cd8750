"""French words of the committee's pages: duties, presences, lost proxies, votes, gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _, _l, day_in_words, ngettext
from labelflow.web.filters import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from babel.support import LazyProxy

    from labelflow.programmes.schema import Programme
    from labelflow.queries.session_duties import Duty

PRESENCES: Final[Mapping[str, LazyProxy]] = {
    "present": _l("Dans la salle"),
    "remote": _l("À distance"),
    "proxy": _l("Pouvoir"),
    "away": _l("Absent"),
}

LOST: Final[Mapping[str, LazyProxy]] = {
    "proxy-to-oneself": _l("on ne se donne pas pouvoir à soi-même"),
    "proxy-giver-not-a-member": _l("la personne qui l’a donné n’est plus membre"),
    "proxy-giver-recused": _l("la personne qui l’a donné se déporte"),
    "proxy-holder-recused": _l("la personne qui l’a reçu se déporte"),
    "proxy-giver-present": _l("la personne qui l’a donné est présente"),
    "proxy-holder-absent": _l("la personne qui l’a reçu n’est pas là"),
    "proxy-given-twice": _l("il a été donné deux fois"),
    "proxy-too-many": _l("la personne qui l’a reçu en a déjà un"),
}
"""Why a proxy does not count (CRPA R133-9)."""

VOTES: Final[Mapping[str, LazyProxy]] = {
    "for": _l("Pour"),
    "against": _l("Contre"),
    "abstain": _l("Abstention"),
}

GATES: Final[Mapping[str, LazyProxy]] = {
    "met": _l("atteint"),
    "doubtful": _l("en doute"),
    "failed": _l("non atteint"),
    "unjudged": _l("non jugé"),
}
"""Where an eliminatory criterion stands."""

SEVERITIES: Final[Mapping[str, LazyProxy]] = {"major": _l("Majeure"), "minor": _l("Mineure")}


def duty(found: Duty) -> str:
    """What is asked, in a few words."""
    if found.code in _COUNTED:
        return _COUNTED[found.code](found.count)
    if found.until is not None:
        return _("Convoquer la commission, au plus tard le %(day)s", day=day_in_words(found.until))
    return str(_PLAIN.get(found.code, found.code))


_PLAIN: Final[Mapping[str, LazyProxy]] = {
    "fill": _l("Inscrire des dossiers à l’ordre du jour"),
    "attendance": _l("Enregistrer les présences"),
    "open": _l("Ouvrir la séance"),
    "close": _l("Lever la séance : tous les points sont réglés"),
    "approve": _l("Approuver le procès-verbal"),
}

_COUNTED: Final[Mapping[str, Callable[[int], str]]] = {
    "read": lambda count: ngettext("%(num)s dossier à lire", "%(num)s dossiers à lire", count),
    "vote": lambda count: ngettext("Vote ouvert : %(num)s voix à donner", "Vote ouvert : %(num)s voix à donner", count),
    "preside": lambda count: ngettext("Présider : il reste %(num)s point", "Présider : il reste %(num)s points", count),
    "draft": lambda count: ngettext(
        "%(num)s décision à rédiger ou à relire", "%(num)s décisions à rédiger ou à relire", count
    ),
    "sign": lambda count: ngettext("%(num)s décision à signer", "%(num)s décisions à signer", count),
}


def outcome(programme: Programme, code: str) -> str:
    """The words of an outcome: those of the application's step, or of the state that it names."""
    machine = programme.machines["application"]
    if code in machine.step_by_code:
        return words(machine.step_by_code[code].label)
    return words(machine.by_code[code].labels.staff) if code in machine.by_code else code

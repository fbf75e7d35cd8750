"""What a seal says, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _, _l, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

    from labelflow.sealing.report import SealReport, SealState

SENTENCES: Final[Mapping[SealState, LazyProxy]] = {
    "intact": _l("Le cachet est intact et couvre tout le fichier : rien n’a changé depuis que l’organisme l’a apposé."),
    "unsealed": _l("Ce fichier ne porte aucun cachet."),
    "altered": _l("Le cachet est rompu : le fichier a été modifié depuis qu’il a été scellé."),
    "extended": _l("Quelque chose a été ajouté au fichier après le cachet : ne vous fiez qu’au document d’origine."),
    "foreign": _l("Le cachet n’est pas celui de cet organisme."),
    "revoked": _l("La clé de ce cachet a été révoquée : il ne prouve plus rien."),
    "outdated": _l("Le cachet porte une date à laquelle sa clé ne servait pas."),
    "too_large": _l("Ce fichier est trop grand pour être un document émis ici : son cachet n’a pas été lu."),
    "not_pdf": _l("Ce fichier n’est pas un PDF : il n’a pas de cachet."),
}


def lines(report: SealReport) -> list[str]:
    """The answer for people, the most important first."""
    said = [str(SENTENCES[report.state])]
    if report.signer:
        said.append(_("Nom inscrit dans le cachet : %(name)s.", name=report.signer))
    if report.bytes_intact and report.sealed_at is not None:
        day = day_in_words(report.sealed_at.date())
        said.append(
            _("Scellé le %(day)s, date attestée par un tiers.", day=day)
            if report.time_proved
            else _("Scellé le %(day)s, selon l’organisme.", day=day)
        )
    if report.valid and report.expired_now:
        said.append(_("Le certificat de la clé a expiré depuis : le cachet posé avant reste bon."))
    if report.active_content:
        said.append(_("Attention : ce fichier contient de quoi agir sur votre ordinateur. Ne l’ouvrez pas."))
    return said

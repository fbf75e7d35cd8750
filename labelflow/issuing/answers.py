"""The words of a verification: the same in the page, the API, the command line and the badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.words import in_language
from labelflow.i18n import _, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from labelflow.domain.verification import Answer, PublicStatus
    from labelflow.domain.words import Words


def answer_in_a_word(status: PublicStatus) -> str:
    """« Valable », « Suspendu »… : the large word of the answer."""
    return {
        "valid": _("Valable"),
        "not_yet_in_force": _("Pas encore en vigueur"),
        "suspended": _("Suspendu"),
        "withdrawn": _("Retiré"),
        "expired": _("Expiré"),
        "superseded": _("Remplacé"),
        "not_in_force": _("N’est plus en vigueur"),
        "annulled": _("Annulé"),
        "unknown": _("Inconnu"),
    }[status.answer]


def answer_in_a_sentence(status: PublicStatus, own: Mapping[Answer, Words] | None = None) -> str:
    """The whole answer, with its day; says nothing of reasons. `own`: the words of a programme that has its own."""
    if own and (words := in_language(own.get(status.answer, {}))):
        return words.replace("{day}", _day(status.day)).replace("{number}", status.successor)
    if status.answer == "unknown":
        return _("Aucun label ne porte ce numéro.")
    if status.answer == "superseded" and status.successor:
        return _(
            "Ce label est remplacé depuis le %(day)s par le label %(number)s.",
            day=_day(status.day),
            number=status.successor,
        )
    sentence = {
        "valid": _("Ce label est valable jusqu’au %(day)s."),
        "not_yet_in_force": _("Ce label prendra effet le %(day)s."),
        "suspended": _("Ce label est suspendu depuis le %(day)s : il ne peut pas être invoqué."),
        "withdrawn": _("Ce label a été retiré le %(day)s : il ne peut plus être invoqué."),
        "expired": _("Ce label a expiré : il était valable jusqu’au %(day)s."),
        "superseded": _("Ce label est remplacé depuis le %(day)s."),
        "not_in_force": _("Ce label n’est plus en vigueur depuis le %(day)s."),
        "annulled": _("Ce label a été annulé le %(day)s : il est réputé n’avoir jamais été attribué."),
    }[status.answer]
    return sentence % {"day": _day(status.day)}


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""

"""Texts with named placeholders, and the catalogue of the values that the engine can fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from labelflow.domain.words import Words, in_language
from labelflow.domain.workflow import Declared
from labelflow.i18n import _l

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z_]*)\}")

VALUES: Final[Mapping[str, LazyProxy]] = {
    "agenda": _l("les points à l’ordre du jour, un par ligne"),
    "article": _l("l’article du règlement sur lequel repose la décision"),
    "certificate_url": _l("l’adresse à laquelle télécharger l’attestation"),
    "college": _l("les noms des personnes du collège d’évaluation de la campagne"),
    "contact": _l("le nom, l’adresse électronique et le téléphone du service à joindre"),
    "count": _l("un nombre (de dossiers, d’évaluations, de points)"),
    "court": _l("la juridiction compétente"),
    "deadline": _l("la date limite pour agir, en toutes lettres"),
    "decided_on": _l("la date de la décision"),
    "effect": _l("l’effet de la décision dans le temps"),
    "evidence_url": _l("l’adresse à laquelle ajouter des pièces"),
    "facts": _l("les faits sur lesquels repose la décision"),
    "family": _l("la famille ou le périmètre de la candidature"),
    "hearing_on": _l("le jour où la structure est entendue"),
    "holder": _l("le nom de la structure titulaire"),
    "last_day": _l("le dernier jour de validité du label"),
    "link": _l("l’adresse de la page à ouvrir"),
    "month": _l("le mois ou la période de référence"),
    "name": _l("le nom de la personne à qui l’on écrit"),
    "new_number": _l("le numéro du label qui remplace celui-ci"),
    "number": _l("le numéro du label"),
    "office": _l("le service chargé du dossier, avec son adresse"),
    "owner": _l("le nom du propriétaire du label"),
    "pieces": _l("la liste des pièces demandées, une par ligne"),
    "place": _l("le lieu de la séance ou son adresse en ligne"),
    "programme": _l("le nom du programme"),
    "proposal": _l("la proposition calculée à partir des évaluations"),
    "question": _l("la question posée"),
    "reasons": _l("les motifs de la décision, en droit et en fait"),
    "reference": _l("la référence du dossier"),
    "remedies": _l("les voies et délais de recours"),
    "reservations": _l("les réserves avec leur date, une par ligne"),
    "role": _l("le rôle de lecture (pair ou expert scientifique)"),
    "scopes": _l("les familles d’actions couvertes"),
    "session_on": _l("la date et l’heure de la séance"),
    "signatory": _l("le nom et la qualité de la personne signataire"),
    "silence": _l("l’effet du silence gardé par l’administration et sa date"),
    "silence_on": _l("la date à laquelle le silence vaut décision"),
    "start_day": _l("le premier jour de validité du label"),
    "structure": _l("le nom de la structure candidate"),
    "submitted_on": _l("la date et l’heure de réception du dossier"),
    "total": _l("le total calculé, sur 100"),
    "verify_url": _l("l’adresse publique de vérification du label"),
}
"""Every placeholder that a text may use. Each text declares the ones it needs; it gets those."""

REQUIRED_VALUES: Final[Mapping[str, frozenset[str]]] = {
    "applicant/receipt": frozenset({"reference", "submitted_on"}),
    "applicant/missing_pieces": frozenset({"deadline", "pieces"}),
    "applicant/complement": frozenset({"deadline"}),
    "applicant/reports": frozenset({"deadline"}),
    "applicant/formal_notice": frozenset({"deadline"}),
    "applicant/reservation_due": frozenset({"deadline"}),
    "reviewer/invitation": frozenset({"deadline"}),
    "committee/convocation": frozenset({"agenda", "session_on"}),
}
"""A notice that sets a time limit says which: a text with this code that lacks one of these is a fault."""


LETTER_VALUES: Final = frozenset({"contact", "last_day", "number", "reference", "start_day", "structure"})
"""The values that a decision letter (`letter/grant`, `letter/refuse`…, by its outcome) may use."""


class Text(Declared):
    """A text in each language of the programme, with the placeholders it needs."""

    subject: Words = Field(default_factory=dict)
    body: Words
    values: tuple[str, ...] = ()

    def fill(self, values: Mapping[str, str], language: str) -> tuple[str, str]:
        """Subject and body in `language`, filled. Raises KeyError when a declared value is missing.

        What is filled in is never read again as a template: a brace in a name stays a brace.
        """
        return self._filled(self.subject, values, language), self._filled(self.body, values, language)

    def _filled(self, words: Words, values: Mapping[str, str], language: str) -> str:
        return PLACEHOLDER.sub(lambda match: values[match[1]], in_language(words, language))


def placeholders_in(text: str) -> frozenset[str]:
    """The named placeholders that a text uses."""
    return frozenset(PLACEHOLDER.findall(text))

"""Codes given twice, and parts that call for another part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.i18n import _
from labelflow.programmes.faults import Fault
from labelflow.programmes.references.naming import double, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.programmes.schema import Programme


def double_codes(programme: Programme) -> Iterator[Fault]:
    """Codes of `programme.toml` that stand more than once."""
    for key, codes in (
        ("scope", [scope.code for scope in programme.scopes]),
        ("document", [document.code for document in programme.documents]),
        ("retention", [entry.code for entry in programme.retention]),
        ("seal_point", [point.code for point in programme.seal_points]),
        ("register.column", [column.name for column in programme.public_register.columns]),
        ("eligibility.articles", [article.code for article in programme.eligibility.articles]),
        ("languages", programme.languages),
        ("attestation.languages", programme.attestation.languages),
    ):
        for code in repeated(codes):
            yield double("programme.toml", key, code)


def missing_parts(programme: Programme) -> Iterator[Fault]:
    """A programme without reviews needs no grid; one with reviews needs grid and thresholds."""
    if programme.review and not programme.grid:
        mend = _("créez-le, ou supprimez [review] de programme.toml")
        yield Fault("grid.toml", "", _("ce fichier manque alors que les dossiers sont évalués"), mend)
    if programme.grid and not programme.thresholds:
        yield Fault(
            "programme.toml",
            "thresholds",
            _("les seuils manquent alors qu’il y a une grille"),
            _("ajoutez [thresholds]"),
        )
    if "application" not in programme.machines:
        yield Fault("workflow.toml", "application", _("la machine des candidatures manque"), _("ajoutez [application]"))
    if programme.crpa.applies:
        for field, words in (("remedies", programme.crpa.remedies), ("silence_words", programme.crpa.silence_words)):
            if not words and (field == "remedies" or programme.crpa.silence.rule != "none"):
                mend = _("écrivez [crpa.%(field)s] avec le texte dans chaque langue", field=field)
                yield Fault("programme.toml", f"crpa.{field}", _("ce texte manque alors que le CRPA s’applique"), mend)

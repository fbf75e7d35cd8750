"""The heading of a file of structures: its columns under their usual French and English names."""

from __future__ import annotations

from typing import Final

from labelflow.domain.territory import plain_words
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _

SEPARATORS: Final = (",", ";", "\t", "|")
PLACE_COLUMNS: Final = ("code_insee", "commune", "postal_code")

_SPELLINGS: Final = {
    "source": "source",
    "source_id": "source_id id identifiant",
    "kind": "kind type type_structure nature structure_type",
    "name": "name nom nom_structure structure structure_nom denomination raison_sociale intitule",
    "acronym": "acronym sigle acronyme",
    "address": "address adresse rue voie",
    "postal_code": "postal_code code_postal cp codepostal",
    "commune": "commune ville nom_commune libelle_commune city",
    "code_insee": "code_insee insee code_commune code_commune_insee commune_insee",
    "department_code": "department_code departement code_departement dep department",
    "lat": "lat latitude y_wgs84",
    "lon": "lon longitude lng long x_wgs84",
    "geo_precision": "geo_precision precision",
    "url": "url site_web site site_internet web website",
    "email": "email courriel mail e_mail adresse_electronique",
    "phone": "phone telephone tel numero_telephone",
    "siret": "siret numero_siret code_siret",
    "siren": "siren numero_siren",
    "rna": "rna numero_rna",
    "uai": "uai code_uai rne",
    "themes": "themes theme thematiques",
    "description": "description presentation resume",
}
COLUMNS: Final = tuple(_SPELLINGS)
_BY_SPELLING: Final = {spelling: column for column, written in _SPELLINGS.items() for spelling in written.split()}


def known_column(heading: str) -> str | None:
    """Our name of a column as its heading is written: « Code postal » → `postal_code`."""
    return _BY_SPELLING.get("_".join(plain_words(heading.replace("_", " "))))


def check_heading(headings: list[str], file_name: str) -> list[str | None]:
    """Our names of the columns, in their order; None for one that is not read.

    Raises Invalid when a column comes twice, or when the name or every way to know the place is missing.
    """
    columns = [known_column(heading) for heading in headings]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise Invalid(_("Colonne en double dans %(file)s : %(columns)s.", file=file_name, columns=", ".join(twice)))
    missing = [] if "name" in columns else ["name"]
    if not any(column in columns for column in PLACE_COLUMNS):
        missing.append(_(" ou ").join(PLACE_COLUMNS))
    if missing:
        found = ", ".join(heading.strip()[:40] for heading in headings[:25] if heading.strip()) or _("aucune")
        raise Invalid(
            _(
                "Il manque à %(file)s la colonne %(missing)s. Colonnes lues : %(found)s. La première ligne doit "
                "nommer les colonnes, séparées par des virgules, des points-virgules ou des tabulations.",
                file=file_name,
                missing=_(" et la colonne ").join(missing),
                found=found,
            )
        )
    return columns

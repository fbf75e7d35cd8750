"""The columns of the files of open data, in the manner of the French common schemas (SCDL), with their Table Schema.

What a column says comes from the records of the API: there is one reading of the database for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from labelflow.web.open_data import LICENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SEPARATOR: Final = "|"
"""Between the values of a cell that holds several."""


class Row(NamedTuple):
    """What a line is written from: the record, its holder, the actions of the holder, and who publishes."""

    record: Mapping[str, Any]
    structure: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    producer: Mapping[str, str]


class Column(NamedTuple):
    """One column."""

    name: str
    title: str
    description: str
    example: Any
    read: Callable[[Row], Any]
    kind: str = "string"
    constraints: Mapping[str, Any] = {}

    def field(self) -> dict[str, Any]:
        """For the Table Schema."""
        told = {"name": self.name, "title": self.title, "description": self.description, "type": self.kind}
        return {**told, "example": self.example, "constraints": {"required": False, **self.constraints}}


NEEDED: Final = {"required": True}
SIRET: Final = {"pattern": "[0-9]{14}"}
INSEE: Final = {"pattern": "[0-9][0-9AB][0-9]{3}"}
SEVERAL: Final = f" Plusieurs valeurs sont séparées par « {SEPARATOR} »."


def _of(name: str) -> Callable[[Row], Any]:
    return lambda row: row.record[name]


def _at(name: str) -> Callable[[Row], Any]:
    return lambda row: row.structure[name]


def _names(name: str) -> Callable[[Row], Any]:
    return lambda row: joined(one["name"] for one in row.record[name])


def _all_names(name: str) -> Callable[[Row], Any]:
    """Of all the actions of a holder, each value once."""
    return lambda row: joined(one["name"] for action in row.actions for one in action[name])


def _point(name: str) -> Callable[[Row], Any]:
    return lambda row: row.structure["point"][name] if row.structure["point"] else None


def _venue(name: str) -> Callable[[Row], Any]:
    return lambda row: row.record["venue"][name] if row.record["venue"] else ""


def joined(values: Any) -> str:  # noqa: ANN401 - any texts
    """Several values in one cell, each once."""
    return SEPARATOR.join(dict.fromkeys(values))


HOLDER: Final = (
    Column("STRUCTURE_NOM", "Nom de la structure", "Nom de la structure titulaire.", "L’Atelier des étoiles",
           lambda row: row.structure["name"], constraints=NEEDED),
    Column("STRUCTURE_TYPE", "Nature de la structure", "Code de la nature de la structure.", "association",
           _at("kind"), constraints=NEEDED),
    Column("SIRET", "SIRET", "Numéro SIRET, en texte de 14 chiffres ; vide s’il n’est pas connu.", "13002526500013",
           _at("siret"), constraints=SIRET),
)  # fmt: skip
PLACE: Final = (
    Column("CODE_INSEE", "Code INSEE", "Code INSEE de la commune de la structure.", "31555", _at("insee"),
           constraints=INSEE),
    Column("COMMUNE", "Commune", "Commune de la structure.", "Toulouse", _at("commune")),
    Column("DEPARTEMENT", "Département", "Code du département de la structure.", "31", _at("department"),
           constraints={**NEEDED, "pattern": "[0-9][0-9AB]"}),
)  # fmt: skip
PUBLISHED: Final = (
    Column("COLL_NOM", "Producteur", "Nom de l’organisme qui publie ces données.", "Région Occitanie",
           lambda row: row.producer["name"], constraints=NEEDED),
    Column("COLL_SIRET", "SIRET du producteur", "Numéro SIRET de cet organisme, en texte de 14 chiffres.",
           "13002526500013", lambda row: row.producer["siret"], constraints=SIRET),
)  # fmt: skip
TERMS: Final = (
    Column("LICENCE", "Licence", "Licence sous laquelle ces données sont publiées.", LICENCE, lambda _row: LICENCE,
           constraints={**NEEDED, "enum": [LICENCE]}),
)  # fmt: skip

LABELS: Final = (
    Column("LABEL_ID", "Numéro du label", "Numéro unique, qui n’est jamais réemployé.", "SEO-2027-00001-D",
           _of("number"), constraints={**NEEDED, "unique": True}),
    Column("PROGRAMME", "Label", "Code du label.", "sciences-en-occitanie", _of("programme"), constraints=NEEDED),
    Column("STATUT", "État", "État du label : le fichier ne contient que des labels en vigueur.", "valid",
           _of("answer"), constraints={**NEEDED, "enum": ["valid"]}),
    Column("DATE_OCTROI", "Premier jour", "Premier jour de validité.", "2027-03-01", _of("starts_on"), "date", NEEDED),
    Column("DATE_FIN", "Dernier jour", "Dernier jour de validité, inclus.", "2030-02-28", _of("ends_on"), "date",
           NEEDED),
    Column("PERIMETRE", "Périmètre", "Familles d’actions que le label couvre." + SEVERAL, "Expositions",
           lambda row: joined(row.record["scopes"]), constraints=NEEDED),
    Column("REFERENTIEL_VERSION", "Version de la grille", "Version de la grille de critères.", "2026.1",
           _of("grid_version"), constraints=NEEDED),
    *HOLDER,
    Column("RNA", "RNA", "Numéro RNA d’une association.", "W313012345", _at("rna"),
           constraints={"pattern": "W[0-9A-Z]{9}"}),
    Column("ADRESSE", "Adresse", "Adresse de la structure, sans code postal ni commune.", "1 rue des Arts",
           _at("address")),
    Column("CODE_POSTAL", "Code postal", "Code postal de la structure.", "31000", _at("postal_code")),
    *PLACE,
    Column("ACADEMIE", "Académie", "Académie de ce département.", "Toulouse", _at("academy")),
    Column("LAT", "Latitude", "Latitude, en degrés (WGS 84).", 43.6043, _point("lat"), "number",
           {"minimum": -90, "maximum": 90}),
    Column("LON", "Longitude", "Longitude, en degrés (WGS 84).", 1.4437, _point("lon"), "number",
           {"minimum": -180, "maximum": 180}),
    Column("DEPARTEMENTS_INTERVENTION", "Départements d’intervention",
           "Départements où la structure se déplace." + SEVERAL, "31|82",
           lambda row: joined(sorted({code for one in row.actions for code in one["departments"]}))),
    Column("NIVEAUX", "Niveaux", "Niveaux de classe de ses actions." + SEVERAL, "CM1|CM2", _all_names("levels")),
    Column("DOMAINES", "Domaines", "Sujets de ses actions." + SEVERAL, "Astronomie et espace", _all_names("subjects")),
    Column("FORMATS", "Formats", "Formats de ses actions." + SEVERAL, "Atelier", _all_names("formats")),
    Column("GRATUITE", "Gratuité", "Vrai si une action au moins est gratuite ; vide sans action publiée.", "true",
           lambda row: any(one["price"]["kind"] == "free" for one in row.actions) if row.actions else None, "boolean"),
    Column("SITE_WEB", "Site web", "Site de la structure.", "https://exemple.fr", _at("website")),
    Column("VERIFICATION", "Page de vérification", "Page qui dit l’état du label à tout moment.",
           "https://exemple.fr/v/SEO-2027-00001-D", _of("url"), constraints=NEEDED),
    *PUBLISHED,
    Column("DATE_MAJ", "Mise à jour", "Jour du dernier changement d’état du label.", "2027-03-01", _of("changed_on"),
           "date", NEEDED),
    *TERMS,
)  # fmt: skip

ACTIONS: Final = (
    Column("ACTION_ID", "Identifiant de l’action", "Identifiant stable, sans signification.", "k7qf2m9x4abc",
           _of("id"), constraints={**NEEDED, "unique": True}),
    Column("TITRE", "Titre", "Titre de l’action.", "Le ciel de nuit, en plein jour", _of("title"), constraints=NEEDED),
    Column("RESUME", "Résumé", "Ce que fait la classe, en peu de mots.", "Observer sous un dôme.", _of("summary"),
           constraints=NEEDED),
    Column("DESCRIPTION", "Description", "Déroulé ; peut tenir sur plusieurs lignes.", "Deux séances.",
           _of("description")),
    Column("LABEL_ID", "Numéro du label", "Label en vigueur qui couvre l’action.", "SEO-2027-00001-D", _of("label"),
           constraints=NEEDED),
    Column("PERIMETRE", "Périmètre", "Famille d’actions du label.", "Ateliers et interventions scolaires",
           lambda row: row.record["scope"]["name"], constraints=NEEDED),
    *HOLDER,
    *PLACE,
    Column("NIVEAUX", "Niveaux", "Niveaux de classe." + SEVERAL, "CM1|CM2", _names("levels")),
    Column("DOMAINES", "Domaines", "Sujets." + SEVERAL, "Astronomie et espace", _names("subjects")),
    Column("FORMATS", "Formats", "Formats." + SEVERAL, "Atelier", _names("formats")),
    Column("LANGUES", "Langues", "Langues." + SEVERAL, "Français|Occitan", _names("languages")),
    Column("ACCESSIBILITE", "Accessibilité", "Handicaps pour lesquels l’action est accessible." + SEVERAL,
           "Handicap moteur", _names("access")),
    Column("DEPLACEMENT", "Déplacement",
           "comes : vient dans l’établissement ; on_site : reçoit la classe ; both : l’un ou l’autre.", "comes",
           _of("mode"), constraints={**NEEDED, "enum": ["comes", "on_site", "both"]}),
    Column("DEPARTEMENTS_INTERVENTION", "Départements d’intervention",
           "Départements où la structure se déplace." + SEVERAL, "31|82", lambda row: joined(row.record["departments"])),
    Column("LIEU_NOM", "Lieu d’accueil", "Où la classe est reçue.", "Musée", _venue("name")),
    Column("LIEU_CODE_INSEE", "Commune d’accueil", "Code INSEE de la commune où la classe est reçue.", "48095",
           _venue("insee"), constraints=INSEE),
    Column("DUREE_MINUTES", "Durée", "Durée d’une séance, en minutes.", 90, _of("duration_minutes"), "integer",
           {"minimum": 1}),
    Column("SEANCES", "Séances", "Nombre de séances.", 2, _of("sessions"), "integer", {"minimum": 1}),
    Column("EFFECTIF_MIN", "Effectif minimal", "Nombre d’élèves, au moins.", 10, _of("group_least"), "integer",
           {"minimum": 1}),
    Column("EFFECTIF_MAX", "Effectif maximal", "Nombre d’élèves, au plus.", 30, _of("group_most"), "integer",
           {"minimum": 1}),
    Column("MOIS", "Mois", "Mois, de 1 (janvier) à 12." + SEVERAL, "3|4|5",
           lambda row: joined(map(str, row.record["months"]))),
    Column("PRIX_TYPE", "Nature du prix", "free : gratuit ; paid : payant ; quoted : sur devis.", "free",
           lambda row: row.record["price"]["kind"], constraints={**NEEDED, "enum": ["free", "paid", "quoted"]}),
    Column("PRIX_EUROS", "Prix", "Prix en euros, quand il est fixe.", 120.5,
           lambda row: None if row.record["price"]["cents"] is None else row.record["price"]["cents"] / 100, "number",
           {"minimum": 0}),
    Column("AIDE_TRANSPORT", "Aide au transport", "Une aide au transport est possible.", "false",
           _of("transport_help"), "boolean", NEEDED),
    Column("PAGE", "Page de l’action", "Fiche de l’action.", "https://exemple.fr/actions/ciel", _of("url"),
           constraints=NEEDED),
    Column("RESERVATION", "Réservation", "Page de réservation.", "https://exemple.fr/reserver", _of("booking_url")),
    *PUBLISHED,
    Column("DATE_MAJ", "Mise à jour", "Jour où la structure a dit pour la dernière fois que la fiche est à jour.",
           "2027-03-01", _of("confirmed_on"), "date", NEEDED),
    *TERMS,
)  # fmt: skip

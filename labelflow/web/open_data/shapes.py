"""The shape of what anybody may reuse. The types that hold our code to it are those that the API documents.

`labelflow.web.api.document` makes the schemas of `/api/v1/openapi.json` from them; their texts are in French, the
language of those who read it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

Text = Annotated[str, Field(description="Texte ; vide quand l’information n’est pas connue.")]
Day = Annotated[
    str, Field(description="Jour, au format AAAA-MM-JJ.", examples=["2027-03-01"], pattern=r"^\d{4}-\d{2}-\d{2}$")
]
Url = Annotated[str, Field(description="Adresse complète.", examples=["https://exemple.fr/page"])]
Number = Annotated[
    str,
    Field(
        description="Numéro du label, qui ne change jamais et n’est jamais réemployé.", examples=["SEO-2027-00001-D"]
    ),
]
Identifier = Annotated[str, Field(description="Identifiant stable, sans signification.", examples=["k7qf2m9x4abc"])]
Department = Annotated[str, Field(description="Code du département.", examples=["31"])]


class Named(TypedDict):
    """Une valeur d’une liste fermée : le code est stable, le nom peut être réécrit."""

    code: Annotated[str, Field(examples=["cm1"])]
    name: Annotated[str, Field(examples=["CM1"])]


class LabelRecord(TypedDict):
    """Un label, tel que la vérification en répond."""

    number: Number
    short_code: Annotated[str, Field(description="Code court imprimé sur l’attestation.", examples=["7KQ4M2XR9"])]
    programme: Annotated[str, Field(description="Code du label.", examples=["sciences-en-occitanie"])]
    answer: Annotated[
        str,
        Field(
            description="État : « valid » en vigueur ; « not_yet_in_force », « suspended », « withdrawn », « expired », "
            "« superseded » (remplacé), « not_in_force », « annulled ».",
            examples=["valid"],
        ),
    ]
    valid: Annotated[bool, Field(description="Vrai seulement quand le label est en vigueur.")]
    holder: Annotated[str, Field(description="Nom de la structure titulaire.", examples=["L’Atelier des étoiles"])]
    department: Department
    commune: Text
    scopes: Annotated[list[str], Field(description="Familles d’actions couvertes.")]
    grid_version: Annotated[str, Field(description="Version de la grille de critères.", examples=["2026.1"])]
    starts_on: Day
    ends_on: Annotated[str, Field(description="Dernier jour de validité, inclus.", examples=["2030-02-28"])]
    successor: Annotated[str, Field(description="Numéro du label qui le remplace ; vide s’il n’y en a pas.")]


class LabelEntry(LabelRecord):
    """Un label, avec sa structure et ses adresses."""

    structure: Identifier
    changed_on: Annotated[str, Field(description="Jour du dernier changement d’état.", examples=["2027-03-01"])]
    url: Annotated[str, Field(description="Page qui le vérifie.", examples=["https://exemple.fr/v/SEO-2027-00001-D"])]


class Point(TypedDict):
    """Des coordonnées (WGS 84), et ce qu’elles valent."""

    lat: Annotated[float, Field(examples=[43.6043])]
    lon: Annotated[float, Field(examples=[1.4437])]
    precision: Annotated[
        str,
        Field(
            description="« source » (donnée par la source), « address » (trouvée d’après l’adresse), « commune-centre » ou "
            "« postal-centre » (centre pris à la place).",
            examples=["address"],
        ),
    ]


class StructureEntry(TypedDict):
    """Une structure titulaire."""

    id: Identifier
    name: Annotated[str, Field(examples=["L’Atelier des étoiles"])]
    acronym: Text
    kind: Annotated[str, Field(description="Nature de la structure.", examples=["association"])]
    siret: Annotated[str | None, Field(description="14 chiffres, en texte.", examples=["13002526500013"])]
    rna: Annotated[str | None, Field(description="Numéro RNA d’une association.", examples=["W313012345"])]
    address: Text
    postal_code: Text
    commune: Text
    insee: Annotated[str, Field(description="Code INSEE de la commune.", examples=["31555"])]
    department: Department
    academy: Annotated[str, Field(description="Académie.", examples=["Toulouse"])]
    point: Point | None
    website: Text
    url: Url
    labels: Annotated[
        list[LabelEntry],
        Field(description="Dans une liste : ceux en vigueur. Sur une structure : tous, le plus récent d’abord."),
    ]


class Price(TypedDict):
    """Le prix d’une action."""

    kind: Annotated[
        str, Field(description="« free » gratuit, « paid » payant, « quoted » sur devis.", examples=["free"])
    ]
    cents: Annotated[int | None, Field(description="Prix en centimes d’euro.")]
    detail: Text


class Venue(TypedDict):
    """Où la classe est reçue."""

    name: Text
    commune: Text
    insee: Text


class Holder(TypedDict):
    """Qui propose une action."""

    id: Identifier
    name: Annotated[str, Field(examples=["L’Atelier des étoiles"])]
    commune: Text
    department: Department
    url: Url


class ActionEntry(TypedDict):
    """Une action proposée aux classes par une structure dont le label est en vigueur."""

    id: Identifier
    title: Annotated[str, Field(examples=["Le ciel de nuit, en plein jour"])]
    summary: Text
    description: Text
    scope: Annotated[Named, Field(description="Famille d’actions du label.")]
    label: Number
    structure: Holder
    levels: Annotated[list[Named], Field(description="Niveaux de classe.")]
    subjects: Annotated[list[Named], Field(description="Sujets.")]
    formats: Annotated[list[Named], Field(description="Formats.")]
    languages: Annotated[list[Named], Field(description="Langues.")]
    access: Annotated[list[Named], Field(description="Handicaps pour lesquels l’action est accessible.")]
    access_detail: Text
    curriculum: Annotated[str, Field(description="Lien avec les programmes.")]
    mode: Annotated[
        str,
        Field(
            description="« comes » vient dans l’établissement, « on_site » reçoit la classe, « both » l’un ou l’autre.",
            examples=["comes"],
        ),
    ]
    departments: Annotated[list[str], Field(description="Départements où la structure se déplace.")]
    venue: Venue | None
    duration_minutes: Annotated[int | None, Field(description="Durée d’une séance, en minutes.", examples=[90])]
    sessions: Annotated[int | None, Field(description="Nombre de séances.")]
    group_least: Annotated[int | None, Field(description="Nombre d’élèves, au moins.")]
    group_most: Annotated[int | None, Field(description="Nombre d’élèves, au plus.")]
    months: Annotated[list[int], Field(description="Mois, de 1 (janvier) à 12.")]
    period_detail: Text
    price: Price
    transport_help: Annotated[bool, Field(description="Une aide au transport est possible.")]
    transport_detail: Text
    teacher_does: Annotated[str, Field(description="Ce que l’enseignante ou l’enseignant a à faire.")]
    needs: Annotated[str, Field(description="Salle et matériel.")]
    before: Annotated[str, Field(description="Avant la séance.")]
    after: Annotated[str, Field(description="Après la séance.")]
    material_url: Text
    booking_url: Annotated[
        str, Field(description="Page de réservation. Les adresses électroniques ne sont pas publiées ici.")
    ]
    published_on: Day
    confirmed_on: Annotated[
        str,
        Field(
            description="Jour où la structure a dit pour la dernière fois que la fiche est à jour.",
            examples=["2027-03-01"],
        ),
    ]
    url: Url


class FoundAction(ActionEntry):
    """Une action trouvée."""

    km: Annotated[
        float | None,
        Field(description="Distance au lieu demandé, à vol d’oiseau ; rien quand aucun lieu n’est demandé."),
    ]


class LabelList(TypedDict):
    """Une page de labels."""

    total: Annotated[int, Field(description="Nombre total de résultats.")]
    items: list[LabelEntry]
    next: Annotated[str | None, Field(description="Adresse de la page suivante ; rien sur la dernière.")]


class StructureList(TypedDict):
    """Une page de structures."""

    total: Annotated[int, Field(description="Nombre total de résultats.")]
    items: list[StructureEntry]
    next: Annotated[str | None, Field(description="Adresse de la page suivante ; rien sur la dernière.")]


class ActionList(TypedDict):
    """Une page d’actions."""

    total: Annotated[int, Field(description="Nombre total de résultats.")]
    items: list[FoundAction]
    next: Annotated[str | None, Field(description="Adresse de la page suivante ; rien sur la dernière.")]

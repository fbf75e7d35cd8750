"""Invented actions, as holders might write them. None exists; the levels, formats and subjects are those of schools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

SCHOOL_YEAR = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
WINTER = [11, 12, 1, 2, 3]
SPRING = [3, 4, 5, 6]
CYCLES: Final = {
    "1": ["ps", "ms", "gs"],
    "2": ["cp", "ce1", "ce2"],
    "3": ["cm1", "cm2", "6e"],
    "4": ["5e", "4e", "3e"],
    "L": ["2de", "1re", "tle"],
    "C": ["cap1", "cap2"],
    "S": ["post-bac"],
    "P": ["out-of-school"],
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An action, and the family of actions that it belongs to."""

    scope: str
    content: dict[str, Any]


def _offer(  # noqa: PLR0913 - a row of a table
    scope: str, title: str, summary: str, subjects: str, cycles: str, *, formats: str = "workshop",
    mode: str = "comes", minutes: int = 90, price: int | None = None, months: list[int] | None = None,
    todo: str = "Prévoir une salle que l’on peut obscurcir et rester avec la classe.", after: str = "",
    most: int = 30, access: str = "", sessions: int | None = None,
) -> Offer:  # fmt: skip
    return Offer(
        scope,
        {
            "scope": scope, "title": title, "summary": summary, "subjects": subjects.split(),
            "levels": [level for cycle in cycles for level in CYCLES[cycle]], "formats": formats.split(),
            "mode": mode, "duration_minutes": minutes, "sessions": sessions, "group_least": 8, "group_most": most,
            "price": "free" if price is None else "paid", "price_cents": None if price is None else price * 100,
            "price_detail": "" if price is None else "Par classe, déplacement compris dans le département.",
            "months": months or SCHOOL_YEAR, "languages": ["fr"], "access": access.split(),
            "access_detail": "Dites-nous les besoins de la classe : le déroulé s’adapte." if access else "",
            "teacher_does": todo, "after": after,
            "curriculum": "Pratiquer une démarche d’investigation : questionner, observer, éprouver, conclure.",
            "before": "Une fiche de deux pages pour recueillir ce que les élèves savent déjà.",
            "transport_help": mode != "comes" and price is None,
        },
    )  # fmt: skip


OFFERS: Final[tuple[Offer, ...]] = (
    _offer(
        "school-workshops", "Le ciel de nuit, en plein jour",
        "Sous un planétarium gonflable, la classe apprend à retrouver l’étoile polaire et cinq constellations.",
        "astronomy", "23", months=WINTER, after="Une carte du ciel à monter en classe.", access="motor",
    ),
    _offer(
        "school-workshops", "Petites bêtes du sol",
        "Les élèves trient la terre du jardin de l’école et apprennent à nommer ce qui y vit.",
        "life environment", "12", months=SPRING, todo="Repérer un coin de terre où creuser, et prévoir des bottes.",
    ),
    _offer(
        "school-workshops", "Volcans en bocal",
        "Trois expériences pour comprendre pourquoi certains volcans coulent et d’autres explosent.",
        "earth physics", "34", price=120, minutes=120,
    ),
    _offer(
        "school-workshops", "Coder un robot pour traverser la cour",
        "Par équipes de quatre, programmer un robot roulant, puis corriger ses erreurs à voix haute.",
        "computing technology", "34", price=90, minutes=120, most=24, access="hearing motor",
    ),
    _offer(
        "school-workshops", "Un œuf qui ne casse pas",
        "Construire un emballage, le lâcher de cinq mètres, mesurer, recommencer : la physique du choc.",
        "physics technology", "3C", todo="Réunir du carton, du papier et de la ficelle.",
    ),
    _offer(
        "school-workshops", "D’où vient l’eau du robinet ?",
        "Une maquette de vallée pour suivre une goutte, de la source à la station d’épuration.",
        "earth environment", "23", months=SPRING, minutes=75,
    ),
    _offer(
        "school-workshops", "Les maths des pavages",
        "Carreler sans trou ni recouvrement : un atelier de géométrie à mains nues.",
        "mathematics", "23", minutes=60, most=28, access="mental visual",
    ),
    _offer(
        "exhibitions", "La lumière sous toutes ses ondes",
        "Douze modules à manipuler, installés deux semaines dans l’établissement, avec un livret par niveau.",
        "physics", "4L", formats="free-visit workshop", minutes=60, price=250,
        todo="Réserver une salle fermée de cent mètres carrés pendant deux semaines.",
    ),
    _offer(
        "exhibitions", "Grottes ornées, gestes de préhistoire",
        "Une exposition où l’on peint, taille et date, avec les outils et les doutes des archéologues.",
        "history earth", "34", formats="guided-visit", mode="on_site", price=60, access="hearing",
    ),
    _offer(
        "exhibitions", "Dormir, à quoi ça sert ?",
        "Une exposition itinérante sur le sommeil, montée par les élèves avec une médiatrice.",
        "health", "4L", formats="free-visit talk", minutes=110,
    ),
    _offer(
        "talks", "Une chercheuse dans ma classe",
        "Une heure avec une scientifique d’un laboratoire de la région : son métier, ses questions, ses ratés.",
        "society health", "4L", formats="talk", minutes=60, most=60,
        todo="Préparer trois questions par groupe de quatre élèves.",
    ),
    _offer(
        "talks", "Démêler le vrai du faux sur le climat",
        "Une rencontre et un débat mouvant, à partir d’images et de graphiques trouvés en ligne.",
        "media earth", "4LS", formats="talk workshop", minutes=110,
    ),
    _offer(
        "talks", "Femmes de sciences d’ici",
        "Quatre portraits de scientifiques d’Occitanie, racontés et mis en question avec la classe.",
        "history society", "34L", formats="talk", minutes=55, months=WINTER,
    ),
    _offer(
        "citizen-science", "Compter les pollinisateurs de l’école",
        "La classe photographie les insectes d’un massif et envoie ses relevés à une équipe de recherche.",
        "life environment", "234", months=SPRING, sessions=3, minutes=60, mode="both",
        todo="Choisir un massif de fleurs et prévoir un appareil photo pour quatre élèves.",
    ),
    _offer(
        "citizen-science", "Le thermomètre du village",
        "Relever la température à l’ombre, au soleil, sur le bitume : une carte des îlots de fraîcheur.",
        "earth mathematics", "34", sessions=4, minutes=50,
    ),
    _offer(
        "citizen-science", "La nuit est-elle noire chez nous ?",
        "Mesurer la pollution lumineuse de la commune avec un capteur prêté, et comparer avec d’autres classes.",
        "astronomy environment", "34L", months=WINTER, sessions=2, minutes=90, price=40,
    ),
    _offer(
        "training", "Expérimenter sans laboratoire",
        "Pour futurs enseignants et animateurs : vingt expériences sûres avec du matériel de cuisine.",
        "physics life", "SP", minutes=180, most=20, mode="both", todo="Venir avec un projet de séquence.",
    ),
    _offer(
        "training", "Parler de sciences à des tout-petits",
        "Pour les équipes de maternelle et de loisirs : observer, nommer, recommencer, avec les enfants.",
        "life", "1P", minutes=120, most=18, price=150,
    ),
    _offer(
        "training", "Conduire un débat en classe",
        "Apprendre à animer une discussion sur une question de science vive sans y perdre son latin.",
        "media society", "LS", minutes=150, most=24,
    ),
    _offer(
        "media", "Fabriquer une émission de radio scientifique",
        "Écrire, vérifier, enregistrer cinq minutes d’antenne, avec un vrai micro et une vraie échéance.",
        "media computing", "4LC", sessions=4, minutes=110, price=200, most=24,
    ),
    _offer(
        "media", "La malle aux livres curieux",
        "Quarante albums et documentaires prêtés un mois, avec six pistes d’expériences qui tiennent en une heure.",
        "life astronomy", "12P", formats="workshop", minutes=60, access="mental", todo="Venir chercher la malle.",
    ),
    _offer(
        "media", "Jeu d’enquête : qui a pollué la rivière ?",
        "Un jeu de plateau coopératif, mené par une animatrice, qui fait lire des cartes et des analyses.",
        "environment earth", "34", minutes=80, price=50,
    ),
    _offer(
        "events", "Fête de la science : une journée à l’école",
        "Six ateliers en rotation dans l’établissement, tenus par des médiateurs et par vos grands élèves.",
        "physics life computing", "23", formats="festival workshop", months=[10], minutes=330, most=180, price=400,
        todo="Prévoir six salles et deux adultes par atelier.",
    ),
    _offer(
        "events", "Nuit des étoiles des collèges",
        "Une soirée d’observation au collège, avec les familles, trois télescopes et un conte du ciel.",
        "astronomy", "4P", formats="festival", months=[3, 4, 5], minutes=150, most=120,
        todo="Obtenir l’ouverture de l’établissement le soir.",
    ),
    _offer(
        "events", "Ciné-débat : la planète des glaces",
        "Un film documentaire, puis un échange avec une glaciologue, en salle ou au CDI.",
        "earth", "4L", formats="screening talk", months=WINTER, minutes=120, most=90, mode="both", price=80,
    ),
    _offer(
        "site-visits", "Dans les coulisses d’un laboratoire",
        "La classe suit un échantillon de la paillasse au microscope, en petits groupes, blouse comprise.",
        "life health", "4LS", formats="guided-visit", mode="on_site", minutes=150, most=30, access="hearing motor",
        todo="Remplir la liste des participants quinze jours avant. Un adulte pour dix élèves.",
    ),
    _offer(
        "site-visits", "Lire un paysage de causse",
        "Une marche de quatre kilomètres pour comprendre, carte en main, le calcaire, l’eau et les troupeaux.",
        "earth society", "34", formats="guided-visit workshop", mode="on_site", months=SPRING, minutes=240,
        todo="Chaussures fermées, eau et pique-nique. Deux adultes en plus de l’enseignante ou de l’enseignant.",
    ),
    _offer(
        "site-visits", "Le moulin, une machine vivante",
        "Faire tourner, compter les dents, sentir la farine : les engrenages expliqués par un moulin.",
        "technology history", "123", formats="guided-visit", mode="on_site", minutes=100, price=70, access="mental",
    ),
)  # fmt: skip

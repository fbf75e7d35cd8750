"""What the people of the journeys write. By page, then by what stands beside each control."""

from __future__ import annotations

from datetime import date
from typing import Final

ANSWERS: Final[dict[str, tuple[tuple[str, str, object], ...]]] = {
    "Votre structure": (
        (
            "write",
            "Présentez votre structure en quelques lignes",
            "Depuis 2015, nous emmenons les classes de l’Ariège observer et mesurer, dehors et en laboratoire.",
        ),
        ("write", "Adresse électronique pour vous écrire ou réserver", "bonjour@grillons.exemple.fr"),
        ("date", "Depuis quelle date menez-vous des actions de médiation scientifique ?", date(2015, 9, 1)),
        ("answer", "Votre siège est-il en Occitanie ?", "Oui"),
    ),
    "Vos actions de médiation": (
        (
            "write",
            "Quelles actions présentez-vous ?",
            "« La nuit des grillons » : deux heures au crépuscule, où des classes enregistrent et comptent.",
        ),
        ("answer", "Domaines scientifiques", "Sciences du vivant et santé"),
        ("answer", "Formes d’action", "Atelier de pratique"),
        (
            "write",
            "Comment des scientifiques participent-ils à vos actions ?",
            "Une entomologiste relit chaque protocole et vient à la restitution de juin.",
        ),
    ),
    "Publics et territoires": (
        ("answer", "Accueillez-vous des classes ou vous déplacez-vous dans des écoles ?", "Oui"),
        ("answer", "Dans quels départements intervenez-vous ?", "Ariège (09)"),
        ("answer", "Vos actions sont-elles gratuites pour les classes et les groupes ?", "Oui, toutes"),
        ("write", "Sur cent actions, combien ont lieu hors des grandes villes ?", "90"),
        (
            "write",
            "Que faites-vous pour les publics éloignés de la culture scientifique ?",
            "Un atelier par mois à l’hôpital et dans deux centres sociaux de la vallée.",
        ),
        ("answer", "Niveaux scolaires", "CM1, CM2, 6e (cycle 3)"),
        ("answer", "Vous déplacez-vous dans les établissements ?", "Oui"),
    ),
    "Équipe et compétences": (
        (
            "write",
            "Qui anime vos actions, et avec quelle formation ?",
            "Deux salariées et huit bénévoles, formés deux jours à l’arrivée puis un jour par an.",
        ),
        ("answer", "Votre structure emploie-t-elle au moins une personne ?", "Oui"),
    ),
    "Sécurité et protection des mineurs": (
        ("answer", "Vos actions s’adressent-elles à des mineurs ?", "Oui"),
        ("answer", "Recevez-vous du public dans un lieu dont vous avez la charge ?", "Non"),
        ("write", "Qui est la personne référente pour la protection des mineurs ?", "La directrice"),
        ("date", "À quelle date les vérifications prévues par la loi ont-elles été faites ?", date(2027, 1, 11)),
    ),
    "Gouvernance, finances et indépendance": (
        ("write", "Qui décide du programme et des partenariats ?", "Le conseil d’administration, deux fois par an."),
        ("write", "Quels sont vos principaux financeurs et mécènes ?", "La commune, le département, la Région."),
        ("answer", "Recevez-vous des subventions publiques ?", "Non"),
        (
            "write",
            "Comment choisissez-vous vos partenaires et les personnes invitées ?",
            "Par leurs publications ; aucune publicité ni produit n’est présenté.",
        ),
    ),
    "Partenariats et évaluation": (
        ("write", "Avec quels établissements ou académies travaillez-vous ?", "Douze écoles autour de Foix."),
        ("write", "Comment participez-vous à un réseau de culture scientifique ?", "Nous prêtons nos malles."),
        (
            "write",
            "Comment recueillez-vous les retours du public, et qu’avez-vous changé grâce à eux ?",
            "Une fiche par séance ; les sorties durent désormais deux heures au lieu de trois.",
        ),
        ("write", "Combien de personnes avez-vous touchées la dernière année ?", "2100"),
        ("write", "Combien de personnes de la recherche ont participé la dernière année ?", "4"),
    ),
    "Vos engagements": (
        ("answer", "Vous engagez-vous à évaluer deux dossiers par an, si on vous le demande ?", "Oui"),
        ("answer", "Vous engagez-vous à transmettre vos chiffres chaque année ?", "Oui"),
        (
            "answer",
            "Acceptez-vous que vos coordonnées d’organisme paraissent dans l’annuaire et le registre public ?",
            "Oui",
        ),
    ),
}

QUESTION: Final = "Combien d’ateliers avez-vous menés en zone rurale depuis un an, et dans quelles communes ?"
REPLY: Final = "Merci de ces lectures attentives. Nos sources seront publiées dès ce trimestre."
FACTS: Final = (
    "Un accident a révélé que les sorties de nuit se font sans la personne référente annoncée, et que la fiche de "
    "risques jointe au dossier n’est plus appliquée depuis plusieurs mois. La sécurité des enfants commande "
    "d’arrêter ces sorties le temps d’entendre la structure et de constater ce qui a été corrigé."
)

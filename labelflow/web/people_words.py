"""French names of what people and structures are: mandates, memberships, links, kinds of structures."""

from __future__ import annotations

from typing import Final

from labelflow.i18n import _l

LANGUAGES: Final = {"fr": "Français", "oc": "Occitan", "ca": "Català", "en": "English"}

MANDATE_ROLES: Final = {
    "reviewer": _l("Pair évaluateur"),
    "scientist": _l("Expertise scientifique"),
    "coordinator": _l("Coordination"),
    "member": _l("Membre de la commission"),
    "chair": _l("Présidence de la commission"),
    "deputy_chair": _l("Vice-présidence de la commission"),
    "signatory": _l("Signature des décisions"),
    "auditor": _l("Audit"),
    "observer": _l("Observation"),
    "operator": _l("Administration du site"),
}

MEMBER_ROLES: Final = {
    "legal_representative": _l("Représentation légale (présidence, direction, mairie…)"),
    "delegate": _l("Délégation : la personne qui représente la structure m’a confié la candidature"),
    "member": _l("Membre de l’équipe, sans engager la structure"),
}

LINKS: Final = {
    "SELF": (_l("J’en fais partie"), _l("Emploi, mandat, bénévolat, adhésion, à présent ou auparavant.")),
    "FAMILY": (_l("Un proche la dirige"), _l("Famille, conjoint, ami proche.")),
    "FUNDING": (_l("Argent ou projet commun"), _l("Subvention, contrat, prestation, dans un sens ou dans l’autre.")),
    "ADVISED": (_l("Je l’ai accompagnée"), _l("Conseil ou aide pour sa candidature.")),
    "COMPETITOR": (_l("Concurrence"), _l("Même public, même commune ou même appel à projets.")),
    "DISPUTE": (_l("Différend"), _l("Litige, plainte, hostilité connue.")),
    "SCIENTIFIC": (_l("Lien scientifique"), _l("Publication commune, encadrement, conseil scientifique.")),
}
"""Kind of link → name and explanation. Which ones exclude, and how long, is for each programme to say."""

STRUCTURE_KINDS: Final = {
    "association": _l("Association"),
    "museum": _l("Musée, muséum"),
    "science-centre": _l("Centre de sciences"),
    "library": _l("Bibliothèque, médiathèque"),
    "research-lab": _l("Laboratoire de recherche"),
    "university": _l("Université, école supérieure"),
    "school": _l("École, collège, lycée"),
    "local-authority": _l("Commune, intercommunalité, département"),
    "public-body": _l("Organisme public"),
    "company": _l("Entreprise"),
    "mednum": _l("Lieu de médiation numérique"),
    "france-services": _l("France Services"),
    "other": _l("Autre"),
}

TIES: Final = {
    "parent": _l("Établissement dont elle dépend"),
    "federation": _l("Fédération ou réseau dont elle est membre"),
    "partner": _l("Partenaire : argent, contrat ou projet commun"),
}
"""What a structure declares of another one."""

"""Invented names. No structure and no person of this world exists; the communes do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

GIVEN: Final = (
    "Aïcha", "Alban", "Amandine", "Anaïs", "Arnaud", "Aurélie", "Bastien", "Camille", "Célia", "Clément",
    "Coralie", "Damien", "Élodie", "Émile", "Estelle", "Fatou", "Florian", "Gaëlle", "Guilhem", "Hélène",
    "Inès", "Jordi", "Josèfa", "Julien", "Karim", "Laia", "Léa", "Loïc", "Lucie", "Magali", "Manon",
    "Marc", "Marion", "Mathilde", "Maxime", "Mireia", "Nadia", "Nicolas", "Noémie", "Olivier", "Pauline",
    "Pèire", "Quentin", "Rachid", "Romane", "Samuel", "Sarah", "Sofia", "Thibault", "Valentin", "Yasmine", "Zoé",
)  # fmt: skip
FAMILY: Final = (
    "Albouy", "Alquier", "Arnal", "Barthès", "Belkacem", "Benezech", "Bonnafous", "Bosc", "Bousquet", "Calmels",
    "Cambon", "Carrière", "Castel", "Cazals", "Combes", "Coste", "Daures", "Delmas", "Delpech", "Diallo",
    "Durand", "Escande", "Espinasse", "Fabre", "Ferrer", "Garrigues", "Gasc", "Gleizes", "Guiraud", "Haddad",
    "Izard", "Jammes", "Lacaze", "Lafont", "Maury", "Mazars", "Molinier", "Nguyen", "Oliveras", "Pagès",
    "Périé", "Puig", "Roques", "Rouquette", "Sabatier", "Salvan", "Serres", "Soulié", "Teyssèdre", "Vayssade",
    "Vidal", "Vilar",
)  # fmt: skip
PREFIXES: Final = (
    ("association", ("Les Curieux de {t}", "Atelier des Sciences de {t}", "La Boussole – {t}", "Planète {t}",
                     "Sciences Buissonnières de {t}", "Les P’tits Labos de {t}", "Étincelles de {t}")),
    ("library", ("Médiathèque Ada-Lovelace de {t}", "Médiathèque La Comète de {t}", "Bibliothèque des Causses – {t}")),
    ("museum", ("Musée des Pierres et du Ciel de {t}", "Musée de la Mesure de {t}", "Maison de l’Eau de {t}")),
    ("science-centre", ("La Fabrique du Réel – {t}", "Le Dôme de {t}", "Quai des Savoir-faire de {t}")),
    ("research-lab", ("Laboratoire d’Écologie des Garrigues – {t}", "Observatoire des Nuits Noires de {t}")),
    ("mednum", ("Fablab L’Établi de {t}", "Fablab La Navette de {t}")),
)  # fmt: skip
COLLEGES: Final = (
    "Collectivités territoriales",
    "Enseignement supérieur et recherche",
    "Musées, bibliothèques et lieux de science",
    "Associations et éducation",
)
CONSORTIUM: Final = (
    ("Instants Partagés", "31"), ("Délires de Labo", "34"), ("Carrefour des Idées", "81"), ("Causse Étoilé", "12"),
    ("Kimia Gard", "30"), ("Ariège Curiosités", "09"), ("Terre Catalane des Sciences", "66"), ("Lot en Questions", "46"),
)  # fmt: skip
DISCIPLINES: Final = (
    "astronomie", "biologie", "chimie", "écologie", "géologie", "informatique", "mathématiques", "physique",
    "sciences humaines et sociales",
)  # fmt: skip

STRENGTHS: Final = (
    "Les démarches d’investigation sont au cœur des ateliers, et les contenus sont relus chaque année.",
    "Une équipe attentive, des fiches claires pour les enseignantes et les enseignants, un vrai lien avec un laboratoire.",
    "Le travail en zone rurale est régulier et documenté ; les partenaires en témoignent.",
    "Les publics manipulent, débattent, produisent des données : c’est rare et bien mené.",
)
ADVICE: Final = (
    "Dater les fiches d’action et nommer les personnes qui les ont relues.",
    "Ouvrir les ressources sous licence libre et les déposer sur le site.",
    "Formaliser la convention avec le laboratoire partenaire.",
    "Suivre dans le temps la part des élèves venus d’établissements éloignés.",
)
COMMENTS: Final = {
    0: ("Rien dans le dossier ne permet de voir ce point traité ; l’échange l’a confirmé.",),
    1: ("Fait une fois, sans trace écrite : à consolider.", "L’intention est claire, la pratique reste à installer."),
    3: ("Évalué, partagé avec d’autres structures : exemplaire.", "Un modèle que le réseau pourrait reprendre."),
}
FACTS: Final = (
    "Le dossier présente deux animations dont les contenus n’ont pas été relus depuis leur création. Trois erreurs "
    "relevées par l’expertise scientifique n’ont pas été corrigées pendant l’instruction. La structure n’a pas "
    "produit de procédure écrite pour l’accueil des mineurs, malgré la demande de complément."
)


class Names:
    """Gives each name once."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken: set[str] = set()

    def person(self) -> tuple[str, str]:
        """Given and family name."""
        while True:
            given, family = self.rng.choice(GIVEN), self.rng.choice(FAMILY)
            if f"{given} {family}" not in self.taken:
                self.taken.add(f"{given} {family}")
                return given, family

    def structure(self, town: str) -> tuple[str, str]:
        """Kind and name of a structure of a town."""
        while True:
            kind, names = self.rng.choice(PREFIXES)
            name = self.rng.choice(names).format(t=town).replace(" de Le ", " du ").replace(" de Les ", " des ")
            name = _elided(name)
            if name not in self.taken:
                self.taken.add(name)
                return kind, name


def _elided(name: str) -> str:
    for vowel in "AEÉÈIOUY":
        name = name.replace(f" de {vowel}", f" d’{vowel}")
    return name

"""Who is in the world of the tests, and where they come from. Invented names, real communes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.actor import MemberRole, Role


def _structure(name: str, commune: str, postal_code: str, kind: str = "association", **more: Any) -> dict[str, Any]:
    return {"name": name, "commune": commune, "postal_code": postal_code, "kind": kind, **more}


STRUCTURES: Final[Mapping[str, dict[str, Any]]] = {
    "applicant": _structure("L’Atelier des étoiles", "Foix", "09000", rna="W091000001"),
    "neighbour": _structure("Les Curieux de Garonne", "Toulouse", "31000", rna="W311000002"),
    "planetarium": _structure("Planétarium du Lez", "Montpellier", "34000", rna="W341000003"),
    "workshop": _structure("La Fabrique du Tarn", "Albi", "81000", rna="W811000004"),
    "museum": _structure("Muséum des Causses", "Rodez", "12000", "museum", rna="W121000005"),
    "laboratory": _structure("Laboratoire des milieux marins", "Perpignan", "66000", "research-lab", rna="W661000006"),
    "observatory": _structure("Observatoire de Bigorre", "Tarbes", "65000", "research-lab", rna="W651000007"),
    "consortium": _structure("Sciences en partage", "Auch", "32000", rna="W321000008", is_consortium_member=True),
    "consortium2": _structure("Aude découvertes", "Carcassonne", "11000", rna="W111000009", is_consortium_member=True),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A person of the world."""

    given_name: str
    family_name: str
    structure: str = ""
    member_role: MemberRole | None = None
    mandates: tuple[Role, ...] = ()
    capacity: str = ""
    college: str | None = None
    programme: str | None = None


def _members() -> dict[str, Told]:
    names = ("Alibert", "Bousquet", "Cazals", "Delmas", "Estève", "Fabre", "Gayraud", "Hébrard", "Izard", "Jourda")
    colleges = ("Collectivités", "Recherche", "Associations", "Éducation")
    return {
        f"member{place}": Told("Dominique", name, mandates=("member",), college=colleges[place % len(colleges)])
        for place, name in enumerate(names, 1)
    }


PEOPLE: Final[Mapping[str, Told]] = {
    "applicant": Told("Jeanne", "Vidal", "applicant", "legal_representative"),
    "delegate": Told("Karim", "Benali", "applicant", "delegate"),
    "colleague": Told("Lise", "Roux", "applicant", "member"),
    "outsider": Told("Paul", "Lacoste", "neighbour", "legal_representative"),
    "director": Told("Rose", "Bonnal", "planetarium", "legal_representative"),
    "insider": Told("Guy", "Rey", "consortium", "legal_representative"),
    "coordinator": Told("Maud", "Ferrand", "consortium", mandates=("coordinator",)),
    "coordinator2": Told("Nadia", "Sorel", "consortium2", mandates=("coordinator",)),
    "peer1": Told("Hugo", "Peyre", "planetarium", mandates=("reviewer",)),
    "peer2": Told("Inès", "Marty", "workshop", mandates=("reviewer",)),
    "peer3": Told("Yann", "Calmels", "museum", mandates=("reviewer",)),
    "scientist1": Told("Sofia", "Ramon", "laboratory", mandates=("scientist",)),
    "scientist2": Told("Théo", "Abadie", "observatory", mandates=("scientist",)),
    **_members(),
    "chair": Told("Claire", "Montagne", mandates=("chair",), capacity="Présidente de la commission"),
    "deputy": Told("René", "Castan", mandates=("deputy_chair",)),
    "signatory": Told("Anne", "Tolosa", mandates=("signatory",), capacity="Présidente de la Région"),
    "auditor": Told("Ugo", "Salles", mandates=("auditor",)),
    "observer": Told("Eva", "Pons", mandates=("observer",)),
    "operator": Told("Odile", "Serres", mandates=("operator",)),
    "nobody": Told("Noé", "Garric"),
    "helper": Told("Ada", "Soula"),
}
"""Committee: `member1` to `member10`, `chair`, `deputy`. Without a mandate or a membership: `nobody`, and
`helper`, whom a test lets act for structures (`World.let_act`)."""

MEMBERS: Final = tuple(key for key in PEOPLE if key.startswith("member"))
EVERYBODY: Final = tuple(PEOPLE)

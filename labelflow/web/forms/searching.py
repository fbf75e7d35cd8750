"""The search of teachers, in the order of their questions. Every state of it is an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request

from labelflow.domain.searching import DISTANCES, Wanted
from labelflow.i18n import NBSP, _, _l, number
from labelflow.queries.search.vocabulary import TRAVELS, VALUES
from labelflow.territory import DEPARTMENTS
from labelflow.territory.vocabulary import ACCESS, FORMATS, GROUPS, LANGUAGES, LEVELS, SUBJECTS
from labelflow.web.action_words import MONTHS
from labelflow.web.forms import fields
from labelflow.web.forms.base import QueryForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.searching import Place
    from labelflow.territory.vocabulary import Value

LONGEST: Final = 200
ARGUMENTS: Final[Mapping[str, str]] = {
    "travel": "trajet",
    "level": "niveau",
    "subject": "sujet",
    "format": "format",
    "month": "mois",
    "language": "langue",
    "access": "acces",
    "free": "gratuit",
    "department": "departement",
    "text": "q",
}
"""By filter, the argument of the address that holds it."""
SORTS: Final = {"pertinence": "relevance", "distance": "distance", "nouveautes": "newest"}


class SearchForm(QueryForm):
    """Choices come with how many results each would give."""

    ou = fields.TextField(
        _l("Où est votre classe ?"),
        hint=_l("École, numéro UAI, commune ou code postal. Vide : partout."),
        autocomplete="off",
    )
    trajet = fields.SelectField(_l("Déplacement"), blank=_l("Peu importe"))
    niveau = fields.SelectField(_l("Niveau"), blank=_l("Tous les niveaux"))
    q = fields.SearchField(_l("Mots"), hint=_l("Par exemple : étoiles, robot, eau."))
    sujet = fields.SelectField(_l("Sujet"), blank=_l("Tous les sujets"))
    format = fields.SelectField(_l("Format"), blank=_l("Tous les formats"))
    mois = fields.SelectField(_l("Mois"), blank=_l("Toute l’année"))
    langue = fields.SelectField(_l("Langue"), blank=_l("Toutes les langues"))
    gratuit = fields.TickField(_l("Gratuit seulement"))
    acces = fields.ChoicesField(_l("Accessible aux élèves qui ont un…"))
    departement = fields.SelectField(_l("Département"), blank=_l("Toute la région"))
    tri = fields.SelectField(
        _l("Trier"),
        blank=_l("Au mieux"),
        choices=[
            ("pertinence", _l("Par pertinence")),
            ("distance", _l("Par distance")),
            ("nouveautes", _l("Les plus récentes")),
        ],
    )

    FOLDED: Final = ("sujet", "format", "mois", "langue", "gratuit", "acces", "departement", "tri")
    """What is asked after the rest."""

    def offer(self, counts: Mapping[str, Mapping[str, int]], place: Place | None) -> None:
        """Give each choice its count."""
        for name, choices in _choices(place).items():
            self[ARGUMENTS[name]].choices = [
                (value, _("%(name)s (%(count)s)", name=words, count=number(counts[name].get(value, 0))))
                for value, words in choices
            ]

    @property
    def folded(self) -> list[Any]:
        return [self[name] for name in self.FOLDED]

    @property
    def is_refined(self) -> bool:
        """Whether something is asked among what is folded."""
        return any(self[name].data for name in self.FOLDED)


def _named(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in values.values()]


def _choices(place: Place | None) -> dict[str, list[tuple[str, str]]]:
    levels = []
    for group in GROUPS.values():
        inside = [one for one in LEVELS.values() if one.group == group.code]
        levels += [
            (group.code, group.name),
            *((one.code, f"{NBSP}{NBSP}{one.name}") for one in inside if len(inside) > 1),
        ]
    far = [(str(km), _("À %(km)s km au plus", km=km)) for km in DISTANCES] if place is not None else []
    comes = _("Vient dans mon établissement") if place is not None else _("Vient dans les établissements")
    return {
        "travel": [("comes", comes), *far],
        "level": levels,
        "subject": _named(SUBJECTS),
        "format": _named(FORMATS),
        "month": [(code, str(name)) for code, name in MONTHS.items()],
        "language": _named(LANGUAGES),
        "access": _named(ACCESS),
        "department": [(code, one.name) for code, one in DEPARTMENTS.items()],
    }


def wanted_of(place: Place | None) -> Wanted:
    """The search that an address asks for. What it says that cannot be is as if it was not said."""
    said = request.args
    chosen = {name: said.get(argument, "") for name, argument in ARGUMENTS.items()}
    known = {name: value if value in VALUES.get(name, ()) else "" for name, value in chosen.items()}
    return Wanted(
        text=chosen["text"][:LONGEST],
        place=place,
        travel=chosen["travel"] if chosen["travel"] in TRAVELS else "",
        level=known["level"],
        subject=known["subject"],
        format=known["format"],
        month=int(known["month"] or 0),
        language=known["language"],
        access=tuple(one for one in dict.fromkeys(said.getlist(ARGUMENTS["access"])) if one in ACCESS),
        free=bool(chosen["free"]),
        department=known["department"],
        sort=SORTS.get(said.get("tri", ""), ""),  # type: ignore[arg-type]  # one of the sorts
        after=_after(said.get("apres", "")),
    )


def _after(text: str) -> tuple[int, int] | None:
    key, _dot, last = text.partition(".")
    fit = key.isascii() and last.isascii() and key.isdecimal() and last.isdecimal() and len(text) < 40  # noqa: PLR2004 - two numbers
    return (int(key), int(last)) if fit else None

"""What is wrong in the folder of a programme: all faults at once, each with its place and its cure, in French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelflow.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pydantic import ValidationError


Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the file, the key in it, what is wrong, and how to mend it."""

    file: str
    key: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place} : {self.what} ; {self.mend}."


class ProgrammeFault(Invalid):
    """The programme cannot be used. `faults` holds every fault found."""

    code = "programme-faults"

    def __init__(self, faults: Iterable[Fault], where: str = "") -> None:
        self.faults = tuple(dict.fromkeys(faults))
        count = f"{len(self.faults)} défaut{'s' if len(self.faults) > 1 else ''}"
        head = f"Le programme ne peut pas être utilisé ({count}){f' : {where}' if where else ''}"
        super().__init__("\n".join([head, *(f"- {fault}" for fault in self.faults)]))


def key_of(path: Sequence[str | int]) -> str:
    """The place of a value as a person reads it: the third criterion is ``criterion[3]``."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int) and parts:
            parts[-1] += f"[{part + 1}]"
        elif isinstance(part, int) or not part.startswith(("function-", "tagged-", "constrained-", "tuple[", "[key]")):
            parts.append(str(part))
    return ".".join(parts)


def faults_of(error: ValidationError, place_of: Callable[[Place], tuple[str, Place]]) -> list[Fault]:
    """The faults that a schema found. `place_of` tells the file, and the place in it, of a place in the whole."""
    found = []
    for entry in error.errors(include_url=False):
        what, mend = _in_words(entry["type"], entry.get("ctx", {}), entry["msg"], entry.get("input"))
        file, place = place_of(entry["loc"])
        found.append(Fault(file, key_of(place), what, mend))
    return found


_SIMPLE: Mapping[str, tuple[str, str]] = {
    "missing": ("cette clé manque", "ajoutez-la"),
    "extra_forbidden": ("cette clé n’existe pas", "corrigez son nom ou supprimez-la"),
    "string_type": ("un texte est attendu", "écrivez-le entre guillemets"),
    "bool_type": ("oui ou non est attendu", "écrivez true ou false, sans guillemets"),
    "bool_parsing": ("oui ou non est attendu", "écrivez true ou false, sans guillemets"),
    "int_type": ("un nombre entier est attendu", "écrivez-le sans guillemets"),
    "int_parsing": ("un nombre entier est attendu", "écrivez-le sans guillemets"),
    "int_from_float": ("un nombre entier est attendu", "retirez la partie décimale"),
    "float_type": ("un nombre est attendu", "écrivez-le sans guillemets"),
    "float_parsing": ("un nombre est attendu", "écrivez-le sans guillemets"),
    "tuple_type": ("une liste est attendue", "écrivez-la entre crochets"),
    "list_type": ("une liste est attendue", "écrivez-la entre crochets"),
    "dict_type": ("un groupe de clés est attendu", 'écrivez une table, par exemple label.fr = "…"'),
    "mapping_type": ("un groupe de clés est attendu", 'écrivez une table, par exemple label.fr = "…"'),
    "model_type": ("un groupe de clés est attendu", "écrivez une table"),
    "date_from_datetime_parsing": ("une date est attendue", "écrivez-la comme 2026-09-01"),
    "string_pattern_mismatch": ("la forme de ce texte ne convient pas", "suivez la forme {pattern}"),
    "greater_than_equal": ("la valeur est trop petite", "écrivez {ge} ou plus"),
    "greater_than": ("la valeur est trop petite", "écrivez plus de {gt}"),
    "less_than_equal": ("la valeur est trop grande", "écrivez {le} ou moins"),
    "less_than": ("la valeur est trop grande", "écrivez moins de {lt}"),
    "too_short": ("la liste est trop courte", "donnez au moins {min_length} élément(s)"),
    "too_long": ("la liste est trop longue", "donnez au plus {max_length} élément(s)"),
    "string_too_short": ("ce texte est vide ou trop court", "écrivez au moins {min_length} caractère(s)"),
    "string_too_long": ("ce texte est trop long", "écrivez au plus {max_length} caractères"),
    "literal_error": ("valeur inconnue", "choisissez parmi {expected}"),
    "enum": ("valeur inconnue", "choisissez parmi {expected}"),
    "form-options": (
        "les options vont avec les questions à choix, et seulement avec elles",
        'ajoutez des options, ou écrivez kind = "choice" ou "choices"',
    ),
    "form-double-option": ("deux options ont le même code", "changez l’un des deux"),
    "form-condition": ("une condition a soit equals, soit includes", "gardez l’un des deux"),
    "grid-weights": ("les poids des familles font {total} et non 100", "corrigez-les pour que leur somme fasse 100"),
    "grid-points": (
        "les critères de la famille {family} font {points} points et la famille pèse {weight}",
        "corrigez les points ou le poids pour qu’ils soient égaux",
    ),
    "grid-double-code": ("le code {code} est utilisé {times} fois", "donnez à chacun le sien"),
    "grid-family": (
        "le critère {code} appartient à la famille {family}, qui n’est pas déclarée",
        "déclarez cette famille ou nommez-en une autre",
    ),
    "grid-readers": (
        "personne ne lit le critère {code}",
        "nommez au moins un rôle parmi peer, scientist et coordinator",
    ),
    "grid-gate": ("le seuil éliminatoire du critère {code} est {gate}", "écrivez un niveau de 0 à 3"),
    "grid-gate-na": (
        "le critère {code} est éliminatoire : il s’applique toujours",
        "supprimez na_able ou gate",
    ),
    "delay-extension": ("extension et extensions vont ensemble", "donnez les deux, ou aucun des deux"),
    "term-midterm": (
        "le suivi à mi-parcours doit finir après son début et avant la fin du label",
        "corrigez midterm_from_month, midterm_to_month ou term_months",
    ),
    "term-renewal": (
        "le renouvellement doit s’ouvrir avant sa date limite, et pendant la durée du label",
        "corrigez renewal_open_months, renewal_due_months ou term_months",
    ),
}

_DOMAIN_WORDS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), what, mend)
    for pattern, what, mend in (
        (r"state '(.+?)' is declared twice", "l’état « {0} » est déclaré deux fois", "n’en gardez qu’un"),
        (
            r"initial state '(.+?)' is not declared",
            "l’état initial « {0} » n’est pas déclaré",
            "déclarez-le ou nommez-en un autre",
        ),
        (r"step '(.+?)' is declared twice", "l’étape « {0} » est déclarée deux fois", "n’en gardez qu’une"),
        (
            r"step '(.+?)': state '(.+?)' is not declared",
            "l’étape « {0} » nomme l’état « {1} », qui n’est pas déclaré",
            "déclarez cet état ou corrigez son nom",
        ),
    )
)


def _in_words(kind: str, context: Mapping[str, Any], message: str, given: object) -> tuple[str, str]:
    if kind == "value_error":
        return _in_domain_words(str(context.get("error", message)))
    if kind not in _SIMPLE:
        return f"valeur refusée ({message})", "corrigez-la"
    what, mend = _SIMPLE[kind]
    if kind in {"literal_error", "enum"}:
        what = f"« {given} » : {what}"
    expected = str(context.get("expected", "")).replace(" or ", ", ")
    return what, mend.format(**{**context, "expected": expected})


def _in_domain_words(message: str) -> tuple[str, str]:
    for pattern, what, mend in _DOMAIN_WORDS:
        if match := pattern.search(message):
            return what.format(*match.groups()), mend.format(*match.groups())
    return message, "corrigez ce point"

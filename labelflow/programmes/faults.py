"""What is wrong in the folder of a programme: all faults at once, each with its place and its cure, in French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelflow.errors import Invalid
from labelflow.i18n import _, _l, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from babel.support import LazyProxy
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
        head = ngettext(
            "Le programme « %(where)s » ne peut pas être utilisé : %(num)s défaut.",
            "Le programme « %(where)s » ne peut pas être utilisé : %(num)s défauts.",
            len(self.faults),
            where=where,
        )
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


_SIMPLE: Mapping[str, tuple[LazyProxy, LazyProxy]] = {
    "missing": (_l("cette clé manque"), _l("ajoutez-la")),
    "extra_forbidden": (_l("cette clé n’existe pas"), _l("corrigez son nom ou supprimez-la")),
    "string_type": (_l("un texte est attendu"), _l("écrivez-le entre guillemets")),
    "bool_type": (_l("oui ou non est attendu"), _l("écrivez true ou false, sans guillemets")),
    "bool_parsing": (_l("oui ou non est attendu"), _l("écrivez true ou false, sans guillemets")),
    "int_type": (_l("un nombre entier est attendu"), _l("écrivez-le sans guillemets")),
    "int_parsing": (_l("un nombre entier est attendu"), _l("écrivez-le sans guillemets")),
    "int_from_float": (_l("un nombre entier est attendu"), _l("retirez la partie décimale")),
    "float_type": (_l("un nombre est attendu"), _l("écrivez-le sans guillemets")),
    "float_parsing": (_l("un nombre est attendu"), _l("écrivez-le sans guillemets")),
    "tuple_type": (_l("une liste est attendue"), _l("écrivez-la entre crochets")),
    "list_type": (_l("une liste est attendue"), _l("écrivez-la entre crochets")),
    "dict_type": (_l("un groupe de clés est attendu"), _l('écrivez une table, par exemple label.fr = "…"')),
    "mapping_type": (_l("un groupe de clés est attendu"), _l('écrivez une table, par exemple label.fr = "…"')),
    "model_type": (_l("un groupe de clés est attendu"), _l("écrivez une table")),
    "date_from_datetime_parsing": (_l("une date est attendue"), _l("écrivez-la comme 2026-09-01")),
    "string_pattern_mismatch": (_l("la forme de ce texte ne convient pas"), _l("suivez la forme %(pattern)s")),
    "greater_than_equal": (_l("la valeur est trop petite"), _l("écrivez %(ge)s ou plus")),
    "greater_than": (_l("la valeur est trop petite"), _l("écrivez plus de %(gt)s")),
    "less_than_equal": (_l("la valeur est trop grande"), _l("écrivez %(le)s ou moins")),
    "less_than": (_l("la valeur est trop grande"), _l("écrivez moins de %(lt)s")),
    "too_short": (_l("la liste est trop courte"), _l("donnez au moins %(min_length)s élément(s)")),
    "too_long": (_l("la liste est trop longue"), _l("donnez au plus %(max_length)s élément(s)")),
    "string_too_short": (_l("ce texte est vide ou trop court"), _l("écrivez au moins %(min_length)s caractère(s)")),
    "string_too_long": (_l("ce texte est trop long"), _l("écrivez au plus %(max_length)s caractères")),
    "literal_error": (_l("« %(given)s » : valeur inconnue"), _l("choisissez parmi %(expected)s")),
    "enum": (_l("« %(given)s » : valeur inconnue"), _l("choisissez parmi %(expected)s")),
    "form-options": (
        _l("les options vont avec les questions à choix, et seulement avec elles"),
        _l('ajoutez des options, ou écrivez kind = "choice" ou "choices"'),
    ),
    "form-double-option": (_l("deux options ont le même code"), _l("changez l’un des deux")),
    "form-condition": (_l("une condition a soit equals, soit includes"), _l("gardez l’un des deux")),
    "grid-weights": (
        _l("les poids des familles font %(total)s et non 100"),
        _l("corrigez-les pour que leur somme fasse 100"),
    ),
    "grid-points": (
        _l("les critères de la famille %(family)s font %(points)s points et la famille pèse %(weight)s"),
        _l("corrigez les points ou le poids pour qu’ils soient égaux"),
    ),
    "grid-double-code": (_l("le code %(code)s est utilisé %(times)s fois"), _l("donnez à chacun le sien")),
    "grid-family": (
        _l("le critère %(code)s appartient à la famille %(family)s, qui n’est pas déclarée"),
        _l("déclarez cette famille ou nommez-en une autre"),
    ),
    "grid-readers": (
        _l("personne ne lit le critère %(code)s"),
        _l("nommez au moins un rôle parmi peer, scientist et coordinator"),
    ),
    "grid-gate": (_l("le seuil éliminatoire du critère %(code)s est %(gate)s"), _l("écrivez un niveau de 0 à 3")),
    "grid-gate-na": (
        _l("le critère %(code)s est éliminatoire : il s’applique toujours"),
        _l("supprimez na_able ou gate"),
    ),
    "delay-extension": (_l("extension et extensions vont ensemble"), _l("donnez les deux, ou aucun des deux")),
    "term-midterm": (
        _l("le suivi à mi-parcours doit finir après son début et avant la fin du label"),
        _l("corrigez midterm_from_month, midterm_to_month ou term_months"),
    ),
    "term-renewal": (
        _l("le renouvellement doit s’ouvrir avant sa date limite, et pendant la durée du label"),
        _l("corrigez renewal_open_months, renewal_due_months ou term_months"),
    ),
}

_DOMAIN_WORDS: tuple[tuple[re.Pattern[str], LazyProxy, LazyProxy], ...] = tuple(
    (re.compile(pattern), what, mend)
    for pattern, what, mend in (
        (r"state '(.+?)' is declared twice", _l("l’état « %(first)s » est déclaré deux fois"), _l("n’en gardez qu’un")),
        (
            r"initial state '(.+?)' is not declared",
            _l("l’état initial « %(first)s » n’est pas déclaré"),
            _l("déclarez-le ou nommez-en un autre"),
        ),
        (
            r"step '(.+?)' is declared twice",
            _l("l’étape « %(first)s » est déclarée deux fois"),
            _l("n’en gardez qu’une"),
        ),
        (
            r"step '(.+?)': state '(.+?)' is not declared",
            _l("l’étape « %(first)s » nomme l’état « %(second)s », qui n’est pas déclaré"),
            _l("déclarez cet état ou corrigez son nom"),
        ),
    )
)


def _in_words(kind: str, context: Mapping[str, Any], message: str, given: object) -> tuple[str, str]:
    if kind == "value_error":
        return _in_domain_words(str(context.get("error", message)))
    if kind not in _SIMPLE:
        return _("valeur refusée (%(reason)s)", reason=message), _("corrigez-la")
    what, mend = _SIMPLE[kind]
    filled = {
        **context,
        "given": given,
        "expected": str(context.get("expected", "")).replace(" or ", ", ").replace("'", '"'),
    }
    return str(what) % filled, str(mend) % filled


def _in_domain_words(message: str) -> tuple[str, str]:
    for pattern, what, mend in _DOMAIN_WORDS:
        if match := pattern.search(message):
            filled = dict(zip(("first", "second"), match.groups(), strict=False))
            return str(what) % filled, str(mend) % filled
    return message, _("corrigez ce point")

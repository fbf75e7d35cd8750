"""What an address of the API may say: declared once, for whoever reads the address and for the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request

from labelflow.i18n import _
from labelflow.web.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIMIT: Final = "limite"
AFTER: Final = "apres"
USUAL: Final = 50
MOST: Final = 100
LONGEST: Final = 200


class WrongParameter(Exception):
    """A parameter that says nothing that can be read."""

    def __init__(self, text: str, *, status: int = 400, code: str = "wrong-parameter") -> None:
        super().__init__(text)
        title = _("Un filtre de l’adresse n’a pas été compris") if status == 400 else _("Ce lieu n’a pas été trouvé")  # noqa: PLR2004 - bad request
        self.outcome = Outcome(status, code, title, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. With `choices` it is one of them; with `pattern` it has this shape; with `most` it is a number."""

    name: str
    description: str
    example: str = ""
    choices: Sequence[str] = ()
    several: bool = False
    pattern: str = ""
    most: int = 0

    def schema(self) -> dict[str, Any]:
        """For the document."""
        if self.most:
            return {"type": "integer", "minimum": 1, "maximum": self.most, "default": USUAL}
        one: dict[str, Any] = {"type": "string"}
        if self.choices:
            one["enum"] = list(self.choices)
        elif self.pattern:
            one["pattern"] = f"^{self.pattern}$"
        else:
            one["maxLength"] = LONGEST
        return {"type": "array", "items": one} if self.several else one

    def check(self, said: Sequence[str]) -> None:
        """Raises WrongParameter."""
        if len(said) > 1 and not self.several:
            raise WrongParameter(_("« %(name)s » est dit plusieurs fois.", name=self.name))
        for one in said:
            self._check(one)

    def _check(self, said: str) -> None:
        name = self.name
        if self.most:
            if not (said.isascii() and said.isdecimal() and 1 <= int(said[:9]) <= self.most and len(said) < 9):  # noqa: PLR2004 - figures
                raise WrongParameter(_("« %(name)s » est un nombre de 1 à %(most)s.", name=name, most=self.most))
        elif self.choices:
            if said not in self.choices:
                listed = ", ".join(self.choices)
                raise WrongParameter(_("« %(name)s » peut être : %(choices)s.", name=name, choices=listed))
        elif self.pattern:
            if not re.fullmatch(self.pattern, said, re.ASCII):
                raise WrongParameter(
                    _("« %(name)s » s’écrit ainsi : %(example)s.", name=name, example=self.example)
                    if name != AFTER
                    else _("« apres » reprend la valeur que donne « next », sans rien y changer.")
                )
        elif len(said) > LONGEST:
            raise WrongParameter(_("« %(name)s » a %(most)s caractères au plus.", name=name, most=LONGEST))


def read(parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """What the address says, checked. Raises WrongParameter, for a name that is not known too."""
    known = {one.name: one for one in parameters}
    for name in request.args:
        if name not in known:
            listed = ", ".join(known) or _("aucun")
            raise WrongParameter(
                _("« %(name)s » n’est pas un filtre d’ici. Filtres : %(listed)s.", name=name, listed=listed)
            )
    for name, one in known.items():
        one.check(request.args.getlist(name))
    return request.args


PAGED: Final = Parameter(name=LIMIT, description="Nombre de résultats par page.", example="50", most=MOST)


def limit_of(said: Mapping[str, str]) -> int:
    """How many results a page has."""
    return int(said.get(LIMIT) or USUAL)

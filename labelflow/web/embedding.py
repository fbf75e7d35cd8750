"""How a badge is asked for, and the code that shows it on another site: a link and a picture, no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from markupsafe import escape

from labelflow.i18n import PREPARED, SOURCE, _, use_language
from labelflow.issuing.brand.badge import SIZES
from labelflow.queries.badges import BadgeChoice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.issuing.brand.badge import Model
    from labelflow.issuing.brand.looks import Ground
    from labelflow.queries.badges import Standing

MODELS: Final[Mapping[str, Model]] = {"grand": "large", "compact": "compact"}
GROUNDS: Final[Mapping[str, Ground]] = {"clair": "light", "sombre": "dark"}
LANGUAGES: Final[Mapping[str, str]] = {code: code for code in PREPARED}
SCALES: Final[Mapping[str, int]] = {"1": 1, "2": 2, "3": 3}
"""Pixels for each pixel of a page: two or three for fine screens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A badge as an address names it; what goes without saying is left out."""

    number: str
    model: str = "grand"
    ground: str = "clair"
    language: str = SOURCE

    @property
    def choice(self) -> BadgeChoice:
        return BadgeChoice(model=MODELS[self.model], ground=GROUNDS[self.ground], language=self.language)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels of a page."""
        return SIZES[MODELS[self.model]]

    def path(self, suffix: str, scale: int = 1) -> str:
        """Where it is, on this site."""
        said = {"modele": self.model, "fond": self.ground, "langue": self.language, "echelle": str(scale)}
        usual = {"modele": "grand", "fond": "clair", "langue": SOURCE, "echelle": "1"}
        query = urlencode({name: value for name, value in said.items() if value != usual[name]})
        return f"/badge/{self.number}.{suffix}" + (f"?{query}" if query else "")


def embed_code(label: Standing, asked: Asked, base_url: str, *, mail: bool = False) -> str:
    """What a holder pastes in a page, or in the signature of their mail (pixels: few mail readers draw SVG).

    The words never say that the label is in force: the picture does, and it changes when the state does.
    """
    with use_language(asked.language):
        alt = _(
            "Label %(programme)s, numéro %(number)s, de %(holder)s : vérifier en ligne s’il est en vigueur",
            programme=label.programme.short_name,
            number=label.number,
            holder=label.holder,
        )
    width, height = asked.size
    picture = base_url + (asked.path("png", 2) if mail else asked.path("svg"))
    return (
        f'<a href="{escape(base_url)}/v/{label.number}" lang="{asked.language}"><img src="{escape(picture)}" '
        f'width="{width}" height="{height}" alt="{escape(alt)}" referrerpolicy="no-referrer"></a>'
    )

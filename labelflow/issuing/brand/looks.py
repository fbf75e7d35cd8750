"""The colours of a picture by their roles, on a light or a dark ground, from what the programme declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from labelflow.issuing.seal import Palette
from labelflow.programmes.schema.brand import ON_DARK, ON_LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.verification import Answer
    from labelflow.programmes.schema.brand import Brand

Ground = Literal["light", "dark"]
Tone = Literal["ok", "warn", "bad", "muted"]

TONES: Final[Mapping[Answer, Tone]] = {
    "valid": "ok",
    "not_yet_in_force": "muted",
    "suspended": "warn",
    "withdrawn": "bad",
    "expired": "muted",
    "superseded": "muted",
    "not_in_force": "muted",
    "annulled": "bad",
    "unknown": "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Roles, not values: the same words, whatever the ground."""

    paper: str
    edge: str
    ink: str
    muted: str
    primary: str
    accent: str
    ok: str
    warn: str
    bad: str

    def tone(self, tone: Tone) -> str:
        """The colour of a tone."""
        return {"ok": self.ok, "warn": self.warn, "bad": self.bad, "muted": self.muted}[tone]

    @property
    def seal(self) -> Palette:
        """The colours of the seal on this ground."""
        return Palette(line=self.primary, star=self.primary, bright=self.accent, paper=self.paper)


def look_of(brand: Brand, ground: Ground) -> Look:
    """What the programme declares, with the colours of the states, which are the same for every label."""
    if ground == "light":
        return Look(
            paper=ON_LIGHT,
            edge="#858A97",
            ink="#1B2130",
            muted="#566075",
            primary=brand.primary,
            accent=brand.accent,
            ok="#1E6B4A",
            warn="#7A5200",
            bad="#9B1C31",
        )
    return Look(
        paper=ON_DARK,
        edge="#6E7789",
        ink="#EEF1F6",
        muted="#A9B3C5",
        primary=brand.primary_on_dark,
        accent=brand.accent_on_dark,
        ok="#7CD3A8",
        warn="#F0C25A",
        bad="#F59AA6",
    )

"""How the label shows: its colours, the room around its logo, what its holders may do with it."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from labelflow.domain.colours import SHAPE, TEXT, Colour, contrast
from labelflow.domain.verification import Answer
from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared
from labelflow.i18n import _

ON_LIGHT: Final = "#FFFFFF"
ON_DARK: Final = "#1A202C"
"""What logos and badges stand on."""


class Brand(Declared):
    """The look of a label, and its rules of use. Everything has a default, so that a programme may say nothing.

    `clear_space` is a share of the logo's height; the smallest sizes are heights.
    """

    primary: Colour = "#1D3A6B"
    accent: Colour = "#A8432A"
    primary_on_dark: Colour = "#A9C6EE"
    accent_on_dark: Colour = "#F0A58E"
    clear_space: Annotated[float, Field(ge=0, le=1)] = 0.25
    smallest_px: Annotated[int, Field(ge=16, le=400)] = 32
    smallest_mm: Annotated[int, Field(ge=5, le=100)] = 10
    states: dict[Answer, Words] = Field(default_factory=dict)
    """The words of the badge, where the programme grants something else than a label."""
    allowed: tuple[Words, ...] = ()
    forbidden: tuple[Words, ...] = ()
    when_it_stops: Words = Field(default_factory=dict)
    """What a holder does with the name and the logo once the label is suspended or over."""
    misuse: Words = Field(default_factory=dict)
    """How anybody reports a use that is not allowed: `{email}` is where to write."""

    @model_validator(mode="after")
    def _can_be_seen(self) -> Self:
        for name, ground, least in (
            ("primary", ON_LIGHT, TEXT),
            ("accent", ON_LIGHT, SHAPE),
            ("primary_on_dark", ON_DARK, TEXT),
            ("accent_on_dark", ON_DARK, SHAPE),
        ):
            if contrast(getattr(self, name), ground) < least:
                raise PydanticCustomError(
                    "brand-contrast",
                    _(
                        "la couleur %(name)s se distingue trop peu du fond %(ground)s : le contraste demandé est de %(least)s",
                        name=name,
                        ground=ground,
                        least=least,
                    ),
                )
        return self

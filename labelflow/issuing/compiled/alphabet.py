"""Which glyphs a compiled certificate holds beyond those of its own words.

Each more is thirty bytes of the file: what French writes every day comes first, the rest of what
Occitan, Catalan and their neighbours write only when a certificate needs it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from string import ascii_letters, ascii_uppercase, digits
from typing import TYPE_CHECKING, Final

from labelflow.issuing.compiled.shaping import Shaper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CODE: Final = f" {ascii_uppercase}{digits}-"
_ADDRESS: Final = f"{ascii_letters}{digits}-./:_~"
_EVERY_DAY: Final = f" {ascii_letters}{digits}àâçèéêëîïôùûœÉÈÀÇÎŒ·’,.&()/:-"
_ACCENTED: Final = "àâáäçèéêëíïîìñòóôöùûúüÿœæ"
_WHOLE: Final = f"{_EVERY_DAY}{_ACCENTED}{_ACCENTED.upper()}ŀĿ–—«»°!?;'+№"
_NO_BREAK: Final = "\u00a0"
TIERS: Final = ("every day", "whole")
_UPEM: Final = 1000
"""Shaped at a thousand units in an em: widths are what a PDF wants."""


def tier_of(texts: Sequence[str]) -> str:
    """The smallest set of characters that these texts are written in."""
    return TIERS[0] if set("".join(texts)) <= {*_EVERY_DAY, _NO_BREAK} else TIERS[1]


def characters(kind: str, tier: str) -> str:
    """What a slot may hold: a `code`, an `address`, or any text."""
    return {"code": _CODE, "address": _ADDRESS}.get(kind, _EVERY_DAY if tier == TIERS[0] else _WHOLE)


@lru_cache(maxsize=64)
def glyphs(
    file: str, features: tuple[tuple[str, int], ...], language: str, alphabet: str
) -> Mapping[int, tuple[str, int]]:
    """Each glyph of an alphabet in a face, its ligatures included: the text it stands for and its width.

    A character that shares its glyph with an earlier one is read back as the earlier one.
    """
    shaper = Shaper(Path(file), _UPEM, features, language)
    letters = [character for character in alphabet if character in ascii_letters]
    doubles = "".join(map("".join, product(letters, repeat=2)))
    triples = "".join(f"ff{letter} ft{letter} tt{letter} " for letter in letters if letter.islower())
    found: dict[int, tuple[str, int]] = {}
    for text in filter(None, (*alphabet, doubles, triples)):
        shaped = shaper(text)
        ends = [glyph.cluster for glyph in shaped[1:]] + [len(text)]
        for glyph, end in zip(shaped, ends, strict=True):
            found.setdefault(glyph.id, (text[glyph.cluster : end], glyph.width))
    found.pop(0, None)  # .notdef: a character that the face lacks
    return {glyph: (text, _width(shaper, text, width)) for glyph, (text, width) in found.items()}


def _width(shaper: Shaper, text: str, width: int) -> int:
    """The width of a glyph by itself, not as it was kerned in a longer text."""
    alone = shaper(text)
    return alone[0].width if len(alone) == 1 else width

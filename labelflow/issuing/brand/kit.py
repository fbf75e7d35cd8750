"""Every logo of a label in one archive, with the rules of their use: the same bytes for the same programme."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from labelflow.issuing.brand.logos import FORMS, INKS, clear_space, logo, on_its_ground
from labelflow.issuing.brand.pixels import png_of

if TYPE_CHECKING:
    from labelflow.issuing.brand.logos import Form, Identity, Ink

FORM_NAMES: Final[dict[Form, str]] = {"horizontal": "horizontal", "stacked": "vertical", "seal": "sceau"}
INK_NAMES: Final[dict[Ink, str]] = {"colour": "couleur", "dark": "fond-sombre", "black": "noir", "white": "blanc"}
CLEAR_SPACE: Final = "espace.svg"
_FINE: Final = 3
"""Pixels for each unit of a drawing whose seal is 200 high: enough for a page of print."""


def file_name(form: Form, ink: Ink, suffix: str) -> str:
    """What a file of the kit is called."""
    return f"logo-{FORM_NAMES[form]}-{INK_NAMES[ink]}.{suffix}"


NAMES: Final = {
    file_name(form, ink, suffix): (form, ink, suffix) for form in FORMS for ink in INKS for suffix in ("svg", "png")
}
PREVIEWS: Final = {
    name.replace("logo-", "apercu-"): (form, ink) for name, (form, ink, suffix) in NAMES.items() if suffix == "svg"
}


def file_of(of: Identity, name: str) -> str | bytes | None:
    """A file of the kit or of its page: a drawing, or its pixels; None when no file is called so."""
    if name == CLEAR_SPACE:
        return clear_space(of)
    if name in PREVIEWS:
        return on_its_ground(of, *PREVIEWS[name])
    if name not in NAMES:
        return None
    form, ink, suffix = NAMES[name]
    drawn = logo(of, form, ink)
    return drawn.svg if suffix == "svg" else png_of(drawn.svg, round(drawn.width * _FINE))


@lru_cache(maxsize=8)
def archive(of: Identity, folder: str, rules: str) -> bytes:
    """The whole kit; `rules` is the text that goes with it."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        into.writestr(_entry(f"{folder}/LISEZMOI.txt"), rules)
        for name in (CLEAR_SPACE, *NAMES):
            content = file_of(of, name)
            assert content is not None
            into.writestr(_entry(f"{folder}/{name}"), content)
    return held.getvalue()


def _entry(name: str) -> ZipInfo:
    """An entry without the day on which it was made."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry

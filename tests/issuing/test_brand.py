"""Badges, logos and sharing images as drawings: what they hold, whatever the name, the state and the region."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args
from xml.etree.ElementTree import fromstring

import pytest
from pydantic import ValidationError

from labelflow.domain.colours import SHAPE, TEXT, contrast
from labelflow.domain.verification import Answer
from labelflow.issuing.brand.badge import SIZES, LiveBadge, live_badge
from labelflow.issuing.brand.kit import NAMES, archive, file_of
from labelflow.issuing.brand.logos import FORMS, INKS, Identity, logo
from labelflow.issuing.brand.looks import TONES, look_of
from labelflow.issuing.brand.outlines import Style, fitted, line, width_of, wrapped
from labelflow.issuing.brand.pixels import png_of
from labelflow.issuing.brand.sharing import SharedPage, sharing_image
from labelflow.issuing.brand.signs import SIGNS
from labelflow.issuing.seal import OCCITANIE, PLAIN, Place
from labelflow.paths import templates
from labelflow.programmes.schema.brand import Brand

if TYPE_CHECKING:
    from labelflow.issuing.brand.looks import Ground

ANSWERS = get_args(Answer)
LONG = "Centre de culture scientifique, technique et industrielle du Haut-Languedoc et des Grands Causses, " * 3
OURS = Identity(name="Sciences en Occitanie", places=OCCITANIE, brand=Brand())
THEIRS = Identity(
    name="Science de Bretagne",
    places=(Place("Rennes", -1.68, 48.11, bright=True), Place("Brest", -4.49, 48.39), Place("Vannes", -2.76, 47.66)),
    brand=Brand(primary="#00512F", accent="#8A1538"),
)


def badge(**other: Any) -> LiveBadge:
    usual: dict[str, Any] = {
        "model": "large",
        "look": look_of(Brand(), "light"),
        "places": OCCITANIE,
        "programme": "Sciences en Occitanie",
        "holder": "L’Atelier des étoiles",
        "number": "SEO-2026-00042-R",
        "answer": "valid",
        "word": "Valable",
        "dated": "jusqu’au 30 septembre 2030",
        "title": "Le <titre> & « la suite »",
        "description": "À vérifier",
        "language": "fr",
    }
    return LiveBadge(**(usual | other))


def ends(svg: str) -> list[tuple[float, float]]:
    """Where each line of words begins, and how far right its last stroke starts, in units of the drawing."""
    found = re.findall(
        r'<path transform="translate\(([\d.]+) [-\d.]+\) scale\(([\d.]+) [-\d.]+\)"[^>]* d="([^"]+)"', svg
    )
    assert found
    return [(float(x), float(x) + float(scale) * int(re.findall(r"M(\d+) 0", path)[-1])) for x, scale, path in found]


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_every_word_and_shape_of_a_badge_can_be_seen(ground: Ground) -> None:
    look = look_of(Brand(), ground)

    for colour in (look.ink, look.muted, look.primary, look.ok, look.warn, look.bad):
        assert contrast(colour, look.paper) >= TEXT, colour
    assert contrast(look.accent, look.paper) >= SHAPE
    assert contrast(look.edge, look.paper) >= SHAPE


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_colours_that_cannot_be_told_from_their_ground_are_a_fault() -> None:
    with pytest.raises(ValidationError, match="la couleur accent se distingue trop peu du fond #FFFFFF"):
        Brand(accent="#F0E0A0")


def test_each_answer_has_a_tone_and_the_sign_that_pages_show() -> None:
    pages = (templates() / "components" / "sign.html").read_text(encoding="utf-8")

    assert set(TONES) == set(SIGNS) == set(ANSWERS)
    assert all(f"'{drawn}'" in pages for drawn in SIGNS.values())
    assert (
        len({SIGNS[answer] for answer in ("valid", "suspended", "withdrawn", "expired", "superseded", "unknown")}) == 6
    )


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("model", SIZES)
def test_nothing_leaves_its_badge_however_long(answer: Answer, model: Any) -> None:
    shown = badge(model=model, answer=answer, holder=LONG, programme=LONG[:60], word="N’est plus en vigueur")

    svg = live_badge(shown)

    fromstring(svg)
    assert all(end < SIZES[model][0] - 6 for _start, end in ends(svg))


def test_a_badge_is_the_same_bytes_for_the_same_label() -> None:
    live_badge.cache_clear()
    first = live_badge(badge())
    live_badge.cache_clear()

    assert live_badge(badge()) == first
    assert png_of.__wrapped__(first, 360) == png_of.__wrapped__(first, 360)


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    root = fromstring(live_badge(badge(holder="<script>alert(1)</script>", title="« & <b> \"'")))

    assert root.attrib["aria-label"] == "« & <b> \"'"
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_words_take_the_room_they_are_given() -> None:
    for room in (60, 120, 400):
        assert width_of(fitted(LONG, "sans", 13, room), "sans", 13) <= room
        lines = wrapped(LONG, "sans", 13, room, 2)
        assert len(lines) == 2
        assert all(width_of(text, "sans", 13) <= room for text in lines)
        assert lines[-1].endswith("…")
    assert wrapped("L’Atelier", "sans", 13, 400, 2) == ["L’Atelier"]
    assert wrapped("Label « Sciences »", "sans", 13, 75, 2) == ["Label", "« Sciences »"]
    assert line("", 0, 0, Style(face="sans", size=12, colour="#000000")) == ""


def test_a_letter_that_the_font_lacks_is_a_box_and_not_a_fault() -> None:
    assert width_of("科学", "sans", 12) > 0
    fromstring(live_badge(badge(holder="科学 Ŀ ẽ")))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ink", INKS)
def test_a_logo_has_the_colours_of_its_ink_and_no_other(form: Any, ink: Any) -> None:
    svg = logo(THEIRS, form, ink).svg
    wanted = {
        "colour": {"#00512F", "#8A1538"},
        "dark": {THEIRS.brand.primary_on_dark, THEIRS.brand.accent_on_dark},
        "black": {"#000000"},
        "white": {"#FFFFFF"},
    }

    fromstring(svg)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", svg)) == wanted[ink]


def test_another_region_has_its_own_logo_without_a_line_of_code() -> None:
    files = [{name: file_of(one, name) for name in NAMES if name.endswith("svg")} for one in (OURS, THEIRS)]

    assert all(files[0][name] != files[1][name] for name in files[0])
    assert file_of(replace(OURS, places=PLAIN), "logo-sceau-couleur.svg") != files[0]["logo-sceau-couleur.svg"]
    assert archive(OURS, "logo", "Règles") == archive.__wrapped__(OURS, "logo", "Règles")


@pytest.mark.parametrize("answer", [None, "withdrawn"])
def test_a_sharing_image_holds_the_longest_name(answer: Answer | None) -> None:
    page = SharedPage(of=OURS, above="Numéro", title=LONG, text=LONG, address=LONG, answer=answer)

    svg = sharing_image(page)

    fromstring(svg)
    assert all(end < 1200 - 40 for _start, end in ends(svg))

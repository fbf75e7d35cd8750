"""Colours are roles, declared once; every pair that meets on a page contrasts enough (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "labelflow" / "web" / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
SHEETS = sorted(path for path in CSS.rglob("*.css") if path.name != "tokens.css")
TEXT, SHAPE = 4.5, 3.0

TEXT_PAIRS = [
    *product(
        ("ink", "muted", "night", "night-strong", "tile", "ok", "warn", "bad", "bad-strong"), ("paper", "surface")
    ),
    *product(("ink", "night", "night-strong", "muted"), ("night-soft",)),
    ("on-night", "night"),
    ("on-night", "night-strong"),
    ("on-bad", "bad"),
    ("on-bad", "bad-strong"),
    ("on-gold", "gold"),
    ("on-gold", "focus"),
    ("on-gold", "pastel"),
    ("on-sky", "sky"),
    ("on-sky-muted", "sky"),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "bad")),
    *(("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad")),
    ("bad-strong", "bad-soft"),
]
SHAPE_PAIRS = [
    *product(("line", "night", "tile", "ok", "warn", "bad"), ("paper", "surface")),
    ("focus-edge", "focus"),
    ("sky-bright", "sky"),
    ("sky-star", "sky"),
    ("on-sky-muted", "sky"),
]


def declared(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", text))


def theme(name: str) -> dict[str, str]:
    light, dark, paper = re.split(r"@media \(prefers-color-scheme: dark\)|@media print", TOKENS)
    return declared(light) | {"light": {}, "dark": declared(dark), "print": declared(paper)}[name]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_agrees_with_the_norm() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_words_contrast_with_what_they_stand_on(name: str) -> None:
    colours = theme(name)

    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT_PAIRS}
    assert {pair: value for pair, value in weak.items() if value < TEXT} == {}


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_borders_of_controls_and_signs_contrast_with_what_they_stand_on(name: str) -> None:
    colours = theme(name)

    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPE_PAIRS}
    assert {pair: value for pair, value in weak.items() if value < SHAPE} == {}


def test_the_dark_theme_redefines_known_roles_only() -> None:
    assert set(theme("dark")) == set(theme("light"))


def test_no_sheet_but_the_tokens_names_a_colour() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b")

    assert {path.name: found for path in SHEETS if (found := literal.findall(path.read_text(encoding="utf-8")))} == {}


def test_every_role_that_a_sheet_uses_is_declared() -> None:
    known = set(re.findall(r"--([\w-]+):", TOKENS))
    used = {name for path in SHEETS for name in re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8"))}

    assert len(used) > 20
    assert used - known == set()


def test_every_sheet_fills_one_layer_and_forces_nothing() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SHEETS if path.name != "layers.css"}

    assert {name for name, text in texts.items() if text.count("@layer") != 1} == set()
    assert {name for name, text in texts.items() if "!important" in text} == set()
    assert {name for name, text in texts.items() if re.search(r"^\s*#[a-z]", text, re.MULTILINE)} == set()

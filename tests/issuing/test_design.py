"""A design is a folder that can draw and do nothing else; another folder gives another look."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from labelflow import paths
from labelflow.issuing import DocumentFault, render_certificate, render_letter
from tests.issuing import samples
from tests.issuing.samples import text_of, words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """A copy of the shipped design, to be changed."""
    return shutil.copytree(paths.certificates(), tmp_path / "design")


def change(design: Path, name: str, old: str, new: str) -> None:
    file = design / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_another_design_gives_another_certificate(design: Path) -> None:
    change(design, "certificate.html", 'class="guarantee">', 'class="guarantee">Au nom du réseau. ')

    text = words(text_of(render_certificate(samples.certificate(), design=design)))

    assert "Au nom du réseau. Des pairs et des scientifiques" in text


def test_a_changed_style_sheet_is_taken_without_a_restart(design: Path) -> None:
    first = render_certificate(samples.certificate(), design=design)
    change(design, "certificate.css", "font-style: italic", "font-style: normal")

    assert render_certificate(samples.certificate(), design=design) != first


def test_the_shipped_design_names_no_place_of_this_machine() -> None:
    for file in paths.certificates().iterdir():
        text = file.read_text(encoding="utf-8")
        assert [place for place in ("file:", "://", "/usr", "site-packages") if place in text] == [], file.name


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/x.svg",
        "https://fonts.example/x.svg",
        "../secret.svg",
        "//evil.example/x.svg",
        "missing.svg",
        "ftp://127.0.0.1/x.svg",
    ],
)
@pytest.mark.parametrize("place", ["certificate.css", "certificate.html"])
def test_a_design_loads_nothing_from_outside_its_folder(design: Path, place: str, address: str) -> None:
    (design.parent / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    if place == "certificate.css":
        change(design, place, ".guarantee {", f".guarantee {{ background: url('{address}'); ")
    else:
        change(design, place, "<main>", f'<main><img src="{address}" alt="x">')

    with pytest.raises(DocumentFault):
        render_certificate(samples.certificate(), design=design)


def test_a_design_follows_no_link_out_of_its_folder(design: Path) -> None:
    (design.parent / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (design / "inside.svg").symlink_to(design.parent / "secret.svg")
    change(design, "certificate.html", "<main>", '<main><img src="inside.svg" alt="x">')

    with pytest.raises(DocumentFault):
        render_certificate(samples.certificate(), design=design)


def test_a_design_may_load_its_own_drawing(design: Path) -> None:
    (design / "own.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>", encoding="utf-8"
    )
    change(design, "certificate.html", 'src="{{ seal }}"', 'src="own.svg"')

    assert render_certificate(samples.certificate(), design=design).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "escape",
    [
        "{{ document.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ document.holder_name.format.__globals__ }}",
        "{{ _.__globals__ }}",
        "{{ document.holder_address.__class__ }}",
    ],
)
def test_a_template_cannot_reach_the_program(design: Path, escape: str) -> None:
    change(design, "certificate.html", "<main>", f"<main>{escape}")

    with pytest.raises((SecurityError, UndefinedError)):
        render_certificate(samples.certificate(), design=design)


def test_a_template_that_names_an_unknown_field_is_an_error_and_not_a_blank(design: Path) -> None:
    change(design, "letter.html", "<main>", "<main>{{ document.holder }}")

    with pytest.raises(UndefinedError, match="holder"):
        render_letter(samples.letter(), design=design)

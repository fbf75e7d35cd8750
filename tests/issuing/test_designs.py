"""A programme brings the design of its documents in its own folder: files that draw, and no program."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from labelflow import paths
from labelflow.domain.actor import SYSTEM
from labelflow.errors import Invalid
from labelflow.issuing import DocumentFault, designs, render_certificate
from labelflow.issuing.examples import LONGEST, certificate_example
from labelflow.issuing.trial import examples, previews
from labelflow.programmes.loader import load
from labelflow.services import programmes
from tests.issuing.samples import certificate, joined, text_of, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stage import Stage

CODE = "charte-du-reseau"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme whose certificates begin with words of their own."""
    made = shutil.copytree(paths.programmes() / CODE, tmp_path / "programme")
    (made / designs.OWN).mkdir()
    page = (paths.certificates() / "certificate.html").read_text(encoding="utf-8")
    page = page.replace("<main>", "<main>\n  <p>Au nom du réseau</p>")
    (made / designs.OWN / "certificate.html").write_text(page, encoding="utf-8")
    return made


def test_a_programme_lays_its_own_files_over_the_shared_design(folder: Path, tmp_path: Path) -> None:
    design = designs.lay_over(folder, tmp_path / "design")

    assert "Au nom du réseau" in words(text_of(render_certificate(certificate(), design=design)))
    assert (design / "base.css").read_bytes() == (paths.certificates() / "base.css").read_bytes()


@pytest.mark.parametrize("name", ["run.py", "page.js", "archive.zip"])
def test_a_design_holds_nothing_but_what_draws(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / designs.OWN / name).write_bytes(b"x")

    with pytest.raises(DocumentFault, match=name):
        designs.lay_over(folder, tmp_path / "design")


def test_a_design_brings_no_link_to_another_place(folder: Path, tmp_path: Path) -> None:
    (folder / designs.OWN / "logo.svg").symlink_to("/etc/hostname")

    with pytest.raises(DocumentFault, match=r"logo\.svg"):
        designs.lay_over(folder, tmp_path / "design")


def test_an_installed_version_keeps_its_design(folder: Path, stage: Stage) -> None:
    home, programme = stage.settings.home, load(folder)
    before = designs.design_of(home, programme.code, programme.version)
    with stage.crowd.looking():
        programmes.install(folder, SYSTEM, stage.crowd.now)
        programmes.install(folder, SYSTEM, stage.crowd.now)

    kept = designs.design_of(home, programme.code, programme.version)
    (folder / designs.OWN / "certificate.html").unlink()
    (folder / designs.OWN / "more.css").write_text("p { color: red }", encoding="utf-8")

    assert (before, kept) != (kept, before)
    assert "Au nom du réseau" in (kept / "certificate.html").read_text(encoding="utf-8")
    with stage.crowd.looking(), pytest.raises(Invalid, match="graphisme"):
        programmes.install(folder, SYSTEM, stage.crowd.now)
    shutil.rmtree(kept)


def test_a_design_that_prints_no_certificate_is_not_installed(folder: Path, stage: Stage) -> None:
    (folder / designs.OWN / "certificate.html").write_text("{{ document.nothing }}", encoding="utf-8")

    with stage.crowd.looking(), pytest.raises(DocumentFault, match="nothing"):
        programmes.install(folder, SYSTEM, stage.crowd.now)


OF_THE_LABEL = [
    *(f"{kind}-{language}" for kind in ("attestation", "evaluation") for language in ("fr", "oc", "ca", "en")),
    *("accuse", "lettre-defer", "lettre-grant", "lettre-grant_with_reservations", "lettre-inadmissible"),
    *("lettre-refuse", "proces-verbal"),
]
OF_THE_CHARTER = [*(f"attestation-{language}" for language in ("fr", "oc", "ca", "en")), "lettre-list", "lettre-refuse"]


@pytest.mark.parametrize(("code", "kinds"), [("sciences-en-occitanie", OF_THE_LABEL), (CODE, OF_THE_CHARTER)])
def test_examples_show_the_usual_and_the_longest_of_each_document_that_a_programme_issues(
    code: str, kinds: list[str]
) -> None:
    made = [name for name, _make in examples(load(paths.programmes() / code), paths.certificates())]

    assert made == [f"{kind}{tail}.pdf" for tail in ("", "-longue") for kind in kinds]


def test_examples_speak_for_their_programme_in_its_own_design(folder: Path, tmp_path: Path) -> None:
    letter = (paths.certificates() / "letter.html").read_text(encoding="utf-8")
    (folder / designs.OWN / "letter.html").write_text(letter.replace("<main>", "<main><p>Au nom du réseau</p>"))
    programme = load(folder)

    made = dict(previews(programme, designs.lay_over(folder, tmp_path / "design")))

    assert joined(LONGEST) in joined(text_of(made["attestation-fr-longue.pdf"]))
    assert certificate_example(programme, "ca").title in words(text_of(made["attestation-ca.pdf"]))
    refusal = words(text_of(made["lettre-refuse-longue.pdf"]))
    assert "Au nom du réseau" in refusal
    assert words(LONGEST) in refusal
    assert "Article 12" in refusal


def test_a_design_that_prints_no_letter_is_not_installed(folder: Path, stage: Stage) -> None:
    (folder / designs.OWN / "letter.html").write_text("{{ document.nothing }}", encoding="utf-8")

    with stage.crowd.looking(), pytest.raises(DocumentFault, match="lettre-list"):
        programmes.install(folder, SYSTEM, stage.crowd.now)

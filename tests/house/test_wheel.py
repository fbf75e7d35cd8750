"""What is installed elsewhere holds all that a checkout holds."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.house.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FINDS = "from labelflow import paths; print(paths.templates(), paths.certificates(), paths.programmes(), sep='\\n')"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
def test_the_wheel_finds_its_own_folders(installed: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FINDS],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    package = installed / "labelflow"
    assert run.stdout.split() == [str(package / name) for name in ("_templates", "_certificates", "programmes")]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_product(installed: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "labelflow", "templates", "certificates"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    places = [name if name.startswith("labelflow/") else f"labelflow/_{name}" for name in tracked]
    assert len(places) > 50
    assert [place for place in places if not (installed / place).is_file()] == []

"""What labelflow needs from the machine, how to see whether it is there, and which package brings it.

Standard library only, and runs by itself before the rest is usable:
`python -m labelflow.cli.machine run|test` prints the command that installs what is missing, if any.
"""

from __future__ import annotations

import shutil
import sys
from ctypes import CDLL
from ctypes.util import find_library
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Purpose = Literal["run", "test"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that no Python package brings."""

    name: str
    """What a person calls it, in French."""
    purpose: Purpose
    found: Callable[[], bool]
    apt: str
    """Package of Debian and Ubuntu."""
    brew: str
    """Package of Homebrew."""


def has_library(name: str, version: int = 0) -> bool:
    """Whether the dynamic library can be loaded, by the names under which WeasyPrint asks for it."""
    for candidate in (f"lib{name}.so.{version}", f"lib{name}.dylib", find_library(name)):
        try:
            CDLL(candidate or "absent")
        except OSError:
            continue
        return True
    return False


def chromium() -> str | None:
    """Path of a Chromium or Chrome for the tests; `LABELFLOW_TEST_CHROMIUM` wins."""
    on_path = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    bundles = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
    candidates = [environ.get("LABELFLOW_TEST_CHROMIUM"), *map(shutil.which, on_path)]
    candidates += [str(path) for path in (Path("/Applications", bundle) for bundle in bundles) if path.exists()]
    return next((path for path in candidates if path), None)


PREFLIGHT = "libpdfbox2-java libactivation-java libjaxb-api-java libcommons-io-java"


def has_preflight() -> bool:
    """Whether PDFBox Preflight is here, or can be of no use: without Java, or where no package brings it."""
    wanted = shutil.which("java") is not None and shutil.which("apt-get") is not None
    return not wanted or Path("/usr/share/java/preflight.jar").exists()


NEEDS = (
    Need("Pango", "run", lambda: has_library("pango-1.0"), "libpango-1.0-0", "pango"),
    Need("Pango pour FreeType", "run", lambda: has_library("pangoft2-1.0"), "libpangoft2-1.0-0", "pango"),
    Need("HarfBuzz", "run", lambda: has_library("harfbuzz"), "libharfbuzz0b", "pango"),
    Need("HarfBuzz (sous-ensembles)", "run", lambda: has_library("harfbuzz-subset"), "libharfbuzz-subset0", "pango"),
    Need("Fontconfig", "run", lambda: has_library("fontconfig", 1), "libfontconfig1", "pango"),
    Need("Chromium", "test", lambda: chromium() is not None, "chromium", "--cask chromium"),
    Need("pdftoppm", "test", lambda: shutil.which("pdftoppm") is not None, "poppler-utils", "poppler"),
    Need("certutil", "test", lambda: shutil.which("certutil") is not None, "libnss3-tools", "nss"),
    Need("SoftHSM", "test", lambda: shutil.which("softhsm2-util") is not None, "softhsm2", "softhsm"),
    Need("PDFBox Preflight", "test", has_preflight, PREFLIGHT, ""),
    Need("qpdf", "test", lambda: shutil.which("qpdf") is not None, "qpdf", "qpdf"),
)


def missing(*purposes: Purpose) -> list[Need]:
    """The needs of these purposes that the machine does not meet."""
    return [need for need in NEEDS if need.purpose in purposes and not need.found()]


def remedy(needs: list[Need]) -> str:
    """The command that installs them here; "" when this machine has no package manager known to us."""
    if not needs:
        return ""
    if shutil.which("apt-get"):
        return "apt-get install -y --no-install-recommends " + " ".join(dict.fromkeys(need.apt for need in needs))
    if sys.platform == "darwin":
        return " && ".join(f"brew install {name}" for name in dict.fromkeys(need.brew for need in needs))
    return ""


if __name__ == "__main__":
    lacking = missing("run", "test") if sys.argv[1:] == ["test"] else missing("run")
    for line in (remedy(lacking), ", ".join(need.name for need in lacking)):
        sys.stdout.write(f"{line}\n")

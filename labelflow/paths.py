"""Finds the folders that lie beside the package in a checkout and inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _beside_or_inside(name: str) -> Path:
    for candidate in (PACKAGE.parent / name, PACKAGE / f"_{name}"):
        if candidate.is_dir():
            return candidate
    message = f"The folder {name!r} is neither beside the package nor inside it: the installation is incomplete."
    raise FileNotFoundError(message)


def templates() -> Path:
    """The folder of the page and mail templates."""
    return _beside_or_inside("templates")


def certificates() -> Path:
    """The folder of the design of issued documents."""
    return _beside_or_inside("certificates")


def programmes() -> Path:
    """The folder of the programmes that ship with labelflow."""
    return PACKAGE / "programmes"

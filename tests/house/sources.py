"""The files of the project, read once for the tests about the code itself."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def python_files(*folders: str) -> list[Path]:
    """Modules that people write; the steps of the schema are generated, then read."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if path.parent.name != "versions")


def template_files() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and path.suffix != ".md")


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every French sentence of the interface that gettext knows: (where, sentence)."""
    options = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}
    known = []
    for path in (*python_files("labelflow"), *template_files()):
        method = "python" if path.suffix == ".py" else "jinja2"
        with path.open("rb") as file:
            for line, found, *_rest in extract(method, file, KEYWORDS, options=options):
                known += [(f"{shown(path)}:{line}", one) for one in ((found,) if isinstance(found, str) else found)]
    return tuple(known)

"""Every template compiles, and none carries style or script of its own (the policy would block both)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.house.sources import TEMPLATES, shown, template_files

if TYPE_CHECKING:
    from flask import Flask

INLINE = re.compile(
    r"""<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son(?:click|change|submit|load|error|input|focus|blur)\s*=|javascript:""",
    re.IGNORECASE,
)
FAR = re.compile(r"""<(?:link|script|img|iframe|source)\b[^>]*\b(?:href|src)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def test_every_template_compiles_with_the_filters_of_the_application(app: Flask) -> None:
    names = [path.relative_to(TEMPLATES).as_posix() for path in template_files()]

    assert len(names) > 10
    for name in names:
        app.jinja_env.get_template(name)


def test_no_page_carries_style_or_script_of_its_own() -> None:
    # Mail is read by programs that ignore style sheets: there, and only there, style is inline.
    pages = [path for path in template_files() if path.relative_to(TEMPLATES).parts[0] != "mail"]

    assert [
        f"{shown(path)}: {found[0]}" for path in pages for found in INLINE.finditer(path.read_text(encoding="utf-8"))
    ] == []


def test_no_page_asks_another_site_for_anything() -> None:
    assert [
        f"{shown(path)}: {found[0]}"
        for path in template_files()
        for found in FAR.finditer(path.read_text(encoding="utf-8"))
    ] == []


def unused_imports(text: str) -> list[str]:
    lists = re.findall(r"{%-? *from [^%]*? import ([^%]*?)(?: with(?:out)? context)? *-?%}", text)
    names = [part.split(" as ")[-1].strip() for imported in lists for part in imported.split(",")]
    return [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2]


def test_every_template_imports_only_what_it_uses() -> None:
    unused = {shown(path): unused_imports(path.read_text(encoding="utf-8")) for path in template_files()}

    assert {path: names for path, names in unused.items() if names} == {}

"""The fonts of a compiled certificate: the glyphs that it shows, whole, and no others."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from labelflow.issuing import render_certificate
from labelflow.issuing.compiled.faces import Face
from labelflow.issuing.fonts import font_folders
from tests.issuing import samples

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1.15
"""Times the size of the same certificate by WeasyPrint."""


def font_named(name: str) -> bytes:
    (path,) = [path for folder in font_folders() for path in folder.iterdir() if path.name == name]
    return path.read_bytes()


def file_in(face: Face, glyphs: set[int]) -> TTFont:
    """The font of an object."""
    deflated = face.shown(glyphs).partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
    return TTFont(BytesIO(zlib.decompress(deflated)), checkChecksums=2)


@pytest.mark.parametrize("name", ["SourceSerifPro-Semibold.ttf", "SourceSansPro-Regular.ttf"])
def test_a_font_holds_the_outlines_asked_for_with_all_they_are_made_of_and_no_others(name: str) -> None:
    whole = font_named(name)
    before = TTFont(BytesIO(whole))
    asked = {before.getGlyphID(before.getBestCmap()[ord(letter)]) for letter in "aÉçŀ9"}

    after = file_in(Face(number=5, always=frozenset(), whole=whole), asked)

    glyphs, own = after["glyf"], before["glyf"]
    shown = {number for number, glyph in enumerate(after.getGlyphOrder()) if glyphs[glyph].numberOfContours}
    parts = {before.getGlyphID(part) for number in shown for part in _parts(before, number)}
    assert asked <= shown
    assert shown <= {0, *asked, *parts}
    assert parts <= shown
    names, kept = before.getGlyphOrder(), after.getGlyphOrder()
    assert [glyphs[kept[n]].compile(glyphs) for n in sorted(shown)] == [
        own[names[n]].compile(own) for n in sorted(shown)
    ]
    assert [after["hmtx"][kept[n]] for n in sorted(shown)] == [before["hmtx"][names[n]] for n in sorted(shown)]


def _parts(font: TTFont, number: int) -> list[str]:
    glyph = font["glyf"][font.getGlyphName(number)]
    return [one.glyphName for one in glyph.components] if glyph.isComposite() else []


def test_a_compiled_certificate_is_hardly_larger_than_the_plain_one(tmp_path: Path) -> None:
    content, enclosed = samples.certificate(), samples.enclosed()

    plain = render_certificate(content, enclosed=enclosed)
    compiled = render_certificate(content, enclosed=enclosed, templates=tmp_path)

    assert plain != compiled
    assert len(compiled) < MOST * len(plain)

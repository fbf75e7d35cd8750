"""Which font file each word of a page is set in, read from the page and from the objects that it refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from labelflow.issuing.compiled.faces import Face
from labelflow.issuing.compiled.lines import Unsettable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelflow.issuing.compiled.lines import Style
    from labelflow.issuing.compiled.template import Chunks
    from labelflow.issuing.compiled.watching import Watch

_FEW: Final = 80
"""Glyphs of the alphabet of codes, or of that of addresses; a text may hold more."""
NO_FACE: Final = -1
"""Of a slot that is set in a font left whole."""
_SET: Final = re.compile(rb"/(\S+) [\d.]+ Tf\b|\[(<[^\]]*)\] TJ\b")
"""A font that is taken up, or glyphs that are shown: nothing else of a page tells of glyphs."""
_HEX: Final = re.compile(rb"<([0-9a-f]+)>")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_SHOWING: Final = re.compile(rb"\b(?:Tj|TJ)\b")


def faces_of(watch: Watch, page: Chunks) -> tuple[tuple[Face, ...], tuple[int, ...]]:
    """The faces of a page with the glyphs of its shared words, and for each slot which one it is set in."""
    numbers = _files(watch)
    always: dict[int, set[int]] = {number: set() for number in numbers.values()}
    set_in: dict[int, int] = {}
    current = 0
    for part, hole in zip(page.shared, (*page.holes, None), strict=True):
        for name, shown in _set(part):
            current = numbers.get(name, 0) if name else current
            if current:
                always[current].update(shown)
        if hole is not None and hole[0] == "line" and set_in.setdefault(hole[1], current) != current:
            raise Unsettable("a text that is set in two faces")
    for number, glyphs in always.items():
        _complete(glyphs, [slot.style for key, slot in enumerate(watch.slots) if set_in[key] == number])
    order = list(always)
    faces = tuple(Face(number=n, always=frozenset(always[n]), whole=_bytes(watch.objects[n])) for n in order)
    return faces, tuple(order.index(set_in[slot]) if set_in[slot] else NO_FACE for slot in range(len(watch.slots)))


def _complete(glyphs: set[int], styles: Sequence[Style]) -> None:
    """A face that only shows codes and addresses keeps them whole: no two certificates would ask for the same of it."""
    if styles and all(len(style.widths) <= _FEW for style in styles):
        glyphs.update(*(style.widths for style in styles))


def _set(part: bytes) -> Iterable[tuple[str, frozenset[int]]]:
    """In their order, the fonts taken up and the glyphs shown."""
    if len(_SHOWING.findall(part)) != len([found for found in _SET.finditer(part) if found[2]]):
        raise Unsettable("a text that is shown otherwise")
    for found in _SET.finditer(part):
        text = b"".join(_HEX.findall(found[2] or b"")).decode()
        glyphs = frozenset(int(text[start : start + 4], 16) for start in range(0, len(text), 4))
        yield (found[1] or b"").decode(), glyphs


def _files(watch: Watch) -> dict[str, int]:
    """By the name of a font on the page, the object that holds its file; a font that is not TrueType is left whole."""
    found: dict[str, int] = {}
    for one in watch.objects.values():
        if not isinstance(one, dict) or not isinstance(one.get("Font"), dict | bytes):
            continue
        fonts = one["Font"] if isinstance(one["Font"], dict) else _at(watch, one["Font"])
        for name, reference in fonts.items():
            descendant = _at(watch, _at(watch, reference)["DescendantFonts"])
            descriptor = _at(watch, descendant["FontDescriptor"])
            if "FontFile2" in descriptor:
                found[str(name)] = _number(descriptor["FontFile2"])
    return found


def _at(watch: Watch, reference: Any) -> Any:  # noqa: ANN401 - pydyf is not typed
    """What a reference, or a list of one, leads to."""
    return watch.objects[_number(reference)]


def _number(reference: Any) -> int:  # noqa: ANN401 - same
    if isinstance(reference, list):
        (reference,) = reference
    found = _REFERENCE.fullmatch(bytes(reference))
    if found is None:
        raise Unsettable("a font that stands elsewhere")
    return int(found[1])


def _bytes(one: Any) -> bytes:  # noqa: ANN401 - same
    (content,) = one.stream
    return bytes(content)

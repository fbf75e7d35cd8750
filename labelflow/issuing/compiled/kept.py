"""Templates as files: JSON, with bytes as Latin-1 and each table of widths once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from labelflow.issuing.compiled.faces import Face
from labelflow.issuing.compiled.lines import Style
from labelflow.issuing.compiled.template import Chunks, Slot, Template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def dumped(template: Template) -> str:
    """A template as text."""
    return json.dumps(
        {
            "slots": _slots(template.slots),
            "faces": [[face.number, sorted(face.always), face.whole.decode("latin-1")] for face in template.faces],
            "set_in": template.set_in,
            "shared": template.shared.decode("latin-1"),
            "entries": [entry.hex() for entry in template.entries],
            "page": template.page,
            "plain": [
                [number, [part.decode("latin-1") for part in chunks.shared], chunks.holes]
                for number, chunks in template.plain.items()
            ],
            "metadata": template.metadata,
            "root": template.root,
            "info": template.info,
            "enclosed": template.enclosed,
            "media_type": template.media_type,
        },
        ensure_ascii=False,
    )


def loaded(text: str) -> Template:
    """The template that was dumped. Raises ValueError, KeyError or TypeError for any other text."""
    kept = json.loads(text)
    plain = {
        number: Chunks(
            tuple(part.encode("latin-1") for part in shared), tuple((kind, a, b, c) for kind, a, b, c in holes)
        )
        for number, shared, holes in kept.pop("plain")
    }
    slots = kept.pop("slots")
    return Template(
        slots=tuple(_slot(one, slots["widths"]) for one in slots["slots"]),
        faces=tuple(
            Face(number=number, always=frozenset(always), whole=whole.encode("latin-1"))
            for number, always, whole in kept.pop("faces")
        ),
        set_in=tuple(kept.pop("set_in")),
        shared=kept.pop("shared").encode("latin-1"),
        entries=tuple(bytes.fromhex(entry) for entry in kept.pop("entries")),
        plain=plain,
        **kept,
    )


def _slots(slots: Sequence[Slot]) -> dict[str, Any]:
    tables: list[Mapping[int, int]] = []
    for slot in slots:
        if slot.style.widths not in tables:
            tables.append(slot.style.widths)
    return {
        "widths": [list(table.items()) for table in tables],
        "slots": [
            {
                "room": slot.room,
                "wraps": slot.wraps,
                "narrowest": slot.narrowest,
                "file": slot.style.file,
                "scale": slot.style.scale,
                "features": slot.style.features,
                "language": slot.style.language,
                "spacing": slot.style.spacing,
                "widths": tables.index(slot.style.widths),
            }
            for slot in slots
        ],
    }


def _slot(kept: Mapping[str, Any], tables: Sequence[Sequence[tuple[int, int]]]) -> Slot:
    style = Style(
        file=kept["file"],
        scale=kept["scale"],
        features=tuple((tag, value) for tag, value in kept["features"]),
        language=kept["language"],
        spacing=kept["spacing"],
        widths={glyph: width for glyph, width in tables[kept["widths"]]},  # noqa: C416 - JSON gives lists, not pairs
    )
    return Slot(style=style, room=kept["room"], wraps=kept["wraps"], narrowest=kept["narrowest"])

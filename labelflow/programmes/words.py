"""Every text in several languages that a programme holds, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from labelflow.domain.words import SOURCE_LANGUAGE, Words
from labelflow.programmes.faults import key_of

Place = tuple[str | int, ...]

FILES: Final = {"grid": "grid.toml", "form": "form.toml", "machines": "workflow.toml"}


def words_in(model: BaseModel, place: Place = ()) -> Iterator[tuple[Place, Words, bool]]:
    """Place, text, and whether it must be there, for each text in the model and what it holds."""
    for name, field in type(model).model_fields.items():
        yield from _words_in_value(getattr(model, name), (*place, field.alias or name), required=field.is_required())


def _words_in_value(value: object, place: Place, *, required: bool) -> Iterator[tuple[Place, Words, bool]]:
    if isinstance(value, BaseModel):
        yield from words_in(value, place)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _words_in_value(item, (*place, index), required=required)
    elif isinstance(value, Mapping):
        if all(isinstance(item, str) for item in value.values()):
            yield place, value, required
        else:
            for key, item in value.items():
                yield from _words_in_value(item, (*place, key), required=required)


def place_of(loc: Place) -> tuple[str, Place]:
    """The file, and the place in it, where a place of the whole programme was read."""
    first = loc[0] if loc else ""
    if first in FILES:
        return FILES[str(first)], loc[1:]
    if first == "texts" and len(loc) > 1:
        return f"texts/{SOURCE_LANGUAGE}/{loc[1]}.md", loc[2:]
    return "programme.toml", loc


def file_and_key(loc: Place) -> tuple[str, str]:
    """The same, with the key as a person reads it."""
    file, place = place_of(loc)
    return file, key_of(place)

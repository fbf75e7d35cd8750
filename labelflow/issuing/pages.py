"""From a content to the HTML of its document: a sandboxed template fed with plain data only."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from labelflow.i18n import (
    NBSP,
    catalogue,
    day_in_words,
    file_size,
    moment_in_words,
    month_in_words,
    time_in_words,
    use_language,
)
from labelflow.i18n import language as language_in_use

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import DataclassInstance

_BEFORE: Final = re.compile(r" ([:;?!»])")
_AFTER: Final = re.compile(r"(«) ")


def html_of(template: str, content: DataclassInstance, *, design: Path, language: str, **drawn: str) -> str:
    """Fill ``template`` of ``design`` with the fields of ``content``, in ``language``.

    ``drawn`` are SVG drawings or addresses made by labelflow itself. Undefined names are errors;
    everything is escaped; the template sees frozen data (texts, figures, days, tuples of these) and may call nothing else.
    """
    with use_language(language):
        return _environment(design).get_template(template).render(document=content, language=language, **drawn)


def data_uri(svg: str) -> str:
    """An SVG drawing as an address, for ``<img>``: an image is the one thing tagged with its description."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@lru_cache(maxsize=4)
def _environment(design: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(design),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        address=_address,
        day=day_in_words,
        grouped=_grouped,
        moment=moment_in_words,
        month=month_in_words,
        prose=_prose,
        size=file_size,
        time=time_in_words,
    )
    return environment


def _gettext(message: str) -> str:
    return catalogue(language_in_use()).gettext(message)


def _ngettext(singular: str, plural: str, number: int) -> str:
    return catalogue(language_in_use()).ngettext(singular, plural, number)


def _grouped(text: str, size: int = 4) -> str:
    """A long code in groups, so that it can be read aloud and may break over lines."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def _prose(text: str) -> str:
    """A person's text with the no-break spaces that French typography wants."""
    return _BEFORE.sub(f"{NBSP}\\1", _AFTER.sub(f"\\1{NBSP}", text))


def _address(url: str) -> str:
    """An address as people write it: without its scheme, and breaking only where they would look for it."""
    return url.removeprefix("https://").removeprefix("http://")

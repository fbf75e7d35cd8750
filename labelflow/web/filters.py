"""Filters of the templates: dates, amounts and numbers in words, one filter each."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from labelflow import clock, i18n
from labelflow.domain.words import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from markdown_it import MarkdownIt

_BEFORE = re.compile(r"[ \u00a0]+([:;?!»%])")
_AFTER = re.compile(r"«[ \u00a0]+")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h2", "h3", "h4", "hr", "br", "code"}


def today() -> date:
    """The day in Paris."""
    return clock.now().astimezone(clock.PARIS).date()


def on(day: date | None, *, weekday: bool = False) -> str:
    """« 24 novembre 2026 »; nothing for nothing."""
    return i18n.day_in_words(day, weekday=weekday) if day else ""


def moment(instant: datetime | None) -> str:
    """« 24 novembre 2026 à 14 h 30 »."""
    return i18n.moment_in_words(instant) if instant else ""


def hour(instant: datetime | None) -> str:
    """« 14 h 30 »."""
    return i18n.time_in_words(instant) if instant else ""


def iso(day: date) -> str:
    """For the `datetime` attribute of a time element."""
    return day.isoformat()


def distance(day: date) -> str:
    """« dans 12 jours », « il y a 3 jours »."""
    return i18n.distance_in_words(_day(day), today())


def days_left(day: date) -> int:
    """Days until the end of `day`; negative once it is over."""
    return (_day(day) - today()).days


def _day(day: date) -> date:
    return day.astimezone(clock.PARIS).date() if isinstance(day, datetime) else day


def grouped(number: str) -> str:
    """A code in groups of three, as certificates print it: « K7Q F2M 9X4 »."""
    plain = re.sub(r"[\s\u00a0]", "", number)
    return i18n.NBSP.join(plain[start : start + 3] for start in range(0, len(plain), 3))


def typeset(text: str) -> str:
    """Text written by a person, with the no-break spaces of French."""
    text = _BEFORE.sub(rf"{i18n.NBSP}\1", text)
    return _AFTER.sub(f"«{i18n.NBSP}", text)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - slow to load, and only some pages have prose

    return MarkdownIt("commonmark", {"html": False})


def prose(text: str) -> Markup:
    """Texts of a programme, written in Markdown: paragraphs, lists, links; anything else is dropped."""
    import nh3  # noqa: PLC0415 - as above

    html = _markdown().render(text)
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
    return Markup(clean)  # noqa: S704 - cleaned by nh3 on the line above


def lines(text: str) -> list[str]:
    """The paragraphs of a text that a person typed."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def words(texts: Mapping[str, str]) -> str:
    """A text that a programme declares, in the language of the page."""
    return in_language(texts, i18n.language())


FILTERS = {
    "date": on,
    "day": on,
    "days_left": days_left,
    "distance": distance,
    "file_size": i18n.file_size,
    "grouped": grouped,
    "hour": hour,
    "iso": iso,
    "lines": lines,
    "moment": moment,
    "number": i18n.number,
    "percent": i18n.percent,
    "prose": prose,
    "typeset": typeset,
    "words": words,
}


def init_filters(app: Flask) -> None:
    """Give templates the filters, and `today()`."""
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["today"] = today
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

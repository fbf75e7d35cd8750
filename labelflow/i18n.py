"""Language: texts by gettext (the French sentence is the source), dates, numbers and sizes in words.

Works inside and outside a request: the worker, the CLI and the certificates choose a language with
`use_language`; the web layer does the same once per request. Nothing here knows Flask.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, Translations

from labelflow.clock import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = "fr"
"""Language of the sentences in the code."""
OFFERED: Final = ("fr",)
"""Languages that a person may choose today; a language joins when its catalogue is whole."""
PREPARED: Final = ("fr", "oc", "ca", "en")
"""Languages that programmes may already write their texts in."""
_LOCALES: Final = {"en": "en_GB"}
"""Of dates, where it is not that of the language: in English as Europeans write them, « 24 November 2026 »."""
NBSP: Final = "\u00a0"
_UNIT_STEP: Final = 1000

_CATALOGUES = Path(__file__).parent / "translations"
_language: ContextVar[str] = ContextVar("language", default=SOURCE)


class _Source(NullTranslations):
    """The source language needs no catalogue, but its own plural: zero is singular in French."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2  # noqa: PLR2004 - the plural begins at two


def language() -> str:
    """Code of the language in use here."""
    return _language.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak `code` within this block; an unknown code means the source language."""
    token = _language.set(code if code in PREPARED else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts of one language, read from its `.po` file: no compiled file to build or to forget."""
    path = _CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return _Source()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    found = Translations(compiled)
    found.add_fallback(_Source())
    return found


def gettext(message: str, /, **variables: object) -> str:
    """`message` in the language in use; `%(name)s` placeholders are filled from `variables`."""
    text = catalogue(language()).gettext(message)
    return text % variables if variables else text


def ngettext(singular: str, plural: str, num: int, /, **variables: object) -> str:
    """The form that fits `num`, which also fills `%(num)s`."""
    text = catalogue(language()).ngettext(singular, plural, num)
    return text % {"num": number(num), **variables}


def lazy_gettext(message: str, /, **variables: object) -> LazyProxy:
    """A text chosen when it is shown, for values made at import (labels of fields, names of steps)."""
    return LazyProxy(gettext, message, enable_cache=False, **variables)


_ = gettext
_l = lazy_gettext


def day_in_words(day: date, *, weekday: bool = False) -> str:
    """« 24 novembre 2026 », « mardi 24 novembre 2026 »; an instant is first taken to Paris."""
    if isinstance(day, datetime):
        day = day.astimezone(PARIS).date()
    return _day_in_words(day, weekday, language())


@lru_cache(maxsize=10_000)
def _day_in_words(day: date, weekday: bool, code: str) -> str:  # noqa: FBT001 - the key of what is kept
    """Lists say few days, each many times; finding the words takes longer than all the rest of a line."""
    text = dates.format_date(day, "full" if weekday else "long", locale=_LOCALES.get(code, code))
    if day.day == 1 and code == SOURCE:
        text = text.replace("1 ", "1er ", 1)
    return text


def month_in_words(day: date) -> str:
    """« novembre 2026 », as it stands alone."""
    return dates.format_date(day, "LLLL y", locale=_LOCALES.get(language(), language()))


def time_in_words(instant: datetime) -> str:
    """« 14 h 30 » in Paris."""
    local = instant.astimezone(PARIS)
    if language() == "en":
        return f"{local:%H:%M}"
    minutes = f"{NBSP}{local:%M}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def moment_in_words(instant: datetime) -> str:
    """« 24 novembre 2026 à 14 h 30 »."""
    return _("%(day)s à %(time)s", day=day_in_words(instant), time=time_in_words(instant))


def distance_in_words(day: date, today: date) -> str:
    """« dans 12 jours », « demain », « il y a 3 jours », as seen on `today`."""
    days = (day - today) // timedelta(days=1)
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("dans %(num)s jour", "dans %(num)s jours", days)
    return ngettext("il y a %(num)s jour", "il y a %(num)s jours", -days)


def number(value: float) -> str:
    """« 4 155 », « 12,5 »."""
    return numbers.format_decimal(value, locale=language())


def percent(share: float, *, digits: int = 0) -> str:
    """« 62 % » for 0.62."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return numbers.format_decimal(share * 100, format=pattern, locale=language()) + f"{NBSP}%"


def file_size(size_bytes: int) -> str:
    """« 812 o », « 240 ko », « 1,4 Mo »: decimal units, as drives and mail count."""
    size, units = float(size_bytes), ["o", "ko", "Mo", "Go"]
    while round(size) >= _UNIT_STEP and len(units) > 1:
        size /= _UNIT_STEP
        units.pop(0)
    fine = units[0] in {"Mo", "Go"} and size < 10  # noqa: PLR2004 - one decimal while it tells something
    return f"{number(round(size, 1 if fine else None))}{NBSP}{units[0]}"

"""What a step asks the person for: typed values out of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.refusal import Refusal

if TYPE_CHECKING:
    from labelflow.domain.workflow import Ask

Values = dict[str, Any]


def read(asks: Iterable[Ask], typed: Mapping[str, Any]) -> tuple[Values, tuple[Refusal, ...]]:
    """The typed values by code, and a refusal for each field that cannot be used.

    Keys that the step does not ask for pass through untouched: effects of specific use cases read them.
    """
    values: Values = dict(typed)
    refusals: list[Refusal] = []
    for ask in asks:
        value = _READERS[ask.kind](typed.get(ask.code))
        refusal = _fault(ask, value, typed.get(ask.code))
        if refusal is not None:
            refusals.append(refusal)
        values[ask.code] = value
    return values, tuple(refusals)


def _fault(ask: Ask, value: object, typed: object) -> Refusal | None:
    if value is None or value in ("", ()):
        unreadable = typed not in (None, "", (), [])
        if unreadable:
            return Refusal("field-unreadable", {"field": ask.code})
        return Refusal("field-missing", {"field": ask.code}) if ask.required else None
    if isinstance(value, str):
        if len(value) < ask.min_length:
            return Refusal("field-too-short", {"field": ask.code, "least": ask.min_length, "written": len(value)})
        if len(value) > ask.max_length:
            return Refusal("field-too-long", {"field": ask.code, "most": ask.max_length, "written": len(value)})
    codes = {code for code, _ in ask.options}
    if codes and ask.kind in {"choice", "choices"}:
        chosen = {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
        if not chosen <= codes:
            return Refusal("field-unreadable", {"field": ask.code})
    return None


def _text(typed: object) -> str | None:
    return str(typed).strip().replace("\r\n", "\n") if typed is not None else None


def _date(typed: object) -> date | None:
    if isinstance(typed, date):
        return typed
    try:
        return date.fromisoformat(str(typed).strip()) if typed else None
    except ValueError:
        return None


def _several(typed: object) -> tuple[str, ...]:
    if isinstance(typed, str):
        return (typed,) if typed.strip() else ()
    return tuple(str(entry) for entry in typed) if isinstance(typed, Sequence) else ()


def _yes_no(typed: object) -> bool | None:
    if isinstance(typed, bool):
        return typed
    return {"yes": True, "oui": True, "on": True, "1": True, "no": False, "non": False, "0": False}.get(
        str(typed).strip().lower()
    )


def _number(typed: object) -> int | None:
    text = str(typed).strip() if typed is not None else ""
    return int(text) if text.lstrip("-").isdigit() else None


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "text": _text,
    "long_text": _text,
    "choice": _text,
    "person": _text,
    "date": _date,
    "choices": _several,
    "criteria": _several,
    "yes_no": _yes_no,
    "number": _number,
}

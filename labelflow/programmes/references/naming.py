"""Names that are not the right ones: the nearest good one, and those given twice."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from labelflow.i18n import _
from labelflow.programmes.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """How to mend an unknown name."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return (
        _("vous vouliez sans doute écrire « %(name)s »", name=close[0])
        if close
        else _("choisissez un nom du catalogue")
    )


def repeated(codes: Iterable[str]) -> list[str]:
    """The codes that stand more than once."""
    return [code for code, times in Counter(codes).items() if times > 1]


def double(file: str, key: str, code: str) -> Fault:
    """The fault of a code given twice."""
    return Fault(file, key, _("le code « %(code)s » est utilisé deux fois", code=code), _("donnez à chacun le sien"))

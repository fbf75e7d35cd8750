"""Other certificates of the same shape: what a template must print right before it is believed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.qr import qr_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from labelflow.issuing.compiled.sheet import Page
    from labelflow.issuing.compiled.template import Slot

_LIGATURES: Final = ("ffi", "fti", "tti")
_LETTERS: Final = "fiAVéffeToçLYœtiàWaÉngTyïRouŒftPêÀjKûx"
_HEADS: Final = (("Sonde n° 1 \u2014 Œuvre & <essai>", "2031-05-06"), ("Plain (ASCII) \\ probe", "2007-12-24"))
_SHARE: Final = 0.62
"""Of the room on a line: two words of this width never share one."""
_TURNS: Final = 24


def of(page: Page, slots: Sequence[Slot]) -> Iterator[Page]:
    """Two probes: other texts, dates, addresses and enclosed file, on as many lines."""
    for turn, (title, day) in enumerate(_HEADS, start=1):
        sheet = page.sheet
        texts = [_text(slot, text, turn * 7) for slot, text in zip(slots, sheet.texts, strict=True)]
        address = _address(page.address, turn)
        dates = (day, f"{int(day[:4]) + 1}{day[4:]}")
        values = {"text": texts, "title": [title], "date": dates, "link": [address] * sheet.kinds.count("link")}
        enclosed = replace(page.enclosed, data=page.enclosed.data[turn:] + b"\n") if page.enclosed else None
        other = sheet.with_values(values)
        yield replace(page, markup=other.html(), sheet=other, address=address, enclosed=enclosed)


def _text(slot: Slot, text: str, turn: int) -> str:
    """Another text for a slot, on as many lines."""
    count = len(slot.lines(text))
    for other in _others(slot, text, count, turn):
        try:
            if len(slot.lines(other)) == count and all(map(slot.style.line, slot.lines(other))):
                return other
        except Unsettable:
            continue
    return text


def _others(slot: Slot, text: str, count: int, turn: int) -> Iterator[str]:
    if slot.wraps and text != text.upper():
        yield " ".join(_word(slot, turn + line) for line in range(count))
    for further in range(turn, turn + _TURNS):
        yield _turned(text, further)


def _word(slot: Slot, turn: int) -> str:
    """A word that takes more than half of a line."""
    word, place = _LIGATURES[turn % len(_LIGATURES)], turn
    while slot.style.line(word := word + _LETTERS[place % len(_LETTERS)]).width < _SHARE * slot.room:
        place += 1
    return word


def _address(address: str, turn: int) -> str:
    """Another address with a QR code of the same size."""
    side, _ = qr_runs(address)
    turned = (_turned(address, further) for further in range(turn, turn + _TURNS))
    return next((other for other in turned if other != address and qr_runs(other)[0] == side), address)


def _turned(text: str, turn: int) -> str:
    """A text whose capitals and figures are others."""
    return "".join(_other(character, turn + place) for place, character in enumerate(text))


def _other(character: str, turn: int) -> str:
    if character.isascii() and character.isdigit():
        return str((int(character) + turn) % 10)
    if "A" <= character <= "Z":
        return chr((ord(character) - ord("A") + turn) % 26 + ord("A"))
    return character

"""Mends the text of one cell: invisible signs, entities of HTML, marks of spreadsheets, letters decoded twice."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_TWICE_DECODED: Final = re.compile("[ÃÂâÅ][\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac\u2122\u02c6\u02dc]")
"""What UTF-8 looks like when read as Windows-1252 and saved again: « BibliothÃ¨que »."""
_FORMULA_TEXT: Final = re.compile(r'="(.*)"|\'(?=[=+@\d-])(.*)', re.DOTALL)
"""How spreadsheets keep a number as text: `="01234"`, `'01234`."""


def clean(cell: str) -> str:
    """The text of a cell on one line, as a person meant it."""
    if cell.isascii() and cell.isalnum():
        return cell
    if "&" in cell:
        cell = html.unescape(cell)
    if _TWICE_DECODED.search(cell):
        cell = decoded_once(cell)
    text = unicodedata.normalize("NFC", cell)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " if sign.isspace() or sign < " " else "" for sign in text)
    text = " ".join(text.split())
    if found := _FORMULA_TEXT.fullmatch(text):
        text = (found[1] or found[2] or "").strip()
    return text


def decoded_once(text: str) -> str:
    """Undo a double decoding when the whole text shows it; else leave the text alone."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def safe_for_spreadsheets(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula; `clean` takes the added mark away again."""
    risky = cell[:1] in {"=", "+", "@", "\t", "\r"} or (cell[:1] == "-" and not re.fullmatch(r"-[\d.,]+", cell))
    return f"'{cell}" if risky else cell

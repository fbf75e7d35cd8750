"""Identifiers of French organisations: SIREN, SIRET, RNA, UAI. Each is normalised or refused with a code.

Sources: `domain.md` §6.8. Check digits of SIREN and SIRET by python-stdnum (Luhn, and La Poste's own rule for its
establishments); a number that passes them by accident because somebody typed a filler is refused too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from labelflow.domain.refusal import Refusal

SIREN_LENGTH = 9
SIRET_LENGTH = 14
NIC_LENGTH = SIRET_LENGTH - SIREN_LENGTH
UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

_RNA = re.compile(r"W\d[\dAB]\d{7}")
_UAI = re.compile(r"(\d[\dAB]\d{5})([A-Z])")
_FILLERS = re.compile(r"(\d)\1*|12345678\d*|987654321\d*")
_SEPARATORS = re.compile(r"[\s.\-_/'’\u200b-\u200f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value that could be read in one way only although it was badly written; `code` says how."""

    value: str
    code: str


def compact(text: str) -> str:
    """The signs of an identifier: full-width figures made plain, separators dropped, letters in capitals."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def parse_siren(text: str) -> str | Refusal:
    """The nine figures of a company or body. Refuses a wrong length, a wrong check digit, a filler."""
    return _checked(text, "siren", SIREN_LENGTH)


def parse_siret(text: str) -> str | Refusal:
    """The fourteen figures of an establishment. Refuses a wrong length, a wrong check digit, a filler."""
    return _checked(text, "siret", SIRET_LENGTH)


def _checked(text: str, kind: str, length: int) -> str | Refusal:
    digits = compact(text)
    if not (digits.isascii() and digits.isdigit()):
        return Refusal(f"{kind}-figures", {"value": _shown(text), "length": length})
    if _FILLERS.fullmatch(digits[:SIREN_LENGTH]):
        return Refusal(f"{kind}-filler", {"value": _shown(text)})
    if len(digits) != length:
        return Refusal(f"{kind}-length", {"value": _shown(text), "length": length, "found": len(digits)})
    try:
        (stdnum_siren if kind == "siren" else stdnum_siret).validate(digits)
    except ValidationError:
        return Refusal(f"{kind}-check", {"value": _shown(text)})
    return digits


def repair_siret(text: str, siren: str = "") -> str | Repaired | Refusal:
    """Like `parse_siret`, and reads what a spreadsheet or a careless paste left, when one reading only is valid.

    - several SIRETs of one body glued together: the first (`siret-glued`); of several bodies: refused;
    - figures missing at the start of the SIREN or of the establishment number, because a spreadsheet took them
      for numbers: put back (`siret-zeros`). `siren` is what the row says beside it, used to place the zeros.
    """
    found = parse_siret(text)
    if isinstance(found, str) or found.code not in {"siret-length", "siret-filler"}:
        return found
    digits = compact(text)
    pieces = {digits[start : start + SIRET_LENGTH] for start in range(0, len(digits), SIRET_LENGTH)}
    if len(digits) > SIRET_LENGTH and len(digits) % SIRET_LENGTH == 0:
        return _first_of_one_body(digits, pieces) or found
    candidates = {digits.zfill(SIRET_LENGTH)} if len(digits) < SIRET_LENGTH else set()
    if siren and digits.startswith(siren) and SIREN_LENGTH < len(digits) < SIRET_LENGTH:
        candidates.add(siren + digits[SIREN_LENGTH:].zfill(NIC_LENGTH))
    valid = [candidate for candidate in sorted(candidates) if parse_siret(candidate) == candidate]
    return Repaired(valid[0], "siret-zeros") if len(valid) == 1 and len(digits) > SIREN_LENGTH else found


def _first_of_one_body(digits: str, pieces: set[str]) -> Repaired | Refusal | None:
    if any(parse_siret(piece) != piece for piece in pieces):
        return None
    if len({piece[:SIREN_LENGTH] for piece in pieces}) > 1:
        return Refusal("siret-several", {"value": _shown(digits)})
    return Repaired(digits[:SIRET_LENGTH], "siret-glued")


def parse_rna(text: str) -> str | Refusal:
    """The number of an association: `W`, the department (two signs), seven figures."""
    value = compact(text)
    return value if _RNA.fullmatch(value) else Refusal("rna-shape", {"value": _shown(text)})


def parse_uai(text: str) -> str | Refusal:
    """The number of a school or university: seven figures and the letter they imply."""
    value = compact(text)
    match = _UAI.fullmatch(value)
    if not match:
        return Refusal("uai-shape", {"value": _shown(text)})
    number, letter = match.groups()
    expected = uai_letter(number)
    return value if letter == expected else Refusal("uai-check", {"value": _shown(text)})


def uai_letter(number: str) -> str:
    """The check letter of the seven signs of a UAI: the number modulo 23 (2A and 2B, Corsica, count as 20)."""
    return UAI_LETTERS[int(re.sub("[AB]", "0", number)) % len(UAI_LETTERS)]


def _shown(text: str) -> str:
    """What was typed, short and on one line, to be shown again."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"  # noqa: PLR2004 - the length of a line on a small screen

"""Label numbers and short codes: how they are made, written, and read back from people.

Both carry one check character of the *pure system* of ISO 7064, with modulus 29 and radix 2
(the scheme of its MOD 11-2 and MOD 37-2): every wrong character and every swap of two
neighbours is found. Twenty-nine is prime, holds the 26 letters of a prefix as values, and
leaves an alphabet without the seven letters that eyes and scanners take for digits. MOD 37-2
itself was not taken because it sometimes answers ``*``, which is at home neither in an
address nor in a file name.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum.iso7064 import mod_37_2

ALPHABET: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
"""Digits and letters, without B I L O S U Z (read as 8 1 1 0 5 V 2)."""

SHORT_CODE_LENGTH: Final = 9
SHORT_CODE_MINIMUM_BYTES: Final = 16
PARTS: Final = 4
LONGEST_TYPED: Final = 100
"""Characters beyond which a text cannot be a number somebody typed."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AS_CODE: Final = str.maketrans("BILOSUZ", "81105V2")
_AS_LETTER: Final = str.maketrans("01258", "OIZSB")
_SEPARATORS: Final = re.compile(r"[\s\u00ad\u200b\u2060_.\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")
_PREFIX: Final = re.compile(r"[A-Z]{2,6}")
_YEAR: Final = re.compile(r"2[0-9]{3}")
_SEQUENCE: Final = re.compile(r"[0-9]{3,9}")
_JOINED: Final = re.compile(r"([A-Z]{2,6})(2[0-9]{3})([0-9]{3,9})([0-9A-Z])")


class NumberFault(ValueError):
    """A number or a short code that cannot have been issued.

    ``code`` is stable: ``number-malformed``, ``number-mistyped``, ``short-code-malformed``,
    ``short-code-mistyped``.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:60]!r}")
        self.code = code
        self.text = text


def make_number(prefix: str, year: int, sequence: int, width: int) -> str:
    """Write the number of the ``sequence``-th label of ``year``: ``SEO-2026-00042-R``.

    The sequence is padded to ``width`` digits; one that outgrows them is written in full. Raises NumberFault when
    the programme's prefix, year or width cannot make a number that reads back.
    """
    digits = f"{sequence:0{width}d}"
    legal = _PREFIX.fullmatch(prefix) and _YEAR.fullmatch(str(year)) and _SEQUENCE.fullmatch(digits)
    if not legal or sequence < 1:
        raise NumberFault("number-malformed", f"{prefix}-{year}-{digits}")
    return f"{prefix}-{year}-{digits}-{_check(prefix, f'{year}{digits}')}"


def parse_number(text: str) -> str:
    """Read a number as people type it and return it as issued: ``SEO-2026-00042-R``.

    Takes any case, any dash or space or none between its four parts, and the usual
    confusions (O for 0, l for 1, 5 for S) wherever its shape says which is meant.

    Raises NumberFault ``number-malformed`` when it has not the shape of a number and
    ``number-mistyped`` when its check character says that something in it is wrong.
    """
    prefix, year, sequence, check = _parts(text)
    if check != _check(prefix, year + sequence):
        raise NumberFault("number-mistyped", text)
    return f"{prefix}-{year}-{sequence}-{check}"


def make_short_code(bits: bytes) -> str:
    """Turn at least 16 random bytes into a nine-character code: eight drawn, one to check.

    About 5 × 10¹¹ codes: not a secret, only shorter to type than a number. The caller draws
    the bytes, and draws again if the code is already taken.
    """
    if len(bits) < SHORT_CODE_MINIMUM_BYTES:
        raise ValueError(f"a short code needs {SHORT_CODE_MINIMUM_BYTES} random bytes")
    value = int.from_bytes(bits)
    drawn = ""
    for _ in range(SHORT_CODE_LENGTH - 1):
        value, index = divmod(value, len(ALPHABET))
        drawn += ALPHABET[index]
    return drawn + _check("", drawn)


def normalise_short_code(text: str) -> str:
    """Read a short code as people type it and return it as stored: nine characters, no space.

    Raises NumberFault ``short-code-malformed`` or ``short-code-mistyped``.
    """
    code = _SEPARATORS.sub("", text).upper().translate(_AS_CODE)
    if len(text) > LONGEST_TYPED or len(code) != SHORT_CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise NumberFault("short-code-malformed", text)
    if code[-1] != _check("", code[:-1]):
        raise NumberFault("short-code-mistyped", text)
    return code


def spaced_short_code(code: str) -> str:
    """Write a stored short code for eyes: three groups of three, ``7KQ 4M2 XR9``."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def _parts(text: str) -> tuple[str, str, str, str]:
    """Split by the separators if there are four groups, else by shape."""
    if len(text) > LONGEST_TYPED:
        raise NumberFault("number-malformed", text)
    groups = [group for group in _SEPARATORS.split(text.upper()) if group]
    if len(groups) == PARTS:
        prefix = groups[0].translate(_AS_LETTER)
        year, sequence, check = (group.translate(_AS_CODE) for group in groups[1:])
    elif joined := _JOINED.fullmatch("".join(groups)):
        prefix, year, sequence, check = joined.groups()
        check = check.translate(_AS_CODE)
    else:
        raise NumberFault("number-malformed", text)
    shapes = _PREFIX.fullmatch(prefix), _YEAR.fullmatch(year), _SEQUENCE.fullmatch(sequence)
    if not all(shapes) or len(check) != 1 or check not in ALPHABET:
        raise NumberFault("number-malformed", text)
    return prefix, year, sequence, check


def _check(letters: str, characters: str) -> str:
    """The check character over a prefix (letters by their rank) and the rest."""
    ranks = "".join(ALPHABET[_LETTERS.index(letter)] for letter in letters)
    return mod_37_2.calc_check_digit(ranks + characters, alphabet=ALPHABET)

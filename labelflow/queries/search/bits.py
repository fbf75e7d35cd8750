"""Sets of entries as whole numbers, one bit an entry: `&` is « and », `bit_count` counts, in a few microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def bits_from(ids: Collection[int]) -> int:
    """The set of some entries."""
    if not ids:
        return 0
    octets = bytearray((max(ids) >> 3) + 1)
    for one in ids:
        octets[one >> 3] |= 1 << (one & 7)
    return int.from_bytes(octets, "little")


def largest_first(bits: int) -> Iterator[int]:
    """The entries of a set from the largest number to the smallest, each found when it is asked for."""
    while bits:
        last = bits.bit_length() - 1
        yield last
        bits ^= 1 << last


def below(last: int) -> int:
    """Every entry whose number is smaller."""
    return (1 << max(last, 0)) - 1

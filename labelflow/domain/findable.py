"""Words by which something is found: one spelling for accents, elisions, plurals and genders; and slips of the keyboard.

Both databases are given the same words, so both find the same things: neither its dictionaries nor its tokenizers
have a say. Light on purpose: a root that is too short finds too much, which a teacher forgives less than a miss.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from labelflow.domain.territory import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FRENCH = """
a ai au aux avec c ce ces cet cette comment d dans de des du elle en entre est et eux il ils j je l la le les leur leurs
lui m ma mais me mes mon n ne nos notre nous on ou par pas pour qu que qui s sa sans se ses si sont sous sur t ta te tes
ton tu un une vos votre vous y
"""
_OCCITAN_AND_CATALAN = "als amb del dels d el els en es i las li lo lor los o per que sens sus una unes uns"
EMPTY: Final = frozenset((_FRENCH + _OCCITAN_AND_CATALAN).split())
"""Words that find nothing. Of one letter, only figures count."""
SHORTEST_ROOT: Final = 3
PREFIXED_FROM: Final = 4
"""Roots of at least this many letters are also looked for at the start of longer words."""
SLIP_FROM: Final = 4
"""Words shorter than this are taken as they are."""
TWO_SLIPS_FROM: Final = 9
LONGEST: Final = 40


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """The part of a plain word that its plural and its feminine share: « étoiles », « estelas » lose their endings."""
    if len(word) <= SHORTEST_ROOT or word.isdigit():
        return word
    if word.endswith("eaux"):
        word = word[:-1]
    elif word.endswith("aux") and len(word) > SHORTEST_ROOT + 2:
        word = f"{word[:-3]}al"
    elif word[-1] in "sxz":
        word = word[:-1]
    if len(word) > SHORTEST_ROOT and word[-1] in "ae":
        word = word[:-1]
    if len(word) > SHORTEST_ROOT and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    return word


def roots(*texts: str) -> list[str]:
    """The roots of some texts in order, doubles left out."""
    found = dict.fromkeys(root(word[:LONGEST]) for text in texts for word in plain_words(text) if _counts(word))
    return list(found)


def _counts(word: str) -> bool:
    return word not in EMPTY and (len(word) > 1 or word.isdigit())


def shortened(word: str) -> set[str]:
    """The word with none or one of its letters left out: two words that share one are a slip apart, or nearly."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_slip(typed: str, known: str) -> bool:
    """Whether `typed` may be `known` with a letter forgotten, added, changed or swapped; two, in long words."""
    allowed = 2 if min(len(typed), len(known)) >= TWO_SLIPS_FROM else 1
    return distance(typed, known) <= allowed


def distance(one: str, other: str) -> int:
    """How many letters to add, leave out, change or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        present = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, present[-1] + 1, last[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            present.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, present
    return last[-1]


def best_slips(typed: str, known: Iterable[str]) -> list[str]:
    """The known words nearest to what was typed; those that begin alike first, the nearest distance only."""
    fit = [(distance(typed, one), one[:1] != typed[:1], one) for one in known if is_slip(typed, one)]
    nearest = min((found[0] for found in fit), default=0)
    return [one for far, _start, one in sorted(fit) if far == nearest]


def mistyped(found: Iterable[str]) -> Iterator[str]:
    """Of some roots, those that are long enough to be mistyped."""
    yield from (one for one in found if len(one) >= SLIP_FROM and not one.isdigit())

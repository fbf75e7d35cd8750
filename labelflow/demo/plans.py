"""Who applies when, with which fate, and when the committee sits: so that every state is there today."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from labelflow.demo.readers import Fate, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from labelflow.demo.people import Cast

OLD: Final = 36
"""Applications decided in the past years."""
RECENT: Final[tuple[tuple[Fate, int], ...]] = (
    ("draft", 20), ("draft", 60), ("draft", 150), ("draft", 6), ("draft", 12),
    ("submitted", 6), ("submitted", 9), ("submitted", 15),
    ("incomplete", 12), ("incomplete", 20),
    ("invited", 9), ("invited", 11), ("in_review", 14), ("in_review", 20), ("in_review", 28),
    ("awaiting_complement", 17), ("awaiting_complement", 21),
    ("reply", 24), ("reply", 28), ("revision", 26), ("ready", 25),
)  # fmt: skip
"""Fates of applications under way, with the days ago at which they began, every one brisk."""
OPEN: Final = {9: "open", 11: "open"}
"""Of those, by the days ago, the ones whose structure waits for an answer to its objection."""
TO_THE_COMMITTEE: Final = (
    (56, False), (55, False), (50, True), (49, True),
    (48, False), (46, False), (43, True), (41, True), (35, True),
    (38, False), (36, False), (32, True), (31, True),
)  # fmt: skip
"""Applications for the last session, for that of today, for the next one: days ago at which they began, every one
brisk, and whether the structure waives its reply; a reply takes a week more."""
WEAK: Final = frozenset({"F2", "H3"})
"""Criteria on which a label comes with reservations."""
QUARTERS: Final = (3, 6, 9, 12)
LEAST_WAITING_DAYS: Final = 95
"""From the start of an application to a session that can take it, at the least."""


def plans(cast: Cast, begin: datetime, end: datetime, rng: Random) -> Iterator[tuple[datetime, Plan]]:
    """Every application to the label, with the instant at which it begins."""
    del cast
    past = (end - begin).days - LEAST_WAITING_DAYS
    for number in range(OLD):
        at = begin + timedelta(days=12 + (past - 12) * number // OLD, hours=rng.randint(0, 8))
        yield at, _decided(number, rng)
    for number in range(8):
        fate: Fate = ("inadmissible", "withdrawn", "lapsed", "lapsed_draft")[number % 4]
        yield begin + timedelta(days=rng.randint(30, past - 420)), Plan(fate=fate)
    for fate, ago in RECENT:
        objects = OPEN.get(ago, "") if fate == "invited" else ""
        plan = Plan(fate=fate, quality=0.85, brisk=True, waives=fate == "ready", objects=objects)
        yield end - timedelta(days=ago, hours=rng.randint(0, 5)), plan
    for number, (ago, waives) in enumerate(TO_THE_COMMITTEE):
        weak = WEAK if number == 1 else frozenset()
        yield end - timedelta(days=ago), Plan(quality=0.8, weak=weak, waives=waives, brisk=True)


def _decided(number: int, rng: Random) -> Plan:
    """Mostly good files; some with a weak criterion, a few that fall short."""
    kind = number % 8
    quality = 0.38 if kind == 5 else rng.uniform(0.68, 0.9)
    weak = {2: frozenset({"H2"}), 6: WEAK}.get(kind, frozenset())
    return Plan(
        quality=quality,
        weak=weak,
        asks_pieces=kind in {1, 4},
        asks_complement=kind == 3,
        waives=kind == 7,
        answer={0: "decline", 4: "recuse"}.get(number, "accept"),  # type: ignore[arg-type]  # two answers of three
        objects={1: "rejected", 6: "upheld"}.get(number % 12, ""),
        revises=kind in {0, 5},
    )


def adhesions(cast: Cast, begin: datetime, end: datetime, rng: Random) -> Iterator[tuple[datetime, Plan]]:
    """Adhesions to the network's charter."""
    for number, structure in enumerate(rng.sample(cast.structures, 12)):
        yield begin + timedelta(days=20 + number * ((end - begin).days - 60) // 12), Plan(structure)


def calendar(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, str]]:
    """When each session is prepared and held, and how far it goes: four a year, then those around today."""
    for year in range(begin.year, end.year + 1):
        for month in QUARTERS:
            held_at = begin.replace(year=year, month=month, day=12, hour=8, minute=30)
            if begin + timedelta(days=60) < held_at < end - timedelta(days=45):
                yield held_at - timedelta(days=25), held_at, "approved"
    recent = (end - timedelta(days=12)).replace(hour=8, minute=30)
    yield recent - timedelta(days=25), recent, "signing"
    today = (end - timedelta(minutes=40)).replace(second=0)
    yield today - timedelta(days=24), today, "voting"
    soon = (end + timedelta(days=6)).replace(hour=8, minute=30)
    yield end - timedelta(days=20), soon, "convened"
    later = (end + timedelta(days=48)).replace(hour=8, minute=30)
    yield end - timedelta(days=2), later, "planned"

"""Search among generated actions: each kind of search against a bare scan for one word, in one run; and how it grows.

    python benchmarks/search.py [--postgresql] [--sizes 1400 100000] [--rounds 5] [--only broad]

A size is a number of holders, each with a label in force and four published actions. The floor is what a search without an
index would be: `LIKE '%word%'` over the same rows, counted by the bare driver. Below 1 an index is worth having.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from labelflow import clock, migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.demo.offer_texts import OFFERS
from labelflow.domain.actions import CONTENT
from labelflow.domain.searching import Place, Wanted
from labelflow.models import Action, Label, LabelNumber, ProgrammeVersion, Structure
from labelflow.queries.search import find
from labelflow.queries.search.shelf import shelf
from labelflow.services.search_index import entry_of, write
from labelflow.territory import DEPARTMENTS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine

NOW = clock.now()
TODAY = date(NOW.year, NOW.month, NOW.day)
EACH = 4
BATCH = 2000
WORDS = [
    "galaxie",
    "mousse",
    "calcaire",
    "turbine",
    "pollen",
    "dolmen",
    "abaque",
    "brebis",
    "fossile",
    "nuage",
    "levain",
    "boussole",
    "truffe",
    "granite",
]
MENDE = Place("Mende", "48095", "48", 44.52, 3.5)
SEARCHES = {
    "everything, the newest": Wanted(),
    "one filter": Wanted(level="cm1"),
    "teacher in Lozère: free, comes, CM1, spring": Wanted(place=MENDE, travel="comes", level="cm1", free=True, month=4),
    "within 20 km, by distance": Wanted(place=MENDE, travel="20"),
    "two words": Wanted(text="dolmen nuage"),
    "two words and a filter": Wanted(text="dolmen nuage", level="cm1", free=True),
    "broad word, by relevance": Wanted(text="atelier"),
    "a slip of the keyboard": Wanted(text="dolmne nuagr"),
}


def generated(holders: int) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[dict[str, Any]]]]:
    """Structure, number, label and actions of each holder."""
    rng, communes = Random(2026), sorted(gazetteer().communes.values())
    for number in range(1, holders + 1):
        commune = rng.choice(communes)
        structure = {
            "id": number, "public_id": f"s{number}", "name": f"Les Curieux {number}", "name_key": f"curieux {number}",
            "kind": "association", "commune": commune.name, "code_insee": commune.insee, "lat": commune.lat,
            "lon": commune.lon, "geo_precision": "commune-centre", "department": commune.department, "created_at": NOW,
            "updated_at": NOW, "acronym": "",
        }  # fmt: skip
        code = f"SEO-2026-{number:06}"
        numbered = {"prefix": "SEO", "year": 2026, "sequence": number, "number": code, "allotted_at": NOW}
        label = {
            "id": number, "public_id": f"l{number}", "programme_code": "essai", "programme_version_id": 1,
            "number": code, "short_code": code[-8:], "structure_id": number, "scopes": ["all"], "state": "active",
            "state_since": NOW, "version": 1, "holder_name": structure["name"],
            "starts_on": TODAY - timedelta(days=100), "ends_on": TODAY + timedelta(days=900),
        }  # fmt: skip
        actions = [action(rng, EACH * (number - 1) + place, number, commune.department) for place in range(1, EACH + 1)]
        yield structure, numbered, label, actions


def action(rng: Random, number: int, structure: int, department: str) -> dict[str, Any]:
    content = {**CONTENT, **rng.choice(OFFERS).content}
    content["summary"] = f"{content['summary']} {' '.join(rng.sample(WORDS, 3))}."
    content["departments"] = (
        [] if content["mode"] == "on_site" else sorted({department, *rng.sample(sorted(DEPARTMENTS), 2)})
    )
    return {
        **content, "scope": "all", "id": number, "public_id": f"a{number}", "programme_code": "essai",
        "structure_id": structure, "state": "published", "version": 1, "created_at": NOW, "edited_at": NOW,
        "published_at": NOW, "confirmed_at": NOW,
    }  # fmt: skip


def in_batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH // EACH)):
        yield batch


def fill(holders: int) -> None:
    session = db.session
    version = {"id": 1, "code": "essai", "version": "1", "digest": "0" * 64, "content": {}, "installed_at": NOW}
    session.execute(insert(ProgrammeVersion).values({**version, "in_force_from": date(2020, 1, 1)}))
    for batch in in_batches(generated(holders)):
        structures, numbers, labels, actions = zip(*batch, strict=True)
        every = [one for four in actions for one in four]
        session.execute(insert(Structure), list(structures))
        session.execute(insert(LabelNumber), list(numbers))
        session.execute(insert(Label), list(labels))
        session.execute(insert(Action), every)
        own = {one["id"]: Structure(**one) for one in structures}
        write(session, [entry_of(Action(**one), own[one["structure_id"]]) for one in every])
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def floor(engine: Engine) -> Callable[[], None]:
    """The bare driver, reading every row for one word."""
    pooled: Any = engine.raw_connection()
    driver: Any = pooled.driver_connection

    def run() -> None:
        driver.execute("SELECT count(*) FROM action WHERE summary LIKE '%dolmen%'").fetchone()
        driver.rollback()

    return run


def pages(total: int) -> dict[str, Callable[[], None]]:
    """The page at nine tenths of everything: by its key, and by counting the rows before it."""
    last = total // 10

    def by_key() -> None:
        found = "SELECT id FROM search_entry WHERE id < :last ORDER BY id DESC LIMIT 20"
        db.session.execute(text(found), {"last": last}).all()

    def by_offset() -> None:
        found = "SELECT id FROM search_entry ORDER BY id DESC LIMIT 20 OFFSET :before"
        db.session.execute(text(found), {"before": total - last}).all()

    return {"page at nine tenths, by key": by_key, "page at nine tenths, by offset": by_offset}


def asked_anew(wanted: Wanted) -> None:
    """A search whose words nobody asked for lately."""
    shelf().texts.clear()
    find(wanted, TODAY)


def elapsed(work: Callable[[], object]) -> float:
    begins = time.perf_counter()
    work()
    db.session.rollback()
    return time.perf_counter() - begins


def measure(holders: int, rounds: int, only: str) -> dict[str, float]:
    """Name → median seconds. Rounds interleave."""
    works: dict[str, Callable[[], object]] = {"LIKE scan": floor(db.engine), **pages(holders * EACH)}
    for name, wanted in SEARCHES.items():
        works[name] = lambda wanted=wanted: asked_anew(wanted)  # type: ignore[misc]  # bound now
    works = {name: work for name, work in works.items() if only in name or name == "LIKE scan"}
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(elapsed(work))
    return {name: median(found) for name, found in times.items()}


def run(url: str | None, holders: int, rounds: int, only: str) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="labelflow-bench-"))
    app = create_app(Settings(home=home, database_url=url or "", secret_key="benchmark", sqlite_synchronous="NORMAL"))
    with app.app_context():
        migrations.upgrade(db.engine)
        begins = time.perf_counter()
        fill(holders)
        print(
            f"{holders:,} holders, {holders * EACH:,} actions: {holders * EACH / (time.perf_counter() - begins):,.0f}/s"
        )
        found = measure(holders, rounds, only)
        db.session.close()
        db.engine.dispose()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1400, 20_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    from _postgresql import database, server  # noqa: PLC0415 - only where PostgreSQL is asked for

    with server() if options.postgresql else nullcontext("") as address:
        results = {
            size: run(database(address, f"size{size}") if address else None, size, options.rounds, options.only)
            for size in options.sizes
        }
    first, last = options.sizes[0], options.sizes[-1]
    print(f"\n{'':46}" + "".join(f"{f'x LIKE, {size:,}':>18}{'ms':>9}" for size in results) + f"{'growth':>9}")
    for name, seconds in results[first].items():
        columns = "".join(f"{one[name] / one['LIKE scan']:>18.2f}{one[name] * 1000:>9.1f}" for one in results.values())
        print(f"{name:46}{columns}{results[last][name] / seconds:>8.0f}x")
    print(f"({last / first:.0f} times the holders)")


if __name__ == "__main__":
    print(datetime.now(tz=clock.PARIS).isoformat(timespec="minutes"))
    main()

"""An import of structures: what is kept, merged, refused; and a second run that changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from labelflow.db import db
from labelflow.domain.actor import ANONYMOUS, SYSTEM
from labelflow.errors import Forbidden
from labelflow.models.journal import Event
from labelflow.models.structure import Structure, StructureSource
from labelflow.services.structure_import.reading import Table
from labelflow.services.structures import import_structures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

    from labelflow.services.structure_import.report import Report

SAMPLE = Path(__file__).parents[1] / "samples" / "structures_dirty.csv"
REAL = Path(__file__).parents[3] / "shared" / "data" / "structures_occitanie.csv"


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def run(path: Path, now: datetime, **options: Any) -> Report:
    with Table(path) as table:
        return import_structures(table, source=path.stem, actor=SYSTEM, now=now, **options)


def written(tmp_path: Path, *lines: str, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def structure(name: str) -> Structure:
    return db.session.scalars(select(Structure).where(Structure.name == name)).one()


def everything() -> list[tuple[Any, ...]]:
    db.session.rollback()
    tables = (Structure.__table__, StructureSource.__table__, Event.__table__)
    return [tuple(row) for table in tables for row in db.session.execute(select(table).order_by(table.c.id))]


def test_every_row_is_accounted_for(now: datetime) -> None:
    report = run(SAMPLE, now)

    assert report.counts() == {
        "rows": 23,
        "accepted": 13,
        "merged": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 8,
    }
    assert db.session.scalar(select(func.count()).select_from(Structure)) == 13


def test_a_row_without_usable_name_or_place_is_refused_with_its_reason(now: datetime) -> None:
    report = run(SAMPLE, now)

    assert {row.line: [one.code for one in row.refusals] for row in report.refusals} == {
        14: ["name-letters"],
        15: ["name-missing"],
        16: ["place-outside"],
        17: ["place-unknown"],
        18: ["row-cells"],
        19: ["row-cells"],
        20: ["row-quote"],
        24: ["row-heading"],
    }


def test_a_bad_identifier_does_not_cost_a_structure_its_place(now: datetime) -> None:
    report = run(SAMPLE, now)

    assert structure("Bibliothèque du Grand-Rond").siret is None
    assert structure("Atelier des curieux").siren is None
    assert (report.warnings["siret-filler"], report.warnings["siret-check"]) == (2, 1)


def test_what_can_be_read_in_one_way_only_is_mended(now: datetime) -> None:
    run(SAMPLE, now)

    assert structure("Maison des sciences").siret == "90854321800014"
    assert structure("Planétarium mobile").siret == "05781239800014"
    assert structure("La Fabrique à étoiles").url == "https://fabrique.example.org"
    assert structure("Observatoire & jardin").kind == "other"
    assert structure("Laboratoire d’optique imaginaire").themes == ["Physique", "Optique"]


def test_an_old_insee_code_becomes_the_present_one_even_without_its_zero(now: datetime) -> None:
    run(SAMPLE, now)

    found = structure("Maison des sciences")
    assert (found.code_insee, found.commune, found.postal_code) == ("09296", "Aulos-Sinsat", "09310")


def test_a_point_far_away_gives_way_to_the_centre_of_the_commune(now: datetime) -> None:
    run(SAMPLE, now)

    found = structure("Planétarium mobile")
    assert (found.lat, found.lon, found.geo_precision) == (44.6089, 2.0316, "commune-centre")


def test_swapped_coordinates_are_turned_round(now: datetime) -> None:
    run(SAMPLE, now)

    assert (structure("Atelier des curieux").lat, structure("Atelier des curieux").lon) == (42.6985, 2.8956)


def test_the_address_tells_the_commune_that_a_postal_code_leaves_open(now: datetime) -> None:
    run(SAMPLE, now)

    assert structure("Espace lunaire").commune == "Peyriac-Minervois"
    assert structure("CCAS de Rodez").commune == "Rodez"
    assert (structure("Espace nature").commune, structure("Espace nature").department) == ("", "34")


def test_a_merged_row_completes_the_structure_and_keeps_both_sources(now: datetime) -> None:
    report = run(SAMPLE, now)

    found = structure("Médiathèque des Deux-Ponts")
    assert [(one.source, one.source_id) for one in found.sources] == [("livres", "1"), ("numerique", "2")]
    assert (found.kind, found.themes) == ("library", ["Astronomie", "Jeux", "Médiation numérique"])
    assert [(merge.line, merge.rule, merge.into) for merge in report.merges] == [
        (4, "same-siret", found.public_id),
        (22, "same-record", structure("Après le guillemet").public_id),
    ]


def test_an_identifier_used_twice_hides_no_structure(now: datetime) -> None:
    run(SAMPLE, now)

    assert structure("Après le guillemet").department == "81"
    assert structure("Tout autre chose").department == "82"


def test_a_second_run_changes_nothing_at_all(now: datetime) -> None:
    run(SAMPLE, now)
    before = everything()

    report = run(SAMPLE, now.replace(year=now.year + 1))

    assert (report.accepted, report.merged, report.updated, report.unchanged, report.refused) == (0, 0, 0, 15, 8)
    assert everything() == before


def test_a_rehearsal_tells_the_same_and_keeps_nothing(now: datetime) -> None:
    rehearsed = run(SAMPLE, now, rehearse=True)

    assert everything() == []
    assert rehearsed.counts() == run(SAMPLE, now).counts()


def test_a_changed_row_updates_its_structure_but_not_what_a_person_changed(tmp_path: Path, now: datetime) -> None:
    heading = "source,source_id,name,commune,url,phone"
    path = written(tmp_path, heading, "s,1,Le Planétarium,Foix,a.example.org,05 61 00 00 00")
    run(path, now)
    structure("Le Planétarium").phone = "+33561999999"
    db.session.commit()

    written(tmp_path, heading, "s,1,Le Planétarium,Foix,b.example.org,05 61 11 11 11")
    report = run(path, now)

    found = structure("Le Planétarium")
    assert (report.updated, found.url, found.phone) == (1, "https://b.example.org", "+33561999999")


def test_an_identifier_given_to_another_structure_does_not_overwrite_the_first(tmp_path: Path, now: datetime) -> None:
    heading = "source,source_id,name,commune"
    run(written(tmp_path, heading, "s,1,Le Planétarium,Foix"), now)

    again = written(tmp_path, heading, "s,1,La Cité des abeilles,Albi")
    first, second = run(again, now), run(again, now)

    assert (first.accepted, second.unchanged) == (1, 1)
    assert {structure("Le Planétarium").commune, structure("La Cité des abeilles").commune} == {"Foix", "Albi"}


def test_the_order_of_the_rows_does_not_matter_to_a_second_run(tmp_path: Path, now: datetime) -> None:
    heading, *rows = SAMPLE.read_text(encoding="utf-8").splitlines()
    run(SAMPLE, now)
    before = everything()

    run(written(tmp_path, heading, *reversed(rows)), now)

    assert everything() == before


def test_rows_without_source_or_identifier_are_known_again_by_what_they_say(tmp_path: Path, now: datetime) -> None:
    path = written(tmp_path, "nom;ville", "Le Planétarium;Foix", "le planetarium;FOIX", "Le Musée;Foix")

    first, second = run(path, now), run(path, now)

    assert (first.accepted, first.merged, second.unchanged) == (2, 1, 3)


def test_two_runs_cut_anywhere_end_like_one(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelflow.services.structures.BATCH", 4)
    seen: list[int] = []

    class PowerCut(Exception):
        pass

    def cut(row: Any, _refusals: Any) -> None:
        seen.append(row.line)
        if len(seen) == 10:
            raise PowerCut

    with pytest.raises(PowerCut):
        run(SAMPLE, now, watch=cut)
    assert db.session.scalar(select(func.count()).select_from(StructureSource)) == 8
    report = run(SAMPLE, now)

    assert (report.unchanged, report.accepted + report.merged, report.refused) == (8, 7, 8)
    assert db.session.scalar(select(func.count()).select_from(Structure)) == 13


def test_the_journal_remembers_who_imported_what(now: datetime) -> None:
    run(SAMPLE, now)

    (event,) = db.session.scalars(select(Event))
    assert (event.code, event.body["actor"], event.body["data"]["accepted"]) == ("structures.imported", "system", 13)


def test_a_visitor_imports_nothing(now: datetime) -> None:
    with Table(SAMPLE) as table, pytest.raises(Forbidden):
        import_structures(table, source="x", actor=ANONYMOUS, now=now)

    assert everything() == []


@pytest.mark.slow
def test_the_real_file_goes_in_once_and_changes_nothing_the_second_time(now: datetime) -> None:
    if not REAL.is_file():
        pytest.skip("the real file is not on this machine")

    first, second = run(REAL, now), run(REAL, now)

    assert (first.rows, first.accepted, first.merged, first.refused) == (4155, 3671, 482, 2)
    assert (second.accepted, second.merged, second.updated, second.unchanged, second.refused) == (0, 0, 0, 4153, 2)
    assert (first.rules["same-siret"], first.warnings["siret-filler"]) == (375, 274)
    assert db.session.scalar(select(func.count()).select_from(Structure)) == 3671


def test_a_name_freed_by_a_changed_row_can_be_taken_by_a_new_one(tmp_path: Path, now: datetime) -> None:
    heading, siret = "source,source_id,name,commune,siret", "90712345900014"
    run(written(tmp_path, heading, f"s,1,Le Planétarium,Foix,{siret}"), now)

    again = written(tmp_path, heading, f"s,1,La Cité des abeilles,Foix,{siret}", f"s,2,Le Planétarium,Foix,{siret}")
    report = run(again, now)

    assert (report.updated, report.accepted) == (1, 1)
    assert {structure("La Cité des abeilles").siret, structure("Le Planétarium").siret} == {siret}


def test_two_rows_with_one_identifier_name_and_commune_are_one_structure(tmp_path: Path, now: datetime) -> None:
    heading = "source,source_id,name,commune,url"
    old, new = "s,1,Le Planétarium,Foix,a.example.org", "s,1,Le Planétarium,Foix,b.example.org"
    run(written(tmp_path, heading, old), now)

    both = written(tmp_path, heading, new, old)
    first, second = run(both, now), run(both, now)

    assert (first.updated, first.merged, second.unchanged) == (1, 1, 2)
    assert structure("Le Planétarium").url == "https://b.example.org"


def test_a_siret_that_a_namesake_of_the_commune_has_is_not_given_to_another(tmp_path: Path, now: datetime) -> None:
    heading, siret = "source,source_id,name,code_insee,postal_code,lat,lon,geo_precision,siret", "90712345900014"
    here, there = "43.60,1.44,source", "43.63,1.44,source"
    first = written(tmp_path, heading, f"a,1,Le Rond,31555,31000,{here},{siret}", f"a,2,Le Rond,31555,31062,{there},")
    run(first, now)

    report = run(written(tmp_path, heading, f"b,1,Le Rond,,31062,,,,{siret}"), now)

    assert (report.merged, report.accepted) == (1, 0)
    assert db.session.scalars(select(Structure.siret).order_by(Structure.id)).all() == [siret, None]

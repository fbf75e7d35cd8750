"""Whatever the rows say, in whatever order: they are counted, the database takes them, a second run adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelflow.domain.actor import SYSTEM
from labelflow.services.structure_import.columns import COLUMNS
from labelflow.services.structure_import.mending import clean
from labelflow.services.structure_import.reading import Row
from labelflow.services.structures import import_structures

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

NAMES = ["Médiathèque", "Mediatheque", "Médiathèque de Foix", "CCAS", "Mairie", "Commune", "115", "", "Musée d’été"]
SIRETS = ["", "90712345900014", "90854321800014", "9071234590001490712345900022", "00000000000000", "1", "907123459"]
PLACES = ["", "Foix", "FOIX CEDEX", "Toulouse", "Aulos", "Paris", "Nulle Part"]
USUAL = {
    "source": st.sampled_from(["", "a", "b"]),
    "source_id": st.sampled_from(["", "1", "2", "3", "1 000"]),
    "name": st.sampled_from(NAMES) | st.text(max_size=12),
    "commune": st.sampled_from(PLACES),
    "postal_code": st.sampled_from(["", "09000", "9000", "31000", "31062", "75001", "x"]),
    "code_insee": st.sampled_from(["", "09122", "9122", "31555", "09028", "75056", "99999"]),
    "siret": st.sampled_from(SIRETS),
    "lat": st.sampled_from(["", "42.965", "43,6045", "1.444", "nan", "48.85"]),
    "lon": st.sampled_from(["", "1.607", "1,444", "43.6045", "inf", "2.35"]),
    "geo_precision": st.sampled_from(["", "source", "commune-centre", "au pif"]),
    "address": st.sampled_from(["", "1 rue Haute", "1 R HAUTE", "2 rue Haute"]),
    "kind": st.sampled_from(["", "library", "mednum", "soucoupe"]),
}
ROWS = st.lists(
    st.tuples(
        st.fixed_dictionaries({}, optional=USUAL),
        st.dictionaries(st.sampled_from(COLUMNS[12:]), st.text(max_size=15), max_size=3),
    ),
    max_size=14,
)


@given(ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_rows_are_counted_and_a_second_run_adds_nothing(
    app: Flask, now: datetime, rows: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    read = [
        Row(line, {column: clean(cell) for column, cell in {**usual, **more}.items()})
        for line, (usual, more) in enumerate(rows, start=2)
    ]

    with app.app_context():
        first, second = (import_structures(read, source="fuzz", actor=SYSTEM, now=now) for _run in range(2))

    for report in (first, second):
        kept = report.accepted + report.merged + report.updated + report.unchanged
        assert report.rows == len(read) == kept + report.refused
    assert (second.accepted, second.merged, second.updated) == (0, 0, 0)
    assert second.reasons == first.reasons

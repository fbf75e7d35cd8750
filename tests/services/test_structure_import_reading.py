"""Files as they come: encodings, separators, what is no CSV, rows that are broken, and any bytes at all."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from labelflow.domain.refusal import Refusal
from labelflow.domain.structure_words import GEO_PRECISIONS, STRUCTURE_KINDS
from labelflow.errors import Invalid
from labelflow.services.structure_import.columns import COLUMNS, known_column
from labelflow.services.structure_import.describing import Description, describe
from labelflow.services.structure_import.mending import clean, safe_for_spreadsheets
from labelflow.services.structure_import.reading import Row, Table
from labelflow.services.structure_import.sentences import LABELS, sentence
from labelflow.territory import gazetteer

if TYPE_CHECKING:
    from pathlib import Path

NBSP = "\u00a0"
NO_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def rows(path: Path, content: bytes) -> list[Row]:
    path.write_bytes(content)
    with Table(path) as table:
        return list(table)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "structures.csv"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_encoding_and_the_separator_are_found_out(path: Path, encoding: str, separator: str) -> None:
    lines = [("name", "commune"), ("Musée d’été", "Foix"), ("Écomusée", "L'Union"), ("Forêt & cie", "Nîmes")]
    text = "\r\n".join(separator.join(cells) for cells in lines)
    if encoding == "latin-1":
        text = text.replace("’", "'")

    read = rows(path, text.encode(encoding))

    assert [list(row.cells.values()) for row in read] == [list(cells) for cells in text_cells(text, separator)[1:]]


def text_cells(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_a_file_of_utf8_with_some_windows_lines_loses_no_accent(path: Path) -> None:
    content = "name,commune\nMusée,Foix\nThéâtre,Foix\n".encode() + "Été,Foix\n".encode("cp1252")

    assert [row.cells["name"] for row in rows(path, content)] == ["Musée", "Théâtre", "Été"]


def test_headings_are_known_under_their_french_names(path: Path) -> None:
    (row,) = rows(path, "Nom;Code postal;Ville;Site internet;Téléphone\nA;09000;Foix;x;y\n".encode())

    assert row.cells == {"name": "A", "postal_code": "09000", "commune": "Foix", "url": "x", "phone": "y"}


def test_the_line_that_names_the_separator_for_spreadsheets_is_no_heading(path: Path) -> None:
    assert [row.cells["name"] for row in rows(path, b"sep=;\nname;commune\nA;Foix\n")] == ["A"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf \r\n", "est vide"),
        (b"PK\x03\x04" + b"x" * 50, "classeur de tableur"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "classeur de tableur"),
        (b"%PDF-1.7\n", "fichier texte"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "fichier texte"),
        (bytes(range(256)) * 20, "fichier texte"),
        (b'{"name": "A"}', "Il manque"),
        (b"<html><body>name</body></html>", "Il manque"),
        (b"name\nA\n", "code_insee"),
        (b"commune\nFoix\n", "la colonne name"),
        (b"A,Foix\nB,Albi\n", "Colonnes lues"),
        (b"name,nom,commune\n", "en double"),
    ],
)
def test_what_is_no_file_of_structures_is_refused_in_french(path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        rows(path, content)

    assert words in str(refused.value).replace(NBSP, " ")


def test_a_file_that_is_not_there_is_refused_in_french(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Il n’y a pas de fichier"):
        Table(tmp_path / "nowhere.csv")


def test_an_open_quote_costs_one_line_not_the_rest_of_the_file(path: Path) -> None:
    content = b'name,commune\nA,Foix\n"B,Foix\n' + b"".join(b"N%d,Foix\n" % number for number in range(500))

    read = rows(path, content)

    assert [(row.line, row.problem.code) for row in read if row.problem] == [(3, "row-quote")]
    assert [row.line for row in read if not row.problem] == [2, *range(4, 504)]


def test_a_quoted_text_may_hold_lines_separators_and_quotes(path: Path) -> None:
    (row,) = rows(path, b'name,commune,description\n"Le ""Grand"" Rond",Foix,"un,\ndeux"\n')

    assert (row.cells["name"], row.cells["description"]) == ('Le "Grand" Rond', "un, deux")


def test_a_row_gives_its_line_even_after_texts_of_several_lines(path: Path) -> None:
    read = rows(path, b'name,commune,description\nA,Foix,"1\n2\n3"\n\nB,Foix,\n')

    assert [(row.cells["name"], row.line) for row in read] == [("A", 2), ("B", 6)]


def test_a_cell_of_a_megabyte_is_one_bad_row(path: Path) -> None:
    read = rows(path, b"name,commune\nA,Foix\n" + b"x" * 1_000_000 + b",Foix\nB,Foix\n")

    assert [row.cells["name"] for row in read if not row.problem][0 :: 10**6] == ["A"]
    assert "B" in [row.cells.get("name") for row in read]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  deux   mots ", "deux mots"),
        ("a\x00b\x07c", "a b c"),
        ("caf\u0065\u0301", "café"),
        ("BibliothÃ¨que de lâ€™Ã©tang", "Bibliothèque de l’étang"),
        ("L&#039;atelier &amp; co", "L'atelier & co"),
        ('="09000"', "09000"),
        ("'09000", "09000"),
        ("'=1+1", "=1+1"),
        ("l'été", "l'été"),
        ("\ufeffnom\u200b", "nom"),
    ],
)
def test_a_cell_is_mended_into_what_a_person_meant(cell: str, text: str) -> None:
    assert clean(cell) == text


@given(st.text(max_size=30))
def test_a_cell_given_back_is_read_again_as_it_was(cell: str) -> None:
    text = clean(cell)

    assert clean(safe_for_spreadsheets(text)) == clean(text)


CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(
        ["", "0", "1", "NC", "31000", "9000", "31555", "9122", "09028", "Toulouse", "FOIX CEDEX 2", "43,6"]
    ),
    st.sampled_from(
        ["nan", "inf", "-1e999", "1.44", "00000000000000", "35600000009075", "https://[", "W", "W313012345"]
    ),
)


@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS))
@example({"name": "A", "lat": "nan", "lon": "nan", "commune": "Foix"})
@example({"name": "A", "lat": "91", "lon": "-181"})
@settings(deadline=None, max_examples=300)
def test_any_cells_give_a_whole_structure_or_reasons(cells: dict[str, str]) -> None:
    result = describe({column: clean(cell) for column, cell in cells.items()}, gazetteer())

    remarks = [*result.mended, *result.dropped] if isinstance(result, Description) else list(result)
    assert all(sentence(remark) and LABELS[remark.code] for remark in remarks)
    if isinstance(result, Description):
        values = result.values
        assert all((values["name"], values["name_key"]))
        assert values["kind"] in STRUCTURE_KINDS
        assert (values["lat"] is None) == (values["lon"] is None) == (values["geo_precision"] == "")
        assert values["geo_precision"] in {"", *GEO_PRECISIONS}
        assert values["siret"] is None or values["siret"].startswith(values["siren"])
    else:
        assert remarks


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"name,commune\n", b"\xff\xfen\x00a\x00m\x00e\x00", b'nom;cp\n"'])
)
@NO_DATABASE
def test_any_bytes_are_rows_or_refused_as_a_file(tmp_path: Path, content: bytes, head: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(head + content)
    with suppress(Invalid), Table(path) as table:
        read = list(table)

        assert all(row.problem or "name" in row.cells for row in read)
        assert [row.line for row in read] == sorted({row.line for row in read})


def test_every_reason_and_remark_has_a_sentence_and_a_label() -> None:
    from labelflow.services.structure_import import sentences  # noqa: PLC0415 - the whole catalogue

    said = {**sentences.REFUSED, **sentences.DROPPED, **sentences.MENDED, **sentences.MERGED}
    assert sorted(said) == sorted(LABELS)


def test_each_column_is_known_under_its_own_name() -> None:
    assert [known_column(column) for column in COLUMNS] == list(COLUMNS)
    assert known_column("couleur") is None


def test_a_refusal_without_details_still_reads() -> None:
    assert sentence(Refusal("name-missing")) == "Le nom de la structure manque."

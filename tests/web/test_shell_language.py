"""Words, dates and figures in good French, inside and outside a request."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from labelflow import i18n
from labelflow.i18n import _l, ngettext, use_language
from labelflow.web import filters
from labelflow.web.language import gettext as in_template

N = "\u00a0"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "24 novembre 2026"),
        (date(2026, 11, 1), "1er novembre 2026"),
        (date(2026, 11, 11), "11 novembre 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2027"),
    ],
)
def test_a_day_is_said_in_words_as_in_paris(day: date, words: str) -> None:
    assert i18n.day_in_words(day) == words


def test_a_day_may_be_said_with_its_weekday() -> None:
    assert i18n.day_in_words(date(2026, 11, 1), weekday=True) == "dimanche 1er novembre 2026"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 11, 24, 13, 30, tzinfo=UTC), f"14{N}h{N}30"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), f"14{N}h"),
        (datetime(2026, 11, 24, 8, 5, tzinfo=UTC), f"9{N}h{N}05"),
    ],
)
def test_an_hour_is_that_of_paris(instant: datetime, words: str) -> None:
    assert i18n.time_in_words(instant) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 6), "dans 12 jours"),
        (date(2026, 11, 25), "demain"),
        (date(2026, 11, 24), "aujourd’hui"),
        (date(2026, 11, 23), "hier"),
        (date(2026, 11, 21), "il y a 3 jours"),
    ],
)
def test_distances_are_said_from_today(day: date, words: str) -> None:
    assert i18n.distance_in_words(day, date(2026, 11, 24)) == words


def test_zero_is_singular_in_french() -> None:
    said = [ngettext("%(num)s dossier", "%(num)s dossiers", count) for count in (0, 1, 2, 4155)]

    assert said == ["0 dossier", "1 dossier", "2 dossiers", "4\u202f155 dossiers"]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, f"0{N}o"),
        (999, f"999{N}o"),
        (999_999, f"1{N}Mo"),
        (240_000, f"240{N}ko"),
        (1_440_000, f"1,4{N}Mo"),
        (15_440_000, f"15{N}Mo"),
        (3_000_000_000, f"3{N}Go"),
    ],
)
def test_sizes_of_files_are_round(size: int, words: str) -> None:
    assert i18n.file_size(size) == words


def test_shares_are_said_in_percent() -> None:
    assert (i18n.percent(0.62), i18n.percent(0.625, digits=1)) == (f"62{N}%", f"62,5{N}%")


def test_a_lazy_text_speaks_the_language_of_the_moment_it_is_shown() -> None:
    text = _l("Bonjour")

    with use_language("oc"):
        assert i18n.language() == "oc"
        assert str(text) == "Bonjour"
    assert i18n.language() == "fr"


def test_an_unknown_language_means_french() -> None:
    with use_language("xx"):
        assert i18n.language() == "fr"


def test_a_catalogue_is_read_without_being_compiled(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "oc" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Mot de passe"\nmsgstr "Senhal"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "_CATALOGUES", tmp_path)
    i18n.catalogue.cache_clear()

    with use_language("oc"):
        assert (i18n.gettext("Mot de passe"), i18n.gettext("Aide")) == ("Senhal", "Aide")
    i18n.catalogue.cache_clear()


def test_a_sentence_may_hold_a_link_and_nothing_else_that_is_markup() -> None:
    said = in_template("Voir %(link)s & %(name)s", link=Markup('<a href="/x">ici</a>'), name="<b>")

    assert said == 'Voir <a href="/x">ici</a> &amp; &lt;b&gt;'


def test_a_percent_sign_in_a_sentence_is_only_a_sign() -> None:
    assert in_template("200 % de zoom") == "200 % de zoom"


def test_a_text_of_a_programme_keeps_its_structure_and_loses_what_could_act() -> None:
    html = filters.prose("## Titre\n\n- [lien](javascript:alert(1))\n- <script>x</script> **fort**")

    assert "<script" not in html
    assert "href" not in html
    assert "<strong>fort</strong>" in html
    assert "<h2>Titre</h2>" in html


def test_codes_are_grouped_as_certificates_print_them_and_typed_text_gets_its_spaces() -> None:
    assert filters.grouped("K7QF 2M9X1") == f"K7Q{N}F2M{N}9X1"
    assert filters.typeset("« Oui » : non ?") == f"«{N}Oui{N}»{N}: non{N}?"

"""Letters, receipts and minutes carry every mention that the law wants, and cannot be made without them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pymupdf
import pytest
from pydantic import TypeAdapter

from labelflow.domain.certified_reviews import Work
from labelflow.issuing import (
    ContentFault,
    Ground,
    Piece,
    render_letter,
    render_minutes,
    render_receipt,
    render_reviewing,
)
from tests.issuing import samples
from tests.issuing.samples import OFFICE, REMEDIES, joined, text_of, words

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_refusal_gives_its_reasons_in_law_and_in_fact_and_its_remedies(issued: dict[str, bytes]) -> None:
    content, text = samples.letter(), words(text_of(issued["letter"]))

    assert "Le label n’est pas attribué à Les Petits Ateliers du Lauragais." in text
    assert all(f"{ground.rule} : {ground.facts}" in text for ground in content.grounds)
    assert "Voies et délais de recours" in text
    assert all(joined(paragraph) in joined(text) for paragraph in REMEDIES)


def test_a_decision_names_its_author_their_capacity_and_their_delegation(issued: dict[str, bytes]) -> None:
    text = words(text_of(issued["letter"]))

    assert "Toulouse, le 24 novembre 2026" in text
    assert f"{samples.CHAIR.name} {samples.CHAIR.capacity} {samples.CHAIR.delegation}" in text


def test_a_decision_helped_by_an_algorithm_says_so(issued: dict[str, bytes]) -> None:
    assert words(samples.ALGORITHM) in words(text_of(issued["letter"]))
    assert "algorithmique" not in text_of(render_letter(samples.letter(algorithm_mention="")))


def test_a_reserved_grant_lists_its_reservations_with_their_dates(issued: dict[str, bytes]) -> None:
    text = words(text_of(issued["reserved_grant"]))

    assert "Le label est attribué à Les Petits Ateliers du Lauragais, sous les réserves suivantes." in text
    assert f"Il porte le numéro {samples.NUMBER} et vaut du 1er décembre 2026 au 30 novembre 2029." in text
    assert "Publier l’avis des enseignants. mineure 31 mai 2027" in text
    assert "Produire une assurance valable. majeure 28 février 2027" in text


def test_a_grant_without_reservations_is_written_in_the_words_of_its_programme() -> None:
    grant = samples.reserved_grant(
        outcome="granted",
        reservations=(),
        message=(),
        title="Inscription des membres",
        decision="L’adhésion est reçue.",
    )

    text = words(text_of(render_letter(grant)))

    assert "Inscription des membres" in text
    assert "L’adhésion est reçue." in text
    assert not re.search(r"[Rr]éserve|attribué", text)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"grounds": ()}, "reasons-missing"),
        ({"remedies": ()}, "remedies-missing"),
        ({"outcome": "granted_with_reservations"}, "reservations-missing"),
    ],
)
def test_a_decision_that_would_be_void_cannot_be_written(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ContentFault) as caught:
        samples.letter(**changes)

    assert caught.value.code == fault


def test_a_receipt_carries_every_mention_of_the_code(issued: dict[str, bytes]) -> None:
    content, text = samples.receipt(), words(text_of(issued["receipt"]))

    assert "Votre demande a été reçue le 3 septembre 2026 à 18 h 42." in text
    assert "décision implicite de rejet : sans réponse de notre part le 3 novembre 2026" in text
    assert "Sous réserve que la demande soit complète" in text
    assert all(said in text for said in (OFFICE.name, *OFFICE.address, OFFICE.phone, OFFICE.email, content.reference))
    assert "Voies et délais de recours" in text
    assert all(joined(paragraph) in joined(text) for paragraph in REMEDIES)


def test_a_receipt_lists_each_piece_with_its_fingerprint(issued: dict[str, bytes]) -> None:
    content, text = samples.receipt(), joined(text_of(issued["receipt"]))

    assert all(joined(f"{piece.name} 235 ko {piece.sha256}") in text for piece in content.pieces)
    assert content.snapshot_sha256 in text


def test_a_receipt_under_the_rule_that_silence_accepts_offers_the_attestation() -> None:
    offer = "Une attestation de cette décision vous sera délivrée sur demande."
    receipt = samples.receipt(silence_rule="acceptance", remedies=(offer,), pieces=())

    text = words(text_of(render_receipt(receipt)))

    assert "décision implicite d’acceptation : sans réponse de notre part le 3 novembre 2026" in text
    assert f"Attestation de décision implicite {offer}" in text
    assert "Aucune pièce n’était jointe." in text
    assert "Voies et délais de recours" not in text


def test_a_receipt_where_silence_decides_nothing_says_so() -> None:
    receipt = samples.receipt(silence_rule="none", silence_on=None, remedies=())

    assert "ne vaut pas décision" in words(text_of(render_receipt(receipt)))


@pytest.mark.parametrize(
    ("changes", "fault"), [({"silence_on": None}, "silence-date-missing"), ({"remedies": ()}, "remedies-missing")]
)
def test_a_receipt_that_would_leave_the_time_limits_open_cannot_be_made(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ContentFault) as caught:
        samples.receipt(**changes)

    assert caught.value.code == fault


def test_minutes_name_everyone_and_how_they_were_there(issued: dict[str, bytes]) -> None:
    text = words(text_of(issued["minutes"]))

    assert "Procès-verbal de la séance du 18 novembre 2026" in text
    assert "de 9 h 30 à 16 h" in text
    assert "Claire Vidal-Fabre, présidente Région sur place" in text
    assert "Hélène Castan Académie par pouvoir donné à Bernard Soulié" in text
    assert "Marc Teulière Universités absence excusée" in text


def test_minutes_give_quorum_recusals_votes_and_sense_of_each_item(issued: dict[str, bytes]) -> None:
    text = words(text_of(issued["minutes"]))

    assert "Déports, sans part aux travaux, aux débats ni au vote : Bernard Soulié." in text
    assert "Quorum atteint : 14 votants pour 7 requis." in text
    assert "Scrutin public : 11 pour, 2 contre, 1 abstention." in text
    assert "Label accordé avec réserves. Pour trois ans, sous deux réserves." in text
    assert "Opinion dissidente portée à la demande de son auteur : Mme Castan" in text
    assert "Quorum non atteint : 5 votants pour 7 requis. Ajourné." in text
    assert "Scrutin secret : 7 pour, 7 contre, 2 abstentions. La voix de la présidence a été prépondérante." in text
    assert "Label refusé. Le critère A1 n’est pas satisfait" in text


def test_minutes_of_a_second_convocation_ask_no_quorum() -> None:
    text = words(text_of(render_minutes(samples.minutes(second_convocation=True))))

    assert "aucun quorum n’est exigé" in text
    assert "Quorum" not in text
    assert "Votants : 5." in text


def test_minutes_are_a_draft_until_they_are_approved(issued: dict[str, bytes]) -> None:
    approved = samples.minutes(approved_on=samples.date(2026, 12, 9))

    assert "projet, non approuvé" in text_of(issued["minutes"])
    assert "approuvé le 9 décembre 2026" in words(text_of(render_minutes(approved)))


@pytest.mark.parametrize(
    "make", [samples.certificate, samples.letter, samples.receipt, samples.minutes, samples.reviewing]
)
def test_a_content_kept_as_json_reads_back_as_it_was(make: Callable[[], object]) -> None:
    content = make()
    kept = TypeAdapter(type(content))

    assert kept.validate_json(kept.dump_json(content)) == content


def test_long_papers_take_pages_and_lose_nothing() -> None:
    facts = [f"Fait numéro {number}, constaté sur place et rapporté par les deux pairs." for number in range(80)]
    letter = samples.letter(grounds=tuple(Ground(rule=f"Article {n}", facts=fact) for n, fact in enumerate(facts)))
    names = [f"{'tres_long_nom_de_fichier_' * 6}{number}.pdf" for number in range(60)]
    pieces = tuple(Piece(name=name, size_bytes=1, sha256=f"{n:064x}") for n, name in enumerate(names))

    letter_pdf, receipt_pdf = render_letter(letter), render_receipt(samples.receipt(pieces=pieces))

    assert all(joined(fact) in joined(text_of(letter_pdf)) for fact in facts)
    assert all(joined(name) in joined(text_of(receipt_pdf)) for name in names)
    for pdf in (letter_pdf, receipt_pdf):
        with pymupdf.open(stream=pdf) as document:
            blocks = [block for page in document for block in page.get_text("blocks")]
            feet = [words(page.get_text()).endswith(f"{page.number + 1} / {len(document)}") for page in document]
        assert len(feet) > 3
        assert all(feet)
        assert [block for block in blocks if block[0] < 70 or block[2] > 595 - 55] == []


def test_what_looks_like_code_in_a_reason_is_only_text() -> None:
    hostile = "<img src=x> {{ 7 * 7 }} javascript:alert(1) https://evil.example/ <script>"
    letter = samples.letter(grounds=(Ground(rule=hostile, facts=hostile),), message=(hostile,))

    pdf = render_letter(letter)

    with pymupdf.open(stream=pdf) as document:
        links = {link["uri"] for page in document for link in page.get_links()}
    assert joined(text_of(pdf)).count(joined(hostile)) == 3
    assert links == {f"mailto:{OFFICE.email}", "https://www.telerecours.fr"}


def test_a_letter_speaks_of_the_owner_and_of_the_office_that_writes() -> None:
    office = replace(OFFICE, owner="Région voisine", name="Bureau des labels", places=())

    text = words(text_of(render_letter(samples.letter(office=office))))

    assert "Région voisine" in text
    assert "Bureau des labels" in text
    assert OFFICE.owner not in text


def test_a_certificate_of_reviewing_says_how_many_reviews_when_and_as_what(issued: dict[str, bytes]) -> None:
    text = words(text_of(issued["reviewing"]))

    assert "Région Occitanie / Pyrénées-Méditerranée atteste que Maëlle Puig-Castéran" in text
    assert "a remis, en 2026, 4 évaluations de candidatures. Sciences en Occitanie" in text
    assert "mars 2026 Pair 2 mars 2026 Expertise scientifique 1 novembre 2026 Pair 1" in text
    assert "Code court 7KQ 4M2 XR9" in text


def test_a_certificate_of_one_review_names_no_year() -> None:
    one = samples.reviewing(year=None, works=samples.reviewing().works[2:])

    text = words(text_of(render_reviewing(one)))

    assert "a remis une évaluation de candidature." in text
    assert "en 2026, " not in text


def test_a_certificate_of_no_review_cannot_be_made() -> None:
    with pytest.raises(ContentFault) as caught:
        samples.reviewing(works=())

    assert caught.value.code == "reviews-missing"


def test_the_longest_certificate_of_reviewing_loses_nothing() -> None:
    name = "Marie-Antoinette-Joséphine de La Rochefoucauld-Montbéliard-Castelnau d’Estrètefonds " * 2
    months = [samples.date(2026, month, 1) for month in range(1, 13)]
    readers: tuple[Literal["peer", "scientist"], ...] = ("peer", "scientist")
    works = tuple(Work(month=m, reader=r, number=2) for m in months for r in readers)

    pdf = render_reviewing(samples.reviewing(person_name=name.strip(), works=works))

    text = text_of(pdf)
    assert joined(name) in joined(text)
    assert words(text).count("Expertise scientifique 2") == 12
    with pymupdf.open(stream=pdf) as document:
        blocks = [block for page in document for block in page.get_text("blocks")]
    assert [block for block in blocks if block[0] < 70 or block[2] > 595 - 55] == []

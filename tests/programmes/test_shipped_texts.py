"""The French texts of the shipped programmes: complete, well set, in the words of the glossary, discreet in mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from labelflow.programmes.letters import letters_of
from labelflow.programmes.loader import shipped, shipped_codes
from labelflow.programmes.sending import mentions, unsent
from labelflow.programmes.words import words_in
from tests.programmes.folders import LABEL

if TYPE_CHECKING:
    from labelflow.domain.words import Words
    from labelflow.programmes.schema import Text

NBSP = "\N{NO-BREAK SPACE}"
LOOSE = re.compile(rf"[^\s{NBSP}] [;:?!»](?=\s|$)|« ")
TIGHT = re.compile(r"[^\W\d_][;:?!](?=\s|$)|«[^\s\W]")
NOT_SAID_IN_MAIL = (
    "motifs suivants",
    "refusé",
    "accordé",
    "{reasons}",
    "{facts}",
    "{reservations}",
    "{question}",
)
"""A mail carries no decision and no content of a file: it says that something waits."""


def all_words(*languages: str) -> list[tuple[str, str]]:
    return [
        (f"{code}: {'.'.join(map(str, place))}", text)
        for code in shipped_codes()
        for place, words, _ in words_in(shipped(code))
        for language, text in words.items()
        if language in languages
    ]


def mails(code: str) -> dict[str, Text]:
    return {key: text for key, text in shipped(code).texts.items() if not key.startswith("letter/")}


def test_french_signs_are_held_by_no_break_spaces() -> None:
    wrong = [
        (place, line)
        for place, text in all_words("fr")
        for line in re.sub(r"https?://\S+", "", text).split("\n")
        if LOOSE.search(line) or TIGHT.search(line)
    ]

    assert len(all_words("fr")) > 800
    assert wrong == []


def test_apostrophes_are_typographic_and_certification_is_never_said() -> None:
    every = all_words("fr", "oc", "ca", "en")
    assert [place for place, text in every if re.search(r"\w'\w", text)] == []
    assert [place for place, text in every if re.search(r"\bcertifica(tions?|ció|cions?)\b", text, re.IGNORECASE)] == []
    said = [(place, re.sub(r"\{[a-z_]+\}", "", text)) for place, text in all_words("fr")]
    assert [place for place, text in said if re.search(r"certifi", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("code", shipped_codes())
def test_every_notice_greets_signs_and_says_what_to_open(code: str) -> None:
    for key, text in mails(code).items():
        body = text.body["fr"]
        assert body.startswith("Bonjour {name},\n"), key
        assert "La coordination du " in body.split("\n\n")[-1], key
        assert ("{link}" in body) == (":\n\n{link}\n" in body), key
        assert len(text.subject["fr"]) <= 80, key


@pytest.mark.parametrize("code", shipped_codes())
def test_no_mail_to_a_structure_or_a_reader_reveals_a_decision_or_a_file(code: str) -> None:
    told = {key: text for key, text in mails(code).items() if key.startswith(("applicant/", "reviewer/"))}

    revealing = [
        (key, words)
        for key, text in told.items()
        for words in NOT_SAID_IN_MAIL
        if words in text.subject["fr"] + text.body["fr"]
    ]

    assert len(told) > 10
    assert revealing == []


@pytest.mark.parametrize("code", shipped_codes())
def test_every_text_is_sent_by_something_and_everything_sent_has_its_text(code: str) -> None:
    programme = shipped(code)

    assert unsent(programme) == ()
    assert {mention.text for mention in mentions(programme)} | set(letters_of(programme)) <= set(programme.texts)


@pytest.mark.parametrize("code", shipped_codes())
def test_every_letter_has_a_title_and_says_first_what_is_decided_for_whom(code: str) -> None:
    programme = shipped(code)

    for key in letters_of(programme):
        text = programme.texts[key]
        assert text.subject["fr"], key
        assert "{structure}" in text.body["fr"].split("\n\n")[0], key


def test_favourable_and_unfavourable_decisions_arrive_in_the_same_words() -> None:
    texts = shipped(LABEL).texts

    assert texts["applicant/decision_granted"] == texts["applicant/decision_refused"]
    assert texts["applicant/decision_granted"] == texts["applicant/decision_reserved"]


def test_an_invitation_names_no_structure() -> None:
    invitation = shipped(LABEL).texts["reviewer/invitation"]

    assert not {"structure", "reference", "holder"} & set(invitation.values)


def test_the_legal_grounds_are_articles_of_the_rules() -> None:
    programme = shipped(LABEL)
    rules = programme.document_by_code["usage"].body["fr"]

    for article in programme.eligibility.articles:
        assert f"\n{article.code}. " in rules


@pytest.mark.parametrize(
    "sentence",
    [
        "60 points sur 100",
        "50 points",
        "70 points",
        "trente-six mois",
        "quatorzième et le vingt-deuxième mois",
        "deux mois",
    ],
)
def test_the_rules_in_words_give_the_figures_of_the_programme(sentence: str) -> None:
    assert sentence in shipped(LABEL).document_by_code["usage"].body["fr"]


def test_the_rules_say_who_what_how_and_what_if() -> None:
    titles = re.findall(r"^## (.+)$", shipped(LABEL).document_by_code["usage"].body["fr"], re.MULTILINE)

    assert [title.split(". ", 1)[1] for title in titles] == [
        "La marque et son propriétaire",
        "Qui peut demander le label",
        "Ce que le label garantit",
        "Comment le label est donné",
        "Ce que la structure titulaire doit faire",
        "Usage du nom et du logo",
        "Contrôle",
        "Manquements et sanctions",
        "Renouvellement, changement et fin",
        "Recours et réclamations",
        "Usage abusif",
        "Données et transparence",
        "Modification du règlement",
    ]


@pytest.mark.parametrize("code", shipped_codes())
def test_the_guarantee_is_one_sentence_and_the_register_has_the_last_word(code: str) -> None:
    attestation = shipped(code).attestation
    sentences: Words = attestation.guarantee

    assert sentences["fr"].count(".") == 1
    assert "seule l’information en ligne fait foi" in attestation.verification["fr"]
    assert "{verify_url}" in attestation.verification["fr"]
    assert "pas qualifié" in attestation.seal_statement["fr"]

"""Is this label genuine and in force? Answered to anybody, by number, short code or file, and never from a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from labelflow.models.label import Label
from labelflow.queries import labels
from tests.rows import changes, fingerprint
from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

SENTENCES = {
    "suspend_at_once": "Ce label est suspendu depuis le",
    "annul": "Ce label a été annulé le",
    "relinquish": "Ce label n’est plus en vigueur depuis le",
}
ACTS = {"suspend_at_once": "chair", "annul": "signatory", "relinquish": "librarian"}


def short_code(crowd: Crowd, number: str) -> str:
    with crowd.looking() as session:
        return session.scalars(select(Label.short_code).where(Label.number == number)).one()


def spellings(number: str) -> list[str]:
    prefix, year, sequence, check = number.split("-")
    return [
        number,
        number.lower(),
        f"  {number}  ",
        number.replace("-", " "),
        number.replace("-", ""),
        number.replace("-", "–"),
        f"{prefix}.{year}.{sequence}.{check}",
        f"{prefix}-{year}-{sequence.replace('0', 'O')}-{check}",
    ]


def test_a_number_is_understood_however_it_is_typed(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    code = short_code(stage.crowd, number)
    client = stage.app.test_client()

    for typed in [*spellings(number), code, " ".join(code).lower()]:
        answer = client.get("/verifier", query_string={"q": typed}, follow_redirects=True)
        assert (answer.request.path, answer.status_code) == (f"/v/{number}", 200), typed
        assert "Ce label est valable jusqu’au" in " ".join(answer.text.split()), typed


def test_a_pasted_address_of_this_site_leads_to_the_label_and_that_of_another_is_called_out(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    browser = stage.crowd.browser()

    ours = browser.get(f"/verifier?q={stage.settings.base_url}/v/{number}", 303)
    theirs = browser.get(f"/verifier?q=https://label.evil.example/v/{number}")

    assert ours.location.endswith(f"/v/{number}")
    assert "Adresse d’un autre site" in theirs.text
    assert "mène à un autre site (label.evil.example)" in theirs.text
    assert "Ce que dit ce site-ci du même numéro : Ce label est valable" in theirs.text


def test_a_wrong_check_character_is_said_to_be_one_and_no_other_number_is_shown(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    wrong = number[:-1] + ("X" if number[-1] != "X" else "Y")

    page = stage.crowd.browser().get(f"/v/{wrong}", 404)

    assert page.h1 == "Numéro mal saisi"
    assert "Une faute de frappe s’est glissée" in page.text
    assert number not in page.text


def test_the_answer_gives_holder_actions_and_dates_and_no_person(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    page = stage.crowd.browser().get(f"/v/{number}")

    facts = page.facts()
    assert (facts["Titulaire"], facts["Commune"], facts["Numéro"]) == ("L’Atelier des étoiles", "Foix", number)
    assert facts["Périmètre"] == "Ateliers et interventions scolaires, Expositions"
    named = [stage.crowd.person(key).name for key in ("applicant", "peer1", "chair", "signatory")]
    assert [name for name in named if name in page.text] == []


@pytest.mark.parametrize("place", ["applicant", "neighbour"])
def test_an_answer_leads_to_what_is_guaranteed_and_to_where_a_misuse_is_told(stage: Stage, place: str) -> None:
    number = stage.at(town)[place].number

    links = {link.text: str(link["href"]) for link in stage.crowd.browser().get(f"/v/{number}").soup.select("main a")}

    assert links["Ce qui est garanti, et comment"] == "/label/sciences-en-occitanie/garanties"
    assert links["Signaler un usage abusif"] == f"/signaler?numero={number}"


@pytest.mark.parametrize("step", ACTS)
def test_a_label_stops_being_valid_with_the_act_that_ends_it(stage: Stage, step: str) -> None:
    scene = stage.at(town)["library"]
    browser = stage.crowd.browser()
    before = browser.get(f"/v/{scene.number}")

    stage.crowd.take("label", scene.label, step, by=ACTS[step], **({} if step == "relinquish" else {"facts": LONG}))
    after = browser.get(f"/v/{scene.number}")

    assert "Ce label est valable" in before.text
    assert SENTENCES[step] in after.text
    assert "Ce label est valable" not in after.text
    assert LONG[:60] not in after.text, "reasons are not public"


def test_a_label_past_its_term_is_expired_even_before_the_clock_runs(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    stage.crowd.wait(days=3 * 366)

    assert "Ce label a expiré" in stage.crowd.browser().get(f"/v/{number}").text


def test_no_answer_is_kept_for_more_than_a_minute(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    kept = stage.crowd.browser().get(f"/v/{number}").headers["Cache-Control"]

    assert {part.strip() for part in kept.split(",")} <= {"public", "max-age=60"}


@pytest.mark.parametrize(
    "shape", ["a number never allotted", "an application", "words", "a script", "nothing like one"]
)
def test_what_was_never_allotted_is_unknown_and_nothing_more(stage: Stage, shape: str) -> None:
    scenes = stage.at(town)
    asked = {
        "a number never allotted": "SEO-2027-00099-D",
        "an application": scenes["club"].application,
        "words": "Club d’astronomie du Gers",
        "a script": "<script>alert(1)</script>",
        "nothing like one": "\u2603" * 200,
    }[shape]

    page = stage.crowd.browser().get(f"/v/{asked}", 404)

    assert page.h1 == "Numéro inconnu"
    assert "Aucun label ne porte ce numéro" in page.text
    told = page.text.replace(asked, "")
    hidden = ["candidature", "refus", "Gers", "dossier", stage.crowd.person("amateur").name]
    assert [word for word in hidden if word in told] == []


def test_the_answer_to_the_unknown_is_the_same_whatever_exists(stage: Stage) -> None:
    scenes = stage.at(town)
    asked = [scenes["club"].application, scenes["applicant"].application, "0123456789ab", "nothing"]
    browser = stage.crowd.browser()

    answers = {browser.get(f"/v/{one}", 404).html.replace(one, "…") for one in asked}

    assert len(answers) == 1


@pytest.mark.parametrize("typed", ["%00", "..%2F..%2Fetc", "%FF", "a" * 3000])
def test_bytes_that_are_no_text_are_unknown_too(crowd: Crowd, typed: str) -> None:
    crowd.browser().get(f"/v/{typed}", 404)


def test_verification_is_a_function_of_the_state_and_of_the_instant(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    states = {state.code: state.public_answer for state in stage.crowd.programme.machines["label"].states}
    before = fingerprint(stage.engine)

    for state, answer in states.items():
        with stage.engine.begin() as connection:
            connection.execute(update(Label).where(Label.number == number).values(state=state))
        with stage.crowd.looking():
            found = [labels.verify(number, stage.crowd.now).status for _twice in range(2)]
        assert found[0] == found[1]
        assert found[0].answer == answer
        assert found[0].counts_as_valid == (state in {"active", "formal_notice"})
    with stage.engine.begin() as connection:
        connection.execute(update(Label).where(Label.number == number).values(state="active"))
    assert changes(before, fingerprint(stage.engine)) == {}

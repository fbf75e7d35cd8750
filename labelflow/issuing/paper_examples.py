"""The papers of a programme as they would be written to a structure, a reviewer, a committee that do not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from labelflow.domain.certified_reviews import Work
from labelflow.domain.numbering import make_short_code
from labelflow.domain.words import SOURCE_LANGUAGE, in_language
from labelflow.i18n import day_in_words
from labelflow.issuing.contents import (
    Attendance,
    Deliberation,
    Ground,
    LetterContent,
    MinutesContent,
    Piece,
    ReceiptContent,
    Reservation,
    ReviewingContent,
    Signatory,
    Vote,
)
from labelflow.issuing.examples import (
    ADDRESS,
    DECIDED_ON,
    ENDS_ON,
    LONG_ADDRESS,
    LONGEST,
    SIGNATORY,
    STARTS_ON,
    USUAL,
    number_of,
)
from labelflow.issuing.wording import office_of, paragraphs, scope_names, town_of
from labelflow.programmes.letters import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.issuing.contents import Outcome
    from labelflow.programmes.schema import Programme

_REFERENCE: Final = "7KX2MQ9D4HTV"
_FACTS: Final = "Le dossier ne montre pas comment les sources des contenus sont vérifiées avant chaque animation."
_PEOPLE: Final = ("Claire Vidal-Fabre", "Bernard Soulié", "Hélène Castan", "Marc Teulière", "Jordi Puig i Serra")
_COLLEGES: Final = ("Collectivités", "Associations", "Recherche")
_OPENED_AT: Final = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
_LONG_PERSON: Final = "Marie-Antoinette-Joséphine de La Rochefoucauld-Montbéliard-Castelnau d’Estrètefonds"


def reviewing_example(programme: Programme, language: str, *, longest: bool = False) -> ReviewingContent:
    """A certificate of reviewing for the reviews of a year, in one of the programme's languages."""
    months = range(1, 13) if longest else (3, 11)
    code = make_short_code(bytes(range(3, 19)))
    return ReviewingContent(
        office=office_of(programme, language),
        code=code,
        person_name=_LONG_PERSON if longest else "Maëlle Puig-Castéran",
        year=2026,
        works=tuple(
            Work(month=date(2026, month, 1), reader=reader, number=2)
            for month in months
            for reader in (("peer", "scientist") if longest else ("peer",))
        ),
        issued_on=date(2026, 12, 4),
        verify_url=f"https://label.example/v/{code}",
        language=language,
    )


def receipt_example(programme: Programme, *, longest: bool = False) -> ReceiptContent:
    """The receipt of an application."""
    rule = programme.crpa.silence.rule
    return ReceiptContent(
        office=office_of(programme),
        reference=_REFERENCE,
        applicant_name=_name(longest=longest),
        recipient=_recipient(longest=longest),
        depositor="Jeanne Almodóvar",
        scope_names=_scopes(programme, longest=longest),
        received_at=datetime(2026, 9, 3, 14, 42, tzinfo=UTC),
        silence_rule=rule,
        silence_on=date(2027, 1, 3) if rule != "none" else None,
        remedies=paragraphs(in_language(programme.crpa.remedies)),
        pieces=tuple(_pieces(programme, 40 if longest else 1)),
        snapshot_sha256=sha256(b"snapshot").hexdigest(),
        algorithm_mention=in_language(programme.crpa.algorithm),
    )


def letter_example(programme: Programme, outcome: str, *, longest: bool = False) -> LetterContent:
    """The letter of one of the decisions that the programme knows; a reserved grant has reservations."""
    kind, name = _outcome_of(programme, outcome), _name(longest=longest)
    title, said = _words(programme, outcome, name)
    granted, few = kind.startswith("granted"), 1 if not longest else 12
    grounds = tuple(Ground(rule=f"Article {n}", facts=_FACTS) for n in range(1, few + 1))
    return LetterContent(
        office=office_of(programme),
        outcome=kind,
        title=title,
        decision=said[0],
        reference=_REFERENCE,
        applicant_name=name,
        recipient=_recipient(longest=longest),
        scope_names=_scopes(programme, longest=longest),
        signed_on=DECIDED_ON,
        place=town_of(programme.owner.address),
        signatory=Signatory(name=SIGNATORY, capacity=in_language(programme.attestation.capacity)),
        considerations=tuple(filter(None, in_language(programme.crpa.considerations).split("\n"))),
        number=number_of(programme) if granted else "",
        starts_on=STARTS_ON if granted else None,
        ends_on=ENDS_ON if granted else None,
        reservations=tuple(_reservations(few)) if kind == "granted_with_reservations" else (),
        grounds=() if granted else grounds,
        message=said[1:],
        remedies=() if kind == "deferred" else paragraphs(in_language(programme.crpa.remedies)) or (_FACTS,),
        algorithm_mention=in_language(programme.crpa.algorithm),
    )


def minutes_example(programme: Programme, *, longest: bool = False) -> MinutesContent:
    """The minutes of a session with a vote, an item without quorum, and a secret ballot that the chair decided."""
    people = _PEOPLE * (6 if longest else 1)
    return MinutesContent(
        office=office_of(programme),
        committee="Séance d’automne",
        reference=_REFERENCE,
        convened_on=date(2026, 11, 9),
        opened_at=_OPENED_AT,
        closed_at=_OPENED_AT.replace(hour=15),
        place="Hôtel de Région, Toulouse, et à distance",
        chair=SIGNATORY,
        secretary=office_of(programme).name,
        second_convocation=False,
        members=tuple(
            Attendance(name=name, college=_COLLEGES[place % 3], presence="remote" if place % 3 else "present")
            for place, name in enumerate(people)
        ),
        items=tuple(_items(longest=longest)) * (4 if longest else 1),
        signatories=(Signatory(name=SIGNATORY, capacity=in_language(programme.attestation.capacity)),),
        approved_on=date(2026, 12, 9),
    )


def _items(*, longest: bool) -> Iterator[Deliberation]:
    held = Vote(in_favour=11, against=2, abstentions=1)
    split = Vote(in_favour=7, against=7, abstentions=2, secret=True, casting=True)
    for name, reached, result, vote in (
        (_name(longest=longest), 14, "Accordé", held),
        ("Kosmos", 5, "Sans décision", None),
        ("Muséum de Nîmes", 16, "Refusé", split),
    ):
        yield Deliberation(
            title=name,
            applicant_name=name,
            reference=_REFERENCE,
            rapporteur="Aïcha Benali",
            recused=("Bernard Soulié",) if vote is held else (),
            quorum_needed=7,
            quorum_reached=reached,
            result=result,
            vote=vote,
            reasons=(_FACTS,) if vote is split else (),
        )


def _outcome_of(programme: Programme, outcome: str) -> Outcome:
    """What kind of decision an outcome is, read from the flags of the state that it leads to."""
    machine = programme.machines["application"]
    step = machine.step_by_code.get(outcome)
    state = machine.by_code[step.target if step else outcome]
    if state.has("granted"):
        return "granted_with_reservations" if _opens_reservations(programme, outcome) else "granted"
    return "refused" if state.has("adverse") else "deferred"


def _opens_reservations(programme: Programme, outcome: str) -> bool:
    step = programme.machines["application"].step_by_code.get(outcome)
    return step is not None and any(use.rule == "open_reservations" for use in step.effects)


def _words(programme: Programme, outcome: str, name: str) -> tuple[str, tuple[str, ...]]:
    office = office_of(programme)
    values = {
        "contact": ", ".join(filter(None, (office.name, office.email, office.phone))),
        "last_day": day_in_words(ENDS_ON),
        "number": number_of(programme),
        "reference": _REFERENCE,
        "start_day": day_in_words(STARTS_ON),
        "structure": name,
    }
    title, body = programme.texts[f"{PREFIX}{outcome}"].fill(values, SOURCE_LANGUAGE)
    return title, paragraphs(body)


def _name(*, longest: bool) -> str:
    return LONGEST if longest else USUAL


def _recipient(*, longest: bool) -> tuple[str, ...]:
    return (LONGEST, *LONG_ADDRESS) if longest else (USUAL, *ADDRESS)


def _scopes(programme: Programme, *, longest: bool) -> tuple[str, ...]:
    return scope_names(programme, [scope.code for scope in (programme.scopes if longest else programme.scopes[:2])])


def _pieces(programme: Programme, most: int) -> Iterator[Piece]:
    """A file for each piece that the programme asks for, as many as are wanted."""
    slots = [in_language(slot.name) for slot in programme.form.slots] or ["Dossier"]
    for place in range(max(most, min(len(slots), 4))):
        name = f"{slots[place % len(slots)]}{f' ({place})' if place >= len(slots) else ''}.pdf"
        yield Piece(name=name, size_bytes=234_567 * (place + 1), sha256=sha256(name.encode()).hexdigest())


def _reservations(number: int) -> Iterator[Reservation]:
    for place in range(number + 1):
        severity, due_on = ("minor", date(2027, 5, 31)) if place % 2 else ("major", date(2027, 2, 28))
        yield Reservation(text=_FACTS, severity=severity, due_on=due_on)  # type: ignore[arg-type]  # one of the two

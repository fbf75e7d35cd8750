"""Contents of documents as a busy year would make them, and readers of PDF that are not ours."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pymupdf

from labelflow.domain.certified_reviews import Work
from labelflow.domain.numbering import make_number, make_short_code
from labelflow.issuing import (
    Attendance,
    CertificateContent,
    Deliberation,
    Ground,
    LetterContent,
    MinutesContent,
    Office,
    Piece,
    ReceiptContent,
    Reservation,
    ReviewingContent,
    Signatory,
    Vote,
)
from labelflow.issuing.typesetting import Enclosure

NUMBER = make_number("SEO", 2026, 42, 5)
VERIFY_URL = f"https://label.sciences-en-occitanie.example/v/{NUMBER}"
OFFICE = Office(
    programme="Sciences en Occitanie",
    owner="Région Occitanie / Pyrénées-Méditerranée",
    name="Coordination du label",
    address=("22 boulevard du Maréchal-Juin", "31406 Toulouse Cedex 9"),
    phone="05 61 00 00 00",
    email="label@sciences-en-occitanie.example",
)
CHAIR = Signatory(
    name="Claire Vidal-Fabre",
    capacity="Présidente de la commission de labellisation",
    delegation="Par délégation de la présidente de Région, arrêté du 3 janvier 2026",
)
REMEDIES = (
    "Cette décision peut faire l’objet d’un recours gracieux dans les deux mois qui suivent sa notification.",
    "Elle peut aussi être contestée devant le tribunal administratif de Toulouse, par courrier ou sur www.telerecours.fr.",
)
ALGORITHM = "Cette décision a été prise avec l’aide d’un traitement algorithmique ; ses règles vous sont communiquées sur demande."


def certificate(**changes: Any) -> CertificateContent:
    """A certificate of every day."""
    usual: dict[str, Any] = {
        "number": NUMBER,
        "short_code": make_short_code(bytes(range(7, 23))),
        "holder_name": "Les Petits Ateliers du Lauragais",
        "holder_address": ("12 rue du Collège", "31250 Revel"),
        "scope_names": ("Ateliers scolaires", "Expositions itinérantes", "Sciences participatives"),
        "programme_name": "Sciences en Occitanie",
        "owner": OFFICE.owner,
        "title": "Attestation de labellisation",
        "granted": "Label accordé le 24 novembre 2026 par",
        "reference": "Référentiel 2026.1",
        "verification": (
            "L’authenticité et la validité de ce label se vérifient à l’adresse ",
            " ; seule l’information en ligne fait foi.",
        ),
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2029, 11, 30),
        "granted_on": date(2026, 11, 24),
        "signatory_name": CHAIR.name,
        "signatory_capacity": CHAIR.capacity,
        "verify_url": VERIFY_URL,
        "guarantee": "Des pairs et des scientifiques ont examiné les actions de cette structure et attestent de leur "
        "rigueur scientifique, de la qualité de leur médiation et de l’attention portée à tous les publics.",
    }
    return CertificateContent(**usual | changes)


def enclosed() -> Enclosure:
    """A file that travels in a certificate."""
    return Enclosure(
        name="credential.json",
        data=b'{"type":["VerifiableCredential","OpenBadgeCredential"]}',
        description="Ce que dit cette attestation, pour les logiciels",
        made_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    )


def letter(**changes: Any) -> LetterContent:
    """A refusal with its reasons, unless told otherwise."""
    usual: dict[str, Any] = {
        "office": OFFICE,
        "outcome": "refused",
        "title": "Décision de refus du label",
        "decision": "Le label n’est pas attribué à Les Petits Ateliers du Lauragais.",
        "reference": "C-2026-0117",
        "applicant_name": "Les Petits Ateliers du Lauragais",
        "recipient": (
            "Les Petits Ateliers du Lauragais",
            "À l’attention de la présidente",
            "12 rue du Collège",
            "31250 Revel",
        ),
        "scope_names": ("Ateliers scolaires",),
        "signed_on": date(2026, 11, 24),
        "place": "Toulouse",
        "signatory": CHAIR,
        "considerations": ("le règlement d’usage du label", "le référentiel 2026.1"),
        "grounds": (
            Ground(rule="Article 7, critère A1", facts="Trois erreurs dans les scripts joints le 3 septembre 2026."),
            Ground(rule="Article 9, critère D3", facts="Aucune fiche de risque pour l’azote liquide."),
        ),
        "message": ("Une nouvelle demande peut être présentée à partir du 24 mai 2027.",),
        "remedies": REMEDIES,
        "algorithm_mention": ALGORITHM,
    }
    return LetterContent(**usual | changes)


def reserved_grant(**changes: Any) -> LetterContent:
    """A grant with a major and a minor reservation."""
    usual: dict[str, Any] = {
        "outcome": "granted_with_reservations",
        "title": "Décision d’attribution du label avec réserves",
        "decision": "Le label est attribué à Les Petits Ateliers du Lauragais, sous les réserves suivantes. Il porte le "
        f"numéro {NUMBER} et vaut du 1er décembre 2026 au 30 novembre 2029.",
        "grounds": (),
        "message": ("Sans preuve reçue à ces dates, le label deviendra caduc.",),
        "number": NUMBER,
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2029, 11, 30),
        "reservations": (
            Reservation(text="Publier l’avis des enseignants.", severity="minor", due_on=date(2027, 5, 31)),
            Reservation(text="Produire une assurance valable.", severity="major", due_on=date(2027, 2, 28)),
        ),
    }
    return letter(**usual | changes)


def receipt(**changes: Any) -> ReceiptContent:
    """A receipt under the rule that silence rejects."""
    names = ("Statuts 2024.pdf", "Attestation d’assurance.pdf", "Fiches d’action (3).pdf")
    usual: dict[str, Any] = {
        "office": OFFICE,
        "reference": "C-2026-0117",
        "applicant_name": "Les Petits Ateliers du Lauragais",
        "recipient": ("Les Petits Ateliers du Lauragais", "12 rue du Collège", "31250 Revel"),
        "depositor": "Jeanne Almodóvar, présidente",
        "scope_names": ("Ateliers scolaires", "Expositions itinérantes"),
        "received_at": datetime(2026, 9, 3, 16, 42, tzinfo=UTC),
        "silence_rule": "rejection",
        "silence_on": date(2026, 11, 3),
        "remedies": REMEDIES,
        "pieces": tuple(Piece(name=n, size_bytes=234_567, sha256=sha256(n.encode()).hexdigest()) for n in names),
        "snapshot_sha256": sha256(b"snapshot").hexdigest(),
    }
    return ReceiptContent(**usual | changes)


def minutes(**changes: Any) -> MinutesContent:  # long: one record, spelled out
    """A session with a reserved grant, an item without quorum and a refusal by casting vote."""
    item: dict[str, Any] = {"title": "Demande de label", "rapporteur": "Aïcha Benali", "quorum_needed": 7}
    usual: dict[str, Any] = {
        "office": OFFICE,
        "committee": "Commission de labellisation",
        "reference": "Séance 2026-4",
        "convened_on": date(2026, 11, 9),
        "opened_at": datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        "closed_at": datetime(2026, 11, 18, 15, 0, tzinfo=UTC),
        "place": "Hôtel de Région, Toulouse, et à distance",
        "chair": CHAIR.name,
        "secretary": "Paul Marty",
        "second_convocation": False,
        "members": (
            Attendance(name=CHAIR.name, college="Région", presence="present", role="présidente"),
            Attendance(name="Bernard Soulié", college="Département du Tarn", presence="remote"),
            Attendance(name="Hélène Castan", college="Académie", presence="represented", proxy="Bernard Soulié"),
            Attendance(name="Marc Teulière", college="Universités", presence="excused"),
            Attendance(name="Jordi Puig i Serra", college="Associations", presence="absent"),
        ),
        "items": (
            Deliberation(
                **item,
                applicant_name="Les Petits Ateliers du Lauragais",
                reference="C-2026-0117",
                recused=("Bernard Soulié",),
                quorum_reached=14,
                result="Label accordé avec réserves",
                vote=Vote(in_favour=11, against=2, abstentions=1),
                sense="Pour trois ans, sous deux réserves.",
                dissents=("Mme Castan aurait souhaité un ajournement.",),
            ),
            Deliberation(
                **item,
                applicant_name="Kosmos",
                reference="C-2026-0118",
                recused=(),
                quorum_reached=5,
                result="Ajourné",
                sense="L’examen est reporté au 9 décembre 2026.",
            ),
            Deliberation(
                **item,
                applicant_name="Muséum de Nîmes",
                reference="C-2026-0120",
                recused=(),
                quorum_reached=16,
                result="Label refusé",
                vote=Vote(in_favour=7, against=7, abstentions=2, secret=True, casting=True),
                reasons=("Le critère A1 n’est pas satisfait : deux contenus contiennent des erreurs.",),
            ),
        ),
        "signatories": (Signatory(name=CHAIR.name, capacity="Présidente de séance"),),
    }
    return MinutesContent(**usual | changes)


def reviewing(**changes: Any) -> ReviewingContent:
    """A year's reviews of somebody who reads as a peer and as a scientist."""
    usual: dict[str, Any] = {
        "office": OFFICE,
        "code": "7KQ4M2XR9",
        "person_name": "Maëlle Puig-Castéran",
        "year": 2026,
        "works": (
            Work(month=date(2026, 3, 1), reader="peer", number=2),
            Work(month=date(2026, 3, 1), reader="scientist", number=1),
            Work(month=date(2026, 11, 1), reader="peer", number=1),
        ),
        "issued_on": date(2026, 12, 4),
        "verify_url": "https://label.sciences-en-occitanie.example/v/7KQ4M2XR9",
    }
    return ReviewingContent(**usual | changes)


def words(text: str) -> str:
    """A text for comparison: one space between words, ligatures and no-break spaces undone."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def joined(text: str) -> str:
    """A text without any space, for what may break anywhere over lines."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def text_of(pdf: bytes) -> str:
    """What MuPDF reads, page after page."""
    with pymupdf.open(stream=pdf) as document:
        return "\n".join(page.get_text() for page in document)

"""Issued documents and public verification. Nothing heavy is imported before a document is made."""

from labelflow.issuing.contents import (
    Attendance,
    CertificateContent,
    ContentFault,
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
from labelflow.issuing.documents import (
    render_certificate,
    render_letter,
    render_minutes,
    render_receipt,
    render_reviewing,
)
from labelflow.issuing.typesetting import DocumentFault

__all__ = [
    "Attendance",
    "CertificateContent",
    "ContentFault",
    "Deliberation",
    "DocumentFault",
    "Ground",
    "LetterContent",
    "MinutesContent",
    "Office",
    "Piece",
    "ReceiptContent",
    "Reservation",
    "ReviewingContent",
    "Signatory",
    "Vote",
    "render_certificate",
    "render_letter",
    "render_minutes",
    "render_receipt",
    "render_reviewing",
]

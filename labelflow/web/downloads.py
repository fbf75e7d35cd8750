"""Files to download: pieces of evidence and issued documents, to whoever may read them and to nobody else."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, send_file

from labelflow import clock
from labelflow.db import settings
from labelflow.domain.territory import plain_words
from labelflow.models.label import Label
from labelflow.queries.reading import readable_document, readable_piece
from labelflow.queries.subjects import subject_called
from labelflow.services.documents import render
from labelflow.store import Store
from labelflow.web.access import current_actor, signed_in

if TYPE_CHECKING:
    from flask import Response

    from labelflow.models.file import Document

downloads = Blueprint("downloads", __name__)


@downloads.get("/pieces/<string:piece_id>")
@signed_in
def piece(piece_id: str) -> Response:
    found = readable_piece(piece_id, current_actor(), clock.now())
    data = Store(settings().files).read(found.sha256)
    return _sent(data, found.filename, found.media_type)


@downloads.get("/documents/<string:document_id>")
@signed_in
def document(document_id: str) -> Response:
    found = readable_document(document_id, current_actor(), clock.now())
    name = _file_name(found)
    data = render(found.public_id, store=Store(settings().files), now=clock.now())
    return _sent(data, name, "application/pdf")


def _sent(data: bytes, name: str, media_type: str) -> Response:
    """As an attachment, whatever it holds: nothing that was uploaded runs or shows inside the site."""
    answer = send_file(BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _file_name(found: Document) -> str:
    """« attestation-de-labellisation-SEO-2027-00001-4.pdf »."""
    if found.chain_kind == "person":
        reference = str(found.content["code"])
    else:
        subject = subject_called(found.chain_kind, found.chain_subject)
        reference = subject.number if isinstance(subject, Label) else found.chain_subject
    title = "-".join(plain_words(found.title))
    return re.sub(r"[^\w-]+", "-", f"{title}-{reference}") + ".pdf"

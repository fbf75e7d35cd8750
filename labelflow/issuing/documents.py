"""Makes the documents that labelflow issues: each a pure function of its content and of the design.

PDF/A-3a and PDF/UA-1, tagged, one language, the same bytes for the same content. Importing this
module loads neither WeasyPrint nor zxing-cpp.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from labelflow import paths
from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.sheet import QR, SEAL, Page, Sheet
from labelflow.issuing.compiled.shelf import Shelf, TooLong
from labelflow.issuing.pages import data_uri, html_of
from labelflow.issuing.qr import qr_svg
from labelflow.issuing.seal import seal_svg
from labelflow.issuing.typesetting import DocumentFault, press_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from labelflow.issuing.contents import (
        CertificateContent,
        LetterContent,
        MinutesContent,
        ReceiptContent,
        ReviewingContent,
    )
    from labelflow.issuing.seal import Place
    from labelflow.issuing.typesetting import Enclosure, Press

_SIZES: Final = ("size-1", "size-2", "size-3", "size-4", "size-5")
"""From the largest name of a holder to the smallest, and with it the rest of the page."""
_ROOM: Final = (16, 42, 80, 150)
"""Characters of a name that each size but the last takes in two or three lines."""


def render_certificate(
    content: CertificateContent,
    *,
    design: Path | None = None,
    enclosed: Enclosure | None = None,
    templates: Path | None = None,
) -> bytes:
    """The *attestation de labellisation*: one A4 landscape page, with its credential enclosed.

    The holder's name takes the largest size at which everything fits. Raises DocumentFault when
    even the smallest does not, rather than cut anything. With a folder of ``templates`` the page
    is laid out once and then filled in (`labelflow.issuing.compiled`): the same page, in other bytes.
    """
    design = design or paths.certificates()
    shelf = Shelf(templates, design, lambda: _press_of(design)) if templates else None
    for size in _SIZES[_first_size(content.holder_name) :]:
        pdf = _at(size, content, design, enclosed, shelf)
        if pdf is not None:
            return pdf
    raise DocumentFault(f"the certificate {content.number} does not fit on a page")


def certificate_html(content: CertificateContent, *, design: Path, size: str) -> str:
    """The page that `render_certificate` typesets, at one size."""
    return _page(content, design, size, None).html()


def _at(
    size: str, content: CertificateContent, design: Path, enclosed: Enclosure | None, shelf: Shelf | None
) -> bytes | None:
    """The certificate at one size; None when it takes more than a page."""
    page = _page(content, design, size, enclosed)
    if shelf is not None and not any(map(page.sheet.says, (content.number, content.short_code))):
        try:
            return shelf.issued(page)
        except TooLong:
            return None
        except Unsettable:
            pass
    return _press_of(design).pdf(page.html(), single_page=True, enclosed=enclosed)


def _page(content: CertificateContent, design: Path, size: str, enclosed: Enclosure | None) -> Page:
    markup = html_of(
        "certificate.html",
        content,
        design=design,
        language=content.language,
        size=size,
        seal=SEAL,
        qr=QR,
    )
    return Page(markup, Sheet.of(markup), _drawn(content.seal_points), content.verify_url, enclosed)


def _press_of(design: Path) -> Press:
    return press_for(design, "base.css", "certificate.css")


def render_letter(content: LetterContent, *, design: Path | None = None) -> bytes:
    """The letter by which a decision is notified."""
    return _paper("letter", content, design)


def render_receipt(content: ReceiptContent, *, design: Path | None = None) -> bytes:
    """The *accusé de réception électronique* of an application."""
    return _paper("receipt", content, design)


def render_minutes(content: MinutesContent, *, design: Path | None = None) -> bytes:
    """The *procès-verbal* of a committee session."""
    return _paper("minutes", content, design)


def render_reviewing(content: ReviewingContent, *, design: Path | None = None) -> bytes:
    """The *attestation d’évaluation* of a reviewer; in the shared design when a programme's own knows of none."""
    own = design is not None and (design / "reviewing.html").is_file()
    return _paper(
        "reviewing", content, design if own else None, "reviewing.css", qr=data_uri(qr_svg(content.verify_url))
    )


def _paper(
    name: str,
    content: LetterContent | ReceiptContent | MinutesContent | ReviewingContent,
    design: Path | None,
    *sheets: str,
    **drawn: str,
) -> bytes:
    """A document on as many A4 portrait pages as it takes."""
    design = design or paths.certificates()
    drawn["seal"] = _seal(content.office.places)
    html = html_of(f"{name}.html", content, design=design, language=content.language, **drawn)
    pdf = press_for(design, "base.css", "paper.css", *sheets).pdf(html)
    assert pdf is not None, "only a single page may fail to fit"
    return pdf


def _seal(places: Iterable[Place]) -> str:
    return data_uri(_drawn(tuple(places)))


@lru_cache(maxsize=16)
def _drawn(places: tuple[Place, ...]) -> str:
    return seal_svg(places)


def _first_size(name: str) -> int:
    """Index of the largest size worth trying for ``name``."""
    return next((index for index, room in enumerate(_ROOM) if len(name) <= room), len(_ROOM))

"""HTML in, PDF/A-3a and PDF/UA-1 out, the same bytes for the same input.

A press keeps the parsed style sheets and the fonts of one design, which is a third of the work of a
page. WeasyPrint's image cache is deliberately not kept: it would hold every QR code for ever.
"""

from __future__ import annotations

import atexit
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from labelflow.errors import LabelflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

VARIANT: Final = "pdf/a-3a"
_INTENT: Final = "sRGB"


class DocumentFault(LabelflowError):
    """A design that cannot make a document: it loads what it may not, or its content does not fit."""

    code = "document-fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that travels inside the document: the same facts, for machines (``AFRelationship`` Data)."""

    name: str
    data: bytes
    description: str
    made_at: datetime
    """UTC: written in the file, so that the same document is made again to the same byte."""


class Watcher(Protocol):
    """Looks on while a document is made (see `labelflow.issuing.compiled`)."""

    def laid_out(self, document: Any, root: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
        """Told once the pages are known, before they are painted; `root` is the element of the whole document."""

    def written(self, pdf: Any) -> None:  # noqa: ANN401 - same
        """Told once every object of the PDF is there."""


class Press:
    """Typesets pages with one design; safe to share between threads, one page at a time."""

    def __init__(self, design: Path, stylesheets: tuple[str, ...]) -> None:
        from weasyprint import CSS  # noqa: PLC0415 - 0.4 s of import, only when a document is made
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - same

        from labelflow.issuing.fetching import DesignFetcher  # noqa: PLC0415 - imports WeasyPrint

        self._lock = Lock()
        self._base_url = f"{design.resolve().as_uri()}/"
        self._fetcher = DesignFetcher(design)
        self._fonts = FontConfiguration()
        with _faults_of_the_design():
            self._sheets = [
                CSS(filename=design / name, url_fetcher=self._fetcher, font_config=self._fonts) for name in stylesheets
            ]

    def pdf(
        self, html: str, *, single_page: bool = False, enclosed: Enclosure | None = None, watcher: Watcher | None = None
    ) -> bytes | None:
        """The PDF of ``html``; None when it should fit on a single page and does not."""
        from weasyprint import HTML  # noqa: PLC0415 - see above

        from labelflow.issuing.xmp import declaring_pdfua  # noqa: PLC0415 - kept with the other lazy imports

        with self._lock, _faults_of_the_design():
            source = HTML(string=html, base_url=self._base_url, url_fetcher=self._fetcher)
            document = self._laid_out(source)
            if single_page and len(document.pages) > 1:
                return None
            document.metadata.generate_rdf_metadata = declaring_pdfua(document.metadata.generate_rdf_metadata)
            if watcher is not None:
                watcher.laid_out(document, source.etree_element)
            identifier = sha256(html.encode() + (enclosed.data if enclosed else b"")).digest()[:16]
            written: bytes = document.write_pdf(
                pdf_variant=VARIANT,
                output_intent=_INTENT,
                pdf_identifier=identifier,
                attachments=[_attached(enclosed)] if enclosed else None,
                finisher=_finisher(watcher),
            )
            return written

    def _laid_out(self, source: Any) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        return source.render(
            stylesheets=self._sheets,
            font_config=self._fonts,
            color_profiles={_INTENT: _srgb()},
            pdf_variant=VARIANT,
            output_intent=_INTENT,
        )


def _finisher(watcher: Watcher | None) -> Callable[[object, Any], None]:
    from labelflow.issuing.tagging import finish  # noqa: PLC0415 - see above

    def finishing(document: object, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
        finish(document, pdf)
        if watcher is not None:
            watcher.written(pdf)

    return finishing


def _attached(enclosed: Enclosure) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """What WeasyPrint attaches; such an object serves once."""
    from weasyprint import Attachment  # noqa: PLC0415 - see above

    return Attachment(
        string=enclosed.data,
        name=enclosed.name,
        description=enclosed.description,
        relationship="Data",
        created=enclosed.made_at,
        modified=enclosed.made_at,
    )


def _srgb() -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """WeasyPrint's own sRGB profile; left to itself it opens the file for each document and never closes it.

    A new one for each document: a profile that was written once is written otherwise the second time.
    """
    from weasyprint.css import ColorProfile  # noqa: PLC0415 - see above

    return ColorProfile(BytesIO(_icc()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache(maxsize=1)
def _icc() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


@contextmanager
def _faults_of_the_design() -> Iterator[None]:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - see above

    try:
        yield
    except FatalURLFetchingError as fault:
        raise DocumentFault(str(fault)) from fault


@lru_cache(maxsize=4)
def _press(design: Path, stylesheets: tuple[str, ...], _stamps: tuple[int, ...]) -> Press:
    return Press(design, stylesheets)


def press_for(design: Path, *stylesheets: str) -> Press:
    """The press of these style sheets of ``design``, made anew when one of the files has changed."""
    stamps = tuple((design / name).stat().st_mtime_ns for name in stylesheets)
    return _press(design, stylesheets, stamps)


# WeasyPrint keeps each press's fonts in a temporary folder and removes it when the press goes: which
# must happen before the interpreter takes its own modules apart.
atexit.register(_press.cache_clear)

"""A page of HTML in two parts: what every certificate of a design shares, and what stands in its slots.

A design marks with ``data-slot`` each element whose text changes from one certificate to the next; the
title, the two dates of the head and the address of a marked link go with them. Everything else is
shared, and a template is kept under its fingerprint: a text that nobody marked can never be taken for
another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from labelflow.issuing.pages import data_uri
from labelflow.issuing.qr import qr_svg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labelflow.issuing.typesetting import Enclosure

QR: Final = "labelflow:qr"
SEAL: Final = "labelflow:seal"
"""What a page says where its drawings will be: as the source of an image, which no text can imitate."""
_HOLES: Final = re.compile(
    r"<title>(?P<title>[^<]*)</title>"
    r'|<meta name="dcterms\.(?:created|modified)" content="(?P<date>[^"]*)">'
    r"|<(?P<tag>\w+)(?P<attributes>(?:\s[^<>]*)?\sdata-slot(?:[\s=][^<>]*)?)>(?P<text>[^<]*)</(?P=tag)>"
)
_LINK: Final = re.compile(r'\shref="(?P<link>[^"]*)"')
_DRAWN: Final = re.compile(f'src="({QR}|{SEAL})"')
_SPACES: Final = re.compile(r"[ \t\n\r]+")
_KINDS: Final = ("title", "date", "text")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: `shared` stands around `values`, each of a kind (title, date, link, text)."""

    shared: tuple[str, ...]
    kinds: tuple[str, ...]
    values: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Sheet:
        """Take a page apart."""
        spans: list[tuple[str, int, int]] = []
        for found in _HOLES.finditer(html):
            if found["attributes"] and (link := _LINK.search(html, *found.span("attributes"))):
                spans.append(("link", *link.span("link")))
            spans += [(kind, *found.span(kind)) for kind in _KINDS if found[kind] is not None]
        edges = [0, *(edge for _, start, end in spans for edge in (start, end)), len(html)]
        shared = tuple(html[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
        values = tuple(_read(kind, html[start:end]) for kind, start, end in spans)
        return cls(shared, tuple(kind for kind, _, _ in spans), values)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the marked elements, in the order of the page."""
        return tuple(value for kind, value in zip(self.kinds, self.values, strict=True) if kind == "text")

    def with_values(self, values: Mapping[str, Sequence[str]]) -> Sheet:
        """The same page with other values, given for each kind in the order of the page."""
        waiting = {kind: iter(those) for kind, those in values.items()}
        return Sheet(self.shared, self.kinds, tuple(next(waiting[kind]) for kind in self.kinds))

    def html(self) -> str:
        """The page put together again."""
        filled = [part for pair in zip(self.shared, map(escape, self.values), strict=False) for part in pair]
        return "".join((*filled, self.shared[-1]))

    def says(self, text: str) -> bool:
        """Whether a text stands in the part that is shared."""
        return any(escape(text) in part for part in self.shared)


@dataclass(frozen=True, slots=True)
class Page:
    """One certificate as it is to be printed: its page, its seal (SVG), the address in its QR code, what it encloses."""

    markup: str
    sheet: Sheet
    seal: str
    address: str
    enclosed: Enclosure | None

    def html(self) -> str:
        """The whole page, for WeasyPrint."""
        drawn = {QR: data_uri(qr_svg(self.address)), SEAL: data_uri(self.seal)}
        return _DRAWN.sub(lambda found: f'src="{drawn[found[1]]}"', self.markup)


def _read(kind: str, markup: str) -> str:
    text = unescape(markup)
    return text if kind in {"date", "link"} else " ".join(_SPACES.split(text)).strip(" ")

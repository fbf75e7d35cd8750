"""Tries a design before anything is issued with it: the usual certificate, and the longest, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateError

from labelflow.issuing.documents import render_certificate
from labelflow.issuing.examples import certificate_example
from labelflow.issuing.typesetting import DocumentFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from labelflow.programmes.schema import Programme


def previews(programme: Programme, design: Path) -> Iterator[tuple[str, bytes]]:
    """Certificates of a structure that does not exist, with the names of their files. Raises DocumentFault."""
    for language in programme.certificate_languages:
        for longest in (False, True):
            name = f"attestation-{language}{'-longue' if longest else ''}.pdf"
            try:
                yield name, render_certificate(certificate_example(programme, language, longest=longest), design=design)
            except TemplateError as fault:
                raise DocumentFault(f"{type(fault).__name__}: {fault}") from fault

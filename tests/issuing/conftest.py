from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.issuing import (
    render_certificate,
    render_letter,
    render_minutes,
    render_receipt,
    render_reviewing,
)
from tests.issuing import samples

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("certificate", "compiled", "letter", "reserved_grant", "receipt", "minutes", "reviewing")


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One document of each kind."""
    return {
        "certificate": render_certificate(samples.certificate(), enclosed=samples.enclosed()),
        "compiled": render_certificate(
            samples.certificate(), enclosed=samples.enclosed(), templates=tmp_path_factory.mktemp("shelf")
        ),
        "letter": render_letter(samples.letter()),
        "reserved_grant": render_letter(samples.reserved_grant()),
        "receipt": render_receipt(samples.receipt()),
        "minutes": render_minutes(samples.minutes()),
        "reviewing": render_reviewing(samples.reviewing()),
    }


@pytest.fixture(params=KINDS)
def document(request: pytest.FixtureRequest, issued: dict[str, bytes]) -> bytes:
    """Each kind of document in turn."""
    return issued[request.param]


@pytest.fixture
def document_file(document: bytes, tmp_path: Path) -> Path:
    """The document in a file, for programs that are not ours."""
    path = tmp_path / "document.pdf"
    path.write_bytes(document)
    return path

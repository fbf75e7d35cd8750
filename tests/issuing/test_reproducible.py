"""The same content always gives the same bytes: a file is recognised by them."""

from __future__ import annotations

from hashlib import sha256

from labelflow.issuing import render_certificate, render_letter, render_minutes, render_receipt
from tests.issuing import samples


def test_a_document_made_again_in_the_same_process_is_the_same_to_the_byte() -> None:
    def once() -> list[str]:
        made = (
            render_certificate(samples.certificate()),
            render_letter(samples.letter()),
            render_minutes(samples.minutes()),
            render_receipt(samples.receipt()),
        )
        return [sha256(data).hexdigest() for data in made]

    first, second, third = once(), once(), once()

    assert first == second == third

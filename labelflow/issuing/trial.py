"""Tries a design before anything is issued with it: every kind of document of a programme, the usual and the longest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from labelflow.issuing import documents, paper_examples
from labelflow.issuing.examples import certificate_example
from labelflow.issuing.typesetting import DocumentFault
from labelflow.programmes.letters import PREFIX, letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from labelflow.programmes.schema import Programme

    Make = Callable[[], bytes]


def previews(programme: Programme, design: Path) -> Iterator[tuple[str, bytes]]:
    """Documents about people and structures that do not exist, with the names of their files. Raises DocumentFault."""
    for name, make in examples(programme, design):
        try:
            yield name, make()
        except TemplateError as fault:
            raise DocumentFault(f"{name}: {type(fault).__name__}: {fault}") from fault


def examples(programme: Programme, design: Path) -> Iterator[tuple[str, Make]]:
    """The name of each example and what makes it: the kinds that the programme issues, in the languages of each."""
    for longest in (False, True):
        tail = "-longue" if longest else ""
        for language in programme.certificate_languages:
            certificate = certificate_example(programme, language, longest=longest)
            yield f"attestation-{language}{tail}.pdf", partial(documents.render_certificate, certificate, design=design)
        if "assignment" in programme.machines:
            for language in programme.certificate_languages:
                said = paper_examples.reviewing_example(programme, language, longest=longest)
                yield f"evaluation-{language}{tail}.pdf", partial(documents.render_reviewing, said, design=design)
        yield from _papers(programme, design, longest=longest)


def _papers(programme: Programme, design: Path, *, longest: bool) -> Iterator[tuple[str, Make]]:
    """Receipt, letters and minutes: acts in the language of the administration."""
    tail = "-longue" if longest else ""
    used = {use.rule for machine in programme.machines.values() for step in machine.steps for use in step.effects}
    if "issue_receipt" in used:
        receipt = paper_examples.receipt_example(programme, longest=longest)
        yield f"accuse{tail}.pdf", partial(documents.render_receipt, receipt, design=design)
    for code in letters_of(programme):
        outcome = code.removeprefix(PREFIX)
        letter = paper_examples.letter_example(programme, outcome, longest=longest)
        yield f"lettre-{outcome}{tail}.pdf", partial(documents.render_letter, letter, design=design)
    if "issue_minutes" in used:
        minutes = paper_examples.minutes_example(programme, longest=longest)
        yield f"proces-verbal{tail}.pdf", partial(documents.render_minutes, minutes, design=design)

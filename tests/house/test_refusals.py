"""Every refusal has its sentence, and every sentence gets the details that it names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from labelflow.sentences import SENTENCES
from labelflow.services.structure_import import sentences as of_import
from tests.house.sources import python_files, shown, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = {**of_import.REFUSED, **of_import.DROPPED, **of_import.MENDED, **SENTENCES}
SAID = {code: str(sentence) for code, sentence in ALL.items()}
NAMES = re.compile(r"%\((\w+)\)")
EXAMPLES = {"example"}
"""Codes that only docstrings and examples use."""


def refusals() -> Iterator[tuple[str, str, ast.Call]]:
    """Every refusal that the code spells out: (where, code, call)."""
    for path in python_files("labelflow"):
        for node in ast.walk(tree(path)):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal"
            if named and node.args and isinstance(node.args[0], ast.Constant):
                yield f"{shown(path)}:{node.lineno}", node.args[0].value, node


def given(call: ast.Call) -> set[str] | None:
    """Names of the details that a call spells out; None when they are made elsewhere."""
    if len(call.args) < 2:
        return set()
    details = call.args[1]
    if isinstance(details, ast.Dict) and all(isinstance(key, ast.Constant) for key in details.keys):
        return {key.value for key in details.keys if isinstance(key, ast.Constant)}
    return None


def test_every_refusal_has_a_sentence() -> None:
    found = list(refusals())

    assert len(found) > 50
    assert [(where, code) for where, code, _call in found if code not in SAID | dict.fromkeys(EXAMPLES)] == []


def test_every_sentence_is_given_the_details_that_it_names() -> None:
    lacking = [
        (where, code, sorted(set(NAMES.findall(SAID[code])) - details))
        for where, code, call in refusals()
        if code in SAID
        for details in [given(call)]
        if details is not None and not set(NAMES.findall(SAID[code])) <= details
    ]

    assert lacking == []

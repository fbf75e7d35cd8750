"""The journal's canonical form is RFC 8785, whichever way it is written."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from labelflow.queries.journal import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner) | st.tuples(inner, inner), max_leaves=20
)


@given(st.dictionaries(texts, values))
def test_a_body_has_the_form_of_the_standard(body: dict[str, Any]) -> None:
    assert canonical(body) == rfc8785.dumps(body)


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), {1: "a"}, [{"a": 2**60}], {"a"}])
def test_what_the_standard_cannot_write_is_not_written(value: object) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"data": value})


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - either encoder's own words
        canonical({"data": "\ud800"})

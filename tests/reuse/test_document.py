"""The OpenAPI document says what the API does: schemathesis makes requests from it, sound and unsound, and reads the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from labelflow.web.limits import limiter

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.stage import Stage

pytestmark = pytest.mark.one_database

BOUNDED = settings(
    max_examples=10, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
OPERATIONS = (
    "labels", "labels_number", "structures", "structures_name", "actions", "actions_name", "verify", "verify_file",
)  # fmt: skip
LISTS = ("labels", "structures", "actions")
"""What can be asked for wrongly: any text may be a number or an identifier."""


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_request_is_answered_as_the_document_says(stage: Stage, mode: GenerationMode) -> None:
    limiter.enabled = False
    try:
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", stage.app)
        found = {one.ok().definition.raw["operationId"]: one.ok() for one in schema.get_all_operations()}
        assert sorted(found) == sorted(OPERATIONS)
        for name in OPERATIONS if mode is GenerationMode.POSITIVE else LISTS:

            @BOUNDED
            @given(found[name].as_strategy(generation_mode=mode))
            def holds(case: schemathesis.Case) -> None:
                case.call_and_validate()

            holds()
    finally:
        limiter.enabled = True


def test_every_parameter_and_every_member_is_explained(reader: FlaskClient) -> None:
    told = reader.get("/api/v1/openapi.json").get_json()
    parameters = [
        (path, one["name"])
        for path, way in told["paths"].items()
        for verb in way.values()
        for one in verb["parameters"]
        if not one["description"]
    ]

    assert told["openapi"] == "3.1.0"
    assert parameters == []
    assert {"LabelEntry", "StructureEntry", "ActionEntry", "Verification", "Problem"} <= told["components"][
        "schemas"
    ].keys()

"""`/api/v1/openapi.json`: what the API answers, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.web.access import public
from labelflow.web.api import api
from labelflow.web.api.parameters import read
from labelflow.web.limits import limit_reads
from labelflow.web.open_data.answers import as_json

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@api.get("/openapi.json")
@public
@limit_reads
def openapi() -> ResponseReturnValue:
    from labelflow.web.api.document import document  # noqa: PLC0415 - schemas are made when somebody asks for them

    read(())
    return as_json(document())

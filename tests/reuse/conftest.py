"""A town whose holders offer actions, played once for this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.offers import offered
from tests.web.public_town import town
from tests.web.verifying import forget_tries

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.crowd import Crowd
    from tests.scenes.scene import Scene
    from tests.stage import Stage

ODD = '=HYPERLINK("http://exemple.fr";"Ciel")'


def fair(crowd: Crowd) -> dict[str, Scene]:
    """Two holders in force, a suspended one; four actions, one with a title made to be run by a spreadsheet."""
    scenes = town(crowd)
    offered(crowd, scenes["applicant"], title="Ciel de Lozère", departments=["48"], levels=["cm1"], months=[4])
    offered(crowd, scenes["applicant"], title=ODD, departments=["31"], subjects=["earth"], price="quoted")
    robots = {"departments": ["31"], "subjects": ["computing"], "levels": ["3e"], "contact_name": "Jeanne Exemple"}
    offered(crowd, scenes["library"], by="librarian", title="Robots", **robots)
    on_site = {"mode": "on_site", "departments": [], "site_insee": "48095", "scope": "exhibitions"}
    offered(crowd, scenes["library"], by="librarian", title="Au musée", **on_site)
    return scenes


@pytest.fixture
def scenes(stage: Stage) -> dict[str, Scene]:
    forget_tries(stage)
    return stage.at(fair)


@pytest.fixture
def reader(stage: Stage, scenes: dict[str, Scene]) -> FlaskClient:
    """A program that knows nobody."""
    return stage.app.test_client()

from __future__ import annotations

import pytest

from tests.credentials.parts import Issuer


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()

"""The server itself, as an instance runs it: what the test client never shows."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.web.public_town import town
from tests.web.published import fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stage import Stage

PATIENCE_SECONDS = 30


@contextmanager
def serving(stage: Stage) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from labelflow.server import Server; Server('127.0.0.1:{port}', workers=1, with_worker=False, pid=0).run()"
    environment = os.environ | {
        "LABELFLOW_HOME": str(stage.settings.home),
        "LABELFLOW_DATABASE_URL": stage.settings.database_url,
    }
    server = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _when_it_answers(base: str) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"{base}/api/v1/verify/x"):
                return base
        except URLError as refused:
            if hasattr(refused, "code"):
                return base
            time.sleep(0.2)
    pytest.fail("the server did not answer")


@pytest.mark.parametrize("name", ["credential.json", "credential.jwt"])
def test_a_credential_that_is_pasted_as_if_it_were_a_number_is_answered(stage: Stage, name: str) -> None:
    text = fetched(stage, f"/v/{stage.at(town)['applicant'].number}/{name}").decode()

    with serving(stage) as base, urlopen(f"{base}/verifier?q={quote(text)}") as answer:
        told = answer.read().decode()

    assert "est bien celui qui a été émis" in told

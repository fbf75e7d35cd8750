"""What each way of starting loads: what is heavy and rarely used waits until it is used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DRAWING = {"PIL", "fontTools", "pikepdf", "pyhanko", "weasyprint", "zxingcpp"}
NEVER_AT_START = DRAWING | {
    "alembic",
    "gunicorn",
    "holidays",
    "markdown_it",
    "jwt",
    "nh3",
    "openbadgeslib",
    "psycopg",
    "pyld",
}
FOR_PAGES = {"flask_limiter", "labelflow.web"}

START = "from labelflow.app import create_app; create_app()"
COMMAND = "from labelflow.cli import main; main({arguments!r}, standalone_mode=False)"


def loaded(code: str, home: Path) -> set[str]:
    """The modules of a new process that ran `code` for an instance at `home`."""
    listing = f"import json, sys\ntry:\n    {code}\nfinally:\n    print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "LABELFLOW_HOME": str(home), "LABELFLOW_DATABASE_URL": ""}
    run = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, env=environment, check=False)
    assert run.stdout, run.stderr
    modules = set(json.loads(run.stdout.splitlines()[-1]))
    return modules | {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that exists."""
    made = tmp_path_factory.mktemp("started") / "instance"
    loaded(COMMAND.format(arguments=["init"]), made)
    return made


def test_the_package_alone_loads_nothing(home: Path) -> None:
    assert {name for name in loaded("import labelflow", home) if name.startswith("labelflow")} == {"labelflow"}


def test_the_site_starts_without_what_only_some_pages_need(home: Path) -> None:
    modules = loaded(START, home)

    assert "labelflow.web" in modules
    assert modules & NEVER_AT_START == set()


@pytest.mark.parametrize(
    "arguments", [["verify", "SEO-2027-00001-D"], ["labels", "list"], ["journal", "verify"], ["worker", "--once"]]
)
def test_a_command_loads_neither_pages_nor_drawing(arguments: list[str], home: Path) -> None:
    modules = loaded(COMMAND.format(arguments=arguments), home)

    assert "labelflow.models" in modules
    assert modules & (NEVER_AT_START | FOR_PAGES) == set()

"""Clients that are not ours: Digital Bazaar's libraries, and jose, run by Node.js."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "node"
SCRIPTS = ("package.json", "verify.mjs")
PATIENCE_SECONDS = 120


def asked(**given: Any) -> dict[str, Any]:
    """What they think of a credential (`credential` or `jwt`), of its lists and keys, at an instant."""
    found = _installed()
    if isinstance(found, str):
        pytest.skip(found)
    run = subprocess.run(
        ["node", "verify.mjs"], cwd=found, input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


@lru_cache(maxsize=1)
def _installed() -> Path | str:
    """The folder where the clients are installed, once for these versions; else why they are not."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node.js and npm are not installed on this machine"
    texts = [(HERE / name).read_bytes() for name in SCRIPTS]
    folder = Path(tempfile.gettempdir()) / f"labelflow-clients-{hashlib.sha256(b''.join(texts)).hexdigest()[:16]}"
    if (folder / "node_modules" / ".ready").exists():
        return folder
    draft = Path(tempfile.mkdtemp(prefix="labelflow-clients-"))
    for name, text in zip(SCRIPTS, texts, strict=True):
        (draft / name).write_bytes(text)
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    try:
        subprocess.run(command, cwd=draft, capture_output=True, check=True, timeout=PATIENCE_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return "the clients of Digital Bazaar cannot be installed here: no registry answers"
    (draft / "node_modules" / ".ready").touch()
    try:
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)  # another process was quicker
    return folder

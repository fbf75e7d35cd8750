"""Faulty programmes: each folder of `faulty` says how to spoil the small sound one, and what must be found then."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOUND = HERE / "examples" / "small"
FAULTY = sorted(path.parent for path in HERE.glob("faulty/*/fault.toml"))


def spoiled(folder: Path, into: Path) -> tuple[Path, dict[str, Any]]:
    """The faulty programme of `folder`, whole, and what its `fault.toml` says."""
    declared = tomllib.loads((folder / "fault.toml").read_text(encoding="utf-8"))
    programme = shutil.copytree(SOUND, into / folder.name)
    for change in declared["change"]:
        file = programme / change["file"]
        text = file.read_text(encoding="utf-8")
        assert change["old"] in text, f"{change['old']!r} is not in {change['file']}"
        file.write_text(text.replace(change["old"], change["new"], 1), encoding="utf-8")
    return programme, declared

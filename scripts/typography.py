"""Puts French no-break spaces where the interface's sentences lack them. `make fmt` runs it."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.house.sources import KEYWORDS, python_files, sentences, shown, template_files

NBSP = "\u00a0"


def mended(text: str) -> str:
    """`text` with its plain spaces before high punctuation and inside guillemets held."""
    return re.sub(r"""(?<=«) | (?=»)| (?=[;:?!](?:[\s"']|$))""", NBSP, text)


def mended_python(source: str) -> str:
    """`source` with the sentences given to gettext mended; the rest as it was."""
    lines = source.splitlines(keepends=True)
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
            for given in call.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    for number in range(given.lineno - 1, given.end_lineno or given.lineno):
                        lines[number] = mended(lines[number])
    return "".join(lines)


def mended_template(source: str, found: set[str]) -> str:
    """`source` with the sentences `found` in it mended."""
    for sentence in found:
        source = source.replace(sentence, mended(sentence))
    return source


def main() -> None:
    known = {sentence for _where, sentence in sentences()}
    for path in (*python_files("labelflow"), *template_files()):
        source = path.read_text(encoding="utf-8")
        new = mended_python(source) if path.suffix == ".py" else mended_template(source, known)
        if new != source:
            path.write_text(new, encoding="utf-8")
            print(shown(path))


if __name__ == "__main__":
    main()

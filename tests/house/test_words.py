"""The words of the project: those of the glossary, in good typography."""

from __future__ import annotations

import re
import subprocess

from tests.house.sources import ROOT, python_files, sentences, shown, template_files

NBSP = "\u00a0\u202f"
LOOSE = re.compile(rf"[^\s{NBSP}] (?:[;:?!](?=\s|$)|»)|« ")
"""A plain space where a line could break before the sign."""
TIGHT = re.compile(r"[^\W\d_][;:?!](?=\s|$)|«[^\s\W]")
"""No space at all where French wants one."""


def test_the_interface_never_says_certification() -> None:
    texts = [(where, sentence) for where, sentence in sentences() if "certification" in sentence.lower()]
    texts += [
        (shown(path), "")
        for path in (*template_files(), *sorted((ROOT / "labelflow" / "programmes").rglob("*.toml")))
        if re.search(r"\bcertifications?\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]

    assert texts == []


def test_french_punctuation_is_held_by_no_break_spaces() -> None:
    wrong = [
        (where, sentence)
        for where, sentence in sentences()
        for plain in [re.sub(r"&\w+;|https?://\S+", "", sentence)]
        if LOOSE.search(plain) or TIGHT.search(plain)
    ]

    assert wrong == []


def test_apostrophes_are_typographic() -> None:
    assert [(where, sentence) for where, sentence in sentences() if re.search(r"\w'\w", sentence)] == []


def test_an_unfinished_mark_names_its_issue() -> None:
    mark = re.compile("TO" r"DO(?! \(?#\d+)|FIX" r"ME|XX" "X")
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    named = {name for name in tracked if name.endswith((".py", ".html", ".css", ".js", ".toml", ".md", ".txt"))}
    named |= {shown(path) for path in python_files("labelflow", "tests")}
    existing = [ROOT / name for name in sorted(named) if (ROOT / name).is_file()]

    assert len(existing) > 20
    assert [shown(path) for path in existing if mark.search(path.read_text(encoding="utf-8"))] == []

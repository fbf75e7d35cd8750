"""Caps: each is a question, "which second thing is this?". A reason on the line lifts one: `# long: …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.house.sources import ROOT, functions, python_files, shown, template_files

if TYPE_CHECKING:
    import ast
    from pathlib import Path

MODULE, FUNCTION, TEST, ARGUMENTS, TEMPLATE, MACRO, STYLESHEET = 300, 40, 30, 6, 120, 40, 200
REASON = re.compile(r"# long: \w+")


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def lifted(path: Path, line: int) -> bool:
    return REASON.search(path.read_text(encoding="utf-8").splitlines()[line - 1]) is not None


def own_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, without its docstring: what one has to hold in mind."""
    first = function.body[0]
    documented = isinstance(getattr(getattr(first, "value", None), "value", None), str)
    begins = first.end_lineno if documented else first.lineno - 1
    return (function.end_lineno or 0) - (begins or 0)


def test_no_module_is_longer_than_one_subject() -> None:
    modules = python_files("labelflow", "tests", "benchmarks", "scripts")

    assert len(modules) > 20
    assert [shown(path) for path in modules if length(path) > MODULE and not lifted(path, 1)] == []


def test_no_function_is_longer_than_one_thought() -> None:
    too_long = [
        f"{shown(path)}:{function.lineno} {function.name} ({own_length(function)})"
        for path in python_files("labelflow", "tests")
        for function in functions(path)
        if own_length(function) > (TEST if function.name.startswith("test_") else FUNCTION)
        and not lifted(path, function.lineno)
    ]

    assert too_long == []


def test_no_function_takes_more_than_six_arguments_besides_its_options() -> None:
    crowded = [
        f"{shown(path)}:{function.lineno} {function.name}"
        for path in python_files("labelflow")
        for function in functions(path)
        if len([one.arg for one in function.args.args if one.arg not in {"self", "cls"}]) > ARGUMENTS
        and not lifted(path, function.lineno)
    ]

    assert crowded == []


def test_no_template_is_longer_than_a_page() -> None:
    templates = template_files()

    assert [shown(path) for path in templates if length(path) > TEMPLATE] == []


def test_no_macro_is_longer_than_one_component() -> None:
    macro = re.compile(r"{%-? *macro (\w+).*?{%-? *endmacro", re.DOTALL)
    too_long = [
        f"{shown(path)} {found[1]}"
        for path in template_files()
        for found in macro.finditer(path.read_text(encoding="utf-8"))
        if found[0].count("\n") + 1 > MACRO
    ]

    assert too_long == []


def test_no_stylesheet_is_longer_than_one_component() -> None:
    sheets = sorted((ROOT / "labelflow" / "web" / "static").rglob("*.css"))

    assert [shown(path) for path in sheets if length(path) > STYLESHEET] == []

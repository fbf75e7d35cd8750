"""Addresses that are ready to be matched at once, and to be written when they are first written.

Werkzeug compiles, for each rule and twice, a function that writes its addresses: most of the time that an application
of a hundred rules takes to start. A process writes few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import Rule

if TYPE_CHECKING:
    from collections.abc import Callable


class LateRule(Rule):
    """A rule whose builders are compiled at their first use.

    It replaces a private method of Werkzeug. Should that one go, rules are compiled at once again, and nothing breaks.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - Werkzeug's
        name = "_build_unknown" if append_unknown else "_build"

        def build(rule: LateRule, /, *values: Any, **named: Any) -> tuple[str, str]:  # noqa: ANN401 - of any rule
            made = super(LateRule, rule)._compile_builder(append_unknown).__get__(rule, None)
            setattr(rule, name, made)
            result: tuple[str, str] = made(*values, **named)
            return result

        return build

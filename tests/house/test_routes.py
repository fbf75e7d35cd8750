"""Every way in states who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def test_every_route_states_its_permission(app: Flask) -> None:
    silent = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.endswith("static") and not hasattr(app.view_functions[rule.endpoint], "__allows__")
    )

    assert len(list(app.url_map.iter_rules())) > 20
    assert silent == []


def test_every_parameter_of_an_address_has_a_type(app: Flask) -> None:
    untyped = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UnicodeConverter" and f"<string:{name}>" not in rule.rule
    )

    assert untyped == []


def test_no_two_routes_share_an_address(app: Flask) -> None:
    ways = [(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()]

    assert sorted({way for way in ways if ways.count(way) > 1}) == []

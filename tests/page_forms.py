"""Fills a form of a page as a person does: by the words beside the controls."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from labelflow.clock import PARIS
from tests.page_checks import said

if TYPE_CHECKING:
    from bs4 import Tag

OPTIONAL = "(facultatif)"


class FilledForm:
    """The controls of one form, with the values that a browser would send."""

    def __init__(self, button: Tag) -> None:
        form = button.find_parent("form")
        assert form is not None
        assert not button.has_attr("disabled"), f"the button « {said(button)} » is disabled"
        self.form = form
        self.method = str(button.get("formmethod") or form.get("method", "get"))
        self.action = str(button.get("formaction") or form.get("action", ""))
        self.data: dict[str, Any] = {}
        for control in form.select("input[name], select[name], textarea[name]"):
            self._read(control)
        if button.get("name"):
            self.data[str(button["name"])] = str(button.get("value", ""))

    def _read(self, control: Tag) -> None:
        name, kind = str(control["name"]), control.get("type", "text")
        if control.name == "textarea":
            self.data[name] = control.get_text()
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            self.data[name] = str(chosen["value"]) if chosen else ""
        elif kind in {"radio", "checkbox"}:
            if control.has_attr("checked"):
                self.data.setdefault(name, []).append(str(control["value"]))
        elif kind == "hidden" and name in self.data:
            before = self.data[name]
            self.data[name] = [*(before if isinstance(before, list) else [before]), str(control.get("value", ""))]
        elif kind != "file":
            self.data[name] = str(control.get("value", ""))

    def fill(self, name: str, value: Any) -> None:
        """Give a value to the control with this name or label."""
        if isinstance(value, date):
            self._fill_boxes(self._boxes_named(name), value)
            return
        controls = self._named(name)
        kind = controls[0].get("type", "text") if controls[0].name == "input" else controls[0].name
        control = str(controls[0]["name"])
        if kind in {"radio", "checkbox"}:
            self.data[control] = self._chosen(controls, value)
        elif kind == "select":
            self.data[control] = self._option(controls[0], str(value))
        elif kind == "file":
            filename, content = value
            self.data[control] = (BytesIO(content), filename)
        else:
            self.data[control] = str(value)

    def _named(self, name: str) -> list[Tag]:
        controls = self.form.select("input[name], select[name], textarea[name]")
        found = [control for control in controls if control["name"] == name and control.get("type") != "hidden"]
        found = found or [control for control in controls if name in self._labels(control)]
        assert found, f"no control « {name} » among {[label for one in controls for label in self._labels(one)]}"
        return [control for control in controls if control["name"] == found[0]["name"]]

    def _labels(self, control: Tag) -> list[str]:
        """What a person reads beside a control: its label, and the legend of its group."""
        labels = self.form.select(f'label[for="{control.get("id")}"]') if control.get("id") else []
        words = [said(label).removesuffix(OPTIONAL).strip() for label in labels]
        group = control.find_parent("fieldset")
        if group and group.legend and control.get("type") in {"radio", "checkbox"}:
            words.append(said(group.legend).removesuffix(OPTIONAL).strip())
        return words

    def _chosen(self, controls: list[Tag], value: Any) -> list[str]:
        if isinstance(value, bool) and len(controls) == 1:
            return [str(controls[0]["value"])] if value else []
        wanted = [value] if isinstance(value, str) else [str(one) for one in value]
        offered = {str(control["value"]): str(control["value"]) for control in controls}
        offered |= {label: str(control["value"]) for control in controls for label in self._labels(control)[:1]}
        assert all(one in offered for one in wanted), f"{wanted} is not offered: {sorted(offered)}"
        return [offered[one] for one in wanted]

    def _option(self, control: Tag, value: str) -> str:
        offered = {said(option): str(option["value"]) for option in control.select("option")}
        assert value in offered or value in offered.values(), f"{value!r} is not offered: {offered}"
        return offered.get(value, value)

    def _boxes_named(self, name: str) -> str:
        groups = [group for group in self.form.select("fieldset") if group.select_one('input[name$="-day"]')]
        for group in groups:
            box = str(group.select('input[name$="-day"]')[0]["name"]).removesuffix("-day")
            legend = said(group.legend).removesuffix(OPTIONAL).strip() if group.legend else ""
            if name in {box, legend}:
                return box
        raise AssertionError(f"no date « {name} » in this form")

    def _fill_boxes(self, box: str, value: date) -> None:
        local = value.astimezone(PARIS) if isinstance(value, datetime) else value
        self.data |= {f"{box}-day": str(local.day), f"{box}-month": str(local.month), f"{box}-year": str(local.year)}
        if isinstance(local, datetime):
            self.data[f"{box}-time"] = f"{local:%H:%M}"

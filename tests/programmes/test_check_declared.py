from __future__ import annotations

import pytest

from labelflow.programmes.check import check_machines
from tests.programmes.building import machine, state, step

START, END = state("draft"), state("done", "final")


@pytest.mark.parametrize(
    ("flags", "answer", "code"),
    [
        (("publicly_valid",), "valid", "flag-without-its-ground"),
        (("holds_label", "publicly_valid", "final"), "valid", "flags-exclude-each-other"),
        (("final", "awaits_applicant"), None, "flags-exclude-each-other"),
        (("holds_label",), "valid", "public-answer-contradicts"),
        (("holds_label", "publicly_valid"), "suspended", "public-answer-contradicts"),
    ],
)
def test_flags_that_contradict_each_other(flags: tuple[str, ...], answer: str | None, code: str) -> None:
    strange = state("strange", *flags) | {"public_answer": answer}
    declared = machine([START, strange, END], [step("go", "draft", "strange"), step("end", "strange", "done")])

    codes = {finding.code for finding in check_machines({"label": declared}, {}) if finding.key.endswith("flags")}

    assert codes == {code}


def test_two_states_with_one_name_are_confused() -> None:
    declared = machine(
        [START, state("done", "final") | {"labels": {"staff": {"fr": "draft"}}}], [step("go", "draft", "done")]
    )

    assert [finding.code for finding in check_machines({"application": declared}, {})] == ["same-name"]


def test_rules_are_used_on_their_machine_with_their_parameters() -> None:
    declared = machine([START, END], [
        step("go", "draft", "done", guards=[
            "quorum_is_reached", "deferrals_left", {"rule": "reply_is_closed", "colour": "blue"},
        ]),
    ])  # fmt: skip

    codes = [finding.code for finding in check_machines({"application": declared}, {})]

    assert codes == ["rule-on-wrong-machine", "missing-parameter", "wrong-parameter"]

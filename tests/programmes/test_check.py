from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.programmes.check import check_machines, path_in_words
from labelflow.programmes.check.explore import Rules, Situation, Span, explore
from tests.programmes.building import days, machine, replay, state, step

if TYPE_CHECKING:
    from labelflow.domain.workflow import Machine
    from labelflow.programmes.check import Finding

START, END = state("draft"), state("done", "final")


def found_in(declared: Machine, **amounts: int) -> list[Finding]:
    return list(check_machines({"application": declared}, days(**amounts)))


def only(findings: list[Finding]) -> Finding:
    assert [(finding.code, finding.what) for finding in findings[1:]] == []
    return findings[0]


def test_a_sound_machine_has_no_finding() -> None:
    declared = machine(
        [START, state("asked", "awaits_applicant"), END],
        [
            step("ask", "draft", "asked", starts=["answer"]),
            step("answer", "asked", "done", stops=["answer"]),
            step("give_up", "asked", "done", timer="answer"),
        ],
    )

    assert found_in(declared, answer=15) == []


def test_a_state_that_nothing_leads_to_is_unreachable() -> None:
    declared = machine([START, state("island"), END], [step("go", "draft island", "done")])

    finding = only(found_in(declared))

    assert (finding.code, finding.key) == ("unreachable-state", "application.state.island")


def test_a_step_that_nobody_and_nothing_fires_is_reported_where_one_would_wait_for_it() -> None:
    declared = machine([START, state("read"), END], [
        step("open", "draft", "read"), step("close", "read", "done"), step("dream", "read", nobody=True),
    ])  # fmt: skip

    finding = only(found_in(declared))

    assert (finding.code, finding.steps) == ("step-never-fires", ("open",))


def test_a_timed_step_whose_deadline_was_stopped_before_never_fires() -> None:
    declared = machine([START, state("read"), END], [
        step("ask", "draft", starts=["answer"]), step("open", "draft", "read", stops=["answer"]),
        step("close", "read", "done"), step("late", "read", "done", timer="answer"),
    ])  # fmt: skip

    finding = only(found_in(declared, answer=15))

    assert (finding.code, finding.key) == ("step-never-fires", "application.step.late")


def test_a_timed_step_always_overtaken_by_a_shorter_one_never_fires() -> None:
    declared = machine([START, state("read"), END], [
        step("open", "draft", "read", starts=["short", "long"]),
        step("first", "read", "done", timer="short", stops=["*"]), step("second", "read", "done", timer="long", stops=["*"]),
    ])  # fmt: skip

    finding = only(found_in(declared, short=10, long=30))

    assert finding.key == "application.step.second"
    assert "short" in finding.what


def test_a_longer_deadline_started_earlier_may_still_come_first() -> None:
    declared = machine([START, state("read"), END], [
        step("prepare", "draft", starts=["long"]), step("open", "draft", "read", starts=["short"]),
        step("first", "read", "done", timer="short", stops=["*"]), step("second", "read", "done", timer="long", stops=["*"]),
    ])  # fmt: skip

    codes = {finding.code for finding in found_in(declared, short=10, long=30)}

    assert "step-never-fires" not in codes


def test_a_state_without_any_way_on_waits_for_nobody() -> None:
    declared = machine([START, state("lost"), END], [step("go", "draft", "done"), step("stray", "draft", "lost")])

    finding = only(found_in(declared))

    assert (finding.code, replay(declared, finding.steps)) == ("waits-for-nobody", "lost")


def test_a_deadline_that_passed_elsewhere_leaves_nobody_to_wait_for() -> None:
    declared = machine([START, state("asked"), state("paused"), END], [
        step("ask", "draft", "asked", starts=["answer"]), step("end", "asked", "done", timer="answer"),
        step("pause", "asked", "paused"), step("back", "paused", "asked"),
        step("close", "draft", "done"),
    ])  # fmt: skip

    findings = found_in(declared, answer=15)
    lapsed = next(finding for finding in findings if finding.code == "timer-not-running")

    assert lapsed.steps == ("ask", "pause", "back")
    assert [hop.code for hop in lapsed.path if hop.by == "nothing"] == ["answer"]
    assert "passe sans effet" in path_in_words(lapsed)


def test_states_that_turn_in_a_circle_have_no_way_to_an_end() -> None:
    declared = machine([START, state("ping"), state("pong"), END], [
        step("go", "draft", "done"), step("serve", "draft", "ping"),
        step("hit", "ping", "pong"), step("return", "pong", "ping"),
    ])  # fmt: skip

    finding = only(found_in(declared))

    assert (finding.code, finding.steps) == ("no-way-to-end", ("serve",))
    assert "ping, pong" in finding.what


def test_a_machine_without_final_state_is_reported_once() -> None:
    declared = machine([START, state("open")], [step("open", "draft", "open"), step("close", "open", "draft")])

    assert only(found_in(declared)).code == "no-final-state"


def test_two_timed_steps_on_one_deadline_race() -> None:
    declared = machine([START, state("asked"), END, state("refused", "final")], [
        step("ask", "draft", "asked", starts=["answer"]),
        step("accept", "asked", "done", timer="answer"), step("refuse", "asked", "refused", timer="answer"),
    ])  # fmt: skip

    finding = only(found_in(declared, answer=15))

    assert (finding.code, finding.steps) == ("timed-race", ("ask",))


def test_two_deadlines_that_can_end_on_the_same_day_race_and_a_day_is_named() -> None:
    declared = machine([START, state("asked"), END, state("refused", "final")], [
        step("ask", "draft", "asked", starts=["month", "thirty"]),
        step("accept", "asked", "done", timer="month", stops=["*"]), step("refuse", "asked", "refused", timer="thirty", stops=["*"]),
    ])  # fmt: skip
    delays = days(thirty=30) | {"month": days(x=1)["x"].model_copy(update={"unit": "months"})}

    finding = only(list(check_machines({"application": declared}, delays)))

    assert finding.code == "timed-race"
    assert "29 janvier 2027" in finding.what


def test_conditions_order_two_steps_on_one_deadline() -> None:
    declared = machine([START, state("asked"), END, state("refused", "final")], [
        step("ask", "draft", "asked", starts=["answer"]),
        step("refuse", "asked", "refused", timer="answer", guards=["eligibility_holds"]),
        step("accept", "asked", "done", timer="answer"),
    ])  # fmt: skip

    assert found_in(declared, answer=15) == []


def test_two_automatic_steps_under_the_same_condition_race() -> None:
    declared = machine([START, END, state("refused", "final")], [
        step("accept", "draft", "done", automatic=True, guards=["eligibility_holds"]),
        step("refuse", "draft", "refused", automatic=True, guards=["eligibility_holds"]),
    ])  # fmt: skip

    assert only(found_in(declared)).code == "automatic-race"


def test_automatic_steps_without_condition_that_come_back_never_rest() -> None:
    declared = machine([START, state("a"), state("b"), END], [
        step("go", "draft", "a"), step("there", "a", "b", automatic=True), step("back", "b", "a", automatic=True),
        step("close", "draft", "done"),
    ])  # fmt: skip

    codes = [finding.code for finding in found_in(declared)]

    assert codes == ["automatic-loop"]


def test_a_wait_for_the_applicant_without_deadline_is_a_warning() -> None:
    declared = machine([START, state("asked", "awaits_applicant"), END], [
        step("ask", "draft", "asked"), step("answer", "asked", "done", permission="application:answer"),
    ])  # fmt: skip

    finding = only(found_in(declared))

    assert (finding.code, finding.severity, finding.steps) == ("wait-without-escape", "warning", ("ask",))


def test_a_final_state_is_left_only_by_a_step_named_as_a_reopening() -> None:
    steps = [step("go", "draft", "done"), step("reopen", "done", "draft")]

    assert found_in(machine([START, END], steps)) == []
    steps[1]["code"] = "undo"
    finding = only(found_in(machine([START, END], steps)))
    assert (finding.code, finding.steps) == ("exit-from-final", ("go",))


def test_an_end_may_replace_another_end() -> None:
    declared = machine(
        [START, END, state("annulled", "final")], [step("go", "draft", "done"), step("annul", "done", "annulled")]
    )

    assert found_in(declared) == []


def test_a_deadline_that_nothing_stops_or_fires_never_ends() -> None:
    declared = machine([START, state("read"), END], [
        step("open", "draft", "read", starts=["review"]), step("close", "read", "done"),
    ])  # fmt: skip

    finding = only(found_in(declared, review=30))

    assert (finding.code, finding.key) == ("deadline-never-ends", "application.step.open.starts")


def test_a_deadline_forgotten_on_one_way_out_outlives_the_end() -> None:
    declared = machine([START, state("read"), END], [
        step("open", "draft", "read", starts=["review"]),
        step("close", "read", "done", stops=["review"]), step("withdraw", "draft read", "done"),
    ])  # fmt: skip

    finding = only(found_in(declared, review=30))

    assert (finding.code, finding.steps) == ("deadline-outlives-end", ("open", "withdraw"))


def test_the_appeal_delay_that_begins_with_the_end_is_no_fault() -> None:
    declared = machine([START, END], [step("notify", "draft", "done", starts=["appeal"])])

    assert found_in(declared, appeal=60) == []


def test_a_deadline_started_by_another_machine_may_run_at_any_time() -> None:
    main = machine([START, END], [step("go", "draft", "done", starts=["answer"])])
    side = machine([state("open"), state("asked"), END], [
        step("ask", "open", "asked"), step("end", "asked", "done", timer="answer"),
    ])  # fmt: skip

    assert list(check_machines({"application": main, "reply": side}, days(answer=3))) == []


def test_a_search_that_grows_too_large_begins_again_without_deadlines() -> None:
    codes = [f"d{number}" for number in range(6)]
    steps = [step(f"start_{code}", "draft", starts=[code]) for code in codes]
    steps += [step(f"end_{code}", "draft", "done", timer=code, stops=["*"]) for code in codes]
    rules = Rules(machine([START, END, state("island")], steps))

    fine, coarse = explore(rules), explore(rules, most=50)

    assert (fine.coarse, coarse.coarse) == (False, True)
    assert len(fine.moves) > 1000
    assert fine.by_state.keys() == coarse.by_state.keys() == {"draft", "done"}


def test_the_nearest_situation_is_found_first() -> None:
    declared = machine([START, state("a"), END], [
        step("long", "draft", "a"), step("then", "a", "done"), step("direct", "draft", "done"),
    ])  # fmt: skip
    exploration = explore(Rules(declared, {"x": Span(1, 2)}))

    assert [hop.code for hop in exploration.path_to(Situation("done"))] == ["direct"]

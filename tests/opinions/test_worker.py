"""The process that answers: killed, hung or crashed, it never changes a verdict and never loses one."""

from __future__ import annotations

import time

import pytest

from detention_rules import Report, check, load_pack
from detention_rules.engine.durable import worker as module
from detention_rules.engine.durable.network import CLOCK, Network, row
from detention_rules.engine.durable.opinions import DurableRules
from detention_rules.engine.durable.worker import MOST_LOSSES, NoAnswer, Worker
from opinions import support
from opinions.support import needs_durable_rules

PACK = load_pack("kazakhstan")
EVENTS = [
    {"at": "2021-03-01 09:15", "is": "arrest"},
    {"at": "2021-03-01 11:40", "is": "arrest_record"},
    {"at": "2021-03-01 20:00", "is": "procurator_notified", "written": True},
    {"at": "2021-03-03 14:50", "is": "release"},
]
NETWORK = Network()
NETWORK.add("always")
(EMPTY,) = NETWORK.definitions


def report() -> Report:
    return check({"events": EVENTS}, pack=PACK)


def ask(worker: Worker, definition: str = EMPTY) -> str:
    """Return why there is no answer; empty where there is one."""
    try:
        worker.ask(definition, [row(CLOCK, 1, {})])
    except NoAnswer as why:
        return why.reason
    return ""


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (support.dies, "died"),
        (support.hangs, "hung"),
        (support.says_nothing, "incomplete"),
        (support.fails, "failed"),
        (support.answers_another_question, "failed"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_no_answer_says_why(target, reason) -> None:
    with Worker(wait=0.5, start=0 if reason == "hung" else 30, target=target) as worker:
        assert ask(worker) == reason


def test_a_question_too_large_for_the_pipe_does_not_hang_the_asker() -> None:
    with Worker(wait=0.5, start=0, target=support.hangs) as worker:
        began = time.monotonic()
        assert ask(worker, "x" * 5_000_000) == "hung"
        assert time.monotonic() - began < 20


def test_a_process_that_always_dies_is_given_up() -> None:
    with Worker(target=support.dies) as worker:
        assert [ask(worker) for _ in range(MOST_LOSSES + 2)] == ["died"] * MOST_LOSSES + ["given-up"] * 2
        assert worker.started == MOST_LOSSES


def test_without_answers_there_is_no_opinion_and_the_report_is_what_it_was() -> None:
    before = report()
    with DurableRules(Worker(target=support.dies)) as engine:
        found = engine.second_opinion(before)
    assert [finding[:6] for finding in found.report.findings] == [finding[:6] for finding in report().findings]
    assert len(found.opinions) == len(before.findings)
    assert set(found.reasons) <= {"died", "given-up"}
    assert found.disagreements == ()


@needs_durable_rules
@pytest.mark.parametrize(
    ("target", "reason"), [(support.dies_in_the_middle, "died"), (support.hangs_in_the_middle, "hung")], ids=["crash", "hang"]
)
def test_a_process_lost_in_the_middle_costs_one_opinion_and_is_replaced(target, reason) -> None:
    with DurableRules(Worker(wait=2, target=target)) as engine:
        found = engine.second_opinion(report())
        assert engine.worker.started > 2
    assert set(found.reasons) == {reason}
    assert found.agreed == len(found.opinions) - found.reasons[reason] > found.reasons[reason]
    assert found.disagreements == ()


@needs_durable_rules
def test_a_killed_process_is_started_again() -> None:
    with DurableRules() as engine:
        whole = engine.second_opinion(report())
        first = engine.worker.pid
        engine.worker._process.kill()
        engine.worker._process.join()
        found = engine.second_opinion(report())
        again = engine.second_opinion(report())
        assert engine.worker.pid != first
    assert whole.agreed == len(whole.opinions) == again.agreed
    assert found.reasons == {"died": 1}
    assert found.agreed == len(found.opinions) - 1


@needs_durable_rules
def test_a_fault_of_the_engine_is_no_answer() -> None:
    with Worker() as worker:
        assert ask(worker, "no definition") == "failed"
        assert ask(worker) == ""
        assert worker.started == 2


@needs_durable_rules
def test_thousands_of_duties_in_one_process() -> None:
    """The engine holds 1,024 states at once: more duties than that show that each one's is given back."""
    asked = 0
    with DurableRules() as engine:
        while asked < 2_000:
            found = engine.second_opinion(report())
            assert found.agreed == len(found.opinions)
            asked += len(found.opinions)
        assert engine.worker.started == 1


@needs_durable_rules
def test_no_state_is_left() -> None:
    import durable_rules_engine as engine

    handle = engine.create_ruleset("left", EMPTY)
    assert [name for name, _ in module._run(engine, handle, [row(CLOCK, 1, {})])] == ["done", "always"]
    with pytest.raises(Exception, match="309"):  # no such state
        engine.get_state(handle, "1")


@needs_durable_rules
def test_a_process_with_too_many_networks_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NETWORKS", 10)
    with DurableRules() as engine:
        found = engine.second_opinion(report())
        assert engine.worker.started > 1
    assert found.agreed == len(found.opinions)

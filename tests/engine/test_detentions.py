"""What belongs to the same detention as a trigger: where one ends in the second in which another begins, every second counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from detention_rules import Verdict, load_pack, scenario
from detention_rules.engine.conditions import compiled, told_of
from detention_rules.engine.duties import judge, pauses_of
from detention_rules.engine.judgements import Outcome
from detention_rules.engine.standards import judge_standard
from detention_rules.engine.timeline import Act, Duty, Timeline, World
from detention_rules.engine.unknowns import unknowns
from detention_rules.language.conditions import Condition, Earlier, Elapsed, FactIs, LaterInDay, Limit, OneOf, Pattern
from detention_rules.language.rules import Bound, Case, Dates, Deadline, InForce, Pause

from .builder import hours, invented

PACK = load_pack("kazakhstan")
KINDS = {"A": "arrest", "R": "release", "S": "surrendered", "N": "procurator_notified", "M": "remand_authorized"}


def world(events: str) -> World:
    """Return a world of events such as `A8 R9`: an arrest at 08:00 and a release at 09:00 of one day."""
    written = [{"at": f"2021-03-01 {int(one[1:]):02}:00", "is": KINDS[one[0]], "id": f"{one}h"} for one in events.split()]
    return Timeline(scenario({"events": written, "as_of": "2021-03-01 23:00"}, pack=PACK), PACK).world()


def duty(events: str, trigger: str) -> Duty:
    """Return the duty that one of these events starts; a bare hour: one without a trigger."""
    there = world(events)
    if trigger.isdigit():
        return Duty(there, None, there.timeline.midnight(there.timeline.zone.day(there.timeline.as_of)) + int(trigger) * 3600)
    (act,) = [act for acts in there.by_type.values() for act in acts if act.event.id == f"{trigger}h"]
    return Duty(there, act.event, act.time)


def hour(found: Duty, instant: int | None) -> int | None:
    return None if instant is None else found.world.timeline.zone.local(instant).hour


def name(act: Act | None) -> str | None:
    return None if act is None else act.event.id.removesuffix("h")


@pytest.mark.parametrize(
    ("events", "trigger", "end"),
    [
        ("A8", "A8", None),
        ("A8 R12", "A8", 12),
        ("A8 N9 R12 R14", "N9", 12),
        ("A8 S10 R12", "A8", 10),
        ("A8 R12", "R12", None),
        ("A8 R12", "S12", None),
        ("A8 R9", "A8", 9),
        ("A8 R8", "A8", 8),  # let go in the second of the arrest
        ("A7 R8 A8 R12", "A8", 12),  # arrested again in the second of the release
        ("A7 R8 A8", "A8", None),
        ("A7 R8 A8 N9 R12", "N9", 12),
        ("N9 R12", "N9", None),  # nobody was detained
        ("A7 R8 N9 R12", "N9", None),
        ("A8 N9 R9", "N9", 9),
        ("A8 R12", "9", 12),
        ("A8 R12", "12", 12),
    ],
)
def test_the_end_of_a_detention(events: str, trigger: str, end: int | None) -> None:
    found = duty(events if trigger[0] != "S" else f"{events} {trigger}", trigger)
    assert hour(found, found.world.detention_ends(found)) == end


@pytest.mark.parametrize(
    ("events", "trigger", "ended"),
    [
        ("A7 R8 A8", "A8", True),
        ("A7 R8 N8", "N8", False),
        ("A7 R8", "8", False),
        ("A8 R8", "A8", False),
        ("R7 R8 A8", "A8", False),  # nobody was detained
        ("A7 R9 A8", "A8", False),
        ("A6 R7 A7 R8 A8", "A8", True),
        ("A6 R7 R8 A8", "A8", False),
    ],
)
def test_a_detention_that_ended_in_the_second_of_the_trigger(events: str, trigger: str, ended: bool) -> None:
    found = duty(events, trigger)
    assert found.world.ended_at_trigger(found) is ended


def test_an_arrest_of_somebody_who_is_detained_begins_no_other_detention() -> None:
    found = duty("A7 A8 N9 R12", "A8")
    assert found.world.ended_at_trigger(found) is False
    assert found.world.detention_start(found) < found.time


@pytest.mark.parametrize(
    ("events", "trigger", "first", "of_the_case"),
    [
        ("A8 M9 N10 M11", "N10", "M9", "M9"),
        ("A8 N10 M11", "N10", "M11", "M11"),
        ("M7 A8 N10", "N10", "M7", "M7"),
        ("M6 A7 R8 A9 N10 M11", "N10", "M11", "M6"),
        ("A7 R8 M8 A9 N10", "N10", "M8", "M8"),  # in the second of the end
        ("A8 N10 R11 M12", "N10", None, "M12"),
        ("A8 N10 R12 M12", "N10", "M12", "M12"),
        ("A8 N10 R10 M12", "N10", None, "M12"),
        ("A8 N10 R10 M10", "N10", "M10", "M10"),
        ("A8 R8 M12", "A8", None, "M12"),
        ("A7 R8 A8 M12", "A8", "M12", "M12"),
        ("A7 R8 A8 R11 M12", "A8", None, "M12"),
        ("A7 R8 A8 R12 M12", "A8", "M12", "M12"),
        ("A8 R10 M12", "10", None, "M12"),
        ("A8 N10", "N10", None, None),
    ],
)
def test_the_first_event_of_a_detention_or_of_the_case(events: str, trigger: str, first: str | None, of_the_case: str | None) -> None:
    found = duty(events, trigger)
    assert name(found.world.first("remand_authorized", found)) == first
    assert name(found.world.first("remand_authorized", found, whole_case=True)) == of_the_case


@pytest.mark.parametrize(
    ("events", "last", "without_the_trigger"),
    [("A8 N9 N10 N11", "N10", "N9"), ("A8 N10 N11", "N10", None), ("A7 N8 R9 A9 N10", "N10", None)],
)
def test_the_last_event_of_a_detention_leaves_one_out(events: str, last: str, without_the_trigger: str | None) -> None:
    found = duty(events, "N10")
    assert name(found.world.last("procurator_notified", found)) == last
    assert name(found.world.last("procurator_notified", found, before=found.trigger)) == without_the_trigger


@pytest.mark.parametrize(
    ("events", "trigger", "following"),
    [
        ("A8 M9 M11", "A8", "M9"),
        ("A8 M9 N10 M11", "N10", "M11"),
        ("A8 N10 M10", "N10", "M10"),
        ("A8 M9 N10", "N10", None),
        ("A8 N10 R11 M12", "N10", None),
        ("A8 N10 M11 R11", "N10", "M11"),
    ],
)
def test_the_next_event_of_a_detention(events: str, trigger: str, following: str | None) -> None:
    found = duty(events, trigger)
    assert name(found.world.next("remand_authorized", found)) == following


EARLIER = Earlier(Pattern("remand_authorized"), "detention")
TWO_HOURS = Elapsed(("remand_authorized",), Limit("elapsed", 2 * 3600), None)


@pytest.mark.parametrize(
    ("condition", "events", "holds"),
    [
        (EARLIER, "A7 M7 R8 A8 N10", False),
        (EARLIER, "A7 R8 M8 A9 N10", True),  # in the second of the end, it may be of either
        (TWO_HOURS, "A7 M7 R8 A8 N10", None),
        (TWO_HOURS, "A7 R8 M8 A9 N10", True),
        (TWO_HOURS, "A7 R8 M9 A9 N10", False),
        (TWO_HOURS, "A8 N10 M10", False),
    ],
)
def test_a_condition_on_earlier_events_of_the_detention(condition: Condition, events: str, holds: bool | None) -> None:
    found = duty(events, "N10")
    assert compiled(condition)(found, found.time) is holds


def test_which_earlier_events_are_to_blame_for_an_unknown() -> None:
    """Those of the detention at or before the trigger, other than it, of which it is not known who ordered them."""
    by_court = Earlier(Pattern("remand_authorized", (("by", OneOf(frozenset({"court"}))),)), "detention")
    for events, trigger, blamed in (
        ("A7 M7 R8 A9 M10 N11 M12", "N11", ["M10h.by"]),
        ("A8 M9 M10 M11", "M10", ["M9h.by"]),
        ("A7 R8 M8 A9 M10 N10", "N10", ["M8h.by", "M10h.by"]),
        ("A7 M7 R8 A9 N10 M12", "N10", []),
    ):
        found = duty(events, trigger)
        assert list(unknowns(by_court, found, found.time)) == blamed
        whole_case = list(unknowns(by_court._replace(scope="case"), found, found.time))
        assert whole_case == (["M7h.by", *blamed] if "M7" in events else blamed)


@pytest.mark.parametrize(
    ("events", "tolerance", "outer", "expected"),
    [
        ("A8", None, None, (Verdict.UNDETERMINED, None, None, "standard-waiting")),
        ("A8", None, 14, (Verdict.VIOLATED, 14, -1, "standard-not-done")),
        ("A8", None, 15, (Verdict.UNDETERMINED, 15, 0, "standard-waiting")),
        ("A8", 15, None, (Verdict.PENDING, 15, 0, "standard-open")),
        ("A8", 14, None, (Verdict.VIOLATED, 14, -1, "standard-not-done")),
        ("A8", 10, 9, (Verdict.VIOLATED, 9, -6, "standard-not-done")),
        ("A8 R12", None, None, (Verdict.VIOLATED, None, None, "standard-not-done")),
        ("A8 R12", None, 10, (Verdict.VIOLATED, 10, -5, "standard-not-done")),
        ("A8 R12", None, 40, (Verdict.VIOLATED, 40, None, "standard-not-done")),
        ("A8 R12", 20, None, (Verdict.VIOLATED, 4, -11, "standard-not-done")),
        ("A8 R12", 3, 10, (Verdict.VIOLATED, 3, -12, "standard-not-done")),
        ("A8 R23", None, 15, (Verdict.VIOLATED, 15, None, "standard-not-done")),
    ],
)
def test_an_open_standard_that_nobody_met(
    events: str, tolerance: int | None, outer: int | None, expected: tuple[Verdict, int | None, int | None, str]
) -> None:
    """Hours from the arrest, looked at fifteen hours after it: over with the detention, with the outer bound, or with the tolerance."""
    found, promptly = duty(events, "A8"), Limit("standard", carried="promptly", outer=None if outer is None else hours(outer))
    timeline = found.world.timeline
    timeline.scenario = replace(timeline.scenario, tolerances={} if tolerance is None else {"custody.invented": tolerance * 3600})
    verdict, deadline, margin, reason = expected
    assert judge_standard("custody.invented", found, promptly, None) == Outcome(
        verdict,
        None if deadline is None else found.time + deadline * 3600,
        None,
        None if margin is None else margin * 3600,
        reason,
    )


@pytest.mark.parametrize(
    ("events", "trigger", "meant"),
    [
        ("A8 A9 N10", "N10", "A8"),
        ("A7 R8 N10 A12", "N10", "A7"),  # that detention is over, and the next has not begun
        ("A6 A7 R8 N10", "N10", "A7"),
        ("A7 R8 A10 N10", "N10", "A10"),
        ("N10 A12", "N10", None),
    ],
)
def test_the_event_whose_time_a_paper_states(events: str, trigger: str, meant: str | None) -> None:
    assert name(told_of("arrest", duty(events, trigger))) == meant


def test_what_an_uncertain_law_leaves_open() -> None:
    """Where the rule's conditions hold, only whether it was law."""
    day = date(2021, 3, 1)
    form = Deadline((Pattern("release"),), (Case(hours(2)),))
    rule = invented(form, in_force=InForce(Dates(Bound(day, day, day + timedelta(days=1))), "unknown", ""))
    assert [outcome.reason for outcome in judge(rule, duty("A8 R9", "A8")).outcomes] == ["", "not-in-force"]


def test_a_clock_that_may_have_stood_still() -> None:
    """Whether the place is remote is not known: only perhaps from the notice to the order."""
    remote = FactIs("circumstances.remote", OneOf(frozenset({True})))
    pause = Pause("procurator_notified", "remand_authorized", remote)
    rule, found = invented(Deadline((Pattern("release"),), (Case(hours(2)),), paused=(pause,))), duty("A8 N9 M11 R12", "A8")
    assert pauses_of(rule, found) == []
    assert [(hour(found, begin), hour(found, end)) for begin, end in pauses_of(rule, found, possible=True)] == [(9, 11)]


def test_a_closing_time_that_changes() -> None:
    """The hour that held at the instant asked for."""
    facts = {"facility.working_day_ends": [{"value": "09:00"}, {"from": "2021-03-01 12:00", "value": "11:00"}]}
    events = [{"at": "2021-03-01 10:00", "is": "procurator_notified"}]
    there = Timeline(scenario({"events": events, "facts": facts, "as_of": "2021-03-01 23:00"}, pack=PACK), PACK).world()
    (act,) = there.by_type["procurator_notified"]
    later: Callable[[Duty, int], bool | None] = compiled(LaterInDay("facility.working_day_ends"))
    asked = Duty(there, act.event, act.time)
    assert [later(asked, act.time + hours * 3600) for hours in (0, 1, 2)] == [True, True, False]

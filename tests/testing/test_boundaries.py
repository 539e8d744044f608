"""Boundary scenarios: every limit of both packs has them, they hold, and a limit that is elsewhere is noticed."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from detention_rules import Pack, Verdict, load_pack
from detention_rules.language.conditions import FactIs, Limit, OneOf
from detention_rules.language.rules import Deadline, Precondition, Rule
from detention_rules.model.periods import HOUR
from detention_rules.testing import Boundaries, Boundary, boundaries
from detention_rules.testing.arithmetic import clock_changes, instant_at, last_instant, stamp
from detention_rules.testing.boundary import differences
from detention_rules.testing.edges import rule_boundaries

KAZAKHSTAN = load_pack("kazakhstan")
ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
PACKS = pytest.mark.parametrize("pack", [KAZAKHSTAN, ZUBROVIA], ids=["kazakhstan", "zubrovia"])


@cache
def of(name: str) -> Boundaries:
    return boundaries(KAZAKHSTAN if name == "kazakhstan" else ZUBROVIA)


def rule_of(pack: Pack, name: str) -> Rule:
    found = pack.rule(name)
    assert found is not None
    return found


@PACKS
def test_no_boundary_is_wrong_and_no_limit_is_without_one(pack: Pack) -> None:
    found = of(pack.id)
    assert found.unreached == ()
    assert [(one, wrong) for one in found.found if (wrong := differences(one, pack))] == []


@PACKS
def test_every_case_is_shown_on_both_sides_of_its_limit(pack: Pack) -> None:
    shown: dict[tuple[str, int | None], set[tuple[Verdict, int | None]]] = {}
    for one in of(pack.id).found:
        shown.setdefault((one.rule, one.case), set()).add((one.verdict, one.margin))
    for rule in pack.rules:
        for index, case in enumerate(rule.form.cases if isinstance(rule.form, Deadline) else ()):
            wanted = {(Verdict.COMPLIED, 0), (Verdict.VIOLATED, -1)}
            if case.limit.unit != "standard":
                wanted |= {(Verdict.COMPLIED, 1), (Verdict.PENDING, 0), (Verdict.PENDING, 1)}
            assert wanted <= shown[rule.id, index], (rule.id, index)


@PACKS
def test_every_precondition_is_shown_kept_and_broken(pack: Pack) -> None:
    shown: dict[str, set[Verdict]] = {}
    for one in of(pack.id).found:
        shown.setdefault(one.rule, set()).add(one.verdict)
    for rule in pack.rules:
        if isinstance(rule.form, Precondition):
            wanted = {Verdict.COMPLIED, Verdict.VIOLATED} - {Verdict(name) for name in rule.cannot}
            assert wanted <= shown[rule.id], rule.id


def test_the_hard_days_are_among_them() -> None:
    shown = {one.shows.partition(", ")[2] for one in of("kazakhstan").found}
    assert {"across a change of clocks forward", "across a change of clocks back", "at the end of a month"} <= shown
    assert {"with a transferred working day", "ending on a day off", "after the clock stood still for an hour"} <= shown


def test_a_limit_that_moves_is_noticed() -> None:
    rule = rule_of(KAZAKHSTAN, "custody.constitutional-ceiling")
    assert isinstance(rule.form, Deadline)
    kept, _ = rule_boundaries(rule, KAZAKHSTAN)
    for amount in (72 * HOUR - 1, 72 * HOUR + 1):
        (case,) = rule.form.cases
        moved = rule._replace(form=rule.form._replace(cases=(case._replace(limit=case.limit._replace(amount=amount)),)))
        other = KAZAKHSTAN._replace(rules=(moved,), sha256=f"moved-{amount}")
        assert all(differences(one, other) for one in kept if one.deadline is not None)


def test_a_case_that_no_facts_reach_is_said_to_have_none() -> None:
    rule = rule_of(KAZAKHSTAN, "custody.constitutional-ceiling")
    assert isinstance(rule.form, Deadline)
    (case,) = rule.form.cases
    never = FactIs("person.juvenile", OneOf(frozenset({"neither"})))
    shut = rule._replace(form=rule.form._replace(cases=(case._replace(when=never), case)))
    _, (unreached,) = rule_boundaries(shut, KAZAKHSTAN)
    assert (unreached.rule, unreached.case) == (rule.id, 0)
    assert "no facts" in unreached.why
    past = rule._replace(form=rule.form._replace(cases=(case._replace(dates=rule.in_force.dates if rule.in_force else None), case)))
    later = past._replace(form=past.form._replace(cases=past.form.cases[::-1]))  # type: ignore[union-attr]
    assert [one.case for one in rule_boundaries(past, KAZAKHSTAN)[1]] == [1]
    assert [one.case for one in rule_boundaries(later, KAZAKHSTAN)[1]] == [1]


def test_boundaries_are_the_same_every_time() -> None:
    assert boundaries(KAZAKHSTAN) == of("kazakhstan")


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit("elapsed", 48 * HOUR), "2024-02-28 10:00", "2024-03-01 09:00"),
        (Limit("months", 1, ends="day"), "2021-01-31 09:15", "2021-03-01 00:00"),
        (Limit("months", 12, ends="moment"), "2024-02-29 09:15", "2025-02-28 09:15"),
        (Limit("months", 2, ends="day", less_days=1), "2021-03-01 09:15", "2021-05-01 00:00"),
        (Limit("days", 0, ends="day"), "2024-02-29 09:15", "2024-03-01 00:00"),
        (Limit("days", 1, ends="morning"), "2021-06-11 19:00", "2021-06-12 12:00"),
        (Limit("days", 2, first_same=True, ends="day"), "2021-03-01 09:15", "2021-03-03 00:00"),
        (Limit("working_days", 2, ends="day"), "2021-03-05 09:15", "2021-03-11 00:00"),
        (Limit("working_days", 2, first_same=True, ends="working_day"), "2021-03-05 09:15", "2021-03-09 18:00"),
        (Limit("months", 0, ends="day", non_working="next"), "2021-03-06 09:15", "2021-03-10 00:00"),
        (Limit("months", 0, ends="day", non_working="previous"), "2021-03-08 09:15", "2021-03-06 00:00"),
        (Limit("months", 0, ends="day", non_working="day_before"), "2021-03-08 09:15", "2021-03-08 00:00"),
    ],
)
def test_the_second_arithmetic(limit: Limit, start: str, end: str) -> None:
    """1 March 2021 was a Monday, 8 and 9 March were off; the clocks went back an hour at the end of 29 February 2024."""
    home = KAZAKHSTAN.zone
    found = last_instant(limit, instant_at(datetime.fromisoformat(start), home), KAZAKHSTAN, home, closing=18 * HOUR)
    assert found is not None
    assert stamp(found, home) == end


def test_times_at_a_clock_change() -> None:
    (change,) = clock_changes("Asia/Almaty", 2010, 2030)
    assert stamp(change, "Asia/Almaty") == "2024-02-29 23:00+05:00"
    assert stamp(change - 1, "Asia/Almaty") == "2024-02-29 23:59:59+06:00"
    assert instant_at(datetime(2024, 2, 29, 23), "Asia/Almaty") == change
    assert instant_at(datetime(2021, 3, 28, 2, 30), "Europe/Budapest") == instant_at(datetime(2021, 3, 28, 3, 30), "Europe/Budapest")
    assert clock_changes("Asia/Aqtobe", 2010, 2030) == ()
    assert not KAZAKHSTAN.calendar.is_working(date(2021, 3, 8))


def test_what_differs_is_named() -> None:
    one = next(one for one in of("kazakhstan").found if one.rule == "custody.before-court-order" and one.margin == 0)
    wrong = Boundary(one.rule, one.case, one.shows, one.data, Verdict.VIOLATED, 1, (one.deadline or 0) + 1)
    assert [key for key, _, _ in differences(wrong, KAZAKHSTAN)] == ["verdict", "margin_seconds", "deadline"]
    elsewhere = Boundary("consular.means", None, one.shows, one.data, Verdict.VIOLATED, None, None)
    assert differences(elsewhere, KAZAKHSTAN) == [("verdict", None, "violated")]

"""Boundary scenarios: every limit of both packs has them, they hold, and a limit that is elsewhere is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from detention_rules import Pack, Verdict, load_pack
from detention_rules.engine import conditions
from detention_rules.engine.conditions import settled
from detention_rules.language.conditions import Condition, FactIs, Limit, Not, OneOf, Pattern, ReadingIs
from detention_rules.language.rules import Cycle, Deadline, Precondition, Recurrence, Rule
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing import Boundaries, Boundary, boundaries
from detention_rules.testing.arithmetic import clock_changes, instant_at, last_instant, stamp, whole_period
from detention_rules.testing.boundary import differences
from detention_rules.testing.edges import rule_boundaries

KAZAKHSTAN = load_pack("kazakhstan")
ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
PACKS = pytest.mark.parametrize("pack", [KAZAKHSTAN, ZUBROVIA], ids=["kazakhstan", "zubrovia"])


def cycles(pack: Pack) -> Iterator[tuple[Rule, int]]:
    """Yield the recurring rules of a pack with the number of each of their cycles."""
    for rule in pack.rules:
        for index, _ in enumerate(rule.form.cycles if isinstance(rule.form, Recurrence) else ()):
            yield rule, index


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
        for index, _ in enumerate(rule.form.cycles if isinstance(rule.form, Recurrence) else ()):
            wanted = {(Verdict.COMPLIED, margin) for margin in (0, 1)} | {(Verdict.PENDING, margin) for margin in (0, 1)}
            assert wanted | {(Verdict.VIOLATED, -1), (None, None)} <= shown[rule.id, index], (rule.id, index)


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


def _inverted(condition: Condition | None, readings: Mapping[str, str]) -> Condition | bool:
    """Return what a broken engine would leave of a condition: that which no other reading than the chosen one leaves."""

    def chosen(leaf: Condition) -> bool | None:
        return readings[leaf.reading] not in leaf.options if isinstance(leaf, ReadingIs) else None

    return True if condition is None else settled(condition, chosen)


def _without_negation(condition: Condition, answer: Callable[[Condition], bool | None]) -> Condition | bool:
    left = settled(condition, answer)
    return left.part if isinstance(left, Not) else left


@pytest.mark.parametrize(
    ("name", "broken", "pack", "rules"),
    [
        ("under", _inverted, KAZAKHSTAN, 60),
        ("under", _inverted, ZUBROVIA, 1),
        ("settled", _without_negation, KAZAKHSTAN, 35),
        ("settled", _without_negation, ZUBROVIA, 4),
    ],
    ids=["readings-kazakhstan", "readings-zubrovia", "negations-kazakhstan", "negations-zubrovia"],
)
def test_an_engine_that_misreads_conditions_is_noticed(
    name: str, broken: Callable[..., Condition | bool], pack: Pack, rules: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = of(pack.id)
    monkeypatch.setattr(conditions, name, broken)
    misread = pack._replace(sha256=f"{pack.sha256}-{name}")
    assert len({one.rule for one in kept.found if differences(one, misread)}) >= rules
    some = [rule for rule in pack.rules if rule.readings][:8]
    assert [rule_boundaries(rule, misread)[0] for rule in some] == [[one for one in kept.found if one.rule == rule.id] for rule in some]


CYCLES = [(pack, rule, index) for pack in (KAZAKHSTAN, ZUBROVIA) for rule, index in cycles(pack)]


@pytest.mark.parametrize(("pack", "rule", "index"), CYCLES, ids=[f"{rule.id}-{index}" for _, rule, index in CYCLES])
def test_a_cycle_that_is_another_is_noticed(pack: Pack, rule: Rule, index: int) -> None:
    form = rule.form
    assert isinstance(form, Recurrence)
    cycle = form.cycles[index]
    others = [cycle._replace(times=cycle.times + 1), cycle._replace(by_day=None if cycle.by_day else 27)] if cycle.months else []
    others += [cycle._replace(by_day=cycle.by_day + day) for day in (-1, 1) if cycle.by_day and cycle.by_day + day]
    others += [cycle._replace(forward=not cycle.forward)] if cycle.by_day else []
    others += [cycle._replace(months=2 if cycle.months == 1 else 1)] if cycle.months else []
    others += [cycle._replace(seconds=cycle.seconds + second) for second in (-1, 1) if cycle.seconds]
    others += [cycle._replace(days=cycle.days + day) for day in (-1, 1) if cycle.days]
    others += [cycle._replace(days=0, seconds=cycle.days * DAY)] if cycle.days else []
    kept = [one for one in rule_boundaries(rule, pack)[0] if one.case == index]
    for other in others:
        changed = rule._replace(form=form._replace(cycles=(*form.cycles[:index], other, *form.cycles[index + 1 :])))
        seen = pack._replace(rules=(changed,), sha256=f"{pack.sha256}-{other}")
        assert any(differences(one, seen) for one in kept), other


def test_the_hard_periods_are_among_them() -> None:
    shown = {(one.rule, one.shows.rpartition(", ")[2]) for one in of("zubrovia").found}
    for rule in ("register.log", "register.hearings", "custody.check-each-round"):
        for day in ("in a later period of the span", "across a change of clocks forward", "across a change of clocks back"):
            assert (rule, day) in shown
    for day in ("at the end of a month", "where the span starts one second after a period", "where the span starts with a period"):
        assert ("register.log", day) in shown
    assert {("register.audit", "ending on a day off"), ("register.hearings", "at the end of a month")} <= shown
    assert ("records.monthly-cross-check", "with a transferred working day") in {
        (one.rule, one.shows.rpartition(", ")[2]) for one in of("kazakhstan").found
    }


CHECKS = rule_of(ZUBROVIA, "custody.check-each-round")
assert isinstance(CHECKS.form, Recurrence)
NO_OPTION = CHECKS.form.cycles[0]._replace(readings=(ReadingIs("Z3", ("neither",)),))


@pytest.mark.parametrize(
    "form",
    [CHECKS.form._replace(must=(Pattern("freed"),)), CHECKS.form._replace(until=("seizure",)), CHECKS.form._replace(cycles=(NO_OPTION,))],
    ids=["the act ends the span", "the span ends where it starts", "no reading means the cycle"],
)
def test_a_cycle_that_cannot_be_met_is_said_to_have_none(form: Recurrence) -> None:
    found, (unreached,) = rule_boundaries(CHECKS._replace(form=form, readings=("Z3",)), ZUBROVIA)
    assert (unreached.rule, unreached.case) == (CHECKS.id, 0)
    assert all(one.case is None for one in found)


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
    assert boundaries(ZUBROVIA) == of("zubrovia")
    rules = ["custody.before-court-order", "remand.two-months", "records.monthly-cross-check"]
    again = boundaries(KAZAKHSTAN, rules=rules).found
    assert [one for name in rules for one in of("kazakhstan").found if one.rule == name] == [*again]


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


@pytest.mark.parametrize(
    ("cycle", "start", "number", "found"),
    [
        (Cycle(seconds=9 * HOUR), "2024-02-29 20:00", 0, ("2024-02-29 20:00", "2024-03-01 04:00", "2024-03-01 04:00")),
        (Cycle(days=7), "2024-02-29 22:30", 1, ("2024-03-07 22:30", "2024-03-14 22:30", "2024-03-14 22:30")),
        (Cycle(days=1), "2024-02-28 23:30", 0, ("2024-02-28 23:30", "2024-02-29 23:30+05:00", "2024-02-29 23:30+05:00")),
        (Cycle(months=1, by_day=3), "2021-03-01 00:00", 0, ("2021-03-01 00:00", "2021-04-01 00:00", "2021-03-04 00:00")),
        (Cycle(months=1, by_day=3), "2021-03-01 00:00:01", 0, ("2021-04-01 00:00", "2021-05-01 00:00", "2021-04-04 00:00")),
        (Cycle(months=1, by_day=3, forward=True), "2021-04-01 00:00", 0, ("2021-04-01 00:00", "2021-05-01 00:00", "2021-04-06 00:00")),
        (Cycle(months=1, by_day=28, forward=True), "2021-02-01 00:00", 0, ("2021-02-01 00:00", "2021-03-01 00:00", "2021-03-02 00:00")),
        (Cycle(months=3), "2021-02-10 12:00", 1, ("2021-07-01 00:00", "2021-10-01 00:00", "2021-10-01 00:00")),
        (Cycle(months=12), "2021-01-01 00:00", 2, ("2023-01-01 00:00", "2024-01-01 00:00", "2024-01-01 00:00")),
    ],
)
def test_the_second_arithmetic_of_periods(cycle: Cycle, start: str, number: int, found: tuple[str, str, str]) -> None:
    home = KAZAKHSTAN.zone
    period = whole_period(cycle, instant_at(datetime.fromisoformat(start), home), number, KAZAKHSTAN, home)
    assert tuple(stamp(instant, home) for instant in period) == found


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

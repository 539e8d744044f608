"""What a reader has to be told for a key to be right, and that the feedback says no false law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from detention_rules import Verdict, check
from detention_rules.engine.explain import Explanation
from detention_rules.language.sentences import length_words
from detention_rules.model.zones import zone
from detention_rules.training import Exercise, Task, faults
from detention_rules.training.keys import NUMBER, limit_of

from .support import PACK, ZUBROVIA, case, custody, exercises, task

CHANGED = custody(
    zone="Asia/Qyzylorda",
    as_of="2018-12-22 10:00",
    events=[{"at": "2018-12-19 15:49", "is": "arrest"}, {"at": "2018-12-21 15:20", "is": "release"}],
)


@cache
def generated(difficulty: int, number: int = 25) -> tuple[Exercise, ...]:
    """Return exercises of a difficulty."""
    return tuple(Exercise.generate(PACK, seed, difficulty=difficulty) for seed in range(number))


def premises(exercise: Exercise) -> str:
    """Return all that is to be taken as given."""
    return "\n".join(premise.text for premise in exercise.premises)


# clocks


def test_a_change_of_clocks_is_told_and_an_exercise_that_does_not_tell_it_is_refused() -> None:
    exercise = Exercise.from_case(PACK, case(CHANGED))
    told = "At 2018-12-21 00:00 clocks here were put back by 1 h, so that they showed 2018-12-20 23:00 again (from UTC+06:00 to UTC+05:00)."
    assert told in premises(exercise)
    silent = replace(exercise, premises=tuple(one for one in exercise.premises if "clocks" not in one.text))
    assert any("clock" in fault and "no premise settles" in fault for fault in faults(silent, PACK))


def test_clocks_put_forward_are_told() -> None:
    spring = custody(zone="Europe/Paris", as_of="2021-03-30 10:00", events=[{"at": "2021-03-27 15:49", "is": "arrest"}])
    told = premises(Exercise.from_case(PACK, case(spring)))
    assert "At 2021-03-28 02:00 clocks here were put forward by 1 h, to 2021-03-28 03:00 (from UTC+01:00 to UTC+02:00)." in told
    assert "clocks" not in premises(Exercise.from_case(PACK, case(custody())))


@pytest.mark.parametrize("difficulty", range(1, 6))
def test_every_exercise_tells_its_changes_of_clocks(difficulty: int) -> None:
    """Said again, day by day: where two neighbouring midnights have different offsets, clocks were changed."""
    for exercise in generated(difficulty):
        home, report = zone(exercise.zone), check(exercise.scenario, pack=PACK)
        asked = {option.title for one in exercise.tasks for option in one.options}
        ends = [finding.deadline for finding in report.findings if finding.deadline is not None and finding.rule.title in asked]
        first = min(account.earliest for event in report.scenario.events for account in event.at.accounts)
        last = max(report.as_of, *ends)
        offsets = {home.local(instant).utcoffset() for instant in (*range(first, last, 86400), last)}
        assert (len(offsets) > 1) == ("clocks here were put" in premises(exercise)), exercise.title


def test_a_zone_knows_when_its_clocks_are_moved() -> None:
    paris = zone("Europe/Paris")
    days = [int(datetime.fromisoformat(f"2021-{day}T12:00+00:00").timestamp()) for day in ("01-01", "12-31")]
    assert [paris.local(instant).isoformat() for instant in paris.changes(*days)] == [
        "2021-03-28T03:00:00+02:00",
        "2021-10-31T02:00:00+01:00",
    ]
    assert list(zone("Asia/Almaty").changes(*days)) == []


# days


def test_how_days_are_counted_is_told() -> None:
    served = {"as_of": "2021-04-01 10:00", "facts": {}, "events": [{"at": "2018-03-15 00:00", "is": "sentence_started", "term": "P3Y"}]}
    told = premises(Exercise.from_case(PACK, case(served)))
    assert "the morning of the last day, which is 12:00" in told
    assert "2021" not in told
    for exercise in generated(3):
        report = check(exercise.scenario, pack=PACK)
        limits = {finding.rule.id: limit_of(finding) for finding in report.findings}
        for option in (option for one in exercise.tasks for option in one.options):
            limit = limits.get(option.name)
            if limit is not None and limit.unit in ("days", "working_days", "months"):
                assert f"“{next(one.title for one in PACK.rules if one.id == option.name)}”" in premises(exercise)


# false law


def neighbours() -> Iterator[tuple[Exercise, Task, str, str]]:
    """Yield what feedback says to be the limit of another rule."""
    for exercise in (*exercises(5, 3), *generated(2), *generated(5)):
        for one in exercise.tasks:
            for mistake in one.key.mistakes if one.key else ():
                found = re.match(r"(.+) is the limit of “(.+)”; here it is", mistake.explanation)
                if found:
                    yield exercise, one, found[1], found[2]


def test_what_is_called_the_limit_of_another_duty_is_its_limit_in_this_case() -> None:
    seen, reports = 0, {}
    for exercise, one, length, title in neighbours():
        at = None if one.at is None else datetime.fromisoformat(one.at)
        key = exercise.id, one.at
        if key not in reports:
            reports[key] = check(exercise.scenario, pack=PACK, as_of=at)
        limits = [limit_of(finding) for finding in reports[key].findings if finding.rule.title == title]
        assert length in {length_words(limit) for limit in limits if limit is not None}
        seen += 1
    assert seen > 200


@pytest.mark.parametrize(("year", "expected"), [(2017, {"48 h", "24 h"}), (2021, {"72 h", "24 h"})])
def test_the_limit_of_other_circumstances_is_one_of_the_law_of_that_date(year: int, expected: set[str]) -> None:
    """Until Act 118-VI 72 hours were the general limit; the limit of other circumstances is one that was in force."""
    from detention_rules.training.chains import chains_of
    from detention_rules.training.misreadings import Matter, another_case

    scenario = custody(as_of=f"{year}-03-04 18:00", events=[{"at": f"{year}-03-01 09:15", "is": "arrest"}])
    report = check(scenario, pack=PACK)
    finding = next(one for one in report.findings if one.rule.id == "custody.before-court-order")
    said = {str(variant.says["other"]) for variant in another_case(Matter(finding, report, PACK, chains_of(PACK)))}
    details = finding.details
    assert isinstance(details, Explanation)
    in_force = {
        length_words(one.source.limit)
        for one in details.rule.cases
        if one.dates is None or one.dates.hold(details.timeline.zone, details.time) is not False
    }
    assert said == in_force - {length_words(limit) for limit in [limit_of(finding)] if limit}
    if year == 2021:
        assert said == expected


# why


def test_the_key_says_why_an_act_that_was_done_does_not_count() -> None:
    events = [
        {"at": "2021-03-01 09:15", "is": "arrest"},
        {"at": "2021-03-01 20:00", "is": "procurator_notified", "written": False},
        {"at": "2021-03-02 10:00", "is": "place_changed", "place": "Facility 2"},
        {"at": "2021-03-02 14:00", "is": "procurator_notified", "written": True, "place": "Facility 1"},
        {"at": "2021-03-03 08:00", "is": "release"},
    ]
    key = task(Exercise.from_case(PACK, case(custody(events=events), difficulty=3)), "breaches").key
    assert key is not None
    said = [step for steps in key.because.values() for step in steps if "does not count" in step]
    assert "procurator notified, 2021-03-01 20:00: does not count (written: no)." in said
    assert (
        "procurator notified, 2021-03-02 14:00: does not count (its place is Facility 1, and that of place changed is Facility 2)." in said
    )


# readings, breaches, what is missing


@pytest.mark.parametrize("difficulty", [4, 5])
def test_a_task_on_readings_offers_three_and_tells_what_is_taken(difficulty: int) -> None:
    asked = [(exercise, one) for exercise in generated(difficulty) for one in exercise.tasks if one.kind == "readings"]
    assert len(asked) > 5
    for exercise, one in asked:
        assert len(one.options) >= 3
        given = {premise.about for premise in exercise.premises}
        assert given.issuperset(option.name.partition("=")[0] for option in one.options)


@pytest.mark.parametrize("difficulty", range(1, 6))
def test_every_breach_is_asked_for_and_a_last_minute(difficulty: int) -> None:
    for exercise in generated(difficulty):
        violated = [finding.rule.id for finding in check(exercise.scenario, pack=PACK).of(Verdict.VIOLATED)]
        breaches = task(exercise, "breaches")
        assert breaches.key is not None
        assert sorted(violated) == sorted(option.name for option in breaches.options if option.id in breaches.key.answers)
        assert len(breaches.options) > len(violated)
        assert any(one.kind == "last_minute" for one in exercise.tasks)


def test_a_limit_without_a_number_that_was_never_kept_is_a_breach_to_name() -> None:
    breaches = task(Exercise.from_case(PACK, case(custody(), difficulty=1)), "breaches")
    assert breaches.key is not None
    (family,) = (option.id for option in breaches.options if option.name == "notice.family")
    assert breaches.key.answers[family].minutes is None


def test_what_is_missing_is_often_a_fact_and_a_number_names_no_limit() -> None:
    found: list[str] = []
    for exercise in (*generated(3), *generated(4)):
        for one in (one for one in exercise.tasks if one.kind == "missing"):
            titles = {option.title for option in one.options}
            names = {choice.id: choice.name for choice in one.choices}
            assert not any(title in choice.title for choice in one.choices for title in titles)
            assert one.key is not None
            found += [names[choice] for answer in one.key.answers.values() for choice in answer.choices]
    assert NUMBER in found
    assert len([name for name in found if name != NUMBER]) > 5


def test_the_last_minutes_of_limits_of_different_units_are_asked_for() -> None:
    for exercise in generated(5):
        limits = {finding.rule.id: limit_of(finding) for finding in check(exercise.scenario, pack=PACK).findings}
        units = [limit.unit for one in exercise.tasks if one.kind == "last_minute" if (limit := limits[one.options[0].name])]
        if limits.get("remand.two-months") is not None or limits.get("remand.eighteen-months") is not None:
            assert "months" in units


def test_counting_by_the_camera_is_recognised() -> None:
    told = {
        mistake.misconception
        for exercise in generated(4)
        if "go by record of arrest" in premises(exercise)
        for one in exercise.tasks
        for mistake in (one.key.mistakes if one.key else ())
    }
    assert "other-account" in told


def test_an_invented_pack_is_told_its_clocks_too() -> None:
    exercise = Exercise.generate(ZUBROVIA, 3, difficulty=3)
    assert faults(exercise, ZUBROVIA) == ()

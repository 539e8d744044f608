"""Each misconception: what it changes, with the project's own arithmetic, where it bears on nothing, and that the grader knows it."""

from __future__ import annotations

from typing import Any

import pytest

from detention_rules.model.catalogue import TEXTS
from detention_rules.training import MISCONCEPTIONS, Exercise, Mistake, answers_under
from detention_rules.training.chains import chains_of

from .support import PACK, PLAIN, ZUBROVIA, asked_of, case, custody, examples_of_zubrovia, exercises, task

COURT = "custody.before-court-order"


def mistakes(rule: str, scenario: dict[str, Any]) -> list[Mistake]:
    """Return the mistakes about the last minute of a rule's limit."""
    _, found = asked_of(rule, scenario)
    assert found.key is not None
    return list(found.key.mistakes)


def wrong(rule: str, scenario: dict[str, Any], misconception: str) -> list[str]:
    """Return the last minutes that a misconception leads to, local."""
    found = [one.answer.instant for one in mistakes(rule, scenario) if one.misconception == misconception and one.answer]
    return [instant[:16].replace("T", " ") for instant in found if instant]


def on(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a timeline of these events."""
    return custody(events=list(events), **changes)


ARREST = {"at": "2021-03-01 09:15", "is": "arrest"}


def test_clock_from_the_record() -> None:
    assert wrong(COURT, custody(), "clock-from-record") == ["2021-03-03 14:00"]
    (found,) = [one for one in mistakes(COURT, custody()) if one.misconception == "clock-from-record"]
    assert found.explanation == (
        "2021-03-01 14:00 + 48 h, counted from arrest record; the clock starts at arrest, 2021-03-01 09:15, 4 h 45 min earlier"
        " [para. 215; para. 216; para. 217; para. 81]"
    )


def test_without_a_record_nobody_counts_from_it() -> None:
    assert wrong(COURT, on(ARREST, {"at": "2021-03-03 14:50", "is": "release"}), "clock-from-record") == []


def test_the_missions_hours_counted_from_the_ministrys_notice() -> None:
    foreigner = {**PLAIN, "person": {"born": "1990-06-01", "nationality": "UZ"}}
    told = (ARREST, {"at": "2021-03-01 15:15", "is": "mfa_notified"}, {"at": "2021-03-02 10:15", "is": "mission_notified", "means": "fax"})
    scenario = on(*told, facts=foreigner)
    assert "2021-03-02 15:15" in wrong("consular.mission-after-arrest", scenario, "clock-from-another-step")
    assert wrong("consular.mission-after-arrest", scenario, "limit-of-another-duty") == ["2021-03-01 15:15"]


def test_hours_across_a_clock_change() -> None:
    scenario = on({"at": "2024-02-28 10:00", "is": "arrest"}, {"at": "2024-03-01 09:30", "is": "release"}, as_of="2024-03-02 12:00")
    assert wrong(COURT, scenario, "wall-clock-hours") == ["2024-03-01 10:00"]
    assert wrong(COURT, custody(), "wall-clock-hours") == []
    exercise = Exercise.from_case(PACK, case(scenario, difficulty=1))
    assert task(exercise, "breaches").key is not None
    assert any(one.misconception == "wall-clock-hours" and one.answer is None for one in task(exercise, "breaches").key.mistakes)  # type: ignore[union-attr]


def test_the_limit_of_other_circumstances_and_the_last_minute_itself() -> None:
    assert set(wrong(COURT, custody(), "wrong-case")) == {"2021-03-02 09:15", "2021-03-04 09:15"}
    assert wrong(COURT, custody(), "limit-exclusive") == ["2021-03-03 09:14"]


def test_the_account_that_the_exercise_does_not_go_by() -> None:
    arrest = {"at": {"accounts": {"register": "2021-03-01 09:15", "camera": "2021-03-01 07:00"}}, "is": "arrest"}
    exercise, found = asked_of(COURT, on(arrest, {"at": "2021-03-03 14:50", "is": "release"}))
    assert wrong(COURT, on(arrest, {"at": "2021-03-03 14:50", "is": "release"}), "other-account") == ["2021-03-03 07:00"]
    assert any(premise.about == "arrest" and premise.taken == "register" for premise in exercise.premises)
    assert found.key is not None
    assert found.key.answers["a"].instant == "2021-03-03T09:15:00+06:00"


def test_the_day_before_the_corresponding_date_and_the_reverse() -> None:
    remand = (ARREST, {"at": "2021-03-02 10:00", "is": "remand_authorized", "by": "court", "until": "2021-05-01"})
    ended = {"at": "2021-05-03 10:00", "is": "release"}
    plain = on(*remand, ended, as_of="2021-05-04 10:00")
    assert wrong("remand.two-months", plain, "day-before-as-last") == ["2021-05-01 00:00"]
    assert wrong("remand.two-months", plain, "clock-from-the-act") == ["2021-05-03 00:00"]
    strict = {**plain, "readings": {"A5": "day-before"}}
    assert wrong("remand.two-months", strict, "corresponding-date-as-last") == ["2021-05-02 00:00"]
    assert wrong("remand.two-months", strict, "day-before-as-last") == []


def test_working_days_the_first_day_and_transferred_days() -> None:
    """Two working days from Friday 5 March 2021, with 8 March off."""
    admitted = {"at": "2021-03-05 10:00", "is": "admitted", "as": "convict", "facility": "penal_institution"}
    scenario = on(admitted, facts={**PLAIN, "person": {"nationality": "UZ"}}, as_of="2021-03-20 10:00")
    rule = "convict.mission-notice"
    right = asked_of(rule, scenario)[1]
    assert right.key is not None
    assert right.key.answers["a"].instant == "2021-03-11T00:00:00+06:00"
    assert wrong(rule, scenario, "days-off-ignored") == ["2021-03-08 00:00"]
    assert wrong(rule, scenario, "transferred-days-ignored") == ["2021-03-10 00:00"]
    assert wrong(rule, scenario, "first-day-miscounted") == ["2021-03-10 00:00"]
    assert "2021-03-10 10:00" in wrong(rule, scenario, "end-of-day-mistaken")


def test_a_notice_in_the_wrong_form_taken_as_given() -> None:
    spoken = {"at": "2021-03-01 20:00", "is": "procurator_notified", "written": False}
    scenario = on(ARREST, spoken, {"at": "2021-03-03 08:00", "is": "release"}, as_of="2021-03-03 09:15")
    breaches = task(Exercise.from_case(PACK, case(scenario, difficulty=1)), "breaches")
    assert breaches.key is not None
    (notice,) = (option.id for option in breaches.options if option.name == "notice.procurator")
    assert breaches.key.answers[notice].minutes == 36 * 60
    assert any(one.misconception == "form-ignored" and one.option == notice and one.answer is None for one in breaches.key.mistakes)


def test_an_unknown_fact_taken_as_a_no() -> None:
    unknown = {**PLAIN, "person": {"born": "1990-06-01"}}
    scenario = custody(facts=unknown)
    for seed in range(20):
        exercise = Exercise.from_case(PACK, case(scenario, seed=seed, difficulty=3))
        open_ = next((one for one in exercise.tasks if one.kind == "missing"), None)
        if open_ is not None and any(option.name.startswith("consular.") for option in open_.options):
            break
    else:
        raise AssertionError("no task on what is missing")
    assert open_.key is not None
    found = {one.option for one in open_.key.mistakes if one.misconception == "unknown-taken-as-no" and one.answer is None}
    named = {option.id for option in open_.options if option.id in open_.key.answers and option.name.startswith("consular.")}
    assert named
    assert named <= found
    grade = exercise.grade_task(open_.id, [])
    assert grade.score == 0
    assert all(
        any(one.misconception == "unknown-taken-as-no" for one in item.recognised) for item in grade.items if item.option.id in named
    )


def test_an_invented_pack_has_its_own_mistakes() -> None:
    found: set[str] = set()
    for seed, scenario in enumerate(examples_of_zubrovia()):
        try:
            exercise = Exercise.from_case(ZUBROVIA, case(scenario, seed=seed))
        except Exception as error:
            assert type(error).__name__ == "NoExercise", error
            continue
        found |= {one.misconception for asked in exercise.tasks if asked.key for one in asked.key.mistakes}
    assert {"clock-from-record", "clock-from-the-act", "first-day-miscounted", "limit-exclusive", "pause-ignored", "wrong-case"} <= found


def test_what_records_what_is_read_from_the_rules() -> None:
    assert chains_of(PACK).records("arrest")[:2] == ("arrest_record", "brought_in")
    assert "seizure_noted" in chains_of(ZUBROVIA).records("seizure")
    rule = PACK.rule("consular.mission-after-arrest")
    assert rule is not None
    assert chains_of(PACK).steps(rule, "arrest") == ("mfa_notified",)


def test_each_is_recognised_wherever_it_changes_the_answer_and_never_credited() -> None:
    applied, recognised, bears = 0, 0, set[str]()
    for exercise in exercises(5, 3) + exercises(1, 2):
        for name in {one.misconception for asked in exercise.tasks if asked.key for one in asked.key.mistakes}:
            grade = exercise.grade(answers_under(exercise, name))
            bears.add(name)
            applied += 1
            recognised += any(one.misconception == name for part in grade.tasks for item in part.items for one in item.recognised)
            changed = {asked.id for asked in exercise.tasks if asked.key and any(one.misconception == name for one in asked.key.mistakes)}
            assert all(part.score < 1 for part in grade.tasks if part.task in changed), name
            assert all(part.score == 1 for part in grade.tasks if part.task not in changed), name
    assert applied > 300
    assert recognised == applied
    assert len(bears) >= 14


@pytest.mark.parametrize("misconception", MISCONCEPTIONS.values(), ids=lambda one: one.id)
def test_each_is_documented(misconception: Any) -> None:
    for words in (misconception.name, misconception.means, misconception.teach):
        assert words
    assert any(key.startswith(f"misconception.{misconception.id}.") and "{cites}" in value for key, value in TEXTS.items()) or (
        misconception.id.startswith("other-")
    )

"""The proof of fairness: sound exercises pass, and each way of breaking one is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from detention_rules import Verdict, check
from detention_rules.training import Answer, Exercise, Key, NoExercise, Option, Task, faults

from .support import PACK, ZUBROVIA, case, custody, examples_of_zubrovia, exercises, task

ARREST = {"at": {"accounts": {"register": "2021-03-01 09:15", "camera": "2021-03-01 07:00"}}, "is": "arrest"}
SOUND = Exercise.from_case(PACK, case(custody(events=[ARREST, *custody()["events"][1:]]), difficulty=5))


def test_every_exercise_on_a_shipped_scenario_is_proven() -> None:
    assert all(faults(exercise, PACK) == () for exercise in exercises(5, 3))
    assert len(exercises(5, 3)) > 50


def test_exercises_of_an_invented_pack_are_proven() -> None:
    made = 0
    for seed, scenario in enumerate(examples_of_zubrovia()):
        try:
            exercise = Exercise.from_case(ZUBROVIA, case(scenario, seed=seed))
        except NoExercise:
            continue
        made += 1
        assert faults(exercise, ZUBROVIA) == ()
        assert Exercise.from_json(exercise.to_json()) == exercise
    assert made > 30


def test_the_key_is_what_check_finds() -> None:
    """Said again without the code that makes keys."""
    seen = 0
    for exercise in exercises(5, 3):
        report = check(exercise.scenario, pack=PACK)
        by_rule = {finding.rule.id: finding for finding in report.findings}
        once = [finding.rule.id for finding in report.findings]
        for asked in exercise.tasks:
            assert asked.key is not None
            for option in (one for one in asked.options if once.count(one.name) == 1):
                finding, answer = by_rule[option.name], asked.key.answers.get(option.id)
                if asked.kind == "breaches":
                    assert (answer is not None) == (finding.verdict is Verdict.VIOLATED)
                    if answer is not None and answer.minutes is not None:
                        assert finding.margin_seconds == -60 * answer.minutes
                elif asked.kind == "last_minute":
                    assert answer is not None and finding.deadline is not None
                    assert answer.instant == report.local(finding.deadline).isoformat()
                elif asked.kind == "missing":
                    assert (answer is not None) == (finding.verdict is Verdict.UNDETERMINED)
                else:
                    continue
                seen += 1
    assert seen > 200


def changed(kind: str, change: Callable[[Task], Task]) -> Exercise:
    """Return the sound exercise with its first task of a kind changed."""
    target = task(SOUND, kind)
    return replace(SOUND, tasks=tuple(change(one) if one is target else one for one in SOUND.tasks))


def keyed(asked: Task, **changes: Any) -> Task:
    """Return a task with its key changed."""
    assert asked.key is not None
    return replace(asked, key=replace(asked.key, **changes))


BROKEN: dict[str, tuple[Exercise, str]] = {
    "no task": (replace(SOUND, tasks=()), "no task"),
    "no key": (SOUND.without_key(), "no key"),
    "no premises": (replace(SOUND, premises=()), "no premise settles"),
    "the other account as premise": (
        replace(SOUND, premises=tuple(replace(one, taken="camera") for one in SOUND.premises)),
        "no premise settles",
    ),
    "two options of one title": (
        changed("breaches", lambda one: replace(one, options=(*one.options, replace(one.options[0], id="z")))),
        "two options are called",
    ),
    "two options of one letter": (
        changed("breaches", lambda one: replace(one, options=(*one.options[:-1], replace(one.options[-1], id="a")))),
        "two options are called",
    ),
    "an option that names nothing": (
        changed("breaches", lambda one: replace(one, options=(*one.options, Option("z", "x.y", "Nothing")))),
        "no single finding is called Nothing",
    ),
    "nothing breached": (changed("breaches", lambda one: keyed(one, answers={})), "is not what the engine finds"),
    "a minute too many": (
        changed(
            "breaches",
            lambda one: keyed(one, answers={key: Answer(minutes=(value.minutes or 0) + 1) for key, value in one.key.answers.items()}),
        ),  # type: ignore[union-attr]
        "is not what the engine finds",
    ),
    "everything to be named": (
        changed("breaches", lambda one: replace(one, options=tuple(o for o in one.options if o.id in one.key.answers))),
        "every option is to be named",
    ),  # type: ignore[union-attr]
    "a last minute too late": (
        changed("last_minute", lambda one: keyed(one, answers={"a": Answer(instant="2021-03-03T09:16:00+06:00")})),
        "is not what the engine finds",
    ),
    "a key on what is not offered": (
        changed("breaches", lambda one: keyed(one, answers={**one.key.answers, "z": Answer()})),
        "not offered",
    ),  # type: ignore[union-attr]
    "a mistake that is right": (
        changed("last_minute", lambda one: keyed(one, mistakes=(replace(one.key.mistakes[0], answer=one.key.answers["a"]),))),  # type: ignore[union-attr]
        "a mistake is the right answer",
    ),
    "another moment": (changed("due", lambda one: replace(one, at="2021-03-04T17:00:00+06:00")), "is not what the engine finds"),
    "a case that contradicts itself": (
        replace(SOUND, scenario=custody(events=[*SOUND.scenario["events"], {"at": "2021-02-01 09:00", "is": "release"}])),
        "contradicts itself",
    ),
    "a key with an instant where minutes are asked": (changed("breaches", lambda one: replace(one, asks="instant")), "not graded as right"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_broken_is_found(how: str) -> None:
    exercise, why = BROKEN[how]
    assert why in "; ".join(faults(exercise, PACK))


def test_every_mistake_is_graded_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grader that knew no misconceptions, or took every value for right, would be found out."""
    monkeypatch.setattr("detention_rules.training.grading._leads_to", lambda *_, **__: False)
    assert "not recognised" in "; ".join(faults(SOUND, PACK))
    monkeypatch.undo()
    monkeypatch.setattr("detention_rules.training.grading._same", lambda *_: True)
    assert "graded as right" in "; ".join(faults(SOUND, PACK))


def test_the_sound_one_has_every_part_that_is_broken() -> None:
    assert faults(SOUND, PACK) == ()
    assert {one.kind for one in SOUND.tasks} >= {"breaches", "last_minute", "due", "readings"}
    assert all(isinstance(one.key, Key) for one in SOUND.tasks)


def test_uncertain_limits_are_not_asked_for() -> None:
    arrest = {"at": {"between": ["2021-03-01 08:00", "2021-03-01 09:15"]}, "is": "arrest"}
    scenario = custody(events=[arrest, *custody()["events"][1:]])
    for seed in range(10):
        exercise = Exercise.from_case(PACK, case(scenario, seed=seed))
        asked = {option.name for one in exercise.tasks if one.kind in ("breaches", "last_minute") for option in one.options}
        assert "custody.before-court-order" not in asked


def test_a_limit_that_ends_in_an_hour_shown_twice_is_not_asked_for() -> None:
    scenario = custody(events=[{"at": "2024-02-27 23:30", "is": "arrest"}], as_of="2024-03-02 10:00")
    for seed in range(10):
        exercise = Exercise.from_case(PACK, case(scenario, seed=seed))
        assert not [one for one in exercise.tasks if one.kind == "last_minute" and one.options[0].name == "custody.before-court-order"]


def test_seconds_that_minutes_cannot_say_are_not_asked_for() -> None:
    events = [{"at": "2021-03-01 09:15:20", "is": "arrest"}, {"at": "2021-03-03 14:50", "is": "release"}]
    for seed in range(10):
        exercise = Exercise.from_case(PACK, case(custody(events=events), seed=seed))
        asked = {option.name for one in exercise.tasks if one.kind in ("breaches", "last_minute") for option in one.options}
        assert "custody.before-court-order" not in asked


def test_what_only_a_tolerance_decides_is_not_asked_for() -> None:
    events = [*custody()["events"], {"at": "2021-03-01 11:00", "is": "family_notified"}]
    for seed in range(10):
        exercise = Exercise.from_case(PACK, case(custody(events=events, tolerances={"notice.family": "3h"}), seed=seed))
        assert "notice.family" not in {option.name for asked in exercise.tasks for option in asked.options}


def test_a_case_that_contradicts_itself_or_says_nothing_is_refused() -> None:
    with pytest.raises(NoExercise, match="contradicts itself"):
        Exercise.from_case(PACK, case(custody(events=[{"at": "2021-02-01 09:00", "is": "release"}, *custody()["events"]])))
    with pytest.raises(NoExercise, match="nothing fair"):
        Exercise.from_case(PACK, case({"as_of": "2021-03-01 10:00", "events": []}))


def test_two_duties_of_one_rule_are_told_apart() -> None:
    moved = [{"at": f"2021-03-0{day} 10:00", "is": "place_changed", "place": "remand_centre"} for day in (1, 2)]
    found = [
        option.title
        for seed in range(20)
        for asked in Exercise.from_case(PACK, case(custody(events=[*custody()["events"], *moved]), seed=seed)).tasks
        for option in asked.options
        if asked.kind != "due" and option.name == "notice.procurator-change-of-place"
    ]
    assert any("(after place changed, 2021-03-02 10:00)" in title for title in found)
    assert all("(after place changed, " in title for title in found)

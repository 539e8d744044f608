"""An exercise as data: round trips, the handout without its key, the schema, and the same exercise from the same seed."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.training import Exercise, NoExercise
from detention_rules.training.exercise import exercise_schema

from .support import PACK, case, custody, exercises

EXERCISE = Exercise.from_case(PACK, case(custody(), difficulty=4))


def test_json_is_read_back() -> None:
    for exercise in exercises(5, 3):
        assert Exercise.from_json(exercise.to_json()) == exercise
        handed_out = exercise.without_key()
        assert Exercise.from_json(exercise.to_json(key=False)) == handed_out
        assert Exercise.from_json(handed_out.to_json()) == handed_out


def test_a_graded_round_trip_grades_alike() -> None:
    again = Exercise.from_json(EXERCISE.to_json())
    sheet = {"t1": {"a": "1 h", "b": None}, "t2": "2021-03-03 14:00"}
    assert again.grade(sheet) == EXERCISE.grade(sheet)


def test_one_task_is_graded_as_in_the_whole_sheet() -> None:
    sheet = {"t1": {"a": "1 h", "b": None}, "t2": "2021-03-03 14:00"}
    assert EXERCISE.grade(sheet).tasks[:2] == tuple(EXERCISE.grade_task(name, answer) for name, answer in sheet.items())
    with pytest.raises(NoExercise, match="t1, t2"):
        EXERCISE.grade_task("t9", None)


def test_the_handout_holds_nothing_of_the_key() -> None:
    handed_out = EXERCISE.to_json(key=False)
    assert "because" not in handed_out
    assert "misconception" not in handed_out
    assert "answers" not in handed_out
    data = json.loads(handed_out)
    assert (data["seed"], data["themes"], data["scenario"]) == (None, [], {})
    assert not any(str(event["at"]) in handed_out.replace(EXERCISE.as_of, "") for event in EXERCISE.scenario["events"][:2])


def test_the_schema_describes_what_is_written() -> None:
    schema = exercise_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for exercise in exercises(5, 3)[::4]:
        validator.validate(json.loads(exercise.to_json()))
        validator.validate(json.loads(exercise.to_json(key=False)))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**json.loads(EXERCISE.to_json()), "format": "other"})


def test_the_same_case_makes_the_same_exercise() -> None:
    assert Exercise.from_case(PACK, case(custody(), difficulty=4)) == EXERCISE
    assert Exercise.from_case(PACK, case(custody(), difficulty=4)).to_json() == EXERCISE.to_json()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "detention-rules/exercise/1"),
        ('{"format": "detention-rules/exercise/2"}', "detention-rules/exercise/1"),
        ('{"format": "detention-rules/exercise/1"}', "zone: "),
        (EXERCISE.to_json().replace('"breaches"', '"other"'), "tasks.0.kind"),
        (EXERCISE.to_json().replace('"id": "t1"', '"id": 7'), "tasks.0.id"),
    ],
)
def test_what_is_no_exercise_is_refused_with_the_place(content: str, why: str) -> None:
    with pytest.raises(NoExercise) as error:
        Exercise.from_json(content)
    assert why in str(error.value)


def edited(*path: str | int, value: object) -> str:
    """Return the exercise as JSON with one value changed or added."""
    data = json.loads(EXERCISE.to_json())
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(data)


FIRST, LAST = EXERCISE.tasks[0], EXERCISE.tasks[1]
KEYED = next(iter(FIRST.key.answers)) if FIRST.key else ""
MINUTES = ("tasks", 0, "key", "answers", KEYED, "minutes")
INSTANT = ("tasks", 1, "key", "answers", "a", "instant")
MISTAKE = {"misconception": "m", "option": "z", "answer": None, "explanation": ""}
OPTION = {"id": "a", "name": "x.y", "title": "Another"}


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("zone",), "Mars/X", "zone: no time zone 'Mars/X'"),
        (("zone",), "", "zone: "),
        (("zone",), "a\0b", "zone: "),
        (("zone",), "../" * 2_000, "zone: "),
        (("difficulty",), 99, "difficulty: no difficulty 99"),
        (("difficulty",), "2", "difficulty: "),
        (("seed",), True, "seed: "),
        (("id",), " ", "id: empty"),
        (("tasks",), [], "tasks: empty"),
        (("more",), 1, "more: "),
        (("tasks", 0, "more"), 1, "tasks.0.more: "),
        (("tasks", 0, "key", "more"), 1, "tasks.0.key.more: "),
        (("tasks", 0, "options", 0, "more"), 1, "tasks.0.options.0.more: "),
        (("tasks", 0, "id"), "T2", "tasks: 't2' stands twice"),
        (("tasks", 0, "options"), [], "tasks.0.options: 0 options"),
        (("tasks", 0, "options"), [OPTION, OPTION], "tasks.0.options: 'a' stands twice"),
        (("tasks", 0, "asks"), "choices", "tasks.0.asks: 'choices' is asked"),
        (("tasks", 0, "choices"), [OPTION], "tasks.0.choices: 1 choices"),
        (("tasks", 0, "at"), "soon", "tasks.0.at: 'soon' is no time"),
        (("tasks", 0, "key"), None, "tasks: some tasks have a key"),
        (("tasks", 0, "key", "answers"), {"z": {}}, "tasks.0.key.answers: 'z' is not offered"),
        (("tasks", 0, "key", "because", "z"), [], "tasks.0.key.because: 'z' is not offered"),
        (
            ("tasks", 0, "key", "mistakes"),
            [{"misconception": "m", "option": "z", "answer": None, "explanation": ""}],
            "mistakes.0.option: 'z'",
        ),
        (MINUTES, True, "minutes: "),
        (MINUTES, "5", "minutes: "),
        (MINUTES, -5, "minutes: -5 minutes"),
        ((*MINUTES[:-1], "instant"), "2021-03-03T09:15:00+06:00", f"tasks.0.key.answers.{KEYED}: the answer says something else"),
        (INSTANT, "soon", "'soon' is no time"),
        (INSTANT, "2021-03-03T09:15:00", "is no time with an offset"),
        (INSTANT, "0001-01-01T00:00:00+14:00", "is no time with an offset"),
        (INSTANT[:-1], {}, "tasks.1.key.answers.a: the answer says something else"),
        (("tasks", 1, "options"), [OPTION, {**OPTION, "id": "b"}], "tasks.1.options: 2 options"),
        (("tasks", 1, "key", "answers"), {}, "tasks.1.key.answers: empty"),
        (("title",), "\ud800", "not an exercise: "),
    ],
)
def test_what_does_not_hold_together_is_refused_with_the_place(path: tuple[str | int, ...], value: object, why: str) -> None:
    assert (FIRST.kind, LAST.kind) == ("breaches", "last_minute")
    with pytest.raises(NoExercise) as error:
        Exercise.from_json(edited(*path, value=value))
    assert why in str(error.value)


@given(st.text() | st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(json.dumps))
def test_nothing_else_is_read(content: str) -> None:
    with pytest.raises(NoExercise):
        Exercise.from_json(content)


def test_a_change_of_the_case_changes_the_id() -> None:
    assert Exercise.from_case(PACK, replace(case(custody(), difficulty=4), title="Another")).id != EXERCISE.id

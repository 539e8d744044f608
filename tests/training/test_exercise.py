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


@given(st.text() | st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(json.dumps))
def test_nothing_else_is_read(content: str) -> None:
    with pytest.raises(NoExercise):
        Exercise.from_json(content)


def test_a_change_of_the_case_changes_the_id() -> None:
    assert Exercise.from_case(PACK, replace(case(custody(), difficulty=4), title="Another")).id != EXERCISE.id

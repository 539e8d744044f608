"""A class: what it got wrong most, as lists, a table and CSV."""

from __future__ import annotations

import csv
import io

from detention_rules.training import ClassReport, answers_under, solution
from detention_rules.training.classroom import signature

from .support import asked_of, custody

EXERCISE, ASKED = asked_of("custody.before-court-order", custody())
PERFECT = EXERCISE.grade(solution(EXERCISE), name="A")
FROM_RECORD = EXERCISE.grade(answers_under(EXERCISE, "clock-from-record"), name="B")
EXCLUSIVE = EXERCISE.grade(answers_under(EXERCISE, "limit-exclusive"), name="=C()")
BLANK = EXERCISE.grade({}, name="D")
CLASS = ClassReport((PERFECT, FROM_RECORD, EXCLUSIVE, BLANK))


def test_the_mean() -> None:
    assert CLASS.mean == sum(grade.score for grade in CLASS.grades) / 4
    assert ClassReport(()).mean == 0


def test_what_was_wrong_most() -> None:
    found = {one.name: one for one in CLASS.limits()}
    court = found["custody.before-court-order"]
    assert court.wrong >= 3
    assert court.asked >= court.wrong + 1
    assert [one.wrong for one in CLASS.limits()] == sorted((one.wrong for one in CLASS.limits()), reverse=True)
    assert {one.name for one in CLASS.kinds()} <= {asked.kind for asked in EXERCISE.tasks}
    assert all(one.asked >= 4 for one in CLASS.kinds())
    assert ClassReport((PERFECT,)).limits() == ()


def test_misconceptions_are_counted_by_sheets() -> None:
    found = {one.name: (one.wrong, one.asked) for one in CLASS.misconceptions()}
    assert found["clock-from-record"] == (1, 4)
    assert found["limit-exclusive"] == (1, 4)


def test_the_table_has_a_row_for_each_sheet() -> None:
    head, *rows = CLASS.rows()
    assert head == ["name", "exercise", "score", *(asked.id for asked in EXERCISE.tasks), "misconceptions"]
    assert [row[0] for row in rows] == ["A", "B", "=C()", "D"]
    assert [row[2] for row in rows][0::3] == ["100", "0"]
    assert "clock-from-record" in rows[1][-1].split()
    assert all(len(row) == len(head) for row in rows)


def test_csv_is_read_back_and_starts_no_formula() -> None:
    read = list(csv.reader(io.StringIO(CLASS.csv())))
    assert len(read) == 5
    assert read[3][0] == "'=C()"
    assert list(csv.reader(io.StringIO(ClassReport(()).csv()))) == [["name", "exercise", "score", "misconceptions"]]


def test_exercises_with_the_same_answers_have_the_same_signature() -> None:
    assert signature(EXERCISE) == signature(asked_of("custody.before-court-order", custody())[0])
    later = custody(events=[*custody()["events"][:-1], {"at": "2021-03-03 14:51", "is": "release"}])
    assert signature(asked_of("custody.before-court-order", later)[0]) != signature(EXERCISE)

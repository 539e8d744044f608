"""A class: what it got wrong most, as lists, a table and CSV."""

from __future__ import annotations

import csv
import io

from detention_rules.training import ClassReport, Exercise, Grade, ItemGrade, answers_under, solution
from detention_rules.training.classroom import signature

from .support import PACK, asked_of, case, custody

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
    offered = [option for asked in EXERCISE.tasks for option in asked.options if option.name == court.name]
    assert court.asked == 4 * len(offered)
    assert court.wrong == sum(item.outcome != "right" for grade in CLASS.grades for item in items(grade) if item.option.name == court.name)
    assert 3 <= court.wrong < court.asked
    assert [one.wrong for one in CLASS.limits()] == sorted((one.wrong for one in CLASS.limits()), reverse=True)
    assert {one.name for one in CLASS.kinds()} <= {asked.kind for asked in EXERCISE.tasks}
    assert all(one.asked >= 4 for one in CLASS.kinds())
    assert ClassReport((PERFECT,)).limits() == ()


def items(grade: Grade) -> list[ItemGrade]:
    return [item for asked in grade.tasks for item in asked.items]


def test_a_false_claim_is_one_of_all_who_could_make_it() -> None:
    (asked,) = (one for one in EXERCISE.tasks if one.kind == "breaches")
    assert asked.key is not None
    option = next(one for one in asked.options if one.id not in asked.key.answers)
    right = solution(EXERCISE)
    claimed = EXERCISE.grade({**right, asked.id: {**right[asked.id], option.id: "1 h"}})
    (missed,) = (one for one in ClassReport((*[PERFECT] * 29, claimed)).limits() if one.name == option.name)
    offered = [one for task in EXERCISE.tasks for one in task.options if one.name == option.name]
    assert (missed.wrong, missed.asked) == (1, 30 * len(offered))


def test_a_limit_is_called_by_its_own_title() -> None:
    moved = [{"at": f"2021-03-0{day} 10:00", "is": "place_changed", "place": "remand_centre"} for day in (1, 2)]
    for seed in range(20):
        exercise = Exercise.from_case(PACK, case(custody(events=[*custody()["events"], *moved]), seed=seed))
        blank = ClassReport((exercise.grade({}),)).limits()
        if any("(after place changed" in option.title for one in exercise.tasks for option in one.options if one.kind == "breaches"):
            titles = {rule.id: rule.title for rule in PACK.rules}
            assert all(one.title == titles[one.name] for one in blank if one.name in titles)
            return
    raise AssertionError("no rule with two duties was asked about")


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

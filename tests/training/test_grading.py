"""Grading: full marks for the key in every spelling, none for a blank, partial credit, and no answer that crashes it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.training import Exercise, NoExercise, feedback, solution

from .support import PACK, PLAIN, asked_of, case, custody, exercises, task
from .test_values import LENGTHS, TIMES

FOREIGNER = {**PLAIN, "person": {"born": "1990-06-01", "nationality": "UZ"}}
EXERCISE = Exercise.from_case(PACK, case(custody(facts=FOREIGNER), difficulty=3))
BREACHES = task(EXERCISE, "breaches")


def score(raw: object, kind: str = "breaches", exercise: Exercise = EXERCISE) -> float:
    """Return the score of one task, the others being blank."""
    asked = task(exercise, kind)
    return next(one.score for one in exercise.grade({asked.id: raw}).tasks if one.task == asked.id)


def outcome(raw: object, option: str) -> str:
    """Return what became of an option of the task on breaches."""
    part = next(one for one in EXERCISE.grade({BREACHES.id: raw}).tasks if one.task == BREACHES.id)
    return next(item.outcome for item in part.items if item.option.id == option)


def letters(named: bool) -> list[str]:
    """Return the options that are to be named, or not."""
    assert BREACHES.key is not None
    return [option.id for option in BREACHES.options if (option.id in BREACHES.key.answers) is named]


def test_every_key_is_worth_everything_and_a_blank_nothing() -> None:
    for exercise in exercises(5, 3) + exercises(2, 5):
        assert exercise.grade(solution(exercise)).score == 1
        assert all(part.score == 1 for part in exercise.grade(solution(exercise)).tasks)
        for blank in (
            {},
            None,
            [],
            "",
            {"answers": {}},
            {asked.id: None for asked in exercise.tasks},
            {asked.id: "" for asked in exercise.tasks},
        ):
            assert exercise.grade(blank).score == 0, blank


def test_the_solution_is_plain_data() -> None:
    for exercise in exercises(5, 3)[::4]:
        assert exercise.grade(json.loads(json.dumps(solution(exercise)))).score == 1


def test_partial_credit() -> None:
    right = solution(EXERCISE)[BREACHES.id]
    assert len(right) >= 2
    share = 1 / len(right)
    first = next(letter for letter, value in right.items() if value)
    assert score(right) == 1
    assert score({first: right[first]}) == pytest.approx(share)
    assert score({first: None}) == pytest.approx(share / 2)
    assert score({first: "1 min"}) == pytest.approx(share / 2)
    assert score({first: "nonsense"}) == pytest.approx(share / 2)
    assert score({**right, letters(False)[0]: "1 h"}) == pytest.approx(1 - share)
    assert score({letters(False)[0]: None}) == 0
    assert score([option.id for option in BREACHES.options]) < 1
    assert score({}) == 0
    assert score("none") == 0


def test_naming_everything_is_worth_no_more_than_naming_what_is_right() -> None:
    for exercise in exercises(5, 3):
        for asked in (one for one in exercise.tasks if not one.single):
            everything = {option.id: solution(exercise)[asked.id].get(option.id) for option in asked.options}
            assert score(everything, asked.kind, exercise) < 1


def test_where_nothing_is_to_be_named_saying_so_is_right() -> None:
    told = [("01 09:15", "grounds_explained", {}), ("01 11:00", "family_notified", {})]
    done = [("01 09:15", "arrest", {}), *told, ("01 10:00", "arrest_record", {}), ("01 12:00", "procurator_notified", {"written": True})]
    events = [{"at": f"2021-03-{at}", "is": kind, **more} for at, kind, more in (*done, ("02 10:00", "release", {}))]
    lawful = custody(events=events)
    for seed in range(30):
        exercise = Exercise.from_case(PACK, case(lawful, seed=seed, difficulty=1))
        key = task(exercise, "breaches").key
        if key is not None and not key.answers:
            break
    else:
        raise AssertionError("no lawful exercise")
    offered = [option.id for option in task(exercise, "breaches").options]
    words = ([], {}, "none", "-", "None", "no", "none;", "None.", "none of these", "None of these.", ["none"], [" none of these "])
    for none in (*words, {"none": True}, {"none": None}, {"none of these": ""}, dict.fromkeys(offered, False), {offered[0]: False}):
        assert score(none, "breaches", exercise) == 1
    for wrong in (None, "", {"a": None}, {"z": None}, 7, "nonsense", {"none": False}, ["none", "a"], {"z": False}):
        assert score(wrong, "breaches", exercise) == 0


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-03 09:15",
        "03.03.2021 09:15",
        "9:15 3 March 2021",
        "2021-03-03T09:15:00+06:00",
        ["2021-03-03 09:15"],
        {"a": "2021-03-03 09:15"},
        "2021-03-03 09:15 (+06:00)",
        "Wednesday, March 3, 2021 09:15",
    ],
)
def test_a_last_minute_is_right_however_it_is_written(written: object) -> None:
    exercise, asked = asked_of("custody.before-court-order", custody())
    assert next(one.score for one in exercise.grade({asked.id: written}).tasks if one.task == asked.id) == 1


@pytest.mark.parametrize(
    "written",
    ["2021-03-03 09:14", "2021-03-03 09:16", "2021-03-03 09:15:30", "2021-03-03", "2021-03-03T09:15Z", 7, ["2021-03-03 09:15", "x"]],
)
def test_a_minute_off_is_wrong(written: object) -> None:
    exercise, asked = asked_of("custody.before-court-order", custody())
    assert next(one.score for one in exercise.grade({asked.id: written}).tasks if one.task == asked.id) == 0


@pytest.mark.parametrize("written", ["2021-05-01 24:00", "2021-05-02 00:00"])
def test_the_end_of_a_day_by_both_names(written: str) -> None:
    order = {"at": "2021-03-02 10:00", "is": "remand_authorized", "by": "court", "until": "2021-05-01"}
    events = [{"at": "2021-03-01 09:15", "is": "arrest"}, order, {"at": "2021-05-03 10:00", "is": "release"}]
    exercise, asked = asked_of("remand.two-months", custody(events=events, as_of="2021-05-04 10:00"))
    assert next(one.score for one in exercise.grade({asked.id: written}).tasks if one.task == asked.id) == 1


def test_options_by_letter_id_title_or_in_a_text() -> None:
    right = solution(EXERCISE)[BREACHES.id]
    options = {option.id: option for option in BREACHES.options}
    assert score({options[letter].name: value for letter, value in right.items()}) == 1
    assert score({options[letter].title.upper(): value for letter, value in right.items()}) == 1
    assert score([{letter: value} for letter, value in right.items()]) == 1
    assert score("; ".join(f"{letter}: {value or ''}" for letter, value in right.items())) == 1
    assert score("\n".join(f"{options[letter].name}: {value or ''}" for letter, value in right.items())) == 1
    assert score({**right, letters(False)[0]: False}) == 1


def test_a_text_is_parted_where_an_option_begins() -> None:
    right = solution(EXERCISE)[BREACHES.id]
    assert len([value for value in right.values() if value]) >= 2
    for joined in (", ", "; ", "\n", " ;", ","):
        for said in ("{}: {}", "{} {}", "{}) {}", "{}. {}", "{} - {}", "{}:{}"):
            written = joined.join(said.format(letter, value) if value else letter for letter, value in right.items())
            assert score(written) == 1, written
    dates = solution(EXERCISE)[task(EXERCISE, "due").id]
    assert score("; ".join(f"{letter} {value}" for letter, value in dates.items()), "due") == 1
    assert score("none; a") == score("a")


def test_a_title_with_a_time_in_it_may_have_a_value_behind_it() -> None:
    moved = [{"at": f"2021-03-0{day} 10:00", "is": "place_changed", "place": "remand_centre"} for day in (1, 2)]
    scenario = custody(events=[*custody()["events"], *moved])
    for seed in range(20):
        exercise = Exercise.from_case(PACK, case(scenario, seed=seed))
        right, options = solution(exercise)["t1"], {option.id: option.title for option in exercise.tasks[0].options}
        if any(value and "(after place changed" in options[letter] for letter, value in right.items()):
            written = "; ".join(f"{options[letter]}: {value or ''}" for letter, value in right.items())
            assert score(written, "breaches", exercise) == 1
            return
    raise AssertionError("no breach of a rule with two duties")


def test_none_beside_options_is_remarked_upon() -> None:
    (part,) = (one for one in EXERCISE.grade({BREACHES.id: "none; a"}).tasks if one.task == BREACHES.id)
    assert any("“none” is said" in remark for remark in part.remarks)


def test_what_was_not_understood_is_not_taken_for_left_out() -> None:
    right = solution(EXERCISE)[BREACHES.id]
    for option in right:
        others = {letter: value for letter, value in right.items() if letter != option}
        for said, told in ((others, True), ({**others, "zz": "1 h"}, False)):
            (part,) = (one for one in EXERCISE.grade({BREACHES.id: said}).tasks if one.task == BREACHES.id)
            (item,) = (one for one in part.items if one.option.id == option)
            key = BREACHES.key
            assert key is not None
            expected = {wrong.misconception for wrong in key.mistakes if wrong.option == option and wrong.answer is None}
            assert item.outcome == "left_out"
            assert {one.misconception for one in item.recognised} == (expected if told else set())


def test_a_sheet_names_its_exercise_and_tasks_as_people_do() -> None:
    right = solution(EXERCISE)
    for about in (f"{EXERCISE.id} ", EXERCISE.id.upper(), f"\t{EXERCISE.id}"):
        assert EXERCISE.grade({"exercise": about, "answers": right}).score == 1
    for name in (lambda number: number, str, lambda number: f" T{number} ", lambda number: f"t{number}"):
        grade = EXERCISE.grade({name(number): answer for number, answer in enumerate(right.values(), 1)})
        assert (grade.score, grade.remarks) == (1, ())
    twice = EXERCISE.grade({**right, "T1": "none"})
    assert twice.score == 1
    assert "t1 is answered twice" in twice.remarks[0]
    assert "no task 9" in EXERCISE.grade({9: "a"}).remarks[0]
    assert "no task 4" in EXERCISE.grade([*right.values(), "one more"]).remarks[0] or len(right) != 3


def test_two_answers_on_one_option_are_not_credited() -> None:
    right = solution(EXERCISE)[BREACHES.id]
    first = next(letter for letter, value in right.items() if value)
    name = next(option.name for option in BREACHES.options if option.id == first)
    twice = {first: right[first], name: "1 min"}
    assert outcome(twice, first) == "partly"
    assert outcome({first: right[first], name: right[first]}, first) == "right"
    part = next(one for one in EXERCISE.grade({BREACHES.id: twice}).tasks if one.task == BREACHES.id)
    assert any("neither counts" in remark for remark in part.remarks)
    assert not next(item for item in part.items if item.option.id == first).recognised


def test_what_cannot_be_read_says_what_was_expected() -> None:
    first = letters(True)[0]
    grade = EXERCISE.grade({BREACHES.id: {first: "soon", "zzz": "1 h"}, "t99": 1})
    remarks = [remark for part in grade.tasks for remark in part.remarks]
    assert any("5 h 35 min" in remark for remark in remarks)
    assert any("“zzz” is none of the options" in remark for remark in remarks)
    assert any("t99" in remark for remark in grade.remarks)


def test_answers_to_another_exercise_are_not_graded() -> None:
    grade = EXERCISE.grade({"exercise": "other", "answers": solution(EXERCISE)})
    assert grade.score == 0
    assert "other" in grade.remarks[0]
    assert EXERCISE.grade({"exercise": EXERCISE.id, "answers": solution(EXERCISE)}).score == 1
    assert EXERCISE.grade(list(solution(EXERCISE).values())).score == 1
    assert EXERCISE.grade({"exercise": EXERCISE.id, "name": "A", "answers": None}).remarks == ()


def test_a_blank_is_not_said_to_be_a_misconception() -> None:
    grade = EXERCISE.grade({})
    assert not any(item.recognised for part in grade.tasks for item in part.items)


def test_feedback_tells_the_answer_the_mistake_the_reasoning_and_the_sources() -> None:
    exercise, asked = asked_of("custody.before-court-order", custody())
    told = feedback(exercise.grade({asked.id: "2021-03-03 14:00"}, name="Aigerim"))
    assert told.startswith("# Aigerim: 0 of 100")
    assert "Clock started at the record: 2021-03-01 14:00 + 48 h, counted from arrest record" in told
    assert "Your answer: 2021-03-03 14:00. Right: 2021-03-03 09:15" in told
    assert "2021-03-01 09:15 (+06:00) + 48 h = 2021-03-03 09:15 (+06:00)." in told
    assert "Sources: para. 215" in told
    assert "Not answered." in told


def test_all_misconceptions_that_lead_to_one_answer_are_named() -> None:
    found = [
        len({one.misconception for one in item.recognised})
        for exercise in exercises(5, 3)
        for asked in exercise.tasks
        if asked.single and asked.key
        for wrong in asked.key.mistakes
        if wrong.answer and wrong.answer.instant
        for part in exercise.grade({asked.id: wrong.answer.instant}).tasks
        for item in part.items
    ]
    assert max(found) >= 2


def test_an_exercise_without_its_key_cannot_grade() -> None:
    handed_out = EXERCISE.without_key()
    assert not handed_out.has_key
    with pytest.raises(NoExercise, match="without its key"):
        handed_out.grade({})


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a", "t1", "2021-03-03 09:15", "5 h", "none", "a: 5 h; b"])
    | TIMES
    | LENGTHS
    | st.datetimes(timezones=st.none() | st.timezones()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from(["a", "b", "answers", "exercise"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(st.dictionaries(st.sampled_from([asked.id for asked in EXERCISE.tasks]), ANYTHING) | ANYTHING)
def test_no_answer_crashes_the_grader_or_scores_out_of_bounds(answers: Any) -> None:
    grade = EXERCISE.grade(answers)
    assert 0 <= grade.score <= 1
    assert all(0 <= part.score <= 1 for part in grade.tasks)
    assert not math.isnan(grade.score)
    assert feedback(grade)
    json.dumps(grade.to_dict())


def test_odd_values_are_remarked_upon() -> None:
    odd = [
        10**5000,
        float("nan"),
        "\ud800",
        {"a": 10**5000},
        {1: 2},
        {None: None},
        {("a",): 1},
        b"bytes",
        {"a": {"a": {"a": []}}},
        {"a", "b"},
        object(),
    ]
    for value in odd:
        for asked in EXERCISE.tasks:
            assert EXERCISE.grade({asked.id: value}).score < 1
        assert EXERCISE.grade(value).score == 0
        assert feedback(EXERCISE.grade({asked.id: value for asked in EXERCISE.tasks}))

"""Answer forms: what is written is read back, filled in by hand or by machine, and an untouched form is blank."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detention_rules import InputError
from detention_rules.training import Exercise, answer_form, read_answers, solution
from detention_rules.training.forms import is_form

from .support import PACK, case, custody, exercises, task

FOREIGNER = {**custody()["facts"], "person": {"born": "1990-06-01", "nationality": "UZ"}}
EXERCISE = Exercise.from_case(PACK, case(custody(facts=FOREIGNER), difficulty=4))


def filled_markdown(exercise: Exercise) -> str:
    """Return the Markdown form with the right answers in it, as somebody would fill it in."""
    lines, number, right = [], 0, solution(exercise)
    for line in answer_form(exercise, "markdown").splitlines():
        if line.startswith("## "):
            number += 1
        answer = right.get(f"t{number}")
        box = re.match(r"- \[ \] (?:(\w)\. |none)", line)
        if line == "Answer:":
            lines.append(f"{line} {answer}")
        elif line == "Name:":
            lines.append("Name: Aigerim")
        elif box and box[1] is None:
            lines.append(line if answer else line.replace("[ ]", "[x]"))
        elif box and box[1] in (answer or {}):
            lines.append(f"{line.replace('[ ]', '[x]')} {answer[box[1]] or ''}".rstrip())
        else:
            lines.append(line)
    return "\n".join(lines)


def filled_yaml(exercise: Exercise) -> str:
    """Return the YAML form with the right answers in it."""
    form = answer_form(exercise, "yaml")
    for name, answer in solution(exercise).items():
        form = form.replace(f"  {name}:\n", f"  {name}: {json.dumps(answer)}\n")
    return form


@pytest.mark.parametrize("filled", [filled_markdown, filled_yaml])
def test_a_form_filled_in_rightly_is_worth_everything(filled: object) -> None:
    assert callable(filled)
    for exercise in (EXERCISE, *exercises(5, 3)[::3]):
        (sheet,) = read_answers(filled(exercise))
        assert sheet.exercise == exercise.id
        assert exercise.grade({"exercise": sheet.exercise, "answers": sheet.answers}).score == 1, filled(exercise)


def test_the_name_is_read() -> None:
    assert read_answers(filled_markdown(EXERCISE))[0].name == "Aigerim"
    assert read_answers(filled_yaml(EXERCISE).replace("name:", "name: Әйгерім"))[0].name == "Әйгерім"


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_an_untouched_form_is_blank(form: str) -> None:
    assert form in ("markdown", "yaml")
    for exercise in exercises(5, 3)[::3]:
        (sheet,) = read_answers(answer_form(exercise, "yaml" if form == "yaml" else "markdown"))
        grade = exercise.grade(sheet.answers)
        assert grade.score == 0
        assert not any(part.answered for part in grade.tasks)


def test_yaml_as_people_write_it() -> None:
    """Lengths such as 5:35 stay words, dates too; line ends of any system."""
    breaches = task(EXERCISE, "breaches")
    right = next(key for key, value in solution(EXERCISE)[breaches.id].items() if value)
    hours, minutes = divmod(breaches.key.answers[right].minutes or 0, 60) if breaches.key else (0, 0)
    (sheet,) = read_answers(f"exercise: {EXERCISE.id}\r\nanswers:\r\n  {breaches.id}: {{{right}: {hours}:{minutes:02}}}\r\n")
    part = next(one for one in EXERCISE.grade(sheet.answers).tasks if one.task == breaches.id)
    assert next(item.outcome for item in part.items if item.option.id == right) == "right"


def test_a_value_without_a_tick_counts_and_underscores_are_nothing() -> None:
    breaches = task(EXERCISE, "breaches")
    number = EXERCISE.tasks.index(breaches) + 1
    form = f"## {number}. Question\n- [ ] a. Title | late by: 1 h\n- [ ] b. Title | late by: ____\n* [X] c) Other: title | late by:\n"
    assert read_answers(form)[0].answers == {breaches.id: {"a": "1 h", "c": None}}


LAST = task(EXERCISE, "last_minute")
LAST_HEAD = f"## {EXERCISE.tasks.index(LAST) + 1}. Question\n"
FORM = "## 1. Question\n"


@pytest.mark.parametrize(
    "filled",
    ["Answer:\n{}\n", "Answer:\n\n{}\n\n", "**Answer:** {}", "answer : **{}**", "*Answer*: `{}`", "Answer: {}\nAnswer: {}"],
)
def test_a_single_answer_is_found_where_people_write_it(filled: str) -> None:
    (sheet,) = read_answers(LAST_HEAD + filled.replace("{}", solution(EXERCISE)[LAST.id]))
    (part,) = (one for one in EXERCISE.grade(sheet).tasks if one.task == LAST.id)
    assert part.score == 1
    assert EXERCISE.grade(sheet).remarks == ()


@pytest.mark.parametrize(
    ("filled", "answers"),
    [
        ("- [x] a. Title | Late by: 50 min\n", {"a": "50 min"}),
        ("- [x] a. Title | LATE  BY : 50 min\n", {"a": "50 min"}),
        ("- [x] **a.** Title **| late by:** 50 min\n", {"a": "50 min"}),
        ("- [x] a. Title | late by:\n  50 min\n", {"a": "50 min"}),
        ("- [x] a. A title so\n  long | late by: 50 min\n", {"a": "50 min"}),
        ("- [x] a. Title | late by: 5 h\n  35 min\n", {"a": "5 h 35 min"}),
        ("- [x] Title | late by: 50 min\n- [ ] none of these\n", {"Title": "50 min"}),
        ("- [x] a. Title\n- [x] a. Title\n", [{"a": None}, {"a": None}]),
        ("- [x] a. Title | late by: 1 h\n- [x] a. Title | late by: 2 h\n", [{"a": "1 h"}, {"a": "2 h"}]),
        ("- [x] none of these\n", {"none of these": None}),
        ("- [ ] a. Title | late by:\n- [ ] none of these\n", None),
    ],
)
def test_a_box_is_read_as_people_fill_it_in(filled: str, answers: object) -> None:
    (sheet,) = read_answers(FORM + filled)
    assert sheet.answers == ({} if answers is None else {"t1": answers})
    assert sheet.remarks == ()


def test_what_was_not_understood_on_a_form_is_told() -> None:
    (sheet,) = read_answers(
        f"{FORM}Tick what applies.\n- [ ] a. Title | late by:\nI do not know\n- [x] none of these\n1. Born\n\n50 min for a\n"
    )
    assert sheet.answers == {"t1": {"none of these": None}}
    assert sheet.remarks == ("not understood in t1: “I do not know”", "not understood in t1: “50 min for a”")
    assert EXERCISE.grade(sheet).remarks == sheet.remarks
    twice = read_answers(f"{LAST_HEAD}Answer: 2021-03-03 09:15\nAnswer: 2021-03-03 09:16\n")[0]
    assert EXERCISE.grade(twice).score == 0
    assert any("09:15; 2021-03-03 09:16" in remark for part in EXERCISE.grade(twice).tasks for remark in part.remarks)


def test_a_sheet_is_graded_with_what_it_says_of_itself() -> None:
    (sheet,) = read_answers(filled_markdown(EXERCISE))
    grade = EXERCISE.grade(sheet)
    assert (grade.score, grade.name) == (1, "Aigerim")
    assert "nothing was graded" in EXERCISE.grade(sheet._replace(exercise="xother")).remarks[0]


def test_yaml_may_have_comments_that_look_like_headings() -> None:
    form = filled_yaml(EXERCISE).replace("answers:\n", "answers:\n  ## 1. my note\n## 2. another\n")
    assert "## 1. my note" in form
    assert EXERCISE.grade(read_answers(form)[0]).score == 1
    several = f"## 1. mine\n- {{exercise: {EXERCISE.id}, answers: {json.dumps(solution(EXERCISE))}}}\n"
    assert EXERCISE.grade(read_answers(several)[0]).score == 1
    bare = "## 1. mine\n" + "".join(f"T{number}: {json.dumps(one)}\n" for number, one in enumerate(solution(EXERCISE).values(), 1))
    assert EXERCISE.grade(read_answers(bare)[0]).score == 1


def test_a_markdown_form_that_is_yaml_too_is_a_form() -> None:
    (sheet,) = read_answers(f"Exercise: {EXERCISE.id}\nName: A\n{LAST_HEAD}Answer: 2021-03-03 09:15\n")
    assert sheet == (EXERCISE.id, "A", {LAST.id: "2021-03-03 09:15"}, ())


@pytest.mark.parametrize(
    ("content", "form"),
    [(answer_form(EXERCISE), True), ("## 1. Q\n- a. Title: **told**\n", False), ("# A case\n\n### 1.\n", False), ("Answer: x", False)],
)
def test_a_form_is_told_from_another_page(content: str, form: bool) -> None:
    assert is_form(content) is form


def test_several_sheets_in_one_file() -> None:
    sheets = [{"exercise": EXERCISE.id, "name": name, "answers": solution(EXERCISE)} for name in ("A", "B")]
    assert [sheet.name for sheet in read_answers(json.dumps(sheets))] == ["A", "B"]
    assert [sheet.name for sheet in read_answers(yaml.safe_dump_all(sheets))] == ["A", "B"]
    assert all(EXERCISE.grade(sheet.answers).score == 1 for sheet in read_answers(yaml.safe_dump_all(sheets)))


def test_bare_answers_are_a_sheet_too() -> None:
    (sheet,) = read_answers(json.dumps(solution(EXERCISE)))
    assert (sheet.exercise, sheet.name) == ("", "")
    assert EXERCISE.grade(sheet.answers).score == 1


@pytest.mark.parametrize("content", ["", "a: b: c", "answers: [", "\t- x"])
def test_what_is_no_form_says_where(content: str) -> None:
    with pytest.raises(InputError):
        read_answers(content, "sheet.yaml")


BOXES = ["- [x] a. T", "- [ ] b. T | late by: 5 h", "- [x] none of these"]
LINES = ["## 1. Q", "## 2. Q", "Answer:", "Answer: 5", *BOXES, "words", "  5", "", "a: 1"]


@given(st.lists(st.sampled_from(LINES)).map("\n".join) | st.text(alphabet=st.sampled_from("#- [x]ab.|:12tT\n lateby{}\"'")) | st.text())
def test_no_text_crashes_reading_and_grading(content: str) -> None:
    try:
        sheets = read_answers(content)
    except InputError:
        return
    for sheet in sheets:
        assert 0 <= EXERCISE.grade(sheet).score <= 1


@pytest.mark.parametrize("value", ["-", "n/a", "not late", "Not due", "none"])
def test_a_dash_beside_an_empty_box_names_nothing(value: str) -> None:
    form = answer_form(EXERCISE, "markdown").replace("late by:", f"late by: {value}")
    assert value in form
    (sheet,) = read_answers(form)
    assert sheet.answers == {}

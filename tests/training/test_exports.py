"""Exports: what the class gets tells no answers, and what a learning platform gets says what the key says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detention_rules.training import Document, Exercise, NoExercise
from detention_rules.training.exports import gift, handout, key_page, moodle_xml
from detention_rules.training.exports.quiz import Question, questions

from .moodle_gift import FRACTIONS, Read, read_gift, read_xml
from .support import PACK, ZUBROVIA

EXERCISES = [Exercise.generate(PACK, seed, difficulty=difficulty) for difficulty in range(1, 6) for seed in range(4)]


def normal(question: Question) -> Read:
    """Return a question as a reader should find it."""
    percents = ((one.text, float(f"{one.percent:.5f}"), one.feedback) for one in question.replies)
    return Read(question.kind, question.name, question.text, tuple(percents))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: f"{one.difficulty}-{one.seed}")
def test_what_is_exported_reads_back_in_both_formats(exercise: Exercise) -> None:
    expected = [normal(question) for question in questions(exercise)]
    assert len(expected) > 1
    category, *found = read_xml(moodle_xml([exercise]))
    assert category.kind == "category"
    assert category.name.startswith("$course$/top/")
    assert found == expected
    category, *found = read_gift(gift([exercise]))
    assert category.kind == "category"
    assert found == expected


def test_a_question_can_be_answered_in_full_and_not_by_ticking_everything() -> None:
    kinds = set()
    for question in (question for exercise in EXERCISES for question in questions(exercise)):
        kinds.add(question.kind)
        percents = [one.percent for one in question.replies]
        assert all(abs(percent) in FRACTIONS for percent in percents), question
        assert len({one.text.casefold() for one in question.replies}) == len(percents), question
        if question.kind == "several":
            assert sum(percent for percent in percents if percent > 0) == pytest.approx(100, abs=0.001)
            assert sum(percents) < 99.9
        elif question.kind != "description":
            assert max(percents) == 100
            assert question.kind == "short" or percents.count(100) == 1
    assert kinds == {"description", "several", "one", "short"}


def test_a_wrong_choice_says_what_went_wrong() -> None:
    wrong = [one for exercise in EXERCISES for question in questions(exercise) if question.kind == "one" for one in question.replies[1:]]
    assert len(wrong) > 50
    assert all(one.feedback for one in wrong)


WORDS = {"not breached", "not due", "breached", "no", "none"}


def test_no_question_tells_which_limits_are_to_be_named() -> None:
    """What a reader sees before answering is alike for all options: as many questions, and the same choices to tick."""
    seen = set()
    for exercise in EXERCISES:
        asked = {question.name: question for question in questions(exercise)}
        for number, task in enumerate(exercise.tasks, 1):
            name = f"{exercise.id}-{number}"
            if task.single:
                continue
            more = [asked.get(f"{name}{option.id}") for option in task.options]
            if task.asks == "nothing":
                assert more == [None] * len(more)
                continue
            shown = {
                (one.kind, one.text.replace(option.title, ""), () if one.kind == "short" else tuple(reply.text for reply in one.replies))
                for one, option in zip(more, task.options, strict=True)
                if one is not None
            }
            assert None not in more
            assert len(shown) == 1
            for one, option in zip(more, task.options, strict=True):
                assert one is not None and task.key is not None
                right = {reply.text for reply in one.replies if reply.percent > 0}
                assert bool(right & {"not breached", "not due", "nothing is missing: it can be decided"}) == (
                    option.id not in task.key.answers
                )
            seen.add(task.asks)
    assert seen == {"minutes", "instant", "choices"}


def test_a_value_may_be_written_in_every_form_that_the_grader_reads() -> None:
    checked = set()
    for exercise in EXERCISES:
        for question in (question for question in questions(exercise) if question.kind == "short"):
            number, letter = re.fullmatch(r".*-(\d+)([a-z]?)", question.name).groups()  # type: ignore[union-attr]
            task = exercise.tasks[int(number) - 1]
            for one in question.replies:
                answer = one.text if task.single else {letter: one.text}
                items = exercise.grade({task.id: answer}).tasks[int(number) - 1].items
                (item,) = (item for item in items if item.option.id == (letter or "a"))
                if one.text in WORDS:
                    continue
                assert (item.outcome == "right") == (one.percent > 0), (one, item)
                checked.add((task.asks, one.percent > 0))
    assert checked >= {("minutes", True), ("instant", True)}


def strange() -> Exercise:
    """Return an exercise whose papers have everything that the formats take for something else."""
    exercise = EXERCISES[-1]
    paper = Document(
        "note", "A ~ note: {x} = #1 \\ y", "first\n\n= second ~ {third} # \\n : </text> & ]]>\n\n// no comment\x0b\n\nКириллица, қазақша"
    )
    return replace(exercise, title="a/b: {c} #d", documents=(paper,))


def test_special_characters_come_through() -> None:
    told = normal(next(questions(strange())))
    assert read_gift(gift([strange()]))[1] == told._replace(text=told.text)
    assert read_xml(moodle_xml([strange()]))[1].text == told.text.replace("\x0b", "")  # XML has no such character


def test_several_exercises_are_categories_of_their_own() -> None:
    found = read_xml(moodle_xml(EXERCISES[:3]))
    assert len({one.name for one in found if one.kind == "category"}) == 3
    assert len(read_gift(gift(EXERCISES[:3]))) == len(found)


@pytest.mark.parametrize("exercise", [*EXERCISES[::3], Exercise.generate(ZUBROVIA, 1, difficulty=2)], ids=lambda one: one.id)
def test_a_handout_has_everything_but_the_answers(exercise: Exercise) -> None:
    page = handout(exercise)
    assert page == handout(exercise.without_key())
    for part in (
        *(one.title for one in exercise.documents),
        *(one.text for one in exercise.premises),
        *(task.question for task in exercise.tasks),
    ):
        assert part in page
    key = key_page(exercise)
    assert exercise.id in key
    assert "mistake" not in page.casefold()


def test_without_a_key_there_is_no_key_to_print() -> None:
    for export in (key_page, lambda one: moodle_xml([one]), lambda one: gift([one])):
        with pytest.raises(NoExercise):
            export(EXERCISES[0].without_key())

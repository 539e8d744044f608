"""Grading: a score for each task with partial credit, the misconceptions that lead to a wrong answer, the reasoning and its sources.

A task with one value is right or wrong. Where options are to be named, each that should be is worth an equal share: half of it for
naming it and half for the right value, where one is asked. Each that should not be named takes a whole share away; no task is worth
less than nothing. Where nothing is to be named, saying so is right. A blank is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detention_rules.model.catalogue import text
from detention_rules.model.zones import Zone, zone
from detention_rules.training.answers import Given, Value, answer_words, key_of, read_given, read_value
from detention_rules.training.exercise import Exercise
from detention_rules.training.forms import AnswerSheet
from detention_rules.training.grades import Grade, ItemGrade, Outcome, Recognised, TaskGrade
from detention_rules.training.misconceptions import MISCONCEPTIONS
from detention_rules.training.tasks import Answer, Key, Mistake, Option, Task
from detention_rules.training.values import instant, same_minute, shown


def grade(exercise: Exercise, answers: object, *, name: str = "") -> Grade:
    """Grade one answer sheet: an `AnswerSheet`, or plain data by task. Whatever cannot be read is worth nothing and is remarked upon."""
    remarks: tuple[str, ...] = ()
    if isinstance(answers, AnswerSheet):
        name, remarks = name or answers.name, answers.remarks
        answers = {"exercise": answers.exercise or None, "answers": answers.answers}
    given, more = _sheet(exercise, answers)
    home = zone(exercise.zone)
    graded = tuple(grade_task(task, given.get(task.id), home) for task in exercise.tasks)
    score = sum(one.score for one in graded) / len(graded) if graded else 0.0
    return Grade(exercise.id, name, score, graded, (*remarks, *more))


def _sheet(exercise: Exercise, answers: object) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return what was given by task, and what was not understood. A sheet may be wrapped in `answers`, or a list in order of tasks."""
    if isinstance(answers, Mapping) and "answers" in answers:
        about = answers.get("exercise")
        if about is not None and shown(about).casefold() != exercise.id.casefold():
            return {}, (text("grade.other-exercise", found=shown(about), expected=exercise.id),)
        answers = answers["answers"]
    if isinstance(answers, (list, tuple)):
        answers = dict(enumerate(answers, 1))
    known = [task.id for task in exercise.tasks]
    if not isinstance(answers, Mapping):
        return {}, (text("grade.not-a-sheet", found=shown(answers), example=known[0] if known else ""),) if answers is not None else ()
    return _by_task(answers, known)


def _by_task(answers: Mapping[object, object], known: Sequence[str]) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return answers by the id of their task, which may be given in capitals or as the task's number alone."""
    names = {str(number): task for number, task in enumerate(known, 1)} | {task.casefold(): task for task in known}
    found: dict[str, object] = {}
    remarks = []
    for label, answer in answers.items():
        task = names.get(shown(label).casefold())
        if task is None:
            remarks.append(text("grade.unknown-task", found=shown(label), known=", ".join(known)))
        elif task in found:
            remarks.append(text("grade.task-twice", task=task))
        else:
            found[task] = answer
    return found, tuple(remarks)


def grade_task(task: Task, raw: object, home: Zone) -> TaskGrade:
    """Grade what was given for one task."""
    key = key_of(task)
    given = read_given(raw, task)
    values = {option: read_value(said, task, home) for option, said in given.said.items()}
    items = tuple(_items(task, key, given, values, home))
    remarks = (*given.remarks, *(value.fault for value in values.values() if value is not None and value.fault))
    return TaskGrade(task.id, task.kind, task.question, _score(task, key, given, items), given.answered, items, remarks, task.options)


def _score(task: Task, key: Key, given: Given, items: tuple[ItemGrade, ...]) -> float:
    if not given.answered:
        return 0.0
    if task.single:
        return float(items[0].outcome == "right")
    if not key.answers:
        return float(not given.said and not given.remarks)
    worth: dict[Outcome, float] = {"right": 1.0, "partly": 0.5, "claimed_wrongly": -1.0}
    return max(0.0, sum(worth.get(item.outcome, 0.0) for item in items) / len(key.answers))


def _items(task: Task, key: Key, given: Given, values: Mapping[str, Value | None], home: Zone) -> Iterator[ItemGrade]:
    """Yield what became of each option that was to be named, or was."""
    for option in task.options:
        right, value, named = key.answers.get(option.id), values.get(option.id), option.id in given.said
        if right is None and not named:
            continue
        doubtful = option.id in given.doubtful
        unsure = doubtful or _unsure(given, named=named)
        outcome = _outcome(task, right, value, named=named, doubtful=doubtful)
        yield ItemGrade(
            option,
            outcome,
            given=_told(given.said[option.id]) if named else "",
            expected=text("grade.not-to-be-named") if right is None else answer_words(right, task, home) or text("grade.to-be-named"),
            recognised=() if outcome == "right" or unsure else _recognised(key, option, value, named=named),
            because=tuple(key.because.get(option.id, ())),
            cites=tuple(key.cites.get(option.id, ())),
        )


def _unsure(given: Given, *, named: bool) -> bool:
    """Tell whether nobody knows what was meant of an option: nothing was answered, or it may stand in what was not understood."""
    return not given.answered or (not named and bool(given.remarks))


def _outcome(task: Task, right: Answer | None, value: Value | None, *, named: bool, doubtful: bool) -> Outcome:
    if right is None:
        return "claimed_wrongly"
    if not named:
        return "left_out"
    if not doubtful and _same(right, value):
        return "right"
    return "wrong" if task.single else "partly"


def _same(right: Answer, value: Value | None) -> bool:
    """Tell whether a value is the right one. Where naming the option says it all, whatever else was said of it does not matter."""
    if right == Answer():
        return True
    if value is None or value.fault:
        return False
    if right.instant is not None:
        return len(value.instants) == 1 and same_minute(value.instants[0], instant(right.instant))
    if right.minutes is not None:
        return value.minutes == right.minutes
    return value.choices == tuple(sorted(right.choices))


def _recognised(key: Key, option: Option, value: Value | None, *, named: bool) -> tuple[Recognised, ...]:
    """Return every misconception that leads to exactly this answer."""
    found = (wrong for wrong in key.mistakes if wrong.option == option.id and _leads_to(wrong, value, named=named))
    return tuple(Recognised(wrong.misconception, _name(wrong.misconception), wrong.explanation) for wrong in found)


def _leads_to(wrong: Mistake, value: Value | None, *, named: bool) -> bool:
    if wrong.answer is None or not named:
        return wrong.answer is None and not named
    if wrong.answer == Answer():
        return value is None
    if wrong.answer.instant is not None and value is not None:
        return any(same_minute(one, instant(wrong.answer.instant)) for one in value.instants)
    return _same(wrong.answer, value)


def _name(misconception: str) -> str:
    """Return a misconception's name; its id where the key comes from a version that knows others."""
    known = MISCONCEPTIONS.get(misconception)
    return misconception if known is None else known.name


def _told(said: object) -> str:
    return text("grade.named") if said is None else shown(said)

"""Handout and key in Markdown: what the class gets, and what the trainer keeps."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import text
from detention_rules.model.zones import zone
from detention_rules.training.answers import answer_words, key_of
from detention_rules.training.exercise import Exercise
from detention_rules.training.tasks import Task


def handout(exercise: Exercise) -> str:
    """Return what the class reads: the documents, what to take as given, and the tasks. It does not tell the answers."""
    return "\n".join(_handout(exercise)) + "\n"


def key_page(exercise: Exercise) -> str:
    """Return the key with its reasons, its sources, and the mistakes to expect. Raises NoExercise without the key."""
    return "\n".join(_key(exercise)) + "\n"


def document_lines(exercise: Exercise) -> Iterator[str]:
    """Yield the lines of the documents and of what to take as given."""
    for document in exercise.documents:
        yield from (f"### {document.title}", "", document.text, "")
    if exercise.premises:
        yield from (text("handout.given"), "")
        yield from (f"- {premise.text}" for premise in exercise.premises)
        yield ""


def task_lines(task: Task) -> Iterator[str]:
    """Yield the lines of a task: its question, what may be named, and what may be said of it."""
    yield task.question
    if not task.single:
        yield ""
        yield from (f"- **{option.id}.** {option.title}" for option in task.options)
    if task.choices:
        yield from ("", text("handout.choices"), "")
        yield from (f"- **{choice.id}.** {choice.title}" for choice in task.choices)


def _handout(exercise: Exercise) -> Iterator[str]:
    yield from (f"# {exercise.title}", "", text("handout.head", id=exercise.id, difficulty=exercise.difficulty), "")
    yield from (text("handout.documents"), "")
    yield from document_lines(exercise)
    yield text("handout.tasks")
    for number, task in enumerate(exercise.tasks, 1):
        yield from ("", f"### {number}.", "", *task_lines(task))


def _key(exercise: Exercise) -> Iterator[str]:
    yield from (text("key.title", title=exercise.title), "", text("key.head", id=exercise.id, seed=exercise.seed), "")
    if exercise.premises:
        yield from (text("handout.given"), "")
        yield from (f"- {premise.text}" for premise in exercise.premises)
        yield ""
    for number, task in enumerate(exercise.tasks, 1):
        yield from (f"## {number}. {task.question}", "", *_task_key(task, exercise), "")


def _task_key(task: Task, exercise: Exercise) -> Iterator[str]:
    key, home = key_of(task), zone(exercise.zone)
    if not key.answers:
        yield from (text("key.none"), "")
    for option in task.options:
        answer = key.answers.get(option.id)
        told = text("key.not-named") if answer is None else answer_words(answer, task, home) or text("key.named")
        label = "" if task.single else f"{option.id}. "
        yield from (f"- {label}{option.title}: **{told}**", *(f"    - {step}" for step in key.because.get(option.id, ())))
        if key.cites.get(option.id):
            yield text("key.cites", cites="; ".join(key.cites[option.id]))
    if key.mistakes:
        yield from ("", text("key.mistakes"), "")
        for wrong in key.mistakes:
            said = text("key.left-out") if wrong.answer is None else answer_words(wrong.answer, task, home) or text("key.named")
            label = "" if task.single else f"{wrong.option}. "
            yield f"- {label}{said}: {wrong.explanation}"

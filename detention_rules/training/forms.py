"""Answer forms: written for a reader to fill in, as Markdown or YAML, and read back; JSON is read too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from detention_rules.language.source import Document, documents
from detention_rules.model.catalogue import text
from detention_rules.training.exercise import Exercise
from detention_rules.training.tasks import Task
from detention_rules.training.values import shown

_HEADING = re.compile(r"##[ \t]+(\d{1,3})\.")
_BOX = re.compile(r"[-*+][ \t]*\[([^\]]*)\][ \t]*(?:([A-Za-z])[.)][ \t]+)?(.*)")
_FIELD = re.compile(r"([^\W\d_]+)[ \t]*:[ \t]*(.*)")


class AnswerSheet(NamedTuple):
    """What one person handed in: for which exercise and by whom, where the sheet says so, and the answers as plain data."""

    exercise: str
    name: str
    answers: object


# written


def answer_form(exercise: Exercise, form: Literal["markdown", "yaml"] = "markdown") -> str:
    """Return a form to fill in, which `read_answers` reads back."""
    lines = _markdown(exercise) if form == "markdown" else _yaml(exercise)
    return "\n".join(lines) + "\n"


def _markdown(exercise: Exercise) -> Iterator[str]:
    yield text("form.title", title=exercise.title)
    yield ""
    yield f"{text('form.exercise')}: {exercise.id}"
    yield f"{text('form.name')}:"
    for number, task in enumerate(exercise.tasks, 1):
        yield from ("", f"## {number}. {task.question}", "", text(f"form.how-{_how(task)}"), "")
        if task.single:
            yield f"{text('form.answer')}:"
            continue
        marker = text(f"form.{task.asks}") if task.asks != "nothing" else ""
        yield from (f"- [ ] {option.id}. {option.title}{marker}" for option in task.options)
        yield f"- [ ] {text('form.none')}"
        if task.choices:
            yield ""
            yield from (f"{choice.id}. {choice.title}" for choice in task.choices)


def _yaml(exercise: Exercise) -> Iterator[str]:
    yield from _comment(text("form.title", title=exercise.title).lstrip("# "), "")
    yield f"exercise: {exercise.id}"
    yield "name:"
    yield "answers:"
    for task in exercise.tasks:
        yield from _comment(task.question, "  ")
        yield from (line for option in (() if task.single else task.options) for line in _comment(f"  {option.id}: {option.title}", "  "))
        yield from (line for choice in task.choices for line in _comment(f"  {choice.id}. {choice.title}", "  "))
        yield from _comment(text(f"form.how-yaml-{_how(task)}"), "  ")
        yield f"  {task.id}:"


def _how(task: Task) -> str:
    return "single" if task.single else task.asks


def _comment(words: str, indent: str) -> Iterable[str]:
    return (f"{indent}# {line}" for line in words.splitlines())


# read


def read_answers(content: str, file: str | None = None) -> tuple[AnswerSheet, ...]:
    """Read filled-in forms: Markdown, YAML or JSON; several sheets may stand in one file. Raises InputError with the place of a fault."""
    if any(_HEADING.match(line) for line in content.splitlines()):
        return (_from_markdown(content),)
    return tuple(sheet for document in documents(content, file) for sheet in _from_data(document))


def _from_data(document: Document) -> Iterator[AnswerSheet]:
    data: Any = document.data
    several = isinstance(data, list) and bool(data) and all(isinstance(entry, Mapping) and "answers" in entry for entry in data)
    for entry in data if several else [data]:
        if isinstance(entry, Mapping) and "answers" in entry:
            exercise, name = (entry.get(key) for key in ("exercise", "name"))
            yield AnswerSheet("" if exercise is None else shown(exercise), "" if name is None else shown(name), entry["answers"])
        else:
            yield AnswerSheet("", "", entry)


def _from_markdown(content: str) -> AnswerSheet:
    """Read a Markdown form. What is filled in counts as ticked; what is neither is left out, and a task without either is blank."""
    head: dict[str, str] = {}
    answers: dict[str, Any] = {}
    task = ""
    for line in (raw.strip() for raw in content.splitlines()):
        if heading := _HEADING.match(line):
            task = f"t{int(heading[1])}"
        elif box := _BOX.fullmatch(line):
            _tick(answers, task, *box.groups())
        elif field := _FIELD.fullmatch(line):
            key, value = field[1].casefold(), _filled(field[2])
            if not task:
                head.setdefault(key, value)
            elif key == text("form.answer").casefold() and value:
                answers[task] = value
    exercise, name = (head.get(text(f"form.{key}").casefold(), "") for key in ("exercise", "name"))
    return AnswerSheet(exercise, name, answers)


def _tick(answers: dict[str, Any], task: str, mark: str, letter: str | None, rest: str) -> None:
    markers = [text(f"form.{asks}") for asks in ("minutes", "instant", "choices")]
    marker = max(markers, key=rest.rfind)
    value = _filled(rest.rpartition(marker)[2]) if marker in rest else ""
    if not mark.strip(" _") and not value:
        return
    said = answers.setdefault(task, {})
    if letter is not None and isinstance(said, dict):
        said[letter] = value or None


def _filled(value: str) -> str:
    return value.strip().strip("_").strip()

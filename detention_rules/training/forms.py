"""Answer forms: written for a reader to fill in, as Markdown or YAML, and read back; JSON is read too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from detention_rules.language.source import Document, documents
from detention_rules.model.catalogue import text
from detention_rules.model.problems import InputError
from detention_rules.training.exercise import Exercise
from detention_rules.training.tasks import Task
from detention_rules.training.values import shown

_HEADING = re.compile(r"##[ \t]+[*_]*([0-9]{1,3})[.)]")
_BOX = re.compile(r"[-*+][ \t]*\[([^\]]*)\][ \t]*(?:[*_]*([A-Za-z])[.)][*_]*[ \t]+)?(.*)")
_FIELD = re.compile(r"[*_]*([^\W\d_]+)[*_]*[ \t]*:(.*)")
_CHOICE = re.compile(r"[0-9]{1,2}\.[ \t]")
_ASKED = ("minutes", "instant", "choices")
_TASK = re.compile(r"t?[0-9]{1,3}", re.IGNORECASE)


class AnswerSheet(NamedTuple):
    """What one person handed in: for which exercise and by whom, where the sheet says so, and the answers as plain data.

    `remarks` say what stands on the sheet and was not understood.
    """

    exercise: str
    name: str
    answers: object
    remarks: tuple[str, ...] = ()


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


def is_form(content: str) -> bool:
    """Tell whether a text looks like a Markdown form: it has a numbered task, and a box or a place for an answer."""
    lines = [line.strip() for line in content.splitlines()]
    return any(map(_HEADING.match, lines)) and any(_BOX.fullmatch(line) or _answer_in(line) is not None for line in lines)


def read_answers(content: str, file: str | None = None) -> tuple[AnswerSheet, ...]:
    """Read filled-in forms: Markdown, YAML or JSON; several sheets may stand in one file. Raises InputError with the place of a fault."""
    markdown = any(_HEADING.match(line) for line in content.splitlines())
    try:
        found = list(documents(content, file))
    except InputError:
        if markdown:
            return (_from_markdown(content),)
        raise
    if markdown and not any(map(_tells_answers, found)):
        return (_from_markdown(content),)
    return tuple(sheet for document in found for sheet in _from_data(document))


def _tells_answers(document: Document) -> bool:
    """Tell whether data is a sheet or answers by task, and not a Markdown form that happens to be YAML too."""
    data: Any = document.data
    if isinstance(data, list):
        return any(isinstance(entry, Mapping) and "answers" in entry for entry in data)
    return isinstance(data, Mapping) and ("answers" in data or any(_TASK.fullmatch(shown(key)) for key in data))


def _from_data(document: Document) -> Iterator[AnswerSheet]:
    data: Any = document.data
    several = isinstance(data, list) and bool(data) and all(isinstance(entry, Mapping) and "answers" in entry for entry in data)
    for entry in data if several else [data]:
        if isinstance(entry, Mapping) and "answers" in entry:
            exercise, name = (entry.get(key) for key in ("exercise", "name"))
            yield AnswerSheet("" if exercise is None else shown(exercise), "" if name is None else shown(name), entry["answers"])
        else:
            yield AnswerSheet("", "", entry)


# Markdown


class _Part(NamedTuple):
    """A box, ticked or not, or the place for an answer: its task and its text, to which more lines may belong."""

    task: str
    box: bool
    ticked: bool
    letter: str
    words: str


def _from_markdown(content: str) -> AnswerSheet:
    """Read a Markdown form. What is filled in counts as ticked; what is neither is left out, and a task without either is blank."""
    head: dict[str, str] = {}
    parts: list[_Part] = []
    remarks: list[str] = []
    task, below = "", False
    for raw in content.splitlines():
        line = raw.strip()
        answer = _answer_in(line)
        if heading := _HEADING.match(line):
            task, below = f"t{int(heading[1])}", False
        elif not task:
            if field := _FIELD.fullmatch(line):
                head.setdefault(field[1].casefold(), _filled(field[2]))
        elif box := _BOX.fullmatch(line):
            parts.append(_Part(task, True, bool(box[1].strip(" _")), box[2] or "", box[3]))
            below = True
        elif answer is not None:
            parts.append(_Part(task, False, False, "", answer))
            below = True
        elif not line or _printed(line):
            below = False
        elif parts and parts[-1].task == task and _goes_on(parts[-1], line, below=below, indented=raw[:1].isspace()):
            parts[-1] = parts[-1]._replace(words=f"{parts[-1].words} {line}".strip())
            below = True
        else:
            remarks.append(text("form.not-understood", task=task, found=shown(line)))
    exercise, name = (head.get(text(f"form.{key}").casefold(), "") for key in ("exercise", "name"))
    return AnswerSheet(exercise, name, _answers(parts), tuple(remarks))


def _answer_in(line: str) -> str | None:
    """Return what stands after `Answer:`; None for another line."""
    field = _FIELD.fullmatch(line)
    return _filled(field[2]) if field and field[1].casefold() == text("form.answer").casefold() else None


def _goes_on(part: _Part, line: str, *, below: bool, indented: bool) -> bool:
    """Tell whether a line belongs to a part: to an answer or a value that is still open, to a title that was broken, or as a number."""
    if not part.box and not part.words:
        return True
    value = _title_and_value(part.words)[1] if part.box else part.words
    return below and (indented if value is None else line[:1].isdigit() or (not value and part.ticked))


def _printed(line: str) -> bool:
    """Tell whether a line stands in the form itself: how to answer, or a numbered choice."""
    return bool(_CHOICE.match(line)) or line in {text(f"form.how-{how}") for how in ("single", *_ASKED, "nothing")}


def _answers(parts: Iterable[_Part]) -> dict[str, Any]:
    """Return the answers by task. What is answered twice is kept twice, so that the grader can tell."""
    single: dict[str, list[str]] = {}
    several: dict[str, list[tuple[str, str | None]]] = {}
    for part in parts:
        title, value = _title_and_value(part.words)
        if part.box and (part.ticked or (value and value.casefold() not in text("answer.not-named").split("|"))):
            several.setdefault(part.task, []).append((part.letter or title, value or None))
        elif not part.box and part.words:
            single.setdefault(part.task, []).append(part.words)
    alone = {task: "; ".join(dict.fromkeys(values)) for task, values in single.items()}
    return {**alone, **{task: _by_label(said) for task, said in several.items()}}


def _by_label(said: list[tuple[str, str | None]]) -> object:
    named = dict(said)
    return named if len(named) == len(said) else [{label: value} for label, value in said]


def _title_and_value(words: str) -> tuple[str, str | None]:
    """Return what stands before and after the last marker of a box, such as `late by:`; None after it where there is none."""
    found = [match for asks in _ASKED for match in _marker(text(f"form.{asks}")).finditer(words)]
    if not found:
        return _filled(words), None
    last = max(found, key=lambda match: match.end())
    return _filled(words[: last.start()]), _filled(words[last.end() :])


def _marker(printed: str) -> re.Pattern[str]:
    words = r"[ \t]+".join(map(re.escape, printed.strip(" |:").split()))
    return re.compile(rf"(?:^|[|\s])[*_|]*{words}[*_]*[ \t]*:", re.IGNORECASE)


def _filled(value: str) -> str:
    return value.strip(" \t*_`|")

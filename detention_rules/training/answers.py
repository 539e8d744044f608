"""Answers as plain data: the key's own, those that a misconception leads to, and reading what somebody gave for one task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.zones import Zone, zone
from detention_rules.training.exercise import Exercise, NoExercise
from detention_rules.training.tasks import Answer, Key, Mistake, Option, Task
from detention_rules.training.values import (
    Unreadable,
    instant,
    instant_words,
    local_words,
    minutes_words,
    read_instants,
    read_minutes,
    read_option,
    shown,
)


def key_of(task: Task) -> Key:
    """Return the key of a task. Raises NoExercise for one that was handed out without."""
    if task.key is None:
        raise NoExercise(text("training.no-key"))
    return task.key


# what the key and the misconceptions say


def solution(exercise: Exercise) -> dict[str, Any]:
    """Return the perfect answer sheet, as somebody would write it. Raises NoExercise without the key."""
    return {task.id: _sheet_of(task, key_of(task).answers, zone(exercise.zone)) for task in exercise.tasks}


def answers_under(exercise: Exercise, misconception: str) -> dict[str, Any]:
    """Return the answer sheet of somebody who knows everything but is under one misconception, at its first variant each time."""
    sheet = {}
    for task in exercise.tasks:
        answers: dict[str, Answer | None] = dict(key_of(task).answers)
        for wrong in reversed(key_of(task).mistakes):
            if wrong.misconception == misconception:
                answers[wrong.option] = wrong.answer
        sheet[task.id] = _sheet_of(task, answers, zone(exercise.zone))
    return sheet


def sheet_with(task: Task, wrong: Mistake, home: Zone) -> Any:
    """Return the answer to one task of somebody who makes one mistake. Raises NoExercise without the key."""
    return _sheet_of(task, {**key_of(task).answers, wrong.option: wrong.answer}, home)


def _sheet_of(task: Task, answers: Mapping[str, Answer | None], home: Zone) -> Any:
    said = {option: answer for option, answer in answers.items() if answer is not None}
    if task.single:
        return _to_write(next(iter(said.values())), home)
    return {option: _to_write(answer, home) or None for option, answer in sorted(said.items())}


def _to_write(answer: Answer, home: Zone) -> str:
    """Return an answer as somebody would write it; empty where naming the option says it all."""
    if answer.instant is not None:
        return local_words(instant(answer.instant), home)
    return ", ".join(answer.choices) if answer.minutes is None else minutes_words(answer.minutes)


def answer_words(answer: Answer, task: Task, home: Zone) -> str:
    """Return an answer in words for a reader; empty where naming the option says it all."""
    if answer.instant is not None:
        return instant_words(instant(answer.instant), home)
    if answer.minutes is not None:
        return minutes_words(answer.minutes)
    return "; ".join(choice.title for choice in task.choices if choice.id in answer.choices)


# what somebody gave


class Given(NamedTuple):
    """What was given for one task: whether anything was, what is said of each option in the writer's words, and what was not understood.

    `doubtful` are options of which two different things are said: neither counts.
    """

    answered: bool
    said: Mapping[str, object]
    remarks: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()


_BLANK = Given(False, {})


def read_given(raw: object, task: Task) -> Given:
    """Read what was given for a task: a mapping of options to values, a list of them, or a text such as `a: 5 h 35 min; c`.

    Where nothing is said but `none`, or `false` of options, none is to be named.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return _BLANK
    if task.single:
        return _single(raw, task)
    entries = list(_entries(raw, task))
    remarks: list[str] = []
    said: dict[str, object] = {}
    doubtful: set[str] = set()
    none = not entries and isinstance(raw, (Mapping, list, tuple))
    for label, value in entries:
        meant = None if value is True or (isinstance(value, str) and not value.strip()) else value
        if _is_none(label) and meant is None:
            none = True
            continue
        try:
            option = read_option(label, task.options)
        except Unreadable as fault:
            remarks.append(str(fault))
            continue
        if meant is False:
            continue
        if option.id in said and _compared(said[option.id]) != _compared(meant):
            doubtful.add(option.id)
            remarks.append(text("answer.said-twice", option=option.id))
        said[option.id] = meant
    if none and said:
        remarks.append(text("answer.none-and-some"))
    none = none or (bool(entries) and all(value is False for _, value in entries))
    return Given(bool(said) or (none and not remarks), said, tuple(remarks), frozenset(doubtful))


def _compared(value: object) -> tuple[str, ...]:
    """Return a value so that two can be compared whatever they are."""
    return tuple(shown(part) for part in value) if isinstance(value, (list, tuple)) else (shown(value),)


def _single(raw: object, task: Task) -> Given:
    if isinstance(raw, Mapping) and len(raw) == 1:
        (raw,) = raw.values()
    elif isinstance(raw, (list, tuple)) and len(raw) == 1:
        (raw,) = raw
    return _BLANK if raw is None else Given(True, {task.options[0].id: raw})


def _is_none(raw: object) -> bool:
    """Tell whether a text says that there is nothing to name: in one word, or as the form and the questions put it."""
    if not isinstance(raw, str):
        return False
    plain = " ".join(raw.split()).casefold().strip(" .,;:!()\"'“”") or raw.strip()
    return plain in text("answer.none").split() or plain in (text("form.none").casefold(), text("quiz.none").casefold())


def _entries(raw: object, task: Task) -> Iterator[tuple[object, object]]:
    """Yield labels with what is said of them."""
    if isinstance(raw, Mapping):
        yield from raw.items()
    elif isinstance(raw, (list, tuple)):
        for entry in raw:
            if isinstance(entry, Mapping):
                yield from entry.items()
            else:
                yield from _in_text(entry, task)
    else:
        yield from _in_text(raw, task)


def _in_text(raw: object, task: Task) -> Iterator[tuple[object, object]]:
    """Yield the entries of a text: a title as it stands, or labels with values, apart by semicolons, lines, or commas before a label.

    A value stands after a colon, or is what begins with a digit after a letter: `a 50 min`.
    """
    if not isinstance(raw, str) or any(" ".join(raw.split()).casefold() == option.title.casefold() for option in task.options):
        yield raw, None
        return
    letter = "|".join(re.escape(option.id) for option in task.options)
    next_label = re.compile(rf"[;\n]|,\s*(?=(?:{letter})(?:\s*[:.),]|\s+(?:-\s*)?[0-9]|\s*$))", re.IGNORECASE)
    lettered = re.compile(rf"\s*({letter})(?:\s*[:.)-]+\s*|\s+)([0-9].*)", re.IGNORECASE)
    for part in next_label.split("\n".join(raw.splitlines())):
        title = next((option.title for option in task.options if _begins(part, option.title)), "")
        label, colon, value = part.partition(":")
        if match := lettered.fullmatch(part):
            yield match[1], match[2].strip()
        elif title:
            yield title, part.strip()[len(title) :].strip(" :-")
        elif colon:
            yield label, value.strip()
        else:
            yield from ((one, None) for one in part.split(",") if one.strip())


def _begins(part: str, title: str) -> bool:
    """Tell whether a title stands first, and then nothing or what parts it from a value."""
    rest = part.strip()
    return rest[: len(title)].casefold() == title.casefold() and rest[len(title) :].strip()[:1] in ("", ":", "-")


# the value of one option


class Value(NamedTuple):
    """What is said of one option, as read: minutes, the instants that a local time may be, or choices. `fault`: why it cannot be read."""

    minutes: int | None = None
    instants: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    fault: str = ""


def read_value(raw: object, task: Task, home: Zone) -> Value | None:
    """Read what is said of an option; None where nothing is."""
    if raw is None or task.asks == "nothing":
        return None
    try:
        match task.asks:
            case "minutes":
                return Value(minutes=read_minutes(raw))
            case "instant":
                return Value(instants=read_instants(raw, home))
            case _:
                return Value(choices=_read_choices(raw, task.choices))
    except Unreadable as fault:
        return Value(fault=str(fault))


def not_understood(raw: object, task: Task, home: Zone) -> tuple[str, ...]:
    """Return what cannot be read of an answer to a task, whether or not the key is at hand."""
    given = read_given(raw, task)
    values = (read_value(said, task, home) for said in given.said.values())
    return (*given.remarks, *(value.fault for value in values if value is not None and value.fault))


def _read_choices(raw: object, choices: tuple[Option, ...]) -> tuple[str, ...]:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = shown(raw)
    if isinstance(raw, (list, tuple)):
        parts = [shown(part) if isinstance(part, int) else part for part in raw]
    elif isinstance(raw, str):
        whole = [choice.id for choice in choices if choice.title.casefold() == " ".join(raw.split()).casefold()]
        parts = whole or [part for part in raw.replace(";", ",").split(",") if part.strip()]
    else:
        raise Unreadable("no-such-option", found=shown(raw))
    return tuple(sorted({read_option(part, choices).id for part in parts}))

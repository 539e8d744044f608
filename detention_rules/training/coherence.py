"""Whether an exercise that was read from a file holds together, so that nothing after it has to doubt it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from detention_rules.model.catalogue import text
from detention_rules.model.zones import FIRST_YEAR, LAST_YEAR, UnknownZone, zone
from detention_rules.training.exercise import DIFFICULTIES, Exercise
from detention_rules.training.tasks import Answer, Asks, Key, Kind, Option, Task

_ASKED: Mapping[Kind, Asks] = {
    "breaches": "minutes",
    "last_minute": "instant",
    "due": "instant",
    "missing": "choices",
    "readings": "nothing",
}
_BARE: tuple[Kind, ...] = ("breaches", "readings")
"""Kinds of task in which naming an option may say it all."""


def incoherences(exercise: Exercise) -> Iterator[str]:
    """Yield what does not fit together, each with its place, such as `tasks.0.key.answers.a`."""
    if not exercise.id.strip():
        yield _odd("id", "empty")
    if exercise.difficulty not in DIFFICULTIES:
        yield _odd("difficulty", "difficulty", found=exercise.difficulty, first=DIFFICULTIES[0], last=DIFFICULTIES[-1])
    try:
        zone(exercise.zone)
    except UnknownZone:
        yield _odd("zone", "zone", found=exercise.zone)
    if not exercise.tasks:
        yield _odd("tasks", "empty")
    yield from _twice("tasks", (task.id for task in exercise.tasks))
    if len({task.key is None for task in exercise.tasks}) > 1:
        yield _odd("tasks", "some-keys")
    for number, task in enumerate(exercise.tasks):
        yield from _of_task(f"tasks.{number}", task)


def _of_task(place: str, task: Task) -> Iterator[str]:
    if task.asks != _ASKED[task.kind]:
        yield _odd(f"{place}.asks", "asks", found=task.asks, kind=task.kind, expected=_ASKED[task.kind])
    if not task.options or (task.single and len(task.options) > 1):
        yield _odd(f"{place}.options", "options", found=len(task.options))
    if bool(task.choices) != (task.asks == "choices"):
        yield _odd(f"{place}.choices", "choices", found=len(task.choices), asks=task.asks)
    yield from _twice(f"{place}.options", (option.id for option in task.options))
    yield from _twice(f"{place}.choices", (choice.id for choice in task.choices))
    if task.at is not None and not _is_instant(task.at):
        yield _odd(f"{place}.at", "instant", found=task.at)
    if task.key is not None:
        yield from _of_key(f"{place}.key", task, task.key)


def _of_key(place: str, task: Task, key: Key) -> Iterator[str]:
    for part, labels in (("answers", key.answers), ("because", key.because), ("cites", key.cites)):
        yield from _unknown(f"{place}.{part}", labels, task.options)
    if task.single and not key.answers:
        yield _odd(f"{place}.answers", "empty")
    for option, answer in key.answers.items():
        yield from _of_answer(f"{place}.answers.{option}", task, answer)
    for number, wrong in enumerate(key.mistakes):
        yield from _unknown(f"{place}.mistakes.{number}.option", [wrong.option], task.options)
        if wrong.answer is not None:
            yield from _of_answer(f"{place}.mistakes.{number}.answer", task, wrong.answer)


def _of_answer(place: str, task: Task, answer: Answer) -> Iterator[str]:
    """Yield where an answer does not say what its task asks for, and that alone."""
    given = {"minutes": answer.minutes is not None, "instant": answer.instant is not None, "choices": bool(answer.choices)}
    said = [name for name, there in given.items() if there]
    if said != [task.asks] and not (not said and task.kind in _BARE):
        yield _odd(place, "answer", asks=task.asks)
    if answer.minutes is not None and answer.minutes < 0:
        yield _odd(f"{place}.minutes", "negative", found=answer.minutes)
    if answer.instant is not None and not _is_instant(answer.instant):
        yield _odd(f"{place}.instant", "instant", found=answer.instant)
    yield from _unknown(f"{place}.choices", answer.choices, task.choices)


def _is_instant(moment: str) -> bool:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return False
    return at.utcoffset() is not None and FIRST_YEAR <= at.year <= LAST_YEAR


def _unknown(place: str, labels: Iterable[str], known: Iterable[Option]) -> Iterator[str]:
    ids = {option.id for option in known}
    return (_odd(place, "unknown", found=label) for label in labels if label not in ids)


def _twice(place: str, labels: Iterable[str]) -> Iterator[str]:
    """Yield what is called alike; capitals make no difference to whoever answers."""
    return (_odd(place, "twice", found=label) for label, number in Counter(map(str.casefold, labels)).items() if number > 1)


def _odd(place: str, code: str, **values: object) -> str:
    return f"{place}: {text(f'coherence.{code}', **values)}"

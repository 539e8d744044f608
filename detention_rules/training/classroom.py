"""A class: a set of exercises of which no two share their answers, and what the class got wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from detention_rules.language.rules import Pack
from detention_rules.model.catalogue import text
from detention_rules.training.answers import key_of
from detention_rules.training.exercise import Exercise, NoExercise
from detention_rules.training.grades import Grade
from detention_rules.training.tasks import Task

MAX_CLASS = 1_000
_TRIES = 8
"""So many seeds are tried for each exercise before a class is given up."""


def generate_class(
    pack: Pack,
    seed: int,
    count: int,
    *,
    themes: Sequence[str] | None = None,
    difficulty: int = 2,
    breaches: int | None = None,
) -> tuple[Exercise, ...]:
    """Return different exercises for a class: no two have the same answers, nor share the whole answer of a task that asks for a number
    or a time. What is answered by words alone (what is missing, which reading) may be the same in two. The same arguments give the same
    class.

    Raises NoExercise for a number that is no class, and where not that many can be found.
    """
    if not 1 <= count <= MAX_CLASS:
        raise NoExercise(text("training.class-size", found=count, last=MAX_CLASS))
    found: list[Exercise] = []
    taken: set[str] = set()
    seeds = Random(f"class/{seed}")
    for number in range(count * _TRIES):
        inner = seed if not number else seeds.getrandbits(48)
        exercise = Exercise.generate(pack, inner, themes=themes, difficulty=difficulty, breaches=breaches)
        marks = {signature(exercise), *timed_answers(exercise)}
        if taken.isdisjoint(marks):
            taken |= marks
            found.append(exercise)
        if len(found) == count:
            return tuple(found)
    raise NoExercise(text("training.class-alike", number=len(found)))


def signature(exercise: Exercise) -> str:
    """Return what an exercise has to be answered, whatever the letters: two with the same can be copied from one another."""
    return json.dumps([_answered(task) for task in exercise.tasks])


def timed_answers(exercise: Exercise) -> set[str]:
    """Return the whole answer of each task that is answered with a number of minutes or a time, whatever the letters."""
    timed = (task for task in exercise.tasks if any(one.minutes is not None or one.instant for one in key_of(task).answers.values()))
    return {json.dumps(_answered(task)) for task in timed}


def _answered(task: Task) -> list[object]:
    names = {option.id: option.name for option in task.options}
    chosen = {choice.id: choice.name for choice in task.choices}
    said = key_of(task).answers.items()
    return [task.kind, *([names[one], of.minutes, of.instant, sorted(chosen[choice] for choice in of.choices)] for one, of in said)]


# what was wrong


class Missed(NamedTuple):
    """How often something was got wrong, and out of how many times: of a limit that it was offered, of a kind of task that it was put,

    of a misconception how many sheets there are.
    """

    name: str
    title: str
    wrong: int
    asked: int


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The grades of a class, in the order in which they were handed in."""

    grades: tuple[Grade, ...]

    @property
    def mean(self) -> float:
        """The mean score, from 0 to 1."""
        return sum(grade.score for grade in self.grades) / len(self.grades) if self.grades else 0.0

    def limits(self) -> tuple[Missed, ...]:
        """Return the limits (or readings) that were got wrong, the most often first. Each counts as asked wherever it was offered."""
        wrong, asked, titles = Counter[str](), Counter[str](), dict[str, str]()
        for task in (task for grade in self.grades for task in grade.tasks):
            for option in task.offered:
                titles.setdefault(option.name, _untimed(option.title))
                asked[option.name] += 1
            wrong.update(item.option.name for item in task.items if item.outcome != "right")
        return _most((Missed(name, titles[name], wrong[name], number) for name, number in asked.items()))

    def kinds(self) -> tuple[Missed, ...]:
        """Return the kinds of task that lost points, the most often first."""
        wrong, asked = Counter[str](), Counter[str]()
        for task in (task for grade in self.grades for task in grade.tasks):
            asked[task.kind] += 1
            wrong[task.kind] += task.score < 1
        return _most(Missed(kind, text(f"kind.{kind}"), wrong[kind], number) for kind, number in asked.items())

    def misconceptions(self) -> tuple[Missed, ...]:
        """Return the misconceptions that were recognised, by the number of sheets, the most often first."""
        sheets, names = Counter[str](), dict[str, str]()
        for grade in self.grades:
            recognised = {one.misconception: one.name for task in grade.tasks for item in task.items for one in item.recognised}
            names |= recognised
            sheets.update(recognised.keys())
        return _most(Missed(name, names[name], number, len(self.grades)) for name, number in sheets.items())

    def rows(self) -> list[list[str]]:
        """Return a table: a head, then one row for each sheet with its score, the score of each task, and the misconceptions."""
        width = max((len(grade.tasks) for grade in self.grades), default=0)
        head = [text(f"class.{key}") for key in ("name", "exercise", "score")]
        rows = [[*head, *(f"t{number}" for number in range(1, width + 1)), text("class.misconceptions")]]
        for grade in self.grades:
            scores = [_percent(task.score) for task in grade.tasks]
            found = dict.fromkeys(one.misconception for task in grade.tasks for item in task.items for one in item.recognised)
            rows.append([grade.name, grade.exercise, _percent(grade.score), *scores, *([""] * (width - len(scores))), " ".join(found)])
        return rows

    def csv(self) -> str:
        """Return the table as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
        sheet = io.StringIO()
        csv.writer(sheet, lineterminator="\n").writerows([[_harmless(cell) for cell in row] for row in self.rows()])
        return sheet.getvalue()


_AFTER = re.compile(".*".join(map(re.escape, text("task.after", title="\0", event="\0", time="\0").split("\0")[1:])) + "$")
"""What a title has behind it where a rule found several duties: the event and the time after which one arose."""


def _untimed(title: str) -> str:
    return _AFTER.sub("", title)


def _most(found: Iterable[Missed]) -> tuple[Missed, ...]:
    return tuple(sorted((one for one in found if one.wrong), key=lambda one: (-one.wrong, -one.wrong / one.asked, one.name)))


def _percent(score: float) -> str:
    return str(round(100 * score))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

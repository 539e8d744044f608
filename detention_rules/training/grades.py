"""What grading finds: a score for each task, what was right and wrong of each option, and why, as plain frozen data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from detention_rules.training.tasks import Kind, Option

Outcome = Literal["right", "partly", "wrong", "left_out", "claimed_wrongly"]
"""Of one option: named rightly with the right value; named rightly with another value or none; wrong (of a single value);

to be named and left out; named though it was not to be.
"""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A misconception that leads to exactly the answer given: its id, its name, and what went wrong here."""

    misconception: str
    name: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """What became of one option: what was given and what was expected, in words, with the reasoning and its sources."""

    option: Option
    outcome: Outcome
    given: str
    expected: str
    recognised: tuple[Recognised, ...] = ()
    because: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskGrade:
    """The grade of one task: `score` from 0 to 1. `remarks` say what could not be read and what was expected instead.

    `items` are the options that were to be named or were; `offered` are all of them.
    """

    task: str
    kind: Kind
    question: str
    score: float
    answered: bool
    items: tuple[ItemGrade, ...]
    remarks: tuple[str, ...] = ()
    offered: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one answer sheet: `score` is the mean of its tasks, from 0 to 1."""

    exercise: str
    name: str
    score: float
    tasks: tuple[TaskGrade, ...]
    remarks: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the grade as plain data."""
        return asdict(self)

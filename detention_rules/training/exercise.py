"""One exercise: a case told as documents, tasks on it, and the key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from detention_rules.language.rules import Pack
from detention_rules.model.catalogue import text
from detention_rules.model.problems import DetentionRulesError
from detention_rules.reporting.schema import DIALECT
from detention_rules.training.case import Case, Document
from detention_rules.training.tasks import Premise, Task

if TYPE_CHECKING:
    from detention_rules.training.grades import Grade, TaskGrade

EXERCISE_FORMAT = "detention-rules/exercise/1"
DIFFICULTIES = range(1, 6)
_FAULTS_TOLD = 5


class NoExercise(DetentionRulesError):
    """No exercise can be made as asked, or the data is none."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A case told as `documents` and as a timeline (`scenario`: plain data of a scenario file), with tasks that have one answer each.

    `as_of` is the moment up to which the documents reach, local text; `premises` are what the reader has to take as given. The same
    pack, seed and wishes make the same exercise. As it is handed out it has no keys, and nothing from which they could be computed:
    `seed` is None, and `themes` and `scenario` are empty.
    """

    __pydantic_config__ = {"strict": True, "extra": "forbid"}  # noqa: RUF012

    id: str
    title: str
    pack: str
    zone: str
    seed: int | None
    difficulty: int
    themes: tuple[str, ...]
    as_of: str
    documents: tuple[Document, ...]
    premises: tuple[Premise, ...]
    tasks: tuple[Task, ...]
    scenario: Mapping[str, Any]

    @classmethod
    def generate(
        cls,
        pack: Pack,
        seed: int,
        *,
        themes: Sequence[str] | None = None,
        difficulty: int = 2,
        breaches: int | None = None,
    ) -> Exercise:
        """Invent a case and ask about it. `themes` are folders of the pack's rules, `difficulty` is 1 to 5, `breaches` how many limits
        are breached. The same arguments give the same exercise.

        Raises NoExercise for a difficulty or theme that there is none of, and where no fair exercise can be made as asked.
        """
        from detention_rules.training.asking import generated

        return generated(pack, seed, themes=themes, difficulty=difficulty, breaches=breaches)

    @classmethod
    def from_case(cls, pack: Pack, case: Case) -> Exercise:
        """Ask about a case. Raises NoExercise where nothing fair can be asked about it, and InputError for a scenario with faults."""
        from detention_rules.training.asking import asked

        return asked(pack, case)

    @property
    def has_key(self) -> bool:
        """Whether the key is at hand: an exercise that was handed out has none and cannot grade."""
        return all(task.key is not None for task in self.tasks)

    def without_key(self) -> Exercise:
        """Return the exercise as it is handed out: without keys, and without the seed, themes and timeline that would give them away."""
        return replace(self, seed=None, themes=(), scenario={}, tasks=tuple(replace(task, key=None) for task in self.tasks))

    def grade(self, answers: object, *, name: str = "") -> Grade:
        """Grade answers: an `AnswerSheet`, or plain data such as `{"t1": {"a": "5 h 35 min"}, "t2": "2021-03-03 09:15"}`.

        What cannot be read earns nothing (a limit that was rightly named keeps its half, whatever is said of it), and the grade says
        what was expected. No answers raise anything. Raises NoExercise without the key.
        """
        from detention_rules.training.grading import grade

        return grade(self, answers, name=name)

    def grade_task(self, task: str, answer: object) -> TaskGrade:
        """Grade the answer to one task, by its id, for whoever asks one at a time. Raises NoExercise for another id or without the key."""
        from detention_rules.model.zones import zone
        from detention_rules.training.grading import grade_task

        found = next((one for one in self.tasks if one.id == task), None)
        if found is None:
            raise NoExercise(text("grade.unknown-task", found=task, known=", ".join(one.id for one in self.tasks)))
        return grade_task(found, answer, zone(self.zone))

    def to_json(self, *, key: bool = True) -> str:
        """Return the exercise as JSON; without its key where it is to be handed out."""
        data = asdict(self if key else self.without_key())
        data["tasks"] = [_compact(task) for task in data["tasks"]]
        return json.dumps({"format": EXERCISE_FORMAT, **data}, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, content: str) -> Exercise:
        """Read what `to_json` wrote, with its key or without, and nothing else. Raises NoExercise, saying what is wrong and where."""
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise NoExercise(text("training.not-json", why=error)) from error
        if not isinstance(data, dict) or data.pop("format", None) != EXERCISE_FORMAT:
            raise NoExercise(text("training.not-an-exercise", format=EXERCISE_FORMAT))
        return _exercise(data)


def _compact(data: Any) -> Any:
    """Return a task's data without what is empty, which reading fills in again."""
    if isinstance(data, dict):
        return {key: _compact(value) for key, value in data.items() if value not in (None, ()) or key == "answer"}
    return [_compact(part) for part in data] if isinstance(data, (list, tuple)) else data


def _exercise(data: Mapping[str, Any]) -> Exercise:
    from pydantic import ValidationError

    from detention_rules.training.coherence import incoherences

    try:
        found: Exercise = _shape().validate_json(json.dumps(data))
    except ValidationError as error:
        faults = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise NoExercise(text("training.bad-exercise", faults="; ".join(faults[:_FAULTS_TOLD]))) from error
    if faults := list(incoherences(found)):
        raise NoExercise(text("training.bad-exercise", faults="; ".join(faults[:_FAULTS_TOLD])))
    return found


@cache
def _shape() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Exercise)


def exercise_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `Exercise.to_json` writes."""
    schema: dict[str, Any] = _shape().json_schema()
    properties = {"format": {"const": EXERCISE_FORMAT}, **schema["properties"]}
    required = ["format", *schema["required"]]
    return {"$schema": DIALECT, **schema, "properties": properties, "required": required, "additionalProperties": False}

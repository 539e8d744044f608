"""Training exercises: generate, take, grade, and explain the mistake.

    from detention_rules import load_pack
    from detention_rules.training import Exercise

    exercise = Exercise.generate(load_pack(), seed=7, difficulty=2)
    grade = exercise.grade({"t1": {"a": "5 h 35 min"}})

The key of every task comes from the engine, and each is proven to have exactly one right answer.
"""

from detention_rules.training.exercise import EXERCISE_FORMAT, Exercise, NoExercise
from detention_rules.training.tasks import Answer, Key, Mistake, Option, Premise, Task

__all__ = [
    "EXERCISE_FORMAT",
    "Answer",
    "Exercise",
    "Key",
    "Mistake",
    "NoExercise",
    "Option",
    "Premise",
    "Task",
]

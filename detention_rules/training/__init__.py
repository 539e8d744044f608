"""Training exercises: generate, take, grade, and explain the mistake.

    from detention_rules import load_pack
    from detention_rules.training import Exercise

    exercise = Exercise.generate(load_pack(), seed=7, difficulty=2)
    grade = exercise.grade({"t1": {"a": "5 h 35 min"}})

The key of every task comes from the engine, and each is proven to have exactly one right answer.
"""

from detention_rules.training.answers import answers_under, solution
from detention_rules.training.case import Case, Document
from detention_rules.training.classroom import ClassReport, generate_class
from detention_rules.training.exercise import EXERCISE_FORMAT, Exercise, NoExercise
from detention_rules.training.feedback import feedback, task_feedback
from detention_rules.training.forms import AnswerSheet, answer_form, is_form, read_answers
from detention_rules.training.grades import Grade, ItemGrade, Recognised, TaskGrade
from detention_rules.training.misconceptions import MISCONCEPTIONS, Misconception
from detention_rules.training.proof import faults
from detention_rules.training.tasks import Answer, Key, Mistake, Option, Premise, Task

__all__ = [
    "EXERCISE_FORMAT",
    "MISCONCEPTIONS",
    "Answer",
    "AnswerSheet",
    "Case",
    "ClassReport",
    "Document",
    "Exercise",
    "Grade",
    "ItemGrade",
    "Key",
    "Misconception",
    "Mistake",
    "NoExercise",
    "Option",
    "Premise",
    "Recognised",
    "Task",
    "TaskGrade",
    "answer_form",
    "answers_under",
    "faults",
    "feedback",
    "generate_class",
    "is_form",
    "read_answers",
    "solution",
    "task_feedback",
]

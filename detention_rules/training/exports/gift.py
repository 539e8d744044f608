"""GIFT, the text format for questions that Moodle and others read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detention_rules.model.catalogue import text
from detention_rules.training.exercise import Exercise
from detention_rules.training.exports.quiz import Question, Reply, questions

_SPECIAL = re.compile(r"[\\~=#{}:]")


def gift(exercises: Iterable[Exercise]) -> str:
    """Return exercises as one file of GIFT. Raises NoExercise for one without its key."""
    blocks = []
    for exercise in exercises:
        category = text("quiz.category", title=exercise.title.replace("/", "-"), id=exercise.id)
        blocks += [f"$CATEGORY: {' '.join(category.split())}", *map(_question, questions(exercise))]
    return "\n\n".join(blocks) + "\n"


def _question(question: Question) -> str:
    head = f"::{_escaped(question.name)}::[markdown]{_escaped(question.text)}"
    if question.kind == "description":
        return head
    return "\n".join([f"{head} {{", *_replies(question), "}"])


def _replies(question: Question) -> Iterator[str]:
    for reply in question.replies:
        feedback = f" #{_escaped(reply.feedback)}" if reply.feedback else ""
        yield f"    {_mark(question, reply)}{_escaped(reply.text)}{feedback}"


def _mark(question: Question, reply: Reply) -> str:
    if question.kind == "several":
        return f"~%{reply.percent:g}%" if reply.percent % 1 == 0 else f"~%{reply.percent:.5f}%"
    if question.kind == "short":
        return "=" if reply.percent else "=%0%"
    return "=" if reply.percent else "~"


def _escaped(words: str) -> str:
    """Return text in which nothing is read as GIFT: control characters take a backslash, line ends are written as such."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", words).replace("\n", "\\n")

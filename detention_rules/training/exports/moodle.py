"""Moodle XML: a category for each exercise, its documents as a description, and its questions with feedback."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from detention_rules.model.catalogue import text
from detention_rules.training.exercise import Exercise
from detention_rules.training.exports.quiz import Question, questions

_TYPES = {"description": "description", "one": "multichoice", "several": "multichoice", "short": "shortanswer"}
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moodle_xml(exercises: Iterable[Exercise]) -> str:
    """Return exercises as one file of Moodle XML, to be imported into a question bank. Raises NoExercise for one without its key."""
    quiz = Xml.Element("quiz")
    for exercise in exercises:
        category = Xml.SubElement(quiz, "question", type="category")
        _text(Xml.SubElement(category, "category"), text("quiz.category", title=exercise.title.replace("/", "-"), id=exercise.id))
        for question in questions(exercise):
            _question(quiz, question)
    Xml.indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(quiz, encoding="unicode")}\n'


def _question(quiz: Xml.Element, question: Question) -> None:
    kind = _TYPES[question.kind]
    node = Xml.SubElement(quiz, "question", type=kind)
    _text(Xml.SubElement(node, "name"), question.name)
    _text(Xml.SubElement(node, "questiontext", format="markdown"), question.text)
    _leaf(node, "defaultgrade", "0" if kind == "description" else "1")
    _leaf(node, "penalty", "0")
    if kind == "multichoice":
        _leaf(node, "single", "true" if question.kind == "one" else "false")
        _leaf(node, "shuffleanswers", "true" if question.kind == "one" else "false")
        _leaf(node, "answernumbering", "abc")
    elif kind == "shortanswer":
        _leaf(node, "usecase", "0")
    for reply in question.replies:
        answer = Xml.SubElement(node, "answer", fraction=f"{reply.percent:g}" if reply.percent % 1 == 0 else f"{reply.percent:.5f}")
        answer.set("format", "plain_text")
        _text(answer, reply.text)
        _text(Xml.SubElement(answer, "feedback", format="plain_text"), reply.feedback)


def _text(parent: Xml.Element, words: str) -> None:
    _leaf(parent, "text", words)


def _leaf(parent: Xml.Element, tag: str, words: str) -> None:
    Xml.SubElement(parent, tag).text = _UNWRITABLE.sub("", words)

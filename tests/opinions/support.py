"""Whether durable-rules is here, and the workers that the tests use."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from multiprocessing.connection import Connection

import pytest

from detention_rules.engine.durable import worker

WHY = (
    "durable-rules does not import on Python 3.13 and later"
    if sys.version_info >= (3, 13)
    else "durable-rules is not installed (pip install '.[durable]')"
)
needs_durable_rules = pytest.mark.skipif(importlib.util.find_spec("durable_rules_engine") is None, reason=WHY)

SILENT = {"uncertain-time", "unknown", "several-acts"}
"""Why durable-rules may have no opinion on a finding of the shipped rules or of the invented country's."""

DIES_AFTER = 7


class Failing:
    """Stands between a process and its asker, and fails instead of receiving the next question after so many."""

    def __init__(self, connection: Connection, fail: str, after: int = DIES_AFTER) -> None:
        self.connection, self.fail, self.left = connection, fail, after

    def recv(self) -> object:
        found = self.connection.recv()
        self.left -= 1
        if self.left < 0:
            if self.fail == "die":
                os._exit(139)
            time.sleep(600)
        return found

    def send(self, answer: object) -> None:
        self.connection.send(answer)


def dies_in_the_middle(connection: Connection) -> None:
    """Serve some questions, then crash as the engine's compiled core does."""
    worker.serve(Failing(connection, "die"))  # type: ignore[arg-type]


def hangs_in_the_middle(connection: Connection) -> None:
    """Serve some questions, then hang."""
    worker.serve(Failing(connection, "hang"))  # type: ignore[arg-type]


def dies(connection: Connection) -> None:
    """Crash at once."""
    os._exit(139)


def hangs(connection: Connection) -> None:
    """Never even read the question."""
    time.sleep(600)


def says_nothing(connection: Connection) -> None:
    """Answer every question, without the rule that proves that all were tried."""
    while True:
        connection.send((connection.recv()[0], "fired", []))


def answers_another_question(connection: Connection) -> None:
    """Give the right answer to a question that was not asked."""
    while True:
        connection.send((connection.recv()[0] - 1, "fired", [("done", {})]))


def fails(connection: Connection) -> None:
    """Report a fault of the engine."""
    while True:
        connection.send((connection.recv()[0], "failed", []))

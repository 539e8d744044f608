"""The process in which the network runs. It may hang or die; whoever asks notices, and has no answer."""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import signal
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Literal

from detention_rules.engine.durable.network import SENTINEL, Network, Row, asked

Fired = tuple[str, dict[str, Row]]
"""The name of a rule that fired, and the things that it found, by alias."""

Question = tuple[int, int, str | None, list[Row]]
"""The question's own number, that of a set of rules, its definition the first time, and the things to assert, the clock last."""

Answer = tuple[int, Literal["fired", "failed"], list[Fired]]
"""The question's number again, and what fired."""

_SID = "1"
_OBSERVED = 0
"""What the network returns for a thing that some rule looks for."""

WAIT, START = 10.0, 60.0
"""So many seconds an answer may take, and so many more where the process has to be started."""
MOST_LOSSES = 3
"""After so many questions in a row without an answer the process is not started again."""
MOST_NETWORKS = 600
"""A process that holds so many sets of rules is replaced: the network does not give back all that it takes."""


class NoAnswer(Exception):
    """The network did not answer; `reason` is a key of the catalogue under `opinion.none`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# in the process


def serve(connection: Connection) -> None:
    """Answer questions until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the asker, which ends this
    engine = importlib.import_module("durable_rules_engine")
    handles: dict[int, int] = {}
    while True:
        try:
            serial, number, definition, rows = connection.recv()
        except (EOFError, OSError):
            return
        try:
            if definition is not None:
                handles[number] = engine.create_ruleset(f"n{number}", definition)
            connection.send((serial, "fired", _run(engine, handles[number], rows)))
        except Exception:
            connection.send((serial, "failed", []))


def _run(engine: Any, handle: int, rows: Iterable[Row]) -> list[Fired]:
    fired: list[Fired] = []
    try:
        result = state = 0
        for one in rows:
            result, state = engine.assert_fact(handle, json.dumps({"sid": _SID, **one}))
        if result != _OBSERVED:
            return fired
        started = engine.start_action_for_state(handle, state)
        messages = started[1] if started else None
        while messages:
            fired.extend((asked(name), found) for name, found in json.loads(messages).items())
            messages = engine.complete_and_start_action(handle, state)
    finally:
        engine.delete_state(handle, _SID)
    return fired


# at the other end


class Worker:
    """Asks the process, starts it when it is needed, and again when it is gone. To be closed after use."""

    def __init__(self, *, wait: float = WAIT, start: float = START, target: Callable[[Connection], None] = serve) -> None:
        self._wait, self._begin, self._target = wait, wait + start, target
        self._numbers: dict[str, int] = {}
        self._told: set[int] = set()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._sender: Thread | None = None
        self._losses = self._asked = 0
        self.started = 0
        """How often the process was started."""

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process that answers now."""
        return self._process.pid if self._process is not None else None

    def ask_all(self, network: Network, rows: list[Row]) -> list[Fired]:
        """Return the rules that fire of every set of a network. Raises NoAnswer."""
        return [one for definition in network.definitions for one in self.ask(definition, rows)]

    def ask(self, definition: str, rows: list[Row]) -> list[Fired]:
        """Return the rules that fire. Raises NoAnswer where the process died, hung, or did not get through them all."""
        if self._losses >= MOST_LOSSES:
            raise NoAnswer("given-up")
        number = self._numbers.setdefault(definition, len(self._numbers))
        if number not in self._told and len(self._told) >= MOST_NETWORKS:
            self.close()
        self._asked += 1
        try:
            serial, kind, found = self._answer((self._asked, number, None if number in self._told else definition, rows))
        except BaseException as fault:
            self._losses += 1
            self.close()
            if isinstance(fault, (EOFError, OSError)):
                raise NoAnswer("died") from None
            raise
        if kind == "failed" or serial != self._asked:
            self.close()  # it may have been left half way
            raise NoAnswer("failed")
        self._losses = 0
        self._told.add(number)
        if all(name != SENTINEL for name, _ in found):
            raise NoAnswer("incomplete")
        return [(name, things) for name, things in found if name != SENTINEL]

    def _answer(self, question: Question) -> Answer:
        wait = self._begin if self._connection is None else self._wait
        connection = self._connection or self._start()
        self._sender = Thread(target=_send, args=(connection, question), daemon=True)  # a process that hangs may leave the pipe full
        self._sender.start()
        if not connection.poll(wait):
            raise NoAnswer("hung")
        answer: Answer = connection.recv()
        return answer

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self._target, args=(theirs,), daemon=True)
        try:
            process.start()
        finally:
            theirs.close()
        self._process, self._connection = process, ours
        self.started += 1
        return ours

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._sender is not None:
            self._sender.join()  # nobody reads any more, so that it ends; and only then may its connection's number be used again
        if self._connection is not None:
            self._connection.close()
        self._sender = None
        self._process = self._connection = None
        self._told.clear()


def _send(connection: Connection, question: Question) -> None:
    with contextlib.suppress(OSError, ValueError):  # the process is gone: whoever waits for its answer finds out
        connection.send(question)

"""Errors of input, each with its place, collected so that a whole file's errors are told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from detention_rules.model.catalogue import text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was read: a file (or a name for a stream), a line and a column, both counted from 1."""

    file: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input: its place, and what was found, what was expected and a valid example."""

    place: Place
    code: str
    message: str = field(compare=False)

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where}: {self.message}" if where else self.message


class DetentionRulesError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(DetentionRulesError):
    """A scenario, a rule or an option that cannot be read. `problems` holds every fault found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_position))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _position(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file or "", place.line or 0, place.column or 0)


class Problems:
    """A collector: `add` as many as there are, then `raise_if_any`."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, code: str, place: Place | None = None, **values: object) -> None:
        """Record the problem whose text in the catalogue is `problem.<code>`."""
        self.found.append(Problem(place or Place(self.file), code, text(f"problem.{code}", **values)))

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything collected so far."""
        if self.found:
            raise InputError(self.found)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return the catalogue's "did you mean" clause for the nearest known name, else a list of what is known."""
    names = sorted(set(known))
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if near:
        return text("problem.did-you-mean", name=near[0])
    if not names:
        return text("problem.none-known")
    shown = names if len(names) <= 12 else [*names[:12], "..."]
    return text("problem.known-are", names=", ".join(shown))

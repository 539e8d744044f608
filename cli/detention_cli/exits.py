"""What a command's exit code says. Scripts depend on these numbers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """Every exit code, in one place."""

    OK = 0
    """No violation; every expectation holds; nothing wrong."""
    VIOLATION = 1
    """A violation was found (with --strict also: a duty is undetermined)."""
    BAD_INPUT = 2
    """An input cannot be read, an option is wrong, or the output cannot be written."""
    EXPECTATION = 3
    """A scenario's `expect` does not hold."""
    INTERNAL = 70
    """A fault of this program; also where two engines disagree, or a second opinion fails."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C."""
    CLOSED_PIPE = 141
    """Whoever read the output stopped reading."""


_PRECEDENCE = (ExitCode.INTERNAL, ExitCode.BAD_INPUT, ExitCode.EXPECTATION, ExitCode.VIOLATION)


def worst(codes: Iterable[ExitCode], *, forgiven: Iterable[ExitCode] = ()) -> ExitCode:
    """Return the code that a run with these outcomes ends with: a fault of this program, bad input, a failed expectation, a violation.

    Those that are `forgiven` count for nothing.
    """
    found = set(codes) - set(forgiven)
    return next((code for code in _PRECEDENCE if code in found), ExitCode.OK)

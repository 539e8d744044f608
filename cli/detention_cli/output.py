"""Where output goes: findings to standard output, all else to standard error, whatever the stream can show."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from detention_rules.reporting.lines import Line, Symbols, plain, symbols_for, visible

if TYPE_CHECKING:
    from detention_rules.model.problems import InputError

PIPE_WIDTH = 100
"""Columns where standard output is not a terminal."""
_NARROWEST, _WIDEST = 40, 140


def prepare() -> None:
    """Make both streams write what they cannot encode as escapes instead of failing; one that is closed writes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # a stream that was replaced stays as it is
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def symbols() -> Symbols:
    """Return the symbols that standard output can write."""
    return symbols_for(getattr(sys.stdout, "encoding", None))


def print_lines(lines: Iterable[Line]) -> None:
    """Write lines to standard output: with colour on a terminal, plain elsewhere."""
    if is_terminal() or os.environ.get("FORCE_COLOR"):
        from detention_rules.reporting.terminal import show  # brings rich, which plain output does without

        show(lines, width(), sys.stdout)
    else:
        sys.stdout.write(plain(lines, width()))


def print_text(content: str) -> None:
    """Write text to standard output as it is."""
    sys.stdout.write(content)


def print_utf8(content: str) -> None:
    """Write text to standard output in UTF-8 with its own line ends, whatever the stream's are; a terminal shows what it can."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or is_terminal():
        sys.stdout.write(content)
    else:
        sys.stdout.flush()
        buffer.write(encoded(content))


def encoded(content: str) -> bytes:
    """Return text in UTF-8; what no encoding can write stands as an escape."""
    return content.encode("utf-8", "backslashreplace")


def is_unicode() -> bool:
    """Tell whether standard output can write every character."""
    return (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "").startswith("utf")


def complain(message: str) -> None:
    """Write one line to standard error."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(visible(message) + "\n")


def complain_of(error: InputError) -> None:
    """Write every problem of an input, one line each."""
    for problem in error.problems:
        complain(str(problem))


def flush() -> None:
    """Write out what is buffered, so that a failure shows while it can still be reported."""
    sys.stdout.flush()


def abandon() -> None:
    """Send what is still buffered for standard output nowhere, so that the interpreter's exit cannot fail on it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout.isatty()


def width() -> int:
    """Return how many columns a line may take."""
    if not is_terminal():
        return PIPE_WIDTH
    columns = shutil.get_terminal_size((80, 24)).columns
    if sys.platform == "win32":
        columns -= 1  # the old console breaks a line that reaches its last column
    return max(_NARROWEST, min(columns, _WIDEST))

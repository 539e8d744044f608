"""Where a command's reports go: to standard output, or whole into a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from detention_cli import output
from detention_cli.inputs import fault
from detention_rules.model.problems import InputError, Place
from detention_rules.reporting.lines import UNICODE, Line, Symbols, plain

STDOUT = "-"


class Target(Protocol):
    """Takes the pieces of a format, and says what it can show."""

    symbols: Symbols
    ascii_only: bool
    width: int
    shown: bool
    """Whether whoever runs the command sees the pieces as they come."""

    def put(self, piece: str | Sequence[Line]) -> None:
        """Write a piece: text in UTF-8 as it is, lines as they are best shown."""


class _Stdout:
    def __init__(self) -> None:
        self.symbols = output.symbols()
        self.ascii_only = not output.is_unicode()
        self.width = output.width()
        self.shown = output.is_terminal()

    def put(self, piece: str | Sequence[Line]) -> None:
        if isinstance(piece, str):
            output.print_utf8(piece)
        else:
            output.print_lines(piece)


class _File:
    symbols = UNICODE
    ascii_only = False
    width = output.PIPE_WIDTH
    shown = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, piece: str | Sequence[Line]) -> None:
        self._file.write(output.encoded(piece if isinstance(piece, str) else plain(piece, self.width)))


@contextmanager
def target(name: str | None) -> Iterator[Target]:
    """Open standard output (`-` or None) or a file, which gets its content at the end and at once: a run that fails leaves it as it was.

    Raises InputError where there is no folder for the file, or where it is a folder itself.
    """
    if name is None or name == STDOUT:
        yield _Stdout()
        return
    path = Path(os.path.realpath(name))
    if not name or path.is_dir():
        raise InputError([fault("output-is-folder", Place(name or None))])
    if not path.parent.is_dir():
        raise InputError([fault("no-such-folder", Place(name), folder=str(Path(name).parent))])
    if path.exists() and not path.is_file():  # a device or a pipe has no content that could be kept
        with path.open("wb") as file:
            yield _File(file)
        return
    part = path.with_name(f".detention-rules-{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield _File(file)
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

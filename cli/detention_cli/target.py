"""Where a command's reports go: to standard output, or whole into a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from detention_cli import output
from detention_cli.inputs import STDIN, fault
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
def target(name: str | None, inputs: Iterable[str] = ()) -> Iterator[Target]:
    """Open standard output (`-` or None) or a file, which gets its content at the end and at once: a run that fails leaves it as it was.

    Raises InputError where the file is among the `inputs`, is a folder, or has no folder to be in.
    """
    if name is None or name in _STDOUT:
        yield _Stdout()
        return
    typed, path = Path(name), Path(os.path.realpath(name))
    try:
        if not name or typed.is_dir():
            raise InputError([fault("output-is-folder", Place(name or None))])
        if path.exists() and any(_same(path, one) for one in inputs):
            raise InputError([fault("output-is-input", Place(name))])
        if not path.parent.is_dir() and not typed.exists():
            raise InputError([fault("no-such-folder", Place(name), folder=str(typed.parent))])
        if name in _STDERR or (typed.exists() and not typed.is_file()):  # a stream, a device or a pipe has no content that could be kept
            with typed.open("ab") as file:
                yield _File(file)
        else:
            yield from _whole(path)
    except OSError as error:
        if error.filename is not None and (_PART in str(error.filename) or str(error.filename) == str(path)):
            error.filename = name  # what was typed, and not what stands beside it for a while
        raise


_STDOUT = (STDOUT, "/dev/stdout", "/dev/fd/1")
_STDERR = ("/dev/stderr", "/dev/fd/2")
_PART = ".detention-rules-"


def _same(path: Path, name: str) -> bool:
    try:
        return os.path.samefile(path, 0 if name == STDIN else name)  # noqa: PTH121
    except OSError:
        return False


def _whole(path: Path) -> Iterator[Target]:
    """Write beside a file and put that in its place; where the folder takes no new file but the file can be written, into it at the end."""
    part = path.with_name(f"{_PART}{os.urandom(8).hex()}.part")
    try:  # from before the file is there: Ctrl-C may come in the moment in which it is made
        yield from _beside(part, path)
    finally:
        if part.exists():
            part.unlink()


def _beside(part: Path, path: Path) -> Iterator[Target]:
    try:
        file: IO[bytes] | None = part.open("xb")
    except OSError:
        if not path.exists():
            raise
        path.open("r+b").close()  # raises where the file itself cannot be written
        file = None
    if file is None:
        with TemporaryFile() as kept:
            yield _File(kept)
            kept.seek(0)
            with path.open("wb") as whole:
                shutil.copyfileobj(kept, whole)
        return
    with file:
        yield _File(file)
    if path.exists():
        shutil.copymode(path, part)
    part.replace(path)

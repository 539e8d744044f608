"""What the commands of `train` read: exercise files, and answers of a class."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detention_rules.model.catalogue import text
from detention_rules.model.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from detention_rules.training import Exercise

SHEETS = (".md", ".yaml", ".yml", ".json")
SUFFIX = ".exercise"
"""Exercise files are JSON; with a suffix of their own no command takes them for scenarios."""


@contextmanager
def told(place: Place | None = None) -> Iterator[None]:
    """Turn what is wrong with an exercise into an error of input, with its place."""
    from detention_rules.training import NoExercise

    try:
        yield
    except NoExercise as error:
        raise InputError([Problem(place or Place(), "no-exercise", text("problem.no-exercise", why=error))]) from error


def read_exercise(path: Path) -> Exercise:
    """Read an exercise file. Raises InputError."""
    from detention_rules.language.source import read_file
    from detention_rules.training import Exercise

    with told(Place(str(path))):
        return Exercise.from_json(read_file(path))


def write(path: Path, content: str) -> None:
    """Write a text file in UTF-8, with the line ends it has; what no encoding can write stands as an escape."""
    from detention_cli.output import encoded

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(content))


def files_in(path: Path, suffixes: tuple[str, ...]) -> tuple[list[Path], list[Path]]:
    """Return a file itself, or the files of a folder with one of some suffixes, in order of their names; and those that have another.

    Hidden files are neither.
    """
    if not path.is_dir():
        return [path], []
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    fit = [file for file in files if file.suffix.lower() in suffixes]
    return fit, [file for file in files if file not in fit]

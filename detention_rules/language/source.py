"""Reading YAML and JSON safely into plain data that remembers the line and column of every value.

Values follow the YAML 1.2 core schema, so `on`, `yes` and `12:30` stay words and dates stay text. Size, depth, the number of
values and what aliases may add up to are bounded; duplicate keys are errors.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import yaml

from detention_rules.model.catalogue import text
from detention_rules.model.problems import InputError, Place, Problem

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000

_LOADER = getattr(yaml, "CLoader", yaml.Loader)  # the C parser where it was built: only its events are used, never its constructors
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its plain data, and where each value stands."""

    data: Any
    places: dict[Path_, tuple[int, int]]
    file: str | None

    def place(self, *path: str | int) -> Place:
        """Return the place of a value (of its key, in a mapping), or of the nearest value around it.

        Where a file says one thing in place of a list of one, the path may name it by its index or not.
        """
        known: tuple[str | int, ...] = ()
        for part in path:
            if (*known, part) in self.places:
                known = (*known, part)
            elif part != 0:
                break
        line, column = self.places.get(known, (None, None))
        return Place(self.file, line, column)


def read_file(path: Path, name: str | None = None) -> str:
    """Read a text file as UTF-8. Raises InputError where it is missing, a folder, too large, or not text."""
    name = name or str(path)
    try:
        if path.is_dir():
            raise _error(name, "is-folder")
        if path.stat().st_size > MAX_BYTES:
            raise _error(name, "too-large", limit=MAX_BYTES // 1_000_000)
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise _error(name, "missing-file") from error
    except (OSError, ValueError) as error:
        raise _error(name, "unreadable", why=getattr(error, "strerror", None) or str(error)) from error
    return _decode(raw, name)


def read_stdin(stream: TextIO | None = None) -> str:
    """Read standard input as UTF-8, up to the same size as a file."""
    raw = (stream or sys.stdin).buffer.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _error("<stdin>", "too-large", limit=MAX_BYTES // 1_000_000)
    return _decode(raw, "<stdin>")


def _decode(raw: bytes, name: str) -> str:
    if b"\0" in raw:
        raise _error(name, "binary")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError([Problem(Place(name, line), "not-utf8", text("problem.not-utf8"))]) from error


def documents(content: str, file: str | None = None) -> list[Document]:
    """Parse YAML or JSON into its non-empty documents. Raises InputError, also for an empty file."""
    if len(content) > MAX_BYTES:
        raise _error(file, "too-large", limit=MAX_BYTES // 1_000_000)
    if content.lstrip()[:1] in ("{", "["):
        content = content.replace("\t", " ")  # JSON may be indented with tabs, YAML may not
        content = _PAIR.sub(_one_escape, content)
    try:
        found = [document for document in _Builder(content, file).documents() if document.data not in (None, [])]
    except yaml.MarkedYAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Place(file) if mark is None else Place(file, mark.line + 1, mark.column + 1)
        tab = "tab character" in str(error.problem) or (mark is not None and content[mark.index : mark.index + 1] == "\t")
        code = "tab" if tab else "bad-yaml"
        message = text(f"problem.{code}", why=error.problem or error.context or "")
        raise InputError([Problem(place, code, message)]) from error
    except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as error:
        position = getattr(error, "position", None)
        line = content.count("\n", 0, position) + 1 if isinstance(position, int) else None
        why = getattr(error, "reason", None) or text("problem.nested")
        raise InputError([Problem(Place(file, line), "bad-yaml", text("problem.bad-yaml", why=why))]) from error
    if not found:
        raise _error(file, "empty")
    return found


def _one_escape(pair: re.Match[str]) -> str:
    """Return the two escapes by which JSON writes a rare letter as the one that YAML knows."""
    high, low = int(pair[2], 16), int(pair[3], 16)
    return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _error(file: str | None, code: str, **values: object) -> InputError:
    return InputError([Problem(Place(file), code, text(f"problem.{code}", **values))])


class _Builder:
    """Turns the parser's events into data and places, one document at a time."""

    def __init__(self, content: str, file: str | None) -> None:
        self._events: Iterator[Any] = yaml.parse(content, Loader=_LOADER)
        self._file = file
        self._values = 0

    def documents(self) -> Iterator[Document]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._places: dict[Path_, tuple[int, int]] = {}
                self._anchors: dict[str, tuple[Any, int]] = {}
                data = self._value(next(self._events), ())
                yield Document(data, self._places, self._file)

    def _value(self, event: Any, path: Path_) -> Any:
        self._places.setdefault(path, _position(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._values
        self._count(event, 1)
        if isinstance(event, yaml.ScalarEvent):
            value: Any = _scalar(event.value) if event.implicit[0] else event.value
        elif len(path) >= MAX_DEPTH:
            raise self._fault(event, "too-deep", limit=MAX_DEPTH)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = [self._value(item, (*path, index)) for index, item in enumerate(self._until(yaml.SequenceEndEvent))]
        else:
            value = self._mapping(path)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._values - before)
        return value

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._fault(event, "odd-key")
            key = event.value
            if key in found:
                raise self._fault(event, "duplicate-key", key=key)
            self._places[(*path, key)] = _position(event)
            found[key] = self._value(next(self._events), (*path, key))
        return found

    def _until(self, end: type[Any]) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self._anchors:
            raise self._fault(event, "unknown-anchor", name=event.anchor)
        value, weight = self._anchors[event.anchor]
        self._count(event, weight)
        return value

    def _count(self, event: Any, weight: int) -> None:
        self._values += weight
        if self._values > MAX_VALUES:
            raise self._fault(event, "too-many-values", limit=MAX_VALUES)

    def _fault(self, event: Any, code: str, **values: object) -> InputError:
        place = Place(self._file, *_position(event))
        return InputError([Problem(place, code, text(f"problem.{code}", **values))])


def _position(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(value: str) -> Any:
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value

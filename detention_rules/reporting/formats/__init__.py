"""The formats of `check` and `deadlines`: what each is called, and what writes it. A format is loaded when it is first asked for.

A format is a function from results to pieces of output, in order: a generator that asks for the next result when it has written what
it has to say of the last. So what a format need not hold is never held, and one that needs every report first is made by `at_end`.
To add a format: its name in `Format`, and its function in `writer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from detention_rules.model.findings import Report
    from detention_rules.reporting.lines import Line
    from detention_rules.reporting.results import Result, Style

    Piece = str | Sequence[Line]
    """A part of the output: text as it is, or lines that are coloured and wrapped where they are shown."""
    Writer = Callable[[Iterator[Result], Style], Iterator[Piece]]


class Format(StrEnum):
    """How reports are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    HTML = "html"
    SVG = "svg"


TELLS_EXPECTATIONS = frozenset({Format.TEXT, Format.MARKDOWN, Format.JUNIT, Format.SARIF, Format.GITHUB})
"""The formats that say which expectations of a scenario fail. With the others, standard error does."""
TELLS_OPINIONS = frozenset({Format.TEXT, Format.MARKDOWN})
"""The formats that say where two engines disagree. With the others, standard error does."""
TELLS_SELECTION = frozenset(set(Format) - {Format.SVG})
"""The formats that say which rules were left out. With the others, standard error does."""
TELLS_PROBLEMS = frozenset({Format.GITHUB})
"""The formats that alone say what cannot be read: standard error would be read as commands."""


class DeadlineFormat(StrEnum):
    """How deadlines are written."""

    TEXT = "text"
    ICS = "ics"
    JSON = "json"
    CSV = "csv"


def deadline_writer(name: DeadlineFormat) -> Writer:
    """Return what writes a format of deadlines, given reports of which only what is due is left.

    Raises ImportError for `ics` where the package `icalendar` is not installed.
    """
    match name:
        case DeadlineFormat.TEXT:
            from detention_rules.reporting.deadlines import write_deadlines

            return write_deadlines
        case DeadlineFormat.ICS:
            from detention_rules.reporting.formats.ics import write_ics

            return write_ics
        case DeadlineFormat.JSON:
            return writer(Format.JSON)
        case DeadlineFormat.CSV:
            return writer(Format.CSV)
        case _:
            assert_never(name)


def writer(name: Format) -> Writer:
    """Return what writes a format."""
    match name:
        case Format.TEXT:
            from detention_rules.reporting.formats.text import write_text

            return write_text
        case Format.JSON:
            from detention_rules.reporting.formats.json import write_json

            return write_json
        case Format.MARKDOWN:
            from detention_rules.reporting.formats.markdown import write_markdown

            return write_markdown
        case Format.CSV:
            from detention_rules.reporting.formats.csv import write_csv

            return write_csv
        case Format.JUNIT:
            from detention_rules.reporting.formats.junit import write_junit

            return write_junit
        case Format.SARIF:
            from detention_rules.reporting.formats.sarif import write_sarif

            return write_sarif
        case Format.GITHUB:
            from detention_rules.reporting.formats.github import write_github

            return write_github
        case Format.HTML:
            from detention_rules.reporting.html import document

            return with_references(document)
        case Format.SVG:
            from detention_rules.reporting.picture.svg import pictures

            return with_references(pictures)
        case _:
            assert_never(name)


def at_end(document: Callable[[Sequence[Report]], str]) -> Writer:
    """Return a format that needs every report before it can write: `document` makes the whole output of them."""

    def write(results: Iterator[Result], style: Style) -> Iterator[Piece]:  # noqa: ARG001
        from detention_rules.reporting.results import Checked

        yield document([result.report for result in results if isinstance(result, Checked)])

    return write


def with_references(document: Callable[[Sequence[Report]], str]) -> Writer:
    """Return a format of elements, made by `at_end`: what a stream cannot write stands in it as character references."""
    whole = at_end(document)

    def write(results: Iterator[Result], style: Style) -> Iterator[Piece]:
        for piece in whole(results, style):
            if style.ascii_only and isinstance(piece, str):
                yield piece.encode("ascii", "xmlcharrefreplace").decode("ascii")
            else:
                yield piece

    return write

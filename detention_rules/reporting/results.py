"""What a run of `check` comes to, result by result: what every format is given to write."""

from __future__ import annotations

from dataclasses import dataclass

from detention_rules.model.findings import Report
from detention_rules.model.opinions import SecondOpinion
from detention_rules.model.problems import Problem
from detention_rules.reporting.expectations import Mismatch
from detention_rules.reporting.lines import UNICODE, Symbols


@dataclass(frozen=True, slots=True)
class Checked:
    """One checked scenario: its report as selected, what its expectations say (None: it has none), and a second opinion if asked for."""

    report: Report
    faults: tuple[Mismatch, ...] | None = None
    opinion: SecondOpinion | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and everything that is wrong with it."""

    file: str
    problems: tuple[Problem, ...]


Result = Checked | Unread


@dataclass(frozen=True, slots=True)
class Style:
    """How results are shown, where a format leaves a choice.

    `verbose` shows every finding with all its reasoning; `strict` counts what is undetermined as failed; `ascii_only` is for a stream
    that cannot write other characters. `timeline` is how wide a picture of the clocks may be, in columns; None: there is none.
    """

    verbose: bool = False
    strict: bool = False
    symbols: Symbols = UNICODE
    ascii_only: bool = False
    timeline: int | None = None

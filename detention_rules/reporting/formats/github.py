"""Findings as workflow commands of GitHub Actions, which shows them beside the lines that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Verdict
from detention_rules.model.problems import Place
from detention_rules.reporting.blocks import told
from detention_rules.reporting.formats.places import place_of
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.results import Checked, Result, Style
from detention_rules.reporting.summary import Tally, summary_line

LEVELS = {Verdict.VIOLATED: "error", Verdict.UNDETERMINED: "warning", Verdict.PENDING: "notice"}
"""What complied or does not apply is not annotated."""


def write_github(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield an annotation for each violation, for what is undetermined or pending, for failed expectations and unreadable files."""
    tally, levels = Tally(), dict.fromkeys(LEVELS.values(), 0)
    for result in results:
        tally.add(result)
        for level, command in _commands(result, style):
            levels[level] += 1
            yield command
    yield visible(f"{summary_line(tally).words} {text('format.annotations', **levels)}") + "\n"


def _commands(result: Result, style: Style) -> Iterator[tuple[str, str]]:
    """Yield the level and the command of each annotation."""
    if not isinstance(result, Checked):
        for problem in result.problems:
            yield "error", _command("error", problem.place, problem.code, problem.message)
    elif result.faults is None:
        for finding in result.report.findings:
            if finding.verdict in LEVELS:
                level = "error" if style.strict and finding.verdict is Verdict.UNDETERMINED else LEVELS[finding.verdict]
                yield level, _finding(level, finding, result, style)
    else:
        scenario = result.report.scenario
        for fault in result.faults:
            yield "error", _command("error", Place(scenario.file, fault.line or scenario.line), fault.rule, str(fault))


def _finding(level: str, finding: Finding, checked: Checked, style: Style) -> str:
    return _command(level, place_of(finding, checked.report), finding.rule.id, *told(finding, checked.report, verbose=style.verbose))


def _command(level: str, place: Place, title: str, *words: str) -> str:
    found = (("file", place.file), ("line", place.line), ("col", place.column), ("title", title))
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in found if value is not None)
    return f"::{level} {properties}::{_data(chr(10).join(visible(soft(one)) for one in words))}\n"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(visible(words)).replace(":", "%3A").replace(",", "%2C")

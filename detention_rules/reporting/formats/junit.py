"""Results as JUnit XML, which build servers read: a suite for each scenario.

A scenario that states what it expects has a case for each expectation, and one for the violations that it leaves out. Any other has a
case for each finding that applies: what is violated fails, what is undetermined is skipped (with `strict` it fails), what is pending
or complied passes. A file that cannot be read is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Expectation
from detention_rules.reporting.blocks import headline, selection_words, told
from detention_rules.reporting.expectations import Mismatch
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.results import Checked, Result, Style, Unread

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def write_junit(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield a suite for each scenario, and one for each file that cannot be read."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="detention-rules">\n'
    for result in results:
        suite = _checked(result, style) if isinstance(result, Checked) else _unread(result)
        suite.set("tests", str(len(suite.findall("testcase"))))
        for name, tag in _COUNTED.items():
            suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
        suite.set("time", "0")
        ET.indent(suite)
        yield ET.tostring(suite, encoding="unicode") + "\n"
    yield "</testsuites>\n"


def _unread(result: Unread) -> ET.Element:
    suite = _element("testsuite", name=result.file, file=result.file)
    for problem in result.problems:
        case = _element("testcase", suite, classname=result.file, name=problem.code, file=result.file, line=problem.place.line)
        _element("error", case, visible(str(problem)), message=problem.message, type=problem.code)
    return suite


def _checked(checked: Checked, style: Style) -> ET.Element:
    report = checked.report
    scenario = report.scenario
    suite = _element("testsuite", name=scenario.title or text("report.untitled"), file=scenario.file)
    known = _element("properties", suite)
    about = {"as_of": report.iso(report.as_of), "zone": scenario.zone, "pack": report.pack["id"], "pack_version": report.pack["version"]}
    if report.selection is not None:
        about["selection"] = selection_words(report.selection)
    for name, value in about.items():
        _element("property", known, name=name, value=value)
    if checked.faults is not None and scenario.expect is not None:
        _expectations(suite, report, scenario.expect, checked.faults)
    else:
        for finding in report.findings:
            if finding.verdict is not Verdict.NOT_APPLICABLE:
                _finding(suite, finding, report, style)
    return suite


def _finding(suite: ET.Element, finding: Finding, report: Report, style: Style) -> None:
    which = finding.trigger.id if finding.trigger is not None else _day(finding, report)
    line = finding.trigger.line if finding.trigger is not None else report.scenario.line
    name = text("format.case", rule=finding.rule.id, which=which) if which else finding.rule.id
    case = _element("testcase", suite, classname=suite.get("name"), name=name, file=report.scenario.file, line=line, time=0)
    words = "\n".join(map(visible, told(finding, report, verbose=style.verbose)))
    failed = finding.verdict is Verdict.VIOLATED or (style.strict and finding.verdict is Verdict.UNDETERMINED)
    if failed:
        _element("failure", case, words, message=headline(finding), type=finding.verdict.value)
    elif finding.verdict is Verdict.UNDETERMINED:
        _element("skipped", case, words, message=headline(finding), type=finding.verdict.value)
    elif finding.verdict is Verdict.PENDING or style.verbose:
        _element("system-out", case, words)


def _day(finding: Finding, report: Report) -> str:
    return "" if finding.deadline is None else report.local(finding.deadline).date().isoformat()


def _expectations(suite: ET.Element, report: Report, expect: Expectation, faults: tuple[Mismatch, ...]) -> None:
    failed = {(fault.expected.value, fault.rule): fault for fault in faults if not fault.unexpected}
    for verdict, rules in expect.verdicts.items():
        for rule in dict.fromkeys(rules):
            name = text("format.expected", rule=rule, verdict=text(f"report.verdict.{verdict}"))
            fault = failed.get((verdict, rule))
            _expectation(suite, report, name, expect.lines.get(verdict), [fault] if fault else [])
    if Verdict.VIOLATED.value in expect.verdicts:
        unexpected = [fault for fault in faults if fault.unexpected]
        _expectation(suite, report, text("format.nothing-else"), expect.lines.get(Verdict.VIOLATED.value), unexpected)


def _expectation(suite: ET.Element, report: Report, name: str, line: int | None, faults: list[Mismatch]) -> None:
    case = _element("testcase", suite, classname=suite.get("name"), name=name, file=report.scenario.file, line=line or None, time=0)
    if faults:
        reasons = (step for fault in faults for finding in fault.findings for step in finding.because)
        words = "\n".join(map(visible, (*map(str, faults), *reasons)))
        _element("failure", case, words, message="; ".join(map(str, faults)), type="expectation")


def _element(tag: str, parent: ET.Element | None = None, words: str | None = None, /, **attributes: object) -> ET.Element:
    given = {name: visible(soft(str(value))) for name, value in attributes.items() if value is not None}
    found = ET.Element(tag, given) if parent is None else ET.SubElement(parent, tag, given)
    if words is not None:
        found.text = words
    return found

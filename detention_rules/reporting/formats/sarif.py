"""Findings as a SARIF 2.1.0 log, which code scanning and editors read: one run over all files.

Results are written as they come, and the rules that they name after them, which JSON allows and keeps reports from piling up.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Any
from urllib.parse import quote

from detention_rules.language.rules import Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Citation, Finding, Identity, Report, Verdict
from detention_rules.model.problems import Place
from detention_rules.model.scenario import Event, Scenario
from detention_rules.reporting.blocks import law, told
from detention_rules.reporting.expectations import Mismatch
from detention_rules.reporting.formats.json import dumps
from detention_rules.reporting.formats.places import place_of, place_of_event
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.markdown import escaped
from detention_rules.reporting.results import Checked, Result, Style, Unread
from detention_rules.reporting.summary import Tally

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "detentionRulesDuty/v1"
"""Says which duty of which scenario a result is about, wherever in its file it stands."""

LEVELS = {
    Verdict.VIOLATED: ("fail", "error"),
    Verdict.UNDETERMINED: ("fail", "warning"),
    Verdict.PENDING: ("fail", "note"),
    Verdict.COMPLIED: ("pass", "none"),
    Verdict.NOT_APPLICABLE: ("notApplicable", "none"),
}
"""The kind and level of a verdict. A kind other than `fail` must have the level `none`, which viewers hide: nothing open may be hidden."""

_QUIET = (Verdict.COMPLIED, Verdict.NOT_APPLICABLE)

Data = dict[str, Any]


def write_sarif(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield the results of violated, undetermined and pending duties (all with `verbose`), then the rules and what went wrong."""
    rules: dict[tuple[str, str], tuple[int, Data]] = {}
    notes: list[Data] = []
    tally = Tally()
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n      "results": ['
    before = ""
    for result in results:
        tally.add(result)
        if isinstance(result, Unread):
            notes += [_notification("error", problem.message, problem.place) for problem in result.problems]
            continue
        scenario = result.report.scenario
        notes += [_notification("warning", one, Place(scenario.file, scenario.line)) for one in result.report.inconsistencies]
        for one in _results(result, style, rules):
            yield before + "\n" + _json(one, style, 8)
            before = ","
    run = {
        "tool": {"driver": {**_driver(), "rules": [rule for _, rule in rules.values()]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not tally.unread, "toolExecutionNotifications": notes}],
    }
    if tally.selection is not None:
        run["properties"] = {"selection": tally.selection._asdict()}
    rest = _json(run, style, 4).strip().removeprefix("{")
    yield f"{'' if not before else chr(10) + ' ' * 6}],{rest}\n  ]\n}}\n"


def _json(data: Data, style: Style, margin: int) -> str:
    return indent(dumps(data, style), " " * margin)


def _driver() -> Data:
    from detention_rules import __version__

    return {"name": "detention-rules", "version": __version__, "semanticVersion": __version__}


def _results(checked: Checked, style: Style, rules: dict[tuple[str, str], tuple[int, Data]]) -> Iterator[Data]:
    report, seen = checked.report, Counter[tuple[str, str]]()
    if checked.faults is not None:
        for fault in checked.faults:
            index = None if not fault.findings else _index(fault.findings[0].rule, report, rules)
            yield _unexpected(fault, report, index)
        return
    for finding in report.findings:
        if style.verbose or finding.verdict not in _QUIET:
            duty = (finding.rule.id, _which(finding, report))
            seen[duty] += 1
            yield _result(finding, report, style, _index(finding.rule, report, rules), _fingerprint(report.scenario, *duty, seen[duty]))


def _index(rule: Identity, report: Report, rules: dict[tuple[str, str], tuple[int, Data]]) -> int:
    key = (report.pack["sha256"], rule.id)
    if key not in rules:
        rules[key] = (len(rules), _rule(rule))
    return rules[key][0]


def _fingerprint(scenario: Scenario, *which: object) -> Data:
    """Return what names one duty of one scenario: other scenarios of that title, of the same file or another, have names of their own."""
    named = "\n".join(map(str, (scenario.title, "" if scenario.file is None else _uri(scenario.file), scenario.number, *which)))
    return {FINGERPRINT: hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()}


def _which(finding: Finding, report: Report) -> str:
    if finding.trigger is not None:
        return finding.trigger.id
    return report.iso(finding.deadline) or ""


def _result(finding: Finding, report: Report, style: Style, index: int, fingerprint: Data) -> Data:
    kind, level = LEVELS[finding.verdict]
    if style.strict and finding.verdict is Verdict.UNDETERMINED:
        level = "error"
    others = [event for event in (finding.trigger,) if event is not None and event is not finding.discharge and finding.discharge]
    data: Data = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": _message(told(finding, report, verbose=style.verbose))},
        "locations": _locations(place_of(finding, report)),
        "partialFingerprints": fingerprint,
        "properties": _properties(finding, report),
    }
    related = [
        {"id": number, **location, "message": {"text": _message([event.id])}}
        for number, event in enumerate(others)
        for location in _locations(place_of_event(event, report))
    ]
    return {**data, "relatedLocations": related} if related else data


def _properties(finding: Finding, report: Report) -> Data:
    def event(one: Event | None) -> Data | None:
        return None if one is None else {"event": one.id, "is": one.type, "earliest": report.iso(one.at.default.earliest)}

    return {
        "scenario": report.scenario.title,
        "asOf": report.iso(report.as_of),
        "verdict": finding.verdict.value,
        "trigger": event(finding.trigger),
        "deadline": report.iso(finding.deadline),
        "discharge": event(finding.discharge),
        "marginSeconds": finding.margin_seconds,
        "needs": list(finding.needs),
        "owedBy": finding.rule.owed_by,
        "cites": [str(cite) for cite in finding.cites],
    }


def _unexpected(fault: Mismatch, report: Report, index: int | None) -> Data:
    scenario = report.scenario
    data: Data = {
        "ruleId": fault.rule,
        "kind": "fail",
        "level": "error",
        "message": {"text": _message([str(fault)])},
        "locations": _locations(Place(scenario.file, fault.line or scenario.line)),
        "partialFingerprints": _fingerprint(scenario, "expect", fault.rule, fault.expected.value, fault.unexpected),
        "properties": {"scenario": scenario.title, "expected": fault.expected.value, "unexpected": fault.unexpected},
    }
    return data if index is None else {**data, "ruleIndex": index}


def _rule(rule: Identity) -> Data:
    means = rule.means if isinstance(rule, Rule) else rule.title
    cites = rule.all_cites if isinstance(rule, Rule) else rule.cites
    help_ = [means, *_labelled("owed-by", rule.owed_by), *_labelled("breach", rule.breach.consequence), *_labelled("law", law(cites))]
    return {
        "id": rule.id,
        "shortDescription": {"text": soft(rule.title)},
        "fullDescription": {"text": soft(means)},
        "help": {"text": soft("\n".join(help_)), "markdown": "\n\n".join(escaped(soft(one)) for one in help_)},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [rule.id.partition(".")[0]], "cites": _labels(cites)},
    }


def _labelled(key: str, words: str) -> list[str]:
    return [f"{text(f'report.label.{key}')}: {words}"] if words else []


def _labels(cites: tuple[Citation, ...]) -> list[str]:
    return [str(cite) for cite in cites]


def _notification(level: str, words: str, place: Place) -> Data:
    return {"level": level, "message": {"text": _message([words])}, "locations": _locations(place)}


def _locations(place: Place) -> list[Data]:
    if place.file is None:
        return []
    region = {"startLine": place.line, "startColumn": place.column}
    known = {name: value for name, value in region.items() if value is not None}
    physical: Data = {"artifactLocation": {"uri": _uri(place.file)}}
    return [{"physicalLocation": {**physical, "region": known} if place.line is not None else physical}]


def _uri(file: str) -> str:
    path = Path(file.encode("utf-8", "backslashreplace").decode())  # a name that is no text is shown with escapes
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")


def _message(rows: list[str]) -> str:
    """Return rows as a message: no input can start a placeholder in it, or a link."""
    words = "\n".join(visible(soft(row)) for row in rows).replace("{", "{{").replace("}", "}}")
    return re.sub(r"[\\\[\]]", r"\\\g<0>", words) if "](" in words else words

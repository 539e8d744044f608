"""Findings as a SARIF 2.1.0 log, which code scanning and editors read: one run over all files.

Results are written as they come, and the rules that they name after them, which JSON allows and keeps reports from piling up.
"""

from __future__ import annotations

import hashlib
import json
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
from detention_rules.model.scenario import Event
from detention_rules.reporting.blocks import details, headline, law
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.expectations import Mismatch
from detention_rules.reporting.formats.places import place_of, place_of_event
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.results import Checked, Result, Style, Unread

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
    successful = True
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n      "results": ['
    before = ""
    for result in results:
        if isinstance(result, Unread):
            successful = False
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
        "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": notes}],
    }
    rest = _json(run, style, 4).strip().removeprefix("{")
    yield f"{'' if not before else chr(10) + ' ' * 6}],{rest}\n  ]\n}}\n"


def _json(data: Data, style: Style, margin: int) -> str:
    return indent(json.dumps(data, indent=2, ensure_ascii=style.ascii_only), " " * margin)


def _driver() -> Data:
    from detention_rules import __version__

    return {"name": "detention-rules", "version": __version__, "semanticVersion": __version__}


def _results(checked: Checked, style: Style, rules: dict[tuple[str, str], tuple[int, Data]]) -> Iterator[Data]:
    report, seen = checked.report, Counter[str]()
    if checked.faults is not None:
        for fault in checked.faults:
            index = None if not fault.findings else _index(fault.findings[0].rule, report, rules)
            yield _unexpected(fault, report, index)
        return
    for finding in report.findings:
        if style.verbose or finding.verdict not in _QUIET:
            duty = "\n".join((report.scenario.title, finding.rule.id, _which(finding, report)))
            seen[duty] += 1
            yield _result(finding, report, style, _index(finding.rule, report, rules), f"{duty}\n{seen[duty]}")


def _index(rule: Identity, report: Report, rules: dict[tuple[str, str], tuple[int, Data]]) -> int:
    key = (report.pack["sha256"], rule.id)
    if key not in rules:
        rules[key] = (len(rules), _rule(rule))
    return rules[key][0]


def _which(finding: Finding, report: Report) -> str:
    if finding.trigger is not None:
        return finding.trigger.id
    return "" if finding.deadline is None else report.local(finding.deadline).isoformat()


def _result(finding: Finding, report: Report, style: Style, index: int, duty: str) -> Data:
    kind, level = LEVELS[finding.verdict]
    if style.strict and finding.verdict is Verdict.UNDETERMINED:
        level = "error"
    rows = (f"{label}: {value}" for label, value in details(finding, report, Clock(report), verbose=style.verbose))
    others = [event for event in (finding.trigger,) if event is not None and event is not finding.discharge and finding.discharge]
    data: Data = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": _message([headline(finding), *rows, *(finding.because if style.verbose else ())])},
        "locations": _locations(place_of(finding, report)),
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(duty.encode("utf-8", "surrogatepass")).hexdigest()},
        "properties": _properties(finding, report),
    }
    related = [
        {"id": number, **location, "message": {"text": _message([event.id])}}
        for number, event in enumerate(others)
        for location in _locations(place_of_event(event, report))
    ]
    return {**data, "relatedLocations": related} if related else data


def _properties(finding: Finding, report: Report) -> Data:
    def time(instant: int | None) -> str | None:
        return None if instant is None else report.local(instant).isoformat()

    def event(one: Event | None) -> Data | None:
        return None if one is None else {"event": one.id, "is": one.type, "earliest": time(one.at.default.earliest)}

    return {
        "scenario": report.scenario.title,
        "asOf": time(report.as_of),
        "verdict": finding.verdict.value,
        "trigger": event(finding.trigger),
        "deadline": time(finding.deadline),
        "discharge": event(finding.discharge),
        "marginSeconds": finding.margin_seconds,
        "needs": list(finding.needs),
        "owedBy": finding.rule.owed_by,
        "cites": [str(cite) for cite in finding.cites],
    }


def _unexpected(fault: Mismatch, report: Report, index: int | None) -> Data:
    scenario = report.scenario
    duty = "\n".join((scenario.title, "expect", fault.rule, fault.expected.value, str(fault.unexpected)))
    data: Data = {
        "ruleId": fault.rule,
        "kind": "fail",
        "level": "error",
        "message": {"text": _message([str(fault)])},
        "locations": _locations(Place(scenario.file, fault.line or scenario.line)),
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(duty.encode("utf-8", "surrogatepass")).hexdigest()},
        "properties": {"scenario": scenario.title, "expected": fault.expected.value, "unexpected": fault.unexpected},
    }
    return data if index is None else {**data, "ruleIndex": index}


def _rule(rule: Identity) -> Data:
    means = rule.means if isinstance(rule, Rule) else rule.title
    cites = rule.all_cites if isinstance(rule, Rule) else rule.cites
    told = [means, *_told("owed-by", rule.owed_by), *_told("breach", rule.breach.consequence), *_told("law", law(cites))]
    return {
        "id": rule.id,
        "shortDescription": {"text": soft(rule.title)},
        "fullDescription": {"text": soft(means)},
        "help": {"text": soft("\n".join(told)), "markdown": soft("\n\n".join(told))},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [rule.id.partition(".")[0]], "cites": _labels(cites)},
    }


def _told(key: str, words: str) -> list[str]:
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
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _message(rows: list[str]) -> str:
    """Return rows as a message: no input can start a placeholder in it, or a link."""
    told = "\n".join(visible(soft(row)) for row in rows).replace("{", "{{").replace("}", "}}")
    return re.sub(r"[\\\[\]]", r"\\\g<0>", told) if "](" in told else told

"""Deadlines as a calendar (iCalendar, RFC 5545), which telephones and mail programs import. Needs the package `icalendar`.

Times stand in UTC: a deadline is an instant, and a calendar shows it in its reader's zone without needing the history of another.
The same report always gives the same bytes, and the same duty the same UID, so that a calendar imported anew replaces the older one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from detention_rules.language.rules import Recurrence, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.periods import DAY, HOUR
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.deadlines import due_at, particulars_due
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.results import Checked, Result, Style

ALARMS = (DAY, 3 * HOUR, HOUR)
"""Seconds before a deadline at which a calendar reminds of it, unless `as_of` is later already."""


def write_ics(results: Iterator[Result], style: Style) -> Iterator[str]:  # noqa: ARG001
    """Yield one calendar with an entry for when each open duty is due at the earliest and, where that is later, when by the defaults."""
    calendar = Calendar()
    calendar.add("prodid", "-//detention-rules//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for result in results:
        if isinstance(result, Checked):
            for finding in result.report.findings:
                for due in _ends(finding):
                    calendar.add_component(_entry(finding, due, result.report))
    yield calendar.to_ical().decode("utf-8")


def _ends(finding: Finding) -> list[int]:
    """Return the instants at which an open duty is due: at the earliest by any reading or account, and by the defaults."""
    return sorted({instant for instant in (due_at(finding), finding.deadline) if instant is not None and finding.open})


def _entry(finding: Finding, due: int, report: Report) -> Event:
    title = report.scenario.title or text("report.untitled")
    rows = (f"{label}: {value}" for label, value in particulars_due(finding, report, Clock(report)))
    summary = text("format.due" if due == finding.deadline else "format.due-earliest", title=finding.rule.title, scenario=title)
    entry = Event()
    entry.add("uid", _uid(finding, due, report))
    entry.add("dtstamp", _utc(report.as_of))
    entry.add("dtstart", _utc(due))
    entry.add("summary", _shown(summary))
    entry.add("description", "\n".join(map(_shown, rows)))
    entry.add("categories", [finding.rule.id.partition(".")[0]])
    entry.add("transp", "TRANSPARENT")
    for before in ALARMS:
        if due - before > report.as_of:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", timedelta(seconds=-before))
            alarm.add("description", _shown(summary))
            entry.add_component(alarm)
    return entry


def _uid(finding: Finding, due: int, report: Report) -> str:
    """Return a name of the entry: the same at every `as_of`, another for another case, file, rule or event."""
    which = [] if finding.trigger is None else [finding.trigger.id, str(finding.trigger.at.default.earliest)]
    if finding.trigger is None or (isinstance(finding.rule, Rule) and isinstance(finding.rule.form, Recurrence)):
        which.append(str(due if finding.deadline is None else finding.deadline))  # a trigger may open many periods
    if len(_ends(finding)) > 1 and due == finding.deadline:
        which.append("by default")  # the earliest keeps its name when it becomes the only one
    scenario = report.scenario
    duty = "\n".join((scenario.title, scenario.origin or scenario.file or "", str(scenario.number), finding.rule.id, *which))
    return f"{hashlib.sha256(duty.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@detention-rules"


def _utc(instant: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant)


def _shown(words: str) -> str:
    return visible(soft(words))

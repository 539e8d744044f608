"""Where in a scenario's file a finding is shown."""

from __future__ import annotations

from detention_rules.model.findings import Finding, Report
from detention_rules.model.problems import Place
from detention_rules.model.scenario import Event


def place_of(finding: Finding, report: Report) -> Place:
    """Return the place of the act that came, else of what started the duty, else of the scenario."""
    event = finding.discharge or finding.trigger
    return Place(report.scenario.file, report.scenario.line) if event is None else place_of_event(event, report)


def place_of_event(event: Event, report: Report) -> Place:
    """Return the place of an event."""
    return Place(report.scenario.file, event.line, event.column)

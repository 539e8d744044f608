"""Times as a report shows them: local, with the offset named once and again only where it differs."""

from __future__ import annotations

from datetime import datetime

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.scenario import Account, Event
from detention_rules.reporting.lines import hard


class Clock:
    """The times of one report. The offset of `as_of` is the one that the report's head names."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.offset = _offset(report.local(report.as_of))

    def time(self, instant: int) -> str:
        """Return an instant as local date and time, kept on one line."""
        local = self._report.local(instant)
        shown = f"{local.date().isoformat()} {local.strftime('%H:%M:%S' if local.second else '%H:%M')}"
        offset = _offset(local)
        return hard(shown if offset == self.offset else f"{shown} ({offset})")

    def account(self, account: Account) -> str:
        """Return the time that one account gives."""
        if account.exact:
            return self.time(account.earliest)
        if account.kind == "day":
            return text("time.on-day", day=self._report.local(account.earliest).date())
        return text("time.between", first=self.time(account.earliest), last=self.time(account.latest))

    def event(self, event: Event) -> str:
        """Return when an event happened by its default account, which is named where accounts disagree."""
        shown = self.account(event.at.default)
        return text("report.according-to", time=shown, account=event.at.default.name) if event.at.disputed else shown

    def act(self, finding: Finding) -> str:
        """Return when a finding's discharge counted, which may differ from when its event happened."""
        assert finding.discharge is not None
        if finding.deadline is not None and finding.margin_seconds is not None and not finding.discharge.at.disputed:
            return self.time(ended(finding, self._report))
        return self.event(finding.discharge)


def ended(finding: Finding, report: Report) -> int:
    """Return the instant by which a margin is measured: when the act counted, or the duty ended without it; otherwise `as_of`."""
    if finding.deadline is None or finding.margin_seconds is None:
        return report.as_of
    return finding.deadline - finding.margin_seconds


def _offset(local: datetime) -> str:
    return local.isoformat()[-6:]

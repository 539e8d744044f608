"""Times as a report shows them: local, with the offset named once and again only where it differs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.scenario import Account, Event
from detention_rules.reporting.lines import hard


class Clock:
    """The times of one report. The offset of `as_of` is the one that the report's head names.

    Another offset is written beside a time, and so is that of a local time which occurs twice; a `full` clock writes every one.
    """

    def __init__(self, report: Report, *, full: bool = False) -> None:
        self._report = report
        self._full = full
        self._shown: dict[int, str] = {}
        self.offset = _offset(report.local(report.as_of))

    def time(self, instant: int) -> str:
        """Return an instant as local date and time, kept on one line."""
        found = self._shown.get(instant)
        if found is None:
            local = self._report.local(instant)
            shown = f"{local.date().isoformat()} {local.strftime('%H:%M:%S' if local.second else '%H:%M')}"
            found = self._shown[instant] = hard(f"{shown} ({_offset(local)})" if self._full or self._needs_offset(local) else shown)
        return found

    def among(self, instants: Iterable[int]) -> Clock:
        """Return the clock for times that stand in one sentence: where one of them needs its offset, the others have theirs too."""
        if not self._full and any(self._needs_offset(self._report.local(instant)) for instant in instants):
            return Clock(self._report, full=True)
        return self

    def of(self, finding: Finding) -> Clock:
        """Return the clock for a sentence on when a duty was due and done."""
        done = () if finding.discharge is None else _ends((finding.discharge.at.default,))
        over = finding.overrun
        deadline = over.deadlines if over is not None else () if finding.deadline is None else (finding.deadline,)
        return self.among((*deadline, *done, ended(finding, self._report)))

    def _needs_offset(self, local: datetime) -> bool:
        return _offset(local) != self.offset or local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()

    def account(self, account: Account) -> str:
        """Return the time that one account gives."""
        if account.exact:
            return self.time(account.earliest)
        if account.kind == "day":
            return text("time.on-day", day=self._report.local(account.earliest).date())
        clock = self.among(_ends((account,)))
        return text("time.between", first=clock.time(account.earliest), last=clock.time(account.latest))

    def accounts(self, event: Event) -> list[str]:
        """Return the time that each account of an event gives, with its name."""
        clock = self.among(_ends(event.at.accounts))
        return [text("picture.account", time=clock.account(account), account=account.name) for account in event.at.accounts]

    def event(self, event: Event) -> str:
        """Return when an event happened by its default account, which is named where accounts disagree."""
        shown = self.account(event.at.default)
        return text("report.according-to", time=shown, account=event.at.default.name) if event.at.disputed else shown

    def act(self, finding: Finding) -> str:
        """Return when a finding's discharge counted, which may differ from when its event happened."""
        assert finding.discharge is not None
        if finding.measured_at is not None and not finding.discharge.at.disputed:
            return self.time(ended(finding, self._report))
        return self.event(finding.discharge)


def _ends(accounts: Iterable[Account]) -> tuple[int, ...]:
    return tuple(end for account in accounts for end in (account.earliest, account.latest))


def ended(finding: Finding, report: Report) -> int:
    """Return the instant by which a margin is measured: when the act counted, or the duty ended without it; otherwise `as_of`.

    Where that is not one instant, the earliest.
    """
    if finding.measured_at is not None:
        return finding.measured_at
    overrun = finding.overrun
    return report.as_of if overrun is None else overrun.ended[0]


def _offset(local: datetime) -> str:
    return local.isoformat()[-6:]

"""What a check finds: verdicts, findings with their reasons, and the report, in the shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol, TypedDict, overload

from detention_rules.model.scenario import Event, Scenario
from detention_rules.model.zones import zone

REPORT_FORMAT = "detention-rules/report/1"


class Verdict(StrEnum):
    """What is found of one duty."""

    VIOLATED = "violated"
    """The deadline passed undischarged, the discharge came late, or a precondition was not met."""
    UNDETERMINED = "undetermined"
    """It depends on a missing fact, an uncertain time or an open standard."""
    PENDING = "pending"
    """Not discharged, and the deadline has not passed."""
    COMPLIED = "complied"
    """Discharged in time and in the required form, or the precondition was met."""
    NOT_APPLICABLE = "not_applicable"
    """The rule's conditions are not met, or the duty lapsed before it fell due."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the source: a paragraph of the report, or an article of an instrument (a key of the pack's sources)."""

    report: int | None = None
    act: str | None = None
    article: str | None = None
    label: str = ""

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Breach:
    """What the law attaches to a violation: its consequence in words, and the provisions on liability."""

    consequence: str
    liability: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another verdict or deadline, under choices that differ from the defaults: readings, or whose account of a time is right."""

    assuming: Mapping[str, str]
    verdict: Verdict
    deadline: int | None
    margin_seconds: int | None


@dataclass(frozen=True, slots=True)
class Earliest:
    """The earliest instant at which a limit may end, and the choices other than the defaults under which it does (none: by the defaults).

    `more` tells whether there were more combinations of choices than are tried.
    """

    deadline: int
    assuming: Mapping[str, str]
    more: bool = False


class Overrun(NamedTuple):
    """How late a violation is where uncertain times or unknown facts leave that open.

    `deadlines` are the earliest and the latest end of its limit, `ended` the earliest and the latest instant of what it is measured by (the
    act, the end of the detention, `as_of`), `seconds` the least and the greatest number of seconds from the one to the other.
    """

    deadlines: tuple[int, int]
    ended: tuple[int, int]
    seconds: tuple[int, int]


class Identity(Protocol):
    """What a finding tells of the rule behind it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def cites(self) -> tuple[Citation, ...]: ...
    @property
    def owed_by(self) -> str: ...
    @property
    def breach(self) -> Breach: ...


class Details(Protocol):
    """What an engine can tell of a finding when asked: computed on reading, never before."""

    def because(self) -> tuple[str, ...]: ...
    def cites(self) -> tuple[Citation, ...]: ...
    def limit(self) -> str: ...
    def runs_from(self) -> tuple[str, int] | None: ...
    def waits(self) -> bool: ...
    def earliest_margin(self) -> int | None: ...
    def earliest_end(self) -> Earliest | None: ...
    def overrun(self) -> Overrun | None: ...
    def about(self) -> str: ...
    def acts(self) -> tuple[str, ...]: ...
    def needs(self) -> tuple[str, ...]: ...
    def depends_on(self) -> tuple[str, ...]: ...
    def alternatives(self) -> tuple[Alternative, ...]: ...
    def more_worlds(self) -> bool: ...
    def violated_from(self) -> Mapping[str, int]: ...
    def violated_until(self) -> Mapping[str, int]: ...
    def outside_source(self) -> bool: ...


class Finding(NamedTuple):
    """The verdict on one duty: one rule and one trigger.

    Instants are seconds since 1970 (UTC). `margin_seconds` is the time to spare (negative: late); for an undischarged duty the
    deadline less `as_of`; None for preconditions and where it is not unique. What is not a field is computed when read.
    """

    rule: Identity
    verdict: Verdict
    trigger: Event | None
    deadline: int | None
    discharge: Event | None
    margin_seconds: int | None
    details: Details

    @property
    def measured_at(self) -> int | None:
        """The instant from which the margin is measured to the deadline: when the act counted, the detention ended, or `as_of`."""
        return None if self.deadline is None or self.margin_seconds is None else self.deadline - self.margin_seconds

    @property
    def because(self) -> tuple[str, ...]:
        """The steps of reasoning, in order, each a sentence."""
        return self.details.because()

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The provisions that the verdict rests on: the rule's, and those of the case that decided."""
        return self.details.cites()

    @property
    def limit(self) -> str:
        """The limit that was applied, in words; empty where it is not unique."""
        return self.details.limit()

    @property
    def runs_from(self) -> tuple[str, int] | None:
        """The type and the instant of the event from which the limit runs, where that is not the trigger and is certain."""
        return self.details.runs_from()

    @property
    def waits(self) -> bool:
        """Whether a duty without a number is not done yet, so that only a tolerance could say that it is late."""
        return self.details.waits()

    @property
    def earliest_margin(self) -> int | None:
        """The seconds from `as_of` to the earliest of the limits that may apply; None where none has a number."""
        return self.details.earliest_margin()

    @property
    def open(self) -> bool:
        """Whether the act is still to be done, and not known to be late: a pending duty, or one without a number that nobody met yet."""
        return self.verdict is Verdict.PENDING or (self.verdict is Verdict.UNDETERMINED and self.waits and self.discharge is None)

    @property
    def earliest_end(self) -> Earliest | None:
        """Of an open finding: when its limit ends at the earliest, under any reading, account and uncertain time; None without a number."""
        return self.details.earliest_end() if self.open else None

    @property
    def overrun(self) -> Overrun | None:
        """Of a violation without one margin: between what its limit ended and how late it is; None where some of that has no number."""
        return self.details.overrun()

    @property
    def about(self) -> str:
        """What the trigger says of itself that the rule asks about, in words; empty where that is nothing."""
        return self.details.about()

    @property
    def acts(self) -> tuple[str, ...]:
        """The types of the events that discharge the duty, or would; empty for preconditions."""
        return self.details.acts()

    @property
    def needs(self) -> tuple[str, ...]:
        """Of an undetermined finding: the facts, attributes, times or tolerances that would decide it."""
        return self.details.needs()

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The facts, readings and uncertain times that this duty consults."""
        return self.details.depends_on()

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The smallest departures from the defaults that give another verdict or deadline."""
        return self.details.alternatives()

    @property
    def more_worlds(self) -> bool:
        """Whether there were more combinations of readings and accounts than are tried."""
        return self.details.more_worlds()

    @property
    def violated_from(self) -> Mapping[str, int]:
        """Of a finding that hangs on an uncertain time: by event id, the instant of it from which on it would be a violation."""
        return self.details.violated_from()

    @property
    def violated_until(self) -> Mapping[str, int]:
        """Of a finding that hangs on an uncertain time: by event id, the instant of it up to which it would be a violation."""
        return self.details.violated_until()

    @property
    def outside_source(self) -> bool:
        """Whether the trigger lies outside the period that the pack's source describes."""
        return self.details.outside_source()


EventData = TypedDict("EventData", {"event": str, "is": str, "earliest": str, "latest": str, "line": int | None})
"""An event in a report: instants as ISO 8601 in the scenario's zone."""


class AlternativeData(TypedDict):
    """An alternative in a report."""

    assuming: dict[str, str]
    verdict: str
    deadline: str | None
    margin_seconds: int | None


class CitationData(TypedDict, total=False):
    """A citation in a report."""

    report: int
    act: str
    article: str
    label: str


class BreachData(TypedDict):
    """The consequence of a breach in a report."""

    consequence: str
    liability: list[CitationData]


class EarliestData(TypedDict):
    """When a limit ends at the earliest under any reading, account and uncertain time, and under which: nothing where by the defaults."""

    deadline: str
    assuming: dict[str, str]


class OverrunData(TypedDict):
    """Of a violation without one margin: the earliest and the latest end of its limit, and the least and the most seconds past it."""

    deadlines: list[str]
    seconds: list[int]


class OpinionData(TypedDict):
    """What another engine says of a finding: a verdict, or none and why."""

    engine: str
    verdict: str | None
    margin_seconds: int | None
    agrees: bool | None
    reason: str | None


class FindingData(TypedDict, total=False):
    """A finding in a report. `needs` and `violated_from` stand only in an undetermined one, `earliest_end` only where an act is still to be
    done and a limit has a number, `overrun` only in a violation without one margin, `second_opinion` only where asked for.
    """

    rule: str
    title: str
    verdict: str
    trigger: EventData | None
    deadline: str | None
    discharge: EventData | None
    margin_seconds: int | None
    because: list[str]
    cites: list[CitationData]
    owed_by: str
    breach: BreachData
    depends_on: list[str]
    alternatives: list[AlternativeData]
    more_worlds: bool
    outside_source: bool
    needs: list[str]
    violated_from: dict[str, str]
    earliest_end: EarliestData
    overrun: OverrunData
    second_opinion: OpinionData


class SelectionData(TypedDict):
    """Which rules a report was asked for, by the beginnings of their ids, and how many findings that leaves out."""

    select: list[str]
    ignore: list[str]
    left_out: int


class ScenarioData(TypedDict):
    """What a report tells of its scenario."""

    title: str
    file: str | None
    line: int | None
    zone: str
    as_of_defaulted: bool
    readings: dict[str, str]
    tolerances: dict[str, int]
    not_yet_known: list[EventData]
    detained_again: list[EventData]
    untriggered: int


class PackData(TypedDict):
    """Which rules were applied: `sha256` is that of the pack's files."""

    id: str
    version: str
    sha256: str


class ReportData(TypedDict):
    """A report, `detention-rules/report/1`."""

    format: str
    scenario: ScenarioData
    pack: PackData
    as_of: str
    selection: SelectionData | None
    summary: dict[str, int]
    inconsistencies: list[str]
    findings: list[FindingData]


class Selection(NamedTuple):
    """Which rules a report was asked for: beginnings of their ids, and how many findings are left out for it."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    left_out: int


class Writers(Protocol):
    """What writes a report for people to read. It stands in a layer above; the package hands it down when it is imported."""

    def html(self, report: Report, /) -> str: ...
    def svg(self, report: Report, /) -> str: ...
    def notebook(self, report: Report, /) -> str: ...
    def markdown(self, report: Report, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Report:
    """All findings on one scenario, in rule order and then by time of the trigger."""

    writers: ClassVar[Writers]

    scenario: Scenario
    pack: PackData
    as_of: int
    as_of_defaulted: bool
    findings: tuple[Finding, ...]
    inconsistencies: tuple[str, ...]
    not_yet_known: tuple[Event, ...]
    detained_again: tuple[Event, ...]
    """The events that begin a new detention after an earlier one ended: each detention has clocks of its own."""
    untriggered: int
    law: object = field(repr=False, compare=False)
    """The rules themselves, for the layers that know what they are."""
    selection: Selection | None = None
    """What was asked for, where that is less than every rule: then the absence of a violation says nothing of the others."""

    @property
    def summary(self) -> dict[str, int]:
        """The number of findings by verdict, every verdict named."""
        found = dict.fromkeys((verdict.value for verdict in Verdict), 0)
        for finding in self.findings:
            found[finding.verdict.value] += 1
        return found

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """Return the findings with one verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Report:
        """Return a report of the findings whose rule's id begins with one of `select` (none: any) and with none of `ignore`."""
        if not select and not ignore:
            return self
        kept = tuple(
            finding
            for finding in self.findings
            if (not select or finding.rule.id.startswith(tuple(select))) and not finding.rule.id.startswith(tuple(ignore))
        )
        return replace(self, findings=kept, selection=Selection(tuple(select), tuple(ignore), len(self.findings) - len(kept)))

    def local(self, instant: int) -> datetime:
        """Return an instant as aware local time in the scenario's zone."""
        return zone(self.scenario.zone).local(instant)

    @overload
    def iso(self, instant: int) -> str: ...
    @overload
    def iso(self, instant: int | None) -> str | None: ...
    def iso(self, instant: int | None) -> str | None:
        """Return an instant as local time in ISO 8601 with its offset, as programs read it; None for None."""
        return None if instant is None else self.local(instant).isoformat()

    def to_dict(self) -> ReportData:
        """Return the report as plain data in its published shape."""
        return {
            "format": REPORT_FORMAT,
            "scenario": {
                "title": self.scenario.title,
                "file": self.scenario.file,
                "line": self.scenario.line,
                "zone": self.scenario.zone,
                "as_of_defaulted": self.as_of_defaulted,
                "readings": dict(self.scenario.readings),
                "tolerances": dict(self.scenario.tolerances),
                "not_yet_known": [self._event(event) for event in self.not_yet_known],
                "detained_again": [self._event(event) for event in self.detained_again],
                "untriggered": self.untriggered,
            },
            "pack": self.pack,
            "as_of": self.iso(self.as_of),
            "selection": None if self.selection is None else _selection(self.selection),
            "summary": self.summary,
            "inconsistencies": list(self.inconsistencies),
            "findings": [self._finding(finding) for finding in self.findings],
        }

    def to_html(self) -> str:
        """Return the report as one self-contained HTML page, for a screen or for A4 paper."""
        return self.writers.html(self)

    def to_svg(self) -> str:
        """Return a picture of the clocks as an SVG file."""
        return self.writers.svg(self)

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        return self.writers.markdown(self)

    def _repr_html_(self) -> str:
        """Return the report as a part of a page, as notebooks show it."""
        return self.writers.notebook(self)

    def _event(self, event: Event) -> EventData:
        return {
            "event": event.id,
            "is": event.type,
            "earliest": self.iso(event.at.default.earliest),
            "latest": self.iso(event.at.default.latest),
            "line": event.line,
        }

    def _discharge(self, finding: Finding) -> EventData | None:
        """Return the act with when it counted, which may differ from when its event happened."""
        if finding.discharge is None:
            return None
        found = self._event(finding.discharge)
        if finding.measured_at is not None:
            found["earliest"] = found["latest"] = self.iso(finding.measured_at)
        return found

    def _finding(self, finding: Finding) -> FindingData:
        data: FindingData = {
            "rule": finding.rule.id,
            "title": finding.rule.title,
            "verdict": finding.verdict.value,
            "trigger": None if finding.trigger is None else self._event(finding.trigger),
            "deadline": self.iso(finding.deadline),
            "discharge": self._discharge(finding),
            "margin_seconds": finding.margin_seconds,
            "because": list(finding.because),
            "cites": _citations(finding.cites),
            "owed_by": finding.rule.owed_by,
            "breach": {
                "consequence": finding.rule.breach.consequence,
                "liability": _citations(finding.rule.breach.liability),
            },
            "depends_on": list(finding.depends_on),
            "alternatives": [
                {
                    "assuming": dict(other.assuming),
                    "verdict": other.verdict.value,
                    "deadline": self.iso(other.deadline),
                    "margin_seconds": other.margin_seconds,
                }
                for other in finding.alternatives
            ],
            "more_worlds": finding.more_worlds,
            "outside_source": finding.outside_source,
        }
        if finding.verdict is Verdict.UNDETERMINED:
            data["needs"] = list(finding.needs)
            data["violated_from"] = {event: self.iso(instant) for event, instant in finding.violated_from.items()}
        if (earliest := finding.earliest_end) is not None:
            data["earliest_end"] = {"deadline": self.iso(earliest.deadline), "assuming": dict(earliest.assuming)}
        if (overrun := finding.overrun) is not None:
            first, last = overrun.deadlines
            data["overrun"] = {"deadlines": [self.iso(first), self.iso(last)], "seconds": [*overrun.seconds]}
        return data


def _selection(found: Selection) -> SelectionData:
    return {"select": list(found.select), "ignore": list(found.ignore), "left_out": found.left_out}


def _citations(cites: Sequence[Citation]) -> list[CitationData]:
    found: list[CitationData] = []
    for cite in cites:
        data: CitationData = {}
        if cite.report is not None:
            data["report"] = cite.report
        if cite.act is not None:
            data["act"] = cite.act
        if cite.article is not None:
            data["article"] = cite.article
        data["label"] = cite.label
        found.append(data)
    return found

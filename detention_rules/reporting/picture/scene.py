"""What a picture shows: rows of events and of duties, in instants. Where they stand on paper or in a terminal is not said here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detention_rules.language.sentences import words
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Event
from detention_rules.model.zones import zone
from detention_rules.reporting.blocks import status
from detention_rules.reporting.clock import Clock, ended
from detention_rules.reporting.lines import soft
from detention_rules.reporting.picture.axis import Axis
from detention_rules.reporting.picture.clocks import Kind, Piece, Spot, clock_of
from detention_rules.reporting.picture.ticks import Change, changes
from detention_rules.reporting.text import order

SHOWN = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.COMPLIED)
"""The verdicts that a picture shows, in this order. What does not apply is left out."""

_FEW, _DESCRIBED = 4, 20


class Row(NamedTuple):
    """One row: what it is, how it stands, what is told of it, and what is drawn.

    `bounds` are the ends of limits, `others` those under other readings or accounts. A row of events has no verdict.
    """

    label: str
    verdict: Verdict | None = None
    status: str = ""
    told: str = ""
    pieces: tuple[Piece, ...] = ()
    spots: tuple[Spot, ...] = ()
    bounds: tuple[int, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def points(self) -> Iterator[int]:
        """Every instant that the row has to show."""
        yield from (end for piece in self.pieces for end in (piece.first, piece.last))
        yield from (end for spot in self.spots for end in (spot.first, spot.last))
        yield from self.bounds
        yield from self.others


class Group(NamedTuple):
    """Rows under one heading: the events, or the duties of one verdict."""

    heading: str
    rows: tuple[Row, ...]
    verdict: Verdict | None = None


class Scene(NamedTuple):
    """A whole picture. `points` are the instants that the axis must show."""

    title: str
    described: str
    zone: str
    zone_told: str
    as_of: int
    as_of_told: str
    groups: tuple[Group, ...]
    changes: tuple[Change, ...]
    points: tuple[int, ...]


def scene(report: Report) -> Scene:
    """Return what a picture of a report shows."""
    clock = Clock(report)
    events = tuple(_event_rows(report, clock))
    groups = [Group(text("picture.heading.events"), events)] if events else []
    for verdict in SHOWN:
        found = sorted(report.of(verdict), key=order(verdict))
        rows = tuple(_complied(found, report, clock) if verdict is Verdict.COMPLIED else (_row(one, report, clock) for one in found))
        if rows:
            groups.append(Group(text(f"report.heading.{verdict.value}", number=len(found)), rows, verdict))
    points = sorted({report.as_of, *(point for group in groups for row in group.rows for point in row.points)})
    title = report.scenario.title or text("report.untitled")
    as_of = text("picture.as-of", time=soft(clock.time(report.as_of)))
    home = zone(report.scenario.zone)
    turns = tuple(changes(home, points[0], points[-1]))
    key = "picture.zone" if turns else "picture.zone-offset"
    zoned = text(key, zone=report.scenario.zone, offset=clock.offset)
    return Scene(
        title,
        _described(report, clock, points[0], points[-1]),
        report.scenario.zone,
        zoned,
        report.as_of,
        as_of,
        tuple(groups),
        turns,
        tuple(points),
    )


def visible_changes(shown: Scene, plan: Axis, hours_from: float) -> tuple[Change, ...]:
    """Return the changes of clocks that are told: all where they are few, otherwise those on stretches on which hours are told apart.

    `hours_from` is how long an hour is there at least.
    """
    if len(shown.changes) <= _FEW:
        return shown.changes
    fine = [segment for segment in plan.segments if segment.rate >= hours_from]
    return tuple(one for one in shown.changes if any(part.first <= one.instant <= part.last for part in fine))


def _event_rows(report: Report, clock: Clock) -> Iterator[Row]:
    """Yield one row for each type of event, in order of its first time."""
    by_type: dict[str, list[Event]] = {}
    for event in sorted(report.scenario.events, key=lambda event: event.at.default.earliest):
        by_type.setdefault(event.type, []).append(event)
    for kind, events in by_type.items():
        label = words(kind) if len(events) == 1 else text("picture.several", words=words(kind), number=len(events))
        spots = tuple(spot for event in events for spot in _event_spots(event, report, clock))
        told = "; ".join(soft(clock.event(event)) for event in events)
        yield Row(label, told=told, spots=spots)


def _event_spots(event: Event, report: Report, clock: Clock) -> Iterator[Spot]:
    unknown = event in report.not_yet_known
    for account in event.at.accounts:
        shown = soft(clock.account(account))
        told = text("picture.account", time=shown, account=account.name) if event.at.disputed else shown
        kind: Kind = "unknown" if unknown else "event" if account is event.at.default else "other"
        yield Spot(account.earliest, account.latest, kind, told, account.name or "")


def _row(finding: Finding, report: Report, clock: Clock) -> Row:
    pieces, spots, bounds = clock_of(finding, report)
    others = {other.deadline for other in finding.alternatives if other.deadline is not None} - set(bounds)
    label = finding.rule.title
    how = status(finding)
    if not how and finding.verdict is not Verdict.COMPLIED:
        how = text(f"report.verdict.{finding.verdict.value}")
    return Row(label, finding.verdict, how, _told(finding, report, clock), pieces, spots, bounds, tuple(sorted(others)))


def _complied(found: list[Finding], report: Report, clock: Clock) -> Iterator[Row]:
    """Yield one row for each rule that was complied with, however often."""
    by_rule: dict[str, list[Row]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule.id, []).append(_row(finding, report, clock))
    for rows in by_rule.values():
        if len(rows) == 1:
            yield rows[0]
            continue
        pieces = tuple(piece for row in rows for piece in row.pieces)
        spots = tuple(spot for row in rows for spot in row.spots)
        bounds = tuple(bound for row in rows for bound in row.bounds)
        others = tuple(sorted({other for row in rows for other in row.others}))
        label = text("picture.several", words=rows[0].label, number=len(rows))
        yield Row(label, Verdict.COMPLIED, "", "", pieces, spots, bounds, others)


def _told(finding: Finding, report: Report, clock: Clock) -> str:
    """Return when a duty was due and done."""
    told, clock = [], clock.of(finding)
    if finding.verdict is Verdict.UNDETERMINED and (needs := finding.needs):
        told.append(text("picture.missing", needs="; ".join(needs)))
    if finding.deadline is not None:
        told.append(text("report.overview-due", due=clock.time(finding.deadline)))
    if finding.discharge is not None:
        told.append(text("picture.done", event=words(finding.discharge.type), time=clock.act(finding)))
    elif finding.acts and finding.verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED):
        key = "picture.up-to" if status(finding) == text("report.status.not-done") else "picture.not-done"
        told.append(text(key, as_of=clock.time(ended(finding, report))))
    if not told and finding.trigger is not None:
        told.append(text("report.trigger", event=words(finding.trigger.type), time=clock.event(finding.trigger)))
    return soft("; ".join(told))


def _described(report: Report, clock: Clock, first: int, last: int) -> str:
    """Return a picture in a few words, for those who do not see it; the findings tell the rest."""
    parts = [text("report.count", verdict=text(f"report.verdict.{verdict.value}"), number=len(report.of(verdict))) for verdict in SHOWN]
    span = {"first": soft(clock.time(first)), "last": soft(clock.time(last))}
    told = [text("picture.described", events=count("picture.events", len(report.scenario.events)), counts=", ".join(parts), **span)]
    violated = sorted(report.of(Verdict.VIOLATED), key=order(Verdict.VIOLATED))
    told += [text("picture.described-violation", title=one.rule.title, status=status(one)) for one in violated[:_DESCRIBED]]
    if len(violated) > _DESCRIBED:
        told.append(text("picture.described-more", number=len(violated) - _DESCRIBED))
    return " ".join(told)

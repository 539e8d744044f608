"""One scenario on a page: what it is about, what was found in short, the picture, the findings, and what the file says."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Event
from detention_rules.reporting.blocks import event_words, selection_words
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.doubts import contested, doubts
from detention_rules.reporting.html.findings import TOLD, complied_table, finding_part, in_short, notes_part, sources_part
from detention_rules.reporting.html.parts import heading, table, terms, timed
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.scene import scene
from detention_rules.reporting.picture.svg import sheets
from detention_rules.reporting.reference.wording import Wording
from detention_rules.reporting.sources import pack_of
from detention_rules.reporting.text import choices, order

_SHEET, _LEAST = 1020.0, 380.0
"""How high the rows of a picture may be on a page of their own, and from what height on they share the first page with the rest."""
_HEAD, _LINE, _LETTERS = 420.0, 32.0, 52
"""What stands above the picture on the first page takes about so much: what every report has, and each line more. A title's line holds
so many letters."""


def scenario_part(report: Report, key: str, level: int) -> Markup:
    """Return a report as a section. `key` begins every name of a place in it; `level` is that of its heading."""
    clock = Clock(report)
    title = heading(level, report.scenario.title or text("report.untitled"), id=key)
    parts = [title, _about(report, clock), in_short(report, clock, key), _picture(report, key, level + 1)]
    parts += _findings(report, clock, key, level + 1)
    parts += _oddities(report, clock, level + 1)
    parts += _file(report, clock, level + 1)
    parts += notes_part(report, level + 1)
    parts += sources_part(report, level + 1)
    return element("section", join(parts, "\n"), aria_labelledby=key, class_="dr-scenario")


def _about(report: Report, clock: Clock) -> Markup:
    scenario = report.scenario
    defaulted = text("html.as-of-defaulted", time=clock.time(report.as_of)) if report.as_of_defaulted else clock.time(report.as_of)
    entries = [("as-of", defaulted), ("times", text("html.times", zone=scenario.zone, offset=clock.offset))]
    if scenario.file:
        entries.append(("file", scenario.file))
    entries.append(("rules", _rules(report)))
    entries += choices(report)
    if report.selection is not None:
        entries.append(("selection", selection_words(report.selection)))
    return terms(((text(f"html.about.{name}"), said) for name, said in entries), "dr-about")


def _rules(report: Report) -> Markup:
    named = text("html.rules", pack=report.pack["id"], version=report.pack["version"])
    return join((named, element("small", text("html.sha256", sha256=report.pack["sha256"]))), " ")


def _picture(report: Report, key: str, level: int) -> Markup:
    if not report.scenario.events and not report.findings:
        return Markup("")
    shown = scene(report)
    outside = any(finding.outside_source for finding in report.findings)
    lines = len(report.of(Verdict.VIOLATED)) + len(report.scenario.title) // _LETTERS + outside + len(shown.changes)
    lines += sum(1 for _ in doubts(report))
    room = _SHEET + 150 - _HEAD - _LINE * lines
    drawn = sheets(shown, f"{key}-picture", (room if room >= _LEAST else _SHEET, _SHEET))
    frames = (element("figure", one, tabindex=0, role="group", aria_label=text("html.picture")) for one in drawn)
    return element("section", heading(level, text("html.heading.picture")), *frames, class_="dr-pictures")


def _findings(report: Report, clock: Clock, key: str, level: int) -> Iterator[Markup]:
    numbers = {id(finding): number for number, finding in enumerate(report.findings, 1)}

    def parts(found: list[Finding]) -> Iterator[Markup]:
        return (finding_part(one, report, clock, f"{key}-{numbers[id(one)]}", level + 1) for one in found)

    for verdict in TOLD:
        found = sorted(report.of(verdict), key=order(verdict))
        if found:
            yield element("section", _heading(level, verdict.value, len(found)), *parts(found))
    if hanging := contested(report):
        yield element("section", _heading(level, "depends", len(hanging)), *parts(hanging))
    if complied := sorted(report.of(Verdict.COMPLIED), key=order(Verdict.COMPLIED)):
        yield element("section", _heading(level, "complied", len(complied)), complied_table(complied, clock))
    others = report.of(Verdict.NOT_APPLICABLE)
    rest = list(dict.fromkeys(finding.rule.title for finding in others))
    told = [element("p", count("html.untriggered", report.untriggered))]
    if rest:
        told.insert(0, element("p", text("html.not-applicable", rules="; ".join(rest))))
    yield element("section", _heading(level, "not_applicable", len(others)), *told, class_="dr-minor")


def _heading(level: int, name: str, number: int) -> Markup:
    return heading(level, text(f"html.heading.{name}"), " ", element("span", str(number), class_="dr-number"))


def _oddities(report: Report, clock: Clock, level: int) -> Iterator[Markup]:
    """Yield what is odd about the timeline itself."""
    if report.inconsistencies:
        items = (element("li", one) for one in sorted(report.inconsistencies))
        yield element("section", _heading(level, "inconsistent", len(report.inconsistencies)), element("ul", *items))
    for name, events in (("detained-again", report.detained_again), ("not-yet-known", report.not_yet_known)):
        if events:
            told = (element("li", text("report.later-event", event=event_words(event), time=clock.event(event))) for event in events)
            yield element("section", _heading(level, name, len(events)), element("ul", *told))


def _file(report: Report, clock: Clock, level: int) -> Iterator[Markup]:
    """Yield what the file says: the facts, and the events in order of time."""
    wording = Wording(report, pack_of(report), ids=True)
    if report.scenario.facts:
        yield element("section", heading(level, text("html.heading.facts")), terms(wording.facts(), "dr-facts"))
    if report.scenario.events:
        heads = [text(f"html.column.{name}") for name in ("time", "event", "said")]
        events = sorted(report.scenario.events, key=lambda event: event.at.default.earliest)
        rows = [[_when(event, clock), wording.event(event), _said(event)] for event in events]
        yield element("section", heading(level, text("html.heading.events")), table(heads, rows, "dr-events"))


def _when(event: Event, clock: Clock) -> str:
    if not event.at.disputed:
        return timed(clock.account(event.at.default))
    return timed("; ".join(clock.accounts(event)))


def _said(event: Event) -> Markup:
    source = element("small", text("html.source", source=event.source)) if event.source else ""
    return join((event.note or "", source))

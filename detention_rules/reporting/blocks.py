"""One finding as a block of lines: its status and title, then what a reader needs to act on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detention_rules.language.rules import Deadline, Precondition, Recurrence, Rule
from detention_rules.language.sentences import length_words, listed, words
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Alternative, Citation, Finding, Report, Selection, Verdict
from detention_rules.model.periods import rough
from detention_rules.model.scenario import Event
from detention_rules.reporting.clock import Clock, ended
from detention_rules.reporting.lines import Line, Span, Symbols, hard, line, soft

STYLES = {
    Verdict.VIOLATED: "red",
    Verdict.UNDETERMINED: "yellow",
    Verdict.PENDING: "cyan",
    Verdict.COMPLIED: "green",
    Verdict.NOT_APPLICABLE: "",
}
_SHOWN = 6
"""Departures from the defaults that are named in a short block."""


def status(finding: Finding) -> str:
    """Return the few words that stand before a finding's title: how late, how long left; empty where there is nothing to add."""
    margin = finding.margin_seconds
    match finding.verdict:
        case Verdict.VIOLATED if margin is not None and margin < 0:
            return text("report.status.late", time=rough(margin))
        case Verdict.VIOLATED if isinstance(_form(finding), Precondition):
            return text("report.status.not-met")
        case Verdict.VIOLATED if (over := finding.overrun) is not None and over.seconds[0] > 0:
            return text("report.status.late-at-least", time=rough(over.seconds[0]))
        case Verdict.VIOLATED:
            return text("report.status.not-done" if finding.discharge is None else "report.status.too-late")
        case Verdict.PENDING if margin is not None:
            return text("report.status.left", time=rough(margin))
        case Verdict.PENDING:
            earliest = finding.earliest_margin
            return text("report.status.no-number") if earliest is None else text("report.status.at-least", time=rough(max(0, earliest)))
        case Verdict.UNDETERMINED if finding.open:
            return text("report.status.no-number") if margin is None else text("report.status.left", time=rough(margin))
        case Verdict.COMPLIED if margin is not None:
            return text("report.status.spare", time=rough(margin)) if margin else text("report.status.at-limit")
    return ""


def block(finding: Finding, report: Report, clock: Clock, symbols: Symbols, *, column: int = 0, verbose: bool = False) -> Iterator[Line]:
    """Yield a finding's lines. `column` is the width of the longest status beside it; `verbose` adds every step of reasoning."""
    yield from block_of(finding, status(finding), details(finding, report, clock, verbose=verbose), symbols, column=column)
    if verbose:
        yield from steps(finding, symbols, indent=4)


def block_of(finding: Finding, stands: str, rows: Sequence[tuple[str, str]], symbols: Symbols, *, column: int = 0) -> Iterator[Line]:
    """Yield the lines of a finding of which it is said how it stands, and rows that tell more: labels and what they say."""
    style = STYLES[finding.verdict]
    head: list[Span] = [(symbols.mark(finding.verdict.value), f"bold {style}".strip()), (" ", "")]
    if column:
        head += [(hard(stands.ljust(column) + " "), f"bold {style}".strip()), (" ", "")]
    yield Line((*head, (finding.rule.title, "bold")), hang=2 + (column + 2 if column else 0))
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        yield line(hard(f"{label.ljust(width)} "), " ", value, indent=4, hang=width + 2)


def details(finding: Finding, report: Report, clock: Clock, *, verbose: bool = False) -> list[tuple[str, str]]:
    """Return what a reader needs to act on a finding: each a label and what it says."""
    return [(text(f"report.label.{key}"), value) for key, value in particulars(finding, report, clock, verbose) if value]


def headline(finding: Finding) -> str:
    """Return a finding in one line: its verdict, how late or how long left, and the rule's title."""
    told = (text(f"report.verdict.{finding.verdict.value}"), soft(status(finding)))
    return text("format.headline", status=", ".join(part for part in told if part), title=finding.rule.title)


def told(finding: Finding, report: Report, *, verbose: bool = False) -> list[str]:
    """Return a finding as lines for a format that other programs show: its headline, its details and, if `verbose`, its reasoning."""
    rows = details(finding, report, Clock(report), verbose=verbose)
    return [headline(finding), *(soft(f"{label}: {value}") for label, value in rows), *(finding.because if verbose else ())]


def selection_words(selection: Selection) -> str:
    """Return which rules a report was asked for, and how many findings that leaves out."""
    parts = (
        text(f"report.selection.{name}", prefixes=listed(prefixes))
        for name, prefixes in (("select", selection.select), ("ignore", selection.ignore))
        if prefixes
    )
    return "; ".join((*parts, count("report.selection.left-out", selection.left_out)))


def overview(finding: Finding, report: Report, clock: Clock, symbols: Symbols, column: int) -> Line:
    """Return a finding on one line: how late, what, the limit, and when it was due and done."""
    style = f"bold {STYLES[finding.verdict]}".strip()
    facts = "; ".join(part for part in (finding.limit, due(finding, report, clock)) if part)
    head = ((symbols.mark(finding.verdict.value), style), (" ", ""), (hard(status(finding).ljust(column) + " "), style), (" ", ""))
    tail = ((text("report.overview", facts=facts), ""),) if facts else ()
    return Line((*head, (finding.rule.title, "bold"), *tail), hang=column + 4)


def due(finding: Finding, report: Report, clock: Clock) -> str:
    """Return in one phrase when a finding's act was due and done, or only the latter where there is no number."""
    key, done = _done(finding, report, clock)
    return text("report.overview-due", due=done) if key == "due" else done


def steps(finding: Finding, symbols: Symbols, indent: int) -> Iterator[Line]:
    """Yield the steps of a finding's reasoning."""
    for step in finding.because:
        yield line(f"{symbols.bullet} {step}", indent=indent, hang=2)


def law(cites: Sequence[Citation]) -> str:
    """Return citations on one line: the report's paragraphs together, then the articles, none of them broken."""
    paragraphs = [str(cite.report) for cite in cites if cite.report is not None]
    others = [hard(str(cite)) for cite in cites if cite.report is None]
    if len(paragraphs) > 1:
        return "; ".join([text("report.paragraphs", numbers=", ".join(paragraphs)), *others])
    return "; ".join(hard(str(cite)) for cite in cites)


def provisions(finding: Finding) -> str:
    """Return the rule behind a finding and what it cites."""
    rule = hard(finding.rule.id)
    return text("report.law", rule=rule, cites=law(finding.cites)) if finding.cites else rule


def acts(finding: Finding) -> str:
    """Return what would discharge a finding's duty."""
    return listed(map(words, finding.acts))


def event_words(event: Event) -> str:
    """Return an event's type in words, with its id where that says more."""
    return words(event.type) if event.id == event.type else text("report.event", words=words(event.type), id=event.id)


def particulars(finding: Finding, report: Report, clock: Clock, verbose: bool) -> Iterator[tuple[str, str]]:
    """Yield what a reader needs to act on a finding: keys of `report.label`, and words, which may be empty."""
    undetermined = finding.verdict is Verdict.UNDETERMINED
    if undetermined:
        yield "missing", "; ".join(finding.needs)
        yield from (("if", value) for value in _edges(finding, clock))
    yield _started(finding, clock)
    rule = finding.rule
    if isinstance(rule, Rule) and isinstance(rule.form, Precondition) and finding.verdict is not Verdict.COMPLIED:
        yield "demands", rule.means
    yield _done(finding, report, clock)
    if (over := finding.overrun) is not None:
        least, most = map(rough, over.seconds)
        yield "late", text("report.late-between", least=least, most=most)
    if finding.verdict is Verdict.PENDING:
        yield "needed", acts(finding)
    yield "law", provisions(finding)
    if finding.verdict is not Verdict.COMPLIED or verbose:
        yield "owed-by", rule.owed_by
    if finding.verdict is Verdict.VIOLATED or verbose:
        yield "breach", _breach(finding)
    yield "but", departures(finding, report, clock, verbose=verbose)
    if finding.more_worlds:
        yield "note", text("report.more-worlds")
    if finding.outside_source and not verbose:
        yield "note", text("report.outside-source")


def _started(finding: Finding, clock: Clock) -> tuple[str, str]:
    if finding.trigger is None:
        return "limit", finding.limit
    told, about = event_words(finding.trigger), finding.about
    values = {"event": text("because.event", event=told, about=about) if about else told, "time": clock.event(finding.trigger)}
    if finding.limit:
        if finding.runs_from is not None:
            name, instant = finding.runs_from
            return "limit", text("report.limit", limit=finding.limit, event=words(name), time=clock.time(instant))
        return "limit", text(_joined(finding), limit=finding.limit, **values)
    return "event", text("report.trigger", **values)


def _joined(finding: Finding) -> str:
    """Return how a limit and the event it starts at are put together: a length after it, a time that it names, or a cycle."""
    form = _form(finding)
    if isinstance(form, Recurrence):
        return "report.cycle"
    instants = [case.limit for case in form.cases if case.limit.unit == "instant"] if isinstance(form, Deadline) else []
    named = finding.limit in map(length_words, instants)
    same_day = finding.limit == text("limit.same-day")
    return "report.limit-named" if named or same_day else "report.limit"


def _done(finding: Finding, report: Report, clock: Clock) -> tuple[str, str]:
    """Return when the act was due and done, or only the latter where there is no number."""
    done, clock = "", clock.of(finding)
    if finding.discharge is not None:
        values = {"event": event_words(finding.discharge), "time": clock.act(finding)}
        after = _elapsed(finding) if finding.deadline is None else ""
        done = text("report.done-after", elapsed=after, **values) if after else text("report.done", **values)
    elif finding.verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED) and not isinstance(_form(finding), Precondition):
        done = text("report.not-done", as_of=clock.time(ended(finding, report)))
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return "done", done
    if finding.deadline is not None:
        due = clock.time(finding.deadline)
    elif (over := finding.overrun) is not None:
        first, last = map(clock.time, over.deadlines)
        due = text("report.due-between", first=first, last=last)
    else:
        return "done", done
    return "due", text("report.due-done", due=due, done=done) if done else due


def _elapsed(finding: Finding) -> str:
    if finding.trigger is None or finding.discharge is None:
        return ""
    began, done = finding.trigger.at.default, finding.discharge.at.default
    start = began.earliest if finding.runs_from is None else finding.runs_from[1]
    return rough(done.earliest - start) if began.exact and done.exact else ""


def _breach(finding: Finding) -> str:
    breach = finding.rule.breach
    return text("report.breach", consequence=breach.consequence, cites=law(breach.liability)) if breach.liability else breach.consequence


def _edges(finding: Finding, clock: Clock) -> Iterator[str]:
    for key, edges in (("from", finding.violated_from), ("until", finding.violated_until)):
        for event, instant in edges.items():
            yield text(f"report.violated-{key}", event=event, time=clock.time(instant))


def departures(finding: Finding, report: Report, clock: Clock, *, verbose: bool = False) -> str:
    """Return under which other readings and accounts the verdict is another one; `verbose` also tells where only the deadline is."""
    found = [other for other in finding.alternatives if verbose or other.verdict is not finding.verdict]
    shown = [text("report.if", what=_outcome(other, finding, clock), assuming=assuming_words(other.assuming, report)) for other in found]
    if not verbose and len(shown) > _SHOWN:
        return "; ".join([*shown[:_SHOWN], text("report.more-alternatives", number=len(shown) - _SHOWN)])
    return "; ".join(shown)


def _outcome(other: Alternative, finding: Finding, clock: Clock) -> str:
    told = [text(f"report.verdict.{other.verdict.value}"), overrun(other)]
    if other.deadline is not None and other.deadline != finding.deadline:
        told.append(text("report.overview-due", due=clock.time(other.deadline)))
    first, *rest = [part for part in told if part]
    return text("report.outcome", verdict=first, facts=", ".join(rest)) if rest else first


def overrun(other: Alternative) -> str:
    """Return how late an act would be under other choices; empty where it would not be, or no number says it."""
    late = other.verdict is Verdict.VIOLATED and other.margin_seconds is not None and other.margin_seconds < 0
    return text("report.status.late", time=rough(other.margin_seconds or 0)) if late else ""


def assuming_words(assuming: Mapping[str, str], report: Report) -> str:
    """Return choices other than the defaults in words: readings, and whose account of a time is right."""
    events = {event.id for event in report.scenario.events}
    return listed(
        (
            text("report.assuming-account" if name in events else "report.assuming-reading", name=name, option=option)
            for name, option in assuming.items()
        ),
        "and",
    )


def _form(finding: Finding) -> object:
    return finding.rule.form if isinstance(finding.rule, Rule) else None


__all__ = [
    "STYLES",
    "acts",
    "assuming_words",
    "block",
    "block_of",
    "departures",
    "details",
    "due",
    "event_words",
    "headline",
    "law",
    "overrun",
    "overview",
    "particulars",
    "provisions",
    "selection_words",
    "status",
    "steps",
    "told",
]

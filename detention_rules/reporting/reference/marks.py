"""What every drawing shows: the events of an example, where they may lie, and the event that a condition is asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detention_rules.engine.explain import Explanation
from detention_rules.language.rules import Case, Precondition, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding
from detention_rules.model.periods import rough
from detention_rules.model.scenario import Event
from detention_rules.reporting.reference.drawing import IDLE, OPEN, Drawing, Mark, Stretch
from detention_rules.reporting.reference.wording import Wording


def explanation(finding: Finding) -> Explanation:
    """Return the engine's account of a finding."""
    assert isinstance(finding.details, Explanation)
    return finding.details


def counts_days_off(case: Case) -> bool:
    """Tell whether days off matter to a case of a limit."""
    return case.limit.unit == "working_days" or case.limit.non_working is not None


def by_working_days(rule: Rule) -> bool:
    """Tell whether days off matter to a rule."""
    cases: Sequence[Case] = getattr(rule.form, "cases", ())
    return any(map(counts_days_off, cases)) or any(cycle.forward for cycle in getattr(rule.form, "cycles", ()))


def event_marks(wording: Wording, remarks: Mapping[str, Sequence[str]], trigger: Event | None = None) -> Iterator[Mark]:
    """Yield every event of an example, a disputed one once for each account. Of those at one instant the trigger stands first."""
    scenario = wording.report.scenario
    for event in scenario.events:
        said = list(remarks.get(event.id, ()))
        if event in wording.report.not_yet_known:
            said.append(text("page.picture.not-yet-known"))
        for account in event.at.accounts:
            told = wording.event(event)
            if event.at.disputed:
                told = text("page.picture.according-to", event=told, account=account.name)
            if account.kind == "day":
                told = text("page.picture.some-time", event=told)
            elif not account.exact:
                told = text("page.picture.or-later", event=told, latest=wording.time(account.latest))
            yield Mark(account.earliest, wording.time(account.earliest), joined(told, said), 0 if event is trigger else 1)


def uncertain(wording: Wording, rule: Rule) -> Iterator[Stretch]:
    """Yield the parts of the line in which an uncertain event that a rule consults may lie."""
    for event in wording.report.scenario.events:
        for account in event.at.accounts:
            if event.type in rule.events and not account.exact:
                yield Stretch(account.earliest, account.latest, OPEN)


def joined(told: str, said: Sequence[str]) -> str:
    """Return an event's words with what is remarked of it."""
    return text("page.picture.remark", event=told, remark="; ".join(said)) if said else told


def condition_drawing(finding: Finding, wording: Wording) -> Drawing:
    """Return the drawing of an event that is lawful only under a condition, with what came before it."""
    rule, trigger = explanation(finding).rule.rule, finding.trigger
    assert trigger is not None and isinstance(rule.form, Precondition)
    judged = trigger.at.default.earliest
    before = [event for event in wording.report.scenario.events if event.at.default.earliest <= judged and event is not trigger]
    telling = [event for event in before if event.type in rule.events] or before
    said = {
        event.id: [text("page.picture.before", time=rough(judged - event.at.default.earliest))]
        for event in telling
        if event.at.default.exact
    }
    said[trigger.id] = [text(f"page.picture.judged-{finding.verdict.value}")]
    first = min((event.at.default.earliest for event in telling), default=judged)
    last = max((account.latest for account in trigger.at.accounts), default=judged)
    marks = tuple(event_marks(wording, said, trigger))
    return Drawing((first, last), marks, (Stretch(first, last, IDLE), *uncertain(wording, rule)), (judged,))

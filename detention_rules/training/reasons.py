"""Why a key is what it is: the steps of the engine, and of each act that was done and does not count, why."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.rules import Deadline
from detention_rules.language.sentences import listed, value_words, words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding
from detention_rules.model.scenario import Event
from detention_rules.training.keys import details
from detention_rules.training.values import instant_words


def because(finding: Finding) -> tuple[str, ...]:
    """Return the steps of reasoning without the rule's remarks, which are not about this case."""
    remarks = len(details(finding).rule.rule.notes)
    return (*finding.because[: len(finding.because) - remarks], *_not_counted(finding))


def cites(finding: Finding) -> tuple[str, ...]:
    """Return what a finding rests on."""
    return tuple(str(cite) for cite in finding.cites)


def _not_counted(finding: Finding) -> Iterator[str]:
    """Yield each act of the right kind, from the trigger to what discharged the duty, that did not discharge it, with what it lacks."""
    kept = details(finding)
    if not isinstance(kept.rule.form, Deadline) or not kept.cases():
        return
    done = finding.discharge
    for event in kept.timeline.scenario.events:
        at = event.at.default.earliest
        if not kept.time <= at <= (kept.timeline.as_of if done is None else done.at.default.earliest) or event is done:
            continue
        lacks = tuple(_lacking(event, finding, kept.rule.form))
        if lacks:
            time = instant_words(at, kept.timeline.zone)
            yield text("key.not-counted", event=words(event.type), time=time, why=listed(lacks, "and"))


def _lacking(event: Event, finding: Finding, form: Deadline) -> Iterator[str]:
    trigger = finding.trigger
    for pattern in form.must:
        if pattern.type != event.type:
            continue
        for name, test in pattern.form:
            if name in event.attributes and not test.holds(event.attributes[name]):
                yield text("key.form", attribute=words(name), value=value_words(event.attributes[name]))
        for name in form.same if trigger is not None else ():
            theirs, wanted = event.attributes.get(name), trigger.attributes.get(name) if trigger else None
            if theirs is not None and wanted is not None and theirs != wanted:
                said = {"attribute": words(name), "value": value_words(theirs), "trigger": words(trigger.type if trigger else "")}
                yield text("key.not-same", **said, wanted=value_words(wanted))
        return

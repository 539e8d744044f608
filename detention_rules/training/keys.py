"""What the engine's findings make right: which of them can be asked about fairly, and what is then to be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from detention_rules.engine.explain import Explanation
from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Pack, Rule
from detention_rules.language.sentences import words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Finding, Report, Verdict
from detention_rules.model.periods import MINUTE
from detention_rules.model.scenario import Event
from detention_rules.model.zones import Zone
from detention_rules.training.tasks import Answer, Option, Premise
from detention_rules.training.values import instant_words, iso

Labels = Mapping[str, Finding]
"""Findings by the title under which a task names them."""


def details(finding: Finding) -> Explanation:
    """Return what the engine kept of a finding."""
    return cast(Explanation, finding.details)


def labelled(report: Report, home: Zone) -> dict[str, Finding]:
    """Return the findings that a title names: the rule's own, with its trigger where a rule found several. Others cannot be asked about."""
    found: dict[str, list[Finding]] = {}
    often = Counter(finding.rule.title for finding in report.findings)
    for finding in report.findings:
        if finding.trigger is None or details(finding).period is not None:
            continue  # one period of many has no title of its own
        title = finding.rule.title
        if often[title] > 1:
            event = finding.trigger
            if not event.at.default.exact:
                continue
            title = text("task.after", title=title, event=words(event.type), time=instant_words(event.at.default.earliest, home))
        found.setdefault(title, []).append(finding)
    return {title: same[0] for title, same in found.items() if len(same) == 1}


def certain(finding: Finding) -> bool:
    """Tell whether a finding has one outcome once every premise is given: nothing unknown, uncertain or left untried."""
    kept = details(finding)
    uncertain = kept.spread is not None and bool(kept.spread.events)
    return finding.verdict is not Verdict.UNDETERMINED and not uncertain and not kept.judgement.several and not finding.more_worlds


def limit_of(finding: Finding) -> Limit | None:
    """Return the limit that decided, where one did and has a number."""
    cases = details(finding).cases()
    limit = cases[0].source.limit if len(cases) == 1 else None
    return None if limit is None or limit.unit == "standard" else limit


def numbered(finding: Finding) -> bool:
    """Tell whether a finding rests on a number of the law or on no number at all, but not on a tolerance, which no document tells."""
    return limit_of(finding) is not None or not details(finding).cases()


def to_the_minute(seconds: int | None) -> bool:
    """Tell whether minutes say it exactly."""
    return seconds is not None and seconds % MINUTE == 0


def shown_once(instant: int, home: Zone) -> bool:
    """Tell whether local clocks showed an instant's time only once, so that a local time names it."""
    return home.instants(home.local(instant).replace(tzinfo=None)) == (instant,)


# what is fair to ask, and the answer to it


def breach_fair(finding: Finding) -> bool:
    """Tell whether it can be asked if, and by how much, a limit was breached."""
    exact = finding.margin_seconds is None or to_the_minute(finding.margin_seconds)
    return certain(finding) and numbered(finding) and exact


def breach(finding: Finding) -> Answer | None:
    """Return how late a limit was kept; no number where it is not a matter of time; None where it was not breached."""
    return breached(finding.verdict, finding.deadline, finding.margin_seconds)


def breached(verdict: Verdict, _: int | None, margin: int | None) -> Answer | None:
    """Return what a verdict and a margin make of a question for breaches."""
    if verdict is not Verdict.VIOLATED:
        return None
    return Answer() if margin is None or margin >= 0 else Answer(minutes=-margin // MINUTE)


def deadline_fair(finding: Finding, home: Zone) -> bool:
    """Tell whether the last instant in time can be asked for."""
    deadline = finding.deadline
    limited = certain(finding) and limit_of(finding) is not None and finding.verdict is not Verdict.NOT_APPLICABLE
    return limited and deadline is not None and to_the_minute(deadline) and shown_once(deadline, home)


def last_instant(finding: Finding, home: Zone) -> Answer | None:
    """Return the last instant that was in time."""
    return deadline_told(finding.deadline, home)


def deadline_told(deadline: int | None, home: Zone) -> Answer | None:
    """Return what a deadline makes of a question for the last minute."""
    return None if deadline is None else Answer(instant=iso(deadline, home))


def due_fair(finding: Finding, home: Zone) -> bool:
    """Tell whether it can be asked if a duty is still open and in time, and until when."""
    if not certain(finding) or not numbered(finding):
        return False
    return finding.verdict is not Verdict.PENDING or deadline_fair(finding, home)


def due(finding: Finding, home: Zone) -> Answer | None:
    """Return until when a duty is due; None where it is not open, or no longer in time."""
    return pending(finding.verdict, finding.deadline, home)


def pending(verdict: Verdict, deadline: int | None, home: Zone) -> Answer | None:
    """Return what a verdict and a deadline make of a question for what is due."""
    return Answer(instant=iso(deadline, home)) if verdict is Verdict.PENDING and deadline is not None else None


def missing_fair(finding: Finding) -> bool:
    """Tell whether it can be asked if a limit can be decided: surely, or for want of exactly one thing."""
    return len(finding.needs) == 1 if finding.verdict is Verdict.UNDETERMINED else certain(finding) and numbered(finding)


def missing(finding: Finding, choices: Iterable[Option]) -> Answer | None:
    """Return what a finding lacks to be decided; None where it is decided."""
    if finding.verdict is not Verdict.UNDETERMINED:
        return None
    return Answer(choices=tuple(choice.id for choice in choices if choice.name in finding.needs))


def readings_fair(finding: Finding) -> bool:
    """Tell whether it can be asked under which departures the verdict would differ."""
    return certain(finding) and numbered(finding) and finding.verdict is not Verdict.NOT_APPLICABLE


def departures(finding: Finding, pack: Pack) -> list[tuple[str, str]]:
    """Return every single departure from the defaults that a duty consults: another option of a reading, another account of a time."""
    kept = details(finding)
    chosen = kept.timeline.readings
    found = [(name, option) for name in _rule(finding).readings for option in pack.readings[name].names if option != chosen[name]]
    for event in kept.timeline.uncertain:
        if event.type in kept.rule.events and event.at.disputed:
            found += [(event.id, account.name or "") for account in event.at.accounts[1:]]
    return found


def differing(finding: Finding) -> dict[tuple[str, str], Alternative]:
    """Return the single departures under which the verdict on a finding differs."""
    return {
        item: other
        for other in finding.alternatives
        if len(other.assuming) == 1 and other.verdict is not finding.verdict
        for item in other.assuming.items()
    }


# premises


def premises_of(findings: Iterable[Finding], pack: Pack, home: Zone) -> dict[str, Premise]:
    """Return what has to be taken as given for some findings to have one outcome: the readings and accounts that would change it."""
    found: dict[str, Premise] = {}
    for finding in findings:
        timeline = details(finding).timeline
        for name in (name for other in finding.alternatives for name in other.assuming if name not in found):
            if name in pack.readings:
                found[name] = _reading(name, timeline.readings[name], pack)
            else:
                event = next(event for event in timeline.scenario.events if event.id == name)
                found[name] = _account(event, home)
    return found


def _reading(name: str, option: str, pack: Pack) -> Premise:
    reading = pack.readings[name]
    means = next(known.means for known in reading.options if known.name == option)
    return Premise(name, option, text("premise.reading", id=name, question=reading.question, means=means))


def _account(event: Event, home: Zone) -> Premise:
    account = event.at.default
    time = instant_words(account.earliest, home)
    return Premise(event.id, account.name or "", text("premise.account", event=words(event.type), account=account.name, time=time))


def _rule(finding: Finding) -> Rule:
    return details(finding).rule.rule

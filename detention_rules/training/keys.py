"""What the engine's findings make right: which of them can be asked about fairly, and what is then to be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from detention_rules.engine.explain import Explanation
from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Pack
from detention_rules.language.sentences import words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Finding, Report, Verdict
from detention_rules.model.periods import MINUTE
from detention_rules.model.zones import Zone
from detention_rules.training.tasks import Answer, Kind, Option
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


def told_by_law(finding: Finding) -> bool:
    """Tell whether a finding rests on the text alone, and not on a tolerance for an open standard, which no document tells."""
    return limit_of(finding) is not None or finding.rule.id not in details(finding).timeline.scenario.tolerances


def to_the_minute(seconds: int | None) -> bool:
    """Tell whether minutes say it exactly."""
    return seconds is not None and seconds % MINUTE == 0


def shown_once(instant: int, home: Zone) -> bool:
    """Tell whether local clocks showed an instant's time only once, so that a local time names it."""
    return home.instants(home.local(instant).replace(tzinfo=None)) == (instant,)


# what is right, of a verdict, a deadline and a margin, whether they are found truly or under a misconception


def breached(verdict: Verdict, _: int | None, margin: int | None, __: Zone) -> Answer | None:
    """Return how late a limit was kept; no number where it is not a matter of time; None where it was not breached."""
    if verdict is not Verdict.VIOLATED:
        return None
    return Answer() if margin is None or margin >= 0 else Answer(minutes=-margin // MINUTE)


def last_minute(_: Verdict, deadline: int | None, __: int | None, home: Zone) -> Answer | None:
    """Return the last instant in time."""
    return None if deadline is None else Answer(instant=iso(deadline, home))


def due(verdict: Verdict, deadline: int | None, _: int | None, home: Zone) -> Answer | None:
    """Return until when a duty is due; None where it is not open, or no longer in time."""
    return Answer(instant=iso(deadline, home)) if verdict is Verdict.PENDING and deadline is not None else None


def not_named(*_: object) -> None:
    """Return nothing: a task that asks what cannot be decided does not name a limit that a misconception decides."""


Said = Callable[[Verdict, int | None, int | None, Zone], Answer | None]
"""What is to be answered of a verdict, a deadline and a margin in seconds; None: the option is left out."""

SAID: Mapping[Kind, Said] = {"breaches": breached, "last_minute": last_minute, "due": due, "missing": not_named}


def right(kind: Kind, finding: Finding, home: Zone, choices: Iterable[Option] = ()) -> Answer | None:
    """Return what a task of a kind has answered of a finding. None: it is not to be named."""
    if kind == "missing":
        return _lacking(finding, choices)
    return SAID[kind](finding.verdict, finding.deadline, finding.margin_seconds, home)


def _lacking(finding: Finding, choices: Iterable[Option]) -> Answer | None:
    lacks = need(finding)
    return None if lacks is None else Answer(choices=tuple(choice.id for choice in choices if choice.name == lacks))


NUMBER = "number"
"""What is missing where the law gives an open standard and no number: no paper could tell it."""

_OPEN = ("standard-elapsed", "standard-waiting")
"""The engine's reasons where nothing but such a number is missing."""


def need(finding: Finding) -> str | None:
    """Return the one thing that a finding lacks to be decided: a fact, an attribute, a time, or NUMBER; None where it lacks none."""
    if finding.verdict is not Verdict.UNDETERMINED or len(finding.needs) != 1:
        return None
    return NUMBER if any(outcome.reason in _OPEN for outcome in details(finding).judgement.outcomes) else finding.needs[0]


# what is fair to ask


def fair(kind: Kind, finding: Finding, home: Zone) -> bool:
    """Tell whether a finding can be asked about in a task of a kind: whether there is one answer, which the papers let somebody give."""
    return _FAIR[kind](finding, home)


def _breach_fair(finding: Finding, _: Zone) -> bool:
    exact = finding.margin_seconds is None or to_the_minute(finding.margin_seconds)
    return certain(finding) and told_by_law(finding) and exact


def _last_minute_fair(finding: Finding, home: Zone) -> bool:
    deadline = finding.deadline
    limited = certain(finding) and limit_of(finding) is not None and finding.verdict is not Verdict.NOT_APPLICABLE
    return limited and deadline is not None and to_the_minute(deadline) and shown_once(deadline, home)


def _due_fair(finding: Finding, home: Zone) -> bool:
    if not certain(finding) or not told_by_law(finding):
        return False
    return finding.verdict is not Verdict.PENDING or _last_minute_fair(finding, home)


def _missing_fair(finding: Finding, _: Zone) -> bool:
    return need(finding) is not None if finding.verdict is Verdict.UNDETERMINED else certain(finding) and told_by_law(finding)


def _readings_fair(finding: Finding, _: Zone) -> bool:
    return certain(finding) and told_by_law(finding) and finding.verdict is not Verdict.NOT_APPLICABLE


_FAIR: Mapping[Kind, Callable[[Finding, Zone], bool]] = {
    "breaches": _breach_fair,
    "last_minute": _last_minute_fair,
    "due": _due_fair,
    "missing": _missing_fair,
    "readings": _readings_fair,
}


# readings and accounts


Departure = tuple[str, str]
"""A reading with an option, or a disputed event with an account, that is not the default."""


def departures(finding: Finding, pack: Pack) -> list[Departure]:
    """Return every single departure from the defaults that a duty consults: another option of a reading, another account of a time."""
    kept = details(finding)
    chosen = kept.timeline.readings
    found = [(name, option) for name in kept.rule.rule.readings for option in pack.readings[name].names if option != chosen[name]]
    for event in kept.timeline.uncertain:
        if event.type in kept.rule.events and event.at.disputed:
            found += [(event.id, account.name or "") for account in event.at.accounts[1:]]
    return found


def differing(finding: Finding) -> dict[Departure, Alternative]:
    """Return the single departures under which the verdict on a finding differs."""
    return {
        item: other
        for other in finding.alternatives
        if len(other.assuming) == 1 and other.verdict is not finding.verdict
        for item in other.assuming.items()
    }

"""Rules in plain sentences: every construct of the language put into words of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detention_rules.language.conditions import (
    NEVER,
    All,
    Compared,
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    LaterInDay,
    Limit,
    Not,
    OnDayOf,
    OneOf,
    Pattern,
    ReadingIs,
    Shares,
    Some,
    StatesTime,
    Test,
    TriggerHas,
    TriggerIs,
    Unless,
)
from detention_rules.language.rules import Bound, Case, Cycle, Dates, Deadline, Pack, Recurrence, Rule
from detention_rules.model.catalogue import count, text
from detention_rules.model.periods import Period, elapsed
from detention_rules.model.scenario import Value

_CALENDAR_PERIODS = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}


def words(name: str) -> str:
    """Return an identifier of the vocabulary as words: `arrest_record` as "arrest record"."""
    return name.replace("_", " ").replace("-", " ")


def listed(parts: Iterable[str], joint: str = "or") -> str:
    """Join parts as prose: "a, b or c"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return text(f"list.{joint}", first=", ".join(items[:-1]), last=items[-1])


def value_words(value: Value) -> str:
    """Return a value as a person would write it."""
    if isinstance(value, bool):
        return text("value.yes" if value else "value.no")
    if isinstance(value, tuple):
        return listed((str(item) for item in value), "and") or text("value.none")
    return words(str(value)) if isinstance(value, str) else str(value)


def test_words(test: Test) -> str:
    """Return a test as the rest of a sentence: "is serious", "is above 5"."""
    match test:
        case OneOf(values):
            if values and all(isinstance(value, bool) for value in values):
                return text("test.true" if True in values else "test.false")
            return text("test.is", values=listed(sorted(value_words(value) for value in values)))
        case Compared(how, bound):
            return text(f"test.{how}", bound=f"{bound:g}")
        case Unless(inner):
            return text("test.not", inner=test_words(inner))


def condition_words(condition: Condition) -> str:
    """Return a condition as a clause."""
    match condition:
        case FactIs(path, test):
            return text("condition.fact", fact=path, test=test_words(test))
        case ReadingIs(reading, options):
            return text("condition.reading", reading=reading, options=listed(options))
        case TriggerHas(attribute, OneOf(values)) if values and all(isinstance(value, bool) for value in values):
            return text("condition.trigger-says", attribute=words(attribute), value=value_words(True in values))
        case TriggerHas(attribute, test):
            return text("condition.trigger", attribute=words(attribute), test=test_words(test))
        case TriggerIs(types):
            return text("condition.trigger-is", types=listed(words(name) for name in types))
        case Earlier(pattern, scope, shares, unless):
            event = pattern_words(pattern._replace(reaches=None))
            if pattern.reaches is not None:
                event = text("condition.reaching", event=event, attribute=words(pattern.reaches))
            told = _sharing(text(f"condition.earlier-{scope}", event=event), shares)
            enders = listed(_sharing(pattern_words(ender), pairs) for ender, pairs in unless)
            return text("condition.not-undone", earlier=told, enders=enders) if unless else told
        case Elapsed(since, at_least, at_most, _, shares):
            bounds = [
                text(f"condition.{how}", limit=limit_words(bound))
                for how, bound in (("at-least", at_least), ("at-most", at_most))
                if bound is not None
            ]
            return _sharing(text("condition.elapsed", event=listed(map(words, since)), bounds=listed(bounds, "and")), shares)
        case LaterInDay(than):
            return text("condition.later-in-day", fact=than)
        case StatesTime(attribute, event):
            return text("condition.states-time", attribute=words(attribute), event=words(event))
        case OnDayOf(event):
            return text("condition.on-day-of", event=words(event))
        case Later(pattern, within):
            return text("condition.later", event=pattern_words(pattern), limit=limit_words(within))
        case Detained(before):
            return text("condition.detained-before", attribute=words(before)) if before else text("condition.detained")
        case Some(()):
            return text("condition.never")
        case All(parts):
            return listed((_grouped(part) for part in parts), "and")
        case Some(parts):
            return listed((_grouped(part) for part in parts), "or")
        case Not(Earlier() as part):
            return text("condition.none", inner=condition_words(part))
        case Not(part):
            return text("condition.not", inner=_grouped(part))


def _sharing(told: str, shares: Shares) -> str:
    pairs = listed((text("condition.shares", theirs=words(theirs), mine=words(mine)) for theirs, mine in shares), "and")
    return text("condition.sharing", earlier=told, pairs=pairs) if pairs else told


def _grouped(condition: Condition) -> str:
    inner = condition_words(condition)
    return f"({inner})" if isinstance(condition, (All, Some)) and len(condition.parts) > 1 else inner


def pattern_words(pattern: Pattern) -> str:
    """Return a pattern as a noun phrase: "remand authorized (by is investigating judge or court)"."""
    details = [text("pattern.form", attribute=words(name), test=test_words(test)) for name, test in pattern.form]
    if pattern.counted:
        details.append(text("pattern.counted", attribute=words(pattern.counted)))
    if pattern.fresh:
        details.append(text("pattern.fresh"))
    if pattern.reaches:
        details.append(text("pattern.reaches", attribute=words(pattern.reaches)))
    if pattern.when:
        details.append(text("pattern.when", condition=condition_words(pattern.when)))
    return f"{words(pattern.type)} ({'; '.join(details)})" if details else words(pattern.type)


def length_words(limit: Limit) -> str:
    """Return only the length of a limit: "48 h", "2 months", "immediately"."""
    match limit.unit:
        case "elapsed":
            return elapsed(limit.amount)
        case "months":
            return str(Period(limit.amount // 12, limit.amount % 12))
        case "days":
            return count("unit.day", limit.amount) if limit.amount else text("limit.same-day")
        case "working_days":
            return count("unit.working-day", limit.amount)
        case "attribute" | "fact":
            return text("limit.carried", name=words(limit.carried.rpartition(".")[2]))
        case "standard":
            return text("limit.standard", word=limit.carried)
        case _:
            return text("limit.instant", name=words(limit.start.name))


def limit_words(limit: Limit) -> str:
    """Return a limit with every convention by which it is counted."""
    parts = [length_words(limit)]
    if limit.start.kind != "trigger" and limit.unit != "instant":
        kind = f"{limit.start.kind}-case" if limit.start.scope == "case" else limit.start.kind
        parts.append(text(f"limit.from-{kind}", name=words(limit.start.name)))
    parts += counting_words(limit)
    if limit.outer is not None:
        parts.append(text("limit.outer", limit=limit_words(limit.outer)))
    return ", ".join(parts)


def counting_words(limit: Limit) -> list[str]:
    """Return the conventions by which the days of a limit are counted: which is the first, which the last, and when that ends."""
    parts = []
    if limit.unit in ("days", "working_days") and limit.amount:
        parts.append(text("limit.first-same" if limit.first_same else "limit.first-next"))
    if limit.less_days:
        parts.append(count("limit.less", limit.less_days))
    if limit.non_working:
        parts.append(text(f"limit.non-working-{limit.non_working}"))
    if limit.unit not in ("elapsed", "instant", "standard"):
        parts.append(text(f"limit.ends-{limit.ends}"))
    return parts


def dates_words(dates: Dates) -> str:
    """Return from when until when something was law."""
    return " ".join(
        text(f"dates.{key}", date=bound_words(bound)) for key, bound in (("from", dates.since), ("until", dates.until)) if bound is not None
    )


def bound_words(bound: Bound) -> str:
    """Return a date of change, saying so where it is not certain."""
    if bound.earliest == bound.latest:
        return bound.on.isoformat()
    return text("dates.uncertain", date=bound.on, earliest=bound.earliest, latest=bound.latest)


def case_words(case: Case) -> str:
    """Return a case: its limit and when it decides."""
    parts = [limit_words(case.limit)]
    if case.dates is not None:
        parts.append(text("case.dates", dates=dates_words(case.dates)))
    if case.when is not None:
        parts.append(text("case.tested-at-limit" if case.at_limit else "case.when", condition=condition_words(case.when)))
    if case.cites:
        parts.append(f"[{'; '.join(str(cite) for cite in case.cites)}]")
    return " ".join(parts)


def rule_sentences(rule: Rule, pack: Pack) -> list[str]:
    """Return what a rule demands, sentence by sentence."""
    form = rule.form
    if isinstance(form, Deadline):
        demand = [after_sentence(rule, form), *limit_sentences(form), *modifier_sentences(form)]
    elif isinstance(form, Recurrence):
        demand = list(_recurrence(form))
    else:
        key = "rule.prohibited" if form.only_if == NEVER else "rule.whenever"
        demand = [text(key, trigger=_triggers(rule), condition=condition_words(form.only_if))]
    return [*demand, *scope_sentences(rule, pack)]


def _triggers(rule: Rule) -> str:
    return listed(pattern_words(pattern) for pattern in rule.triggers)


def scope_sentences(rule: Rule, pack: Pack) -> Iterator[str]:
    """Yield when a rule applies, from when until when it is law, and by which calendar it counts."""
    if rule.when is not None:
        yield text("rule.when", condition=condition_words(rule.when))
    if rule.in_force is not None:
        outside = text(f"rule.outside-{rule.in_force.otherwise}")
        yield text("rule.in-force", dates=dates_words(rule.in_force.dates), outside=outside, why=rule.in_force.why)
    if any(case.limit.unit == "working_days" for case in getattr(rule.form, "cases", ())) and pack.calendar.known_until:
        yield text("rule.calendar", country=pack.calendar.country, until=pack.calendar.known_until)


def after_sentence(rule: Rule, form: Deadline) -> str:
    """Return what starts a duty and what discharges it."""
    return text("rule.after", trigger=_triggers(rule), acts=listed(pattern_words(pattern) for pattern in form.must))


def limit_sentences(form: Deadline) -> Iterator[str]:
    """Yield the cases of a deadline, in their order."""
    for number, case in enumerate(form.cases, 1):
        key = "rule.case" if len(form.cases) > 1 else "rule.only-case"
        yield text(key, number=number, case=case_words(case))


def modifier_sentences(form: Deadline) -> Iterator[str]:
    """Yield what else a deadline asks of an act, what ends the duty, and what stops its clock."""
    if form.floor is not None:
        yield text("rule.floor", limit=limit_words(form.floor))
    if form.same:
        yield text("rule.same", names=listed((words(name) for name in form.same), "and"))
    if form.earlier_counts:
        yield text("rule.earlier-counts")
    if form.lapses:
        yield text("rule.lapses", events=listed(pattern_words(pattern) for pattern in form.lapses))
    for pause in form.paused:
        condition = f" {text('pattern.when', condition=condition_words(pause.when))}" if pause.when else ""
        yield text("rule.paused", start=words(pause.start), until=words(pause.until), condition=condition)


def _recurrence(form: Recurrence) -> Iterator[str]:
    span = form.fact or text("rule.span", start=words(form.after), end=listed(words(name) for name in form.until))
    acts = listed(pattern_words(pattern) for pattern in form.must)
    for cycle in form.cycles:
        how = times_words(cycle) + by_words(cycle) + (f" [{'; '.join(map(str, cycle.cites))}]" if cycle.cites else "")
        told = text("rule.every", period=period_words(cycle), span=span, acts=acts, how=how)
        if cycle.readings:
            told = text("rule.cycle-when", cycle=told, condition=listed(map(condition_words, cycle.readings), "and"))
        yield told


def period_words(cycle: Cycle) -> str:
    """Return a cycle's period: "month", "half-year", "7 days"."""
    if cycle.months in _CALENDAR_PERIODS:
        return text(f"period.{_CALENDAR_PERIODS[cycle.months]}")
    return elapsed(cycle.seconds) if cycle.seconds else str(Period(0, cycle.months, cycle.days))


def times_words(cycle: Cycle) -> str:
    """Return how many acts a period needs, where that is more than one."""
    return f" {count('rule.times', cycle.times)}" if cycle.times > 1 else ""


def by_words(cycle: Cycle) -> str:
    """Return by which day of the period the acts are due, where there is such a day."""
    if cycle.by_day is None:
        return ""
    return text("rule.by-day-forward" if cycle.forward else "rule.by-day", day=cycle.by_day)

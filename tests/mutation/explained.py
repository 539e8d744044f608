"""Why some mutants survive: each does what the code does, or differs only where it does not matter."""

from __future__ import annotations

NARROWED = "only tells the type checkers what the vocabulary or the shape of a rule has already made sure of"
QUICKER = "a quicker way to the same answer"
SIZE = "only how much is remembered"

EXPLAINED: dict[tuple[str, str, str, str], str] = {}
"""By module, function, code before and after."""


def _explain(why: str, module: str, where: str, *changes: tuple[str, str]) -> None:
    EXPLAINED.update({(module, where, before, after): why for before, after in changes})


_explain(SIZE, "model.zones", "", ("_KEPT_DAYS = 4096", "_KEPT_DAYS = 4097"))
_explain(
    QUICKER,
    "model.zones",
    "Zone.instants",
    ("if first.utcoffset() == second.utcoffset():", "if False:"),
)
_explain(QUICKER, "model.zones", "shift", ("if not years and (not months):", "if False:"))

_explain(NARROWED, "engine.limits", "_instant", ("value if isinstance(value, int) else None", "value"))
_explain(NARROWED, "engine.limits", "period_of", ("value if isinstance(value, Period) else None", "value"))
_explain(NARROWED, "engine.limits", "_end", ("value if isinstance(value, int) else None", "value"))
_explain("a pause without length moves nothing", "engine.limits", "paused_until", ("end > begin", "end >= begin"))

_explain(QUICKER, "engine.acts", "compile_patterns", ("if when is not never:", "if True:"))
_explain("the acts of a type are in order of time, so that none after is earlier", "engine.acts", "first_of", ("break", "pass"))
_explain(
    "only a state that is unknown is asked for after it",
    "engine.acts",
    "acts_of",
    ("state: bool | None = True", "state: bool | None = False"),
)
_explain(
    QUICKER,
    "engine.acts",
    "acts_of",
    ("if pattern.formed or same:", "if True:"),
    ("if pattern.counted is None and number == 1:", "if False:"),
    ("break", "pass"),
    ("if not possible and number == 1:", "if False:"),
)
_explain("either is later than any instant", "engine.acts", "_counted", ("FAR + 1", "FAR + 2"))

_explain(QUICKER, "engine.duties", "triggers_of", ("if rule.plain_trigger is not None:", "if False:"))
_explain(
    QUICKER,
    "engine.duties",
    "judge",
    ("arisen(rule, duty) if rule.unguarded else guarded(rule, duty, arisen)", "guarded(rule, duty, arisen)"),
)
_explain("joined with nothing, a judgement stays what it is", "engine.duties", "guarded", ("if applies and law:", "if False:"))
_explain(
    QUICKER,
    "engine.duties",
    "_deadline",
    (
        "_candidates(rule.cases, duty, rule) if sole is None else (_new(Candidate, (sole, sole.deadline(duty))),)",
        "_candidates(rule.cases, duty, rule)",
    ),
    ("if not rule.simple:", "if True:"),
    ("if rule.plain_must is not None and duty.time not in duty.world.ends:", "if False:"),
    ("if len(candidates) == len(acts) == 1:", "if False:"),
)
_explain(
    QUICKER,
    "engine.duties",
    "_not_simple",
    ("acts_of(rule.lapses, duty, duty.time) if rule.lapses else NO_ACT", "acts_of(rule.lapses, duty, duty.time)"),
)
_explain(
    QUICKER, "engine.duties", "_candidates", ("if case.always:", "if False:"), ("(*found, *last) if found else last", "(*found, *last)")
)
_explain(
    "without pauses a deadline moves nowhere",
    "engine.duties",
    "_with_deadline",
    ("deadline is None or not rule.pauses", "deadline is None"),
)
_explain(
    "a rule over the span of a fact has no trigger, and asks no form of one",
    "engine.duties",
    "_trigger_form",
    (
        "trigger is None or any((pattern.type == trigger.type and pattern.matches(trigger) for pattern in rule.triggers))",
        "any((pattern.type == trigger.type and pattern.matches(trigger) for pattern in rule.triggers))",
    ),
)

_explain(
    "of nothing nothing is left, which compiles to a condition that always holds",
    "engine.conditions",
    "under",
    ("True if condition is None else settled(condition, chosen)", "settled(condition, chosen)"),
)
_explain(
    "all of one part, or any of it, is that part",
    "engine.conditions",
    "settled",
    ("type(condition)(kept) if len(kept) > 1 else kept[0] if kept else not decisive", "type(condition)(kept)"),
    ("len(kept) > 1", "len(kept) >= 1"),
)
_explain(
    "a rule over the span of a fact has no trigger, and no condition on one",
    "engine.conditions",
    "compiled",
    ("duty.trigger is not None and duty.trigger.type in types", "duty.trigger.type in types"),
)
_explain(
    "a rule over the span of a fact has no trigger, and no condition on one",
    "engine.conditions",
    "_attribute_among.evaluate",
    ("None if duty.trigger is None else duty.trigger.attributes.get(name)", "duty.trigger.attributes.get(name)"),
)
for _where in ("_fact.evaluate", "_fact_among.evaluate"):
    _explain(
        QUICKER,
        "engine.conditions",
        _where,
        (
            "constant[path] if path in constant else duty.world.timeline.fact(path, instant, duty)",
            "duty.world.timeline.fact(path, instant, duty)",
        ),
    )
_explain(QUICKER, "engine.conditions", "_earlier", ("_undone(condition.unless) if condition.unless else None", "_undone(condition.unless)"))
_explain(
    QUICKER,
    "engine.conditions",
    "_earlier.evaluate",
    ("if not entries:", "if False:"),
    ("if shares:", "if True:"),
    ("undone is not None and found is not False", "undone is not None"),
)
_explain("both clocks are set to the same second", "engine.conditions", "_states_time.evaluate", ("second=0", "second=1"))

for _where in ("possible_periods", "_judged.try_", "_departures"):
    _explain("both are of one length", "engine.worlds", _where, ("strict=True", "strict=False"))
_explain(
    QUICKER,
    "engine.worlds",
    "judge_spread",
    (
        "rule.under({**timeline.readings, **choice.readings}) if choice.readings else rule",
        "rule.under({**timeline.readings, **choice.readings})",
    ),
)
_explain(
    QUICKER,
    "engine.worlds",
    "_judged",
    (
        "for order in vocabulary.orders if any((event.type in deciding(order, vocabulary) for event, _ in loose))",
        "for order in vocabulary.orders",
    ),
)
_explain(
    "more instants are tried, and all that there were",
    "engine.worlds",
    "_critical",
    ("if event.type in consulted:", "if True:"),
    ("if isinstance(condition, OnDayOf):", "if True:"),
    ("for case in rule.cases if case.source.limit.unit == 'elapsed'", "for case in rule.cases"),
    ("floor is not None and floor.unit == 'elapsed'", "floor is not None"),
)
_explain("more instants are tried, and all that there were", "engine.worlds", "_day_changes", ("if event.type in rule.events:", "if True:"))
_explain(
    "the ends of the interval are in it anyway",
    "engine.worlds",
    "_inside",
    ("account.earliest < instant < account.latest", "account.earliest <= instant < account.latest"),
    ("account.earliest < instant < account.latest", "account.earliest < instant <= account.latest"),
)
_explain(
    "without a point an event has one instant",
    "engine.worlds",
    "judge_spread.at",
    ("points.get(trigger.id, _account(trigger, choice).earliest)", "points.get(trigger.id, _account(trigger, choice).latest)"),
)
_explain(
    "more instants are tried, and all that there were",
    "engine.worlds",
    "_elapsed_ends",
    ("if event.type not in condition.since:", "if False:"),
    ("continue", "pass"),
)
_explain("no assumption is tried twice", "engine.worlds", "alternatives", (
    "one.assuming.items() <= assuming.items()",
    "one.assuming.items() < assuming.items()",
))  # fmt: skip
_explain("an event that nobody disputes has no other account", "engine.worlds", "_choices", ("if event.at.disputed:", "if True:"))

_explain(QUICKER, "engine.timeline", "defaults", ("if source is not pack.readings:", "if True:"))
_explain(
    "an exact time is its own earliest and latest",
    "engine.timeline",
    "Timeline.__init__",
    ("first.latest > latest", "first.earliest > latest"),
)
_explain(
    QUICKER,
    "engine.timeline",
    "Timeline._derived",
    ("if value is not None and how.source not in self._dated and (path not in self._dated):", "if False:"),
)
_explain(QUICKER, "engine.timeline", "Timeline.world", ("if not points and (not choice.accounts):", "if False:"))

_explain(
    SIZE,
    "engine.reference",
    "CompiledPack.relevant",
    ("if len(self._relevant) >= _KEPT:", "if False:"),
    ("if len(self._relevant) >= _KEPT:", "if True:"),
    ("len(self._relevant) >= _KEPT", "len(self._relevant) > _KEPT"),
    ("self._relevant.clear()", "pass"),
)
_explain(QUICKER, "engine.reference", "compiled_pack", ("if found is None or found.source is not pack.rules:", "if True:"))
_explain(
    QUICKER,
    "engine.reference",
    "run",
    (
        "timeline.uncertain and (not rule.events.isdisjoint((event.type for event in timeline.uncertain)))",
        "not rule.events.isdisjoint((event.type for event in timeline.uncertain))",
    ),
)
_explain(
    "where no time is uncertain, one world is judged",
    "engine.reference",
    "run",
    ("if timeline.uncertain and (not rule.events.isdisjoint((event.type for event in timeline.uncertain))):", "if True:"),
)

_explain("a pause whose condition never holds never counts", "engine.compiled", "_pauses", ("if when is not never:", "if True:"))
_explain(
    "of no condition there are no leaves",
    "engine.consulting",
    "_of_condition",
    ("condition is None or readings is None", "readings is None"),
)
_explain(QUICKER, "engine.consistency", "inconsistencies", (
    "order.event in world.by_type and (not _plainly_kept(order, world))",
    "order.event in world.by_type",
))  # fmt: skip
_explain("the fact of a span follows from no other", "engine.recurrences", "_spans", (
    "Duty(world, None, world.timeline.as_of)",
    "Duty(None, world, world.timeline.as_of)",
))  # fmt: skip
_explain(NARROWED, "engine.timeline", "Timeline._birthday", ("how.younger_than_years or 0", "how.younger_than_years"))
_explain(
    "a rule over the span of a fact has no trigger, and asks for no attribute of one",
    "engine.timeline",
    "Duty.attribute",
    ("None if self.trigger is None else self.trigger.attributes.get(name)", "self.trigger.attributes.get(name)"),
)
_explain(
    QUICKER,
    "engine.compiled",
    "compile_rule",
    ("cases[0] if cases and cases[0].always and (not pauses) else None", "None"),
    ("tuple((pattern.type for pattern in must)) if plain else None", "None"),
)
_explain(QUICKER, "engine.compiled", "_cases", ("if when is not never:", "if True:"))
_explain(QUICKER, "engine.law", "LawDates.hold", ("if found is None:", "if True:"))
_explain(QUICKER, "engine.reference", "CompiledPack.relevant", ("if found is None:", "if True:"))
_explain(QUICKER, "engine.compiled", "compile_rule", ("{} if variants is None else variants", "{}"))
_explain(
    "a period that no uncertain event touches is the same in every world",
    "engine.reference",
    "_recurrences",
    (
        "judge_spread(rule, timeline, Subject(period.opener, period), NO_CHOICE) if touched else None",
        "judge_spread(rule, timeline, Subject(period.opener, period), NO_CHOICE)",
    ),
)
_explain(
    QUICKER,
    "engine.conditions",
    "matcher",
    ("if len(pattern.form) == 1 and isinstance(pattern.form[0][1], OneOf):", "if False:"),
)
_explain(
    "more worlds are looked at, for the same periods",
    "engine.worlds",
    "possible_periods",
    (
        "for event in uncertain_events(rule, timeline) if event.type in spanned_by(rule)",
        "for event in uncertain_events(rule, timeline)",
    ),
)
_explain(
    QUICKER,
    "engine.consistency",
    "_plainly_kept",
    ("return any((kind in world.by_type and world.by_type[kind][0][0] <= first for kind in needs))", "return"),
)
_explain(
    QUICKER,
    "engine.conditions",
    "compiled",
    ("case FactIs(path, OneOf(values))", "no such case"),
    ("case TriggerHas(attribute, OneOf(values))", "no such case"),
)
_explain(
    "a certain verdict has no instant from which it would be another",
    "engine.worlds",
    "judge_spread",
    ("joined.verdict is not Verdict.UNDETERMINED or len(loose) > 1", "len(loose) > 1"),
)
_explain(
    "a time of day follows from no age, so that nothing is asked of the duty",
    "engine.worlds",
    "_times_of_day",
    ("Duty(world, event, instant)", "Duty(event, world, instant)"),
    ("Duty(world, event, instant)", "Duty(world, instant, event)"),
)
_explain("each of several accounts has a name", "engine.worlds", "_choices", ("account.name or ''", "account.name"))
_explain(
    "a fact that is given twice is given once and for all",
    "engine.consistency",
    "contradicted",
    (
        "value is not None and timeline.contradicts(path, value, act.time, Duty(world, act.event, act.time))",
        "timeline.contradicts(path, value, act.time, Duty(world, act.event, act.time))",
    ),
)
_explain(
    "an exact time is its own earliest and latest",
    "engine.timeline",
    "Timeline.__init__",
    ("latest = first.latest", "latest = first.earliest"),
    ("first.latest > latest", "first.latest >= latest"),
)
_explain(QUICKER, "engine.timeline", "Timeline.__init__", (
    "{**defaults(pack), **scenario.readings} if scenario.readings else defaults(pack)",
    "{**defaults(pack), **scenario.readings}",
))  # fmt: skip
_explain(QUICKER, "engine.timeline", "Timeline.fact", ("if given is None:", "if False:"))
_explain(QUICKER, "engine.timeline", "Timeline._birthday", ("if path not in self._birthdays:", "if True:"))
_explain(NARROWED, "engine.timeline", "Timeline._birthday", ("how.younger_than_years or 0", "how.younger_than_years or 1"))
_explain(
    "only facts that follow from others are asked for",
    "engine.timeline",
    "Timeline.contradicts",
    (
        "how is not None and self._derived(path, how, instant, duty) not in (None, value)",
        "self._derived(path, how, instant, duty) not in (None, value)",
    ),
)
_explain(
    QUICKER,
    "engine.timeline",
    "Timeline.world",
    ("if self._plain is None:", "if True:"),
    ("{**self.readings, **choice.readings} if choice.readings else self.readings", "{**self.readings, **choice.readings}"),
    ("found if self.as_of_defaulted else [act for act in found if act[0] <= as_of]", "[act for act in found if act[0] <= as_of]"),
    ("self._plain.under(readings) if choice.readings else self._plain", "self._plain.under(readings)"),
)
_explain(
    QUICKER,
    "engine.timeline",
    "World.detention_ends",
    (
        "not self.ends or (duty.trigger is not None and duty.trigger.type in vocabulary.ends)",
        "duty.trigger is not None and duty.trigger.type in vocabulary.ends",
    ),
)
_explain(QUICKER, "engine.reference", "CompiledPack._rule", ("if found is None:", "if True:"))
_explain("no fact has an empty name", "engine.reference", "CompiledPack.__init__", (
    "for form in forms if form.fact",
    "for form in forms",
))  # fmt: skip
_explain("orders of events that did not happen are left out again", "engine.reference", "CompiledPack.relevant", (
    "for order in self._orders if order.event in given",
    "for order in self._orders",
))  # fmt: skip
_explain(
    QUICKER,
    "engine.reference",
    "run",
    ("timeline.perhaps() if timeline.uncertain else []", "timeline.perhaps()"),
    ("for fact in prepared.spans if fact in scenario.facts", "for fact in prepared.spans"),
    ("prepared_rule.under(timeline.readings) if scenario.readings else prepared_rule", "prepared_rule.under(timeline.readings)"),
    (
        "tuple((event for event in scenario.events if event.at.default.earliest > timeline.as_of)) if later else ()",
        "tuple((event for event in scenario.events if event.at.default.earliest > timeline.as_of))",
    ),
    ("detained_again(world) if world.ends else ()", "detained_again(world)"),
)
_explain(
    "where no time is uncertain, one world is judged",
    "engine.reference",
    "run",
    (
        "timeline.uncertain and (not rule.events.isdisjoint((event.type for event in timeline.uncertain)))",
        "timeline.uncertain or not rule.events.isdisjoint((event.type for event in timeline.uncertain))",
    ),
    ("timeline.uncertain and (not rule.events.isdisjoint((event.type for event in timeline.uncertain)))", "timeline.uncertain"),
)
_explain("the fact of a span follows from no other", "engine.recurrences", "_spans", (
    "Duty(world, None, world.timeline.as_of)",
    "Duty(None, world, world.timeline.as_of)",
), (
    "Duty(world, None, world.timeline.as_of)",
    "Duty(world, world.timeline.as_of, None)",
))  # fmt: skip
_explain(
    "a period that no uncertain event touches is the same in every world",
    "engine.recurrences",
    "touches",
    ("account.earliest <= last and account.latest >= period.first", "account.latest >= period.first"),
    ("account.earliest <= last and account.latest >= period.first", "account.earliest <= last"),
    ("account.earliest <= last and account.latest >= period.first", "account.earliest <= last or account.latest >= period.first"),
)
_explain(
    QUICKER,
    "engine.compiled",
    "CompiledRule.under",
    (
        "compile_rule(self.rule, readings, self.implied, self.variants) if found is None else found",
        "compile_rule(self.rule, readings, self.implied, self.variants)",
    ),
)
_explain(
    QUICKER,
    "engine.compiled",
    "compile_rule",
    ("rule.triggers[0].type if len(rule.triggers) == 1 and (not formed) else None", "None"),
)
_explain("only how many periods are looked at", "engine.recurrences", "", ("MAX_PERIODS = 10000", "MAX_PERIODS = 10001"))
_explain(
    "a rule over the span of a fact has no trigger, and asks for no attribute of one",
    "engine.unknowns",
    "_of_trigger",
    ("duty.trigger.id if duty.trigger else ''", "duty.trigger.id"),
)
_explain(QUICKER, "engine.consistency", "contradicted", ("if not timeline.doubled:", "if False:"))
_explain(
    QUICKER,
    "engine.consistency",
    "inconsistencies",
    ("if not orders:", "if False:"),
    ("for order in orders if order.event in world.by_type and (not _plainly_kept(order, world))", "for order in orders"),
)
_explain(
    QUICKER,
    "engine.consistency",
    "_plainly_kept",
    ("return False", "return"),
    ("if len(world.ends) > 1:", "if True:"),
    ("len(world.ends) > 1", "len(world.ends) >= 1"),
    ("world.by_type[kind][0][0] <= first", "world.by_type[kind][0][0] < first"),
    (
        "any((kind in world.by_type and world.by_type[kind][0][0] <= first for kind in needs))",
        "all((kind in world.by_type and world.by_type[kind][0][0] <= first for kind in needs))",
    ),
)
_explain("both are of one length", "engine.consistency", "detained_again", ("strict=True", "strict=False"))
_explain(
    "no event has the name of a reading",
    "engine.worlds",
    "_departures",
    ("for name, label, account in pairs if account is None", "for name, label, account in pairs"),
    ("for name, _, account in pairs if account is not None", "for name, _, account in pairs"),
)
_explain("no group is larger than all of them", "engine.worlds", "_departures", ("len(choices) + 1", "len(choices) + 2"))
_explain(
    "only readings and facts that no time changes are asked for",
    "engine.worlds",
    "_never_applies",
    ("Duty(timeline.world(choice), subject.trigger, timeline.as_of)", "Duty(timeline.world(choice), timeline.as_of, subject.trigger)"),
)
_explain(NARROWED, "engine.worlds", "_never_applies", (
    "rule.rule.when is not None and settled(rule.rule.when, fixed) is False",
    "settled(rule.rule.when, fixed) is False",
))  # fmt: skip
_explain(
    "where there is no condition, it holds",
    "engine.consulting",
    "_possible",
    (
        "condition is None or readings is None or under(condition, readings) is not False",
        "readings is None or under(condition, readings) is not False",
    ),
)
_explain("an answer has no leaves", "engine.consulting", "_of_condition", (
    "() if isinstance(left, bool) else leaves(left)",
    "leaves(left)",
))  # fmt: skip
_explain(
    "of a detention that began in this second, the last event by now is of the same second",
    "engine.conditions",
    "told_of",
    ("found.time > duty.time", "found.time >= duty.time"),
)
_explain(SIZE, "engine.reference", "", ("_KEPT = 10000", "_KEPT = 10001"))
_explain("either is later than any instant", "engine.timeline", "", ("2 ** 62", "2 ** 63"), ("2 ** 62", "3 ** 62"))
_explain("only how many days are looked at", "engine.worlds", "", ("MAX_DAYS = 64", "MAX_DAYS = 65"))
_explain("only a limit with a number counts it", "language.conditions", "Limit", ("amount: int = 0", "amount: int = 1"))
_explain("only how the fault is shown where nobody reads it", "language.times", "TimeFault.__init__", ("super().__init__(code)", "pass"))

"""Rules prepared for judging: conditions as functions, and what can be known of a rule before any timeline is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detention_rules.engine.acts import CompiledPattern, compile_patterns
from detention_rules.engine.conditions import Evaluate, compiled_under, never
from detention_rules.engine.consulting import consulted
from detention_rules.engine.judgements import Outcome
from detention_rules.engine.law import LawDates
from detention_rules.engine.limits import Compute, compiled_limit
from detention_rules.language.rules import Case, Deadline, InForce, Precondition, Recurrence, Rule
from detention_rules.model.findings import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCase:
    """A case ready to be decided."""

    source: Case
    index: int
    dates: LawDates | None
    when: Evaluate | None
    always: bool
    """Whether no condition and no date limits the case."""
    deadline: Compute


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A rule ready to be applied under the readings that were chosen. `variants` holds it as compiled under others, by their options."""

    rule: Rule
    variants: dict[tuple[str, ...], CompiledRule]
    events: frozenset[str]
    """The event types that it consults under these readings."""
    implied: frozenset[str]
    """Event types that a rule may consult without naming them."""
    form: Deadline | Precondition | Recurrence
    triggers: tuple[CompiledPattern, ...]
    dates: LawDates | None
    outside: Outcome
    """What is found where the law of these dates is not in force."""
    when: Evaluate | None
    only_if: Evaluate | None
    plain_trigger: str | None
    """The event type that starts a duty, where there is one and it needs no form."""
    formed: bool
    """Whether a trigger must have a form."""
    unguarded: bool
    """Whether every trigger starts a duty: no condition, no dates, no form."""
    must: tuple[CompiledPattern, ...]
    simple: bool
    """Whether the earliest act of `must` at or after the trigger discharges the duty, and nothing else ends it."""
    plain_must: tuple[str, ...] | None
    """The event types of `must`, where none of them needs a form or a circumstance: any of them discharges a simple duty."""
    sole: CompiledCase | None
    """The case that decides, where there is no other and nothing moves its limit."""
    reaching: bool
    """Whether an act must reach past the limit, so that which act discharges depends on which limit applies."""
    lapses: tuple[CompiledPattern, ...]
    cases: tuple[CompiledCase, ...]
    pauses: tuple[tuple[str, str, Evaluate | None], ...]

    def under(self, readings: Mapping[str, str]) -> CompiledRule:
        """Return the rule as it is under other readings."""
        options = tuple(readings[name] for name in self.rule.readings)
        found = self.variants.get(options)
        return compile_rule(self.rule, readings, self.implied, self.variants) if found is None else found


def compile_rule(
    rule: Rule, readings: Mapping[str, str], implied: frozenset[str], variants: dict[tuple[str, ...], CompiledRule] | None = None
) -> CompiledRule:
    """Prepare a rule for judging under chosen readings, which leave simpler conditions, fewer cases, acts and events."""
    form = rule.form
    deadline = form if isinstance(form, Deadline) else None
    formed = any(pattern.form for pattern in rule.triggers)
    must = () if isinstance(form, Precondition) else compile_patterns(form.must, readings)
    reaching = any(pattern.reaches for pattern in must)
    lapses = compile_patterns(deadline.lapses, readings) if deadline else ()
    simple = deadline is not None and not (deadline.earlier_counts or deadline.same or lapses or deadline.floor or reaching)
    plain = not any(pattern.formed or pattern.when or pattern.counted for pattern in must)
    cases = tuple(_cases(deadline.cases, readings)) if deadline else ()
    pauses = tuple(_pauses(deadline, readings)) if deadline else ()
    when = compiled_under(rule.when, readings)
    variants = {} if variants is None else variants
    found = variants[tuple(readings[name] for name in rule.readings)] = CompiledRule(
        rule=rule,
        variants=variants,
        events=consulted(rule, readings, implied),
        implied=implied,
        form=form,
        triggers=compile_patterns(rule.triggers, readings),
        dates=None if rule.in_force is None else LawDates(rule.in_force.dates),
        outside=_outside(rule.in_force),
        when=when,
        only_if=(compiled_under(form.only_if, readings) or _always) if isinstance(form, Precondition) else None,
        plain_trigger=rule.triggers[0].type if len(rule.triggers) == 1 and not formed else None,
        formed=formed,
        unguarded=when is None and rule.in_force is None and not formed,
        must=must,
        simple=simple,
        plain_must=tuple(pattern.type for pattern in must) if plain else None,
        sole=cases[0] if cases and cases[0].always and not pauses else None,
        reaching=reaching,
        lapses=lapses,
        cases=cases,
        pauses=pauses,
    )
    return found


def _outside(in_force: InForce | None) -> Outcome:
    verdict = Verdict.UNDETERMINED if in_force is not None and in_force.otherwise == "unknown" else Verdict.NOT_APPLICABLE
    return Outcome(verdict, None, None, None, "not-in-force")


def _always(*_: object) -> bool:
    return True


def _pauses(form: Deadline, readings: Mapping[str, str]) -> Iterator[tuple[str, str, Evaluate | None]]:
    for pause in form.paused:
        when = compiled_under(pause.when, readings)
        if when is not never:
            yield pause.start, pause.until, when


def _cases(cases: tuple[Case, ...], readings: Mapping[str, str]) -> Iterator[CompiledCase]:
    for index, case in enumerate(cases):
        when = compiled_under(case.when, readings)
        if when is not never:
            dates = None if case.dates is None else LawDates(case.dates)
            yield CompiledCase(case, index, dates, when, when is None and dates is None, compiled_limit(case.limit))

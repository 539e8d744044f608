"""Which events people take for one another as the start of a clock, read from the rules of a pack and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.conditions import StatesTime
from detention_rules.language.rules import Deadline, Pack, Rule, theme_of


class Chains:
    """The events of a pack that record one another or follow from one another. Get them with `chains_of(pack)`."""

    def __init__(self, pack: Pack) -> None:
        self.rules = pack.rules
        self._ends = pack.vocabulary.ends
        self._records: dict[str, dict[str, None]] = {}
        self._after: dict[tuple[str, str], list[Rule]] = {}
        for rule in pack.rules:
            for trigger in dict.fromkeys(pattern.type for pattern in rule.triggers):
                self._after.setdefault((theme_of(rule.id), trigger), []).append(rule)
                for event in self._recorded(rule, trigger):
                    self._records.setdefault(event[0], {}).setdefault(event[1])

    @staticmethod
    def _recorded(rule: Rule, trigger: str) -> Iterator[tuple[str, str]]:
        """Yield pairs of an event and what records it: it states its time, or under some reading a clock of the first starts there."""
        for leaf in rule.conditions:
            if isinstance(leaf, StatesTime):
                yield leaf.event, trigger
        if isinstance(rule.form, Deadline):
            for case in rule.form.cases:
                if case.limit.start.kind == "next":
                    yield trigger, case.limit.start.name

    def records(self, event: str) -> tuple[str, ...]:
        """Return the events that record an event, or in which some reading lets its clocks start."""
        return tuple(self._records.get(event, ()))

    def steps(self, rule: Rule, trigger: str) -> tuple[str, ...]:
        """Return the acts that other rules of the same theme demand after the trigger: none that records it or ends a detention."""
        acts = (act for other in self._others(rule, trigger) for act in _acts(other))
        besides = {trigger, *_acts(rule), *self._ends, *self.records(trigger)}
        return tuple(dict.fromkeys(act for act in acts if act not in besides))

    def _others(self, rule: Rule, trigger: str) -> Iterator[Rule]:
        return (other for other in self._after.get((theme_of(rule.id), trigger), ()) if other.id != rule.id)


def _acts(rule: Rule) -> tuple[str, ...]:
    return tuple(pattern.type for pattern in rule.form.must) if isinstance(rule.form, Deadline) else ()


_KEPT: dict[str, Chains] = {}


def chains_of(pack: Pack) -> Chains:
    """Return the chains of a pack's events, which are found once for each pack."""
    found = _KEPT.get(pack.sha256)
    if found is None or found.rules is not pack.rules:
        found = _KEPT[pack.sha256] = Chains(pack)
    return found

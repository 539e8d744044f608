"""A timeline without what people wrote in their own words: what is left are times, words of the pack, and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detention_rules.language.conditions import OneOf
from detention_rules.language.packs import load_pack
from detention_rules.language.rules import Pack
from detention_rules.language.sentences import words
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.catalogue import text
from detention_rules.model.scenario import EMPTY, Account, Fact, Moment, Scenario, Value

_FREE = ("text", "one_of", "list_of")
"""The kinds of value that may hold words of the author's own."""


def redacted(scenario: Scenario, *, pack: Pack | None = None, title: str = "", file: str | None = None) -> Scenario:
    """Return a scenario of which a check finds the same, without the words that its author chose.

    Notes and sources are left out; `title` and `file` stand for the title and the file's name. Names of events become those that an
    event without a name gets (`arrest-2`), names of accounts `account 1`, free text `place 1` or `lawyer 2`: what was the same is still
    the same, what differed still differs. Times, dates, numbers, countries, lines of the file and words of the pack are kept, since
    verdicts rest on them; a date of birth is kept too, and shown in no report. `pack` is the scenario's own unless given.
    Raises InputError for an unknown pack.
    """
    rules = pack or load_pack(scenario.pack)
    vocabulary, known = rules.vocabulary, _known(rules)
    labels, accounts = _Labels(known), _Labels(known)
    events, number = [], Counter[str]()
    for event in scenario.events:
        number[event.type] += 1
        kinds = vocabulary.events[event.type].attributes
        said = {name: labels.value(value, kinds[name], name) for name, value in event.attributes.items()}
        at = Moment(tuple(_account(account, accounts) for account in event.at.accounts))
        name = event.type if number[event.type] == 1 else f"{event.type}-{number[event.type]}"
        events.append(replace(event, id=name, at=at, attributes=said or EMPTY, note=None, source=None))
    facts = {
        path: Fact(
            tuple((since, labels.value(value, vocabulary.facts[path].type, path.rpartition(".")[2])) for since, value in fact.changes)
        )
        for path, fact in scenario.facts.items()
    }
    births = {fact.derived.source for fact in vocabulary.facts.values() if fact.derived is not None and fact.derived.younger_than_years}
    unshown = scenario.unshown | births
    return replace(scenario, title=title, file=file, events=tuple(events), facts=facts, origin="", unshown=unshown)


def _account(account: Account, labels: _Labels) -> Account:
    return account if account.name is None else replace(account, name=labels.label(account.name, text("redacted.account")))


class _Labels:
    """The labels of one scenario: one for each text, so that texts are the same where they were. Words of the pack need none."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._given: dict[str, str] = {}
        self._number = Counter[str]()

    def value(self, value: Value, kind: ValueType, name: str) -> Value:
        """Return a value without words of the author's own."""
        if kind.kind not in _FREE:
            return value
        if isinstance(value, tuple):
            return tuple(sorted(self._word(str(one), kind, name) for one in value))
        return self._word(value, kind, name) if isinstance(value, str) else value

    def _word(self, word: str, kind: ValueType, name: str) -> str:
        return word if word in kind.values or word in self._known else self.label(word, words(name))

    def label(self, word: str, name: str) -> str:
        """Return what stands for a word: the name of what it was first said of, and a number."""
        while word not in self._given:
            self._number[name] += 1
            label = text("redacted.label", name=name, number=self._number[name])
            if label not in self._known:
                self._given[word] = label
        return self._given[word]


def _known(pack: Pack) -> frozenset[str]:
    """Return every word with which a pack compares values."""
    found = _KNOWN.get(pack.sha256)
    if found is None:
        tables = (fact.derived.values for fact in pack.vocabulary.facts.values() if fact.derived is not None)
        found = _KNOWN[pack.sha256] = frozenset((*_compared_with(pack.rules), *(word for table in tables for word in table)))
    return found


_KNOWN: dict[str, frozenset[str]] = {}


def _compared_with(part: Any) -> Iterator[str]:
    if isinstance(part, OneOf):
        yield from (value for value in part.values if isinstance(value, str))
    elif isinstance(part, tuple):
        yield from (found for one in part for found in _compared_with(one))

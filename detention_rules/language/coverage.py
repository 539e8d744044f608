"""What of its source a pack carries: every statement that the source makes, and what it became, or why it became nothing.

Read from `statements.yaml` and `coverage.yaml`, which no check of a timeline needs: they are not part of a compiled pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from detention_rules.language.packs import DEFAULT_PACK, pack_folder
from detention_rules.language.rules import Pack, Rule
from detention_rules.language.source import Document, documents, read_file
from detention_rules.model.catalogue import text
from detention_rules.model.problems import Problem, Problems, did_you_mean


class Statement(NamedTuple):
    """Something that the source says of time, order, authority, place, records or rights.

    `tier` is 1 for a number, an instant or a clock, 2 for an order, a precondition, an authority or a place, 3 for the rest.
    """

    id: str
    theme: str
    paragraph: int
    tier: int


class Carried(NamedTuple):
    """What carries a statement: rules that can find it kept or broken, readings, words of the vocabulary; or why nothing does."""

    statement: Statement
    says: str
    rules: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reason: str = ""
    why: str = ""

    @property
    def executable(self) -> bool:
        """Whether a rule can find the statement kept or broken on a timeline."""
        return bool(self.rules)


class Coverage(NamedTuple):
    """The statements of a pack's source in order, with what carries each, and the reasons in words."""

    entries: tuple[Carried, ...]
    reasons: dict[str, str]

    def of_rule(self, rule_id: str) -> tuple[Carried, ...]:
        """Return the statements that a rule carries."""
        return tuple(entry for entry in self.entries if rule_id in entry.rules)

    def counts(self, key: str) -> dict[str | int, tuple[int, int]]:
        """Return by `tier` or `theme` how many statements are executable, and of how many."""
        found: dict[str | int, tuple[int, int]] = {}
        for entry in self.entries:
            group = getattr(entry.statement, key)
            done, whole = found.get(group, (0, 0))
            found[group] = (done + entry.executable, whole + 1)
        return dict(sorted(found.items())) if key == "tier" else found


def load_coverage(pack: Pack, folder: str | Path = DEFAULT_PACK) -> tuple[Coverage | None, tuple[Problem, ...]]:
    """Return a pack's coverage, None where it keeps none, with every fault in it. The files' shape has been checked with the pack.

    Raises InputError where a file cannot be read.
    """
    root = pack_folder(folder)
    if not (root / "coverage.yaml").is_file() or not (root / "statements.yaml").is_file():
        return None, ()
    said, mapped = (documents(read_file(root / name), str(root / name))[0] for name in ("statements.yaml", "coverage.yaml"))
    problems = Problems(str(root))
    entries = tuple(_entries(said, mapped, problems))
    found = Coverage(entries, dict(mapped.data["reasons"]))
    rules = {rule.id: rule for rule in pack.rules}
    for entry in entries:
        _check(entry, rules, pack, found.reasons, mapped, problems)
    for reason in found.reasons:
        if not any(entry.reason == reason for entry in entries):
            problems.add("unused-reason", mapped.place("reasons", reason), name=reason)
    return found, tuple(problems.found)


def _entries(said: Document, mapped: Document, problems: Problems) -> Iterator[Carried]:
    statements, carried = said.data["statements"], mapped.data["coverage"]
    for name in carried:
        if name not in statements:
            problems.add("unknown-statement", mapped.place("coverage", name), name=name, hint=did_you_mean(name, statements))
    for name, data in statements.items():
        if name not in carried:
            problems.add("uncovered-statement", said.place("statements", name), name=name)
            continue
        row = carried[name]
        rules, readings, words = (tuple(row.get(key, ())) for key in ("rules", "readings", "words"))
        yield Carried(Statement(name, **data), row["says"], rules, readings, words, row.get("reason", ""), row.get("why", ""))


def _check(entry: Carried, rules: dict[str, Rule], pack: Pack, reasons: dict[str, str], mapped: Document, problems: Problems) -> None:
    place = mapped.place("coverage", entry.statement.id)
    for name in entry.rules:
        if name not in rules:
            problems.add("unknown-rule", place, name=name, hint=did_you_mean(name, rules))
        elif entry.statement.paragraph not in {cite.report for cite in rules[name].all_cites}:
            problems.add("uncited-statement", place, statement=entry.statement.id, rule=name, paragraph=entry.statement.paragraph)
    for name in entry.readings:
        if name not in pack.readings:
            problems.add("unknown-reading", place, name=name, hint=did_you_mean(name, pack.readings))
    known = {*pack.vocabulary.facts, *pack.vocabulary.events}
    for name in entry.words:
        if name not in known:
            problems.add("unknown-word", place, name=name, hint=did_you_mean(name, known))
    if entry.reason and entry.reason not in reasons:
        problems.add("unknown-reason", place, name=entry.reason, hint=did_you_mean(entry.reason, reasons))


def summary(coverage: Coverage) -> list[str]:
    """Return the figures in sentences: how much of the source is executable, by tier and by theme."""
    whole = len(coverage.entries)
    reasons = sum(bool(entry.reason) for entry in coverage.entries)
    lines = [text("covered.whole", executable=sum(entry.executable for entry in coverage.entries), reasons=reasons, whole=whole)]
    for key in ("tier", "theme"):
        parts = (text("covered.part", name=name, executable=done, whole=of) for name, (done, of) in coverage.counts(key).items())
        lines.append(text(f"covered.by-{key}", parts=", ".join(parts)))
    return lines

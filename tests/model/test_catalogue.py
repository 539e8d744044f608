"""The catalogue of texts: every key that the code asks for exists, and every key that exists is asked for.

The sources are read, not run. Keys that the code puts together are listed by hand in FAMILIES, so that adding one here is a decision.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import detention_rules
from detention_rules.language.scenarios import KEYS as SCENARIO_KEYS
from detention_rules.language.shapes.packs import Kind
from detention_rules.model.catalogue import TEXTS, count, text
from detention_rules.model.findings import Verdict
from detention_rules.model.texts_cli_en import CLI_TEXTS
from detention_rules.model.texts_en import ENGINE_TEXTS
from detention_rules.model.texts_formats_en import FORMAT_TEXTS
from detention_rules.model.texts_opinions_en import OPINION_TEXTS
from detention_rules.model.texts_picture_en import PICTURE_TEXTS
from detention_rules.model.texts_reference_en import REFERENCE_TEXTS
from detention_rules.model.texts_testing_en import TESTING_TEXTS
from detention_rules.model.texts_train_en import TRAIN_TEXTS
from detention_rules.model.texts_training_en import TRAINING_TEXTS
from detention_rules.training import MISCONCEPTIONS
from detention_rules.training.grades import Outcome
from detention_rules.training.tasks import Asks
from detention_rules.training.tasks import Kind as TaskKind

PACKAGE = Path(detention_rules.__file__).parent
ROOTS = (PACKAGE, PACKAGE.parent / "cli")
SPACES = {key.partition(".")[0] for key in TEXTS}
KEY = re.compile(rf"({'|'.join(sorted(SPACES))})(\.[a-z0-9_-]+)+")
CODES = {"fail", "_fail", "_error", "_fault", "_problem", "TimeFault", "ValueFault", "Problem", "unknown"}
"""Calls that take the code of a problem: the part of its key after `problem.`."""

COMMANDS = {"check", "deadlines", "new", "readings", "rule", "rules", "schema", "verify"}
VERDICTS = {verdict.value for verdict in Verdict}
EXPLANATIONS = {
    *(f"{name}.here" for name in MISCONCEPTIONS if name not in ("first-day-miscounted", "end-of-day-mistaken")),
    *("first-day-miscounted.counts", "first-day-miscounted.does-not-count", "days-off-ignored.not-moved"),
    *("end-of-day-mistaken.moment", "end-of-day-mistaken.day"),
}
FAMILIES: dict[str, set[str]] = {
    "{}.one": set(),
    "{}.many": set(),
    "problem.{}": set(),  # the codes of CODES
    "unit.{}": {"year", "month", "day"},
    "list.{}": {"or", "and"},
    "period.{}": {"month", "quarter", "half-year", "year"},
    "type.{}": set(get_args(Kind)),
    "test.{}": {"above", "at_least", "below", "at_most"},
    "condition.earlier-{}": {"detention", "case"},
    "condition.{}": {"at-least", "at-most"},
    "limit.from-{}": {"attribute", "fact", "first", "last", "next", "first-case", "last-case"},
    "limit.non-working-{}": {"previous", "day_before", "next"},
    "limit.ends-{}": {"moment", "day", "morning", "working_day"},
    "dates.{}": {"from", "until"},
    "rule.outside-{}": {"unknown", "no_duty"},
    "boundary.{}": {
        "does-not-apply",
        "may-not-apply",
        "elapsed-at",
        "elapsed-beside",
        "condition-holds",
        "condition-fails",
        "condition-unknown",
        *("never-in-force", "no-time", "no-way"),
    },
    "boundary.step-{}": {"before", "at", "after", "undone", "at-once", "later", "tolerated", "bound", "floor"}
    | {"first", "second", "span-ends", "span-cut"},
    "boundary.day-{}": {"usual", "clock-forward", "clock-back", "month-end", "transferred-day", "day-off", "paused"}
    | {"later-period", "span-inside", "span-with-period"},
    "because.uncertain-{}": {"between", "day", "repeated"},
    "because.{}": {"condition-met", "condition-not-met", "unknown-condition", "overdue", "due"},
    "because.whatever-{}": VERDICTS - {"undetermined"},
    "because.done-{}": {"in-time", "at-limit", "late"},
    "picture.legend.{}": {
        *("event", "between", "other", "unknown", "runs", "spare", "late", "open", "still", "too_early", "limit", "other-limit"),
        *("act", "night", "cut", "enlarged", "change"),
    },
    "html.about.{}": {"as-of", "times", "file", "rules", "readings", "tolerances", "selection"},
    "report.selection.{}": {"select", "ignore"},
    "html.verdict.{}": VERDICTS - {"not_applicable"},
    "html.heading.{}": VERDICTS | {"sources", "readings", "depends", "inconsistent", "detained-again", "not-yet-known"},
    "html.column.{}": {"time", "event", "said", "duty", "limit", "due", "done", "spare"},
    "opinion.none.{}": {
        *("uncertain-time", "unknown", "several-acts", "fault", "number", "too-large", "foreign"),
        *("hung", "died", "failed", "incomplete", "contradiction", "given-up"),
    },
    "problem.where-{}": {"at", "past"},
    "covered.by-{}": {"tier", "theme"},
    "why.{}": set(),  # the reasons of outcomes
    "cli.{}": set(),  # the codes of `fault`
    "cli.{}.help": COMMANDS,
    "cli.{}.short": COMMANDS,
    "format.column.{}": {"status", "what", "limit", "due"},
    "report.breached.more-{}": {"rule", "theme"},
    "report.breached.{}": {"violated", "scenarios", "undetermined", "rule", "theme"},
    "page.column.{}": {
        *("verdict", "when", "sign", "meaning", "rule", "id", "limit", "law", "citation", "stands", "statement", "paragraph"),
        *("tier", "theme", "says", "carried", "executable", "of", "reason", "statements"),
    },
    "page.count.{}": {"rules", "themes", "limits", "examples", "readings"},
    "page.given.{}": {"zone", "facts", "readings", "tolerances"},
    "page.heading.{}": {"demands", "limits", "applies", "owed-by", "breach", "notes", "statements", "sources"},
    "page.heading.by-{}": {"tier", "theme"},
    "page.index.{}": {"all", "theme"},
    "page.key.{}": {"runs", "spare", "late", "bound", "open", "still", "early", "day-off", "idle", "before", "after"},
    "page.lead.{}": {"by-theme", "by-paragraph", "by-duty-bearer", "readings", "coverage"},
    "page.picture.judged-{}": VERDICTS - {"pending"},
    "page.tier.{}": {"1", "2", "3"},
    "page.title.{}": {"by-theme", "by-paragraph", "by-duty-bearer", "readings", "coverage"},
    "page.verdict.{}": VERDICTS,
    "report.also-{}": {"violated", "undetermined"},
    "report.example.{}": {"deadline", "margin"},
    "report.heading.{}": VERDICTS | {"sources", "readings", "detained-again", "not-yet-known"},
    "report.head.{}": {"readings", "tolerances"},
    "report.violated-{}": {"from", "until"},
    "report.label.{}": {
        *("breach", "but", "demands", "done", "due", "earliest", "event", "if", "late"),
        *("law", "limit", "missing", "needed", "note", "owed-by"),
    },
    "report.rule.{}": {"breach", "demands", "examples", "notes", "owed-by", "readings", "sources"},
    "report.schema.event.{}": {"id", "note", "source"},
    "report.schema.key.{}": {*SCENARIO_KEYS, *(f"expect-{verdict}" for verdict in VERDICTS)},
    "report.schema.{}": {"day", "duration", "limit", "span", "time"},
    "report.verdict.{}": VERDICTS,
    "cli.train.{}.help": {"new", "take", "grade"},
    "cli.train.{}.short": {"new", "take", "grade"},
    "cli.train.grade.{}": {"limits", "kinds", "misconceptions"},
    "cli.train.take.how-{}": {*get_args(Asks), "single"},
    "quiz.{}": {"minutes", "instant", "choices"},
    "quiz.how-{}": {"minutes", "instant"},
    "quiz.not-{}": {"minutes", "instant"},
    "coherence.{}": {
        *("empty", "difficulty", "zone", "some-keys", "asks", "options", "choices", "instant", "answer", "negative", "unknown", "twice"),
    },
    "answer.{}": {
        *("not-a-time", "no-such-time", "skipped-time", "not-a-length", "not-whole-minutes", "no-such-option", "ambiguous-option"),
        *("two-times", "other-weekday", "months", "weekdays"),
        *("d", "h", "min", "s"),
    },
    "class.{}": {"name", "exercise", "score"},
    "feedback.{}": set(get_args(Outcome)),
    "form.{}": set(get_args(Asks)) - {"nothing"},
    "form.how-{}": {*get_args(Asks), "single"},
    "form.how-yaml-{}": {*get_args(Asks), "single"},
    "kind.{}": set(get_args(TaskKind)),
    "misconception.{}": EXPLANATIONS,
    "misconception.{}.name": set(MISCONCEPTIONS),
    "misconception.{}.means": set(MISCONCEPTIONS),
    "misconception.{}.teach": set(MISCONCEPTIONS),
}
"""Keys that the code puts together: the pattern, and what may stand in its gap."""

REASONS_ELSEWHERE = {"condition-met", "condition-not-met", "unknown-condition", "ended-late"}
"""Reasons of preconditions, which stand under `because`."""


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    """Return every source file but those that hold the texts."""
    files = [path for root in ROOTS for path in sorted(root.rglob("*.py")) if not path.name.startswith("texts_")]
    assert len(files) > 30
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in files)


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Return every call with the name of what is called."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                match node.func:
                    case ast.Name(name) | ast.Attribute(attr=name):
                        yield name, node


def words(node: ast.expr) -> Iterator[str]:
    """Yield the constant texts that an expression may be."""
    match node:
        case ast.Constant(str() as value):
            yield value
        case ast.IfExp():
            yield from words(node.body)
            yield from words(node.orelse)


def patterns() -> set[str]:
    """Return the f-strings that may be keys, with `{}` for their gaps."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                shape = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                if re.fullmatch(rf"({'|'.join(sorted(SPACES))})\.[a-z0-9_.{{}}-]*|\{{\}}\.(one|many)", shape):
                    found.add(shape)
    return found


@cache
def codes() -> frozenset[str]:
    """Return the codes of problems in the sources."""
    found: set[str] = set()
    for name, call in calls():
        if name in CODES:
            found.update(word for argument in call.args[:2] for word in words(argument) if "/" not in word and "<" not in word)
        elif name == "add" and isinstance(call.func, ast.Attribute) and "problems" in ast.unparse(call.func.value):
            found.update(words(call.args[0]))
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                found.update(words(node.value))
    return frozenset(found)


@cache
def reasons() -> frozenset[str]:
    """Return the reasons that outcomes carry."""
    found = {word for name, call in calls() if name == "Outcome" for word in words(call.args[-1])}
    return frozenset(found - {""})


@cache
def constants() -> frozenset[str]:
    """Return the constant texts that look like keys."""
    nodes = [node for _, tree in trees() for node in ast.walk(tree)]
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts)
    return frozenset(text for text in texts if KEY.fullmatch(text))


def counted(key: str) -> set[str]:
    """Return a key as it is, or its two forms by number."""
    return {key} if key in TEXTS else {f"{key}.one", f"{key}.many"}


def asked() -> set[str]:
    """Return every key that the code may ask for."""
    found = {key for constant in constants() for key in counted(constant)}
    found |= {f"problem.{code}" for code in codes()}
    found |= {f"because.{reason}" if reason in REASONS_ELSEWHERE else f"why.{reason}" for reason in reasons()}
    found |= {f"cli.{word}" for name, call in calls() if name == "fault" for word in words(call.args[0])}
    for pattern, fillings in FAMILIES.items():
        found |= {key for filling in fillings for key in counted(pattern.replace("{}", filling))}
    return found


def test_the_scan_sees_what_it_must() -> None:
    assert {"unknown-fact", "skipped-time", "too-deep", "not-a-country", "no-events", "unused-reading"} <= codes()
    assert {"conditions", "lapsed", "standard-elapsed", "condition-met"} <= reasons()
    assert {"because.trigger", "value.yes", "value.no", "rule.case", "rule.only-case"} <= constants()


def test_every_family_of_keys_is_listed() -> None:
    assert patterns() - set(FAMILIES) == set()
    assert set(FAMILIES) - patterns() == set()


def test_every_key_asked_for_exists() -> None:
    assert asked() - set(TEXTS) == set()


def test_every_key_is_asked_for() -> None:
    assert set(TEXTS) - asked() == set()


def test_no_key_stands_in_two_parts() -> None:
    parts = (
        ENGINE_TEXTS,
        CLI_TEXTS,
        REFERENCE_TEXTS,
        OPINION_TEXTS,
        PICTURE_TEXTS,
        FORMAT_TEXTS,
        TESTING_TEXTS,
        TRAINING_TEXTS,
        TRAIN_TEXTS,
    )
    assert len(TEXTS) == sum(map(len, parts))
    assert set(TEXTS) == {key for part in parts for key in part}


def test_every_text_can_be_filled_in() -> None:
    for key, value in TEXTS.items():
        fields = [(field, form, conversion) for _, field, form, conversion in string.Formatter().parse(value) if field is not None]
        assert all(field.isidentifier() and not form and not conversion for field, form, conversion in fields), key
        assert text(key, **{field: "x" for field, _, _ in fields}).strip(), key


def test_forms_by_number_come_in_pairs() -> None:
    numbered = [key.rpartition(".") for key in TEXTS if key.endswith((".one", ".many"))]
    assert len(numbered) > 10
    assert [stem for stem, _, form in numbered if f"{stem}.{'many' if form == 'one' else 'one'}" not in TEXTS] == []


def test_texts_by_number() -> None:
    assert count("unit.day", 1) == "1 day"
    assert count("unit.day", 0) == "0 days"
    assert count("unit.day", 2) == "2 days"


def test_a_missing_value_or_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such.key")
    with pytest.raises(KeyError):
        text("unit.h")

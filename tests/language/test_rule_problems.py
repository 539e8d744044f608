"""Every fault that a pack's files can have: its code, its place to the column, and words that help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from detention_rules import InputError, Problem, load_pack
from detention_rules.testing.verification import verify

FILES = {
    "pack.yaml": """\
pack: freedonia
title: A country of one rule
version: "1"
zone: Europe/Lisbon
conventions: {morning_ends: "11:00", working_day_ends: desk.closes}
describes: {from: 2020-01-01, until: 2030-12-31, why: it is invented}
""",
    "sources.yaml": """\
report: {symbol: R/1, title: The report, date: 2021-01-01, paragraphs: {7: the paragraph}}
instruments:
  Code: {title: The Code, number: 5}
dates:
  reform: {on: 2021-01-01, why: the reform}
""",
    "vocabulary.yaml": """\
facts:
  person.age: {type: number, means: age}
  person.born: {type: date, means: birth}
  person.young: {type: boolean, means: young, derived: {from: person.born, younger_than: {years: 18}}}
  matter: {type: one_of, values: [light, heavy], means: the matter}
  matters: {type: list_of, values: [theft, fraud], means: all matters}
  desk.closes: {type: time, default: "17:00", means: closing time}
  desk.log: {type: span, means: the log}
  sentence.length: {type: duration, means: length}
events:
  stop: {means: a stop, attributes: {place: {type: text, means: where}, days: {type: duration, means: how long}}}
  order: {means: an order, attributes: {by: {type: one_of, values: [judge, clerk], means: who}, sent: {type: moment, means: sent}}}
  free: {means: free}
detention: {begins: [stop], ends: [free]}
orders: [{event: free, needs: detention}, {event: order, needs: [stop]}]
""",
    "readings.yaml": """\
readings:
  Q1:
    question: Which?
    paragraphs: [7]
    options: {first: {means: the first}, second: {means: the second, cites: [{report: 7}]}}
""",
    "custody/limit.yaml": """\
rule: custody.limit
title: A limit
means: What it means.
cites: [{report: 7}, {act: Code, article: 3}]
owed_by: the desk
in_force: {from: reform, otherwise: unknown, why: unknown before}
after: stop
must: [{is: order, with: {by: judge}}, free]
within: [{hours: 48, when: {reading.Q1: first}, cites: [{report: 7}]}, {days: 3, first_day: next, ends: day}]
when: {matter: heavy}
breach: {consequence: freedom, liability: [{act: Code}]}
cannot: {complied: for the test, violated: for the test, undetermined: for the test}
examples: [{shows: nothing, facts: {matter: light}, events: [{at: 2021-05-03 09:00, is: stop}], expect: {verdict: not_applicable}}]
""",
}
RULE = "custody/limit.yaml"
AFTER_FORM = "after: stop\nmust: [{is: order, with: {by: judge}}, free]\n"
WITHIN = "within: [{hours: 48, when: {reading.Q1: first}, cites: [{report: 7}]}, {days: 3, first_day: next, ends: day}]\n"
WHEN = "{matter: heavy}"


@dataclass(frozen=True)
class Row:
    """A change to one file, and the fault that it makes: the place is where `mark` stands in the changed file."""

    file: str
    old: str
    new: str
    code: str
    mark: str
    pieces: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file} {self.code}: {' '.join(self.new[:60].split())}"

    def place(self, content: str) -> tuple[int, int]:
        """Return the line and column of the mark, which must stand once."""
        assert content.count(self.mark) == 1, (self.mark, content)
        before = content[: content.index(self.mark)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def rule(old: str, new: str, code: str, mark: str, *pieces: str) -> Row:
    """Return a row that changes the rule."""
    return Row(RULE, old, new, code, mark, pieces)


def within(limit: str, code: str, *pieces: str, mark: str = "{hours: 1, x}") -> Row:
    """Return a row whose only limit is changed; the fault stands at the limit unless a mark says otherwise."""
    return Row(RULE, WITHIN, f"within: [{limit}]\n", code, mark if mark != "{hours: 1, x}" else limit[1:], pieces)


def when(condition: str, code: str, mark: str, *pieces: str) -> Row:
    """Return a row whose condition is changed."""
    return Row(RULE, f"when: {WHEN}", f"when: {condition}", code, mark, pieces)


def other(file: str, old: str, new: str, code: str, mark: str, *pieces: str) -> Row:
    """Return a row that changes another file of the pack."""
    return Row(f"{file}.yaml", old, new, code, mark, pieces)


RECUR = "every: {months: 1}\nover: {fact: desk.log}\nmust: [order]\n"

ROWS = [
    # the shape of a rule
    rule("title: A limit", "titel: A limit", "unknown-key", "titel", "unknown key 'titel'", "Did you mean 'title'?"),
    rule("{days: 3, first_day", "{days: 3, frst_day: next, first_day", "unknown-key", "frst_day", "Did you mean 'first_day'?"),
    rule("with: {by: judge}}", "wiht: {by: judge}}", "unknown-key", "wiht", "Did you mean 'with'?"),
    rule("consequence: freedom", "consequense: freedom", "unknown-key", "consequense", "Did you mean 'consequence'?"),
    rule("{act: Code, article: 3}", "{act: Code, artcle: 3}", "unknown-key", "artcle", "Did you mean 'article'?"),
    rule("owed_by: the desk\n", "", "missing-key", "rule: custody.limit", "'owed_by' is missing"),
    rule("breach: {consequence: freedom, ", "breach: {", "missing-key", "breach", "'breach.consequence' is missing"),
    rule("shows: nothing, ", "", "missing-key", "{facts", "'examples.0.shows' is missing"),
    rule("otherwise: unknown", "otherwise: perhaps", "not-one-of", "otherwise", "found 'perhaps'", "'unknown' or 'no_duty'"),
    rule("ends: day", "ends: evening", "not-one-of", "ends: evening", "'moment', 'day', 'morning' or 'working_day'"),
    rule("verdict: not_applicable", "verdict: fine", "not-one-of", "verdict: fine", "found 'fine'"),
    rule("title: A limit", "title: [A]", "wrong-shape", "title", "title: found ['A']"),
    rule("title: A limit", "title: ''", "wrong-shape", "title", "at least 1 character"),
    rule("hours: 48", "hours: -1", "wrong-shape", "hours", "found -1", "greater than or equal to 0"),
    rule("hours: 48", "hours: 4.5", "wrong-shape", "hours", "found 4.5"),
    rule("hours: 48", "hours: '48'", "wrong-shape", "hours", "found '48'"),
    rule("rule: custody.limit", "rule: Custody.Limit", "wrong-shape", "rule: Custody", "found 'Custody.Limit'"),
    rule("rule: custody.limit", "rule: custody.other", "rule-id", "rule: custody", "found rule 'custody.other', expected 'custody.limit'"),
    rule("{act: Code, article: 3}", "{article: 3}", "wrong-rule", "{article", "a citation is {report: paragraph}"),
    rule("{act: Code, article: 3}", "{report: 7, act: Code}", "wrong-rule", "{report: 7, act", "a citation is"),
    rule("cites: [{report: 7}, {act: Code, article: 3}]", "cites: []", "wrong-shape", "cites: []", "at least 1 item"),
    # forms
    rule("after: stop\n", "", "wrong-rule", "rule: custody.limit", "exactly one of `after`, `whenever`, `every`"),
    rule("after: stop\n", "after: stop\nevery: {months: 1}\n", "wrong-rule", "rule: custody.limit", "exactly one of"),
    rule(WITHIN, "", "wrong-rule", "rule: custody.limit", "form `after` needs within"),
    rule("after: stop\n", "after: stop\nover: {fact: desk.log}\n", "wrong-rule", "rule: custody.limit", "form `after` does not take over"),
    rule(AFTER_FORM + WITHIN, "whenever: stop\n", "wrong-rule", "rule: custody.limit", "form `whenever` needs only_if"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "hours: 1, days: 1"), "wrong-rule", "every", "exactly one of hours, days, months"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "hours: 0"), "wrong-rule", "every", "exactly one of hours, days, months"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "months: 5"), "not-one-of", "months", "1, 2, 3, 4, 6 or 12"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("fact: desk.log", "after: stop"), "wrong-rule", "over", "`over` is {fact: ...} or {after"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "months: 1, by: {day: 31}"), "wrong-shape", "day: 31", "less than or equal to 28"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "days: 7, by: {day: 3}"), "wrong-rule", "every", "`by` goes with months"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("months: 1", "months: 1, times: 0"), "wrong-shape", "times", "greater than or equal to 1"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("{months: 1}", "[{months: 1, when: {matter: heavy}}, {months: 2}]"), "cycle-condition",
         "when: {matter: heavy}}, ", "a cycle may depend on readings only, not on 'matter'"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("{months: 1}", "{months: 1, when: {reading.Q2: first}}"), "unknown-reading", "reading.Q2",
         "unknown reading 'Q2'"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("{months: 1}", "{months: 1, cites: [{report: 9}]}"), "unknown-paragraph", "{report: 9",
         "paragraph 9"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("desk.log", "desk.closes"), "wrong-kind", "fact: desk", "'desk.closes'", "(span)"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("desk.log", "desk.lg"), "unknown-fact", "fact: desk", "Did you mean 'desk.log'?"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("fact: desk.log", "after: stp, until: [free]"), "unknown-event", "after",
         "Did you mean 'stop'?"),
    rule(AFTER_FORM + WITHIN, RECUR.replace("fact: desk.log", "after: stop, until: [fre]"), "unknown-event", "until",
         "Did you mean 'free'?"),
    rule(WITHIN, "within: [{standard: at once}]\nlapses: free\n", "standard-alone", "lapses", "it takes no `lapses`"),
    rule(WITHIN, "within: [{standard: at once}]\npaused: [{from: stop, until: free}]\n", "standard-alone", "paused",
         "no clock that could stand still"),
    within("{hours: 1, from: {event: stop, which: next, otherwise: unknown, scope: case}}", "wrong-rule", "`from` is", mark="from: {event"),
    # limits
    within("{hours: 1, days: 2, first_day: next, ends: day}", "wrong-rule", "exactly one length", mark="{hours: 1, days"),
    within("{ends: day}", "wrong-rule", "exactly one length", mark="{ends: day}"),
    within("{days: 2, first_day: next}", "wrong-rule", "need `ends`", mark="{days"),
    within("{months: 2}", "wrong-rule", "need `ends`", mark="{months"),
    within("{period: {attribute: days}}", "wrong-rule", "need `ends`", mark="{period"),
    within("{days: 2, ends: day}", "wrong-rule", "need `first_day`", mark="{days"),
    within("{working_days: 2, ends: day}", "wrong-rule", "need `first_day`", mark="{working"),
    within("{hours: 2, first_day: next}", "wrong-rule", "`first_day`", mark="{hours: 2"),
    within("{hours: 2, ends: day}", "wrong-rule", "take no `ends`", mark="{hours: 2"),
    within("{standard: now, less_days: 1}", "wrong-rule", "take no `ends`", mark="{standard"),
    within("{hours: 2, outer: {hours: 3}}", "wrong-rule", "only an open standard", mark="{hours: 2"),
    within("{period: {}, ends: day}", "wrong-rule", "`period` is {attribute", mark="period"),
    within("{hours: 2, from: {}}", "wrong-rule", "`from` is {attribute", mark="from: {}"),
    within("{hours: 2, from: {event: stop}}", "wrong-rule", "`from` is {attribute", mark="from: {event"),
    within("{hours: 2, from: {event: stp, which: last, otherwise: trigger}}", "unknown-event", "Did you mean 'stop'?", mark="from: {event"),
    within("{hours: 2, from: {attribute: plac}}", "unknown-attribute", "'plac' of stop", "Did you mean 'place'?", mark="from: {attribute"),
    within("{hours: 2, from: {attribute: place}}", "wrong-kind", "(limit, moment, date)", mark="from: {attribute"),
    within("{hours: 2, from: {fact: person.age}}", "wrong-kind", "'person.age'", mark="from: {fact"),
    within("{period: {attribute: place}, ends: day}", "wrong-kind", "'place'", "(duration)", mark="period"),
    within("{period: {fact: person.agee}, ends: day}", "unknown-fact", "Did you mean 'person.age'?", mark="period"),
    within("{hours: 2, cites: [{report: 8}]}", "unknown-paragraph", "paragraph 8 is not", mark="{report: 8}"),
    within("{hours: 2, in_force: {from: refrm}}", "unknown-date", "'refrm'", "Did you mean 'reform'?", mark="from: refrm"),
    # names
    rule("after: stop", "after: stp", "unknown-event", "after", "unknown event 'stp'", "Did you mean 'stop'?"),
    rule("after: stop", "after: [stop, stp]", "unknown-event", "stp", "Did you mean 'stop'?"),
    rule("is: order", "is: ordr", "unknown-event", "{is: ordr", "Did you mean 'order'?"),
    rule("by: judge", "bye: judge", "unknown-attribute", "bye", "'bye' of order", "Did you mean 'by'?"),
    rule("by: judge", "by: juge", "unknown-value", "by: juge", "unknown value 'juge'", "Did you mean 'judge'?"),
    rule("by: judge", "by: {above: 5}", "bad-test", "by: {", "at_least"),
    rule("{is: order, with", "{is: order, counted: by, with", "wrong-kind", "counted", "'by'", "(moment, limit)"),
    rule(WITHIN, WITHIN + "lapses: [fred]\n", "unknown-event", "fred", "Did you mean 'free'?"),
    rule(WITHIN, WITHIN + "paused: [{from: stp, until: free}]\n", "unknown-event", "from: stp", "'stop'"),
    rule(WITHIN, WITHIN + "paused: [{from: stop, until: fre}]\n", "unknown-event", "until", "'free'"),
    rule(WITHIN, WITHIN + "not_before: {hours: 1, from: {fact: x}}\n", "unknown-fact", "from: {fact", "unknown fact 'x'"),
    rule("{report: 7}, {act", "{report: 9}, {act", "unknown-paragraph", "{report: 9}", "paragraph 9 is not in the pack's sources"),
    rule("{act: Code, article", "{act: Cod, article", "unknown-act", "{act: Cod,", "Did you mean 'Code'?"),
    rule("[{act: Code}]", "[{act: Penal}]", "unknown-act", "{act: Penal}", "Known: Code"),
    rule("from: reform", "from: 2021-02-30", "unknown-date", "from: 2021", "neither a date nor a named date"),
    # conditions
    when("{mater: heavy}", "unknown-fact", "mater: heavy", "unknown fact 'mater'", "Did you mean 'matter'?"),
    when("{matter: hevy}", "unknown-value", "matter: hevy", "Did you mean 'heavy'?"),
    when("{matter: 5}", "unknown-value", "matter: 5", "unknown value '5'"),
    when("{matter: [heavy, light, lite]}", "unknown-value", "matter: [", "Did you mean 'light'?"),
    when("{matters: theeft}", "unknown-value", "matters: th", "Did you mean 'theft'?"),
    when("{person.young: yes}", "wrong-type", "person.young", "expected true or false, found 'yes'"),
    when("{person.age: {over: 5}}", "bad-test", "person.age", "above, at_least, below, at_most, not"),
    when("{person.age: {above: 5, below: 9}}", "bad-test", "person.age", "not a test"),
    when("{matter: {above: 5}}", "bad-test", "matter: {", "not a test"),
    when("{person.age: {above: old}}", "bad-test", "person.age", "not a test"),
    when("{person.age: {}}", "bad-test", "person.age", "not a test"),
    when("{person.born: 1990-02-30}", "no-such-date", "person.born", "there is no date 1990-02-30"),
    when("{reading.Q2: first}", "unknown-reading", "reading.Q2", "unknown reading 'Q2'", "Known: Q1"),
    when("{reading.Q1: frst}", "unknown-option", "reading.Q1: frst", "of reading Q1", "Did you mean 'first'?"),
    when("{trigger: {plac: x}}", "unknown-attribute", "plac", "'plac' of stop", "Did you mean 'place'?"),
    when("{trigger: {is: stp}}", "unknown-event", "is: stp", "Did you mean 'stop'?"),
    when("{trigger: {is: {}}}", "unknown-event", "is: {}", "unknown event"),
    when("{earlier: {is: ordr, scope: case}}", "unknown-event", "earlier", "Did you mean 'order'?"),
    when("{earlier: {is: [order], scope: case}}", "unknown-event", "earlier", "unknown event"),
    when("{earlier: {is: order, with: {by: juge}, scope: case}}", "unknown-value", "by: juge", "Did you mean 'judge'?"),
    when("{earlier: {is: order}}", "bad-condition", "earlier", "earlier: not a condition"),
    when("{earlier: {is: order, scope: here}}", "bad-condition", "earlier", "docs/rule-language.md"),
    when("{earlier: {is: order, with: 5, scope: case}}", "bad-condition", "earlier", "docs/rule-language.md"),
    when("{elapsed: {since: stp, at_least: {hours: 1}}}", "unknown-event", "elapsed", "Did you mean 'stop'?"),
    when("{earlier: {is: order, scope: case, shares: 5}}", "bad-condition", "earlier", "docs/rule-language.md"),
    when("{earlier: {is: order, scope: case, unless_followed_by: [5]}}", "bad-condition", "earlier", "earlier: not a condition"),
    when("{earlier: {is: order, scope: case, unless_followed_by: [{when: 5}]}}", "bad-condition", "earlier", "earlier: not a condition"),
    when("{elapsed: {since: [], at_least: {hours: 1}}}", "bad-condition", "elapsed", "elapsed: not a condition"),
    when("{elapsed: {since: stop}}", "bad-condition", "elapsed", "elapsed: not a condition"),
    when("{elapsed: {since: stop, at_least: 5}}", "wrong-rule", "when: {elapsed", "when: "),
    when("{any: [{not: {elapsed: {since: stop, at_most: {months: 2}}}}]}", "wrong-rule", "when: {any", "need `ends`"),
    when("{elapsed: {since: [stopp], at_least: {hours: 1}}}", "unknown-event", "elapsed", "unknown event"),
    when("{time_of_day: {after: matter}}", "wrong-kind", "time_of_day", "'matter'", "(time)"),
    when("{time_of_day: {after: [matter]}}", "unknown-fact", "time_of_day", "unknown fact"),
    when("{on_day_of: [stop]}", "bad-condition", "on_day_of", "on_day_of: not a condition"),
    when("{on_day_of: stopp}", "unknown-event", "on_day_of", "'stop'"),
    when("{later: {is: order}}", "bad-condition", "later", "later: not a condition"),
    when("{later: {is: order, within: 5}}", "wrong-rule", "when: {later", "when: "),
    when("{later: {is: order, with: 5, within: {hours: 1}}}", "bad-condition", "later", "later: not a condition"),
    when("{later: {is: ordr, within: {hours: 1}}}", "unknown-event", "later", "Did you mean 'order'?"),
    when("{later: {is: order, within: {months: 1}}}", "wrong-rule", "when: {later", "need `ends`"),
    when("{detained: false}", "bad-condition", "detained", "detained: not a condition"),
    when("{detained: {after: place}}", "bad-condition", "detained", "detained: not a condition"),
    when("{detained: {before: place}}", "wrong-kind", "before: place", "'place'"),
    rule("{by: judge}}, free]", "{by: judge}, earlier_counts: false}, free]", "counted-missing", "earlier_counts", "give `counted`"),
    when("{time_of_day: {before: desk.closes}}", "bad-condition", "time_of_day", "time_of_day: not a condition"),
    when("{all: []}", "bad-condition", "all: []", "all: not a condition"),
    when("{any: {matter: heavy}}", "bad-condition", "any", "any: not a condition"),
    when("{any: [{}]}", "bad-condition", "any", "any: not a condition"),
    when("{all: [heavy]}", "bad-condition", "all: [", "all: not a condition"),
    when("{not: [matter]}", "bad-condition", "not: [", "not: not a condition"),
    when("{trigger: {}}", "bad-condition", "trigger", "trigger: not a condition"),
    rule(AFTER_FORM + WITHIN + f"when: {WHEN}", RECUR + "when: {trigger: {by: judge}}", "bad-condition", "trigger", "not a condition"),
    # the other files
    other("pack", "zone: Europe/Lisbon", "zone: Europe/Lisboa", "unknown-zone", "zone", "Did you mean 'Europe/Lisbon'?"),
    other("pack", 'morning_ends: "11:00"', 'morning_ends: "25:00"', "not-a-clock", "morning_ends", "found '25:00'"),
    other("pack", "pack: freedonia", "pack: Freedonia", "wrong-shape", "pack: F", "found 'Freedonia'"),
    other("pack", "describes", "calendar: {country: QQ, known_from: 2020-01-01, known_until: 2021-01-01}\ndescribes",
          "unknown-calendar", "calendar", "no calendar 'QQ'"),
    other("pack", 'version: "1"', "version: 1", "wrong-shape", "version", "found 1"),
    other("vocabulary", "type: number", "type: nmber", "not-one-of", "type: nmber", "found 'nmber'", "'number'"),
    other("vocabulary", "event: order, needs: [stop]", "event: order, needs: [stp]", "unknown-event", "{event: order",
          "Did you mean 'stop'?"),
    other("vocabulary", "event: order, needs: [stop]", "event: ordr, needs: [stop]", "unknown-event", "{event: ordr", "'order'"),
    other("vocabulary", "begins: [stop]", "begins: [stp]", "unknown-event", "begins", "Did you mean 'stop'?"),
    other("vocabulary", "ends: [free]", "ends: [fre]", "unknown-event", "ends: [fre]", "Did you mean 'free'?"),
    other("vocabulary", "from: person.born", "from: person.bron", "unknown-fact", "derived", "Did you mean 'person.born'?"),
    other("vocabulary", 'default: "17:00"', 'default: "5pm"', "not-a-clock", "facts", "found '5pm'"),
    other("readings", "cites: [{report: 7}]", "cites: [{report: 8}]", "unknown-paragraph", "{report: 8}", "paragraph 8"),
    other("readings", "first: {means: the first}, ", "", "wrong-shape", "options", "at least 2 items"),
    other("sources", "title: The Code", "titel: The Code", "unknown-key", "titel", "Did you mean 'title'?"),
    other("sources", "on: 2021-01-01", "on: soon", "wrong-shape", "on: soon", "found 'soon'"),
]  # fmt: skip

SEVERAL = {
    # changes that make a second fault beside the one looked for, in the same place
    "titel: A limit", "wiht: {by: judge}}", "consequense: freedom", "titel: The Code", "artcle: 3",
}  # fmt: skip

ELSEWHERE = {
    "missing-part", "unknown-part", "one-document", "example-wrong", "example-count", "example-bad", "example-missing", "limit-untested",
    "unreachable-case", "unused-reading", "trigger-pattern", "no-convention", "duplicate-word", "derived-source",
    "unknown-statement", "uncovered-statement", "uncited-statement", "unknown-word", "unknown-reason", "unused-reason", "carried-or-reason",
}  # fmt: skip
"""Codes of packs that are tested below, in the tests of verification, or with the invented country."""


def write(folder: Path, changed: Mapping[str, str | None]) -> Path:
    """Write the sound pack with some files changed, or left out where None."""
    for name, content in {**FILES, **changed}.items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
    return folder


def faults(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of a pack."""
    with pytest.raises(InputError) as raised:
        load_pack(folder)
    return raised.value.problems


def test_the_pack_is_sound(tmp_path: Path) -> None:
    found = load_pack(write(tmp_path, {}))
    assert [rule.id for rule in found.rules] == ["custody.limit"]
    assert {problem.code for problem in verify(tmp_path).problems} == {"limit-untested"}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_one_fault(row: Row, tmp_path: Path) -> None:
    assert FILES[row.file].count(row.old) == 1, row.old
    content = FILES[row.file].replace(row.old, row.new)
    found = faults(write(tmp_path, {row.file: content}))
    wanted = [problem for problem in found if problem.code == row.code]
    assert len(wanted) == 1, found
    assert len(found) == 1 or any(piece in row.new for piece in SEVERAL) or row.code.startswith("unknown-event"), found
    (problem,) = wanted
    assert (problem.place.line, problem.place.column) == row.place(content)
    assert problem.place.file == str(tmp_path / row.file)
    for piece in row.pieces:
        assert piece in problem.message


def test_all_faults_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            RULE: FILES[RULE].replace("after: stop", "after: stp").replace("{report: 7}, {act", "{report: 9}, {act"),
            "custody/other.yaml": FILES[RULE].replace("custody.limit", "custody.other").replace("by: judge", "by: juge"),
        },
    )
    found = [(Path(problem.place.file or "").name, problem.place.line, problem.code) for problem in faults(folder)]
    assert found == [("limit.yaml", 4, "unknown-paragraph"), ("limit.yaml", 7, "unknown-event"), ("other.yaml", 8, "unknown-value")]


def test_an_unknown_trigger_with_a_condition_on_it(tmp_path: Path) -> None:
    content = FILES[RULE].replace("after: stop", "after: stp").replace(f"when: {WHEN}", "when: {trigger: {place: x}}")
    assert [problem.code for problem in faults(write(tmp_path, {RULE: content}))] == ["unknown-event"]


@pytest.mark.parametrize("part", ["sources.yaml", "vocabulary.yaml"])
def test_a_missing_part(part: str, tmp_path: Path) -> None:
    (problem,) = faults(write(tmp_path, {part: None}))
    assert (problem.code, problem.message) == ("missing-part", f"the pack has no {part}")


class TestVocabularyByTheme:
    """A vocabulary may stand in several files, whose words are one vocabulary."""

    PART = "vocabulary/ward.yaml"
    WORDS = "facts:\n  ward.log: {type: span, means: the log}\nevents:\n  seen: {means: seen}\norders: [{event: seen, needs: [stop]}]\n"

    def test_its_words_are_known_to_every_rule(self, tmp_path: Path) -> None:
        content = FILES[RULE].replace("free]\n", "free, seen]\n")
        found = load_pack(write(tmp_path, {self.PART: self.WORDS, RULE: content})).vocabulary
        assert {"stop", "seen"} <= set(found.events)
        assert {"person.age", "ward.log"} <= set(found.facts)
        assert ("seen", ("stop",)) in found.orders

    def test_a_word_of_two_parts_is_a_fault_of_the_second(self, tmp_path: Path) -> None:
        (problem,) = faults(write(tmp_path, {self.PART: "events:\n  seen: {means: seen}\n  free: {means: freed}\n"}))
        assert (problem.code, problem.place.file, problem.place.line) == ("duplicate-word", str(tmp_path / self.PART), 3)
        assert problem.message == "'free' is declared in more than one part of the vocabulary"

    def test_an_order_of_unknown_events_is_told_where_it_stands(self, tmp_path: Path) -> None:
        (problem,) = faults(write(tmp_path, {self.PART: self.WORDS.replace("[stop]", "[stp]")}))
        assert (problem.code, problem.place.file, problem.place.line) == ("unknown-event", str(tmp_path / self.PART), 5)

    def test_a_fact_follows_from_one_that_files_give(self, tmp_path: Path) -> None:
        words = "facts:\n  person.old: {type: boolean, means: old, derived: {from: person.young, values: {x: true}}}\n"
        (problem,) = faults(write(tmp_path, {self.PART: words}))
        assert (problem.code, problem.place.line) == ("derived-source", 2)
        assert problem.message == "'person.young' is derived itself: a fact follows from one that files give"

    def test_only_the_core_says_what_a_detention_is(self, tmp_path: Path) -> None:
        (problem,) = faults(write(tmp_path, {self.PART: "detention: {begins: [stop], ends: [free]}\n"}))
        assert (problem.code, problem.place.line) == ("unknown-key", 1)
        assert "Did you mean" not in problem.message


def test_readings_are_optional(tmp_path: Path) -> None:
    content = FILES[RULE].replace("{hours: 48, when: {reading.Q1: first}, cites: [{report: 7}]}, ", "")
    found = load_pack(write(tmp_path, {"readings.yaml": None, RULE: content}))
    assert found.readings == {}


@pytest.mark.parametrize("name", [RULE, "sources.yaml"])
def test_a_file_holds_one_document(name: str, tmp_path: Path) -> None:
    found = faults(write(tmp_path, {name: f"{FILES[name]}---\n{FILES[name]}"}))
    assert [problem.code for problem in found] == ["one-document"]
    assert found[0].place.line == FILES[name].count("\n") + 2


@pytest.mark.parametrize(
    ("content", "code"), [("", "empty"), ("a: [", "bad-yaml"), ("a:\n\t- b\n", "tab"), ("a: 1\na: 2\n", "duplicate-key")]
)
def test_a_file_that_cannot_be_read(content: str, code: str, tmp_path: Path) -> None:
    (problem,) = faults(write(tmp_path, {RULE: content}))
    assert (problem.code, problem.place.file) == (code, str(tmp_path / RULE))


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path)
    assert problem.code == "unknown-pack"
    assert str(tmp_path) in problem.message


@pytest.mark.parametrize(
    "limit", ["{mounths: 12}", "{months: two, ends: day}", "{months: 12}", "{hours: 1, days: 2, first_day: next, ends: day}", "{hours: -1}"]
)
def test_the_limit_of_elapsed_is_checked_like_any_other(limit: str, tmp_path: Path) -> None:
    content = FILES[RULE].replace(WHEN, f"{{elapsed: {{since: stop, at_least: {limit}}}}}")
    (problem,) = faults(write(tmp_path, {RULE: content}))
    assert (problem.code, problem.place.line, problem.place.column) == ("wrong-rule", 10, 1)
    assert "{" not in problem.message


@pytest.mark.parametrize("name", ["limit.yaml", "rule.yaml", "custodyy.yaml"])
def test_a_file_beside_the_parts_is_not_passed_over(name: str, tmp_path: Path) -> None:
    """A rule put into the pack's own folder would never be applied."""
    (problem,) = faults(write(tmp_path, {name: FILES[RULE]}))
    assert (problem.code, problem.place.file) == ("unknown-part", str(tmp_path / name))
    assert f"'{name}' is no part of a pack" in problem.message


def test_a_comparison_needs_a_number(tmp_path: Path) -> None:
    content = FILES[RULE].replace(WHEN, "{person.age: {above: true}}")
    assert [problem.code for problem in faults(write(tmp_path, {RULE: content}))] == ["bad-test"]

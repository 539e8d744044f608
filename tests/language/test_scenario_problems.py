"""Every fault that a scenario file can have: its code, its place to the column, and words that help."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from detention_rules import InputError, Problem, check, load_pack, load_scenario, load_scenarios, scenario, scenarios_from_text

PACK = load_pack("kazakhstan")
HEAD = "title: t\nevents:\n  - {at: 2021-03-01 09:15, is: arrest}\n"
"""A sound scenario of three lines: what is added to it begins on line 4."""


@dataclass(frozen=True)
class Row:
    """A text with the one fault that it has."""

    content: str
    code: str
    line: int
    column: int
    pieces: tuple[str, ...]

    def __str__(self) -> str:
        words = " ".join(self.content.removeprefix(HEAD).split())
        return f"{self.code}: {''.join(filter(str.isprintable, words))}"


def added(extra: str, code: str, line: int, column: int, *pieces: str) -> Row:
    """Return a row for lines added to a sound scenario."""
    return Row(HEAD + extra, code, line, column, pieces)


def event(inner: str, code: str, column: int, *pieces: str) -> Row:
    """Return a row for one event that stands alone on line 2."""
    return Row(f"events:\n  - {inner}\n", code, 2, column, pieces)


def whole(content: str, code: str, line: int, column: int, *pieces: str) -> Row:
    """Return a row for a text as it is."""
    return Row(content, code, line, column, pieces)


ROWS = [
    # the shape of a scenario
    whole("5\n", "not-a-scenario", 1, 1, "found 5", "events"),
    whole("- {events: 5}\n- x\n", "not-a-list", 1, 4, "events: expected a list, found 5"),
    whole("title: t\n", "no-events", 1, 1, "- {at: 2021-03-01 09:15, is: arrest}"),
    whole("events: []\n", "no-events", 1, 1, "- {at: 2021-03-01 09:15, is: arrest}"),
    whole("events: {a: 1}\n", "not-a-list", 1, 1, "events: expected a list"),
    added("evnts: []\n", "unknown-key", 4, 1, "unknown key 'evnts'", "Did you mean 'events'?"),
    added("asof: 2021-03-01\n", "unknown-key", 4, 1, "Did you mean 'as_of'?"),
    added("xyz: 1\n", "unknown-key", 4, 1, "Known: as_of, events, expect, facts, format"),
    added("format: detention-rules/scenario/2\n", "unknown-format", 4, 1, "expected detention-rules/scenario/1"),
    Row("title: [a]\n" + HEAD.removeprefix("title: t\n"), "not-text", 1, 1, ("title: expected a text", "['a']")),
    added("note: {a: 1}\n", "not-text", 4, 1, "note: expected a text"),
    added("pack: kazakstan\n", "unknown-pack", 4, 1, "unknown pack 'kazakstan'", "Did you mean 'kazakhstan'?"),
    added("pack: [a]\n", "not-text", 4, 1, "pack: expected a text"),
    added("zone: Asia/Almatty\n", "unknown-zone", 4, 1, "unknown time zone 'Asia/Almatty'", "Did you mean 'Asia/Almaty'?"),
    added("zone: 6\n", "unknown-zone", 4, 1, "unknown time zone '6'"),
    # times
    added("as_of: tomorrow\n", "not-a-time", 4, 1, "found 'tomorrow'", "2021-03-01 09:15"),
    added("as_of: 2021-3-1 9:15\n", "not-a-time", 4, 1, "2021-3-1 9:15"),
    added("as_of: 2021-03-01 09:15 Almaty\n", "not-a-time", 4, 1, "Almaty"),
    added("as_of: 12\n", "not-a-time", 4, 1, "found '12'"),
    added("as_of: 2021-02-29\n", "no-such-date", 4, 1, "there is no date 2021-02-29"),
    added("as_of: 2021-13-01 10:00\n", "no-such-date", 4, 1, "2021-13-01"),
    added("as_of: 2021-03-01 09:60\n", "no-such-time", 4, 1, "there is no time 2021-03-01 09:60"),
    added("as_of: 2021-03-01 24:00\n", "midnight-24", 4, 1, "00:00 of the next day"),
    added("as_of: 0001-01-01\n", "year-out-of-range", 4, 1, "0001-01-01", "1930", "2200"),
    added("as_of: 9999-12-31 23:59\n", "year-out-of-range", 4, 1, "9999-12-31"),
    added("as_of: 1929-12-31\n", "year-out-of-range", 4, 1, "1929"),
    added("as_of: 2201-01-01\n", "year-out-of-range", 4, 1, "2201"),
    added("as_of: 2021-03-01 09:15+25:00\n", "bad-offset", 4, 1, "'+25:00'", "+06:00"),
    added("as_of: 2021-03-01 09:15+06:60\n", "bad-offset", 4, 1, "'+06:60'"),
    added("as_of: 2021-03-01 09:15-15:00\n", "bad-offset", 4, 1, "at most 14 hours"),
    added("zone: Europe/Paris\nas_of: 2021-03-28 02:30\n", "skipped-time", 5, 1, "2021-03-28 02:30 never occurred in Europe/Paris"),
    added("zone: America/Sao_Paulo\nas_of: 2018-11-04 00:30\n", "skipped-time", 5, 1, "never occurred"),
    # events
    event("arrest", "not-an-event", 5, "found arrest", "{at: 2021-03-01 09:15, is: arrest}"),
    event("{at: 2021-03-01 09:15, iss: arrest}", "missing-key", 5, "'is' is missing"),
    event("{is: arrest}", "missing-key", 5, "'at' is missing"),
    event("{at: ~, is: arrest}", "missing-key", 5, "'at' is missing"),
    event("{at: 2021-03-01 09:15, is: arest}", "unknown-event", 28, "unknown event 'arest'", "Did you mean 'arrest'?"),
    event("{at: 2021-03-01 09:15, is: [arrest]}", "unknown-event", 28, "arrest"),
    event("{at: 2021-03-01 09:15, is: arrest, wher: x}", "unknown-attribute", 40, "'wher' of arrest", "Known: at, grounds, id"),
    event("{at: 2021-03-01 09:15, is: procurator_notified, writen: true}", "unknown-attribute", 53, "Did you mean 'written'?"),
    event("{at: 2021-03-01 09:15, is: arrest, id: [a]}", "not-text", 40, "id: expected a text"),
    event("{at: 2021-03-01 09:15, is: arrest, note: {a: 1}}", "not-text", 40, "note: expected a text"),
    event("{at: 2021-03-01 09:15, is: arrest, source: [a]}", "not-text", 40, "source: expected a text"),
    added("  - {at: 2021-03-02, is: release, id: a}\n  - {at: 2021-03-02, is: arrest, id: a}\n", "duplicate-id", 5, 34, "the id 'a'"),
    added("  - {at: 2021-03-02, is: release, id: A2}\n", "id-of-reading", 4, 35, "name of a reading"),
    event("{at: soon, is: arrest}", "not-a-time", 6, "found 'soon'"),
    event("{at: 2021-03-01 09:15, is: remand_authorized, until: 2021-02-28}", "before-its-event", 51, "until of remand_authorized"),
    event("{at: 2021-03-01 09:15, is: remand_authorized, received: 2021-03-01 09:14}", "before-its-event", 51, "received"),
    event("{at: {between: [2021-03-01 10:00, 2021-03-01 09:00]}, is: arrest}", "between-backwards", 6, "the second time"),
    event("{at: {between: [2021-03-01 10:00]}, is: arrest}", "bad-moment", 6, "between: [first, last]", "accounts"),
    event("{at: {around: 2021-03-01 10:00}, is: arrest}", "bad-moment", 6, "between: [first, last]"),
    event("{at: [2021-03-01], is: arrest}", "not-a-time", 6, "2021-03-01"),
    event("{at: {between: [2021-03-01 10:00, late]}, is: arrest}", "not-a-time", 6, "found 'late'"),
    event("{at: {accounts: {camera: 2021-03-01 10:00}}, is: arrest}", "few-accounts", 6, "at least two", "camera"),
    event("{at: {accounts: [2021-03-01, 2021-03-02]}, is: arrest}", "few-accounts", 6, "at least two"),
    event("{at: {accounts: {a: 2021-03-01, b: never}}, is: arrest}", "not-a-time", 37, "found 'never'"),
    # facts
    added("facts: [a]\n", "not-a-mapping", 4, 1, "facts: expected `name: value` entries"),
    added("facts: {person: {brn: 1990-01-01}}\n", "unknown-fact", 4, 18, "unknown fact 'person.brn'", "Did you mean 'person.born'?"),
    added("facts: {offense: {category: minor}}\n", "unknown-fact", 4, 9, "unknown fact 'offense'"),
    added("facts: {person: 5}\n", "fact-group", 4, 9, "person: expected a group of facts, found 5"),
    added("facts: {person: {born: 1990-01-01}, person.born: 1991-01-01}\n", "fact-twice", 4, 37, "fact 'person.born' is given twice"),
    added("facts:\n  person:\n    born: 1990-02-30\n", "value", 6, 5, "person.born: there is no date 1990-02-30"),
    added("facts: {person: {born: 1990}}\n", "value", 4, 18, "person.born: found '1990', expected a date such as 2021-03-01"),
    added("facts: {person: {born: 1890-01-01}}\n", "value", 4, 18, "the year must be from 1930"),
    added("facts: {person: {juvenile: yes}}\n", "value", 4, 18, "person.juvenile: expected true or false, found 'yes'"),
    added("facts: {person: {nationality: Kazakhstan}}\n", "value", 4, 18, "two-letter ISO 3166", "stateless"),
    added("facts: {offence: {category: grave}}\n", "value", 4, 19, "unknown value 'grave'", "Known: especially_serious, medium"),
    added("facts: {offence: {category: seriuos}}\n", "value", 4, 19, "Did you mean 'serious'?"),
    added("facts: {offence: {category: [minor]}}\n", "value", 4, 19, "expected one of: minor, medium"),
    added("facts: {offence: {max_penalty_years: -1}}\n", "value", 4, 19, "-1 is out of range"),
    added("facts: {offence: {max_penalty_years: 1e300}}\n", "value", 4, 19, "out of range"),
    added("facts: {offence: {max_penalty_years: true}}\n", "value", 4, 19, "expected a number, found True"),
    added("facts: {offence: {max_penalty_years: .nan}}\n", "value", 4, 19, "expected a number, found '.nan'"),
    added("facts: {offence: {kinds: terrorism}}\n", "value", 4, 19, "expected a list of: terrorism"),
    added("facts: {offence: {kinds: [terorism]}}\n", "value", 4, 19, "Did you mean 'terrorism'?"),
    added("facts: {extradition: {foreign_sentence: 3 years}}\n", "value", 4, 23, "found '3 years'", "ISO 8601", "P3Y"),
    added("facts: {extradition: {foreign_sentence: P300Y}}\n", "value", 4, 23, "at most 200 years"),
    added("facts: {extradition: {foreign_sentence: 5}}\n", "value", 4, 23, "expected a duration, P3Y or P1Y6M, found 5"),
    added("facts: {facility: {observed: 2021-03-01}}\n", "value", 4, 20, "{from: 2021-01-01, until: 2021-12-31}"),
    added("facts: {facility: {observed: {from: 2021-02-01, until: 2021-01-01}}}\n", "value", 4, 20, "must end after it begins"),
    added("facts: {facility: {working_day_ends: 6pm}}\n", "value", 4, 20, "found '6pm'", '"18:00"'),
    added('facts: {facility: {working_day_ends: "25:00"}}\n', "value", 4, 20, "found '25:00'"),
    added("facts: {offence: {category: [{value: grave}]}}\n", "value", 4, 31, "unknown value 'grave'"),
    added("facts: {offence: {category: [{from: 2021-03-02}]}}\n", "missing-key", 4, 30, "'value' is missing"),
    added("facts: {offence: {category: [{valu: minor, value: minor}]}}\n", "unknown-key", 4, 31, "Did you mean 'value'?"),
    added("facts: {offence: {category: [{value: minor}, {value: serious}]}}\n", "fact-same-start", 4, 19, "from the same moment"),
    added("facts: {offence: {category: [{value: minor, from: later}]}}\n", "not-a-time", 4, 45, "found 'later'"),
    event("{at: 2021-03-01 09:15, is: remand_authorized, by: investigation_judge}",
          "value", 51, "by: unknown value", "Did you mean 'investigating_judge'?"),
    event("{at: 2021-03-01 09:15, is: remand_authorized, received: 2021-03-02}",
          "value", 51, "received: found '2021-03-02', expected a date with a time"),
    event("{at: 2021-03-01 09:15, is: remand_authorized, until: 2 months}", "value", 51, "until: found '2 months', expected a time"),
    event("{at: 2021-03-01 09:15, is: place_changed, place: ''}", "value", 47, "place: expected a text"),
    event("{at: 2021-03-01 09:15, is: sentence_started, term: 3y}", "value", 50, "term: found '3y'", "P3Y"),
    # readings, tolerances, expectations
    added("readings: [A1]\n", "not-a-mapping", 4, 1, "readings: expected"),
    added("readings: {B1: x}\n", "unknown-reading", 4, 12, "unknown reading 'B1'", "Known: A1, A10"),
    added("readings: {A1: juveniles-keep-24}\n", "unknown-option", 4, 12, "of reading A1", "Did you mean 'juveniles-keep-24h'?"),
    added("readings: {A1: [x]}\n", "unknown-option", 4, 12, "exception-reaches-juveniles, juveniles-keep-24h"),
    added("tolerances: {notice.famly: 3h}\n", "unknown-rule", 4, 14, "unknown rule 'notice.famly'", "Did you mean 'notice.family'?"),
    added("tolerances: {notice.procurator: 3h}\n", "no-standard", 4, 14, "notice.procurator has no open standard", "would change nothing"),
    added("tolerances: {notice.family: soon}\n", "not-a-span", 4, 14, "found 'soon'", "3h, 1h 30m or 2d"),
    added("tolerances: {notice.family: -3h}\n", "not-a-span", 4, 14, "-3h"),
    added("expect: {violatd: []}\n", "unknown-key", 4, 10, "Did you mean 'violated'?"),
    added("expect: {violated: custody.before-court-order}\n", "not-a-list", 4, 10, "violated: expected a list"),
    added("expect: {violated: [custody.before-court]}\n", "unknown-rule", 4, 21, "Did you mean 'custody.before-court-order'?"),
    added("expect:\n  complied:\n    - notice.family\n    - 5\n", "unknown-rule", 7, 7, "unknown rule '5'"),
]  # fmt: skip

ELSEWHERE = {
    # in test_source
    "missing-file", "is-folder", "unreadable", "too-large", "binary", "not-utf8", "empty", "tab", "bad-yaml", "too-deep", "too-many-values",
    "odd-key", "duplicate-key", "unknown-anchor",
    # below
    "one-scenario", "naive-time",
}  # fmt: skip
INSIDE_VALUES = {"wrong-type", "unknown-value", "number-out-of-range", "not-a-country", "not-a-duration", "span-backwards", "not-a-date",
                 "needs-time", "not-a-clock"}  # fmt: skip
"""Codes whose texts stand inside the message of a `value` problem; each has a row above."""


def problems_of(content: str, file: str | None = "case.yaml") -> tuple[Problem, ...]:
    """Return the problems of a text."""
    with pytest.raises(InputError) as raised:
        scenarios_from_text(content, file)
    return raised.value.problems


def test_the_head_is_sound() -> None:
    (found,) = scenarios_from_text(HEAD, "case.yaml")
    assert [entry.id for entry in found.events] == ["arrest"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.content != "- {events: 5}\n- x\n"], ids=str)
def test_one_fault(row: Row) -> None:
    (problem,) = problems_of(row.content)
    assert problem.code == row.code
    assert (problem.place.file, problem.place.line, problem.place.column) == ("case.yaml", row.line, row.column)
    for piece in row.pieces:
        assert piece in problem.message
    assert not re.search(r"\{[a-z_]+\}", problem.message), "a field was not filled in"
    assert str(problem) == f"case.yaml:{row.line}:{row.column}: {problem.message}"


def test_faults_of_several_scenarios() -> None:
    found = problems_of("- {events: 5}\n- x\n---\nevents: []\n")
    assert [(problem.code, problem.place.line, problem.place.column) for problem in found] == [
        ("not-a-list", 1, 4),
        ("not-a-scenario", 2, 3),
        ("no-events", 4, 1),
    ]


def test_all_faults_of_a_file_are_told_at_once_in_its_order() -> None:
    content = """\
tittle: x
zone: Asia/Almatty
facts:
  person: {born: 1990-02-30, nationality: kz}
events:
  - {at: 2021-03-01 25:00, is: arest}
  - {at: 2021-03-01 09:15, is: release, by: judge}
  - release
readings: {A1: x, Q: y}
as_of: never
expect: {violated: [nothing]}
"""
    found = problems_of(content)
    assert [(problem.code, problem.place.line, problem.place.column) for problem in found] == [
        ("unknown-key", 1, 1),
        ("unknown-zone", 2, 1),
        ("value", 4, 12),
        ("value", 4, 30),
        ("no-such-time", 6, 6),
        ("unknown-event", 6, 28),
        ("unknown-attribute", 7, 41),
        ("not-an-event", 8, 5),
        ("unknown-option", 9, 12),
        ("unknown-reading", 9, 19),
        ("not-a-time", 10, 1),
        ("unknown-rule", 11, 21),
    ]


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        ('{\n "events": [\n  {"at": "2021-03-01 09:15", "is": "arest"}]}', "unknown-event", 3, 30),
        ('{"title": "t",\n\t"event": []}', "no-events", 1, 1),
        ('[{"events": [{"at": "2021-03-01 09:15", "is": "arrest"}]},\n {"events": [5]}]', "not-an-event", 2, 14),
    ],
)
def test_places_in_json(content: str, code: str, line: int, column: int) -> None:
    found = problems_of(content, "case.json")
    assert (found[0].code, found[0].place.line, found[0].place.column) == (code, line, column)


def test_a_long_value_is_cut_short_in_its_message() -> None:
    (problem,) = problems_of(HEAD + f"as_of: {'x' * 5000}\n")
    assert len(problem.message) < 250
    assert "xxx..." in problem.message


def test_one_scenario_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(f"{HEAD}---\n{HEAD}")
    assert len(load_scenarios(path)) == 2
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.place.file) == ("one-scenario", str(path))
    assert problem.message == "expected one scenario, found 2"


class TestPlainData:
    """Scenarios given by a program: no places, but the same faults."""

    ARREST: dict[str, Any] = {"at": "2021-03-01 09:15", "is": "arrest"}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            ({"events": [{"at": datetime(2021, 3, 1, 9, 15), "is": "arrest"}]}, "naive-time"),
            ({"events": [{"at": {"between": [datetime(2021, 3, 1), "2021-03-02"]}, "is": "arrest"}]}, "naive-time"),
            ({"events": [{"at": {"accounts": {"a": datetime(2021, 3, 1), "b": "2021-03-02"}}, "is": "arrest"}]}, "naive-time"),
            ({"events": [ARREST], "as_of": datetime(2021, 3, 1)}, "naive-time"),
            ({"events": [{**ARREST, "is": "remand_authorized", "until": datetime(2021, 5, 1)}]}, "value"),
            ({"events": [{"at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=6))), "is": "arrest"}]}, "year-out-of-range"),
            ({"events": [{"at": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-6))), "is": "arrest"}]}, "year-out-of-range"),
            ({"events": [ARREST], 5: 6}, "unknown-key"),
            ({"events": [{**ARREST, None: 6}]}, "unknown-attribute"),
            ({"events": [ARREST], "facts": {5: 6}}, "unknown-fact"),
            ({"events": [ARREST], "readings": {None: 6}}, "unknown-reading"),
            ({"events": [ARREST], "tolerances": {(): 6}}, "unknown-rule"),
            ({"events": [ARREST], "expect": {"violated": [{}]}}, "unknown-rule"),
            ({"events": [ARREST], "zone": "\0"}, "unknown-zone"),
            ({"events": "arrest"}, "not-a-list"),
            ({"events": [ARREST], "facts": {"offence": {"max_penalty_years": float("nan")}}}, "value"),
        ],
    )
    def test_faults(self, data: dict[Any, Any], code: str) -> None:
        for call in (scenario, check):
            with pytest.raises(InputError) as raised:
                call(data)
            assert [problem.code for problem in raised.value.problems] == [code]
            assert str(raised.value.problems[0].place) == ""

    @pytest.mark.parametrize("data", [None, 5, "events", ["events"], b"{}"])
    def test_what_is_no_mapping(self, data: Any) -> None:
        with pytest.raises(InputError) as raised:
            scenario(data)
        assert [problem.code for problem in raised.value.problems] == ["not-a-scenario"]

    def test_options_of_check_are_told_together(self) -> None:
        with pytest.raises(InputError) as raised:
            check(
                {"events": [self.ARREST]},
                as_of=datetime(2021, 3, 2),
                readings={"A1": "juvenile-keep-24h", "Q1": "x"},
                tolerances={"notice.famly": 60, "custody.before-court-order": 60},
            )
        found = {problem.code: problem.message for problem in raised.value.problems}
        assert set(found) == {"naive-time", "unknown-option", "unknown-reading", "unknown-rule", "no-standard"}
        assert "pass an aware datetime" in found["naive-time"]
        assert "Did you mean 'juveniles-keep-24h'?" in found["unknown-option"]
        assert "Did you mean 'notice.family'?" in found["unknown-rule"]

    def test_an_aware_datetime_is_exact(self) -> None:
        found = scenario({"events": [{"at": datetime(2024, 2, 29, 17, 30, tzinfo=UTC), "is": "arrest"}]})
        (account,) = found.events[0].at.accounts
        assert account.earliest == account.latest == int(datetime(2024, 2, 29, 17, 30, tzinfo=UTC).timestamp())


def test_every_row_is_refused_as_plain_data_too() -> None:
    from detention_rules.language.source import documents

    for row in ROWS:
        for document in documents(row.content):
            for data in document.data if isinstance(document.data, list) else [document.data]:
                json.dumps(data)
                with pytest.raises(InputError):
                    scenario(data)

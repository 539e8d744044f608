"""`redacted`: the same findings, and none of the author's own words, in any format."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from engine.strategies import PACK, timelines
from hypothesis import given
from profiles import examples

from detention_rules import Finding, Report, check, load_pack, redacted, scenario
from detention_rules.reporting.deadlines import only_due
from detention_rules.reporting.expectations import mismatches
from detention_rules.reporting.formats import DeadlineFormat, Format, deadline_writer, writer
from detention_rules.reporting.lines import plain
from detention_rules.reporting.results import Checked, Style

MARK = "Ivanov"
"""Every word that a generated author chooses holds this."""


class Author:
    """Writes words of its own into a scenario wherever the format lets it, the same word where the scenario had the same."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def word(self, given: object) -> str:
        return self.words.setdefault(str(given), f"{MARK}-{len(self.words)}\n| ]]>")

    def scenario(self, data: dict[str, Any]) -> dict[str, Any]:
        data = copy.deepcopy(data)
        data["title"] = self.word("title")
        for event in data["events"]:
            kinds = PACK.vocabulary.events[event["is"]].attributes
            event["id"], event["note"], event["source"] = self.word(event["id"]), self.word("note"), self.word("source")
            if isinstance(event["at"], dict) and "accounts" in event["at"]:
                event["at"]["accounts"] = {self.word(name): time for name, time in event["at"]["accounts"].items()}
            for name, value in list(event.items()):
                kind = kinds.get(name)
                own = kind is not None and kind.kind == "one_of" and kind.open and value not in kind.values
                if own or (kind is not None and kind.kind == "text"):
                    event[name] = self.word(value)
        return data


def essence(finding: Finding, report: Report) -> tuple[Any, ...]:
    """Return what must not change of a finding: events are told by where they stand in the timeline."""
    order = {event.id: number for number, event in enumerate(report.scenario.events)}

    def which(event: Any) -> int | None:
        return None if event is None else order[event.id]

    return (
        *(finding.rule.id, finding.verdict, which(finding.trigger), finding.deadline, which(finding.discharge), finding.margin_seconds),
        sorted((order[name], instant) for name, instant in finding.violated_from.items()),
        sorted((one.verdict, one.deadline or 0, one.margin_seconds or 0, len(one.assuming)) for one in finding.alternatives),
        (len(finding.needs), len(finding.because), finding.more_worlds),
    )


def every_format(report: Report) -> dict[str, str]:
    """Return a report in every format there is."""
    style = Style(verbose=True, timeline=100)
    found = {}
    for name in Format:
        pieces = writer(name)(iter([Checked(report)]), style)
        found[name.value] = "".join(piece if isinstance(piece, str) else plain(piece, 100) for piece in pieces)
    for kind in DeadlineFormat:
        pieces = deadline_writer(kind)(iter([Checked(only_due(report))]), style)
        found[f"deadlines {kind.value}"] = "".join(piece if isinstance(piece, str) else plain(piece, 100) for piece in pieces)
    return {name: content.replace("\r\n ", "") for name, content in found.items()}  # a calendar's long lines are folded


@examples(40)
@given(timelines(2))
def test_verdicts_stay(data: dict[str, Any]) -> None:
    given_ = scenario(Author().scenario(data), pack=PACK)
    whole, hidden = check(given_, pack=PACK), check(redacted(given_, pack=PACK), pack=PACK)
    assert sorted(map(repr, (essence(one, whole) for one in whole.findings))) == sorted(
        map(repr, (essence(one, hidden) for one in hidden.findings))
    )
    assert (whole.summary, whole.untriggered, whole.as_of) == (hidden.summary, hidden.untriggered, hidden.as_of)
    assert len(whole.inconsistencies) == len(hidden.inconsistencies)


@examples(12)
@given(timelines(1, size=4))
def test_no_word_of_the_author_is_left_in_any_format(data: dict[str, Any]) -> None:
    author = Author()
    given_ = scenario(author.scenario(data), pack=PACK)
    for name, content in every_format(check(redacted(given_, pack=PACK), pack=PACK)).items():
        assert MARK not in content, name


def test_the_words_were_there_before() -> None:
    data = {"events": [{"at": "2021-03-01 09:15", "is": "arrest", "id": "e0"}], "as_of": "2021-03-01 10:00"}
    report = check(scenario(Author().scenario(data), pack=PACK))
    assert [name for name, content in every_format(report).items() if MARK not in content] == []


def test_a_date_of_birth_is_used_and_not_shown() -> None:
    events = [{"at": "2021-03-01 09:15", "is": "arrest"}]
    given_ = scenario({"facts": {"person.born": "2004-05-17", "person.nationality": "KZ"}, "events": events, "as_of": "2021-03-09"})
    hidden = redacted(given_)
    assert hidden.facts == given_.facts
    shown, kept = every_format(check(given_)), every_format(check(hidden))
    assert "2004-05-17" in shown["html"]
    assert [name for name, content in kept.items() if "2004-05-17" in content] == []
    assert "KZ" in kept["html"]


def test_no_edge_of_an_uncertain_time_tells_a_birthday() -> None:
    """A verdict that changes as a birthday is passed does so at a midnight, which would be the date of birth."""
    facts = {"person.born": "2003-05-17", "person.nationality": "KZ", "offence.category": "medium", "offence.kinds": []}
    events = [{"at": {"between": ["2021-05-15 22:00", "2021-05-17 08:00"]}, "is": "arrest"}, {"at": "2021-05-18 09:00", "is": "release"}]
    given_ = scenario(
        {"facts": {**facts, "circumstances.remote": False, "circumstances.emergency": False}, "events": events, "as_of": "2021-05-21"}
    )
    telling = ("2021-05-16 23:59", "2021-05-17 00:00", "2021-05-16T23:59", "2021-05-17T00:00", "2003-05-17")
    shown, kept = (
        {name: " ".join(content.split()) for name, content in every_format(check(one)).items()} for one in (given_, redacted(given_))
    )
    assert any(one in shown["text"] for one in telling[:2])
    assert [name for name, content in kept.items() if any(one in content for one in telling)] == []
    assert "not shown, since that could tell a date of birth" in kept["text"]


def test_an_edge_that_hangs_on_no_birthday_stays() -> None:
    facts = {"person.born": "2003-05-17", "person.nationality": "KZ", "offence.category": "medium", "offence.kinds": []}
    events = [{"at": {"between": ["2021-05-16 22:00", "2021-05-18 08:00"]}, "is": "arrest"}, {"at": "2021-05-19 09:00", "is": "release"}]
    given_ = scenario(
        {"facts": {**facts, "circumstances.remote": False, "circumstances.emergency": False}, "events": events, "as_of": "2021-05-21"}
    )
    whole, kept = check(given_), check(redacted(given_))
    told = [one.because for one in whole.findings if one.rule.id == "custody.before-court-order"]
    assert any("2021-05-17 08:59:59" in step for step in told[0])
    assert [one.because for one in kept.findings if one.rule.id == "custody.before-court-order"] == told


def test_what_was_the_same_is_the_same() -> None:
    events = [
        {"at": "2021-03-01 09:15", "is": "arrest", "id": "the arrest of Ivanov"},
        {"at": {"accounts": {"cousin": "2021-03-01 12:00", "guard": "2021-03-01 13:00"}}, "is": "place_changed", "place": "Cell 5"},
        {"at": {"accounts": {"guard": "2021-03-01 14:00", "cousin": "2021-03-01 15:00"}}, "is": "procurator_notified", "place": "Cell 5"},
        {"at": "2021-03-02 10:00", "is": "place_changed", "place": "Cell 6"},
        {"at": "2021-03-03 10:00", "is": "arrest"},
    ]
    found = redacted(scenario({"title": "Ivanov", "events": events}), title="Case 1")
    assert [event.id for event in found.events] == ["arrest", "place_changed", "procurator_notified", "place_changed-2", "arrest-2"]
    assert [event.attributes.get("place") for event in found.events] == [None, "place 1", "place 1", "place 2", None]
    assert [account.name for event in found.events[1:3] for account in event.at.accounts] == [
        *("account 1", "account 2"),
        *("account 2", "account 1"),
    ]
    assert (found.title, found.file) == ("Case 1", None)


def test_words_of_the_pack_are_kept() -> None:
    events = [{"at": "2021-03-01 09:15", "is": "placed", "place": word} for word in ("remand_centre", "cellar")]
    found = redacted(scenario({"events": events}))
    assert {event.attributes["place"] for event in found.events} == {"remand_centre", "place 1"}


def test_redacting_twice_changes_nothing() -> None:
    events = [{"at": "2021-03-01 09:15", "is": "place_changed", "place": place, "id": place} for place in ("b", "a", "place 1")]
    once = redacted(scenario({"events": events, "facts": {"person.nationality": "KG"}}))
    assert redacted(once) == once


@pytest.mark.parametrize("name", ["kazakhstan"])
def test_expectations_and_lines_stay(name: str) -> None:
    given_ = scenario({"pack": name, "events": [{"at": "2021-03-01 09:15", "is": "arrest"}], "expect": {"violated": []}})
    hidden = redacted(given_, pack=load_pack(name))
    assert hidden.expect == given_.expect
    assert mismatches(check(hidden), hidden.expect) == mismatches(check(given_), given_.expect)


def test_another_pack_says_itself_what_a_date_of_birth_is() -> None:
    zubrovia = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
    events = [{"at": "1968-03-01 09:15", "is": next(iter(zubrovia.vocabulary.begins)), "id": MARK}]
    given_ = scenario({"facts": {"captive.birthday": "1950-03-02"}, "events": events, "as_of": "1968-03-09"}, pack=zubrovia)
    hidden = redacted(given_, pack=zubrovia)
    assert hidden.unshown == {"captive.birthday"}
    whole, kept = check(given_, pack=zubrovia), check(hidden, pack=zubrovia)
    assert whole.findings
    assert [essence(one, whole) for one in whole.findings] == [essence(one, kept) for one in kept.findings]

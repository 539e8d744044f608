"""Sentences that a court can read: values are told, not only named, and the times that are compared stand there."""

from __future__ import annotations

from detention_rules import Finding, check
from detention_rules.language.conditions import Earlier, Not, OneOf, Pattern, TriggerHas
from detention_rules.language.sentences import condition_words

FACTS = {"person": {"born": "1990-06-01", "nationality": "KZ"}}


def found(rule: str, *events: dict[str, object], facts: dict[str, object] | None = None, as_of: str = "2024-01-01 12:00") -> Finding:
    report = check({"facts": facts or FACTS, "events": list(events), "as_of": as_of})
    (finding,) = (one for one in report.findings if one.rule.id == rule)
    return finding


def test_a_paper_that_states_another_time_is_told_with_both() -> None:
    arrest, record = {"at": "2021-07-19 13:05", "is": "arrest"}, {"at": "2021-07-19 17:10", "is": "arrest_record"}
    states = {"at": "2021-07-19 17:10", "is": "arrest_record_states", "arrest_at": "2021-07-19 15:00"}
    because = found("custody.stated-arrest-time", arrest, record, states).because
    assert 'It states "arrest at: 2021-07-19 15:00 (+06:00)"; arrest was 2021-07-19 13:05 (+06:00).' in because


def test_a_term_that_is_carried_is_told() -> None:
    began = {"at": "2020-02-28 10:00", "is": "sentence_started", "term": "P2Y"}
    assert found("release.end-of-term", began).limit.startswith("2 years (the term)")


def test_a_limit_of_no_days_is_the_same_day() -> None:
    papers = {"at": "2021-11-19 22:00", "is": "release_documents_received", "early": False}
    assert found("release.documents-same-day", papers).limit == "the same day"


def test_what_is_not_so_reads_as_a_sentence() -> None:
    assert condition_words(Not(Earlier(Pattern("arrest"), "detention"))) == "no arrest came earlier in the same detention"
    assert condition_words(TriggerHas("held_there", OneOf(frozenset([False])))) == 'it says "held there: no"'


def test_an_open_standard_names_no_command() -> None:
    arrest, told = {"at": "2021-03-01 09:00", "is": "arrest"}, {"at": "2021-03-01 12:00", "is": "family_notified"}
    because = " ".join(found("notice.family", arrest, told, as_of="2021-03-01 13:00").because)
    assert "gives no number; whoever sets a tolerance decides it." in because
    assert "--" not in because

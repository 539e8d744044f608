"""Rules in plain sentences: each construct has its words, and no identifier of a file leaks into them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detention_rules import Pack, load_pack
from detention_rules.language.sentences import listed, rule_sentences, value_words, words

ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
KAZAKHSTAN = load_pack("kazakhstan")


def sentences(rule_id: str, pack: Pack = ZUBROVIA) -> list[str]:
    """Return a rule's sentences."""
    rule = pack.rule(rule_id)
    assert rule is not None
    return rule_sentences(rule, pack)


@pytest.mark.parametrize(
    ("rule_id", "expected"),
    [
        (
            "custody.charge",
            [
                "After seizure, there must be charge (by is magistrate; counted when sent) or freed.",
                "Limit 1: 36 h where, before the limit that would otherwise apply, suspicion.weight is grave and "
                "(suspicion.years is at least 5 or suspicion.tags is arson) [StationAct art. 42]",
                "Limit 2: 12 h [law from 2020-06-15 (inferred; between 2020-06-01 and 2020-07-01)] where captive.child is true "
                "[StationAct art. 43].",
                "Limit 3: 24 h.",
                "The duty ends without a breach at handed over before the limit.",
                "The clock stands still from hospital in to hospital out where ward.guarded is false.",
                "In force from 2015-01-01; outside these dates the law is not known here (nothing is known of the time before the Act).",
            ],
        ),
        (
            "custody.check-after-check",
            ["After seizure or check, there must be check.", "Limit 1: 6 h where it is seizure.", "at freed, charge or handed over before"],
        ),
        (
            "custody.check-each-round",
            [
                "In every whole 9 h within the time from seizure to freed or handed over, there must be check.",
                "It applies only if suspicion.weight is grave.",
            ],
        ),
        (
            "custody.second-request",
            [
                "Limit: 10 days, the next day is day 1, to 24:00 of the last day.",
                "Not before 3 days, the next day is day 1, to the same time of day: an earlier act does not discharge the duty.",
            ],
        ),
        (
            "custody.ceiling",
            [
                "After warrant (by is magistrate), there must be freed.",
                "Limit 1: 3 years, from the last seizure of the detention, to 24:00 of the last day where suspicion.weight is grave.",
                "Limit 2: 2 months, from the last seizure of the detention, to the same time of day.",
            ],
        ),
        (
            "custody.warrant-end",
            [
                "Limit 1: the end it names (ends at) where not its by is sergeant and captive.alien is false.",
                "Limit 2: the term, less 1 day, one day back where that is a day off, to the end of the morning of the last day.",
            ],
        ),
        (
            "custody.old-warrant",
            [
                "there must be charge (by is magistrate; counted when sent; none from before) or freed.",
                "the person is held, then or before its ends at and not warrant refused comes later, ",
                "within 12 h, from the first seizure of the detention",
            ],
        ),
        (
            "custody.night-search",
            [
                "Whenever there is strip search, it is lawful only if since seizure at least 2 h and at most 12 h have passed and (",
                "not it is later in the day than station.closes, Z2 is read as needs-none,",
                "warrant (by not: is sergeant) came earlier in the same detention or ",
                "or (warrant asked came earlier and captive.child is true)).",
            ],
        ),
        (
            "custody.doctor",
            [
                'Limit: "without delay" (no number), and in any case 6 h.',
                "The act must name the same cell as the event that started the duty.",
                "In force until 2025-01-01; outside these dates there is no such duty (the article was repealed).",
            ],
        ),
        (
            "paper.rights",
            ["Limit: 1 day, the first day is day 1, to 24:00 of the last day.", "An act earlier in the same detention counts."],
        ),
        ("paper.copy", ["Limit: 3 working days, the next day is day 1, to the end of the working day.", "only if captive.alien is true"]),
        (
            "paper.filing",
            [
                "from ruling.day, forward to the next working day where that is a day off, to 24:00 of the last day",
                "Limit 2: 2 days, the first day is day 1, back to the last working day where that is a day off, to the same time of day.",
            ],
        ),
        ("paper.call-home", ["Limit: 1 h 30 min, from the next doctor."]),
        (
            "register.log",
            ["In every whole month within station.log,", "there must be log signed, by the end of day 3 of the period."],
        ),
        (
            "register.audit",
            [
                "In every whole half-year within station.log, there must be audited, by the end of day 1 of the period, "
                "or of the next working day where that is a day off [Bench art. 30]. This applies where Z3 is read as each-half.",
                "In every whole year within station.log, there must be audited 2 times.",
            ],
        ),
        ("custody.blow", ["There must never be blow (at night is false)."]),
        ("custody.renewal", ["After warrant, there must be freed or warrant renewed (ends at past the limit)."]),
        (
            "paper.complaint",
            ["it is lawful only if no seizure came earlier, the by of the one being the judge of the other."],
        ),
        (
            "paper.standing-request",
            ["only if warrant asked came earlier, with no later warrant refused, freed or charge (by is sergeant)."],
        ),
        (
            "paper.late-complaint",
            [
                "only if since charge or warrant at least 48 h have passed, the by of the one being the judge of the other.",
                "no complaint heard came earlier, with no later seizure, the by of the one being the judge of the other.",
            ],
        ),
        ("paper.same-day", ["Whenever there is audited, it is lawful only if it is the day of log signed."]),
        ("paper.seizure-note", ["Whenever there is seizure noted, it is lawful only if its noted time is the minute of seizure."]),
        ("register.hearings", ["In every whole 7 days within the time from warrant to freed, there must be hearing."]),
    ],
)
def test_every_construct_has_its_words(rule_id: str, expected: list[str]) -> None:
    found = " ".join(sentences(rule_id))
    for piece in expected:
        assert piece in found


def test_every_rule_of_the_second_pack_is_above() -> None:
    (mark,) = [mark for mark in test_every_construct_has_its_words.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == {rule.id for rule in ZUBROVIA.rules}


def test_the_calendar_of_working_days_is_named() -> None:
    found = sentences("records.cards", KAZAKHSTAN)
    assert found[-1] == "Working days follow the national calendar (KZ) with transferred days, known until 2025-12-31."
    assert "calendar" not in " ".join(sentences("paper.copy"))


@pytest.mark.parametrize("pack", [KAZAKHSTAN, ZUBROVIA], ids=lambda pack: pack.id)
def test_no_rule_shows_an_identifier(pack: Pack) -> None:
    facts, dates = set(pack.vocabulary.facts), re.compile(r"\d{4}-\d{2}-\d{2}")
    for rule in pack.rules:
        found = rule_sentences(rule, pack)
        assert len(found) >= 1, rule.id
        assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in found), (rule.id, found)
        for word in re.findall(r"[\w.]*_[\w.]*", " ".join(found)):
            assert word.rstrip(".") in facts, (rule.id, word)
        assert "None" not in dates.sub("", " ".join(found)), rule.id
        assert "frozenset" not in " ".join(found)


def test_words() -> None:
    assert words("arrest_record") == "arrest record"
    assert words("especially-serious") == "especially serious"
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed(["a", "b"], "and")] == [
        "",
        "a",
        "a or b",
        "a, b or c",
        "a and b",
    ]
    assert [value_words(True), value_words(False), value_words(()), value_words(("a", "b")), value_words("x_y"), value_words(5)] == [
        "yes",
        "no",
        "none",
        "a and b",
        "x y",
        "5",
    ]

"""Invented cases: coherent, as asked for, and told whole by their documents."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from detention_rules import InputError, Pack, Verdict, check, load_pack
from detention_rules.language.stories import load_stories
from detention_rules.training import Case, Exercise, NoExercise
from detention_rules.training.cases import invent
from detention_rules.training.cases.dice import Dice

from .support import PACK, ZUBROVIA

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
THEMES = [None, ("custody",), ("notice",), ("consular",), ("custody", "notice")]


def whole(case: Case) -> str:
    """Return all that the documents say."""
    return "\n".join(f"{document.title}\n{document.text}" for document in case.documents)


def times(at: Any) -> Iterator[str]:
    """Yield every time that an event's `at` gives."""
    if isinstance(at, str):
        yield at
    elif "accounts" in at:
        yield from at["accounts"].values()
    else:
        yield from at["between"]


def dated(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def telling(case: Case, moment: datetime) -> list[str]:
    """Return the documents that give a time and its date."""
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return [one.kind for one in case.documents if clock in one.text and dated(moment.date()) in f"{one.title}{one.text}"]


@examples(60)
@given(seed=st.integers(0, 10_000), difficulty=st.integers(1, 5))
def test_every_time_stands_in_a_document_and_nothing_is_left_to_fill_in(seed: int, difficulty: int) -> None:
    case = invent(PACK, seed=seed, difficulty=difficulty, themes=None, breaches=None)
    silent = {"release_decision"}  # told by the release of the same minute in one story
    for event in case.scenario["events"]:
        for said in times(event["at"]):
            moment = datetime.fromisoformat(said)
            assert event["is"] in silent or telling(case, moment), (case.title, event)
        if "until" in event:
            assert dated(date.fromisoformat(event["until"])) in whole(case)
    text = whole(case)
    assert not re.search(r"[{}]|\bNone\b|\bTrue\b(?! extract)|\bFalse\b|\w_\w", text), text
    assert "  " not in text


@examples(40)
@given(seed=st.integers(0, 10_000), difficulty=st.integers(4, 5))
def test_an_account_that_disagrees_stands_in_another_document(seed: int, difficulty: int) -> None:
    case = invent(PACK, seed=seed, difficulty=difficulty, themes=None, breaches=None)
    for event in case.scenario["events"]:
        if isinstance(event["at"], dict) and "accounts" in event["at"]:
            first, second = (telling(case, datetime.fromisoformat(said)) for said in event["at"]["accounts"].values())
            assert first and second and "camera_log" in second and "camera_log" not in first


@examples(40)
@given(seed=st.integers(0, 10_000), difficulty=st.integers(1, 5), breaches=st.integers(0, 3), themes=st.sampled_from(THEMES))
def test_as_many_limits_are_breached_as_were_asked_for(seed: int, difficulty: int, breaches: int, themes: tuple[str, ...] | None) -> None:
    try:
        case = invent(PACK, seed=seed, difficulty=difficulty, themes=themes, breaches=breaches)
    except NoExercise as error:  # no story of that theme at that difficulty, or none with so many limits
        no_story = f"no story of difficulty {difficulty} can breach a limit of" in str(error)
        no_case = f"no case found with {breaches} breached limits" in str(error) and f"at difficulty {difficulty}" in str(error)
        assert (no_story and difficulty == 1) or (no_case and breaches > 1)
        return
    report = check(case.scenario, pack=PACK)
    violated = report.of(Verdict.VIOLATED)
    assert len(violated) == breaches
    assert all(finding.rule.id.partition(".")[0] in (themes or case.themes) for finding in violated)
    assert report.inconsistencies == ()
    assert report.not_yet_known == ()


def test_the_same_seed_makes_the_same_case_and_another_makes_another() -> None:
    cases = [invent(PACK, seed=seed, difficulty=3, themes=None, breaches=None) for seed in (1, 1, 2)]
    assert cases[0] == cases[1]
    assert cases[0].scenario != cases[2].scenario


def test_facts_stand_where_they_would_and_a_missing_one_is_nowhere() -> None:
    seen = {"told": 0, "missing": 0}
    for seed in range(60):
        case = invent(PACK, seed=seed, difficulty=5, themes=None, breaches=None)
        facts, text = case.scenario["facts"], whole(case)
        if "Cover sheet" not in text:
            continue
        for path, label in (("person.born", "Born"), ("offence.category", "Gravity"), ("circumstances.remote", "Distance")):
            assert (f"| {label}" in text) == (path in facts), (case.title, path)
            seen["told" if path in facts else "missing"] += 1
        if "person.born" in facts:
            assert dated(date.fromisoformat(facts["person.born"])) in text
    assert min(seen.values()) > 10


def test_a_person_has_one_name_everywhere() -> None:
    for seed in range(40):
        case = invent(PACK, seed=seed, difficulty=3, themes=("custody",), breaches=None)
        text = whole(case)
        surname, given = re.findall(r"\| Person \| (\S+) (\S+)", text)[0]
        named = set(re.findall(rf"{re.escape(surname)} (\w+)", text)) & {word for word in text.split() if word.istitle()}
        assert given in named
        assert len(re.findall(rf"\b{given[0]}\. (?:\w\. )?{re.escape(surname)}\b", text)) > 0


def test_harder_exercises_have_more_in_them() -> None:
    def size(difficulty: int) -> float:
        cases = [invent(PACK, seed=seed, difficulty=difficulty, themes=("custody",), breaches=1) for seed in range(30)]
        return sum(len(whole(case)) for case in cases) / len(cases)

    sizes = [size(difficulty) for difficulty in (1, 2, 4)]
    assert sizes == sorted(sizes)
    easy = [invent(PACK, seed=seed, difficulty=3, themes=None, breaches=None) for seed in range(30)]
    assert not any(isinstance(event["at"], dict) for case in easy for event in case.scenario["events"])


def test_what_cannot_be_asked_for_is_told() -> None:
    with pytest.raises(NoExercise, match=r"custdy.*custody"):
        invent(PACK, seed=1, difficulty=1, themes=("custdy",), breaches=None)
    with pytest.raises(NoExercise, match=r"difficulty 1.*oversight"):
        invent(PACK, seed=1, difficulty=1, themes=("oversight",), breaches=None)
    with pytest.raises(NoExercise, match="40 breached limits"):
        invent(PACK, seed=1, difficulty=1, themes=None, breaches=40)


def test_a_pack_without_stories_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "zubrovia"
    shutil.copytree(str(ZUBROVIA.folder), folder)
    shutil.rmtree(folder / "training")
    bare = load_pack(folder)
    assert bare.sha256 == ZUBROVIA.sha256  # stories are no part of the rules
    assert bare.folder == folder
    assert ZUBROVIA.folder != folder
    with pytest.raises(NoExercise, match="zubrovia has no stories"):
        invent(bare, seed=1, difficulty=1, themes=None, breaches=None)


@pytest.mark.parametrize("difficulty", range(1, 6))
def test_another_country_needs_nothing_but_files(difficulty: int) -> None:
    case = invent(ZUBROVIA, seed=1, difficulty=difficulty, themes=None, breaches=1)
    assert [finding.rule.id for finding in check(case.scenario, pack=ZUBROVIA).of(Verdict.VIOLATED)] == ["custody.charge"]
    assert "seized by day in the market square and put into cell C" in whole(case)


# faults in stories

FAULTS = [
    ("is: seizure,", "is: seizur,", "unknown event 'seizur'. Did you mean 'seizure'"),
    ("cell: C,", "sell: C,", "unknown attribute 'sell' of seizure"),
    ("night: false", "night: no", "expected true or false, found 'no'"),
    ("captive.child: false", "captive.chil: false", "unknown fact 'captive.chil'"),
    ("suspicion.weight: petty", "suspicion.weight: heavy", "heavy"),
    ("answers: custody.charge", "answers: custody.charges", "unknown rule 'custody.charges'"),
    ("as_of: closed", "as_of: close", "unknown 'close' in a story. Did you mean 'closed'"),
    ("documents: [card, station_log]", "documents: [card, station_logs]", "station_logs"),
    ("{captive.short} at {town}", "{captve.short} at {town}", "a text speaks of 'captve.short'"),
    ("after: all, delay: 20h..30h", "after: all, delay: soon", "delay"),
    ("delay: 5m..30m", "wait: 5m", "unknown key 'wait'"),
    ("after: seizure, answers", "after: arrest, answers", "unknown 'arrest' in a story"),
    (", delay: 5m..30m", "", "step 'rights' says neither"),
    ("after: seizure, answers: custody.charge,", "after: seizure, delay: 1h,", "step 'freed' may breach a limit"),
    ("step: rights", "step: seizure", "several steps are called 'seizure'"),
    ("hours: 07:00..16:00", "hours: 07:00..26:00", "hours"),
    ("2020-03-01, 2021-09-30", "2020-03-01, 2021-02-30", "dates"),
    ("starts: [{dates", "starts: [{zone: Asia/Tokyo, dates", "unknown 'Asia/Tokyo' in a story"),
    ("starts: [{dates", "starts: [{since: 2, dates", "no start for difficulty 1"),
    ("age: [20, 60]", "age: [20, 60], surname_of: nobody", "unknown 'nobody' in a story"),
    ("may: [late, late]", "may: [late, wrong]", "step 'freed' may be wrong, but does not say how"),
    ("cell: C,", "cell: {of: captve.surname},", "unknown 'captve.surname' in a story"),
    ("as_of: closed", "as_of: closed\n---\nstory: two", "one document"),
    ("step: last_look, is: check", "step: last_look, is: check, tells: {gate: [x]}", "gate"),
]


def with_story(folder: Path, old: str, new: str) -> Pack:
    """Return the invented pack with a story in which something is changed."""
    shutil.copytree(str(ZUBROVIA.folder), folder)
    story = folder / "training" / "seized.yaml"
    content = story.read_text(encoding="utf-8")
    assert old in content
    story.write_text(content.replace(old, new, 1).replace(", tells: *looked}\n  - {step: freed", "}\n  - {step: freed"), encoding="utf-8")
    return load_pack(folder)


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_fault_in_a_story_is_told_with_its_place(old: str, new: str, told: str, tmp_path: Path) -> None:
    pack = with_story(tmp_path / "pack", old, new)
    with pytest.raises(InputError) as error:
        invent(pack, seed=1, difficulty=1, themes=None, breaches=None)
    assert told in str(error.value)
    assert re.search(r"seized\.yaml:\d+:\d+: ", str(error.value))
    assert set(load_stories(pack)[1]) == set(error.value.problems)


def test_a_fault_in_a_story_does_not_stop_a_check(tmp_path: Path) -> None:
    pack = with_story(tmp_path / "pack", "is: seizure,", "is: seizur,")
    assert check({"events": [{"at": "2021-05-03 08:00", "is": "seizure"}], "as_of": "2021-05-03 09:00"}, pack=pack).findings


# dice


@given(st.text(max_size=20), st.integers(-50, 50), st.integers(0, 100))
def test_draws_stay_within_their_bounds(seed: str, first: int, width: int) -> None:
    dice = Dice(seed)
    assert first <= dice.between(first, first + width) <= first + width
    assert 1200 <= dice.span("20m..1h 30m") <= 5400
    assert dice.span("2h") == 7200
    assert -1800 <= dice.span("-30m..-5m") <= -300
    items = list(range(width))
    some = dice.some(items, 3)
    assert some == sorted(set(some))
    assert len(some) == min(3, width)


def test_draws_are_the_same_on_every_python() -> None:
    dice = Dice("a seed")
    assert [dice.between(1, 1000) for _ in range(5)] == DRAWN


DRAWN = [398, 38, 766, 401, 874]


# coherence


def moments(case: Case, kind: str) -> list[datetime]:
    """Return when events of a kind happened, by the first of their times."""
    return [datetime.fromisoformat(next(times(event["at"]))) for event in case.scenario["events"] if event["is"] == kind]


@pytest.fixture(scope="module")
def many() -> list[Case]:
    return [invent(PACK, seed=seed, difficulty=difficulty, themes=None, breaches=None) for difficulty in range(1, 6) for seed in range(60)]


def test_nothing_happens_while_a_state_of_emergency_was_in_force(many: list[Case]) -> None:
    closed = [(date(2020, 3, 16), date(2020, 5, 11)), (date(2022, 1, 5), date(2022, 1, 19))]
    for case in many:
        for event in case.scenario["events"]:
            day = datetime.fromisoformat(next(times(event["at"]))).date()
            assert not any(first <= day <= last for first, last in closed), (case.title, event)


def test_the_papers_agree_on_where_the_person_is_held(many: list[Case]) -> None:
    elsewhere = 0
    for case in many:
        placed = [event for event in case.scenario["events"] if event["is"] == "placed"]
        register = [one for one in case.documents if one.kind == "register"]
        if any(event["place"] in ("police_office", "rented_flat") for event in placed):
            elsewhere += 1
            assert not register
            assert "held in the temporary holding facility" not in whole(case)
        for paper in register:
            assert re.search("[Aa]dmitted", paper.text), case.title
    assert elsewhere > 3


def test_papers_come_in_their_order(many: list[Case]) -> None:
    for case in many:
        letters, placed = moments(case, "procurator_notified"), moments(case, "placed")
        assert not (letters and placed) or min(letters) >= min(placed)
        decided, free = moments(case, "release_decision"), moments(case, "release")
        assert not (decided and free) or max(decided) <= max(free)
        for paper in case.documents:
            assert "extension" not in paper.title or "extended" in paper.text


def test_a_letter_at_night_goes_to_somebody_on_duty_and_offices_rest(many: list[Case]) -> None:
    nights = 0
    for case in many:
        for paper in (one for one in case.documents if one.kind == "mail_book"):
            for row in re.findall(r"^\| (\d+ \w+ \d{4}) \| (\d\d):\d\d \| (.*) \|$", paper.text, re.MULTILINE):
                day = datetime.strptime(row[0], "%d %B %Y").date()
                if "rocurator" in row[2] and not 8 <= int(row[1]) < 19:
                    nights += 1
                    assert "duty procurator" in row[2] or "procurator's office" in row[2]
                if row[2].startswith(("To the town", "To the personnel", "To the archive")):
                    assert day.isoweekday() < 7 and day not in PACK.calendar.off
    assert nights > 20


def test_accounts_are_to_the_minute(many: list[Case]) -> None:
    assert all(len(said) == 16 for case in many for event in case.scenario["events"] for said in times(event["at"]))


@pytest.mark.parametrize("difficulty", range(1, 6))
@pytest.mark.parametrize("pack", [PACK, ZUBROVIA], ids=lambda pack: pack.id)
def test_every_theme_that_is_listed_for_a_difficulty_works(pack: Pack, difficulty: int) -> None:
    with pytest.raises(NoExercise) as error:
        invent(pack, seed=1, difficulty=difficulty, themes=[NEVER[pack.id]], breaches=None)
    listed = re.findall(r"(\w+) \((\d)-(\d)\)", str(error.value))
    themes = [theme for theme, first, last in listed if int(first) <= difficulty <= int(last)]
    assert themes
    for theme in themes:
        exercise = Exercise.generate(pack, 5, difficulty=difficulty, themes=[theme])
        violated = check(exercise.scenario, pack=pack).of(Verdict.VIOLATED)
        assert violated and {finding.rule.id.partition(".")[0] for finding in violated} == {theme}


NEVER = {"kazakhstan": "oversight", "zubrovia": "register"}

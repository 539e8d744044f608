"""Verification of the shipped pack: it is clean, and each way to break it is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from detention_rules import InputError, Problem, load_pack
from detention_rules.language.rules import Deadline
from detention_rules.language.times import read_limit
from detention_rules.model.periods import parse_short
from detention_rules.model.zones import zone
from detention_rules.testing.verification import Verification, verify

from .mutants import FOLDER, PACK, RULES, at, built, changed, data_of, numbers, verified

VERDICTS = ["complied", "violated", "pending", "undetermined", "not_applicable"]


def test_the_shipped_pack_is_clean() -> None:
    found = verify()
    assert found.problems == ()
    assert found.clean
    assert found.pack is not None
    assert found.rules == len(found.pack.rules) == len(RULES) >= 40
    assert found.examples == sum(len(rule.examples) for rule in PACK.rules) >= 200
    assert found.limits == sum(len(rule.form.cases) for rule in PACK.rules if isinstance(rule.form, Deadline)) >= 40


@pytest.mark.parametrize("rule_id", RULES)
class TestEveryRule:
    def test_is_sound_as_it_is(self, rule_id: str) -> None:
        assert verified(built(data_of(rule_id))) == []

    def test_every_number_of_its_limits_is_pinned_down(self, rule_id: str) -> None:
        """Every number of a limit or a threshold, one greater, contradicts an example."""
        data = data_of(rule_id)
        form = built(data).form
        found = numbers(data)
        counted = isinstance(form, Deadline) and any(
            case.limit.unit in ("elapsed", "days", "months", "working_days") for case in form.cases
        )
        assert found or not counted
        unnoticed = [path for path in found if not verified(built(changed(data, path, at(data, path) + 1)))]
        assert unnoticed == []

    def test_every_expectation_is_checked(self, rule_id: str) -> None:
        rule = built(data_of(rule_id))
        for example in rule.examples:
            expected = example["expect"] if isinstance(example["expect"], list) else [example["expect"]]
            home = zone(example.get("zone") or PACK.zone)
            for index, outcome in enumerate(expected):
                wrong: list[tuple[str, Any]] = [("verdict", verdict) for verdict in VERDICTS if verdict != outcome["verdict"]][:2]
                if outcome.get("deadline"):
                    later = home.local(read_limit(outcome["deadline"], home)).replace(tzinfo=None) + timedelta(minutes=1)
                    wrong.append(("deadline", later.isoformat(" ", "minutes")))
                if outcome.get("margin") is not None:
                    wrong.append(("margin", f"{parse_short(str(outcome['margin'])) + 60}s".replace("--", "-")))
                if outcome.get("needs") is not None:
                    wrong.append(("needs", [*outcome["needs"], "person.born"]))
                for key, value in wrong:
                    other = [*expected[:index], {**outcome, key: value}, *expected[index + 1 :]]
                    found = verified(rule._replace(worked=({**example, "expect": other},)))
                    named = "margin_seconds" if key == "margin" else key
                    assert any(p.code == "example-wrong" and f"': {named} is " in p.message for p in found), (example["shows"], key, value)
                more = verified(rule._replace(worked=({**example, "expect": [*expected, expected[0]]},)))
                assert "example-count" in {problem.code for problem in more}

    def test_every_kind_of_example_is_needed(self, rule_id: str) -> None:
        rule = built(data_of(rule_id))
        for verdict in ("complied", "violated", "undetermined"):
            kept = tuple(example for example in rule.examples if verdict not in str(example["expect"]))
            assert kept != rule.examples or verdict in rule.cannot
            found = [problem.message for problem in verified(rule._replace(worked=kept)) if problem.code == "example-missing"]
            assert any(f"no example that is {verdict};" in message for message in found) is (verdict not in rule.cannot)

    def test_every_limit_is_shown_at_its_end_and_past_it(self, rule_id: str) -> None:
        rule = built(data_of(rule_id))
        if not isinstance(rule.form, Deadline):
            return
        for margin, where in (("0m", "exactly at its end"), ("-1m", "one minute past its end")):
            kept = tuple(example for example in rule.examples if f"'margin': '{margin}'" not in str(example["expect"]))
            untested = [p.message for p in verified(rule._replace(worked=kept)) if p.code == "limit-untested" and where in p.message]
            numbered = [case for case in rule.form.cases if case.limit.unit != "standard"]
            assert len(untested) == len(numbered)


def test_a_case_after_one_that_always_holds_is_unreachable() -> None:
    data = data_of("custody.before-court-order")
    cases = [*data["within"], {"hours": 96}]
    found = [problem for problem in verified(built({**data, "within": cases})) if problem.code == "unreachable-case"]
    assert [(problem.place.file, problem.message) for problem in found] == [
        ("custody.before-court-order", f"limit {len(cases)} can never be reached: an earlier one always holds")
    ]


def test_a_bad_example_is_a_problem_and_no_error() -> None:
    rule = built(data_of("custody.before-court-order"))
    example = {**rule.examples[0], "events": [{"at": "2021-03-01 25:00", "is": "arest"}]}
    found = [problem.message for problem in verified(rule._replace(worked=(example,))) if problem.code == "example-bad"]
    start = f"example '{example['shows']}': "
    assert sorted(found) == [f"{start}there is no time 2021-03-01 25:00", f"{start}unknown event 'arest'. Did you mean 'arrest'?"]


class TestFiles:
    """A copy of the pack with one rule, changed on disk."""

    RULE = "custody/before-court-order.yaml"

    def verified(self, tmp_path: Path, change: Callable[[str], str], name: str = RULE) -> Verification:
        for part in ("pack", "sources", "vocabulary", "readings"):
            shutil.copy(FOLDER / f"{part}.yaml", tmp_path)
        if (FOLDER / "vocabulary").exists():
            shutil.copytree(FOLDER / "vocabulary", tmp_path / "vocabulary")
        (tmp_path / name).parent.mkdir()
        old = (FOLDER / self.RULE).read_text(encoding="utf-8")
        new = change(old)
        assert (new == old) is (name != self.RULE)
        (tmp_path / name).write_text(new, encoding="utf-8")
        return verify(tmp_path)

    def problems(self, tmp_path: Path, change: Callable[[str], str], name: str = RULE) -> list[Problem]:
        return [problem for problem in self.verified(tmp_path, change, name).problems if problem.code != "unused-reading"]

    @pytest.mark.parametrize(
        ("old", "new", "code", "piece"),
        [
            ("- {report: 215}\n", "- {report: 1215}\n", "unknown-paragraph", "paragraph 1215"),
            ("cites: [{report: 216}, {act: CPC", "cites: [{report: 2160}, {act: CPC", "unknown-paragraph", "paragraph 2160"),
            ("- {act: CPC, article: \"14(2)\"}\n", "- {act: CPK, article: \"14(2)\"}\n", "unknown-act", "'CPK'"),
            ("{act: CC, article", "{act: Criminal, article", "unknown-act", "'Criminal'"),
            ("offence.category: especially", "offence.catgory: especially", "unknown-fact", "Did you mean 'offence.category'?"),
            ("especially_serious\n", "very_serious\n", "unknown-value", "'very_serious'"),
            ("after: arrest\n", "after: arest\n", "unknown-event", "Did you mean 'arrest'?"),
            ("- surrendered\n", "- surendered\n", "unknown-event", "Did you mean 'surrendered'?"),
            ("counted: received, ", "counted: recieved, ", "unknown-attribute", "Did you mean 'received'?"),
            ("&judge {by: [", "&judge {bye: [", "unknown-attribute", "Did you mean 'by'?"),
            ("{reading.A19: &taken", "{reading.A99: &taken", "unknown-reading", "'A99'"),
            ("&taken decision-taken", "&taken decision-given", "unknown-option", "'decision-given'"),
            ("{until: act-118-vi}", "{until: act-118}", "unknown-date", "Did you mean 'act-118-vi'?"),
            ("rule: custody.before-court-order", "rule: custody.before-a-court-order", "rule-id", "'custody.before-court-order'"),
            ("owed_by: the authority", "owned_by: the authority", "unknown-key", "Did you mean 'owed_by'?"),
        ],
    )  # fmt: skip
    def test_a_wrong_name(self, tmp_path: Path, old: str, new: str, code: str, piece: str) -> None:
        found = self.problems(tmp_path, lambda content: content.replace(old, new))
        assert code in {problem.code for problem in found}
        wanted = [problem for problem in found if problem.code == code]
        assert all(piece in problem.message for problem in wanted)
        assert all(problem.place.file == str(tmp_path / self.RULE) and problem.place.line for problem in wanted)

    def test_a_wrong_file_name(self, tmp_path: Path) -> None:
        (problem,) = self.problems(tmp_path, lambda content: content, "custody/other.yaml")
        assert problem.code == "rule-id"
        assert problem.message == "found rule 'custody.before-court-order', expected 'custody.other' from the file's folder and name"

    def test_a_changed_number(self, tmp_path: Path) -> None:
        found = self.problems(tmp_path, lambda content: content.replace("hours: &adult-limit 48", "hours: &adult-limit 49"))
        assert {"example-wrong", "limit-untested"} <= {problem.code for problem in found}
        assert all(problem.place.file == "custody.before-court-order" for problem in found)

    def test_a_reading_that_no_rule_uses(self, tmp_path: Path) -> None:
        found = [p.message for p in self.verified(tmp_path, lambda content: f"{content}# changed\n").problems]
        assert "reading A2 is used by no rule" in found
        assert not any("reading A1 is" in message for message in found)

    def test_verify_never_raises(self, tmp_path: Path) -> None:
        with pytest.raises(InputError):
            load_pack(tmp_path)
        found = verify(tmp_path)
        assert [problem.code for problem in found.problems] == ["unknown-pack"]
        assert found.pack is None
        assert not found.clean

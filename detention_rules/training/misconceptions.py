"""Misconceptions: why wrong answers are wrong. Each is a change to what the engine is given, whose result the engine then computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from detention_rules.engine.compiled import compile_rule
from detention_rules.engine.judgements import Judgement
from detention_rules.engine.timeline import Timeline
from detention_rules.engine.worlds import Subject, judge_spread
from detention_rules.language.sentences import length_words, limit_words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding
from detention_rules.training import misreadings
from detention_rules.training.keys import details
from detention_rules.training.misreadings import Matter, Variant, Variants


class Misconception(NamedTuple):
    """A named way to be wrong. Its texts in the catalogue: `name`, `means` (what people do), `teach` (what a trainer should say)."""

    id: str
    variants: Callable[[Matter], Variants]

    @property
    def name(self) -> str:
        """A few words, as a trainer would name it."""
        return text(f"misconception.{self.id}.name")

    @property
    def means(self) -> str:
        """What people do who are under it."""
        return text(f"misconception.{self.id}.means")

    @property
    def teach(self) -> str:
        """What a trainer should say."""
        return text(f"misconception.{self.id}.teach")


def judged(variant: Variant, finding: Finding) -> Judgement:
    """Return what the engine finds of a duty under a misconception."""
    kept = details(finding)
    timeline = kept.timeline
    if variant.pack is not None or variant.facts:
        scenario = replace(timeline.scenario, facts={**timeline.scenario.facts, **variant.facts})
        timeline = Timeline(scenario, variant.pack or timeline.pack)
    rule = kept.rule if variant.rule is None else compile_rule(variant.rule, timeline.readings, kept.rule.implied)
    return judge_spread(rule, timeline, Subject(kept.trigger, kept.period), variant.choice).judgement


MISCONCEPTIONS: Mapping[str, Misconception] = {
    entry.id: entry
    for entry in (
        Misconception("clock-from-record", misreadings.from_record),
        Misconception("clock-from-another-step", misreadings.from_another_step),
        Misconception("clock-from-the-act", misreadings.from_the_act),
        Misconception("wall-clock-hours", misreadings.wall_clock),
        Misconception("first-day-miscounted", misreadings.first_day),
        Misconception("days-off-ignored", misreadings.days_off),
        Misconception("transferred-days-ignored", misreadings.transfers),
        Misconception("wrong-case", misreadings.another_case),
        Misconception("limit-of-another-duty", misreadings.another_limit),
        Misconception("limit-exclusive", misreadings.exclusive),
        Misconception("corresponding-date-as-last", misreadings.corresponding_date),
        Misconception("day-before-as-last", misreadings.day_before),
        Misconception("end-of-day-mistaken", misreadings.end_of_day),
        Misconception("pause-ignored", misreadings.pause_ignored),
        Misconception("form-ignored", misreadings.form_ignored),
        Misconception("unknown-taken-as-no", misreadings.unknown_as_no),
        Misconception("other-account", misreadings.other_account),
        Misconception("other-reading", misreadings.other_reading),
    )
}
"""Every misconception, by its id, in the order in which feedback names them."""


def explanation(misconception: str, variant: Variant, about: Matter) -> str:
    """Return what went wrong, for somebody whose answer is that of a misconception."""
    finding, limit = about.finding, about.limit
    says = {
        "limit": "" if limit is None else length_words(limit),
        "rule": "" if limit is None else limit_words(limit),
        "cites": "; ".join(str(cite) for cite in finding.cites[:4]),
        **variant.says,
    }
    key = f"{misconception}.{variant.form}"
    return text(f"misconception.{key}", **says)


def misconceptions_page() -> str:
    """Return every misconception as a page of Markdown: its name, what people do, and what a trainer should say."""
    lines = [text("misconception.page.title"), "", text("misconception.page.lead")]
    for one in MISCONCEPTIONS.values():
        lines += ["", f"## {one.name}", "", text("misconception.page.id", id=one.id), "", one.means, "", one.teach]
    return "\n".join(lines) + "\n"

"""Rules changed in one place, and what verification says of each: the whole pack is loaded once."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detention_rules import Pack, Problem, Rule, load_pack
from detention_rules.language.building.names import Names
from detention_rules.language.building.rules import build_rule
from detention_rules.language.bundled import bundled
from detention_rules.language.source import Document, documents
from detention_rules.model.problems import Problems
from detention_rules.model.zones import zone
from detention_rules.testing.verification import rule_problems

FOLDER = bundled("rules") / "kazakhstan"
PACK = load_pack("kazakhstan")
RULES = [rule.id for rule in PACK.rules]
LIMITS = ("within", "not_before", "by", "every", "elapsed")
"""Keys under which every number is part of a limit."""
BOUNDS = ("above", "at_least", "below", "at_most")

Path_ = tuple[str | int, ...]
_numbers = itertools.count()


def data_of(rule_id: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the data of a rule's file."""
    path = folder / f"{rule_id.replace('.', '/', 1)}.yaml"
    data: dict[str, Any] = documents(path.read_text(encoding="utf-8"), str(path))[0].data
    assert data["rule"] == rule_id
    return data


def built(data: dict[str, Any], pack: Pack = PACK) -> Rule:
    """Build a rule from data."""
    problems = Problems()
    names = Names(pack.vocabulary, pack.readings, pack.sources, zone(pack.zone), pack.working_day_fact)
    rule = build_rule(Document(data, {}, None), names, problems)
    assert rule is not None, problems.found
    return rule


def verified(rule: Rule, pack: Pack = PACK) -> list[Problem]:
    """Return what verification finds wrong with one rule."""
    alone = pack._replace(rules=(rule,), sha256=f"{pack.sha256}-{next(_numbers)}")
    return list(rule_problems(rule, alone))


def numbers(data: dict[str, Any]) -> list[Path_]:
    """Return where the numbers of a rule's limits and thresholds stand."""
    return list(_numbers_in({key: value for key, value in data.items() if key != "examples"}, (), False))


def _numbers_in(value: Any, path: Path_, inside: bool) -> Iterator[Path_]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("cites", "in_force", "note", "liability"):
                yield from _numbers_in(inner, (*path, key), inside or key in LIMITS or key in BOUNDS)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _numbers_in(inner, (*path, index), inside)
    elif inside and isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path


def changed(data: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """Return a copy of data with another value at a path."""
    found = copy.deepcopy(data)
    inner: Any = found
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return found


def at(data: Any, path: Path_) -> Any:
    """Return the value at a path."""
    for part in path:
        data = data[part]
    return data

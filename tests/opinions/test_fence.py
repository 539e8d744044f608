"""Every rule that the network is given keeps to the one form that was found right. durable-rules itself is not needed to see that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detention_rules import Pack, load_pack
from detention_rules.engine.compiled import compile_rule
from detention_rules.engine.durable.network import ABOUT, CLOCK, HAPPENED, MOST_RULES, MOST_TERMS, ROLE, Network, Thing, TooLarge, row
from detention_rules.engine.durable.numbers import Codes, Inexpressible, instant, scaled
from detention_rules.engine.durable.program import _LIMITS, _STANDARDS, Program
from detention_rules.engine.timeline import defaults

PACKS = [load_pack("kazakhstan"), load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")]
LAST = {"$gte": {"one": {"now": "zero"}}}


def definitions(pack: Pack) -> list[dict[str, Any]]:
    """Return all that the network is told of a pack's rules."""
    codes = Codes()
    found = [json.loads(one) for judges in (_LIMITS, _STANDARDS) for one in judges.network.definitions]
    for source in pack.rules:
        rule = compile_rule(source, defaults(pack), frozenset())
        program = Program(rule, codes, pack.vocabulary, defaults(pack))
        networks = [program._conditions._network, program._conditions.leaves.network]
        if rule.must:
            networks += [program.acts().roles, program.acts().orders]
        found += [json.loads(one) for network in networks for one in network.definitions]
    return found


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_rule_of_a_pack_is_expressed_and_fenced(pack: Pack) -> None:
    for definition in definitions(pack):
        assert "done_0" in definition
        assert len(definition) <= MOST_RULES
        assert sum(len(rule["all"]) for rule in definition.values()) <= MOST_TERMS
        for rule in definition.values():
            (terms,) = rule.values()
            assert list(rule) == ["all"]
            names = [name for term in terms for name in term]
            absent = [f"n{number}$not" for number in range(len(names))]
            assert names == ["now", *absent[: len(names) - 1]] or names == ["now", "a", *absent[: len(names) - 2]]
            for name, (kind, *tests) in ((name, body["$and"]) for term in terms for name, body in term.items()):
                assert set(kind) == {"kind"}
                assert kind["kind"] == CLOCK if name == "now" else kind["kind"] in (HAPPENED, ABOUT, ROLE)
                assert name == "now" or tests[-1] == LAST
                for test in tests:
                    ((operator, compared),) = test.items()
                    operand = compared if operator[0] != "$" else next(iter(compared.values()))
                    assert operator[0] != "$" or operator in ("$neq", "$lt", "$lte", "$gt", "$gte")
                    if isinstance(operand, dict):  # a comparison with another thing
                        assert operator in ("$lt", "$lte", "$gt", "$gte")
                        assert set(operand) <= {"now", "a"}
                    else:
                        assert type(operand) is int


def test_things_hold_whole_positive_numbers_only() -> None:
    assert row(CLOCK, 3, {"at": 5}) == {"id": 3, "kind": CLOCK, "one": 1, "zero": 0, "at": 5}
    assert 0 < instant(-62_135_596_800) < instant(0) < instant(253_402_300_799) < instant(2**62)
    assert instant(-(2**62)) == 1
    assert instant(None) == 0


def test_numbers_keep_their_order_and_none_is_rounded() -> None:
    assert [scaled(value) for value in (0, 0.1, 5, 5.5, 1_000_000)] == [1, 100_001, 5_000_001, 5_500_001, 10**12 + 1]
    for value in (0.1234567, "5"):
        with pytest.raises(Inexpressible):
            scaled(value)


def test_codes_are_the_same_for_equal_values() -> None:
    codes = Codes()
    assert codes.of("Astana") != codes.of("ASTANA")
    assert codes.of("Astana", fold=True) == codes.of("ASTANA", fold=True)
    assert codes.of(None) == 0 < codes.of("")


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        Network().add("x", absent=[Thing(HAPPENED)] * MOST_TERMS)
    network = Network()
    for _ in range(MOST_RULES):
        network.add("x")
    assert [len(json.loads(one)) for one in network.definitions] == [MOST_RULES, 2]

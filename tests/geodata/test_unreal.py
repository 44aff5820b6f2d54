"""An event that did not happen is not an incident. The examples are next to the rules."""

from __future__ import annotations

import pytest

from geodata.reading.values.unreal import RULES, is_unreal


@pytest.mark.parametrize("sentence", [s for rule in RULES for s in rule.yes])
def test_unreal(sentence: str) -> None:
    assert is_unreal(sentence)


@pytest.mark.parametrize("sentence", [s for rule in RULES for s in rule.no])
def test_real(sentence: str) -> None:
    assert not is_unreal(sentence)


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_every_rule_is_needed(rule: object) -> None:
    others = [r for r in RULES if r is not rule]
    assert any(not any(r.pattern.search(s) for r in others) for s in next(r for r in RULES if r is rule).yes)

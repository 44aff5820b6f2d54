"""A rule for a way to write times, with words that it must match, the days they mean, and words that it must not match."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from geodata.reading.values.days import Interval

EXAMPLE_DAY = date(2022, 6, 27)  # a Monday
Resolver = Callable[[re.Match[str], "date | None"], "Interval | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`yes`: words with the days they mean, "2022-06-20..2022-06-26", or "?" for a time that cannot be resolved."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver
    yes: Sequence[tuple[str, str]]
    no: Sequence[str]


RULES: list[Rule] = []


def rule(pattern: str, yes: Sequence[tuple[str, str]], no: Sequence[str]) -> Callable[[Resolver], Resolver]:
    def register(resolver: Resolver) -> Resolver:
        compiled = re.compile(rf"(?<![\w$£€])(?:{pattern})(?![\w])", re.IGNORECASE)
        RULES.append(Rule(resolver.__name__, compiled, resolver, yes, no))
        return resolver

    return register

"""Dates as China, Korea and Japan write them in numbers: "2022年3月24日", "2023년 2월 3일", "令和4年7月8日"."""

from __future__ import annotations

import re

YES = (
    ("2022年3月24日", "2022-3-24"), ("2023년 2월 3일", "2023-2-3"), ("令和4年7月8日", "2022-7-8"),
    ("平成23年3月11日", "2011-3-11"),
    ("昭和元年12月25日", "1926-12-25"), ("2014. 4. 16.", "2014-4-16"), ("2022年3月", "2022-3"), ("2014. 4. 16", "2014-4-16"),
)  # fmt: skip
NO = ("24.03.2022", "2022-03-24", "年", "令和", "2014.4", "3月24日")
FIRST_YEARS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}  # of the eras of Japanese emperors
SIGNS = re.compile(
    rf"(?:(?P<era>{'|'.join(FIRST_YEARS)})\s?(?P<nth>\d{{1,2}}|元)|(?P<year>\d{{4}}))\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]"
    r"(?:\s?(?P<day>\d{1,2})\s?[日일])?"
)
SPACED = re.compile(r"(?P<year>\d{4})\. (?P<month>\d{1,2})\. (?P<day>\d{1,2})\.?")


def in_digits(text: str) -> str:
    """Rewrite a date with hyphens and a Gregorian year; return any other text unchanged."""
    match = SIGNS.fullmatch(text) or SPACED.fullmatch(text)
    if match is None:
        return text
    found = match.groupdict()
    nth = 1 if found.get("nth") == "元" else int(found.get("nth") or 0)
    year = FIRST_YEARS[found["era"]] + nth - 1 if found.get("era") else int(found["year"])
    return "-".join(filter(None, (str(year), found["month"], found["day"])))

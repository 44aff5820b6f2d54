"""The column of a table that links to where a row was published."""

from __future__ import annotations

import re

LINK_COLUMN = re.compile(
    r"(?:(?:source|article|news|report|web|page|reference|main)[ _.-]?)?(?:urls?|links?|href|website)", re.IGNORECASE
)
WEB = re.compile(r"https?://\S+")


def is_address(cell: str) -> bool:
    return bool(WEB.fullmatch(cell.strip()))


def is_link(header: str, cell: str) -> bool:
    """Whether a cell under a header is a row's web address."""
    return bool(LINK_COLUMN.fullmatch(header.strip())) and is_address(cell)

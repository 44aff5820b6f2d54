"""Find the column that links to where a row was published."""

from __future__ import annotations

import re

LINK_COLUMN = re.compile(
    r"(?:(?:source|article|news|report|web|page|reference|main)[ _.-]?)?(?:urls?|links?|href|website)", re.IGNORECASE
)
WEB = re.compile(r"https?://\S+")


def is_address(cell: str) -> bool:
    return bool(WEB.fullmatch(cell.strip()))


def is_link(header: str, cell: str) -> bool:
    """Whether the header is for links and the cell is a web address."""
    return bool(LINK_COLUMN.fullmatch(header.strip())) and is_address(cell)

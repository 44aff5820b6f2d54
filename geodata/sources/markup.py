"""HTML that was pasted or stored as if it were text."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,10})(?:\s[^<>]{0,500})?/?>")
BLOCKS = frozenset("p div br li tr td th h1 h2 h3 h4 h5 h6 blockquote section article table ul ol figure figcaption hr".split())
LEAST_TAGS = 10
SHARE = 0.05  # least share of the characters that are in tags

YES = ("<p>Two people <b>died</b> in Mosul.</p>" * 5, '<div class="a"><p>A fire.</p></div>' * 3)
NO = (
    "Two people died.",
    "He wrote <b> in his code. " * 12,
    "x < y and y > z " * 20,
    "<p>One tag alone.</p>" + " A long text." * 50,
)


def is_marked_up(text: str) -> bool:
    """Whether a text is HTML: tags, with blocks among them, make up a good part of it."""
    tags = list(TAG.finditer(text)) if "</" in text else []
    wide = sum(match.end() - match.start() for match in tags)
    return len(tags) >= LEAST_TAGS and wide >= SHARE * len(text) and any(match[1].lower() in BLOCKS for match in tags)


def plain(text: str) -> str:
    """Remove the tags from a text, and put each block on separate lines."""
    bare = TAG.sub(lambda tag: "\n" if tag[1].lower() in BLOCKS else "", text)
    return re.sub(r"\n\s*\n\s*", "\n\n", unescape(bare)).strip()

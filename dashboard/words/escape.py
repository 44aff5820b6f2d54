"""The one place where text from outside becomes HTML or Markdown."""

from __future__ import annotations

import html
import re

from geodata.visible import visible

# folium puts popups and tooltips into JavaScript template literals, where these would run or end the literal.
LIVE = {"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"}


MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~:$.])")


# Where Streamlit makes a link, an icon or an arrow of letters that are escaped: a mark without width keeps them apart.
SEAM = re.compile(r"(?<=:)(?=//|material/)|(?<=www)(?=\.)|(?<=@)|(?<=[-<>=~])(?=[-<>=])", re.IGNORECASE)
APART = "\u2060"


def plain(text: object) -> str:
    """`text` for a place where Streamlit reads Markdown, such as a button's name: shown letter by letter."""
    return MARKDOWN.sub(r"\\\1", SEAM.sub(APART, visible(" ".join(str(text).split()))))


def safe(text: object) -> str:
    """`text` for any HTML that we draw: inert as markup, as an attribute and inside a template literal."""
    escaped = html.escape(visible(str(text)), quote=True)
    for character, entity in LIVE.items():
        escaped = escaped.replace(character, entity)
    return escaped

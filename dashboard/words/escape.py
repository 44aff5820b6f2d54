"""Escape text from outside for HTML or Markdown. This is the only module that does so."""

from __future__ import annotations

import html
import re

from geodata.visible import visible

# folium puts popups and tooltips into JavaScript template literals, where these characters would run code or end the literal.
LIVE = {"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"}


MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~:$.])")


# Streamlit makes links, icons and arrows even from escaped characters. A zero-width character here keeps them apart.
SEAM = re.compile(r"(?<=:)(?=//|material/)|(?<=www)(?=\.)|(?<=@)|(?<=[-<>=~])(?=[-<>=])", re.IGNORECASE)
APART = "\u2060"


def plain(text: object) -> str:
    """Escape `text` for a place where Streamlit reads Markdown, such as a button label, so that it appears unchanged."""
    return MARKDOWN.sub(r"\\\1", SEAM.sub(APART, visible(" ".join(str(text).split()))))


def safe(text: object) -> str:
    """Escape `text` for HTML: it is inert as markup, in an attribute and inside a template literal."""
    escaped = html.escape(visible(str(text)), quote=True)
    for character, entity in LIVE.items():
        escaped = escaped.replace(character, entity)
    return escaped

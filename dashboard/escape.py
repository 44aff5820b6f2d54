"""The one place where text from outside becomes HTML."""

from __future__ import annotations

import html

# folium puts popups and tooltips into JavaScript template literals, where these would run or end the literal.
LIVE = {"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"}


def safe(text: object) -> str:
    """`text` for any HTML that we draw: inert as markup, as an attribute and inside a template literal."""
    escaped = html.escape(str(text), quote=True)
    for character, entity in LIVE.items():
        escaped = escaped.replace(character, entity)
    return escaped

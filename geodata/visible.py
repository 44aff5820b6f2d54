"""Make hidden characters visible: control, direction and zero-width characters, which change what people see."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

HIDDEN = frozenset(["Cc", "Cf", "Cs", "Co"])
JOINERS = frozenset("\u200c\u200d")  # Persian, Hindi and emoji need them
KEPT = frozenset("\n\t")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def visible(text: str) -> str:
    """Return the text with each hidden character as its code, "\\u202e"; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(shown(c, text[i - 1] if i else "") for i, c in enumerate(text))


def all_visible(value: Any) -> Any:
    """Make every text in a plain JSON value visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: all_visible(one) for name, one in value.items()}
    return [all_visible(one) for one in value] if isinstance(value, list | tuple) else value


def shown(character: str, before: str) -> str:
    if character in KEPT or unicodedata.category(character) not in HIDDEN:
        return character
    if character in JOINERS and before and not before.isascii():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def sound(text: str) -> str:
    """Replace lone surrogates, which JSON and XML can contain ("\\ud800") but a database cannot, and control characters,
    which make a table unreadable."""
    text = CONTROL.sub("\ufffd", text)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")

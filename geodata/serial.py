"""Convert records to plain JSON values and back, by their type hints."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (float, int), bool: (bool, int)}


def to_plain(value: Any) -> Any:
    """Convert a record to dicts, lists, strings and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        found = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: to_plain(one) for f, one in found if one is not None or not f.metadata.get("sparse")}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_plain(kind: type[R], value: Any) -> R:
    """Rebuild a record of type `kind` from what `to_plain` made. Raises TypeError, KeyError or ValueError for anything else."""
    return build(kind, value)  # type: ignore[no-any-return]  # `build` follows the hints, which mypy cannot


@cache
def hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [k for k in get_args(kind) if k is not type(None)]
        return None if value is None else build(inner[0], value)
    if origin is tuple:
        return tuple(build(get_args(kind)[0], item) for item in value)
    if origin is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is not one of {get_args(kind)}"[:120])
        return value
    if is_dataclass(kind):
        made: Any = kind
        given = [f.name for f in fields(made) if f.init and f.name in value]
        return made(**{name: build(hints(made)[name], value[name]) for name in given})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind in PLAIN and not isinstance(value, PLAIN[kind]):
        raise TypeError(f"{value!r:.80} is not a {kind.__name__}")
    return value

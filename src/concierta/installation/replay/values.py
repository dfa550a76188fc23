"""A plain value as what an operation asks for: its annotation says which kind of thing that is.

In a table `;` stands between the elements of a list, `=` between the two of a pair and `|` between the parts of one
thing; NP is "not programmed", which is no value.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from concierta.installation.replay.acts import moment
from concierta.installation.replay.references import REFERENCES, Scene, find
from concierta.kernel.errors import Invalid, NotFound
from concierta.plans.schema import Description

#: A name, its kind and its value, whatever it is: an operation's arguments or the fields of one of its values.
Named = Mapping[str, object]
Kind = object
_NOTHING = (None, "", "NP")


@cache
def kinds_of(of: Callable[..., object]) -> dict[str, Kind]:
    """Each argument of an operation, or field of a dataclass, with its annotation; a description field by field."""
    kinds: dict[str, Kind] = {}
    for name, kind in _annotations(of).items():
        kinds |= {name: kind} if name not in described_in(of) else kinds_of(described_in(of)[name])
    return kinds


@cache
def described_in(of: Callable[..., object]) -> dict[str, Callable[..., object]]:
    """The arguments that describe a part of the plan by its schema: their fields are stated beside the others."""
    annotations = _annotations(of).items()
    return {name: kind for name, kind in annotations if isinstance(kind, type) and issubclass(kind, Description)}


def _annotations(of: Callable[..., object]) -> dict[str, Kind]:
    return {name: kind for name, kind in get_type_hints(of).items() if name != "return"}


def values_of(kinds: Mapping[str, Kind], stated: Named, scene: Scene) -> dict[str, object]:
    """`stated` by name, each as its kind. A name that ends in `_pct` is a percentage, and becomes a fraction."""
    found: dict[str, object] = {}
    for name, value in stated.items():
        if name not in kinds and name.endswith("_pct"):
            name, value = name.removesuffix("_pct"), None if value in _NOTHING else Decimal(str(value)) / 100
        try:
            found[name] = value_of(kinds[name], value, scene)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise Invalid(f"«{name}» no puede ser «{value}».") from error
    return found


def value_of(kind: Kind, value: object, scene: Scene) -> object:
    """`value` as a `kind`; as it is if it already is one. Raises ValueError, or Refusal where nothing is so named."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value in _NOTHING and type(None) in inner:
            return None
        if isinstance(value, tuple(one for one in inner if isinstance(one, type) and one in REFERENCES)):
            return value
        named = [one for one in inner if isinstance(one, type) and one in REFERENCES]
        if len(named) > 1:
            return _first_found(named, str(value), scene)
        pairs = [one for one in inner if get_origin(one) is not None and issubclass(get_origin(one), Mapping)]
        return value_of(pairs[0] if pairs and isinstance(value, Mapping) else inner[0], value, scene)
    if origin is Literal or kind is Any:
        return value
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(value_of(one, part, scene) for one, part in zip(inner, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        pairs_of = value.items() if isinstance(value, Mapping) else [_pair(one) for one in str(value).split(";")]
        return {value_of(inner[0], key, scene): value_of(inner[1], one, scene) for key, one in pairs_of}
    if origin is not None:
        elements = value if isinstance(value, list | tuple) else str(value).split(";")
        return [value_of(inner[0], one, scene) for one in elements]
    if not isinstance(kind, type):
        raise TypeError(kind)
    return _single(kind, value, scene)


def _first_found(kinds: list[type], name: str, scene: Scene) -> object:
    """What has this name, of the first kind that has one: what is about one thing or another names either."""
    for kind in kinds[:-1]:
        try:
            return find(kind, name, scene)
        except NotFound:
            continue
    return find(kinds[-1], name, scene)


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, value


def _single(kind: type, value: object, scene: Scene) -> object:
    if kind in _READERS:
        return _READERS[kind](value)
    if isinstance(value, kind):
        return value
    if kind in REFERENCES:
        return find(kind, str(value), scene)
    if issubclass(kind, Enum):
        return kind(value)
    if not is_dataclass(kind):
        raise TypeError(kind)
    if not isinstance(value, Mapping):
        names = [each.name for each in fields(kind)]
        value = dict(zip(names, str(value).split("|"), strict=False))
    return kind(**values_of(kinds_of(kind), value, scene))


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _flag(value: object) -> bool:
    if value in (True, False):
        return bool(value)
    return {"sí": True, "no": False}[str(value)]


_READERS: dict[type, Callable[..., object]] = {
    str: str,
    bool: _flag,
    int: lambda value: int(str(value)),
    Decimal: lambda value: Decimal(str(value)),
    date: _day,
    datetime: moment,
}

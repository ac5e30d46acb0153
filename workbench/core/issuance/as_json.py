"""A `Specification` as JSON and back: for profiles, drafts and the workspace. Only what differs from the default is written."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from workbench.core.errors import FileError
from workbench.core.issuance.specification import Specification


class ProfileError(FileError):
    """The text is no profile, or none that this version understands."""


def specification_to_json(specification: Specification) -> dict[str, Any]:
    """Plain dicts, lists, strings, numbers; times as ISO 8601 in UTC; sets sorted. Defaults are left out."""
    result = _to_json(specification)
    assert isinstance(result, dict)
    return result


def specification_from_json(content: object) -> Specification:
    """Raises ProfileError: `profile_value` (field, value), `profile_unknown` (a field nobody knows), `profile_incomplete`."""
    result = _from_json(Specification, content, "specification")
    assert isinstance(result, Specification)
    return result


def _to_json(value: Any) -> Any:
    if is_dataclass(value):
        result = {}
        for item in fields(value):
            own = getattr(value, item.name)
            default = item.default if item.default is not MISSING else MISSING
            if default is MISSING or own != default:
                result[item.name] = _to_json(own)
        return result
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(wanted: Any, value: object, place: str) -> Any:
    origin = typing.get_origin(wanted)
    if origin in (types.UnionType, typing.Union):
        choices = [choice for choice in typing.get_args(wanted) if choice is not type(None)]
        return None if value is None else _from_json(choices[0], value, place)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise _wrong(place, value)
        inner = typing.get_args(wanted)[0]
        return origin(_from_json(inner, item, f"{place}[{number}]") for number, item in enumerate(value))
    if is_dataclass(wanted):
        if not isinstance(value, Mapping):
            raise _wrong(place, value)
        hints = _hints(typing.cast(type, wanted))
        for name in value:
            if name not in hints:
                raise ProfileError("profile_unknown", field=f"{place}.{name}")
        try:
            return wanted(**{name: _from_json(hints[name], item, f"{place}.{name}") for name, item in value.items()})  # type: ignore[operator]
        except TypeError:
            raise ProfileError("profile_incomplete", field=place) from None
    if wanted is datetime:
        return _time(value, place)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        try:
            return wanted(value)
        except ValueError:
            raise _wrong(place, value) from None
    if type(value) is not wanted:
        raise _wrong(place, value)
    return value


@functools.cache
def _hints(wanted: type) -> dict[str, Any]:
    return typing.get_type_hints(wanted)


def _time(value: object, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise _wrong(place, value) from None
    if moment.tzinfo is None:
        raise _wrong(place, value)
    return moment.astimezone(UTC)


def _wrong(place: str, value: object) -> ProfileError:
    return ProfileError("profile_value", field=place, value=str(value)[:80])

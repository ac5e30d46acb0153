"""Results kept for the next time, in bounded memory: `functools.lru_cache` counts entries, and a stranger makes each as long as
he likes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MOST_LONG = 4
"""Results kept of arguments that are too long: enough for the certificate that is being looked at."""


class Remembered(Generic[P, R]):
    """A function of bytes, strings or encoded objects (with `der`), whose results are kept: many for short arguments, few for long ones."""

    def __init__(self, function: Callable[P, R], most: int, longest: int) -> None:
        update_wrapper(self, function)
        many, few = lru_cache(maxsize=most)(function), lru_cache(maxsize=MOST_LONG)(function)
        self._many: Callable[..., R] = many
        self._few: Callable[..., R] = few
        self._longest = longest
        self._clear = (many.cache_clear, few.cache_clear)

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        size = 0
        argument: Any
        for argument in arguments:
            size += len(argument) if type(argument) is bytes or type(argument) is str else len(argument.der)
        return self._many(*arguments, **named) if size <= self._longest else self._few(*arguments, **named)

    def cache_clear(self) -> None:
        """Forget all results."""
        for clear in self._clear:
            clear()


def remembered(most: int, longest: int) -> Callable[[Callable[P, R]], Remembered[P, R]]:
    """Keep the results of a function of immutable arguments: of `most` calls whose arguments have up to `longest` bytes or characters in
    all, and of a handful of longer ones."""
    return lambda function: Remembered(function, most, longest)

"""Keeps an exception in one of our overrides of Qt's methods from ending the program.

Below Python 3.12 an exception that C code raised (a TypeError of a wrong argument, a KeyError) has no instance before somebody catches it.
PySide takes the arguments of that instance when the override was called from below a call of ours (show, setStyleSheet, sendEvent...), and
the process dies of a segmentation fault. Caught once and raised again it has its instance, and becomes one sentence in the window.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject


def install() -> None:
    """From now on the overrides of every class of this program that derives from one of Qt's are guarded."""
    if sys.version_info < (3, 12):
        QObject.__init_subclass__ = classmethod(_guard)  # type: ignore[assignment]


def _guard(made: Any, /, **arguments: Any) -> None:
    super(QObject, made).__init_subclass__(**arguments)
    if not made.__module__.startswith("workbench."):
        return
    theirs = [base for base in made.__mro__ if base.__module__.startswith("PySide6.")]
    for name, found in list(vars(made).items()):
        if isinstance(found, FunctionType) and not name.startswith("__") and any(name in vars(base) for base in theirs):
            setattr(made, name, _guarded(found))


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except BaseException:
            raise

    return call

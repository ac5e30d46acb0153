"""Moments as a person here writes them: in the language of the interface, by the clocks of this computer."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale


def long_date(moment: datetime) -> str:
    """Without the day of the week."""
    japanese = QLocale().language() is QLocale.Language.Japanese
    return QLocale().toString(_local(moment).date(), "yyyy年M月d日" if japanese else "MMMM d, yyyy")


def short_date(moment: datetime) -> str:
    """As in the lists of the library: unambiguous in every language, and short."""
    return _local(moment).toString("yyyy-MM-dd")


def short_time(moment: datetime) -> str:
    """With the time of day."""
    return _local(moment).toString("yyyy-MM-dd HH:mm")


def _local(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))

"""Moments as a person here writes them: in the language of the interface, by the clocks of this computer."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale


def long_date(moment: datetime) -> str:
    """Without the day of the week."""
    japanese = QLocale().language() is QLocale.Language.Japanese
    return QLocale().toString(_local(moment).date(), "yyyy年M月d日" if japanese else "MMMM d, yyyy")


def short_date(moment: datetime) -> str:
    return QLocale().toString(_local(moment).date(), QLocale.FormatType.ShortFormat)


def short_time(moment: datetime) -> str:
    """With the time of day."""
    return QLocale().toString(_local(moment), QLocale.FormatType.ShortFormat)


def _local(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))

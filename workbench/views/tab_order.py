"""The way of the Tab key through a window: as one reads it, whenever parts were made and whatever stands in for what.

Qt keeps a chain of widgets in the order in which they were made. Parts that are made later (pages, views, rows of parameters) come last
in it, and where parents hand their focus to children it can close to a ring that leaves out half of the window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSplitter, QStackedWidget, QWidget

OVERLAP = 4
"""By how much margins of neighbours may overlap, in pixels."""


def move_focus(window: QWidget, forwards: bool) -> bool:
    """Give the focus to the next widget of the window, or the one before. False when there is none to go to."""
    stops = tab_stops(window)
    if not stops:
        return False
    focus = window.focusWidget()
    here = _place(stops, focus)
    if forwards:
        target = stops[(here + 1) % len(stops)]
    else:
        target = stops[here - 1] if here >= 0 and stops[here] is focus else stops[here]
    target.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def tab_stops(widget: QWidget) -> list[QWidget]:
    """The widgets in a window, or in another widget, at which Tab stops, in order."""
    children = _children(widget)
    inner = [stop for child in children for stop in tab_stops(child)]
    # A widget that takes no focus is not asked who takes it in its place: PySide would hand a table over to its own header, which dies.
    if not widget.isWindow() and _takes(widget, bool(inner)) and widget.focusProxy() is None:
        return [widget, *inner]
    return inner


def _takes(widget: QWidget, has_stops: bool) -> bool:
    """Whether Tab stops at a widget itself, which has other stops in it or has not."""
    if isinstance(widget, QScrollArea) and (has_stops or not _scrolls(widget)):  # the keys that a child leaves scroll the area
        return False
    if isinstance(widget, QAbstractButton) and (group := widget.group()) is not None and group.exclusive():
        # Tab stops at the one that is chosen; arrows go on from there. Qt takes the policy from all but the one that was used last.
        checked = group.checkedButton()
        if checked is not None and checked.isVisible() and checked.isEnabled():
            return checked is widget and any(_by_tab(button) for button in group.buttons())
    return _by_tab(widget)


def _by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _scrolls(area: QScrollArea) -> bool:
    return area.verticalScrollBar().maximum() > 0 or area.horizontalScrollBar().maximum() > 0


def _children(widget: QWidget) -> list[QWidget]:
    """Those that one sees and can use, in the order in which they stand."""
    found: list[QWidget | None]
    if isinstance(widget, QSplitter):
        found = [widget.widget(number) for number in range(widget.count())]
    elif isinstance(widget, QStackedWidget):
        found = [widget.currentWidget()]
    else:
        found = [child for child in widget.children() if isinstance(child, QWidget)]
    usable = [child for child in found if child is not None and child.isVisible() and child.isEnabled() and not child.isWindow()]
    return usable if isinstance(widget, QSplitter) else _as_read(usable)


def _as_read(widgets: list[QWidget]) -> list[QWidget]:
    """Row by row where there are rows, else column by column: by where they stand, since Python cannot ask layouts for layouts in them."""
    for low, size in ((QWidget.y, QWidget.height), (QWidget.x, QWidget.width)):
        parts = _cut(widgets, low, size)
        if len(parts) > 1:
            return [widget for part in parts for widget in _as_read(part)]
    return sorted(widgets, key=lambda widget: (widget.y(), widget.x()))


def _cut(widgets: list[QWidget], low: Callable[[QWidget], int], size: Callable[[QWidget], int]) -> list[list[QWidget]]:
    """Groups between which there is a straight cut."""
    parts: list[list[QWidget]] = []
    end = 0
    for widget in sorted(widgets, key=low):
        if not parts or low(widget) >= end - OVERLAP:
            parts.append([])
            end = low(widget)
        parts[-1].append(widget)
        end = max(end, low(widget) + size(widget))
    return parts


def _place(stops: list[QWidget], focus: QWidget | None) -> int:
    """The stop that has the focus, or the last one before it in the order of the window; -1 when it stands before all."""
    around = focus
    while around is not None:
        for number, stop in enumerate(stops):
            if stop is around:
                return number
        inside = [number for number, stop in enumerate(stops) if around.isAncestorOf(stop)]
        if inside:
            return inside[0] - 1
        around = around.parentWidget()
    return -1


def _bring_into_sight(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 6)
        around = around.parentWidget()

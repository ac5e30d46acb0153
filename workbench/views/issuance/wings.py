"""What else the page of forms offers, one row each, and what stands beside a form. A wing is made when it is shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from workbench.models.issuance.wish import Wish
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning


@dataclass(frozen=True)
class Wing:
    """id     what `Beginning.intent` calls it; `intent_<id>` of the words has `sentence` (name) and `summary` (what it is for, one line)
    group  the heading it stands under: "start", "authorities", "certificates", "requests"
    icon   of `resources/icons`
    make   its widget, which takes all the room beside the list
    """

    id: str
    group: str
    icon: str
    make: Callable[[Shell], QWidget]


@runtime_checkable
class Begins(Protocol):
    """A wing that takes a wish of another page."""

    def begin(self, wanted: Beginning) -> None: ...


@runtime_checkable
class TellsIssued(Protocol):
    """A wing whose signal `issued(Issued)` tells what it made (`models/issuance/making.py`): the page then shows how it came out."""

    issued: Any


class ShowsWish(Protocol):
    """What stands beside a form and shows what it would make. `place_wanted(place)`: somebody wants to mend what is typed there."""

    place_wanted: Any

    def show_wish(self, wish: Wish) -> None: ...


def _lab(shell: Shell) -> QWidget:
    from workbench.views.issuance.lab_form import LabForm

    return LabForm(shell)


def _beside(shell: Shell) -> QWidget:
    from workbench.views.issuance.beside.pane import Beside

    return Beside(shell)


def _sign(shell: Shell) -> QWidget:
    from workbench.views.issuance.signing.wing import SigningWing

    return SigningWing(shell, BESIDE)


def _batch(shell: Shell) -> QWidget:
    from workbench.views.issuance.batch.form import BatchForm

    return BatchForm(shell)


WINGS: tuple[Wing, ...] = (
    Wing("lab", "start", "lab", _lab),
    Wing("batch", "start", "list", _batch),
    Wing("sign", "requests", "stamp", _sign),
)

BESIDE: Callable[[Shell], QWidget] | None = _beside
"""Makes what stands beside a form: a widget that is a `ShowsWish`."""

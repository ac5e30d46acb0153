"""A tab with the tree of an object and its bytes: the fields, or the ASN.1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.core.node import Node
from workbench.models import jobs
from workbench.models.subject import Subject
from workbench.views.node_hex_pane import NodeHexPane

SMALL = 20_000
"""Bytes up to which the tree of an object is made at once."""


class TreeTab(NodeHexPane):
    """Shows the tree that `make` gives of a subject; of a large one it is made in a job."""

    _subject: Subject | None = None
    _loaded = False
    _wanted: Sequence[str] = ()

    def show_subject(self, subject: Subject | None, make: Callable[[], Node] | None) -> None:
        """Show this subject; None for nothing."""
        self._subject, self._loaded = subject, False
        if subject is None or make is None:
            self.clear()
        elif len(subject.der) < SMALL:
            self._show(subject, make())
        else:
            self.clear()
            job = jobs.run(_made, subject, make)
            job.finished.connect(self._arrived)

    def light(self, field: Sequence[str]) -> None:
        """Select the field that a finding speaks of, as soon as its tree is there."""
        self._wanted = field
        if self._loaded:
            self._light_wanted()

    def _arrived(self, made: tuple[Subject, Node]) -> None:
        subject, node = made
        if subject is self._subject:  # else another was chosen meanwhile
            self._show(subject, node)

    def _show(self, subject: Subject, node: Node) -> None:
        self.set_node(node, subject.der)
        self._loaded = True
        self._light_wanted()

    def _light_wanted(self) -> None:
        if self._wanted:
            self.show_field(tuple(self._wanted))
            self._wanted = ()


def _made(subject: Subject, make: Callable[[], Node]) -> tuple[Subject, Node]:
    return subject, make()

"""A wish -> the bytes of a file. Works in any thread."""

from __future__ import annotations

from typing import Any

from workbench.core.formats.export_write import write_atomically
from workbench.core.handshake.export import EXPORTS
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_taking_away import PICTURES, Form, Wish
from workbench.models.jobs import Task
from workbench.narration import stage_title
from workbench.views.handshake import picture
from workbench.words import say


def make(transcript: Transcript, wish: Wish) -> bytes:
    """The file. Raises UsageError for a PNG that would be larger than programs open."""
    if wish.form in PICTURES:
        prepared = picture.prepare(transcript, wish.language, wish.theme, wish.detail)
        return picture.encode(prepared, wish.form, wish.scale if wish.form is Form.png else 1.0)
    if wish.form is Form.html:
        from workbench.replay import make_page

        return make_page(transcript, wish.language, wish.detail, wish.secret)
    options: dict[str, Any] = {}
    if wish.form in (Form.markdown, Form.mermaid):
        options = {"detail": wish.detail, "stage": lambda stage: stage_title(stage, wish.language)}
    if wish.form is Form.markdown:
        options |= {"values": wish.detail is Detail.computations or wish.secret, "secrets": wish.secret}
    elif wish.form in (Form.json, Form.pcapng):
        options["secrets"] = wish.secret
    export = next(export for export in EXPORTS if export.name == wish.form)
    return export.write(transcript, lambda message: say(message, wish.language), **options)


def save(task: Task, transcript: Transcript, wish: Wish, path: str, overwrite: bool) -> str:
    """Make the file and put it there, whole or not at all; what is secret for its owner alone. Returns the path.

    Raises ExportError, which names the file and the reason, and UsageError as `make`.
    """
    data = make(transcript, wish)
    task.check()
    write_atomically(path, data, secret=wish.secret, overwrite=overwrite)
    return path

"""What the library does in jobs. What each takes along (a database, certificates, handshakes) is loaded when it is first done, in the job:
the page is there at once. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.core.formats.found import FoundObject
    from workbench.core.handshake.scenarios.parameters import Parameters
    from workbench.core.workspace.deleting import Dependents
    from workbench.core.workspace.workspace import Workspace
    from workbench.models.jobs import Task
    from workbench.models.library.details import Details
    from workbench.models.library.importing import Imported
    from workbench.models.library.loaded import Loaded, Page


def read_all(connection: Connection, *wanted: Any) -> Loaded:
    """As `reading.read_all`."""
    from workbench.models.library import reading

    return reading.read_all(connection, *wanted)


def read_page(connection: Connection, *wanted: Any) -> Page:
    """As `reading.read_page`."""
    from workbench.models.library import reading

    return reading.read_page(connection, *wanted)


def read_details(connection: Connection, id: str) -> Details:
    """As `details.read_details`."""
    from workbench.models.library import details

    return details.read_details(connection, id)


def read_facets(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The roles, kinds of keys and tags that there are."""
    from workbench.core.workspace import browsing, labels

    return browsing.roles(connection), browsing.key_texts(connection), tuple(labels.all_tags(connection))


def read_dependents(connection: Connection, id: str) -> Dependents:
    """What depends on an object."""
    from workbench.core.workspace import deleting

    return deleting.dependents(connection, id)


def delete(workspace: Workspace, id: str) -> str:
    """Put an object away; its id again."""
    from workbench.core.workspace import deleting

    with workspace.writing() as connection:
        deleting.delete(connection, id)
    return id


def restore(workspace: Workspace, id: str) -> str:
    """Take it back; its id again."""
    from workbench.core.workspace import deleting

    with workspace.writing() as connection:
        deleting.restore(connection, id)
    return id


def set_tags(workspace: Workspace, id: str, tags: Sequence[str]) -> None:
    from workbench.core.workspace import labels

    with workspace.writing() as connection:
        labels.set_tags(connection, id, tags)


def set_notes(workspace: Workspace, id: str, text: str) -> None:
    from workbench.core.workspace import labels

    with workspace.writing() as connection:
        labels.set_notes(connection, id, text)


def import_files(task: Task, workspace: Workspace, paths: Sequence[str], data: bytes) -> Imported:
    """As `importing.import_files`."""
    from workbench.models.library import importing

    return importing.import_files(task, workspace, paths, data)


def import_objects(workspace: Workspace, objects: Sequence[FoundObject]) -> Imported:
    """As `importing.import_objects`."""
    from workbench.models.library import importing

    return importing.import_objects(workspace, objects)


def play(workspace: Workspace, id: str) -> tuple[str, Parameters]:
    """As `playing.play`."""
    from workbench.models.library import playing

    return playing.play(workspace, id)

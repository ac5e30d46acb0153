"""`tls-workbench self-check`: is this installation complete? Walks through every table, resource and translation.

A frozen build can lack a module or a file without anybody noticing until it is needed; this notices. One line an area on stdout;
exits 1 when something is missing.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from workbench import words
from workbench.core.errors import Message, WorkbenchError


@dataclass(frozen=True)
class Area:
    """One part of the installation. `check` returns how many pieces it found, and raises when one is missing or broken.

    `name` with `check_` before it is the id of the line that is printed, with the blank {count}.
    """

    name: str
    check: Callable[[], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """self-check takes no arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Check every area and print one line for each. Returns 0 when all is there, else 1."""
    broken = 0
    for area in AREAS:
        try:
            count = area.check()
        except WorkbenchError as error:
            line = _broken(area, words.say(error.message, args.language), args.language)
        except Exception as error:  # whatever is broken here, in whatever way, is this command's answer
            line = _broken(area, f"{type(error).__name__}: {words.visible(str(error))}", args.language)
        else:
            print(words.say(Message(f"check_{area.name}", {"count": count}), args.language))
            continue
        broken += 1
        print(line)
    print(words.say(Message("self_check_broken", {"count": broken}) if broken else Message("self_check_fine"), args.language))
    return 1 if broken else 0


def _broken(area: Area, reason: str, language: str) -> str:
    return words.say(Message("self_check_area_broken", {"area": area.name, "reason": reason}), language)


class _Missing(Exception):
    """Something that must be there is not; its text names it."""


def _demand(there: object, name: str) -> None:
    if not there:
        raise _Missing(name)


def _folder(*parts: str) -> Traversable:
    folder = resources.files("workbench").joinpath("resources", *parts)
    _demand(folder.is_dir(), "/".join(parts))
    return folder


def _files(*parts: str, ending: str) -> list[Traversable]:
    files = [file for file in _folder(*parts).iterdir() if file.name.endswith(ending)]
    _demand(files, "/".join((*parts, "*" + ending)))
    return sorted(files, key=lambda file: file.name)


def _readers() -> int:
    from workbench.core.formats import READERS

    _demand(READERS, "READERS")
    names = [reader.name for reader in READERS]
    _demand(len(names) == len(set(names)) and all(names), "READERS")
    for reader in READERS:
        module = importlib.import_module(f"workbench.core.formats.{reader.file}")
        _demand(callable(getattr(module, reader.function, None)), f"READERS {reader.name}")
    return len(names)


def _extensions() -> int:
    from workbench.core.x509.extensions import TABLE

    _demand(TABLE, "TABLE")
    for row in TABLE:
        module = row.module
        _demand(row.oid and row.name and row.citation and callable(module.parse) and callable(module.nodes), f"TABLE {row.name}")
    return len(TABLE)


def _words() -> int:
    catalogues = {language: words.catalogue(language) for language in words.LANGUAGES}
    shapes = [{(id, part) for id, row in catalogue.items() for part in row} for catalogue in catalogues.values()]
    _demand(all(shapes), "words")
    differing = {piece for shape in shapes for piece in shapes[0] ^ shape}
    _demand(not differing, ", ".join(sorted(f"{id} ({part})" for id, part in differing)))
    return len(shapes[0])


def _glossary() -> int:
    from workbench import glossary

    ids = [set(glossary.glossary(language)) for language in words.LANGUAGES]
    _demand(all(ids), "glossary")
    _demand(all(other == ids[0] for other in ids), ", ".join(sorted({id for other in ids for id in other ^ ids[0]})))
    for language in words.LANGUAGES:
        _demand(glossary.find("X.509", language), f"glossary ({language})")
    return len(ids[0])


def _translations() -> int:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    own = _files("translations", ending=".qm")
    standard = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    paths = [str(file) for file in own] + [str(standard / f"qtbase_{language}.qm") for language in words.LANGUAGES if language != "en"]
    for language in words.LANGUAGES:
        _demand(language == "en" or any(path.endswith(f"_{language}.qm") for path in paths[: len(own)]), f"translations/*_{language}.qm")
    for path in paths:
        _demand(QTranslator().load(path), Path(path).name)
    return len(paths)


def _icons() -> int:
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    files = _files("icons", ending=".svg")
    for file in files:
        _demand(QSvgRenderer(QByteArray(file.read_bytes())).isValid(), f"icons/{file.name}")
    return len(files)


def _themes() -> int:
    themes = {file.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in _files("themes", ending=".toml")}
    for name in ("light.toml", "dark.toml"):
        _demand(themes.get(name, {}).get("colours"), f"themes/{name}")
    return len(themes)


def _window() -> int:
    """Qt's own parts: the plug-ins a window needs on this system, and the plots."""
    from PySide6.QtCore import QCoreApplication

    if QCoreApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImageReader
    from PySide6.QtWidgets import QApplication

    application = QCoreApplication.instance() or QApplication(["self-check"])
    known = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    _demand("svg" in known and "png" in known, "image formats svg, png")

    import pyqtgraph

    from workbench.views import application as start

    _demand(callable(start.main) and pyqtgraph.PlotWidget and application, "workbench.views")
    return 1


def _trust() -> int:
    from workbench.core.x509.trust_store import trust_anchors

    anchors = trust_anchors("mozilla")
    count = len(list(anchors.certificates))
    _demand(count > 50, "certifi")
    return count


def _demonstration() -> int:
    from workbench.core.formats import open_bytes

    opened = 0
    for file in _folder("demo").iterdir():
        if file.name.endswith(".md"):
            continue
        found = open_bytes(file.read_bytes(), file.name).objects
        _demand(found, f"demo/{file.name}")
        opened += len(found)
    _demand(opened, "demo")
    return opened


def _lint() -> int:
    from workbench.core.formats import open_bytes
    from workbench.core.lint import lint
    from workbench.core.x509.certificate import parse_certificate

    first = open_bytes(_folder("demo").joinpath("shop.pem").read_bytes(), "shop.pem").objects[0]
    findings = lint(parse_certificate(first.der))
    _demand(findings, "pkilint")
    return len(findings)


def _handshakes() -> int:
    """Play every scenario and write it in every form."""
    from workbench.core.handshake.export import EXPORTS
    from workbench.core.handshake.scenarios import SCENARIOS

    for scenario in SCENARIOS:
        transcript = scenario.run()
        _demand(transcript.steps and transcript.headline, f"SCENARIOS {scenario.id}")
        for export in EXPORTS:
            export.write(transcript)
    return len(SCENARIOS)


def _narration() -> int:
    """Both languages have the same texts, and every rule has its own."""
    from workbench.narration import names
    from workbench.narration.rules import ADDITIONS, RULES, STAGE_RULES

    rows = [names.catalogue(language) for language in words.LANGUAGES]
    shapes = [{(id, part) for id, row in catalogue.items() for part in row} for catalogue in rows]
    differing = {piece for shape in shapes for piece in shapes[0] ^ shape}
    _demand(not differing, ", ".join(sorted(f"{id} ({part})" for id, part in differing)))
    for rule in (*RULES, *ADDITIONS, *STAGE_RULES):
        _demand(rule.id in rows[0], f"narration {rule.id}")
    return len(shapes[0])


def _workspace() -> int:
    """Make a workspace in a temporary folder, keep a key in it, find it again, and load what other databases and keyrings need."""
    import tempfile

    from workbench.core.workspace import keys, migrations, schema, searching
    from workbench.core.workspace import system_keyring as keyring
    from workbench.core.workspace.workspace import open_workspace
    from workbench.core.x509.issuance import KeyKind, make_key

    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(str(Path(folder) / "workspace.sqlite"))
        workspace.set_up_vault("self-check")
        with workspace.writing() as connection:
            entry = keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256), "self-check")
        with workspace.reading() as connection:
            _demand(keys.private_key(connection, workspace.vault, entry.id), "workspace: key")
            _demand(searching.count(connection, searching.Filter("self-check", searching.Kind.KEYS)) == 1, "workspace: search")
            _demand(migrations.version_of(connection) == schema.VERSION, "workspace: version")
        workspace.close()
    importlib.import_module("sqlalchemy.dialects.postgresql.psycopg")
    if importlib.util.find_spec("psycopg") is not None:  # an extra
        importlib.import_module("psycopg")
    for name, _ in keyring.BACKENDS:
        importlib.import_module(name)
    return len(schema.metadata.tables)


AREAS = (
    Area("readers", _readers),
    Area("extensions", _extensions),
    Area("words", _words),
    Area("glossary", _glossary),
    Area("narration", _narration),
    Area("translations", _translations),
    Area("icons", _icons),
    Area("themes", _themes),
    Area("window", _window),
    Area("trust", _trust),
    Area("demonstration", _demonstration),
    Area("lint", _lint),
    Area("handshakes", _handshakes),
    Area("workspace", _workspace),
)

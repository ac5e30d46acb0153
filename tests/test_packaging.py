"""What is handed out is whole: the wheel carries every resource; pruning keeps what is linked to and drops the rest."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "packaging"))

import prune


def test_the_wheel_carries_every_module_and_resource(tmp_path: Path) -> None:
    # From a copy: setuptools leaves a build folder behind, and would take old files from it.
    source = tmp_path / "source"
    shutil.copytree(ROOT / "workbench", source / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    command = [sys.executable, "-m", "pip", "wheel", "-q", *offline, "-w", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("tls_workbench-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {path.relative_to(source).as_posix() for path in (source / "workbench").rglob("*") if path.is_file()}
    assert expected - names == set()
    assert {"workbench/resources/demo/例え.テスト.pem", "workbench/resources/words/ja/start.toml", "workbench/py.typed"} <= names
    assert any(name.endswith("/entry_points.txt") for name in names)


@pytest.mark.parametrize(
    ("destination", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/iconengines/libqsvgicon.so", True),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("PySide6/Qt/translations/qtbase_ja.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/translations/qtdeclarative_ja.qm", False),
        ("PySide6/Qt/qml/QtQuick/qmldir", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("numpy/_core/tests/data.csv", False),
        ("workbench/resources/demo/chain.pem", True),
        ("workbench/resources/words/ja/start.toml", True),
        ("publicsuffixlist/public_suffix_list.dat", True),
    ],
)
def test_what_stays_by_its_place(destination: str, wanted: bool) -> None:
    assert prune.wanted(destination) is wanted


def test_a_library_goes_with_the_last_one_that_links_to_it() -> None:
    binaries = [
        ("PySide6/QtWidgets.abi3.so", "widgets", "EXTENSION"),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", "libwidgets", "BINARY"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "libcore", "BINARY"),
        ("libicu.so.73", "icu", "BINARY"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "gtk3", "BINARY"),
        ("libgtk-3.so.0", "libgtk", "BINARY"),
        ("libpango-1.0.so.0", "pango", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libgtk-3.so", "libgtk-3.so.0", "SYMLINK"),
    ]
    links = {
        "widgets": ["libQt6Widgets.so.6"],
        "libwidgets": ["libQt6Core.so.6", "libc.so.6"],
        "libcore": ["libicu.so.73"],
        "gtk3": ["libgtk-3.so.0"],
        "libgtk": ["libpango-1.0.so.0"],
    }
    datas = [("PySide6/Qt/translations/qt_fr.qm", "x", "DATA"), ("certifi/cacert.pem", "y", "DATA")]
    kept, kept_data = prune.prune(binaries, datas, lambda source: links.get(source, []))
    assert {entry[0] for entry in kept} == {
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libicu.so.73",
        "libpython3.11.so.1.0",
        "libQt6Core.so.6",
    }
    assert [entry[0] for entry in kept_data] == ["certifi/cacert.pem"]

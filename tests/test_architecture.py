"""The plan of the house holds: arrows, tables, and core without Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "workbench"


def modules_below(folder: Path) -> list[str]:
    """Dotted names of all modules below a folder of the package."""
    paths = sorted(folder.rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def test_importing_all_of_core_leaves_qt_out() -> None:
    names = [*modules_below(PACKAGE / "core"), "workbench.words", "workbench.glossary", *modules_below(PACKAGE / "commands")]
    assert len(names) > 20
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'pyqtgraph')))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_answering_headless_leaves_qt_out(demonstration: Path) -> None:
    program = (
        "import sys\nfrom workbench.cli import main\n"
        f"code = main(['inspect', {str(demonstration / 'chain.pem')!r}])\n"
        "print('loaded', 'PySide6' in sys.modules, 'numpy' in sys.modules, code)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert result.stdout.splitlines()[-1] == "loaded False False 0", result.stderr


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("core", ("print", "input")),
        ("models", ("print", "input")),
        ("views", ("print", "input")),
    ],
)
def test_nobody_prints_but_the_command_line(folder: str, forbidden: tuple[str, ...]) -> None:
    found = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in forbidden:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_models_know_no_widgets() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((PACKAGE / "models").rglob("*.py"))
        for name in imports_of(path)
        if name.startswith(("PySide6.QtWidgets", "pyqtgraph"))
    ]
    assert found == []


def test_every_extension_file_is_a_row_of_the_table() -> None:
    from workbench.core.x509 import extensions

    described = {}
    for path in sorted((PACKAGE / "core" / "x509" / "extensions").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            if any(isinstance(target, ast.Name) and target.id == "OID" for target in targets):
                value = node.value  # type: ignore[attr-defined]  # both kinds of assignment have one
                described[path.stem] = ast.literal_eval(value)
    assert described
    oids = [row.oid for row in extensions.TABLE]
    assert len(oids) == len(set(oids))
    assert set(described.values()) <= set(oids), {stem for stem, oid in described.items() if oid not in oids}


def test_every_format_file_is_a_row_of_the_table() -> None:
    from workbench.core.formats import READERS

    names = [reader.name for reader in READERS]
    assert len(names) == len(set(names))
    files = {path.stem for path in (PACKAGE / "core" / "formats").glob("*.py") if defines(path, "read")}
    in_table = {reader.file for reader in READERS}
    # A format that only stands inside another (OpenSSH's within PEM) is called by that one.
    called = {
        alias.name
        for path in (PACKAGE / "core" / "formats").glob("*.py")
        if path.name != "__init__.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert files <= in_table | called, files - in_table - called
    assert len(in_table) > 10


def defines(path: Path, name: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(path.read_text(encoding="utf-8")).body)


def test_files_stay_readable_in_one_sitting() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {path: length for path, length in lengths.items() if length > 500} == {}


def test_the_pinned_packages_name_no_index_and_no_path() -> None:
    for name in ("requirements.txt", "requirements-development.txt"):
        lines = (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
        for line in (line for line in lines if not line.startswith("#")):
            assert not line.lstrip().startswith("-") or line.strip().startswith("--hash=sha256:"), line
            assert "://" not in line and "file:" not in line, line
        entries = "\n".join(lines).replace("\\\n", " ").split("\n")
        assert all("--hash=" in entry for entry in entries if entry and not entry.startswith("#"))


def test_every_dependency_is_pinned() -> None:
    import re
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for file, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-development.txt", project["dependencies"] + project["optional-dependencies"]["development"]),
    ):
        text = (ROOT / "packaging" / file).read_text(encoding="utf-8")
        pinned = {name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
        needed = {re.split(r"[<>=!~\[; ]", entry, maxsplit=1)[0].lower().replace("_", "-") for entry in wanted}
        assert needed <= pinned, file

"""Keeps the interface's translations in step with the source.

python packaging/translations.py [ROOM...]  reads the texts out of the source into the .ts files and makes the .qm files
python packaging/translations.py --check    exits 1 and says why when a .ts or .qm file is behind, or a text is not translated

One .ts file a room, so that two people seldom meet in one file.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workbench"
TRANSLATIONS = PACKAGE / "resources" / "translations"

SHELL_MODELS = frozenset({"settings", "jobs", "session", "language", "resource", "node_tree_model"})


WINGS = ("compare", "cost", "keys", "presenter", "taking_away")
"""Parts of the handshake page with a folder in `views/handshake` and models of their own: `models/handshake_<wing>*.py`."""


def _wing(path: Path) -> str:
    """The wing of the handshake page whose model this is; "handshake" for the page itself, "" for what is none of its models."""
    if not path.stem.startswith("handshake_"):
        return ""
    return next((wing for wing in WINGS if path.stem.startswith(f"handshake_{wing}")), "handshake")


def _of_wing(wing: str) -> Callable[[], list[Path]]:
    return lambda: [
        *PACKAGE.glob(f"views/handshake/{wing}/**/*.py"),
        *(path for path in PACKAGE.glob("models/*.py") if _wing(path) == wing),
    ]


ISSUING_WINGS = ("editors", "beside", "signing", "batch")
"""Parts of the page of forms: `views/issuance/<wing>` and `models/issuance/<wing>`."""
LIBRARY_WINGS = ("after", "taking_out", "timeline")
"""Parts of the library: `views/library/<wing>` and `models/library/<wing>`."""


def _of_issuing(wing: str) -> Callable[[], list[Path]]:
    return lambda: [*PACKAGE.glob(f"views/issuance/{wing}/**/*.py"), *PACKAGE.glob(f"models/issuance/{wing}/**/*.py")]


def _of_library(wing: str) -> Callable[[], list[Path]]:
    return lambda: [*PACKAGE.glob(f"views/library/{wing}/**/*.py"), *PACKAGE.glob(f"models/library/{wing}/**/*.py")]


def _models(wing: str) -> list[Path]:
    return [path for path in PACKAGE.glob("models/*.py") if _wing(path) == wing]


def _of_glossary(path: Path) -> bool:
    return path.stem.startswith("glossary")


ROOMS: dict[str, Callable[[], Iterable[Path]]] = {
    "shell": lambda: [*PACKAGE.glob("views/*.py"), *(path for path in PACKAGE.glob("models/*.py") if path.stem in SHELL_MODELS)],
    "inspector": lambda: [
        *PACKAGE.glob("views/inspector/**/*.py"),
        *(path for path in _models("") if path.stem not in SHELL_MODELS and path.stem != "workspace" and not _of_glossary(path)),
    ],
    "handshake": lambda: [*PACKAGE.glob("views/handshake/*.py"), *_models("handshake")],
    **{f"handshake_{wing}": _of_wing(wing) for wing in WINGS},
    "issuance": lambda: [*PACKAGE.glob("views/issuance/*.py"), *PACKAGE.glob("models/issuance/*.py"), *PACKAGE.glob("models/workspace.py")],
    **{f"issuance_{wing}": _of_issuing(wing) for wing in ISSUING_WINGS},
    "library": lambda: [*PACKAGE.glob("views/library/*.py"), *PACKAGE.glob("models/library/*.py")],
    **{f"library_{wing}": _of_library(wing) for wing in LIBRARY_WINGS},
    "glossary": lambda: [*PACKAGE.glob("views/glossary/**/*.py"), *filter(_of_glossary, PACKAGE.glob("models/*.py"))],
}


LANGUAGES = ("ja",)


def tool(name: str) -> str:
    """The path of a Qt tool: beside this Python, else wherever PATH has it."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not there; it comes with PySide6-Essentials.")
    return found


def sources(room: str) -> list[Path]:
    return sorted(ROOMS[room]())


def files() -> Iterator[tuple[str, Path]]:
    """(room, .ts file) of every room that has sources, and of every language."""
    for room in filter(sources, ROOMS):
        for language in LANGUAGES:
            yield room, TRANSLATIONS / f"{room}_{language}.ts"


def update(room: str, file: Path) -> None:
    """Bring a .ts file in step with the source; texts that are gone go, new ones wait untranslated."""
    language = file.stem.rsplit("_", 1)[1]
    arguments = [tool("pyside6-lupdate"), *map(str, sources(room)), "-ts", str(file)]
    arguments += ["-source-language", "en", "-target-language", language, "-no-obsolete", "-locations", "none"]
    _run(arguments)


def release(file: Path, target: Path) -> None:
    _run([tool("pyside6-lrelease"), "-silent", str(file), "-qm", str(target)])


def _run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{arguments[0]}: {done.stderr or done.stdout}")


def overlooked(room: str, file: Path) -> list[str]:
    """Texts that Python sees in the source and the .ts file does not hold.

    pyside6-lupdate passes over a call whose later arguments are more than names (`(end - now).days`, a nested call): give
    such a value a name first.
    """
    held = {text for _, text in _texts(file)}
    found = []
    for path in sources(room):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (text := _translated_text(node)) is not None and text not in held:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {text}")
    return found


def _translated_text(call: ast.Call) -> str | None:
    """The source text of a call of tr, translate or QT_TRANSLATE_NOOP, None for every other call."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name)
    if place is None or len(call.args) <= place:
        return None
    text = call.args[place]
    return text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def untranslated(file: Path) -> list[str]:
    """The source texts of a .ts file that have no finished translation."""
    missing = []
    for message in ElementTree.parse(file).getroot().iter("message"):
        translation = message.find("translation")
        texts = [] if translation is None else [form.text for form in translation.iter("numerusform")] or [translation.text]
        if translation is None or translation.get("type") is not None or not texts or not all(texts):
            missing.append(message.findtext("source", ""))
    return missing


def problems() -> list[str]:
    """Everything that is behind, one sentence each."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for room, file in files():
            if not file.exists():
                found.append(f"{file.name} is missing")
                continue
            fresh, compiled = Path(folder, file.name), Path(folder, file.stem + ".qm")
            shutil.copy(file, fresh)
            update(room, fresh)
            if _texts(fresh) != _texts(file):
                found.append(f"{file.name} is behind the source")
            release(file, compiled)
            committed = file.with_suffix(".qm")
            if not committed.exists() or committed.read_bytes() != compiled.read_bytes():
                found.append(f"{committed.name} is behind {file.name}")
            found += [f"{file.name}: not translated: {text}" for text in untranslated(file)]
            found += [f"{file.name}: overlooked by lupdate: {text}" for text in overlooked(room, file)]
    return found


def _texts(file: Path) -> set[tuple[str, str]]:
    root = ElementTree.parse(file).getroot()
    return {(context.findtext("name", ""), message.findtext("source", "")) for context in root for message in context.iter("message")}


def main() -> int:
    if "--check" in sys.argv[1:]:
        found = problems()
        print("\n".join(found) or "The translations are complete and up to date.")
        return 1 if found else 0
    wanted = set(sys.argv[1:])
    for room, file in files():
        if wanted and room not in wanted:
            continue
        update(room, file)
        release(file, file.with_suffix(".qm"))
        waiting = untranslated(file)
        print(f"{file.name}: {len(waiting)} not translated")
        for text in waiting:
            print(f"  {text}")
        for text in overlooked(room, file):
            print(f"  overlooked by lupdate: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the frozen program leaves out: Qt's parts that no window of ours uses, and the libraries that only those parts needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

Entry = tuple[str, str, str]
"""As PyInstaller has it: destination, source, kind (BINARY, EXTENSION, DATA, SYMLINK ...)."""

# Plug-ins that stay. xcb and wayland show the window, offscreen takes pictures; svg draws the icons; input methods type Japanese.
PLUGINS = {
    "platforms": r"libqxcb|libqoffscreen|libqwayland|qwindows|qoffscreen|libqcocoa",
    "platforminputcontexts": r"libibus|libcompose",
    "platformthemes": r"libqxdgdesktopportal",
    "imageformats": r"libqsvg|libqico|libqjpeg|qsvg|qico|qjpeg",
    "iconengines": r"libqsvgicon|qsvgicon",
    "xcbglintegrations": r".*",
    "wayland-shell-integration": r"libxdg-shell",
    "wayland-decoration-client": r"libadwaita|libbradient",
    "wayland-graphics-integration-client": r"libqt-plugin-wayland-egl",
    "styles": r".*",
}
UNUSED_QT = re.compile(r"(lib)?Qt6(Qml|Quick|Pdf|Network|Sql|Designer|Help|VirtualKeyboard)|opengl32sw")
TRANSLATIONS = re.compile(r"qtbase_ja\.qm$")
DATA_TO_DROP = re.compile(r"(^|/)(tests?|examples|include)(/|$)|\.(pyi|pxd|h|c|lib|a)$|\.dist-info/(?!METADATA)")
KEPT_LIBRARIES = re.compile(r"^(libpython|python3)")


def wanted(destination: str) -> bool:
    """Whether a file of the build is one that we use, by its place alone."""
    path = PurePosixPath(destination.replace("\\", "/"))
    parts = path.parts
    if "PySide6" in parts and "plugins" in parts:
        kind = parts[parts.index("plugins") + 1]
        return kind in PLUGINS and re.match(PLUGINS[kind], path.name) is not None
    if "PySide6" in parts and "translations" in parts:
        return TRANSLATIONS.search(path.name) is not None
    if "PySide6" in parts and ("qml" in parts or UNUSED_QT.match(path.name)):
        return False
    if parts[0] == "pyqtgraph" and ("colors" in parts or "peegee" in parts):
        # Colour maps are for images, and the icon is that of pyqtgraph's own windows; we draw bars.
        return False
    return parts[0] == "workbench" or DATA_TO_DROP.search(destination) is None


def is_plain_library(destination: str) -> bool:
    """Whether a file is a shared library that is only there because others link to it (no extension module, no plug-in)."""
    path = PurePosixPath(destination.replace("\\", "/"))
    if re.search(r"\.(abi3|cpython-[^.]+)\.so$|\.pyd$", path.name) or "plugins" in path.parts or "lib-dynload" in path.parts:
        return False
    return re.search(r"\.so(\.[0-9.]+)?$|\.dylib$|\.dll$", path.name, re.IGNORECASE) is not None and not KEPT_LIBRARIES.match(path.name)


def reachable(binaries: Iterable[Entry], links: Callable[[str], Iterable[str]]) -> set[str]:
    """Destinations of the binaries that something kept really links to. `links` gives the names of the libraries a file asks for."""
    entries = list(binaries)
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(PurePosixPath(entry[0].replace("\\", "/")).name.lower(), []).append(entry)
    pending = [entry for entry in entries if not is_plain_library(entry[0])]
    found = {entry[0] for entry in pending}
    while pending:
        _, source, _ = pending.pop()
        for name in links(source):
            for entry in by_name.get(PurePosixPath(name.replace("\\", "/")).name.lower(), ()):
                if entry[0] not in found:
                    found.add(entry[0])
                    pending.append(entry)
    return found


def prune(binaries: Iterable[Entry], datas: Iterable[Entry], links: Callable[[str], Iterable[str]]) -> tuple[list[Entry], list[Entry]]:
    """(binaries, datas) without what we do not use. Links that would point to nothing go as well."""
    kept = [entry for entry in binaries if wanted(entry[0])]
    used = reachable([entry for entry in kept if entry[2] != "SYMLINK"], links)
    names = {PurePosixPath(destination).name for destination in used}
    kept = [entry for entry in kept if entry[0] in used or (entry[2] == "SYMLINK" and PurePosixPath(entry[1]).name in names)]
    kept_data = [
        entry
        for entry in datas
        if wanted(entry[0]) and (entry[2] != "SYMLINK" or not is_plain_library(entry[0]) or PurePosixPath(entry[1]).name in names)
    ]
    return kept, kept_data

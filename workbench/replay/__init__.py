"""A transcript as one HTML page that replays it in any browser, offline. Needs no Qt.

    make_page(transcript, "en", Detail.messages) -> the bytes of a file

The page is made of the files in `resources/replay`, the colours of `resources/themes`, and the transcript as JSON (`contents`).
"""

from __future__ import annotations

import base64
import hashlib
import string
import tomllib
from functools import cache
from html import escape
from importlib import resources

from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.replay.contents import as_script, contents, title
from workbench.replay.static_table import notes, steps_table

SCRIPTS = ("words.js", "diagram.js", "playing.js", "detail.js", "tools.js")
"""Parts of one script, in this order."""
POLICY = "default-src 'none'; img-src data:; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
"""The browser itself sees to it that the page asks nobody for anything, and runs nothing but its own script."""


def make_page(transcript: Transcript, language: str, detail: Detail = Detail.messages, secrets: bool = False) -> bytes:
    """The file, UTF-8. Every text in it that came from a peer is plain text.

    language   the one it begins in; all are inside
    detail     the level it begins at, and that of the table for browsers without scripts
    secrets    the bytes of secret values stand in it; else only their names, and the page says that they are left out
    """
    held = contents(transcript, language, detail, secrets)
    style = f"{_colours()}\n{_file('page.css')}"
    script = '(() => {\n"use strict";\n' + "".join(map(_file, SCRIPTS)) + "})();\n"
    page = string.Template(_file("page.html")).substitute(
        language=escape(language),
        title=escape(title(transcript, language)),
        policy=escape(POLICY.format(style=_hash(style), script=_hash(script))),
        style=style,
        script=script,
        contents=as_script(held),
        table=steps_table(held, language, str(detail)),
        foot=notes(held, language),
    )
    return page.encode("utf-8", "backslashreplace")


@cache
def _file(name: str) -> str:
    return (resources.files("workbench") / "resources" / "replay" / name).read_text(encoding="utf-8")


@cache
def _colours() -> str:
    """The tokens of both themes as custom properties: the system's choice, unless the reader made one."""
    folder = resources.files("workbench") / "resources" / "themes"
    themes = {name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in ("light", "dark")}
    light, dark = (
        "; ".join(f"--{token.replace('_', '-')}: {value}" for token, value in themes[name]["colours"].items()) for name in themes
    )
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ color-scheme: dark; {dark} }} }}\n"
        f":root[data-theme=dark] {{ color-scheme: dark; {dark} }}\n"
        f"@media print {{ :root:root:root {{ color-scheme: light; {light} }} }}"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

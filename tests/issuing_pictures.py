"""Draws the pages of issuing and of the library in all their states, to be looked at by eye.

python -m tests.issuing_pictures [OUTDIR] [--quick]     default out/issuing; --quick: English light and Japanese dark at 1280x800 only
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.screenshots import draw, marked, settle
from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.build import build_request
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.lab import Lab, LabWish, make_lab
from workbench.core.workspace.revoking import make_crl, revoke
from workbench.core.workspace.workspace import open_workspace
from workbench.core.x509.issuance import KeyKind, make_key
from workbench.models.settings import Settings
from workbench.views import application
from workbench.views.main_window import MainWindow
from workbench.views.wishes import Beginning

PASSPHRASE = "pictures"
HOST = "www.example.test"
SIZES = ((1280, 800), (1920, 1080), (860, 700))
COMMON_NAME = "2.5.4.3"
TABLE = "name,organization,days\nweb1.example.test,Example,90\nweb2.example.test,例示株式会社,90\nnot a name,,\nweb3.example.test,,x\n"


def furnish(url: str) -> Lab:
    """A workspace with a lab, certificates that run out at many times, a revoked one and a CRL."""
    workspace = open_workspace(url)
    workspace.set_up_vault(PASSPHRASE)
    lab = make_lab(workspace, LabWish((HOST,)))
    now = datetime.now(UTC)
    for number, days in enumerate((12, 25, 60, 61, 150, 210, 400)):
        host = f"host{number}.example.test"
        validity = Validity(not_before=now - timedelta(days=100), not_after=now + timedelta(days=days))
        wanted = replace(server(host), validity=validity)
        made = issue(workspace, Order(wanted, lab.intermediate.id, KeyKind.P_256, "server"))
    revoke(workspace, made.id, 1)
    make_crl(workspace, lab.intermediate.id, days=7)
    workspace.close()
    return lab


def server(host: str) -> Specification:
    names = (AlternativeName(NameKind.DNS, host),)
    return for_key(replace(built_in("server").specification, subject=(SubjectAttribute(COMMON_NAME, host),), names=names), KeyKind.P_256)


def pictures(window: MainWindow, lab: Lab, folder: Path) -> Iterator[str]:
    """Brings the window into one state after the other; yields the name of each."""
    shell = window.shell
    window.show_page("issue")
    settle()
    yield from forms(window)
    shell.workspace.unlock(PASSPHRASE)
    settle()
    yield from wings(window, folder)
    yield from library(window, lab)


def forms(window: MainWindow) -> Iterator[str]:
    from workbench.views.issuance.page import IssuancePage

    page = window.page("issue")
    assert isinstance(page, IssuancePage)
    for id in ("lab", *BUILT_IN, "request"):
        page.show_intent(id)
        settle()
        yield f"issue-{id}"
    page.show_intent("server")
    settle()
    field = window.focusWidget()
    assert field is not None and hasattr(field, "setText") and hasattr(field, "textEdited")
    field.setText("www.例え.example, 192.0.2.7")
    field.textEdited.emit(field.text())
    settle()
    for number in range(page.beside.tabs.count()):
        page.beside.tabs.setCurrentIndex(number)
        settle(0.8)
        yield f"issue-server-filled-{number + 1}"
    page.beside.tabs.setCurrentIndex(0)


def wings(window: MainWindow, folder: Path) -> Iterator[str]:
    request = pem("CERTIFICATE REQUEST", build_request(server("asked.example.test"), make_key(KeyKind.P_256)))
    window.issue(Beginning("sign", request=request))
    settle()
    yield "issue-sign"
    window.issue(Beginning("sign", request=request.replace(b"MI", b"MJ", 1)))
    settle()
    yield "issue-sign-broken"
    window.issue(Beginning("batch"))
    settle()
    yield "issue-batch"
    table = folder / "hosts.csv"
    table.write_text(TABLE, encoding="utf-8")
    wing: object = window.page("issue")
    wing._wing("batch")._bring(str(table))  # type: ignore[attr-defined]
    settle()
    yield "issue-batch-preview"


def library(window: MainWindow, lab: Lab) -> Iterator[str]:
    from workbench.views.library.page import LibraryPage
    from workbench.views.library.taking_out.dialog import save_for_software

    page = window.page("library")
    assert isinstance(page, LibraryPage)
    for name, id in (("root", lab.root.id), ("intermediate", lab.intermediate.id), ("server", lab.server.id)):
        window.show_entry(id)
        settle()
        yield f"library-{name}"
        for action in ("revoke", "renew") if name == "server" else ("crls", "responder") if name == "intermediate" else ():
            if _press(page, action):
                settle()
                yield f"library-{name}-{action}"
                page.close_panel()
    window.show_page("library")
    dialog = save_for_software(window.shell, lab.server.id, window)
    settle()
    with marked(dialog):
        yield "library-save"
    dialog.close()
    page.show_look("timeline")
    settle()
    yield "library-timeline"
    page.show_look("tree")


def _press(page: object, action: str) -> bool:
    """Do what an action of the library does, where it fits the chosen entry."""
    detail = page.detail  # type: ignore[attr-defined]
    detail.do(action)
    return action in [row.id for row in detail.offered()]


def each_look(quick: bool) -> Iterator[tuple[str, str]]:
    yield from (("en", "light"), ("ja", "dark")) if quick else ((a, b) for a in ("en", "ja") for b in ("light", "dark"))


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    quick = "--quick" in sys.argv
    target = Path(arguments[0] if arguments else "out/issuing")
    target.mkdir(parents=True, exist_ok=True)
    application.set_up()
    count = 0
    for language, theme in each_look(quick):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            settings = Settings(folder / "settings.ini")
            settings.workspace_url = f"sqlite:///{folder}/workspace.sqlite"
            lab = furnish(settings.workspace_url)
            window = application.make_window(settings, language, theme)
            window.show()
            for width, height in SIZES[:1] if quick else SIZES:
                window.resize(width, height)
                window.shell.workspace.lock()
                for state in pictures(window, lab, folder):
                    count += draw(window, target / f"{state}-{width}x{height}-{theme}-{language}.png")
            window.close()
            settle()
            window.deleteLater()
            settle(0.05)
    print(f"{count} pictures in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

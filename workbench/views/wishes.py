"""What a page wants of another one. The window hears it, shows that page, and hands the wish on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Beginning:
    """How a form shall begin.

    intent        id of a profile, "request" (a CSR for somebody else's CA), "sign" (a CSR that somebody brought), "lab" or "batch"
    issuer_id     the CA in the workspace that is chosen at first
    replaces_id   the certificate in the workspace that is renewed, whose wishes fill the form
    request_id, request   the CSR to sign: in the workspace, or its bytes in any format
    """

    intent: str
    issuer_id: str | None = None
    replaces_id: str | None = None
    request_id: str | None = None
    request: bytes | None = None


class Wishes(QObject):
    """issue(Beginning)     fill in a form
    entry(id)            show what is in the workspace under that id
    inspect(bytes)       open this in the inspector, as if it had been dropped on the window
    handshake(id)        watch this scenario
    keep(objects)        keep these (`FoundObject`) in the workspace
    handshake_with(id, parameters)   watch it with these `Parameters`
    """

    issue = Signal(object)
    entry = Signal(str)
    inspect = Signal(bytes)
    keep = Signal(object)
    handshake = Signal(str)
    handshake_with = Signal(str, object)

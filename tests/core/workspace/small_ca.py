"""A workspace with a small CA for tests of what happens after issuing: root, intermediate, servers, and the files that programs want."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import DER_cert_to_PEM_cert

import pytest

from workbench.core.formats import export_wrap
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute
from workbench.core.workspace import issuing
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind

COMMON_NAME = "2.5.4.3"
DAY = timedelta(days=1)


def wanted(profile: str, name: str, **changes: object) -> Specification:
    """A built-in profile's wishes for somebody; servers by their DNS name."""
    specification = built_in(profile).specification
    names = (AlternativeName(NameKind.DNS, name),) if profile == "server" else ()
    return replace(specification, subject=(SubjectAttribute(COMMON_NAME, name),), names=names, **changes)  # type: ignore[arg-type]


class SmallCa:
    """root, intermediate, server: entries in `workspace`. `now` is when they were made."""

    def __init__(self, url: str, kind: KeyKind = KeyKind.P_256, now: datetime | None = None) -> None:
        self.kind = kind
        self.now = now or datetime.now(UTC).replace(microsecond=0)
        self.workspace: Workspace = open_workspace(url)
        if self.workspace.vault.new:
            self.workspace.set_up_vault("correct horse")
        self.root = self.issue("root", "Lab Root")
        self.intermediate = self.issue("intermediate", "Lab Intermediate", self.root)
        self.server = self.issue("server", "www.example.test", self.intermediate)

    def issue(self, profile: str, name: str, issuer: CertificateEntry | None = None, **changes: object) -> CertificateEntry:
        order = issuing.Order(wanted(profile, name, **changes), None if issuer is None else issuer.id, self.kind, profile)
        return issuing.issue(self.workspace, order, now=self.now)


def openssl(*arguments: object) -> subprocess.CompletedProcess[str]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)


def certtool(*arguments: object) -> subprocess.CompletedProcess[str]:
    if shutil.which("certtool") is None:
        pytest.skip("certtool (GnuTLS) is not installed")
    return subprocess.run(["certtool", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)


def pem(path: Path, *certificates: bytes) -> Path:
    path.write_text("".join(map(DER_cert_to_PEM_cert, certificates)))
    return path


def crl_pem(path: Path, *crls: bytes) -> Path:
    path.write_bytes(b"".join(export_wrap.pem("X509 CRL", crl) for crl in crls))
    return path

"""A request as it was brought: what was found when it was examined, who asks, and what one would make of it. Made in jobs; no Qt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message, WorkbenchError
from workbench.core.formats import on_disk
from workbench.core.issuance.from_certificate import specification_of
from workbench.core.issuance.request_signing import examine, names_from_subject, read_requests
from workbench.core.issuance.specification import NameKind, Specification
from workbench.core.x509.extensions.extended_key_usage import CLIENT_AUTH, CODE_SIGNING, EMAIL_PROTECTION, OCSP_SIGNING, SERVER_AUTH
from workbench.core.x509.finding import Finding, Status
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.request import CertificationRequest, parse_request

SHOWN = 12
"""Lines of a part that are shown at most, and characters of one of them: a request can be as long as its maker likes."""
LONGEST = 200
_MAIL, _UPN = NameKind.EMAIL, NameKind.UPN


@dataclass(frozen=True)
class Asking:
    """One request.

    file      where it came from: the name of a file, "" for pasted text and for one of the workspace
    findings  of its own signature first, then of its key and its form
    title     what a person calls the one who asks
    subject   (attribute, value) in the order of the request; names: (kind, value), kind as `NameKind` has it
    key       its key in words ("RSA 3072")
    profile   id of the built-in profile that fits best what it asks for
    remarks   what else it carries and no certificate says: (name, value)
    """

    request: CertificationRequest
    file: str
    findings: tuple[Finding, ...]
    title: str
    subject: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    key: str
    profile: str
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def der(self) -> bytes:
        return self.request.der

    @property
    def signature(self) -> Finding:
        """What is to be said of the requester's own signature."""
        return self.findings[0]

    @property
    def refusal(self) -> Finding | None:
        """Why it must not be signed, whatever a CA may say; None when it may be."""
        return next((finding for finding in self.findings if finding.status is Status.FAILURE), None)


@dataclass(frozen=True)
class Brought:
    """What came out of files, or of a pasted text. troubles: a sentence for each that could not be read."""

    askings: tuple[Asking, ...]
    troubles: tuple[Message, ...] = ()


def ask(request: CertificationRequest, file: str = "") -> Asking:
    """Examine a request. Never raises for what is in it."""
    findings = examine(request)
    try:
        subject = tuple((item.short_name, item.value) for rdn in request.subject.rdns for item in rdn)
        title = request.subject.short
    except DerError:
        subject, title = (), ""
    try:
        wish = specification_of(request)
    except DerError:
        wish = Specification(basic_constraints=None)
    names = tuple((str(item.kind.value), item.value) for item in wish.names)
    title = title or (names[0][1] if names else "")
    return Asking(
        request, file, findings, title, subject, names, describe_key(request.spki).text, profile_for(wish), tuple(_remarks(request))
    )  # fmt: skip


def _remarks(request: CertificationRequest) -> list[tuple[str, str]]:
    """A challenge password is a secret between requester and CA: that it is there, not what it is."""
    result = []
    try:
        if request.challenge_password is not None:
            result.append(("challengePassword", "••••"))
        if request.unstructured_name is not None:
            result.append(("unstructuredName", request.unstructured_name))
    except DerError:
        pass
    return result


def profile_for(wish: Specification) -> str:
    """The id of the built-in profile for what a request asks for; of one that does not say, by its names.

    A request that also asks to be a CA is taken for one of a CA only where nothing else in it says what it is for: many tools write
    cA TRUE into the request of a server.
    """
    purposes = set(wish.extended_key_usage.purposes)
    kinds = {item.kind for item in (*wish.names, *names_from_subject(wish))}
    hosts = bool(kinds & {NameKind.DNS, NameKind.IP})
    if wish.basic_constraints is not None and wish.basic_constraints.ca and not hosts and not purposes & {SERVER_AUTH, CLIENT_AUTH}:
        return "intermediate"
    if {SERVER_AUTH, CLIENT_AUTH} <= purposes:
        return "server_and_client"
    by_purpose = {
        SERVER_AUTH: "server", EMAIL_PROTECTION: "s_mime", CODE_SIGNING: "code_signing", OCSP_SIGNING: "ocsp_signing",
        CLIENT_AUTH: "client",
    }  # fmt: skip
    for oid, id in by_purpose.items():
        if oid in purposes:
            return id
    if hosts:
        return "server"
    if _MAIL in kinds and _UPN not in kinds:
        return "s_mime"
    return "client" if wish.subject else "server"


def bring(paths: Sequence[str], data: bytes) -> Brought:
    """Every request in these files and in this text, each once; for what gives none, a sentence with file, place and reason."""
    askings: dict[bytes, Asking] = {}
    troubles: list[Message] = []
    for path in paths:
        name = os.path.basename(path.rstrip("/\\")) or path
        try:
            found = read_requests(on_disk.read_file(path), path)
        except WorkbenchError as error:
            troubles.append(Message("signing_page_file", {"file": name, "reason": error.message}))
            continue
        for request in found:
            askings.setdefault(request.der, ask(request, name))
    if data:
        try:
            for request in read_requests(data):
                askings.setdefault(request.der, ask(request))
        except WorkbenchError as error:
            troubles.append(Message("signing_page_text", {"reason": error.message}))
    return Brought(tuple(askings.values()), tuple(troubles))


def asked_again(requests: Sequence[tuple[bytes, str]]) -> tuple[Asking, ...]:
    """(DER, file) of requests that were examined before, out of a draft or the workspace; those that are none are left out."""
    result = []
    for der, file in requests:
        try:
            result.append(ask(parse_request(der), file))
        except (DerError, FileError):
            continue
    return tuple(result)


def shortened(lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """As much of the lines as is shown, and how many more there are."""
    shown = tuple(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in lines[:SHOWN])
    return shown, max(0, len(lines) - SHOWN)

"""A wish -> everything that is shown beside its form. Made in a job; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from workbench.core.errors import Message, WorkbenchError
from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.from_certificate import same_subject
from workbench.core.issuance.key_fit import kind_of
from workbench.core.issuance.openssl.recipe import Files, Recipe, Signing, recipe
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.profiles import BUILT_IN
from workbench.core.issuance.rehearsal import of_public_cas, rehearse
from workbench.core.issuance.request_rehearsal import rehearse_request
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.finding import Finding, Status, Verdict
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.request import parse_request
from workbench.models.issuance.beside.marking import marked
from workbench.models.issuance.wish import Wish
from workbench.models.subject_fields import fields_of


@dataclass(frozen=True)
class Commands:
    """The same thing in openssl.

    recipe    None: it cannot be written so, `refusal` says why and `place` in which field
    request   the request that is signed, as a file; None where the commands make one
    issuer    the certificate of the CA as a file (name, PEM), None for what signs itself, a request, or where no CA is chosen yet
    files     what the files are called
    new_key   a key is made; else it is there already
    """

    files: Files
    recipe: Recipe | None = None
    refusal: Message | None = None
    place: Place = ()
    issuer: tuple[str, str] | None = None
    new_key: bool = True
    request: tuple[str, str] | None = None

    @property
    def to_save(self) -> tuple[tuple[str, str], ...]:
        """(name, text) of what the commands need and what is no secret."""
        made = self.recipe.files if self.recipe is not None else ()
        return (*made, *(file for file in (self.request, self.issuer) if file is not None))

    def all_commands(self) -> str:
        return "".join(f"{step.command}\n" for step in self.recipe.steps) if self.recipe is not None else ""


@dataclass(frozen=True)
class Preview:
    """der          of the certificate or the request with its stand-ins; b"" where nothing can be made
    node         its fields, the stand-ins marked
    certificate  it, parsed; None for a request
    verdict      under the CA; None for a request
    refusals     why it must not be issued
    trouble      why nothing can be made, where that is none of `problems`
    problems     of the form, failures first
    """

    wish: Wish
    commands: Commands
    der: bytes = b""
    node: Node | None = None
    certificate: Certificate | None = None
    verdict: Verdict | None = None
    refusals: tuple[Finding, ...] = ()
    trouble: Message | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def made(self) -> bool:
        return self.node is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of the path. What only CAs that browsers trust by themselves are bound to is told apart: `public_findings`."""
        return () if self.verdict is None else tuple(f for f in self.verdict.paths[0].findings if not of_public_cas(f.id))

    @property
    def public_findings(self) -> tuple[Finding, ...]:
        """What would also count if this were a certificate of a public CA; only of the certificate itself."""
        own = () if self.verdict is None else self.verdict.paths[0].findings
        return tuple(f for f in own if f.certificate == 0 and of_public_cas(f.id) and f.status in (Status.FAILURE, Status.WARNING))

    @property
    def chain(self) -> tuple[Certificate, ...]:
        """This one first, then those above it."""
        return () if self.verdict is None else self.verdict.paths[0].path


def preview(wish: Wish, now: datetime, encrypted: bool = False) -> Preview:
    """What would be made of it. encrypted: in the openssl commands the new key gets a passphrase. Never raises for what a form can say."""
    problems = tuple(sorted(wish.problems, key=lambda problem: problem.status is not Status.FAILURE))
    commands = _commands(wish, encrypted)
    empty = Preview(wish, commands, problems=problems)
    if any(problem.status is Status.FAILURE for problem in problems):
        return empty
    if wish.issuer_missing:
        return replace(empty, trouble=Message("issuing_needs_root" if _is_ca(wish) else "issuing_needs_ca"))
    try:
        if wish.request:
            der = rehearse_request(wish.specification, wish.key)
            node = fields_of(parse_request(der), der)
            return replace(empty, der=der, node=None if node is None else marked(node, isinstance(wish.key, KeyKind), False))
        made = rehearse(wish.specification, wish.key, wish.issuer_chain, now)
    except SpecificationError as error:
        return replace(empty, problems=(Problem(error.place, error.message), *problems))
    except WorkbenchError as error:
        return replace(empty, trouble=error.message)
    certificate = parse_certificate(made.certificate)
    node = fields_of(certificate, made.certificate)
    assert node is not None
    node = marked(node, isinstance(wish.key, KeyKind), not wish.issuer_chain)
    return replace(empty, der=made.certificate, node=node, certificate=certificate, verdict=made.verdict, refusals=made.refusals)


def _is_ca(wish: Wish) -> bool:
    return wish.specification.basic_constraints is not None and wish.specification.basic_constraints.ca


# --- openssl ------------------------------------------------------------------------------------------------------------------------


def files_for(intent: str) -> Files:
    """Names after what is made: root.key, server.crt; "certificate" for a profile of one's own."""
    stem = intent.replace("_", "-") if intent in BUILT_IN or intent == "request" else "certificate"
    return Files(f"{stem}.key", f"{stem}.csr", f"{stem}.crt", "ca.crt", "ca.key", f"{stem}.cnf")


def _commands(wish: Wish, encrypted: bool) -> Commands:
    own = wish.request or (not wish.issuer_chain and not wish.issuer_missing)
    signed = Signing.SIGN_REQUEST if wish.signs else Signing.REQUEST_ONLY if wish.request else Signing.SELF if own else Signing.CA
    other = bool(wish.signs) and not same_subject(parse_request(wish.signs).subject, wish.specification.subject)
    key = wish.key if isinstance(wish.key, KeyKind) else None
    signer = _signer(wish, own)
    files = files_for(wish.intent)
    issuer = None if own or not wish.issuer_chain else (files.issuer_certificate, pem("CERTIFICATE", wish.issuer_chain[0]).decode())
    request = (files.request, pem("CERTIFICATE REQUEST", wish.signs).decode()) if wish.signs else None
    commands = Commands(files, issuer=issuer, new_key=key is not None, request=request)
    try:
        made = recipe(wish.specification, key, signed, files, signer=signer, other_subject=other, encrypted=encrypted)
        return replace(commands, recipe=made)
    except SpecificationError as error:
        return replace(commands, refusal=error.message, place=error.place)
    except WorkbenchError as error:
        return replace(commands, refusal=error.message)


def _signer(wish: Wish, own: bool) -> KeyKind | None:
    """The kind of the key that signs, as far as it is one that is made here."""
    if own:
        return wish.key if isinstance(wish.key, KeyKind) else kind_of(wish.key)
    return kind_of(parse_certificate(wish.issuer_chain[0]).spki) if wish.issuer_chain else None

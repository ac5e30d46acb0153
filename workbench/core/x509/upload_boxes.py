"""Which object goes into which box of a form, or after which directive of a server's configuration.

Upload forms ask for "certificate body", "private key" and "certificate chain"; nginx wants body and chain in one file, and so on.
The answer is a plan: for every box its parts in the right order, why each is there and what is left out, and what is missing.
The text of a private key is made only by `secret_text`, which has to be called on purpose.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message, UsageError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.key_pair import PrivateKey, key_identity
from workbench.core.x509.path_building import Candidates, Path, build_paths
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.role import is_self_signed
from workbench.core.x509.trust_store import TrustStore

MAX_PATHS = 200  # ways looked at before the best one so far is taken


class Form(StrEnum):
    """Who asks. `message` has the `words` parts sentence (its name) and advice (how to go on from there)."""

    AWS_ACM = "aws_acm"
    NGINX = "nginx"
    APACHE = "apache"
    APACHE_BEFORE_2_4_8 = "apache_before_2_4_8"
    HAPROXY = "haproxy"
    JAVA = "java"
    WINDOWS = "windows"

    @property
    def message(self) -> Message:
        return Message(f"box_form_{self}")


class Content(StrEnum):
    """What a box takes."""

    BODY = "body"
    KEY = "key"
    CHAIN = "chain"
    BODY_AND_CHAIN = "body_and_chain"
    ALL_PEM = "all_pem"
    ALL_PKCS12 = "all_pkcs12"

    @property
    def message(self) -> Message:
        return Message(f"box_content_{self}")


# Form -> its boxes: what goes in, what the form calls it, and a usual file name ("" where one pastes text).
FORMS: dict[Form, tuple[tuple[Content, str, str], ...]] = {
    Form.AWS_ACM: (
        (Content.BODY, "Certificate body", ""),
        (Content.KEY, "Certificate private key", ""),
        (Content.CHAIN, "Certificate chain", ""),
    ),
    Form.NGINX: (
        (Content.BODY_AND_CHAIN, "ssl_certificate", "fullchain.pem"),
        (Content.KEY, "ssl_certificate_key", "privkey.pem"),
    ),
    Form.APACHE: (
        (Content.BODY_AND_CHAIN, "SSLCertificateFile", "fullchain.pem"),
        (Content.KEY, "SSLCertificateKeyFile", "privkey.pem"),
    ),
    Form.APACHE_BEFORE_2_4_8: (
        (Content.BODY, "SSLCertificateFile", "cert.pem"),
        (Content.KEY, "SSLCertificateKeyFile", "privkey.pem"),
        (Content.CHAIN, "SSLCertificateChainFile", "chain.pem"),
    ),
    Form.HAPROXY: ((Content.ALL_PEM, "crt", "site.pem"),),
    Form.JAVA: ((Content.ALL_PKCS12, "keystore", "keystore.p12"),),
    Form.WINDOWS: ((Content.ALL_PKCS12, "PFX", "certificate.pfx"),),
}
# What AWS Certificate Manager imports (its user guide, "Prerequisites for importing").
ACM_RSA_BITS = frozenset({1024, 2048, 3072, 4096})
ACM_CURVES = frozenset({"P-256", "P-384", "P-521"})


@dataclass(frozen=True)
class BoxPart:
    """One object in a box, and why it is there."""

    thing: Certificate | PrivateKey
    reason: Message


@dataclass(frozen=True)
class Box:
    """One box of the form.

    name       what the form calls it ("Certificate body", "ssl_certificate"); not translated, since the form is not
    content    what it takes
    file_name  a usual name for the file, "" where text is pasted
    parts      in order; empty when it stays empty or what belongs in is missing
    optional   may be added at the end, but need not be (a private root)
    notes      why something is left out or looks as it does
    missing    what belongs here and is not open
    """

    name: str
    content: Content
    file_name: str
    parts: tuple[BoxPart, ...]
    optional: tuple[BoxPart, ...] = ()
    notes: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()

    @property
    def secret(self) -> bool:
        """Whether a private key is in it."""
        return any(isinstance(part.thing, PrivateKey) for part in self.parts)

    @property
    def binary(self) -> bool:
        """Whether it is a PKCS#12 file, which `formats.export` writes, and not text."""
        return self.content is Content.ALL_PKCS12

    @property
    def text(self) -> str | None:
        """Exactly what to paste or save; None for a box with a private key (see `secret_text`), a PKCS#12 one, or an empty one."""
        return None if self.secret or self.binary or not self.parts else _pem(self.parts)


@dataclass(frozen=True)
class Plan:
    """Where everything goes.

    problems  why the form will refuse it or clients will complain, whatever is put where
    """

    form: Form
    certificate: Certificate
    boxes: tuple[Box, ...]
    problems: tuple[Message, ...]

    @property
    def complete(self) -> bool:
        return not any(box.missing for box in self.boxes)


def secret_text(box: Box) -> str:
    """The text of a box that holds a private key, unencrypted PKCS#8 in PEM. Only for showing, copying or saving on purpose.

    Raises UsageError `box_no_text` for a PKCS#12 box or an empty one.
    """
    if box.binary or not box.parts:
        raise UsageError("box_no_text")
    return _pem(box.parts)


def plan(
    form: Form,
    certificate: Certificate,
    pool: Iterable[Certificate],
    keys: Iterable[PrivateKey],
    anchors: TrustStore | Sequence[Certificate] = (),
    time: datetime | None = None,
    locked: bool = False,
) -> Plan:
    """What goes where, to serve `certificate`.

    pool     every open certificate, from which the chain is taken
    keys     every open private key
    anchors  the trust store: where it ends, the chain ends
    time     the moment to judge validity at (aware); None is now
    locked   something open still needs a password: a missing key may be in there
    """
    now = datetime.now(UTC) if time is None else time
    chain, root, missing = _chain(certificate, pool, anchors, now)
    wanted = key_identity(certificate.spki)
    key = next((key for key in keys if key.spki is not None and key_identity(key.spki) == wanted), None)
    made = _Material(form, certificate, chain, root, missing, key, locked)
    boxes = tuple(made.box(content, name, file_name) for content, name, file_name in FORMS[form])
    return Plan(form, certificate, boxes, _problems(form, certificate, now))


@dataclass(frozen=True)
class _Material:
    """What the boxes are filled from."""

    form: Form
    certificate: Certificate
    chain: tuple[Certificate, ...]
    root: Certificate | None
    missing: tuple[Message, ...]
    key: PrivateKey | None
    locked: bool

    def box(self, content: Content, name: str, file_name: str) -> Box:
        parts: list[BoxPart] = []
        optional: tuple[BoxPart, ...] = ()
        notes: list[Message] = []
        missing: list[Message] = []
        if content in (Content.BODY, Content.BODY_AND_CHAIN, Content.ALL_PEM, Content.ALL_PKCS12):
            parts.append(BoxPart(self.certificate, Message("box_reason_body", {"name": _short(self.certificate)})))
        if content is Content.BODY and not self._self_signed:
            notes.append(Message("box_note_body_alone"))
        if content in (Content.CHAIN, Content.BODY_AND_CHAIN, Content.ALL_PEM, Content.ALL_PKCS12):
            parts += self._chain_parts(content)
            optional = self._optional(content)
            notes += self._chain_notes(content)
            missing += self.missing
        if content in (Content.KEY, Content.ALL_PEM, Content.ALL_PKCS12):
            if self.key is not None:
                parts.append(BoxPart(self.key, Message("box_reason_key", {"name": _short(self.certificate)})))
                notes.append(Message("box_note_key_pkcs12" if content is Content.ALL_PKCS12 else "box_note_key_unencrypted"))
            else:
                missing.append(Message("box_missing_key_locked" if self.locked else "box_missing_key", {"name": _short(self.certificate)}))
        return Box(name, content, file_name, tuple(parts), optional, tuple(notes), tuple(missing))

    @property
    def _self_signed(self) -> bool:
        return self.root == self.certificate

    @property
    def _root_is_the_chain(self) -> bool:
        """Certificate Manager wants a chain for everything that is not self-signed, even right below a root."""
        return self.form is Form.AWS_ACM and not self.chain and not self._self_signed and self.root is not None

    def _chain_parts(self, content: Content) -> list[BoxPart]:
        below = [self.certificate, *self.chain]
        parts = [
            BoxPart(certificate, Message("box_reason_intermediate", {"name": _short(certificate), "below": _short(below[number])}))
            for number, certificate in enumerate(self.chain)
        ]
        if content is Content.CHAIN and self._root_is_the_chain and self.root is not None:
            parts.append(BoxPart(self.root, Message("box_reason_root_as_chain", {"name": _short(self.root)})))
        return parts

    def _optional(self, content: Content) -> tuple[BoxPart, ...]:
        if content is not Content.CHAIN or self.form is not Form.AWS_ACM or self.root is None or not self.chain:
            return ()
        return (BoxPart(self.root, Message("box_reason_private_root", {"name": _short(self.root)})),)

    def _chain_notes(self, content: Content) -> list[Message]:
        if self._self_signed:
            return [Message("box_note_self_signed")]
        notes = []
        if len(self.chain) > 1 or (self.chain and content is not Content.CHAIN):
            notes.append(Message("box_note_order"))
        if self.root is not None and not (content is Content.CHAIN and self._root_is_the_chain):
            notes.append(Message("box_note_no_root", {"name": _short(self.root)}))
        if not self.chain and self.root is not None and content is Content.CHAIN and not self._root_is_the_chain:
            notes.append(Message("box_note_empty_chain"))
        return notes


def _chain(
    certificate: Certificate, pool: Iterable[Certificate], anchors: TrustStore | Sequence[Certificate], time: datetime
) -> tuple[tuple[Certificate, ...], Certificate | None, tuple[Message, ...]]:
    """The intermediates in order, the root (the certificate itself when self-signed; None when unknown), and what is missing."""
    if is_self_signed(certificate):
        return (), certificate, ()
    best: Path | None = None
    for number, path in enumerate(build_paths(certificate, Candidates(pool, anchors), time)):
        if best is None or _rank(path) > _rank(best):
            best = path
        if path.anchored or number >= MAX_PATHS:
            break
    if best is None:
        return (), None, ()
    above, end = best.certificates[1:], best.certificates[-1]
    if above and is_self_signed(end):
        return above[:-1], end, ()
    if best.anchored:
        return above, None, ()
    lacking = "box_missing_issuer_other_key" if best.mismatching else "box_missing_issuer"
    return above, None, (Message(lacking, {"name": _issuer(end), "below": _short(end)}),)


def _rank(path: Path) -> tuple[bool, bool, int]:
    """Ways that end well first; of those that end nowhere the longest."""
    ends = is_self_signed(path.certificates[-1])
    length = len(path.certificates)
    return path.anchored, ends, -length if path.anchored or ends else length


def _problems(form: Form, certificate: Certificate, time: datetime) -> tuple[Message, ...]:
    problems = []
    try:
        if time > certificate.not_after:
            problems.append(Message("box_problem_expired", {"time": certificate.not_after}))
        elif time < certificate.not_before:
            problems.append(Message("box_problem_not_yet", {"time": certificate.not_before}))
        if form is Form.AWS_ACM and certificate.version != 3:
            problems.append(Message("box_problem_version", {"version": certificate.version}))
    except DerError as error:
        problems.append(error.message)
    if form is Form.AWS_ACM:
        key = describe_key(certificate.spki)
        if not (key.algorithm == "RSA" and key.size_bits in ACM_RSA_BITS) and key.curve not in ACM_CURVES:
            problems.append(Message("box_problem_acm_key", {"key": key.text}))
    return tuple(problems)


def _short(certificate: Certificate) -> str:
    try:
        return certificate.subject.short or certificate.serial
    except DerError:
        return certificate.sha256[:16]


def _issuer(certificate: Certificate) -> str:
    try:
        return certificate.issuer.short
    except DerError:
        return "?"


def _pem(parts: Iterable[BoxPart]) -> str:
    return "".join(pem(part.thing) for part in parts)


def pem(thing: Certificate | PrivateKey) -> str:
    """RFC 7468 text: 64 characters a line, line feeds. Of a private key it is the secret itself."""
    label = "CERTIFICATE" if isinstance(thing, Certificate) else "PRIVATE KEY"
    text = base64.b64encode(thing.der).decode("ascii")
    lines = "\n".join(text[n : n + 64] for n in range(0, len(text), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"

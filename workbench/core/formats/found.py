"""What comes out of a file: objects, with where they stood, and what every reader that tried had to say."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.errors import Message


class Kind(StrEnum):
    CERTIFICATE = "certificate"
    PRIVATE_KEY = "private_key"
    PUBLIC_KEY = "public_key"
    CERTIFICATE_REQUEST = "certificate_request"
    CRL = "crl"
    OCSP_REQUEST = "ocsp_request"
    OCSP_RESPONSE = "ocsp_response"
    SECRET_KEY = "secret_key"
    PARAMETERS = "parameters"
    SPKAC = "spkac"
    UNKNOWN_DER = "unknown_der"


@dataclass(frozen=True, init=False)
class FoundObject:
    """One object out of one file.

    kind      what it is by its content
    der       its encoding: Certificate, PKCS#8 PrivateKeyInfo (decrypted; every private key is brought to this form),
              SubjectPublicKeyInfo, CertificationRequest, CertificateList, OCSPRequest, OCSPResponse, or any ASN.1
    path      the file ("" for pasted text)
    part      1 for the first object of its kind in the file, 2 for the next ...
    container how it was wrapped, outermost first: ("pkcs12",), ("pem", "CERTIFICATE"), ("jks",) ...
    start     offset of its outermost own wrapping in the file (of the PEM block, of the DER), -1 inside an encrypted container
    length    number of bytes there
    name      friendly name or alias that the container gives it, "" for none
    encrypted True when a password was needed to read it
    remarks   what is odd about how it was stored (a label that does not fit, trailing bytes, BER instead of DER...)
    parsed    the Certificate that was made while checking the frame, so that nobody reads it twice; None for other kinds
    """

    kind: Kind
    der: bytes
    path: str
    part: int
    container: tuple[str, ...]
    start: int = -1
    length: int = 0
    name: str = ""
    encrypted: bool = False
    remarks: tuple[Message, ...] = ()
    parsed: object = field(default=None, compare=False)

    def __init__(
        self,
        kind: Kind,
        der: bytes,
        path: str,
        part: int,
        container: tuple[str, ...],
        start: int = -1,
        length: int = 0,
        name: str = "",
        encrypted: bool = False,
        remarks: tuple[Message, ...] = (),
        parsed: object = None,
    ) -> None:
        # As dataclass would write it for a frozen class, but three times as fast: there may be tens of thousands.
        own = self.__dict__
        own["kind"] = kind
        own["der"] = der
        own["path"] = path
        own["part"] = part
        own["container"] = container
        own["start"] = start
        own["length"] = length
        own["name"] = name
        own["encrypted"] = encrypted
        own["remarks"] = remarks
        own["parsed"] = parsed

    @functools.cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    def __repr__(self) -> str:  # never the bytes: they may be a private key
        return f"<FoundObject {self.kind} {self.path}#{self.part}>"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one reader could make nothing of (a part of) the file. `reader` is the table row's name."""

    reader: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Locked:
    """Something in the file that needs a password, or consent to a high cost.

    what     a sentence naming it ("the private key in PEM block 2")
    wrong    True when passwords were tried and none fitted
    seconds  estimated cost of one try when that is absurd and was therefore not paid, else 0.0
    """

    what: Message
    wrong: bool
    seconds: float = 0.0


@dataclass(frozen=True)
class OpenedFile:
    """All that one file (or pasted text) gave.

    error     one clear sentence when nothing at all could be had (unreadable, or no reader knows it), else None
    refusals  every reader that tried and why it gave up; kept also when another one succeeded on a different part
    locked    what stays closed for want of a password
    """

    path: str
    objects: tuple[FoundObject, ...]
    refusals: tuple[Refusal, ...] = ()
    locked: tuple[Locked, ...] = ()
    error: Message | None = None

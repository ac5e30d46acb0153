"""Objects -> the bytes of a file or of the clipboard, in every form in which their kind is in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.formats import export_keys, export_wrap
from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import write_atomically
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.x509.key_pair import key_identity

__all__ = ["ExportError", "ExportFormat", "ExportOptions", "export", "formats_for", "write_atomically"]


class ExportFormat(StrEnum):
    """A form something can leave in. `words` has a row `export_format_<value>` for each (parts: sentence, advice)."""

    PEM = "pem"
    DER = "der"
    CHAIN_PEM = "chain_pem"
    PKCS7_PEM = "pkcs7_pem"
    PKCS7_DER = "pkcs7_der"
    PKCS12 = "pkcs12"
    PKCS12_LEGACY = "pkcs12_legacy"
    PKCS8_ENCRYPTED = "pkcs8_encrypted"
    PKCS8_SCRYPT = "pkcs8_scrypt"
    PKCS8_ENCRYPTED_DER = "pkcs8_encrypted_der"
    PKCS8_PLAIN = "pkcs8_plain"
    PKCS8_PLAIN_DER = "pkcs8_plain_der"
    TRADITIONAL = "traditional"
    SPKI_PEM = "spki_pem"
    SPKI_DER = "spki_der"
    OPENSSH_PUBLIC = "openssh_public"
    BASE64 = "base64"
    HEX = "hex"
    TEXT = "text"

    @property
    def needs_password(self) -> bool:
        return self in _WITH_PASSWORD

    @property
    def private(self) -> bool:
        """A private key leaves with it, encrypted or not: write it with `secret=True`."""
        return self in _WITH_PASSWORD or self in UNPROTECTED

    @property
    def is_text(self) -> bool:
        """Can be put on the clipboard as text."""
        return self not in _BINARY

    @property
    def suffix(self) -> str:
        """The usual ending of the file name, with the dot; see `suffix_for` for the kinds that have their own."""
        return _SUFFIX[self]


_WITH_PASSWORD = frozenset({ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY, ExportFormat.PKCS8_ENCRYPTED,
                            ExportFormat.PKCS8_SCRYPT, ExportFormat.PKCS8_ENCRYPTED_DER})  # fmt: skip
# Readable by whoever has the file: never a default, only when asked for by name.
UNPROTECTED = frozenset({ExportFormat.PKCS8_PLAIN, ExportFormat.PKCS8_PLAIN_DER, ExportFormat.TRADITIONAL})
_BINARY = frozenset({ExportFormat.DER, ExportFormat.PKCS7_DER, ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY,
                     ExportFormat.PKCS8_ENCRYPTED_DER, ExportFormat.PKCS8_PLAIN_DER, ExportFormat.SPKI_DER})  # fmt: skip
_SUFFIX = {
    ExportFormat.PEM: ".pem", ExportFormat.DER: ".der", ExportFormat.CHAIN_PEM: ".pem",
    ExportFormat.PKCS7_PEM: ".p7b", ExportFormat.PKCS7_DER: ".p7b", ExportFormat.PKCS12: ".p12", ExportFormat.PKCS12_LEGACY: ".p12",
    ExportFormat.PKCS8_ENCRYPTED: ".key", ExportFormat.PKCS8_SCRYPT: ".key", ExportFormat.PKCS8_ENCRYPTED_DER: ".p8",
    ExportFormat.PKCS8_PLAIN: ".key", ExportFormat.PKCS8_PLAIN_DER: ".p8", ExportFormat.TRADITIONAL: ".key",
    ExportFormat.SPKI_PEM: ".pem", ExportFormat.SPKI_DER: ".der", ExportFormat.OPENSSH_PUBLIC: ".pub",
    ExportFormat.BASE64: ".b64", ExportFormat.HEX: ".hex", ExportFormat.TEXT: ".txt",
}  # fmt: skip

_PLAIN_FORMS = (ExportFormat.DER, ExportFormat.BASE64, ExportFormat.HEX)
_PUBLIC_FORMS = (ExportFormat.SPKI_PEM, ExportFormat.SPKI_DER, ExportFormat.OPENSSH_PUBLIC)
_FORMATS: dict[Kind, tuple[ExportFormat, ...]] = {
    Kind.CERTIFICATE: (
        ExportFormat.PEM, ExportFormat.DER, ExportFormat.CHAIN_PEM, ExportFormat.PKCS7_PEM, ExportFormat.PKCS7_DER,
        ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY, ExportFormat.TEXT, *_PUBLIC_FORMS, ExportFormat.BASE64, ExportFormat.HEX,
    ),
    Kind.PRIVATE_KEY: (
        ExportFormat.PKCS8_ENCRYPTED, ExportFormat.PKCS8_SCRYPT, ExportFormat.PKCS8_ENCRYPTED_DER, ExportFormat.PKCS12,
        ExportFormat.PKCS12_LEGACY, *_PUBLIC_FORMS, ExportFormat.PKCS8_PLAIN, ExportFormat.PKCS8_PLAIN_DER, ExportFormat.TRADITIONAL,
    ),
    Kind.PUBLIC_KEY: (*_PUBLIC_FORMS, ExportFormat.BASE64, ExportFormat.HEX),
    Kind.CERTIFICATE_REQUEST: (
        ExportFormat.PEM, ExportFormat.DER, ExportFormat.TEXT, *_PUBLIC_FORMS, ExportFormat.BASE64, ExportFormat.HEX,
    ),
    Kind.CRL: (
        ExportFormat.PEM, ExportFormat.DER, ExportFormat.PKCS7_PEM, ExportFormat.PKCS7_DER, ExportFormat.TEXT,
        ExportFormat.BASE64, ExportFormat.HEX,
    ),
    Kind.OCSP_REQUEST: (*_PLAIN_FORMS, ExportFormat.TEXT),
    Kind.OCSP_RESPONSE: (*_PLAIN_FORMS, ExportFormat.TEXT),
    Kind.SECRET_KEY: (),
    Kind.PARAMETERS: _PLAIN_FORMS,
    Kind.SPKAC: _PLAIN_FORMS,
    Kind.UNKNOWN_DER: _PLAIN_FORMS,
}  # fmt: skip
_LABELS = {
    Kind.CERTIFICATE: "CERTIFICATE",
    Kind.PUBLIC_KEY: "PUBLIC KEY",
    Kind.CERTIFICATE_REQUEST: "CERTIFICATE REQUEST",
    Kind.CRL: "X509 CRL",
}


@dataclass(frozen=True)
class ExportOptions:
    """password  for the formats that need one, UTF-8; name  friendly name in PKCS#12, comment in OpenSSH."""

    password: str = ""
    name: str = ""

    def __repr__(self) -> str:  # a password is not to be printed
        return f"<ExportOptions {self.name!r}>"


def formats_for(kind: Kind) -> tuple[ExportFormat, ...]:
    """The forms in which an object of this kind can leave, the usual ones first; those of `UNPROTECTED` last."""
    return _FORMATS[kind]


def suffix_for(kind: Kind, form: ExportFormat) -> str:
    """The ending that a file of this kind and form usually has, with the dot."""
    if form in (ExportFormat.PEM, ExportFormat.DER):
        if kind is Kind.CRL:
            return ".crl"
        if kind is Kind.CERTIFICATE_REQUEST:
            return ".csr"
        if kind is Kind.CERTIFICATE and form is ExportFormat.DER:
            return ".cer"
        if kind is Kind.OCSP_RESPONSE:
            return ".ors"
        if kind is Kind.OCSP_REQUEST:
            return ".orq"
    return form.suffix


def export(form: ExportFormat, objects: Sequence[FoundObject], options: ExportOptions | None = None) -> bytes:
    """One or several objects -> the bytes to save or to copy.

    PEM takes any number; CHAIN_PEM takes certificates and, as PEM, keeps their order; PKCS#7 takes certificates and CRLs, as a set;
    PKCS#12 takes at most one private key and certificates, of which the one with the key's public half is its own. Every other form
    takes one object. Bytes of certificates, CRLs and requests are never re-encoded.

    Raises ExportError: `export_wrong_kind`, `export_one_object`, `export_nothing`, `export_needs_password`, and those of `export_keys`.
    """
    options = options or ExportOptions()
    if not objects:
        raise ExportError("export_nothing")
    for found in objects:
        if form not in formats_for(found.kind) and not (form is ExportFormat.PEM and found.kind in _LABELS):
            raise ExportError("export_wrong_kind", kind=found.kind.value, format=form.value)
    if form.needs_password and not options.password:
        raise ExportError("export_needs_password")
    if form in (ExportFormat.PEM, ExportFormat.CHAIN_PEM):
        return b"".join(export_wrap.pem(_LABELS[found.kind], found.der) for found in objects)
    if form in (ExportFormat.PKCS7_PEM, ExportFormat.PKCS7_DER):
        der = export_wrap.pkcs7(
            [found.der for found in objects if found.kind is Kind.CERTIFICATE], [found.der for found in objects if found.kind is Kind.CRL]
        )
        return export_wrap.pem("PKCS7", der) if form is ExportFormat.PKCS7_PEM else der
    if form in (ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY):
        return _pkcs12(objects, options, form is ExportFormat.PKCS12_LEGACY)
    if len(objects) != 1:
        raise ExportError("export_one_object", format=form.value, count=len(objects))
    return _ONE[form](objects[0], options)


def _pkcs12(objects: Sequence[FoundObject], options: ExportOptions, legacy: bool) -> bytes:
    keys = [found for found in objects if found.kind is Kind.PRIVATE_KEY]
    if len(keys) > 1:
        raise ExportError("export_one_key", count=len(keys))
    certificates = [found for found in objects if found.kind is Kind.CERTIFICATE]
    own: FoundObject | None = None
    if keys:
        identity = key_identity(export_keys.public_of(keys[0].der))
        own = next((found for found in certificates if _same_key(found, identity)), None)
    others = [found.der for found in certificates if found is not own]
    return export_keys.pkcs12_file(
        options.name or next((found.name for found in objects if found.name), ""),
        keys[0].der if keys else None,
        own.der if own else None,
        others,
        options.password.encode("utf-8"),
        legacy,
    )


def _same_key(found: FoundObject, identity: bytes) -> bool:
    try:
        return key_identity(_spki(found)) == identity
    except ExportError:
        return False


def _spki(found: FoundObject) -> bytes:
    """DER of the public key that stands in, or belongs to, an object."""
    if found.kind is Kind.PUBLIC_KEY:
        return found.der
    if found.kind is Kind.PRIVATE_KEY:
        return export_keys.public_of(found.der)
    try:
        fields = list(reader.children(reader.first(reader.read(found.der))))
        if found.kind is Kind.CERTIFICATE_REQUEST:  # version, subject, subjectPKInfo (RFC 2986 4.1)
            return fields[2].encoded
        return fields[6 if fields[0].identifier == 0xA0 else 5].encoded  # RFC 5280 4.1
    except (DerError, IndexError):
        raise ExportError("export_key_not_readable") from None


def _text(found: FoundObject) -> bytes:
    # Only here the decoders are needed; copying as PEM must not wait for them.
    from workbench.core.x509 import crl, crl_text, ocsp, ocsp_text, request, request_text, text
    from workbench.core.x509.certificate import parse_certificate

    try:
        if found.kind is Kind.CERTIFICATE:
            result = text.certificate_text(parse_certificate(found.der))
        elif found.kind is Kind.CRL:
            result = crl_text.crl_text(crl.parse_crl(found.der))
        elif found.kind is Kind.CERTIFICATE_REQUEST:
            result = request_text.request_text(request.parse_request(found.der))
        elif found.kind is Kind.OCSP_REQUEST:
            result = ocsp_text.ocsp_request_text(ocsp.parse_ocsp_request(found.der))
        else:
            result = ocsp_text.ocsp_response_text(ocsp.parse_ocsp_response(found.der))
    except DerError as error:
        raise ExportError("export_not_readable", reason=error.message) from None
    return (result.rstrip("\n") + "\n").encode("utf-8")


_ONE: dict[ExportFormat, Callable[[FoundObject, ExportOptions], bytes]] = {
    ExportFormat.DER: lambda found, options: found.der,
    ExportFormat.BASE64: lambda found, options: export_wrap.base64_lines(found.der),
    ExportFormat.HEX: lambda found, options: export_wrap.hex_text(found.der),
    ExportFormat.TEXT: lambda found, options: _text(found),
    ExportFormat.PKCS8_PLAIN: lambda found, options: export_wrap.pem("PRIVATE KEY", found.der),
    ExportFormat.PKCS8_PLAIN_DER: lambda found, options: found.der,
    ExportFormat.PKCS8_ENCRYPTED: lambda found, options: export_wrap.pem(
        "ENCRYPTED PRIVATE KEY", export_wrap.encrypted_pkcs8(found.der, options.password.encode("utf-8"), scrypt=False)
    ),
    ExportFormat.PKCS8_SCRYPT: lambda found, options: export_wrap.pem(
        "ENCRYPTED PRIVATE KEY", export_wrap.encrypted_pkcs8(found.der, options.password.encode("utf-8"), scrypt=True)
    ),
    ExportFormat.PKCS8_ENCRYPTED_DER: lambda found, options: export_wrap.encrypted_pkcs8(
        found.der, options.password.encode("utf-8"), scrypt=False
    ),
    ExportFormat.TRADITIONAL: lambda found, options: export_keys.traditional(found.der),
    ExportFormat.SPKI_PEM: lambda found, options: export_wrap.pem("PUBLIC KEY", _spki(found)),
    ExportFormat.SPKI_DER: lambda found, options: _spki(found),
    ExportFormat.OPENSSH_PUBLIC: lambda found, options: export_keys.openssh_public(_spki(found), options.name or found.name),
}

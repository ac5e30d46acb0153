"""From what a form says to the commands and the configuration file with which the `openssl` program does the same.

The certificate that comes out has the same version, subject, key and extensions, octet for octet; `tests/core/issuance/openssl` runs the
commands and compares. What differs is said in `Recipe.remarks`.
"""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum

from cryptography import x509

from workbench.core.errors import Message, UsageError
from workbench.core.issuance import parts
from workbench.core.issuance.build import own_extensions, requested_extensions, times
from workbench.core.issuance.openssl.config import RecipeError, Section, written
from workbench.core.issuance.openssl.distinguished_names import UTF8_ONLY, string_mask, subject_argument, subject_section, unnamed
from workbench.core.issuance.openssl.extension_lines import Lines, extension_lines, key_identifiers
from workbench.core.issuance.specification import Specification
from workbench.core.x509.issuance import KeyKind

BASE_VERSION = "3.0"
"""The oldest OpenSSL with which all of this is tried; key identifiers can be left out (`none`) only since then."""
ML_DSA_VERSION = "3.5"
DATABASE = "openssl-ca"
"""The folder in which `openssl ca` keeps what it issued."""

_KEYS: dict[KeyKind, tuple[str, tuple[str, ...]]] = {
    KeyKind.RSA_2048: ("RSA 2048", ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")),
    KeyKind.RSA_3072: ("RSA 3072", ("RSA", "-pkeyopt", "rsa_keygen_bits:3072")),
    KeyKind.RSA_4096: ("RSA 4096", ("RSA", "-pkeyopt", "rsa_keygen_bits:4096")),
    KeyKind.RSA_6144: ("RSA 6144", ("RSA", "-pkeyopt", "rsa_keygen_bits:6144")),
    KeyKind.RSA_8192: ("RSA 8192", ("RSA", "-pkeyopt", "rsa_keygen_bits:8192")),
    KeyKind.P_256: ("P-256", ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")),
    KeyKind.P_384: ("P-384", ("EC", "-pkeyopt", "ec_paramgen_curve:P-384")),
    KeyKind.P_521: ("P-521", ("EC", "-pkeyopt", "ec_paramgen_curve:P-521")),
    KeyKind.ED25519: ("Ed25519", ("ED25519",)),
    KeyKind.ED448: ("Ed448", ("ED448",)),
    KeyKind.ML_DSA_44: ("ML-DSA-44", ("ML-DSA-44",)),
    KeyKind.ML_DSA_65: ("ML-DSA-65", ("ML-DSA-65",)),
    KeyKind.ML_DSA_87: ("ML-DSA-87", ("ML-DSA-87",)),
}
_OWN_HASHES = {KeyKind.ED25519, KeyKind.ED448, KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87}
_HASHES = {KeyKind.P_384: "sha384", KeyKind.P_521: "sha512"}


class Signing(StrEnum):
    """SELF a certificate signed with its own key; CA a key, a request and a CA's signature; REQUEST_ONLY for somebody else's CA;
    SIGN_REQUEST a CA's signature of a request that is there already."""

    SELF = "self"
    CA = "ca"
    REQUEST_ONLY = "request_only"
    SIGN_REQUEST = "sign_request"


@dataclass(frozen=True)
class Files:
    """What the files are called, relative to the folder in which the commands run."""

    key: str = "server.key"
    request: str = "server.csr"
    certificate: str = "server.crt"
    issuer_certificate: str = "ca.crt"
    issuer_key: str = "ca.key"
    config: str = "server.cnf"


@dataclass(frozen=True)
class Step:
    """`command`: one line for a POSIX shell. `message`: what it does."""

    message: Message
    command: str


@dataclass(frozen=True)
class Recipe:
    """files    (name, text) of what must be there before the first command
    needs    the oldest version of OpenSSL that can do it
    remarks  in what the result will differ from ours, and why
    """

    files: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    needs: str
    remarks: tuple[Message, ...] = ()


def recipe(
    specification: Specification,
    key: KeyKind | None,
    signed: Signing,
    files: Files = Files(),
    *,
    signer: KeyKind | None = None,
    serial: int | None = None,
    other_subject: bool = False,
    encrypted: bool = False,
) -> Recipe:
    """The commands for bash, zsh or any POSIX shell, and their configuration file.

    key            a kind to make a new key of; None: `files.key` is there already. Of no account for SIGN_REQUEST
    signer         the kind of the CA's key (or of the existing key that signs), which decides the hash; None: not known
    serial         None: OpenSSL draws one
    other_subject  SIGN_REQUEST: the specification's subject is not the request's
    encrypted      the new key is encrypted with a passphrase, for which every command then asks
    Raises RecipeError or SpecificationError with the field that cannot be written so; UsageError for names of files.
    """
    return _Writer(specification, key, signed, files, signer, serial, other_subject, encrypted).recipe()


@dataclass(frozen=True)
class _Writer:
    wish: Specification
    key: KeyKind | None
    signed: Signing
    files: Files
    signer: KeyKind | None
    serial: int | None
    other_subject: bool
    encrypted: bool

    def recipe(self) -> Recipe:
        self._check_files()
        lines, key_lines = self._extensions()
        steps = [*self._key_steps()]
        if self.signed is Signing.SELF:
            steps += self._self_signed()
        elif self.signed is Signing.REQUEST_ONLY:
            steps.append(self._request("openssl_step_request"))
        else:
            if self.signed is Signing.CA:
                steps.append(self._request("openssl_step_request"))
            steps += self._by_ca()
        steps.append(self._look())
        text = written(self._sections(lines, key_lines), self._beginning())
        remarks = self._remarks(lines)
        needs = ML_DSA_VERSION if {self.key, self.signer} & {KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87} else BASE_VERSION
        return Recipe(((self.files.config, text),), tuple(steps), needs, remarks)

    # --- what has to be decided ---------------------------------------------------------------------------------------------------

    @property
    def name(self) -> x509.Name:
        return parts.name(self.wish.subject)

    @property
    def uses_database(self) -> bool:
        """`openssl ca` alone takes dates (`req` and `x509` only since 3.4), and another subject with any attribute."""
        validity = self.wish.validity
        dates = validity.not_before is not None or validity.not_after is not None
        return self.signed is not Signing.REQUEST_ONLY and (dates or (self.signed is Signing.SIGN_REQUEST and self.other_subject))

    @property
    def makes_request(self) -> bool:
        return self.signed in (Signing.CA, Signing.REQUEST_ONLY) or (self.signed is Signing.SELF and self.uses_database)

    @property
    def signing_kind(self) -> KeyKind | None:
        own = self.signed in (Signing.SELF, Signing.REQUEST_ONLY)
        return (self.key or self.signer) if own else self.signer

    @property
    def lacks_identifier(self) -> bool:
        """OpenSSL copies the issuer's subjectKeyIdentifier; what signs itself and has none has nothing to copy."""
        return self.signed is Signing.SELF and not self.wish.subject_key_identifier

    def digest(self, kind: KeyKind | None) -> str:
        """What a key of that kind hashes with here (`build.hash_for`); "" leaves it to OpenSSL."""
        if kind in _OWN_HASHES:
            return ""
        return self.wish.hash or ("" if kind is None else _HASHES.get(kind, "sha256"))

    def mask(self) -> str:
        """For the subject. Extensions are read under it by `req` alone; `x509` and `ca` write what is usual."""
        return string_mask(self.name)[0]

    def _extensions(self) -> tuple[Lines, tuple[tuple[str, str], ...]]:
        wanted = list(requested_extensions(self.wish))
        if self.signed is Signing.REQUEST_ONLY:
            return extension_lines(wanted, self.mask()), ()
        by_req = self.signed is Signing.SELF and not self.uses_database
        lines = extension_lines([*wanted, *own_extensions(self.wish)], self.mask() if by_req else UTF8_ONLY)
        key_lines = key_identifiers(self.wish.subject_key_identifier, self.wish.authority_key_identifier and not self.lacks_identifier)
        for at, raw in enumerate(self.wish.raw):
            for oid, wish in (("2.5.29.14", self.wish.subject_key_identifier), ("2.5.29.35", self.wish.authority_key_identifier)):
                if raw.oid.strip() == oid and wish:
                    raise RecipeError(("raw", at, "oid"), "wish_extension_twice", oid=oid)
                if raw.oid.strip() == oid:  # `none` beside it would take it away again
                    key_lines = tuple(line for line in key_lines if line[0] != _KEY_IDENTIFIERS[oid])
        return lines, key_lines

    # --- the file -----------------------------------------------------------------------------------------------------------------

    def _beginning(self) -> list[tuple[str, str]]:
        return [("oid_section", "attributes")] if self._attributes() else []

    def _attributes(self) -> list[str]:
        return unnamed(self.name) if self.uses_database and self.other_subject else []

    def _sections(self, lines: Lines, key_lines: Sequence[tuple[str, str]]) -> list[Section]:
        sections = []
        if self._attributes():
            sections.append(Section("attributes", tuple((f"attribute{at}", oid) for at, oid in enumerate(self._attributes(), 1))))
        extensions = (*key_lines, *lines.lines)
        if self.makes_request or self.signed is Signing.SELF:
            request = [("prompt", "no"), ("utf8", "yes"), ("string_mask", self.mask()), ("distinguished_name", "subject")]
            if self.signed is Signing.REQUEST_ONLY and extensions:
                request.append(("req_extensions", "extensions"))
            sections += [Section("req", tuple(request)), subject_section(self.name, "subject")]
        if self.uses_database:
            sections += self._database_sections()
        if extensions or self.signed is not Signing.REQUEST_ONLY:
            sections += [Section("extensions", extensions), *lines.sections]
        return sections

    def _database_sections(self) -> list[Section]:
        serial = ("rand_serial", "yes") if self.serial is None else ("serial", f"{DATABASE}/serial")
        database = (("database", f"{DATABASE}/index.txt"), ("new_certs_dir", DATABASE), serial, ("unique_subject", "no"),
                    ("default_md", "default"), ("policy", "any_name"))  # fmt: skip
        ca = (("default_ca", "database"), ("string_mask", self.mask()))
        return [Section("ca", ca), Section("database", database), Section("any_name", (("commonName", "optional"),))]

    # --- the commands -------------------------------------------------------------------------------------------------------------

    def _key_steps(self) -> list[Step]:
        if self.key is None or self.signed is Signing.SIGN_REQUEST:
            return []
        algorithm, arguments = _KEYS[self.key]
        cipher = ("-aes256",) if self.encrypted else ()
        message = Message("openssl_step_key", {"algorithm": algorithm, "file": self.files.key})
        return [_step(message, "genpkey", "-algorithm", *arguments, *cipher, "-out", _path(self.files.key))]

    def _request(self, id: str) -> Step:
        own = self.key or (self.signer if self.signed is not Signing.CA else None)
        message = Message(id, {"file": self.files.request})
        return _step(
            message, "req", "-new", "-config", _path(self.files.config), "-key", _path(self.files.key), *self._subject(),
            *_option(self.digest(own)), "-out", _path(self.files.request),
        )  # fmt: skip

    def _subject(self) -> tuple[str, ...]:
        """A configuration without attributes is refused; only the command line can say that there are none."""
        return () if self.wish.subject else ("-subj", "/")

    def _self_signed(self) -> list[Step]:
        message = Message("openssl_step_self_signed", {"file": self.files.certificate})
        if self.uses_database:
            return [self._request("openssl_step_request_self"), *self._database(), self._ca(message, "-selfsign")]
        serial = () if self.serial is None else ("-set_serial", hex(self.serial))
        return [
            _step(
                message, "req", "-x509", "-new", "-config", _path(self.files.config), "-extensions", "extensions",
                "-key", _path(self.files.key), *self._subject(), *_option(self.digest(self.signing_kind)), "-days", self._days(), *serial,
                "-out", _path(self.files.certificate),
            )
        ]  # fmt: skip

    def _by_ca(self) -> list[Step]:
        message = Message("openssl_step_sign", {"request": self.files.request, "file": self.files.certificate})
        if self.uses_database:
            return [*self._database(), self._ca(message, "-cert", _path(self.files.issuer_certificate))]
        serial = () if self.serial is None else ("-set_serial", hex(self.serial))
        return [
            _step(
                message, "x509", "-req", "-in", _path(self.files.request), "-CA", _path(self.files.issuer_certificate),
                "-CAkey", _path(self.files.issuer_key), "-extfile", _path(self.files.config), "-extensions", "extensions",
                *_option(self.digest(self.signing_kind)), "-days", self._days(), *serial, "-out", _path(self.files.certificate),
            )
        ]  # fmt: skip

    def _database(self) -> list[Step]:
        command = f"mkdir -p {DATABASE} && touch {DATABASE}/index.txt"
        if self.serial is not None:
            digits = f"{self.serial:X}"
            command += f" && echo {'0' * (len(digits) % 2)}{digits} > {DATABASE}/serial"
        return [Step(Message("openssl_step_database", {"folder": DATABASE}), command)]

    def _ca(self, message: Message, *who: str) -> Step:
        validity = self.wish.validity
        self_signed = self.signed is Signing.SELF
        subject = ("-utf8", "-subj", subject_argument(self.name)) if self.other_subject and not self_signed else ()
        begin, end = validity.not_before, validity.not_after
        if begin is not None:
            begin, end = times(validity, begin)
            if end < begin:
                raise RecipeError(("validity",), "wish_ends_before_it_begins")
        elif end is not None:
            end = times(validity, end)[1]
        dates = [*(("-startdate", _time(begin)) if begin else ()), *(("-enddate", _time(end)) if end else ("-days", self._days()))]
        digest = self.digest(self.signing_kind)
        return _step(
            message, "ca", "-batch", "-notext", "-preserveDN", "-config", _path(self.files.config), "-in", _path(self.files.request),
            *who, "-keyfile", _path(self.files.key if self_signed else self.files.issuer_key), "-extensions", "extensions", *subject,
            *(("-md", digest) if digest else ()), *dates, "-out", _path(self.files.certificate),
        )  # fmt: skip

    def _look(self) -> Step:
        if self.signed is Signing.REQUEST_ONLY:
            message = Message("openssl_step_look_request", {"file": self.files.request})
            return _step(message, "req", "-in", _path(self.files.request), "-noout", "-verify", "-text", "-nameopt", "utf8,oneline")
        message = Message("openssl_step_look", {"file": self.files.certificate})
        return _step(message, "x509", "-in", _path(self.files.certificate), "-noout", "-text", "-nameopt", "utf8,oneline")

    def _days(self) -> str:
        days = self.wish.validity.days
        if days < 1:
            raise RecipeError(("validity", "days"), "openssl_days_none", days=days)
        return str(days)

    # --- what is to be told -------------------------------------------------------------------------------------------------------

    def _remarks(self, lines: Lines) -> tuple[Message, ...]:
        remarks = []
        names = self.makes_request or self.signed is Signing.SELF or self.other_subject
        for attribute, type in string_mask(self.name)[1] if names else ():
            remarks.append(Message("openssl_other_type", {"attribute": str(attribute.value), "type": type}))
        remarks += [Message("openssl_as_der", {"extension": name}) for name in lines.as_der]
        if self.uses_database:
            remarks.append(Message("openssl_uses_ca", {"folder": DATABASE}))
        if self.signed is not Signing.REQUEST_ONLY and self.wish.validity.not_before is None:
            id = "openssl_begins_now" if self.wish.validity.not_after is not None else "openssl_days"
            remarks.append(Message(id, {}))
        if self.signing_kind is None and not self.wish.hash:
            remarks.append(Message("openssl_hash_unknown", {}))
        if self.lacks_identifier and self.wish.authority_key_identifier:
            remarks.append(Message("openssl_no_authority_identifier", {}))
        if self.signed in (Signing.CA, Signing.SIGN_REQUEST) and self.wish.authority_key_identifier:
            remarks.append(Message("openssl_issuer_identifier", {"file": self.files.issuer_certificate}))
        return tuple(remarks)

    def _check_files(self) -> None:
        names = [getattr(self.files, field.name) for field in fields(self.files)]
        for name in names:
            if not name or any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name):
                raise UsageError("openssl_file_name", name=name)
        if len(set(names)) < len(names):
            raise UsageError("openssl_file_twice", name=next(name for name in names if names.count(name) > 1))


_KEY_IDENTIFIERS = {"2.5.29.14": "subjectKeyIdentifier", "2.5.29.35": "authorityKeyIdentifier"}


def _step(message: Message, *arguments: str) -> Step:
    return Step(message, shlex.join(("openssl", *arguments)))


def _option(digest: str) -> tuple[str, ...]:
    return (f"-{digest}",) if digest else ()


def _path(name: str) -> str:
    """OpenSSL takes "-" for its standard input, and what stands before a colon for the kind of a store (`pkcs11:`)."""
    return f"./{name}" if name.startswith("-") or ":" in name else name


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ")

"""One object -> the facts about it that `--json` gives, and that the text for people is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from workbench.commands.output import iso
from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.collection import Collection, Item
from workbench.core.errors import FileError
from workbench.core.formats import FoundObject, Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.extensions import subject_alt_name
from workbench.core.x509.key_pair import PrivateKey, PublicKey
from workbench.core.x509.name import SHORT_NAMES, Name
from workbench.core.x509.ocsp import OcspRequest, OcspResponse, SingleResponse
from workbench.core.x509.private_to_public import public_key_of
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.request import CertificationRequest, request_signature
from workbench.words import say

# RFC 4514 section 3 names these; every other attribute type is dotted decimal, as `cryptography` prints it too.
_RFC4514_NAMES = frozenset({"CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID"})

Facts = dict[str, Any]
Reading = Callable[[Callable[[], Any]], Any]
"""Calls what it is given; None when that met something unreadable."""


def object_facts(found: FoundObject, item: Item, collection: Collection, language: str) -> Facts:
    """The JSON object of one found object. Fields that cannot be read are null, and `error` says why."""
    facts: Facts = {"kind": str(found.kind), "title": say(item.title, language)}
    if item.error is not None:
        facts["error"] = say(item.error, language)
    errors: list[DerError] = []

    def read(field: Callable[[], Any]) -> Any:
        try:
            return field()
        except DerError as error:
            errors.append(error)
            return None

    match item.parsed:
        case Certificate() as certificate:
            facts |= certificate_facts(certificate, item, collection, read)
        case CertificationRequest() as request:
            facts |= _request_facts(request, read)
        case CertificateList() as crl:
            facts |= _crl_facts(crl, read)
        case OcspResponse() as response:
            facts |= {
                "response_status": re.sub(r"(?<!^)(?=[A-Z])", "_", response.status_name).lower(),
                "produced_at": read(lambda: iso(response.produced_at)),
                "responses": read(lambda: [_single(single) for single in response.responses]) or [],
            }
        case OcspRequest() as question:
            facts |= {
                "serials": read(lambda: [entry.cert_id.serial for entry in question.requests]) or [],
                "hashes": read(lambda: [entry.cert_id.hash_algorithm for entry in question.requests]) or [],
                "nonce": read(lambda: _hex(question.nonce)),
            }
        case PrivateKey() as private:
            facts |= _private_key_facts(private, read)
        case PublicKey() as public:
            facts |= _key_facts(public.spki)
        case None if found.kind is Kind.SPKAC:  # SignedPublicKeyAndChallenge { PublicKeyAndChallenge { spki, ... } ... }
            facts |= read(lambda: _key_facts(reader.first(reader.first(reader.read(found.der))).encoded)) or {}
    facts |= {
        "sha256": found.sha256,
        "part": found.part,
        "container": list(found.container),
        "alias": found.name or None,
        "encrypted": found.encrypted,
    }
    if found.start >= 0:
        facts |= {"start": found.start, "length": found.length}
    if found.remarks:
        facts["remarks"] = [say(remark, language) for remark in found.remarks]
    if errors:
        facts.setdefault("error", say(errors[0].message, language))
    return facts


def certificate_facts(certificate: Certificate, item: Item | None, collection: Collection, read: Reading) -> Facts:
    role = collection.role(item) if item is not None else None
    return {
        "subject": read(lambda: rfc4514(certificate.subject)),
        "issuer": read(lambda: rfc4514(certificate.issuer)),
        "serial": read(lambda: certificate.serial),
        "not_before": read(lambda: iso(certificate.not_before)),
        "not_after": read(lambda: iso(certificate.not_after)),
        "role": str(role.main) if role else None,
        "also": [str(kind) for kind in role.also] if role else [],
        "validation_level": role.validation_level if role else None,
        "names": read(lambda: _names(certificate)),
        "version": read(lambda: certificate.version),
        **_key_facts(certificate.spki),
    }


def rfc4514(name: Name) -> str:
    """RFC 4514 text with only the attribute names of its section 3, as `cryptography` prints it."""
    return ",".join("+".join(_attribute(a.type, a.value) for a in rdn) for rdn in reversed(name.rdns))


def _attribute(type: str, value: str) -> str:
    short = SHORT_NAMES.get(type, type)
    return f"{short if short in _RFC4514_NAMES else type}={_escape(value)}"


def _escape(value: str) -> str:
    """RFC 4514 2.4, with the backslash forms that `cryptography` uses."""
    if not value:
        return ""
    value = re.sub(r'([\\",+;<>])', r"\\\1", value).replace("\0", "\\00")
    if value[0] in "# ":
        value = "\\" + value
    if value[-1] == " ":
        value = value[:-1] + "\\ "
    return value


def _key_facts(spki: bytes) -> Facts:
    key = describe_key(spki)
    return {
        "key": key.text,
        "algorithm": key.algorithm,
        "key_size": key.size_bits,
        "curve": key.curve,
        "spki_sha256": PublicKey(spki).spki_sha256,
    }


def _private_key_facts(key: PrivateKey, read: Reading) -> Facts:
    try:
        return _key_facts(public_key_of(key.der))
    except FileError:
        # The key itself cannot be followed, or no public half follows from it: the algorithm is all there is.
        return {"algorithm": read(lambda: key.algorithm_oid), "spki_sha256": None}


def _request_facts(request: CertificationRequest, read: Reading) -> Facts:
    return {
        "subject": read(lambda: rfc4514(request.subject)),
        "names": read(lambda: _names(request)),
        **_key_facts(request.spki),
        "signature": str(request_signature(request).state),
    }


def _crl_facts(crl: CertificateList, read: Reading) -> Facts:
    return {
        "issuer": read(lambda: rfc4514(crl.issuer)),
        "this_update": read(lambda: iso(crl.this_update)),
        "next_update": read(lambda: iso(crl.next_update)),
        "number": read(lambda: crl.crl_number),
        "base_number": read(lambda: crl.base_crl_number),
        "delta": read(lambda: crl.is_delta),
        "indirect": read(lambda: crl.is_indirect),
        "count": read(lambda: len(crl.revoked)),
    }


def _single(single: SingleResponse) -> Facts:
    return {
        "serial": single.cert_id.serial,
        "hash": single.cert_id.hash_algorithm,
        "status": str(single.status),
        "revocation_time": iso(single.revocation_time),
        "revocation_reason": single.revocation_reason,
        "this_update": iso(single.this_update),
        "next_update": iso(single.next_update),
    }


def _names(holder: Certificate | CertificationRequest) -> list[str]:
    extension = holder.extension_by_oid.get(subject_alt_name.OID)
    return [] if extension is None else [name.value for name in subject_alt_name.parse(extension.value).names]


def _hex(octets: bytes | None) -> str | None:
    return None if octets is None else octets.hex()

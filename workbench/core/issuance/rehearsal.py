"""What would become of a `Specification` under a CA: the certificate it would make, the verdict on it, and why it must not be made.

No private key of the workspace is used. The certificates of the CAs above are the real ones; only the certificate that does not exist yet
is signed by a stand-in of the issuer's kind of key, and says of its own signature nothing but that it is made when the certificate is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message, UsageError
from workbench.core.issuance import parts, stand_ins
from workbench.core.issuance.build import assemble, times
from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import NameKind, Specification, Validity
from workbench.core.remembered import remembered
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.certificate_checks import CLIENT_AUTH, SERVER_AUTH, intermediates_below, short_name
from workbench.core.x509.check_rows import BASIC, KEY, ROWS, SERIAL, SIGNATURE, VALIDITY, Level
from workbench.core.x509.encoding_check import encoding_findings
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.extensions.extended_key_usage import OCSP_SIGNING
from workbench.core.x509.finding import Conditions, Finding, PathVerdict, Purpose, Rules, Status, Verdict
from workbench.core.x509.issuance import KeyKind, PrivateKey, PublicKey, issuer_key_identifier
from workbench.core.x509.path_building import Path, names_itself, self_issued
from workbench.core.x509.path_validation import validate_path
from workbench.core.x509.public_key import load_public_key

SERIAL_NUMBER = int.from_bytes(b"drawn when issued   ") >> 1 | 1 << 158
"""Stands where the random one will: always the same, so that nothing flickers while somebody types."""
OWN_REFUSALS = frozenset({
    "names_excluded", "names_not_permitted", "names_malformed", "names_unknown_kind", "names_too_many", "policies_none_valid",
    "policies_not_acceptable", "extension_unreadable", "extensions_unreadable", "key_breakable",
})  # fmt: skip
"""What forbids the certificate though it is found at itself. A name of the wrong host, say, does not: that is a matter of who looks."""
_INCOMPLETE = "anchor_"
_REHEARSED = frozenset({
    "signature_ok", "signature_mismatch", "signature_malformed", "signature_unsupported", "signature_anchor", "signature_self",
    "signature_self_mismatch", "signature_no_issuer",
})  # fmt: skip


@dataclass(frozen=True)
class Rehearsal:
    """certificate  DER of the certificate that it would make; its serial number, signature, and a key not made yet, are stand-ins
    verdict      of it under the CA's own root. What every check says, but that the signature is NOT_CHECKED `rehearsal_signature`
    refusals     why it must not be issued: the constraints of the CAs above would make it invalid. Empty: it may be
    """

    certificate: bytes
    verdict: Verdict
    refusals: tuple[Finding, ...]


def rehearse(
    specification: Specification,
    key: KeyKind | bytes,
    issuer_chain: Sequence[bytes],
    now: datetime,
    conditions: Conditions | None = None,
    revoked: Collection[str] = (),
) -> Rehearsal:
    """Make as if.

    key           the kind of a key to be made, or the public key (DER SubjectPublicKeyInfo)
    issuer_chain  DER, the issuing CA first, up to the root as far as known; empty for a certificate that signs itself
    now           aware
    conditions    what to judge it under; None: what the specification is for, see `conditions_for`
    revoked       SHA-256 (hex) of those certificates of the chain that are revoked

    Raises SpecificationError for what cannot be written, UsageError `rehearsal_key_unreadable`, DerError for a chain that cannot be read.
    """
    spki_key = _public_key(key)
    chain = tuple(_parsed(bytes(der)) for der in issuer_chain)
    if chain:
        issuer = _issuer(chain[0].der)
        der = assemble(specification, spki_key, issuer.name, issuer.key_identifier, issuer.signer, now, SERIAL_NUMBER)
        der = stand_ins.with_signature_of(der, issuer.octets)
    else:
        signer, octets = stand_ins.signer_like(_spki(spki_key))
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(spki_key)  # type: ignore[arg-type]  # it can sign
        der = assemble(specification, spki_key, parts.name(specification.subject), identifier, signer, now, SERIAL_NUMBER)
        der = stand_ins.with_signature_of(der, octets)
    certificate = parse_certificate(der)
    path = (certificate, *chain)
    given = conditions or conditions_for(specification, now)
    anchored = not chain or names_itself(chain[-1])
    if anchored:
        given = replace(given, chosen_anchors=given.chosen_anchors | {path[-1].sha256})
    time = given.time or max(now, certificate.not_before)
    built = Path(path, anchored, None if anchored else chain[-1].issuer)
    judged = validate_path(built, given, time)
    findings = tuple(_told(finding) for finding in judged.findings if finding.id != "host_not_given")  # it is not for a host
    refusals = (*filter(_forbids, findings), *_forbidden(path, specification, time, revoked))
    findings = (*findings, *(item for item in refusals if item not in findings), *_advice(path), *encoding_findings(path))
    best = PathVerdict(path, anchored, judged.missing, tuple(sorted(findings, key=lambda finding: finding.certificate)))
    headline, status = _headline(best, given, refusals)
    return Rehearsal(der, Verdict(certificate, given, (best,), headline, status), refusals)


def conditions_for(specification: Specification, now: datetime) -> Conditions:
    """What a certificate of that kind is looked at for: its first host, its purposes, the moment when it begins."""
    ca = specification.basic_constraints is not None and specification.basic_constraints.ca
    purposes = specification.extended_key_usage.purposes
    hosts = [item.value for item in specification.names if item.kind in (NameKind.DNS, NameKind.IP) and item.value.strip()]
    if ca:
        purpose = Purpose.ANY
    elif SERVER_AUTH in purposes or (hosts and not purposes):
        purpose = Purpose.SERVER
    else:
        purpose = Purpose.CLIENT if CLIENT_AUTH in purposes else Purpose.ANY
    host = hosts[0].strip() if purpose is Purpose.SERVER and hosts else ""
    begin = max(now, times(specification.validity, now)[0])
    # A wildcard is no host: any label does for what it stands for.
    host = f"www.{host.removeprefix('*.')}" if host.startswith("*.") else host
    # Who answers for a CA is named by the CA itself (RFC 6960 4.2.2.2): its own purposes do not have to hold that one.
    asked = frozenset(item.strip() for item in purposes) - {OCSP_SIGNING}
    return Conditions(host, begin, purpose, trust="files", extended_key_usages=asked)


def fitting(validity: Validity, issuer: bytes, now: datetime) -> Validity:
    """The same, but within the validity of the issuer (DER): the offered fix for `rehearsal_outlives`. Raises as `times`, DerError."""
    begin, end = times(validity, now)
    above = _parsed(issuer)
    return replace(validity, not_before=max(begin, above.not_before) if validity.not_before else None, not_after=min(end, above.not_after))


def place_of(finding: Finding) -> Place:
    """The field of the Specification (or ("issuer",), ("key",)) that a refusal is about, as `Problem.place`."""
    if finding.id.startswith("names_"):
        return ("names",)
    places: dict[str, Place] = {
        "path_length_exceeded": ("issuer",),
        "rehearsal_too_deep": ("basic_constraints",),
        "extended_key_usage_ca_excludes": ("extended_key_usage", "purposes"),
        "policies_none_valid": ("policies",),
        "policies_not_acceptable": ("policies",),
        "rehearsal_never_together": ("validity",),
        "rehearsal_outlives": ("validity", "not_after"),
        "rehearsal_begins_before": ("validity", "not_before"),
        "rehearsal_same_key": ("key",),
        "key_breakable": ("key",),
        "extension_unreadable": ("raw",),
        "extensions_unreadable": ("raw",),
    }
    return places.get(finding.id, ("issuer",)) if finding.certificate or finding.id in places else ()


def reason(rehearsal: Rehearsal, finding: Finding) -> Message:
    """A finding in one sentence that also names the certificate of which it speaks, where that is one above."""
    return _reason(rehearsal.verdict.paths[0].path, finding)


def _reason(path: tuple[Certificate, ...], finding: Finding) -> Message:
    if finding.certificate == 0:
        return finding.message
    return Message("rehearsal_above", {"name": short_name(path[finding.certificate]), "reason": finding.message})


# --- the certificate ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Issuer:
    name: x509.Name
    key_identifier: x509.AuthorityKeyIdentifier
    signer: PrivateKey
    octets: int


@remembered(16, 16384)
def _issuer(der: bytes) -> _Issuer:
    name, identifier = issuer_parts(der)
    return _Issuer(name, identifier, *stand_ins.signer_like(_parsed(der).spki))


def issuer_parts(der: bytes) -> tuple[x509.Name, x509.AuthorityKeyIdentifier]:
    """What a certificate has from its issuer's: name and key identifier. Raises UsageError `rehearsal_issuer_unreadable`, DerError."""
    try:
        built = x509.load_der_x509_certificate(der)
        return built.subject, issuer_key_identifier(built)
    except _NOT_FOR_THE_LIBRARY:
        raise UsageError("rehearsal_issuer_unreadable", name=short_name(_parsed(der))) from None


_NOT_FOR_THE_LIBRARY = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.UnsupportedGeneralNameType, x509.DuplicateExtension, x509.InvalidVersion,
)  # fmt: skip
_parsed = remembered(64, 16384)(parse_certificate)


def _public_key(key: KeyKind | bytes) -> PublicKey:
    if isinstance(key, KeyKind):
        return stand_ins.public_key(key)
    loaded = load_public_key(key)
    if loaded is None:
        raise UsageError("rehearsal_key_unreadable")
    return loaded  # type: ignore[return-value]  # the builder takes whatever a certificate can hold


def _spki(key: PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


# --- the findings -------------------------------------------------------------------------------------------------------------------


def _told(finding: Finding) -> Finding:
    """A finding as it reads of a certificate that is not made yet."""
    if finding.certificate == 0 and finding.id in _REHEARSED:
        return Finding(Message("rehearsal_signature"), Status.NOT_CHECKED, 0, SIGNATURE, ROWS["signature_ok"].citation)
    if finding.id == "anchor_trusted":
        return replace(finding, message=Message("anchor_trusted", {"store": Message("rehearsal_store")}))
    return finding


def _forbids(finding: Finding) -> bool:
    if finding.status is not Status.FAILURE or finding.id.startswith(_INCOMPLETE) or ROWS[finding.id].level is not Level.PATH:
        return False
    return finding.certificate > 0 or finding.id in OWN_REFUSALS


def _forbidden(path: tuple[Certificate, ...], wish: Specification, time: datetime, revoked: Collection[str]) -> Iterator[Finding]:
    """What section 6 of RFC 5280 does not look at, or not yet."""
    certificate = path[0]
    if wish.basic_constraints is not None and wish.basic_constraints.ca and not self_issued(certificate):
        for index, above in enumerate(path[1:], 1):
            limit = decoded.extension(above, BasicConstraints)
            # The path ends with it here. A CA is for issuing, and below it all would be one too many.
            below = intermediates_below(path, index) + 1
            if limit is not None and limit.path_len_constraint is not None and below > limit.path_len_constraint >= below - 1:
                message = Message("rehearsal_too_deep", {"issuer": short_name(above), "found": below, "limit": limit.path_len_constraint})
                yield Finding(message, Status.FAILURE, 0, BASIC, ROWS["path_length_exceeded"].citation)
    if len(path) > 1 and certificate.spki == path[1].spki:
        message = Message("rehearsal_same_key", {"issuer": short_name(path[1])})
        yield Finding(message, Status.FAILURE, 0, KEY, "RFC 5280 §4.2.1.1")
    if _never_together(path, time):
        yield Finding(Message("rehearsal_never_together"), Status.FAILURE, 0, VALIDITY, "RFC 5280 §6.1.3 (a)(2)")
    for index, above in enumerate(path[1:], 1):
        if above.sha256 in revoked:
            yield Finding(Message("rehearsal_revoked"), Status.FAILURE, index, SERIAL, "RFC 5280 §6.1.3 (a)(3)")


def _never_together(path: tuple[Certificate, ...], time: datetime) -> bool:
    """Each holds at some time, those above also now, but not all of them at once."""
    try:
        begin, end = max(one.not_before for one in path), min(one.not_after for one in path)
        return begin > end and all(one.not_before <= time <= one.not_after for one in path[1:])
    except DerError:
        return False  # said by the check of dates


def _advice(path: tuple[Certificate, ...]) -> Iterator[Finding]:
    """RFC 5280 does not forbid a certificate to outlive its issuer. Whoever checks refuses it all the same once the issuer is over."""
    if len(path) < 2:
        return
    try:
        certificate, issuer = path[0], min(path[1:], key=lambda above: above.not_after)
        if certificate.not_after > issuer.not_after:
            message = Message("rehearsal_outlives", {"issuer": short_name(issuer), "time": issuer.not_after})
            yield Finding(message, Status.WARNING, 0, VALIDITY, "RFC 5280 §6.1.3 (a)(2)")
        issuer = max(path[1:], key=lambda above: above.not_before)
        if certificate.not_before < issuer.not_before:
            message = Message("rehearsal_begins_before", {"issuer": short_name(issuer), "time": issuer.not_before})
            yield Finding(message, Status.WARNING, 0, VALIDITY, "RFC 5280 §6.1.3 (a)(2)")
    except DerError:
        return  # said by the check of dates


def _headline(best: PathVerdict, conditions: Conditions, refusals: tuple[Finding, ...]) -> tuple[Message, Status]:
    failures = [*refusals, *(finding for finding in best.findings if finding.status is Status.FAILURE)]
    path = best.path
    # A finding for certificates that browsers shall trust by themselves is no reason to worry about one below a CA of one's own.
    private = conditions.rules is Rules.RFC5280
    warnings = [f for f in best.findings if f.status is Status.WARNING and not (private and of_public_cas(f.id))]
    params: dict[str, str | int | Message] = {"subject": short_name(path[0]), "anchor": short_name(path[-1])}
    if failures:
        id = "rehearsal_refused" if refusals else "rehearsal_not_valid"
        return Message(id, {"subject": params["subject"], "reason": _reason(path, failures[0])}), Status.FAILURE
    if warnings:
        return Message("rehearsal_valid_with_warnings", {**params, "count": len(warnings), "reason": warnings[0].message}), Status.WARNING
    return Message("rehearsal_valid_alone" if len(path) == 1 else "rehearsal_valid", params), Status.OK


def of_public_cas(id: str) -> bool:
    """Whether a finding is about rules that bind only CAs which browsers trust by themselves."""
    return id == "sct_missing" or (id in ROWS and ROWS[id].level is Level.WEB)

"""Opens every file of a corpus and compares what comes out with its manifest.

    python -m tests.conformance.files DIR

DIR holds MANIFEST.json: a list of entries with `file`, `password`, `counts`, `objects` and the like. Every disagreement is
printed with its reason; files marked `lenient` may give more than the manifest says.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.conformance.private_keys import spki_of
from workbench import words
from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.formats import FoundObject, Kind, OpenedFile, open_bytes
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import parse_crl
from workbench.core.x509.name import Name
from workbench.core.x509.ocsp import parse_ocsp_request, parse_ocsp_response
from workbench.core.x509.request import parse_request

RFC4514_NAMES = {"CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID"}
KINDS = {"csr": Kind.CERTIFICATE_REQUEST}


@dataclass
class Comparison:
    """One file: what disagrees with the manifest (nothing when all agrees)."""

    file: str
    format: str
    disagreements: list[str] = field(default_factory=list)


def entries(folder: Path) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    return result


def compare(folder: Path, entry: dict[str, Any]) -> Comparison:
    comparison = Comparison(entry["file"], entry["format"])
    passwords = [word for word in (entry.get("password"), entry.get("key_password")) if word is not None]
    opened = open_bytes((folder / entry["file"]).read_bytes(), entry["file"], passwords)
    comparison.disagreements += _compare_counts(entry, opened)
    if "expected_count" in entry:
        comparison.disagreements += _compare_bundle(entry, opened)
    left = list(opened.objects)
    for expected in entry["objects"]:
        if expected.get("openssl_error"):
            continue  # nobody reads it: only listed because it was sent as a certificate
        match = _take(left, expected)
        if match is None:
            comparison.disagreements.append(f"no {expected['kind']} like {_short(expected)}{_reasons(opened)}")
            continue
        comparison.disagreements += [f"{expected['kind']}: {text}" for text in _compare_object(expected, match)]
    comparison.disagreements += _compare_extra(entry, opened)
    return comparison


def _compare_counts(entry: dict[str, Any], opened: OpenedFile) -> Iterator[str]:
    found = Counter(str(item.kind) for item in opened.objects if item.kind is not Kind.UNKNOWN_DER)
    expected = Counter({str(KINDS.get(kind, kind)): count for kind, count in entry["counts"].items()})
    recoverable = Counter(str(KINDS.get(item["kind"], item["kind"])) for item in entry.get("recoverable", ()))
    for kind in sorted(found | expected):
        more_is_fine = entry.get("lenient") or found[kind] <= expected[kind] + recoverable[kind]
        if found[kind] < expected[kind] or (found[kind] > expected[kind] and not more_is_fine):
            yield f"{found[kind]} {kind}, expected {expected[kind]}{_reasons(opened)}"
    for item in entry.get("recoverable", ()):
        if _take(list(opened.objects), item) is None:
            yield f"not recovered: {_short(item)}{_reasons(opened)}"
    if not opened.objects and not opened.locked and opened.error is None:
        yield "nothing found and no error said"


def _compare_bundle(entry: dict[str, Any], opened: OpenedFile) -> Iterator[str]:
    prints = [item.sha256 for item in opened.objects]
    if len(prints) != entry["expected_count"]:
        yield f"{len(prints)} objects, expected {entry['expected_count']}"
    elif hashlib.sha256("\n".join(prints).encode()).hexdigest() != entry["sha256_of_all_sha256_hex_joined_by_newline"]:
        yield "the fingerprints together differ"


def _compare_object(expected: dict[str, Any], found: FoundObject) -> Iterator[str]:
    actual = _facts(found, expected)
    for name, value in expected.items():
        if name in actual and actual[name] != value:
            yield f"{name} is {actual[name]!r}, expected {value!r}"


def _facts(found: FoundObject, expected: dict[str, Any]) -> dict[str, Any]:
    """What the manifest also says about an object of this kind, as read by core."""
    facts: dict[str, Any] = {"encrypted": found.encrypted} if expected.get("encrypted") else {}
    if "alias" in expected:
        facts["alias"] = found.name
    if found.kind is Kind.CERTIFICATE:
        certificate = found.parsed if isinstance(found.parsed, Certificate) else parse_certificate(found.der)
        serial = expected.get("serial", "")
        facts |= {"subject": _rfc4514(certificate.subject), "issuer": _rfc4514(certificate.issuer)}
        facts["serial"] = serial if serial and int(serial, 16) == certificate.serial_number else certificate.serial
        facts |= {"not_before": _openssl_time(certificate.not_before), "not_after": _openssl_time(certificate.not_after)}
        listed = [[extension.oid, extension.critical] for extension in certificate.extensions]
        facts["extensions"] = len(listed) if isinstance(expected.get("extensions"), int) else listed
    elif found.kind is Kind.CRL:
        crl = parse_crl(found.der)
        facts |= {"issuer": _rfc4514(crl.issuer), "revoked": len(crl.revoked)}
    elif found.kind is Kind.CERTIFICATE_REQUEST:
        facts["subject"] = _rfc4514(parse_request(found.der).subject)
    elif found.kind is Kind.OCSP_REQUEST:
        serials = [request.cert_id.serial for request in parse_ocsp_request(found.der).requests]
        facts |= {"serials": serials, "serial": serials[0] if serials else None}
    elif found.kind is Kind.OCSP_RESPONSE:
        response = parse_ocsp_response(found.der)
        facts["response_status"] = re.sub(r"(?<=[a-z])([A-Z])", lambda match: "_" + match[1].lower(), response.status_name)
        for single in response.responses[:1]:
            facts |= {"certificate_status": str(single.status), "serial": single.cert_id.serial}
    return facts


def _openssl_time(moment: datetime) -> str:
    """As `openssl x509 -dates` prints it: `Dec  4 19:47:21 2015 GMT`."""
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S} {moment.year} GMT"


def _rfc4514(name: Name) -> str:
    """The manifest was written with only the short names that RFC 4514 itself lists; ours knows more of them."""
    text = name.rfc4514
    for rdn in name.rdns:
        for attribute in rdn:
            if attribute.short_name not in RFC4514_NAMES:
                text = re.sub(rf"(^|[,+]){re.escape(attribute.short_name)}=", rf"\g<1>{attribute.type}=", text)
    return text


def _take(left: list[FoundObject], expected: dict[str, Any]) -> FoundObject | None:
    """The object that is meant, out of those not yet matched: by fingerprint, by public key, else the first of its kind."""
    kind = KINDS.get(expected["kind"], expected["kind"])
    candidates = [item for item in left if item.kind == kind and _fits(item, expected)]
    if not candidates:
        return None
    best = next((item for item in candidates if item.name == expected.get("alias", "")), candidates[0])
    left.remove(best)
    return best


def _fits(item: FoundObject, expected: dict[str, Any]) -> bool:
    if "sha256" in expected:
        return bool(item.sha256 == expected["sha256"])
    if "spki_sha256" in expected:
        spki = spki_of(item)
        return spki is not None and bool(hashlib.sha256(spki).hexdigest() == expected["spki_sha256"])
    return True


def _compare_extra(entry: dict[str, Any], opened: OpenedFile) -> Iterator[str]:
    """Every object that came out must be readable for those who use it: its frame fills its bytes."""
    for item in opened.objects:
        try:
            reader.read_all(item.der, str(item.kind))
        except DerError as error:
            if item.kind is not Kind.UNKNOWN_DER:
                yield f"{item!r}: {words.say(error.message, 'en')}"


def _short(expected: dict[str, Any]) -> str:
    return str(expected.get("sha256") or expected.get("spki_sha256") or expected.get("type") or expected["kind"])[:20]


def _reasons(opened: OpenedFile) -> str:
    said = [f"{refusal.reader}: {words.say(refusal.reason, 'en')}" for refusal in opened.refusals[:4]]
    said += [f"locked: {words.say(lock.what, 'en')}{' (wrong password)' if lock.wrong else ''}" for lock in opened.locked[:4]]
    if opened.error is not None:
        said.append(words.say(opened.error, "en"))
    return " [" + "; ".join(said) + "]" if said else ""


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for entry in entries(folder):
        comparison = compare(folder, entry)
        total[comparison.format] += 1
        agreed[comparison.format] += not comparison.disagreements
        for text in comparison.disagreements:
            print(f"{comparison.file}: {text}")
    for name in sorted(total):
        print(f"{name:16} {agreed[name]:5} of {total[name]}")
    print(f"{'ALL':16} {agreed.total():5} of {total.total()}  {100 * agreed.total() / max(total.total(), 1):.2f} %")
    return 0 if agreed == total else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

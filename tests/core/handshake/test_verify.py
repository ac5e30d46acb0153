"""What an endpoint is told about its peer's chain: accepted or not, the alert, the reason, and everything that was found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.x509 import authority
from tests.core.x509.authority import DAY, NOW, Entity, issue
from workbench.core.errors import Message
from workbench.core.handshake import verify as module
from workbench.core.handshake.verify import verifier
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.configuration import Judgement
from workbench.core.x509.finding import Conditions, Purpose, Verdict
from workbench.core.x509.issuance import Authority, Revocation
from workbench.core.x509.issuance_ocsp import make_ocsp_response
from workbench.words import LANGUAGES, has, say

HOST = "www.example.com"
HOUR = timedelta(hours=1)
SECONDS = NOW.timestamp()
LEAF, INTERMEDIATE, ROOT = authority.chain()


def ask(
    chain: tuple[Entity | bytes, ...],
    anchors: tuple[Entity, ...],
    host: str = HOST,
    ocsp_response: bytes = b"",
    conditions: Conditions = Conditions(trust="test"),  # noqa: B008
) -> Judgement:
    verify = verifier([anchor.certificate for anchor in anchors], conditions, clock=lambda: SECONDS)
    ders = tuple(entry if isinstance(entry, bytes) else entry.certificate.der for entry in chain)
    return verify(ders, host, ocsp_response, b"")


def signer(entity: Entity) -> Authority:
    return Authority(entity.certificate.der, entity.key)


def test_a_good_chain() -> None:
    leaf, intermediate, root = authority.chain()
    judgement = ask((leaf, intermediate), (root,))
    assert judgement.accepted and judgement.public_key == leaf.key.public_key()
    assert isinstance(judgement.verdict, Verdict) and judgement.reason == judgement.verdict.headline
    assert judgement.reason.params["store"] == Message("store_other", {"path": "test"})
    assert judgement.verdict.conditions.host == HOST and judgement.verdict.conditions.time == NOW


def test_further_intermediates_complete_a_chain() -> None:
    leaf, intermediate, root = authority.chain()
    verify = verifier([root.certificate], Conditions(trust="test"), clock=lambda: SECONDS, intermediates=[intermediate.certificate])
    assert verify((leaf.certificate.der,), HOST, b"", b"").accepted


def test_a_crl_at_hand_counts() -> None:
    leaf, intermediate, root = authority.chain()
    crl = authority.revocation_list(intermediate, [(leaf.certificate.serial_number, None)])
    verify = verifier([root.certificate], Conditions(trust="test"), clock=lambda: SECONDS, crls=[crl])
    assert verify((leaf.certificate.der, intermediate.certificate.der), HOST, b"", b"").alert is AlertDescription.certificate_revoked


def not_yet() -> Judgement:
    root = issue("Root", ca=True)
    return ask((issue(HOST, root, begin=NOW + DAY),), (root,))


def expired_intermediate() -> Judgement:
    root = issue("Root", ca=True)
    intermediate = issue("Intermediate", root, ca=True, end=NOW - DAY)
    return ask((issue(HOST, intermediate), intermediate), (root,))


def bad_signature() -> Judgement:
    leaf, intermediate, root = authority.chain()
    der = bytearray(leaf.certificate.der)
    der[-1] ^= 1
    return ask((bytes(der), intermediate), (root,))


def issuer_is_no_ca() -> Judgement:
    root = issue("Root", ca=True)
    middle = issue("Middle", root)
    return ask((issue(HOST, middle), middle), (root,))


def path_too_long() -> Judgement:
    root = issue("Root", ca=True, path_length=0)
    intermediate = issue("Intermediate", root, ca=True)
    return ask((issue(HOST, intermediate), intermediate), (root,))


def wrong_purpose() -> Judgement:
    leaf, intermediate, root = authority.chain()
    return ask((leaf, intermediate), (root,), "", conditions=Conditions(purpose=Purpose.CLIENT, trust="test"))


def unknown_critical() -> Judgement:
    root = issue("Root", ca=True)
    extension = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    return ask((issue(HOST, root, extra=[(extension, True)]),), (root,))


def excluded_name() -> Judgement:
    root = issue("Root", ca=True)
    constraints = x509.NameConstraints(None, [x509.DNSName("example.com")])
    intermediate = issue("Intermediate", root, ca=True, extra=[(constraints, True)])
    return ask((issue(HOST, intermediate), intermediate), (root,))


def status_demanded() -> Judgement:
    leaf, intermediate, root = authority.chain()
    return ask((leaf, intermediate), (root,), conditions=Conditions(trust="test", require_revocation=True))


def no_certificate() -> Judgement:
    return ask((b"\x30\x03\x02\x01\x00",), (issue("Root", ca=True),))


def broken_intermediate() -> Judgement:
    leaf, _, root = authority.chain()
    return ask((leaf, b"\x30\x00"), (root,))


def key_of_unknown_kind() -> Judgement:
    root = issue("Root", ca=True)
    der = issue(HOST, root).certificate.der
    ec_oid = bytes.fromhex("06072a8648ce3d0201")
    assert der.count(ec_oid) == 1
    return ask((der.replace(ec_oid, bytes.fromhex("06072a8648ce3d0209")),), (root,))


@pytest.mark.parametrize(
    ("case", "alert"),
    [
        (not_yet, AlertDescription.certificate_expired),
        (expired_intermediate, AlertDescription.certificate_expired),
        (bad_signature, AlertDescription.bad_certificate),
        (issuer_is_no_ca, AlertDescription.unknown_ca),
        (path_too_long, AlertDescription.unknown_ca),
        (wrong_purpose, AlertDescription.unsupported_certificate),
        (unknown_critical, AlertDescription.unsupported_certificate),
        (excluded_name, AlertDescription.bad_certificate),
        (status_demanded, AlertDescription.certificate_unknown),
        (no_certificate, AlertDescription.bad_certificate),
        (broken_intermediate, AlertDescription.bad_certificate),
        (key_of_unknown_kind, AlertDescription.unsupported_certificate),
    ],
)
def test_the_alert(case: Callable[[], Judgement], alert: AlertDescription) -> None:
    judgement = case()
    assert not judgement.accepted and judgement.alert is alert
    assert judgement.reason is not None and has(judgement.reason.id)


# What is stapled (RFC 6066 section 8: a response that is not satisfactory ends the handshake)


def stapled(make: Callable[[Entity, Entity, Entity], bytes]) -> Judgement:
    leaf, intermediate, root = authority.chain()
    return ask((leaf, intermediate), (root,), ocsp_response=make(leaf, intermediate, root))


def response(about: Entity, by: Entity, begin: datetime = NOW - HOUR, end: datetime = NOW + DAY, revoked: bool = False) -> bytes:
    return make_ocsp_response(about.certificate.der, signer(by), begin, end, Revocation(NOW - DAY, 1) if revoked else None)


def test_a_good_stapled_response() -> None:
    judgement = stapled(lambda leaf, intermediate, _: response(leaf, intermediate))
    assert judgement.accepted
    assert "revocation_good_ocsp" in {finding.id for finding in judgement.verdict.paths[0].findings if finding.certificate == 0}


def test_a_revoked_one() -> None:
    judgement = stapled(lambda leaf, intermediate, _: response(leaf, intermediate, revoked=True))
    assert judgement.alert is AlertDescription.certificate_revoked and not judgement.accepted


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda leaf, intermediate, _: response(leaf, intermediate, end=NOW - HOUR), "ocsp_stale"),
        (lambda leaf, intermediate, _: response(leaf, intermediate, begin=NOW + HOUR), "ocsp_not_yet"),
        (lambda leaf, intermediate, root: response(leaf, replace(intermediate, key=root.key)), "ocsp_signer_missing"),
        (lambda _, intermediate, root: response(intermediate, root), "verify_ocsp_of_another"),
        (lambda *_: ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(Encoding.DER), None),
    ],
    ids=["stale", "not_yet", "wrong_key", "of_another", "try_later"],
)
def test_a_useless_one_ends_the_handshake(make: Callable[[Entity, Entity, Entity], bytes], reason: str | None) -> None:
    judgement = stapled(make)
    assert not judgement.accepted and judgement.alert is AlertDescription.bad_certificate_status_response
    assert judgement.verdict.trusted and judgement.reason is not None and judgement.reason.id == "verify_ocsp_useless"
    assert reason is None or judgement.reason.params["reason"].id == reason  # type: ignore[union-attr]


def test_one_that_cannot_be_read() -> None:
    judgement = stapled(lambda *_: b"\x30\x00\x00")
    assert not judgement.accepted and judgement.alert is AlertDescription.bad_certificate_status_response


# Whatever comes


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_broken_chain_ends_in_a_judgement(data: st.DataObject) -> None:
    """The leaf, the intermediate or the stapled response with some octets changed, left out or put in."""
    parts = [LEAF.certificate.der, INTERMEDIATE.certificate.der, response(LEAF, INTERMEDIATE)]
    number = data.draw(st.integers(0, 2))
    broken = bytearray(parts[number])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    parts[number] = bytes(broken)
    judgement = ask((parts[0], parts[1]), (ROOT,), ocsp_response=parts[2])
    assert judgement.reason is not None and has(judgement.reason.id)
    assert judgement.accepted is False or judgement.public_key is not None


# Numbers of any length


def integer(number: int) -> bytes:
    content = number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
    return b"\x02\x82" + len(content).to_bytes(2, "big") + content


def all_said(judgement: Judgement) -> None:
    assert isinstance(judgement.verdict, Verdict)
    for message in [finding.message for path in judgement.verdict.paths for finding in path.findings]:
        assert all(say(message, language) for language in LANGUAGES)


def test_an_exponent_that_python_does_not_print() -> None:
    root = issue("Root", ca=True)
    key = rsa.RSAPublicNumbers((1 << 16000) + 1, (1 << 16384) - 1).public_key()
    building = x509.CertificateBuilder(root.built.subject, x509.Name([]), key, 5, NOW - DAY, NOW + DAY)
    der = building.sign(root.key, hashes.SHA256()).public_bytes(Encoding.DER)
    all_said(ask((der,), (root,)))


@pytest.mark.parametrize("limit", [1 << 20000, -(1 << 20000)], ids=["long", "negative"])
def test_a_path_length_that_python_does_not_print(limit: int) -> None:
    root = issue("Root", ca=True)
    inside = b"\x01\x01\xff" + integer(limit)
    value = b"\x30\x82" + len(inside).to_bytes(2, "big") + inside
    extra = ((x509.UnrecognizedExtension(x509.BasicConstraints.oid, value), True),)
    middle = issue("Middle", root, ca=True, without=(x509.BasicConstraints,), extra=extra)
    judgement = ask((issue(HOST, middle), middle), (root,))
    assert judgement.accepted == (limit > 0)
    all_said(judgement)


# What is remembered


def test_a_judgement_is_made_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    leaf, intermediate, root = authority.chain()
    der, other = (leaf.certificate.der, intermediate.certificate.der), issue("other.example.com", root).certificate.der
    made: list[Conditions] = []
    judge = module._judge
    monkeypatch.setattr(module, "_judge", lambda *arguments: (made.append(arguments[-1]), judge(*arguments))[1])
    now = [SECONDS]
    verify = verifier([root.certificate], Conditions(trust="test"), clock=lambda: now[0])
    first = verify(der, HOST, b"", b"")
    now[0] += 0.9
    assert verify(der, HOST, b"", b"") is first and len(made) == 1
    assert not verify(der, "mail.example.com", b"", b"").accepted
    assert not verify((other,), HOST, b"", b"").accepted
    assert not verify(der, HOST, b"\x30\x00\x00", b"").accepted
    now[0] = leaf.certificate.not_after.timestamp()
    assert verify(der, HOST, b"", b"").accepted
    now[0] += 1
    assert verify(der, HOST, b"", b"").alert is AlertDescription.certificate_expired
    assert len(made) == 6
    for number in range(2 * module.REMEMBERED):
        verify(der, f"{number}.example.com", b"", b"")
    now[0] = SECONDS
    assert verify(der, HOST, b"", b"") is not first, "what is remembered must have an end"


def test_judgements_of_long_chains_are_not_kept() -> None:
    leaf, intermediate, root = authority.chain()
    verify = verifier([root.certificate], Conditions(trust="test"), clock=lambda: SECONDS)
    padded = (leaf.certificate.der, *(intermediate.certificate.der,) * (1 + module.LONGEST_REMEMBERED // len(intermediate.certificate.der)))
    assert verify(padded, HOST, b"", b"").accepted
    assert verify(padded, HOST, b"", b"") is not verify(padded, HOST, b"", b"")


def test_the_time_of_the_conditions_comes_before_the_clock() -> None:
    leaf, intermediate, root = authority.chain()
    verify = verifier([root.certificate], Conditions(trust="test", time=datetime(2050, 1, 1, tzinfo=UTC)), clock=lambda: SECONDS)
    judgement = verify((leaf.certificate.der, intermediate.certificate.der), HOST, b"", b"")
    assert judgement.alert is AlertDescription.certificate_expired


def test_path_validation_is_loaded_with_the_first_chain() -> None:
    code = "import sys, workbench.core.handshake.verify; print('workbench.core.x509.judge' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"

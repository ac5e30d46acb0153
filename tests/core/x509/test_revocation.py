"""Revocation by the CRLs and OCSP responses that are open (RFC 5280 6.3, RFC 6960); PKITS covers scopes, deltas and indirect CRLs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.x509 import ocsp

from tests.core.x509.authority import DAY, NOW, Entity, chain, issue, key_usage, ocsp_response, revocation_list
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.finding import Conditions, Purpose, Status, Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.ocsp import OcspResponse

CONDITIONS = Conditions(time=NOW, purpose=Purpose.ANY)
KEY_COMPROMISE = x509.ReasonFlags.key_compromise
OCSP_SIGNING = (x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING]), False)
GOOD, REVOKED, UNKNOWN = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED, ocsp.OCSPCertStatus.UNKNOWN


@pytest.fixture(scope="module")
def entities() -> tuple[Entity, Entity, Entity]:
    return chain()


def judged(
    entities: tuple[Entity, Entity, Entity],
    crls: Sequence[CertificateList] = (),
    responses: Sequence[OcspResponse] = (),
    conditions: Conditions = CONDITIONS,
    pool: Sequence[Entity] = (),
) -> Verdict:
    leaf, intermediate, root = entities
    opened = [intermediate.certificate, *(entity.certificate for entity in pool)]
    return judge(leaf.certificate, opened, [root.certificate], crls, responses, conditions)


def about(verdict: Verdict, index: int = 0) -> dict[str, Status]:
    return {
        f.id: f.status for f in verdict.paths[0].findings if f.certificate == index and f.id.startswith(("revo", "crl_", "ocsp_"))
    }


def test_nothing_open_is_not_checked(entities: tuple[Entity, Entity, Entity]) -> None:
    verdict = judged(entities)
    assert verdict.trusted
    assert about(verdict) == about(verdict, 1) == {"revocation_not_checked": Status.NOT_CHECKED}
    needed = judged(entities, conditions=replace(CONDITIONS, require_revocation=True))
    assert about(needed) == {"revocation_unknown": Status.FAILURE} and not needed.trusted


def test_good_by_crl(entities: tuple[Entity, Entity, Entity]) -> None:
    _, intermediate, root = entities
    crls = [revocation_list(intermediate, [(12345, None)]), revocation_list(root)]
    verdict = judged(entities, crls, conditions=replace(CONDITIONS, require_revocation=True))
    assert verdict.trusted and about(verdict) == about(verdict, 1) == {"revocation_good_crl": Status.OK}


def test_revoked_by_crl(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, root = entities
    verdict = judged(entities, [revocation_list(intermediate, [(leaf.certificate.serial_number, KEY_COMPROMISE)])])
    finding = next(f for f in verdict.paths[0].findings if f.id == "revoked_by_crl")
    assert finding.status is Status.FAILURE and finding.message.params["reason"] == "keyCompromise"
    assert finding.message.params["since"] == NOW - 5 * DAY
    assert verdict.headline.id == "headline_revoked" and verdict.headline.params["name"] == "www.example.com"
    above = judged(entities, [revocation_list(root, [(intermediate.certificate.serial_number, None)])])
    assert about(above, 1) == {"revoked_by_crl": Status.FAILURE} and above.headline.params["name"] == "Intermediate"


def test_the_same_serial_number_of_another_issuer_does_not_matter(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, _, root = entities
    assert judged(entities, [revocation_list(root, [(leaf.certificate.serial_number, None)])]).trusted


def test_on_hold_and_its_lifting(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, _ = entities
    serial = leaf.certificate.serial_number
    base = revocation_list(intermediate, [(serial, x509.ReasonFlags.certificate_hold)], number=1)
    assert about(judged(entities, [base])) == {"revocation_hold": Status.FAILURE}
    lifted = revocation_list(
        intermediate, [(serial, x509.ReasonFlags.remove_from_crl)], number=2, extra=[(x509.DeltaCRLIndicator(1), True)]
    )
    assert about(judged(entities, [base, lifted])) == {"revocation_good_crl": Status.OK}
    assert about(judged(entities, [lifted])) == {"revocation_not_checked": Status.NOT_CHECKED}  # a delta alone says nothing


@pytest.mark.parametrize(("begin", "end", "expected"), [(-9, -2, "crl_stale"), (1, 9, "crl_not_yet")])
def test_crls_out_of_date(entities: tuple[Entity, Entity, Entity], begin: int, end: int, expected: str) -> None:
    leaf, intermediate, _ = entities
    crl = revocation_list(intermediate, begin=NOW + begin * DAY, end=NOW + end * DAY)
    verdict = judged(entities, [crl])
    assert verdict.trusted and about(verdict) == {expected: Status.WARNING, "revocation_not_checked": Status.NOT_CHECKED}
    if expected == "crl_stale":  # who was revoked then is still revoked
        old = revocation_list(intermediate, [(leaf.certificate.serial_number, None)], begin=NOW - 9 * DAY, end=NOW - 2 * DAY)
        assert about(judged(entities, [old])) == {"revoked_by_crl": Status.FAILURE}


def test_crls_that_others_signed(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, root = entities
    listed = [(leaf.certificate.serial_number, None)]
    stranger = issue("Intermediate", ca=True)
    forged = revocation_list(intermediate, listed, signer=stranger)
    assert about(judged(entities, [forged])) == {"crl_signature_mismatch": Status.WARNING, "revocation_not_checked": Status.NOT_CHECKED}
    assert "crl_signer_not_trusted" in about(judged(entities, [forged], pool=[stranger]))
    opened = [intermediate.certificate, stranger.certificate]
    unanchored = judge(leaf.certificate, opened, [issue("Else", ca=True).certificate], [forged], (), CONDITIONS)
    assert "crl_signer_not_trusted" not in about(unanchored)  # nothing leads to a trust anchor there, which is said once
    second_key = issue("Intermediate", root, usage=x509.KeyUsage(False, False, False, False, False, False, True, False, False))
    proper = revocation_list(intermediate, listed, signer=second_key)
    assert about(judged(entities, [proper], pool=[second_key])) == {"revoked_by_crl": Status.FAILURE}
    without = issue("Intermediate", root, usage=key_usage(False))
    assert "crl_signer_key_usage" in about(judged(entities, [revocation_list(intermediate, listed, signer=without)], pool=[without]))


def test_unknown_critical_extensions_make_a_crl_useless(entities: tuple[Entity, Entity, Entity]) -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.3"), b"\x05\x00")
    crl = revocation_list(entities[1], extra=[(unknown, True)])
    assert about(judged(entities, [crl])) == {"crl_critical_unknown": Status.WARNING, "revocation_not_checked": Status.NOT_CHECKED}


def test_ocsp_signed_by_the_issuer(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, _ = entities
    for status, expected in (
        (GOOD, {"revocation_good_ocsp": Status.OK}),
        (REVOKED, {"revoked_by_ocsp": Status.FAILURE}),
        (UNKNOWN, {"ocsp_unknown": Status.WARNING, "revocation_not_checked": Status.NOT_CHECKED}),
    ):
        verdict = judged(entities, responses=[ocsp_response(leaf, intermediate, status, intermediate)])
        assert about(verdict) == expected
        assert about(verdict, 1) == {"revocation_not_checked": Status.NOT_CHECKED}


def test_ocsp_responders(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, root = entities
    cases = {
        "revocation_good_ocsp": issue("Responder", intermediate, extra=[OCSP_SIGNING]),
        "ocsp_signer_not_authorised": issue("Responder", intermediate),
        "ocsp_signer_expired": issue("Responder", intermediate, extra=[OCSP_SIGNING], begin=NOW - 9 * DAY, end=NOW - DAY),
    }
    for expected, responder in cases.items():
        assert expected in about(judged(entities, responses=[ocsp_response(leaf, intermediate, GOOD, responder)])), expected
    foreign = issue("Responder", root, extra=[OCSP_SIGNING])
    assert "ocsp_signer_not_authorised" in about(judged(entities, responses=[ocsp_response(leaf, intermediate, GOOD, foreign)]))


def test_ocsp_out_of_date(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, _ = entities
    old = ocsp_response(leaf, intermediate, GOOD, intermediate, begin=NOW - 9 * DAY, end=NOW - DAY)
    assert about(judged(entities, responses=[old])) == {"ocsp_stale": Status.WARNING, "revocation_not_checked": Status.NOT_CHECKED}
    late = ocsp_response(leaf, intermediate, REVOKED, intermediate, begin=NOW - 9 * DAY, end=NOW - DAY)
    assert about(judged(entities, responses=[late])) == {"revoked_by_ocsp": Status.FAILURE}


def test_revoked_anywhere_wins(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, _ = entities
    crl = revocation_list(intermediate, [(leaf.certificate.serial_number, None)])
    good = ocsp_response(leaf, intermediate, GOOD, intermediate)
    assert about(judged(entities, [crl], [good])) == {"revoked_by_crl": Status.FAILURE}


def test_the_newer_of_two_crls_decides(entities: tuple[Entity, Entity, Entity]) -> None:
    leaf, intermediate, _ = entities
    listed = [(leaf.certificate.serial_number, KEY_COMPROMISE)]
    older, newer = NOW - 3 * DAY, NOW - 2 * DAY
    since = [revocation_list(intermediate, begin=older), revocation_list(intermediate, listed, begin=newer)]
    lifted = [revocation_list(intermediate, listed, begin=older), revocation_list(intermediate, begin=newer)]
    for order in (1, -1):
        assert about(judged(entities, since[::order])) == {"revoked_by_crl": Status.FAILURE}
        assert about(judged(entities, lifted[::order])) == {"revocation_good_crl": Status.OK}


def test_the_crl_of_the_issuers_own_key_decides(entities: tuple[Entity, Entity, Entity]) -> None:
    """Two CAs of one name and a CRL of each, as after a change of keys."""
    leaf, intermediate, root = entities
    listed = [(leaf.certificate.serial_number, KEY_COMPROMISE)]
    renewed = issue("Intermediate", root, ca=True)

    def own_key(entity: Entity) -> list[tuple[x509.ExtensionType, bool]]:
        return [(x509.AuthorityKeyIdentifier.from_issuer_public_key(entity.key.public_key()), False)]

    crls = [
        revocation_list(renewed, begin=NOW - DAY, extra=own_key(renewed)),
        revocation_list(intermediate, listed, begin=NOW - 2 * DAY, extra=own_key(intermediate)),
    ]
    for order in (1, -1):
        assert about(judged(entities, crls[::order], pool=[renewed]))["revoked_by_crl"] is Status.FAILURE

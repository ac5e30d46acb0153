"""PKCS#7 and CMS: certificates and CRLs under every label, in DER, in mail, and nothing where there is nothing."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests.core.formats.samples import NOW, armour, certificate, der, ec_key
from workbench.core.asn1 import writer
from workbench.core.formats import Kind, open_bytes

BOTH = [certificate("one.test"), certificate("two.test")]


@pytest.mark.parametrize("label", ["PKCS7", "CMS", "PKCS #7 SIGNED DATA", "CERTIFICATE", "CERTIFICATE CHAIN"])
def test_labels(label: str) -> None:
    encoded = pkcs7.serialize_certificates(BOTH, Encoding.DER)
    opened = open_bytes(armour(encoded, label), "chain.p7b")
    assert {item.der for item in opened.objects} == {der("one.test"), der("two.test")}
    assert all(item.container == ("pem", label, "pkcs7") for item in opened.objects)


def test_der_gives_the_place_of_each_certificate() -> None:
    encoded = pkcs7.serialize_certificates(BOTH, Encoding.DER)
    opened = open_bytes(encoded, "chain.p7b")
    assert len(opened.objects) == 2
    assert all(item.length == len(encoded) for item in opened.objects)


def test_crls_come_out_too() -> None:
    builder = x509.CertificateRevocationListBuilder().issuer_name(BOTH[0].subject).last_update(NOW).next_update(NOW + timedelta(days=7))
    crl = builder.sign(ec_key(), hashes.SHA256()).public_bytes(Encoding.DER)
    signed = writer.sequence(
        writer.integer(1),
        writer.element(0x31),
        writer.sequence(writer.oid("1.2.840.113549.1.7.1")),
        writer.element(0xA0, der("one.test")),
        writer.element(0xA1, crl),
        writer.element(0x31),
    )
    encoded = writer.sequence(writer.oid("1.2.840.113549.1.7.2"), writer.element(0xA0, signed))
    opened = open_bytes(encoded, "a.p7b")
    assert [(item.kind, item.der) for item in opened.objects] == [(Kind.CERTIFICATE, der("one.test")), (Kind.CRL, crl)]


@pytest.mark.parametrize("options", [[], [pkcs7.PKCS7Options.DetachedSignature], [pkcs7.PKCS7Options.Binary]])
@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM, Encoding.SMIME])
def test_signed_messages(options: list[pkcs7.PKCS7Options], encoding: Encoding) -> None:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"text\r\n").add_signer(BOTH[0], ec_key(), hashes.SHA256()).add_certificate(BOTH[1])
    opened = open_bytes(builder.sign(encoding, options), "message")
    assert {item.der for item in opened.objects} == {der("one.test"), der("two.test")}


def test_a_mail_with_a_certificate_in_its_text_and_one_attached() -> None:
    lines = base64.encodebytes(der("two.test")).replace(b"\n", b"\r\n")
    mail = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n" + armour(der("one.test"), "CERTIFICATE")
    mail += b"\r\n--x\r\nContent-Type: application/pkix-cert\r\nContent-Transfer-Encoding: BASE64\r\nX-More: 1\r\n\r\n"
    mail += lines + b"--x--\r\n"
    opened = open_bytes(mail, "mail.eml")
    assert [item.der for item in opened.objects] == [der("one.test"), der("two.test")]
    assert opened.objects[1].container == ("mail", "der")


def test_a_message_without_certificates_says_so() -> None:
    encoded = pkcs7.PKCS7EnvelopeBuilder().set_data(b"x").add_recipient(_rsa_certificate()).encrypt(Encoding.DER, [])
    opened = open_bytes(encoded, "secret.p7m")
    assert not opened.objects and opened.error is not None
    assert [(refusal.reader, refusal.reason.id) for refusal in opened.refusals] == [("pkcs7", "cms_without_certificates")]


def _rsa_certificate() -> x509.Certificate:
    from tests.core.formats.samples import rsa_key

    builder = x509.CertificateBuilder().subject_name(BOTH[0].subject).issuer_name(BOTH[0].subject).public_key(rsa_key().public_key())
    builder = builder.serial_number(5).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    return builder.sign(rsa_key(), hashes.SHA256())

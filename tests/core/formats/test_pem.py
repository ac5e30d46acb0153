"""PEM as it comes: other labels, text around it, quoting, indentation, encodings; and what must not be guessed."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from tests.core.formats.samples import armour, certificate, der, ec_key, pem, pkcs8, rsa_key, spki
from workbench.core.formats import Kind, open_bytes
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.private_to_public import public_key_of

TWO = pem("one.test") + pem("two.test")
DERS = [der("one.test"), der("two.test")]


def prefixed(prefix: bytes) -> bytes:
    return b"".join(prefix + line + b"\n" for line in TWO.splitlines())


def folded(encoded: bytes) -> bytes:
    """Base64 as LDIF folds it: continuation lines begin with a space."""
    text = base64.b64encode(encoded)
    return b"\n ".join([text[:50], *(text[at : at + 70] for at in range(50, len(text), 70))])


FORMS = {
    "as it is": TWO,
    "CRLF": TWO.replace(b"\n", b"\r\n"),
    "CR only": TWO.replace(b"\n", b"\r"),
    "byte order mark": b"\xef\xbb\xbf" + TWO,
    "UTF-16 little-endian with mark": b"\xff\xfe" + TWO.decode().encode("utf-16-le"),
    "UTF-16 big-endian with mark": b"\xfe\xff" + TWO.decode().encode("utf-16-be"),
    "UTF-16 without mark": TWO.decode().encode("utf-16-le"),
    "UTF-16 big-endian without mark": TWO.decode().encode("utf-16-be"),
    "UTF-32": b"\xff\xfe\0\0" + TWO.decode().encode("utf-32-le"),
    "UTF-16 with Japanese text": ("サーバー証明書🔑\n".encode("utf-16") + TWO.decode().encode("utf-16-le")),
    "Shift_JIS text between": "中間証明書ソ\n".encode("cp932").join([b"", *[part + b"-----END CERTIFICATE-----\n" for part in
                              TWO.split(b"-----END CERTIFICATE-----\n")[:2]]]),
    "garbage around": b"\x00\x01\xfe garbage --- --- " + TWO + b"----- more -----BEGIN \x80",
    "indented": prefixed(b"    "),
    "tabs": prefixed(b"\t"),
    "quoted": prefixed(b"> "),
    "quoted twice": prefixed(b">> "),
    "comment": prefixed(b"# "),
    "slashes": prefixed(b"// "),
    "slashes without space": prefixed(b"//"),
    "trailing spaces": TWO.replace(b"\n", b"   \n"),
    "blank lines": TWO.replace(b"\n", b"\n\n"),
    "no line ends in the base64": b"".join(armour(one, "CERTIFICATE").replace(b"\n", b"") + b"\n" for one in DERS),
    "JSON": json.dumps({"cert": TWO.decode()}).encode(),
    "JSON twice": json.dumps(json.dumps({"cert": TWO.decode()})).encode(),
    "JSON with escaped slashes": json.dumps({"cert": TWO.decode()}).replace("/", "\\/").encode(),
    "environment file": b'CERT="' + TWO.replace(b"\n", b"\\n") + b'"\n',
    "escaped CRLF": TWO.replace(b"\n", b"\\r\\n"),
    "C string": b"".join(b'"' + line + b'\\n"\n' for line in TWO.splitlines()),
    "JavaScript string": b" +\n".join(b"  '" + line + b"\\n'" for line in TWO.splitlines()),
    "YAML block": b"cert: |\n" + prefixed(b"  "),
    "percent-encoded": urllib.parse.quote(TWO.decode(), safe="- ").encode(),
    "XML entities": TWO.replace(b"\n", b"&#13;\n"),
    "HTML line breaks": TWO.replace(b"\n", b"<br/>\n"),
    "HTML escaped": html.escape(TWO.decode()).encode(),
    "NUL bytes": TWO.replace(b"\n", b"\0\n"),
    "no final line end": TWO.rstrip(),
    "underscores": TWO.replace(b"BEGIN CERTIFICATE", b"BEGIN_CERTIFICATE").replace(b"END CERTIFICATE", b"END_CERTIFICATE"),
    "space before the dashes": TWO.replace(b"CERTIFICATE-----", b"CERTIFICATE -----"),
    "base64 of it": base64.b64encode(TWO),
    "base64 of it, wrapped": base64.encodebytes(TWO),
    "URL-safe base64 of it": base64.urlsafe_b64encode(TWO),
    "Kubernetes secret": b"kind: Secret\ndata:\n  tls.crt: " + base64.b64encode(TWO) + b"\n  other: bm90aGluZw==\n",
    "value in JSON": json.dumps({"data": {"tls.crt": base64.b64encode(TWO).decode()}}).encode(),
    "value that begins with text": b"data:\n  ca: " + base64.b64encode(b"subject: one\n" + TWO) + b"\n",
    "folded value": b"data:\n  tls.crt: |\n" + b"".join(b"    " + line + b"\n" for line in base64.encodebytes(TWO).splitlines())
                    + b"  type: x\n",
    "JWKS": json.dumps({"keys": [{"x5c": [base64.b64encode(one).decode() for one in DERS]}]}).encode(),
    "SAML metadata": b"<a>" + b"".join(b"<X509Certificate>\n" + base64.encodebytes(one) + b"</X509Certificate>" for one in DERS) + b"</a>",
    "LDIF": b"".join(b"userCertificate;binary:: " + folded(one) + b"\nsn: x\n" for one in DERS),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_both_certificates_come_out_of(form: str) -> None:
    opened = open_bytes(FORMS[form], "file")
    assert [item.der for item in opened.objects if item.kind is Kind.CERTIFICATE] == DERS
    assert all(item.kind is Kind.CERTIFICATE for item in opened.objects)
    assert opened.error is None
    assert [item.part for item in opened.objects] == [1, 2]


@pytest.mark.parametrize("form", ["as it is", "CRLF", "byte order mark", "indented", "garbage around", "Shift_JIS text between"])
def test_offsets_are_those_of_the_block_in_the_file(form: str) -> None:
    data = FORMS[form]
    for item in open_bytes(data, "file").objects:
        block = data[item.start : item.start + item.length]
        assert block.startswith(b"-----BEGIN CERTIFICATE-----") and block.endswith(b"-----END CERTIFICATE-----")


def test_offsets_in_utf_16_count_the_bytes_of_the_file() -> None:
    data = FORMS["UTF-16 little-endian with mark"]
    for item in open_bytes(data, "file").objects:
        block = data[item.start : item.start + item.length].decode("utf-16-le")
        assert block.startswith("-----BEGIN CERTIFICATE-----") and block.endswith("-----END CERTIFICATE-----")


def test_the_certificate_is_parsed_once() -> None:
    item = open_bytes(TWO, "file").objects[0]
    assert item.parsed == parse_certificate(item.der)
    assert item.container == ("pem", "CERTIFICATE")


@pytest.mark.parametrize("label", ["X509 CERTIFICATE", "TRUSTED CERTIFICATE", "CERTIFICATE"])
def test_labels_of_certificates(label: str) -> None:
    (item,) = open_bytes(armour(der(), label), "file").objects
    assert (item.kind, item.der, item.remarks, item.container) == (Kind.CERTIFICATE, der(), (), ("pem", label))


def test_trust_settings_after_a_certificate_are_remarked_on_and_give_the_name() -> None:
    aux = bytes.fromhex("3019300a06082b06010505070301") + b"\x0c\x08my alias"
    aux = aux[:1] + bytes([len(aux) - 2]) + aux[2:]
    (item,) = open_bytes(armour(der() + aux, "TRUSTED CERTIFICATE"), "file").objects
    assert item.der == der()
    assert item.name == "my alias"
    assert [remark.id for remark in item.remarks] == ["openssl_trust_data"]


def test_a_label_that_does_not_fit_is_remarked_on() -> None:
    (item,) = open_bytes(armour(pkcs8(rsa_key()), "CERTIFICATE"), "file").objects
    assert item.kind is Kind.PRIVATE_KEY
    assert [remark.id for remark in item.remarks] == ["label_does_not_fit"]
    (item,) = open_bytes(armour(der(), "ANYTHING AT ALL"), "file").objects
    assert (item.kind, item.remarks) == (Kind.CERTIFICATE, ())


def test_different_labels_at_begin_and_end_are_refused_with_the_reason() -> None:
    opened = open_bytes(armour(der(), "CERTIFICATE", "PRIVATE KEY"), "file")
    assert not opened.objects
    assert [refusal.reason.id for refusal in opened.refusals] == ["pem_labels_differ"]
    assert opened.error is not None and opened.error.id == "nothing_readable"


def test_a_missing_end_line_is_forgiven_when_the_object_is_whole() -> None:
    (item,) = open_bytes(pem().split(b"-----END")[0], "file").objects
    assert item.der == der() and [remark.id for remark in item.remarks] == ["pem_no_end_line"]
    opened = open_bytes(pem()[:200], "file")
    assert not opened.objects and [refusal.reason.id for refusal in opened.refusals] == ["pem_no_end"]


def test_one_broken_block_does_not_hide_the_others() -> None:
    broken = armour(der()[:100], "CERTIFICATE")
    opened = open_bytes(pem("one.test") + broken + b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" + pem("two.test"), "file")
    assert [item.kind for item in opened.objects] == [Kind.CERTIFICATE, Kind.UNKNOWN_DER, Kind.CERTIFICATE]
    assert [refusal.reason.id for refusal in opened.refusals] == ["der_truncated_content", "pem_empty"]


def test_bag_attributes_give_the_name() -> None:
    text = b"Bag Attributes\n    friendlyName: my name\n    localKeyID: 01 02\nsubject=CN = x\n"
    opened = open_bytes(pem("one.test") + text + pem("two.test") + pem(), "file")
    assert [item.name for item in opened.objects] == ["", "my name", ""]


def test_openpgp_is_told_apart() -> None:
    opened = open_bytes(armour(b"\x99\x01" * 40, "PGP PUBLIC KEY BLOCK"), "file")
    assert [refusal.reason.id for refusal in opened.refusals] == ["pem_pgp"]


@pytest.mark.parametrize("padding", [b"", b"=", b"=="])
def test_wrong_padding_is_supplied(padding: bytes) -> None:
    body = base64.b64encode(der()).rstrip(b"=")
    (item,) = open_bytes(b"-----BEGIN CERTIFICATE-----\n" + body + padding + b"\n-----END CERTIFICATE-----\n", "file").objects
    assert item.der == der()


def test_encrypted_pkcs8_between_certificates() -> None:
    key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption("日本語🔑".encode()))
    opened = open_bytes(pem() + key, "file", ["wrong", "日本語🔑"])
    assert [item.kind for item in opened.objects] == [Kind.CERTIFICATE, Kind.PRIVATE_KEY]
    assert opened.objects[1].encrypted and public_key_of(opened.objects[1].der) == spki(ec_key())
    locked = open_bytes(pem() + key, "file", ["wrong"])
    assert [item.kind for item in locked.objects] == [Kind.CERTIFICATE]
    assert [(lock.what.id, lock.wrong, lock.seconds) for lock in locked.locked] == [("locked_private_key", True, 0.0)]
    assert not open_bytes(pem() + key, "file").locked[0].wrong


def test_a_bundle_keeps_its_order_and_numbers() -> None:
    names = [f"host{number}.test" for number in range(50)]
    opened = open_bytes(b"".join(pem(name) for name in names), "bundle")
    assert [item.der for item in opened.objects] == [certificate(name).public_bytes(Encoding.DER) for name in names]
    assert [item.part for item in opened.objects] == list(range(1, 51))

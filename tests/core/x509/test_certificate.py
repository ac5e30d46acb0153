"""Fields against `cryptography` and spans against the bytes, over every certificate of the corpora."""

from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.asn1.reader import DerError
from workbench.core.x509 import certificate as module
from workbench.core.x509.certificate import Certificate, parse_certificate


@pytest.fixture(scope="module")
def certificates(corpora: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((corpora / "certs" / "from_captures").glob("*.der"))]


def test_agrees_with_cryptography(certificates: list[bytes]) -> None:
    compared = 0
    for der in certificates:
        try:
            theirs = x509.load_der_x509_certificate(der)
            extensions = theirs.extensions
        except ValueError:
            continue
        ours = parse_certificate(der)
        compared += 1
        assert ours.serial_number == theirs.serial_number
        assert (ours.not_before, ours.not_after) == (theirs.not_valid_before_utc, theirs.not_valid_after_utc)
        assert ours.subject_der == theirs.subject.public_bytes() or ours.subject.rfc4514 == theirs.subject.rfc4514_string()
        assert ours.version == theirs.version.value + 1
        assert [(e.oid, e.critical) for e in ours.extensions] == [(e.oid.dotted_string, e.critical) for e in extensions]
        assert ours.fields.tbs_certificate.encoded == theirs.tbs_certificate_bytes
        assert ours.fields.signature_value.value[1:] == theirs.signature
    assert compared > 100


def test_quick_frame_finds_what_the_reader_finds(certificates: list[bytes]) -> None:
    quick = 0
    for der in certificates:
        frame = module._ordinary_frame(der)
        if frame is not None:
            quick += 1
            assert frame == module._any_frame(der)
    assert quick > 100


@given(st.data())
def test_damage_ends_in_a_certificate_or_a_typed_refusal(certificates: list[bytes], data: st.DataObject) -> None:
    der = bytearray(data.draw(st.sampled_from(certificates)))
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, min(len(der) - 1, 200)))] = data.draw(st.integers(0, 255))
    try:
        result = parse_certificate(bytes(der))
    except DerError:
        return
    assert isinstance(result, Certificate)
    assert result.issuer_der in bytes(der)


def test_refuses_bytes_after_the_certificate(certificates: list[bytes]) -> None:
    with pytest.raises(DerError) as caught:
        parse_certificate(certificates[0] + b"\0")
    assert caught.value.message.id == "der_trailing_data"

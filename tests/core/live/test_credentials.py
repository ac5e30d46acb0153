"""Certificates and keys out of files -> what an endpoint proves itself with."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from tests.core.live.serving import Serving, client_configuration, lab, trusting
from tests.interop.credentials import KEY_TYPES, SERVER_NAME, files, pem, root
from workbench.core.errors import FileError
from workbench.core.handshake.transcript import Outcome
from workbench.core.live.address import Address
from workbench.core.live.connect import Visit, connect
from workbench.core.live.credentials import read_credential
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.signatures import schemes_of

TLS12, TLS13 = ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3


def refusal(certificate: Path, key: Path | None, *passwords: str, versions: tuple[int, ...] = (TLS13, TLS12)) -> str:
    with pytest.raises(FileError) as caught:
        read_credential(str(certificate), None if key is None else str(key), versions, passwords)
    return caught.value.message.id


@pytest.mark.parametrize("kind", KEY_TYPES)
def test_a_key_of_every_kind_signs_as_its_certificate_says(kind: str) -> None:
    given = files(kind)
    credential = read_credential(str(given.certificate), str(given.key), (TLS13,))
    assert credential.chain == (given.leaf,)
    assert schemes_of(credential.public_key, TLS13) == schemes_of(given.credential.public_key, TLS13) != ()


def test_the_chain_is_put_in_order_and_the_root_left_out(tmp_path: Path) -> None:
    own = lab().credentials[0]
    key = own.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    path = tmp_path / "all.pem"
    path.write_bytes(pem("CERTIFICATE", lab().root) + b"".join(pem("CERTIFICATE", der) for der in reversed(own.chain)) + key)
    credential = read_credential(str(path), None, (TLS13,), ("wrong", "secret"))
    assert credential.chain == own.chain and credential.names == ("localhost", "127.0.0.1", "::1")
    assert refusal(path, None) == refusal(path, None, "wrong") == "live_locked"


def test_a_pkcs12_file_has_both(tmp_path: Path) -> None:
    own = lab().credentials[1]
    leaf, issuer = (x509.load_der_x509_certificate(der) for der in own.chain)
    path = tmp_path / "server.p12"
    path.write_bytes(serialize_key_and_certificates(b"server", own.private_key, leaf, [issuer], BestAvailableEncryption(b"secret")))
    credential = read_credential(str(path), None, (TLS12,), ("secret",))
    assert credential.chain == own.chain
    with Serving(credentials=(credential,)) as serving:
        transcript = connect(Visit(Address("127.0.0.1", serving.port), client_configuration()))
    assert transcript.outcome is Outcome.ok


def test_what_does_not_belong_together_is_said(tmp_path: Path) -> None:
    one, other = files("p256"), files("ed25519")
    assert refusal(one.certificate, other.key) == "live_key_of_another"
    assert refusal(one.certificate, None) == refusal(one.certificate, one.certificate) == "live_no_key"
    assert refusal(one.key, one.key) == "live_no_certificate"
    assert refusal(tmp_path / "missing", one.key) == refusal(one.certificate, tmp_path / "missing") == "live_file"
    ml_dsa = files("mldsa65")
    assert refusal(ml_dsa.certificate, ml_dsa.key, versions=(TLS12,)) == "live_key_unusable"


@pytest.mark.parametrize("kind", KEY_TYPES)
def test_a_server_proves_itself_with_it(kind: str) -> None:
    given = files(kind)
    credential = read_credential(str(given.certificate), str(given.key), (TLS13,))
    verify = trusting(root()[0].public_bytes(Encoding.DER))
    with Serving(credentials=(credential,), versions=(TLS13,)) as serving:
        configuration = client_configuration(verify=verify, server_name=SERVER_NAME)
        transcript = connect(Visit(Address("127.0.0.1", serving.port), configuration))
    assert transcript.outcome is Outcome.ok, transcript.headline

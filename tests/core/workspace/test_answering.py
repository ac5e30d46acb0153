"""OCSP responses of a workspace: `openssl ocsp` and our own validation accept them, by the CA itself and by its responder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.core.workspace.small_ca import DAY, SmallCa, openssl, pem, wanted
from workbench.core.issuance.ocsp import ResponseStatus
from workbench.core.issuance.specification import Validity
from workbench.core.workspace import certificates, log
from workbench.core.workspace.answering import answer, ocsp_response
from workbench.core.workspace.deleting import delete
from workbench.core.workspace.entries import CertificateEntry, Event
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.revoking import lift_hold, revoke
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import Reason
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.issuance_ocsp import SHA256
from workbench.core.x509.judge import judge
from workbench.core.x509.ocsp import parse_ocsp_response

HOUR = timedelta(hours=1)


@pytest.fixture
def ca(url: str) -> Iterator[SmallCa]:
    small = SmallCa(url)
    yield small
    small.workspace.close()


def refused(id: str) -> pytest.RaisesExc[WorkspaceError]:
    return pytest.RaisesExc(WorkspaceError, check=lambda error: error.message.id == id)


def question(*asked: tuple[CertificateEntry, CertificateEntry], algorithm: hashes.HashAlgorithm | None = None) -> bytes:
    """As the library asks; it asks about one at a time, so several are asked by `several`."""
    (certificate, issuer), *rest = asked
    assert not rest
    builder = ocsp.OCSPRequestBuilder().add_certificate(
        x509.load_der_x509_certificate(certificate.der), x509.load_der_x509_certificate(issuer.der), algorithm or hashes.SHA1()
    )
    return builder.build().public_bytes(Encoding.DER)


def several(folder: Path, *asked: tuple[CertificateEntry, CertificateEntry]) -> bytes:
    """As `openssl ocsp` asks about several certificates, with a nonce."""
    arguments: list[object] = []
    for number, (certificate, issuer) in enumerate(asked):
        arguments += [
            "-issuer",
            pem(folder / f"issuer{number}.pem", issuer.der),
            "-cert",
            pem(folder / f"asked{number}.pem", certificate.der),
        ]
    done = openssl("ocsp", *arguments, "-reqout", folder / "request.der")
    assert done.returncode == 0, done.stderr
    return (folder / "request.der").read_bytes()


def trusted(ca: SmallCa, response: bytes, certificate: CertificateEntry | None = None) -> bool:
    found = [parse_certificate(entry.der) for entry in (certificate or ca.server, ca.intermediate, ca.root)]
    conditions = Conditions(time=datetime.now(UTC), purpose=Purpose.SERVER)
    return judge(found[0], found[1:], found[2:], [], [parse_ocsp_response(response)], conditions).trusted


def by_openssl(ca: SmallCa, folder: Path, response: bytes) -> tuple[bool, str]:
    """Whether `openssl ocsp` accepts the signature, and what it read about the server's certificate."""
    (folder / "response.der").write_bytes(response)
    files = [pem(folder / f"{name}.pem", entry.der) for name, entry in (("root", ca.root), ("ca", ca.intermediate), ("server", ca.server))]
    arguments = ["-CAfile", files[0], "-issuer", files[1], "-cert", files[2], "-verify_other", files[1]]
    done = openssl("ocsp", "-respin", folder / "response.der", *arguments)
    return "Response verify OK" in done.stderr, done.stdout.partition("server.pem: ")[2].split("\n")[0]


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.RSA_2048, KeyKind.ED25519])
def test_openssl_and_we_accept_the_files(kind: KeyKind, tmp_path: Path) -> None:
    ca = SmallCa(f"sqlite:///{tmp_path / 'workspace.sqlite'}", kind)
    now = datetime.now(UTC).replace(microsecond=0)
    good = ocsp_response(ca.workspace, ca.server.id, now, now + 7 * DAY)
    assert by_openssl(ca, tmp_path, good) == (True, "good") and trusted(ca, good)
    revoke(ca.workspace, ca.server.id, Reason.KEY_COMPROMISE)
    bad = ocsp_response(ca.workspace, ca.server.id, now, now + 7 * DAY)
    assert by_openssl(ca, tmp_path, bad) == (True, "revoked") and not trusted(ca, bad)
    text = openssl("ocsp", "-respin", tmp_path / "response.der", "-noverify", "-resp_text").stdout
    assert "Cert Status: revoked" in text and "Revocation Reason: keyCompromise (0x1)" in text
    with ca.workspace.reading() as connection:
        told = log.read_log(connection, ca.server.id)
    assert [row.details["status"] for row in told if row.event is Event.ANSWERED_OCSP] == ["revoked", "good"]
    ca.workspace.close()


def test_a_responder_that_the_ca_authorised_signs_and_comes_along(ca: SmallCa, tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    responder = ca.issue("ocsp_signing", "Responder", ca.intermediate)
    for response in (
        ocsp_response(ca.workspace, ca.server.id, now, now + DAY),
        ocsp_response(ca.workspace, ca.server.id, now, now + DAY, SHA256, responder.id),
        answer(ca.workspace, question((ca.server, ca.intermediate)), now, now + DAY).response,
    ):
        found = ocsp.load_der_ocsp_response(response)
        assert [each.public_bytes(Encoding.DER) for each in found.certificates] == [responder.der]
        told = "good" if isinstance(found.hash_algorithm, hashes.SHA1) else "ERROR: No Status found."  # it looks for a CertID with SHA-1
        assert by_openssl(ca, tmp_path, response) == (True, told)
        assert trusted(ca, response)
    revoke(ca.workspace, responder.id, Reason.KEY_COMPROMISE)  # then the CA signs itself
    assert ocsp.load_der_ocsp_response(ocsp_response(ca.workspace, ca.server.id, now, now + DAY)).certificates == []
    for id in (responder.id, ca.server.id, ca.root.id):
        with refused("ocsp_not_a_responder"):
            ocsp_response(ca.workspace, ca.server.id, now, now + DAY, responder_id=id)


def test_a_responder_of_another_ca_or_out_of_date_does_not_sign(ca: SmallCa) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    ca.issue("ocsp_signing", "Responder of the root", ca.root)
    over = ca.issue("ocsp_signing", "Short", ca.intermediate, validity=Validity(1))
    assert not ocsp.load_der_ocsp_response(ocsp_response(ca.workspace, ca.server.id, now + 2 * DAY, now + 3 * DAY)).certificates
    assert len(ocsp.load_der_ocsp_response(ocsp_response(ca.workspace, ca.server.id, now, now + DAY)).certificates) == 1
    with refused("ocsp_not_a_responder"):
        ocsp_response(ca.workspace, ca.server.id, now + 2 * DAY, now + 3 * DAY, responder_id=over.id)


def test_what_nobody_here_can_answer_for_is_refused(ca: SmallCa, tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with refused("ocsp_self_signed"):
        ocsp_response(ca.workspace, ca.root.id, now, now + DAY)
    with refused("ocsp_times"):
        ocsp_response(ca.workspace, ca.server.id, now, now - DAY)
    other = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with ca.workspace.writing() as connection:
        stranger = certificates.add_certificate(connection, other.server.der)
    with refused("ocsp_issuer_missing"):
        ocsp_response(ca.workspace, stranger.id, now, now + DAY)
    assert answer(ca.workspace, question((other.server, other.intermediate)), now, now + DAY).status is ResponseStatus.UNAUTHORIZED
    with ca.workspace.writing() as connection:  # the CA is here now, but not its key
        certificates.add_certificate(connection, other.intermediate.der)
    assert answer(ca.workspace, question((other.server, other.intermediate)), now, now + DAY).status is ResponseStatus.UNAUTHORIZED
    with refused("workspace_issuer_has_no_key"):
        ocsp_response(ca.workspace, stranger.id, now, now + DAY)
    ca.workspace.vault.lock()
    with pytest.raises(VaultError):
        answer(ca.workspace, question((ca.server, ca.intermediate)), now, now + DAY)
    other.workspace.close()


def statuses(response: bytes) -> Sequence[tuple[int, str]]:
    found = ocsp.load_der_ocsp_response(response)
    return [(row.serial_number, row.certificate_status.name) for row in found.responses]


def test_an_answer_is_what_the_workspace_says_now(ca: SmallCa, tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    second = ca.issue("server", "second.example.test", ca.intermediate)
    never = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}").server  # the intermediate here never gave out its serial
    asked = [(ca.server, ca.intermediate), (second, ca.intermediate), (never, ca.intermediate)]
    request = several(tmp_path, *asked)
    serials = [int(entry.serial, 16) for entry, _ in asked]

    def told() -> list[str]:
        made = answer(ca.workspace, request, now, now + HOUR)
        found = statuses(made.response)
        assert [serial for serial, _ in found] == serials
        assert [status for _, status in found] == [known.status.name for _, known in made.asked]
        assert parse_ocsp_response(made.response).nonce is not None
        return [status for _, status in found]

    assert told() == ["GOOD", "GOOD", "UNKNOWN"]
    revoke(ca.workspace, second.id, Reason.CERTIFICATE_HOLD)
    assert told() == ["GOOD", "REVOKED", "UNKNOWN"]
    lift_hold(ca.workspace, second.id)
    assert told() == ["GOOD", "GOOD", "UNKNOWN"]
    revoke(ca.workspace, ca.server.id)
    with ca.workspace.writing() as connection:
        delete(connection, ca.server.id)  # put away here, out there all the same
    assert told() == ["REVOKED", "GOOD", "UNKNOWN"]


@pytest.mark.parametrize("algorithm", [hashes.SHA1(), hashes.SHA256(), hashes.SHA512()], ids=lambda item: item.name)
def test_any_hash_of_a_certid_is_understood(ca: SmallCa, algorithm: hashes.HashAlgorithm) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    made = answer(ca.workspace, question((ca.server, ca.intermediate), algorithm=algorithm), now, now + HOUR)
    assert statuses(made.response) == [(int(ca.server.serial, 16), "GOOD")]
    assert trusted(ca, made.response)


def test_certificates_of_two_cas_in_one_question(ca: SmallCa, tmp_path: Path) -> None:
    """One signature cannot speak for both: the first CA's are answered, the other's are unknown."""
    now = datetime.now(UTC).replace(microsecond=0)
    request = several(tmp_path, (ca.intermediate, ca.root), (ca.server, ca.intermediate))
    made = answer(ca.workspace, request, now, now + HOUR)
    assert statuses(made.response) == [(int(ca.intermediate.serial, 16), "GOOD"), (int(ca.server.serial, 16), "UNKNOWN")]


def test_a_renewed_ca_answers_for_what_its_old_certificate_issued(ca: SmallCa) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    assert ca.intermediate.key_id is not None
    order = Order(wanted("intermediate", "Lab Intermediate"), ca.root.id, ca.intermediate.key_id, replaces_id=ca.intermediate.id)
    renewed = issue(ca.workspace, order)
    with ca.workspace.writing() as connection:
        delete(connection, ca.intermediate.id)
    made = answer(ca.workspace, question((ca.server, renewed)), now, now + HOUR)
    assert statuses(made.response) == [(int(ca.server.serial, 16), "GOOD")]

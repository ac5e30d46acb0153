"""Somebody's own certificate plays in a scenario: it is what is sent, it is judged as it is, and its key is nowhere to be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_der_x509_certificate

from workbench.core.errors import Message, UsageError
from workbench.core.handshake import export
from workbench.core.handshake.scenarios import BY_ID, run
from workbench.core.handshake.scenarios.options import offered, settle
from workbench.core.handshake.scenarios.parameters import OwnCertificate, Parameters, ServerCertificate
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.core.tls.configuration import Credential
from workbench.core.x509.issuance import (
    CLIENT_AUTH,
    SERVER_AUTH,
    Authority,
    KeyKind,
    Revocation,
    Wanted,
    distinguished_name,
    issue,
    issue_to_itself,
    make_crl,
    make_key,
)

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
NAME = "shop.example.test"


def own(days: int = 30, for_client: bool = False, revoked: bool = False, anchored: bool = True) -> OwnCertificate:
    root_key, key = make_key(KeyKind.P_256), make_key(KeyKind.P_256)
    ca = Wanted(
        distinguished_name("My own root"), NOW - 90 * DAY, NOW + 900 * DAY, key_usage=frozenset({"keyCertSign", "cRLSign"}), ca=True
    )
    root = Authority(issue_to_itself(ca, root_key), root_key)
    wanted = Wanted(
        distinguished_name(NAME), NOW - 60 * DAY, NOW + days * DAY, () if for_client else (NAME,), frozenset({"digitalSignature"}),
        (CLIENT_AUTH if for_client else SERVER_AUTH,),
    )  # fmt: skip
    leaf = issue(wanted, key.public_key(), root)
    number = load_der_x509_certificate(leaf).serial_number
    crls = (make_crl(root, {number: Revocation(NOW - DAY, 1)}, 1, NOW - DAY, NOW + 9 * DAY),) if revoked else ()
    anchors = (root.certificate,) if anchored else ()
    return OwnCertificate(Credential((leaf,), key, key.public_key()), anchors, crls, NAME, for_client)


def played(certificate: OwnCertificate, name: str = "tls13_full", **more: object) -> Transcript:
    return run(name, Parameters(own=certificate, server_name=NAME if not certificate.for_client else "www.example.test", **more))  # type: ignore[arg-type]


def test_the_server_sends_it_and_the_client_accepts_it() -> None:
    mine = own()
    transcript = played(mine)
    assert transcript.outcome is Outcome.ok
    sent = b"".join(part.data for step in transcript.steps if step.name == "Certificate" for part in step.parts)
    assert mine.credential.chain[0] in sent
    assert not transcript.as_written


def test_a_client_shows_its_own() -> None:
    mine = own(for_client=True)
    transcript = played(mine, "tls13_mutual")
    assert transcript.outcome is Outcome.ok
    assert mine.credential.chain[0] in b"".join(part.data for step in transcript.steps for part in step.parts)


@pytest.mark.parametrize(
    ("mine", "alert"),
    [
        (own(days=-1), "certificate_expired"),
        (own(anchored=False), "unknown_ca"),
        (own(revoked=True), "certificate_revoked"),
    ],
    ids=["expired", "no anchor", "revoked"],
)
def test_it_is_judged_as_it_is(mine: OwnCertificate, alert: str) -> None:
    transcript = played(mine)
    assert transcript.outcome is Outcome.failed
    assert alert in [step.name for step in transcript.steps]


def test_another_name_is_refused() -> None:
    transcript = run("tls13_full", Parameters(own=own(), server_name="bank.example.test"))
    assert transcript.outcome is Outcome.failed


@pytest.mark.parametrize("name", ["tls13_full", "tls13_mutual"])
def test_its_private_key_is_in_no_value_and_no_export(name: str) -> None:
    mine = own(for_client=name == "tls13_mutual")
    key = mine.credential.private_key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    secret = key.private_numbers().private_value.to_bytes(32, "big")
    transcript = played(mine, name)
    info = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    for value in (value for step in transcript.steps for value in step.values):
        assert secret not in (value.data or b"") and info not in (value.data or b"")
    for row in export.EXPORTS:
        for options in ({}, {"secrets": True}) if row.name == "json" else ({},):
            written = row.write(transcript, say=said, **options)
            assert secret not in written and secret.hex().encode() not in written.lower()
    assert secret.hex() not in repr(Parameters(own=mine))


def said(message: Message, part: str = "sentence") -> str:
    return message.id


def test_without_its_key_it_does_not_play() -> None:
    with pytest.raises(UsageError) as caught:
        played(own().without_key())
    assert caught.value.message.id == "scenario_own_locked"


def test_other_scenarios_do_not_take_it() -> None:
    with pytest.raises(UsageError):
        run("tls13_resumption", Parameters(own=own()))


def test_what_would_make_another_certificate_is_pointless_then() -> None:
    mine = Parameters(own=own(), server_certificate=ServerCertificate.expired, key_kind=KeyKind.P_384)
    settled = settle(mine)
    assert settled == replace(mine, server_certificate=None, key_kind=None)
    assert offered(BY_ID["tls13_full"], "server_certificate", settled, {}) == ()
    assert offered(BY_ID["tls13_full"], "own", settled, {}) == (None, settled.own)

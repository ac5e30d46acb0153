"""Which file goes into which box: what comes out is what openssl takes, in the order it needs."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.core.x509.test_relations import CA, HOST, MIDDLE, ROOT_NAME, certificate, key, leaf, middle, name, ours, private, root
from workbench import words
from workbench.core.collection import Collection
from workbench.core.errors import UsageError
from workbench.core.formats import open_path
from workbench.core.formats.found import Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.trust_store import TrustStore, trust_store
from workbench.core.x509.upload_boxes import FORMS, Box, Content, Form, Plan, plan, secret_text

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LEAF, UPPER, ROOT = ours(leaf), ours(middle), ours(root)
LOWER_NAME = name("Lower")
lower = certificate(LOWER_NAME, key(20), MIDDLE, key(3), 20, CA)
deep = certificate(name("deep.test"), key(21), LOWER_NAME, key(20), 21, HOST)


def made(form: Form, *pool: Certificate, anchors: TrustStore | tuple[Certificate, ...] = (), locked: bool = False, **given: object) -> Plan:
    subject = given.get("subject", LEAF)
    assert isinstance(subject, Certificate)
    keys = [private(key(99)), *([private(key(5)), private(key(21))] if given.get("keys", True) else [])]
    result = plan(form, subject, [*pool, subject], keys, anchors, NOW, locked)
    for box in result.boxes:
        for message in (*box.notes, *box.missing, *(part.reason for part in (*box.parts, *box.optional)), box.content.message):
            for language in words.LANGUAGES:
                assert words.say(message, language) != message.id
    return result


def box_of(result: Plan, text: str) -> Box:
    return next(box for box in result.boxes if box.name == text)


def ids(messages: tuple[object, ...]) -> set[str]:
    return {message.id for message in messages}  # type: ignore[attr-defined]


def certificates_in(text: str | None) -> list[bytes]:
    assert text is not None
    return [c.public_bytes(serialization.Encoding.DER) for c in x509.load_pem_x509_certificates(text.encode())]


def test_certificate_manager_gets_body_key_and_chain() -> None:
    result = made(Form.AWS_ACM, ROOT, UPPER, ours(lower), subject=ours(deep), anchors=trust_store("x", [ROOT]))
    body, secret, chain = result.boxes
    assert [box.name for box in result.boxes] == ["Certificate body", "Certificate private key", "Certificate chain"]
    assert certificates_in(body.text) == [ours(deep).der]
    assert certificates_in(chain.text) == [ours(lower).der, UPPER.der], "each certificate is followed by its issuer, the root is left out"
    assert "box_note_no_root" in ids(chain.notes) and "box_note_order" in ids(chain.notes)
    assert [part.thing for part in chain.optional] == [ROOT]
    assert secret.secret and secret.text is None
    loaded = serialization.load_pem_private_key(secret_text(secret).encode(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey) and loaded.public_key() == key(21).public_key()
    assert result.complete and result.problems == ()


def test_the_root_is_found_where_no_store_knows_it() -> None:
    """A private CA: its root is among the files, and in nobody's trust store."""
    for anchors in ((), (ROOT,)):
        chain = box_of(made(Form.AWS_ACM, ROOT, UPPER, anchors=anchors), "Certificate chain")
        assert certificates_in(chain.text) == [UPPER.der]


def test_certificate_manager_wants_a_chain_even_right_below_a_root() -> None:
    direct = certificate(name("e.test"), key(5), ROOT_NAME, key(1), 30, HOST)
    chain = box_of(made(Form.AWS_ACM, ROOT, subject=ours(direct)), "Certificate chain")
    assert certificates_in(chain.text) == [ROOT.der] and "box_note_no_root" not in ids(chain.notes)
    old = box_of(made(Form.APACHE_BEFORE_2_4_8, ROOT, subject=ours(direct)), "SSLCertificateChainFile")
    assert old.text is None and ids(old.notes) == {"box_note_no_root", "box_note_empty_chain"} and not old.missing


def test_servers_get_body_and_chain_in_one_file() -> None:
    for form, directive in ((Form.NGINX, "ssl_certificate"), (Form.APACHE, "SSLCertificateFile")):
        result = made(form, ROOT, UPPER)
        assert certificates_in(box_of(result, directive).text) == [LEAF.der, UPPER.der]
        assert box_of(result, directive).file_name == "fullchain.pem"
    old = made(Form.APACHE_BEFORE_2_4_8, ROOT, UPPER)
    assert certificates_in(box_of(old, "SSLCertificateFile").text) == [LEAF.der]
    assert certificates_in(box_of(old, "SSLCertificateChainFile").text) == [UPPER.der]


def test_haproxy_gets_one_secret_file_and_java_a_binary_one() -> None:
    box = made(Form.HAPROXY, ROOT, UPPER).boxes[0]
    assert box.secret and box.text is None
    text = secret_text(box)
    assert certificates_in(text) == [LEAF.der, UPPER.der] and text.rstrip().endswith("-----END PRIVATE KEY-----")
    for form in (Form.JAVA, Form.WINDOWS):
        box = made(form, ROOT, UPPER).boxes[0]
        assert box.binary and box.text is None
        assert [part.thing for part in box.parts] == [LEAF, UPPER, private(key(5))]
        with pytest.raises(UsageError):
            secret_text(box)


def test_what_is_missing_is_named() -> None:
    result = made(Form.NGINX, keys=False)
    assert not result.complete
    missing = box_of(result, "ssl_certificate").missing
    assert ids(missing) == {"box_missing_issuer"} and "“Middle”" in words.say(missing[0], "en")
    assert certificates_in(box_of(result, "ssl_certificate").text) == [LEAF.der]
    assert ids(box_of(result, "ssl_certificate_key").missing) == {"box_missing_key"}
    assert ids(box_of(made(Form.NGINX, keys=False, locked=True), "ssl_certificate_key").missing) == {"box_missing_key_locked"}
    impostor = certificate(MIDDLE, key(4), ROOT_NAME, key(1), 5, CA)
    other_key = box_of(made(Form.NGINX, ours(impostor)), "ssl_certificate")
    assert ids(other_key.missing) == {"box_missing_issuer_other_key"}


def test_self_signed() -> None:
    own = ours(certificate(name("own.test"), key(5), name("own.test"), key(5), 40, HOST))
    body, secret, chain = made(Form.AWS_ACM, subject=own).boxes
    assert certificates_in(body.text) == [own.der] and secret.secret
    assert chain.text is None and not chain.missing and ids(chain.notes) == {"box_note_self_signed"}


def test_what_the_form_will_refuse() -> None:
    old = ours(certificate(name("old.test"), key(5), MIDDLE, key(3), 41, HOST, start=datetime(2020, 1, 1)))
    assert ids(made(Form.AWS_ACM, UPPER, subject=old).problems) == {"box_problem_expired"}
    early = ours(certificate(name("new.test"), key(5), MIDDLE, key(3), 42, HOST, start=datetime(2027, 1, 1)))
    assert ids(made(Form.NGINX, UPPER, subject=early).problems) == {"box_problem_not_yet"}


def test_certificate_manager_does_not_take_every_key(corpora: Path) -> None:
    folder = corpora / "generated" / "pki"
    taken = {}
    for stem in ("rsa", "rsa3072", "p256", "p384", "p521", "ed25519", "ed448", "mldsa65"):
        collection = Collection([*open_path(folder / f"{stem}.pem")])
        first = collection.certificates[0]
        taken[stem] = "box_problem_acm_key" not in ids(collection.upload_plan(Form.AWS_ACM, first).problems)
    assert taken == {
        "rsa": True,
        "rsa3072": True,
        "p256": True,
        "p384": True,
        "p521": True,
        "ed25519": False,
        "ed448": False,
        "mldsa65": False,
    }


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_verifies_what_the_boxes_hold(corpora: Path, tmp_path: Path) -> None:
    """Every server of the generated PKI: bundle and key files in, boxes out, openssl verifies chain and key."""
    folder = corpora / "generated" / "pki"
    files = [folder / f"{stem}.{end}" for stem in ("rsa", "p256", "p384", "inter", "interrsa", "root", "client") for end in ("pem", "key")]
    collection = Collection(opened for file in files if file.exists() for opened in open_path(file))
    checked = 0
    for item in collection.of_kind(Kind.CERTIFICATE):
        subject = item.certificate
        assert subject is not None
        if item.role is None or item.role.is_ca:
            continue
        body, secret, chain = collection.upload_plan(Form.AWS_ACM, subject).boxes
        if not secret.secret:
            continue
        for part, text in (("body", body.text), ("key", secret_text(secret)), ("chain", chain.text)):
            assert text is not None
            (tmp_path / part).write_text(text)
        command = [
            "openssl",
            "verify",
            "-no_check_time",
            "-CAfile",
            folder / "root.pem",
            "-untrusted",
            tmp_path / "chain",
            tmp_path / "body",
        ]
        assert subprocess.run(command, capture_output=True).returncode == 0, subject.subject.short
        pair = [["openssl", "x509", "-noout", "-pubkey", "-in", tmp_path / "body"], ["openssl", "pkey", "-pubout", "-in", tmp_path / "key"]]
        outputs = [subprocess.run(one, capture_output=True, check=True).stdout for one in pair]
        assert outputs[0] == outputs[1]
        checked += 1
    assert checked >= 3


def test_text_is_pem_as_everybody_reads_it() -> None:
    text = made(Form.AWS_ACM, ROOT, UPPER).boxes[0].text
    assert text is not None
    lines = text.splitlines()
    assert lines[0] == "-----BEGIN CERTIFICATE-----" and lines[-1] == "-----END CERTIFICATE-----" and text.endswith("\n")
    assert all(re.fullmatch(r"[A-Za-z0-9+/=]{1,64}", line) for line in lines[1:-1])
    assert base64.b64decode("".join(lines[1:-1])) == LEAF.der


def test_every_form_has_its_words() -> None:
    for form in Form:
        assert FORMS[form]
        for part in ("sentence", "advice"):
            assert words.has(form.message.id, part)
    assert {content for rows in FORMS.values() for content, _, _ in rows} == set(Content)

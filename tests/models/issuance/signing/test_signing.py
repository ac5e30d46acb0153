"""Requests that other programs made: brought, examined, laid beside a profile, rehearsed and signed, without a window."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.core.workspace.small_ca import SmallCa, openssl, wanted
from workbench.core.errors import WorkbenchError
from workbench.core.formats import open_path
from workbench.core.formats.export_wrap import pem
from workbench.core.formats.found import Kind
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.request_signing import Choice, Difference, read_request
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, Validity
from workbench.core.workspace import browsing, issuing, keys, requests, schema
from workbench.core.workspace.importing import import_objects
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.beside.preview import preview
from workbench.models.issuance.signing import choosing
from workbench.models.issuance.signing.answer import Answer, Question, answer
from workbench.models.issuance.signing.asking import LONGEST, SHOWN, Asking, asked_again, bring, shortened
from workbench.models.issuance.signing.choosing import Chosen, Drafted
from workbench.models.issuance.signing.making import Order, look, sign
from workbench.models.issuance.wish import Wish

KEYS = {"rsa": ("rsa:2048",), "ec": ("ec", "-pkeyopt", "ec_paramgen_curve:P-384"), "ed25519": ("ed25519",)}


def csr(folder: Path, name: str, *extensions: str, key: str = "ec", subject: str = "/CN=www.example.test") -> Path:
    """A request as openssl makes it, PEM; its key beside it."""
    path = folder / f"{name}.csr"
    added = [part for extension in extensions for part in ("-addext", extension)]
    done = openssl(
        "req", "-new", "-utf8", "-newkey", *KEYS[key], "-nodes", "-keyout", path.with_suffix(".key"), "-out", path, "-subj", subject, *added
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return path


def asked(path: Path) -> Asking:
    (found,) = bring([str(path)], b"").askings
    return found


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[SmallCa]:
    made = SmallCa(f"sqlite:///{tmp_path / 'w.sqlite'}")
    yield made
    made.workspace.close()


def answered(lab: SmallCa, asking: Asking, profile: str = "", **changes: object) -> Answer:
    chain = (lab.intermediate.der, lab.root.der)
    return answer(replace(Question(asking.request, built_in(profile or asking.profile), chain), **changes), datetime.now(UTC))  # type: ignore[arg-type]


def chosen(found: Answer, part: str) -> tuple[Difference, Choice, tuple[str, ...]]:
    row = next(each for each in found.parts if each.row.part == part)
    return row.row.difference, row.chosen, row.stands


# --- bringing -----------------------------------------------------------------------------------------------------------------------


def test_every_request_of_several_files_is_there_once_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    one, other = csr(tmp_path, "one"), csr(tmp_path, "other", subject="/CN=alice")
    both = tmp_path / "both.pem"
    both.write_bytes(one.read_bytes() + other.read_bytes())
    torn = tmp_path / "torn.csr"
    torn.write_bytes(pem("CERTIFICATE REQUEST", read_request(one.read_bytes()).der[:-9]))
    missing = str(tmp_path / "nowhere.csr")
    found = bring([str(both), str(one), str(torn), str(one.with_suffix(".key")), missing, str(tmp_path)], b"nothing of that kind")
    assert [(each.title, each.file) for each in found.askings] == [("www.example.test", "both.pem"), ("alice", "both.pem")]
    assert [trouble.params.get("file", "") for trouble in found.troubles] == ["torn.csr", "one.key", "nowhere.csr", tmp_path.name, ""]
    assert found.troubles[-1].id == "signing_page_text"


@pytest.mark.parametrize("form", ["pem", "der", "base64", "new"])
def test_the_same_request_comes_in_every_wrapping(tmp_path: Path, form: str) -> None:
    path = csr(tmp_path, "one")
    der = read_request(path.read_bytes()).der
    data = {"pem": path.read_bytes(), "der": der, "base64": base64.encodebytes(der), "new": pem("NEW CERTIFICATE REQUEST", der)}[form]
    assert [each.der for each in bring((), data).askings] == [der]


def test_a_request_that_was_changed_on_its_way_is_refused(tmp_path: Path) -> None:
    der = read_request(csr(tmp_path, "one", subject="/CN=alice").read_bytes()).der
    good, bad = bring((), der).askings[0], bring((), der.replace(b"alice", b"admin")).askings[0]
    assert good.refusal is None
    assert bad.refusal is bad.signature and bad.title == "admin"


def test_a_challenge_password_is_told_but_not_shown(tmp_path: Path) -> None:
    config = tmp_path / "r.cnf"
    config.write_text("[req]\nprompt=no\ndistinguished_name=n\nattributes=a\n[n]\nCN=x.example.test\n[a]\nchallengePassword=hunter22\n")
    path = tmp_path / "r.csr"
    made = openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", config,
                   "-keyout", tmp_path / "k", "-out", path)  # fmt: skip
    assert made.returncode == 0, made.stderr
    found = asked(path)
    assert found.remarks == (("challengePassword", "••••"),) and "hunter22" not in repr(found.remarks)


@pytest.mark.parametrize(
    ("subject", "extensions", "profile"),
    [
        ("/CN=www.example.test", (), "server"),
        ("/CN=alice", (), "client"),
        ("/CN=x", ("subjectAltName=DNS:a.example.test",), "server"),
        ("/CN=x", ("subjectAltName=email:a@example.test",), "s_mime"),
        ("/CN=x", ("extendedKeyUsage=clientAuth",), "client"),
        ("/CN=x", ("extendedKeyUsage=serverAuth,clientAuth",), "server_and_client"),
        ("/CN=x", ("extendedKeyUsage=codeSigning",), "code_signing"),
        ("/CN=x", ("extendedKeyUsage=OCSPSigning",), "ocsp_signing"),
        ("/CN=Other CA", ("basicConstraints=critical,CA:TRUE",), "intermediate"),
        ("/CN=www.example.test", ("basicConstraints=critical,CA:TRUE",), "server"),
    ],
)
def test_the_profile_follows_what_the_request_asks_for(tmp_path: Path, subject: str, extensions: tuple[str, ...], profile: str) -> None:
    assert asked(csr(tmp_path, "one", *extensions, subject=subject)).profile == profile


def test_long_parts_are_shortened_and_the_rest_counted() -> None:
    lines, more = shortened(["x" * 500] * 1000)
    assert (len(lines), more) == (SHOWN, 1000 - SHOWN) and all(len(line) == LONGEST + 1 for line in lines)
    assert shortened(["a"]) == (("a",), 0)


# --- beside the profile -------------------------------------------------------------------------------------------------------------


def test_nobody_becomes_a_ca_by_asking_for_it(lab: SmallCa, tmp_path: Path) -> None:
    asking = asked(csr(tmp_path, "one", "basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign,digitalSignature"))
    found = answered(lab, asking)
    assert not found.authority and not found.refusals
    assert chosen(found, "2.5.29.19") == (Difference.DIFFERENT, Choice.PROFILE, ("critical", "cA FALSE"))
    kept = answered(lab, asking, choices={"2.5.29.19": Choice.KEEP, "2.5.29.15": Choice.KEEP, "2.5.29.37": Choice.KEEP})
    assert kept.authority and kept.specification.basic_constraints is not None and kept.specification.basic_constraints.ca
    assert chosen(kept, "2.5.29.19")[1:] == (Choice.KEEP, ("critical", "cA TRUE"))
    assert kept.refusals, "an intermediate with path length 0 may sign no CA"


def test_both_together_stands_as_it_will_stand(lab: SmallCa, tmp_path: Path) -> None:
    asking = asked(csr(tmp_path, "one", "extendedKeyUsage=clientAuth", "1.2.3.4.5=DER:0c03616263"))
    found = answered(lab, asking, "server", choices={"2.5.29.37": Choice.MERGE, "1.2.3.4.5": Choice.KEEP})
    assert chosen(found, "2.5.29.37") == (Difference.DIFFERENT, Choice.MERGE, ("serverAuth", "clientAuth"))
    assert chosen(found, "1.2.3.4.5") == (Difference.ONLY_REQUEST, Choice.KEEP, ("0c03616263",))
    assert chosen(answered(lab, asking, "server"), "1.2.3.4.5")[1:] == (Choice.PROFILE, ())


def test_a_host_in_the_common_name_only_is_put_where_clients_look(lab: SmallCa, tmp_path: Path) -> None:
    found = answered(lab, asked(csr(tmp_path, "one", subject="/CN=old.example.test")))
    row = next(each for each in found.parts if each.row.part == "2.5.29.17")
    assert row.stands == ("dns:old.example.test",) and row.note is not None and not found.refusals


def test_what_the_constraints_of_the_ca_forbid_is_refused_before(lab: SmallCa, tmp_path: Path) -> None:
    permitted = NameConstraints(permitted=(AlternativeName(NameKind.DNS, "inside.test"),))
    narrow = lab.issue("intermediate", "Narrow CA", lab.root, name_constraints=permitted)
    asking = asked(csr(tmp_path, "one", "subjectAltName=DNS:www.example.test"))
    found = answered(lab, asking, chain=(narrow.der, lab.root.der))
    assert found.refusals and found.headline is not None
    before = lab_count(lab)
    with pytest.raises(WorkbenchError):
        sign(lab.workspace, Order(asking.der, found.specification, narrow.id, "server"))
    assert lab_count(lab) == before
    inside = asked(csr(tmp_path, "two", "subjectAltName=DNS:www.inside.test", subject="/O=Example"))
    assert not answered(lab, inside, chain=(narrow.der, lab.root.der)).refusals


def lab_count(lab: SmallCa) -> int:
    with lab.workspace.reading() as connection:
        return browsing.count_all(connection, schema.certificates)


def test_a_length_that_is_none_is_said(lab: SmallCa, tmp_path: Path) -> None:
    found = answered(lab, asked(csr(tmp_path, "one")), validity=Validity(0))
    assert found.refusals and found.headline is None


# --- signed -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_openssl_accepts_what_was_signed_for_its_own_requests(lab: SmallCa, tmp_path: Path, key: str) -> None:
    path = csr(tmp_path, key, "subjectAltName=DNS:www.example.test,DNS:xn--wgv71a.test,IP:2001:db8::1,URI:urn:x:1",
               "tlsfeature=status_request",
               "1.3.6.1.4.1.99999.1=ASN1:UTF8String:odd", "keyUsage=digitalSignature", key=key,
               subject="/C=JP/O=株式会社サンプル/CN=www.example.test")  # fmt: skip
    asking = asked(path)
    found = answered(lab, asking, choices={"1.3.6.1.4.1.99999.1": Choice.KEEP, "2.5.29.15": Choice.KEEP})
    issued = sign(lab.workspace, Order(asking.der, found.specification, lab.intermediate.id, "server"))
    leaf, *above = issued.chain
    (tmp_path / "leaf.pem").write_bytes(pem("CERTIFICATE", leaf))
    (tmp_path / "root.pem").write_bytes(pem("CERTIFICATE", above[-1]))
    (tmp_path / "chain.pem").write_bytes(b"".join(pem("CERTIFICATE", der) for der in above))
    done = openssl("verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "www.example.test",
                   "-CAfile", tmp_path / "root.pem",
                   "-untrusted", tmp_path / "chain.pem", tmp_path / "leaf.pem")  # fmt: skip
    assert done.returncode == 0, done.stderr
    keys = [openssl(*command, "-noout", "-pubkey").stdout for command in (("x509", "-in", tmp_path / "leaf.pem"), ("req", "-in", path))]
    assert keys[0] == keys[1] != ""
    text = openssl("x509", "-in", tmp_path / "leaf.pem", "-noout", "-text", "-nameopt", "utf8").stdout
    for expected in ("株式会社サンプル", "1.3.6.1.4.1.99999.1", "IP Address:2001:DB8:0:0:0:0:0:1", "status_request", "URI:urn:x:1"):
        assert expected in text
    with lab.workspace.reading() as connection:
        here = look(connection)
    assert [entry.der for entry in here.requests] == [asking.der] and here.answered == {here.requests[0].id}


def test_the_openssl_commands_that_are_shown_sign_the_same(lab: SmallCa, tmp_path: Path) -> None:
    asking = asked(csr(tmp_path, "one", "subjectAltName=DNS:www.example.test", "tlsfeature=status_request"))
    found = answered(lab, asking)
    chain = found.question.chain
    made = preview(Wish(found.specification, asking.request.spki, chain, "sign", found.problems, False, asking.der), datetime.now(UTC))
    assert made.made and made.commands.recipe is not None and not made.commands.new_key
    folder = tmp_path / "commands"
    folder.mkdir()
    for name, text in made.commands.to_save:
        (folder / name).write_text(text, encoding="utf-8")
    assert read_request((folder / made.commands.files.request).read_bytes()).der == asking.der
    with lab.workspace.reading() as connection:
        assert lab.intermediate.key_id is not None
        key = keys.private_key(connection, lab.workspace.vault, lab.intermediate.key_id)
    (folder / made.commands.files.issuer_key).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for step in made.commands.recipe.steps:
        done = subprocess.run(step.command, shell=True, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    der = bring_certificate(folder / made.commands.files.certificate)
    issued = sign(lab.workspace, Order(asking.der, found.specification, lab.intermediate.id, "server"))
    ours, theirs = parse_certificate(issued.chain[0]), parse_certificate(der)
    assert theirs.spki == ours.spki and theirs.subject_der == ours.subject_der and theirs.issuer_der == ours.issuer_der
    assert {e.oid: (e.critical, e.value) for e in theirs.extensions} == {e.oid: (e.critical, e.value) for e in ours.extensions}


def bring_certificate(path: Path) -> bytes:
    return next(item.der for file in open_path(path) for item in file.objects if item.kind is Kind.CERTIFICATE)


def test_a_certificate_from_elsewhere_answers_our_own_request_and_finds_its_key(lab: SmallCa, tmp_path: Path) -> None:
    """The request is made here, signed by a CA of openssl, and what comes back is imported."""
    entry = issuing.request(lab.workspace, wanted("server", "www.example.test"), KeyKind.P_256)
    other = issuing.request(lab.workspace, wanted("server", "other.example.test"), KeyKind.P_256)
    (tmp_path / "our.csr").write_bytes(pem("CERTIFICATE REQUEST", entry.der))
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    root = openssl(
        "req", "-x509", *new, "-keyout", tmp_path / "ca.key", "-out", tmp_path / "ca.pem", "-subj", "/CN=Their CA", "-days", "99"
    )
    assert root.returncode == 0, root.stderr
    assert openssl("req", "-in", tmp_path / "our.csr", "-noout", "-verify").returncode == 0
    signed = openssl("x509", "-req", "-in", tmp_path / "our.csr", "-CA", tmp_path / "ca.pem", "-CAkey", tmp_path / "ca.key",
                     "-CAcreateserial", "-copy_extensions", "copyall", "-days", "90", "-out", tmp_path / "our.pem")  # fmt: skip
    assert signed.returncode == 0, signed.stderr
    with lab.workspace.reading() as connection:
        assert look(connection).answered == frozenset()
    summary = import_objects(lab.workspace, [item for file in open_path(tmp_path / "our.pem") for item in file.objects])
    assert len(summary.certificates) == 1 and not summary.refused
    with lab.workspace.reading() as connection:
        (certificate,) = browsing.certificates_of_request(connection, entry.id)
        assert certificate.id == summary.certificates[0] and certificate.key_id == entry.key_id is not None
        assert look(connection).answered == {entry.id}
        assert browsing.certificates_of_request(connection, other.id) == ()
        assert requests.request_entry(connection, entry.id).key_id == entry.key_id


# --- drafts -------------------------------------------------------------------------------------------------------------------------


def test_a_draft_brings_back_what_was_chosen_but_for_making_somebody_a_ca(tmp_path: Path) -> None:
    der = read_request(csr(tmp_path, "one").read_bytes()).der
    chosen_ = Chosen("server", "id", {"subject": Choice.MERGE}, 30, authority=True)
    back = choosing.from_json(choosing.to_json(Drafted(((der, "one.csr"),), 0, (chosen_,))))
    assert back == Drafted(((der, "one.csr"),), 0, (replace(chosen_, authority=False),))
    assert [each.file for each in asked_again((*back.requests, (b"\x30\x00", "torn")))] == ["one.csr"]
    assert choosing.to_json(Drafted(((bytes(choosing.LARGEST + 1), ""),), 0, (Chosen(),))) is None


@pytest.mark.parametrize(
    "content", [None, {}, {"version": 9}, {"version": 1}, {"version": 1, "requests": [{"der": "?", "file": ""}], "at": 0, "chosen": []}]
)
def test_drafts_of_other_versions_are_left_alone(content: object) -> None:
    assert choosing.from_json(content) is None

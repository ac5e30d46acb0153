"""What stands beside a form, without a window: the picture, what is marked in it, the answer, the fields it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.core.issuance.made import HOST, issuers, key_of, wish
from workbench import words
from workbench.core.issuance.build import build_certificate, build_request, build_self_signed
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.problems import problems
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.issuance.request_rehearsal import rehearse_request
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, SubjectAttribute
from workbench.core.node import Node
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import Authority, KeyKind
from workbench.core.x509.request import parse_request
from workbench.models.issuance.beside.answer import answer
from workbench.models.issuance.beside.findings import entries_of, others_of
from workbench.models.issuance.beside.places import place_for
from workbench.models.issuance.beside.preview import Preview, files_for, preview
from workbench.models.issuance.beside.previewer import lint_of
from workbench.models.issuance.wish import Wish

NOW = datetime.now(UTC).replace(microsecond=0)
CHAIN = issuers(KeyKind.P_256).chain


def shown(intent: str = "server", chain: tuple[bytes, ...] = CHAIN, key: KeyKind | bytes = KeyKind.P_256, **changes: object) -> Preview:
    specification = wish(intent, "Test root") if intent == "root" else wish(intent if intent in BUILT_IN else "server", HOST)
    specification = replace(for_key(specification, key if isinstance(key, KeyKind) else KeyKind.P_384), **changes)  # type: ignore[arg-type]
    chain = () if intent == "request" or built_in(intent).self_signed else chain
    found = problems(specification, NOW, intent == "request")
    return preview(Wish(specification, key, chain, intent, found), NOW)


def spki(kind: KeyKind) -> bytes:
    return key_of(kind, "leaf").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def marks(node: Node | None) -> set[str]:
    assert node is not None
    later = ("beside_made_when_issued", "beside_made_with_request")
    return {part.label for part in node.walk() if part.note is not None and part.note.id in later}


# --- the tree -----------------------------------------------------------------------------------------------------------------------


def test_what_is_not_made_yet_is_marked_and_its_value_shown_nowhere() -> None:
    made = shown()
    assert marks(made.node) == {"serialNumber", "subjectPublicKey", "keyIdentifier", "signatureValue"}
    certificate = parse_certificate(made.der)
    text = " ".join(node.value for node in made.node.walk()) if made.node else ""
    identifier = certificate.extension_by_oid["2.5.29.14"].value[2:].hex()
    for stand_in in (certificate.serial, identifier, certificate.spki[-65:].hex()):
        assert stand_in.replace(":", "").lower() not in text.lower()
    assert HOST in text and "P-256" in text


def test_a_key_that_is_there_is_shown() -> None:
    made = shown(key=spki(KeyKind.P_384))
    assert marks(made.node) == {"serialNumber", "signatureValue"}
    assert made.certificate is not None and made.certificate.spki == spki(KeyKind.P_384)


def test_what_signs_itself_points_to_a_key_not_made_yet_twice() -> None:
    made = shown("root")
    assert made.node is not None
    extensions = made.node.find("tbsCertificate", "extensions")
    assert extensions is not None
    for name in ("subjectKeyIdentifier", "authorityKeyIdentifier"):
        part = extensions.find(name)
        assert part is not None and not part.value and marks(part) == {"keyIdentifier"}


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.RSA_4096, KeyKind.P_384, KeyKind.ED25519, KeyKind.ML_DSA_65])
def test_a_request_is_the_one_that_will_be_made_but_for_the_signature(kind: KeyKind) -> None:
    specification = for_key(wish("server"), kind)
    ours = parse_request(rehearse_request(specification, spki(kind)))
    real = parse_request(build_request(specification, key_of(kind, "leaf")))
    assert ours.fields.certification_request_info.encoded == real.fields.certification_request_info.encoded
    assert ours.fields.signature_algorithm.encoded == real.fields.signature_algorithm.encoded
    assert abs(len(ours.der) - len(real.der)) <= 4
    new = parse_request(rehearse_request(specification, kind))
    assert new.subject_der == real.subject_der and new.fields.signature_algorithm.encoded == real.fields.signature_algorithm.encoded


def test_a_request_has_fields_commands_and_no_verdict() -> None:
    made = shown("request")
    assert made.verdict is None and made.made and marks(made.node) == {"subjectPublicKey", "signature"}
    assert made.commands.recipe is not None and "-x509" not in made.commands.all_commands()
    said = answer(made)
    assert said.status is None and said.headline.id == "beside_request"


# --- the answer ---------------------------------------------------------------------------------------------------------------------


def test_the_answer_names_whom_one_must_trust() -> None:
    said = answer(shown())
    assert said.status is Status.OK
    assert words.say(said.headline, "en") == "Would be trusted by whoever trusts “Test root”"
    assert answer(shown("root")).headline.id == "beside_trusted_itself"


def test_rules_of_public_cas_do_not_disturb_a_private_one() -> None:
    made = shown()
    assert entries_of(made, False)[0] == [] and others_of(made) > 5
    assert "sct_missing" in {finding.id for finding in made.public_findings}


def test_a_name_that_the_ca_may_not_certify_is_refused_with_the_reason_and_leads_to_the_names() -> None:
    key = key_of(KeyKind.P_256, "constrained")
    constrained = replace(wish("root"), name_constraints=NameConstraints(permitted=(AlternativeName(NameKind.DNS, "corp.test"),)))
    authority = Authority(build_self_signed(constrained, key, NOW), key)
    made = shown(chain=(authority.certificate,), names=(AlternativeName(NameKind.DNS, "www.example.test"),))
    said = answer(made)
    assert said.status is Status.FAILURE and said.headline.id == "rehearsal_refused"
    assert said.detail is not None and "www.example.test" in words.say(said.detail, "en", said.part)
    entries, _ = entries_of(made, False)
    refused = [entry for entry in entries if entry.finding.status is Status.FAILURE]
    assert refused and {place_for(entry.finding) for entry in refused} == {("names",)}
    # and what is issued anyway is what the refusal says: our own validation refuses it too (tests of the rehearsal ask others)
    assert build_certificate(made.wish.specification, key_of(KeyKind.P_256, "leaf").public_key(), authority, NOW)


def test_a_doubt_of_the_form_is_no_green_light() -> None:
    made = shown(subject=(SubjectAttribute("2.5.4.3", "somebody else"),))
    said = answer(made)
    assert [problem.status for problem in made.problems] == [Status.WARNING]
    assert said.status is Status.WARNING and said.detail == made.problems[0].message


def test_what_is_missing_comes_first_and_nothing_is_made_of_it() -> None:
    made = shown(names=(AlternativeName(NameKind.DNS, "bad name!"),))
    said = answer(made)
    assert not made.made and said.status is None and said.headline.id == "beside_incomplete"
    entries, places = entries_of(made, False)
    assert entries[0].finding.status is Status.FAILURE and places[entries[0].finding][:1] == ("names",)
    assert made.commands.recipe is None and made.commands.refusal is not None and made.commands.place[:1] == ("names",)


def test_a_missing_ca_is_said_and_the_commands_are_there_for_some_ca() -> None:
    specification = wish("server")
    made = preview(Wish(specification, KeyKind.P_256, (), "server", (), issuer_missing=True), NOW)
    assert made.trouble is not None and made.trouble.id == "issuing_needs_ca" and not made.made
    assert made.commands.recipe is not None and "-CAkey ca.key" in made.commands.all_commands() and made.commands.issuer is None


# --- openssl ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [*BUILT_IN, "request"])
def test_every_form_has_its_commands(intent: str) -> None:
    made = shown(intent)
    assert made.commands.recipe is not None, made.commands.refusal
    names = [name for name, _ in made.commands.to_save]
    assert names[0] == files_for(intent).config
    own = intent == "request" or built_in(intent).self_signed
    assert names[1:] == ([] if own else ["ca.crt"])


def test_a_key_that_is_there_is_not_made_again_and_decides_the_hash() -> None:
    made = shown("self_signed", key=spki(KeyKind.P_384))
    assert "genpkey" not in made.commands.all_commands() and "-sha384" in made.commands.all_commands()
    assert not made.commands.new_key


def test_what_openssl_cannot_write_is_one_sentence_and_its_field() -> None:
    made = shown(subject=(SubjectAttribute("2.5.4.3", "a\x01b"),))
    assert made.commands.recipe is None and made.commands.refusal is not None and made.commands.place[:1] == ("subject",)


def test_names_of_files_cannot_come_from_the_name_of_a_profile() -> None:
    assert files_for("../evil").key == "certificate.key" and files_for("s_mime").config == "s-mime.cnf"


def test_no_preview_says_anything_of_a_private_key() -> None:
    made = shown()
    assert "PRIVATE" not in repr(made) and "PRIVATE" not in "".join(text for _, text in made.commands.to_save)


# --- the linter ---------------------------------------------------------------------------------------------------------------------


def test_the_linter_asks_for_more_by_the_rules_of_public_cas() -> None:
    certificate = shown().certificate
    assert certificate is not None
    strict, private = lint_of(certificate, False)
    _, public = lint_of(certificate, True)
    assert strict and not any(finding.status is Status.FAILURE for finding in private)
    assert any(finding.status is Status.FAILURE for finding in public)
    client = shown("client").certificate
    assert client is not None and not lint_of(client, True)[0]


def test_what_is_not_filled_in_yet_is_no_mistake_and_what_is_wrong_is_one() -> None:
    empty, _ = entries_of(shown(subject=(), names=()), everything=False)
    assert [(entry.finding.id, entry.finding.status) for entry in empty] == [
        ("wish_nobody", Status.NOT_CHECKED),
        ("wish_server_without_host", Status.NOT_CHECKED),
    ]
    wrong, _ = entries_of(shown(names=(AlternativeName(NameKind.DNS, "not a name"),)), everything=False)
    assert wrong[0].finding.status is Status.FAILURE

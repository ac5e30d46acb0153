"""The glossary is complete and true to itself, finds its terms where they stand and nowhere else, and misses no term the program uses."""

from __future__ import annotations

import functools
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from workbench import glossary, words
from workbench.core.asn1 import oids
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.tls.alerts import AlertDescription

RESOURCES = ROOT / "workbench" / "resources"
AMBIGUOUS = tomllib.loads((RESOURCES / "glossary" / "ambiguous.toml").read_text(encoding="utf-8"))


JAPANESE = r"[\u3040-\u30ff\u4e00-\u9fff]"


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.id) for hit in glossary.find(text, language)]


# --- the entries -------------------------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_terms_in_the_same_areas_and_order() -> None:
    english, japanese = glossary.glossary("en"), glossary.glossary("ja")
    assert list(english) == list(japanese)
    assert len(english) >= 150
    assert {id: entry.area for id, entry in english.items()} == {id: entry.area for id, entry in japanese.items()}
    common = tomllib.loads((RESOURCES / "glossary" / "terms.toml").read_text(encoding="utf-8"))
    assert set(common) == set(english)


def test_every_area_has_its_file() -> None:
    for language in words.LANGUAGES:
        assert sorted(path.stem for path in (RESOURCES / "glossary" / language).glob("*.toml")) == sorted(glossary.AREAS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_entry_is_complete(language: str) -> None:
    end = "。" if language == "ja" else "."
    wrong = []
    for id, entry in glossary.glossary(language).items():
        texts = (entry.term, *entry.other, entry.short, entry.long)
        sentences = entry.long.count("。") if language == "ja" else len(re.findall(r"\.(?=\s|$)|[?!]|…$", entry.long))
        fine = (
            all(text and text == text.strip() for text in texts)
            and entry.short.endswith((end, "…"))
            and entry.long.endswith(end)
            and 2 <= sentences <= 5
            and len(entry.short) <= (120 if language == "en" else 70)
            and entry.term not in entry.other
            and len(set(entry.other)) == len(entry.other)
        )
        if not fine or not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            wrong.append(id)
    assert wrong == []


def test_japanese_is_written_in_japanese() -> None:
    wrong = []
    for id, entry in glossary.glossary("ja").items():
        for text in (entry.short, entry.long):
            if not re.search(r"[\u3040-\u30ff]", text) or re.search(rf"{JAPANESE} [A-Za-z]|[A-Za-z] {JAPANESE}", text):
                wrong.append(id)
    assert wrong == []


def test_every_reference_leads_to_a_term_and_names_a_document() -> None:
    terms = glossary.glossary("en")
    assert [(id, other) for id, entry in terms.items() for other in entry.see if other not in terms or other == id] == []
    assert [id for id, entry in terms.items() if not entry.see or len(set(entry.see)) != len(entry.see)] == []
    document = re.compile(
        r"(RFC \d+|FIPS [\d-]+|SP 800-\w+|NIST IR \d+|ITU-T X\.\d+|draft-[a-z0-9-]+|MS-[A-Z]+|CA/Browser Forum [\w ]+?|TCG [\w ]+)"
        r"( §[A-E\d][\d.]*)?"
    )
    assert [id for id, entry in terms.items() if entry.citation and not document.fullmatch(entry.citation)] == []
    without = {id for id, entry in terms.items() if not entry.citation}
    assert without == {"openssl", "keychain", "lint", "managed_certificate", "root_program"}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_name_belongs_to_two_terms_unless_declared(language: str) -> None:
    owners: dict[str, set[str]] = {}
    for id, entry in glossary.glossary(language).items():
        for name in (*entry.names, *entry.forms):
            owners.setdefault(name, set()).add(id)
    twice = {name: ids for name, ids in owners.items() if len(ids) > 1}
    assert {name: set(AMBIGUOUS.get(name, ())) for name in twice} == twice
    # Names that differ only in capitals must not hide each other either.
    small: dict[str, set[str]] = {}
    for name, ids in owners.items():
        small.setdefault(name.lower(), set()).update(ids)
    assert {name for name, ids in small.items() if len(ids) > 1} <= {name.lower() for name in AMBIGUOUS}


def test_every_declared_ambiguity_is_one() -> None:
    entries = [entry for language in words.LANGUAGES for entry in glossary.glossary(language).values()]
    everywhere = {name for entry in entries for name in (*entry.names, *entry.forms)}
    for name, company in AMBIGUOUS.items():
        assert name in everywhere
        assert len(company) == 2 and set(company) <= set(glossary.glossary("en"))
        assert list(company.values())[-1] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_name_is_found_by_itself(language: str) -> None:
    wrong = []
    for id, entry in glossary.glossary(language).items():
        for name in (*entry.names, *entry.forms):
            hits = glossary.find(name, language)
            if name not in AMBIGUOUS and [(hit.start, hit.end, hit.id) for hit in hits] != [(0, len(name), id)]:
                wrong.append((id, name, hits))
    assert wrong == []


FIELDS = """
subject issuer serialNumber validity subjectAltName keyUsage extKeyUsage basicConstraints pathLenConstraint nameConstraints
certificatePolicies authorityInfoAccess cRLDistributionPoints tlsFeature subjectKeyIdentifier authorityKeyIdentifier
subjectPublicKeyInfo tbsCertificate
"""


@pytest.mark.parametrize("name", FIELDS.split())
def test_a_field_of_a_certificate_leads_to_its_term(name: str) -> None:
    """Forms explain their fields from the glossary by the name that the standard gave them."""
    for language in words.LANGUAGES:
        hits = glossary.find(name, language)
        assert [(hit.start, hit.end) for hit in hits] == [(0, len(name))]


def test_unknown_ids_and_languages_are_refused() -> None:
    assert glossary.term("ticket_key", "ja").term == "チケット鍵"
    with pytest.raises(KeyError):
        glossary.term("no_such_term", "en")
    with pytest.raises(KeyError):
        glossary.glossary("fr")


# --- finding terms in a text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The root CA signs.", "en", [("root CA", "root_ca")]),
        ("Root CAs sign intermediate CAs.", "en", [("Root CAs", "root_ca"), ("intermediate CAs", "intermediate_ca")]),
        ("certification authorities", "en", [("certification authorities", "certification_authority")]),
        ("the server’s session ticket", "en", [("session ticket", "session_ticket")]),
        ("a pre-master\nsecret", "en", [("pre-master\nsecret", "pre_master_secret")]),
        ("(PSK), SAN/SNI", "en", [("PSK", "psk"), ("SAN", "subject_alternative_name"), ("SNI", "sni")]),
        ("It ends with Finished.", "en", [("Finished", "finished")]),
        ("証明書署名要求（CSR）を送る", "ja", [("証明書署名要求（CSR）", "csr")]),
        ("SSLサーバ証明書を発行", "ja", [("SSLサーバ証明書", "server_certificate")]),
        ("オレオレ証明書と中間証明書", "ja", [("オレオレ証明書", "self_signed_certificate"), ("中間証明書", "intermediate_certificate")]),
        ("プリマスタシークレットから", "ja", [("プリマスタシークレット", "pre_master_secret")]),
        ("ルートＣＡが署名", "ja", [("ルートＣＡ", "root_ca"), ("署名", "digital_signature")]),
        ("証明書失効リスト", "ja", [("証明書失効リスト", "crl")]),
        ("各証明書の公開鍵側", "ja", [("証明書", "certificate"), ("公開鍵", "public_key")]),
        ("root CAも使えます", "ja", [("root CA", "root_ca")]),
    ],
)
def test_terms_are_found(text: str, language: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He can scan sand; a canal, Santa and a pinch.", "en"),
        ("san francisco, ca. 1900, a big mac", "en"),
        ("unsigned, redesign, monkeys, chained", "en"),
        ("open server.key, my_csr_file and TLS_ONE_AND_CBC_SHA", "en"),
        ("EVERY IVY DVD", "en"),
        ("サプライチェーンとチェーンソー", "ja"),
        ("ポートレート、レコードプレーヤー、ハッシュタグ、アラートネス", "ja"),
        ("合鍵、鍵盤、暗号学者、署名運動、再開発、期限切", "ja"),
        ("SANDBOX、CANとMACRO", "ja"),
    ],
)
def test_nothing_is_found_inside_longer_words(text: str, language: str) -> None:
    assert found(text, language) == []


def test_a_longer_name_goes_before_a_shorter_one() -> None:
    assert found("intermediate CA certificate", "en") == [("intermediate CA certificate", "intermediate_certificate")]
    assert found("時刻認証局", "ja") == [("時刻認証局", "time_stamping_certificate")]
    assert found("中間CA証明書", "ja") == [("中間CA証明書", "intermediate_certificate")]
    assert found("extended master secret", "en") == [("extended master secret", "extended_master_secret")]


def test_a_name_of_two_terms_is_told_by_its_company() -> None:
    assert ("IV", "individual_validation") in found("Its policy tells DV, OV, IV and EV apart.", "en")
    assert found("Derive key and IV", "en")[-1] == ("IV", "initialization_vector")
    assert ("拡張", "extension") in found("証明書の中の拡張", "ja")
    assert ("拡張", "tls_extension") in found("ClientHelloの拡張", "ja")
    assert ("extensions", "tls_extension") in found("The extensions of ServerHello", "en")


LETTERS = st.sampled_from("CAroot secretPSK鍵証明書サーバー認証局ーァ（）。.,-_ \nＣＡİß\U0001f511")


@given(st.text(alphabet=LETTERS, max_size=60), st.sampled_from(words.LANGUAGES))
def test_occurrences_stand_in_the_text_and_do_not_overlap(text: str, language: str) -> None:
    end = 0
    for hit in glossary.find(text, language):
        assert end <= hit.start < hit.end <= len(text)
        assert hit.id in glossary.glossary(language)
        end = hit.end


# --- looking something up ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("root ca", "en", "root_ca"),
        ("ｒｏｏｔ　ＣＡ", "ja", "root_ca"),
        ("サーバ証明書", "ja", "server_certificate"),
        ("おれおれ", "ja", "self_signed_certificate"),
        ("オレオレ証明書", "en", "self_signed_certificate"),
        ("SSL証明書", "ja", "server_certificate"),
        ("プリマスタシークレット", "ja", "pre_master_secret"),
        ("premaster", "en", "pre_master_secret"),
        ("key share", "en", "key_share"),
        ("ticket key", "ja", "ticket_key"),
        ("STEK", "en", "ticket_key"),
        ("cn", "en", "common_name"),
        ("ICA", "ja", "intermediate_ca"),
        ("signature", "ja", "digital_signature"),
    ],
)
def test_a_term_is_looked_up(query: str, language: str, first: str) -> None:
    assert glossary.search(query, language)[0].id == first


def test_looking_up_nothing_gives_all_and_nonsense_gives_none() -> None:
    assert len(glossary.search(" ", "en")) == len(glossary.glossary("en"))
    assert glossary.search("zzzqqq", "ja") == ()
    assert "forward_secrecy" in [entry.id for entry in glossary.search("private key", "en")]  # by what its sentence says


# --- no term of the program is without an entry --------------------------------------------------------------------------------------


def texts(language: str) -> Iterator[tuple[str, str]]:
    """(where, text) of every sentence that the program says, in words, narration and the window itself."""
    for folder in ("words", "narration"):
        for path in sorted((RESOURCES / folder / language).rglob("*.toml")):
            for id, text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield f"{path.relative_to(RESOURCES)}: {id}", re.sub(r"\{\w+\}", " ", text).replace("\n", "")

    for path in sorted((RESOURCES / "translations").glob("*.ts")):
        for message in ElementTree.parse(path).getroot().iter("message"):
            text = message.findtext("source" if language == "en" else "translation", "")
            yield f"{path.name}: {message.findtext('source')}", re.sub(r"\{\w+\}|%n|&(?=\w)", " ", text)


@functools.cache
def derived_values() -> frozenset[str]:
    """The names of all values that the scenarios derive."""
    runs = [scenario.run() for scenario in SCENARIOS]
    return frozenset(value.name for transcript in runs for step in transcript.steps for value in step.values)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_derived_value_leads_to_a_term(language: str) -> None:
    """By its whole name, as it stands in the tables of values."""
    lost = [name for name in derived_values() if [(hit.start, hit.end) for hit in glossary.find(name, language)] != [(0, len(name))]]
    assert sorted(lost) == []


def test_every_row_of_the_values_is_about_a_term_and_a_value() -> None:
    rows = tomllib.loads((RESOURCES / "glossary" / "values.toml").read_text(encoding="utf-8"))
    named = {re.sub(r"_\d+$", "", name).lower() for name in derived_values()}
    for id in (*rows["ends"].values(), *rows["begins"].values()):
        assert glossary.term(id, "en")
    unused = {end for end in rows["ends"] if not any(name.endswith(end) for name in named)}
    assert {end for end in unused if not end.startswith(("secp384r1_", "x448_"))} == set(), "groups that somebody may choose"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("client_handshake_traffic_secret", "traffic_secret"),
        ("server_application_traffic_secret_3", "traffic_secret"),
        ("client_X25519MLKEM768_public_key", "hybrid_key_exchange"),
        ("server_private_key", "private_key"),
        ("server_x25519_private_key", "ephemeral_key"),
        ("transcript_hash_server_finished", "transcript_hash"),
        ("TLS_RSA_WITH_AES_128_CBC_SHA", "cipher_suite"),
        ("TLS_AES_128_GCM_SHA256", "cipher_suite"),
        ("ecdsa_secp256r1_sha256", "signature_scheme"),
    ],
)
def test_a_value_or_suite_is_known_by_its_name(name: str, id: str) -> None:
    for text in (f"From {name}, by HKDF", f"値は{name}です"):
        assert (name, id) in found(text, "ja")


def strings(value: object, id: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield id, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{id}.{key}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, id)


LATIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_+/#-]|\.(?!\.))*[A-Za-z0-9]")
TECHNICAL = re.compile(r"[A-Z].*[A-Z]|[a-z][A-Z]|_")
"""A word with two capitals or a capital inside: CSR, ClientHello, ML-KEM; or with an underscore: key_share."""
KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
COMPOUND = re.compile(r"[一-龠々ァ-ヶーA-Za-z0-9]*(?:鍵|証明書|署名|認証局|秘密|暗号|乱数|認証|失効|攻撃|秘匿性)[一-龠々]*")
"""Japanese words put together from what this program is about."""


def field_names() -> frozenset[str]:
    """Names that standards gave to fields, attributes, extensions and alerts: they stand beside their own explanation."""
    rows: set[str] = set()
    for area in ("fields", "revocation_fields", "asn1"):
        rows |= set(tomllib.loads((RESOURCES / "words" / "en" / f"{area}.toml").read_text(encoding="utf-8")))
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "workbench" / "core").rglob("*.py"))]
    literals = {name for source in sources for name in re.findall(r"[\"'(: ]([a-z]+(?:[A-Z][A-Za-z0-9]*|_[A-Za-z0-9_]+))\b", source)}
    return frozenset(rows | {row.name for row in oids.table().values()} | {alert.name for alert in AlertDescription} | literals)


NEEDS_NONE = frozenset(
    word
    for line in (ROOT / "tests" / "words_without_entry.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_technical_term_that_the_program_uses_has_an_entry(language: str) -> None:
    """Words of Latin letters and of katakana must be named whole (ML-KEM is not explained by KEM), Japanese compounds in part."""
    skip = NEEDS_NONE | field_names()
    missing: dict[str, str] = {}
    for where, text in texts(language):
        hits = glossary.find(text, language)
        named = {offset for hit in hits for offset in range(hit.start, hit.end)}
        patterns = (LATIN,) if language == "en" else (LATIN, KATAKANA, COMPOUND)
        for pattern in patterns:
            for match in pattern.finditer(text):
                word, span = match.group(), range(*match.span())
                if (pattern is LATIN and not TECHNICAL.search(word)) or word in skip:
                    continue
                letters = [offset for offset in span if text[offset].isalnum()]
                if not (any if pattern is COMPOUND else all)(offset in named for offset in letters):
                    missing.setdefault(word, where)
    assert missing == {}, "no entry in resources/glossary, and not in tests/words_without_entry.txt"


COMPOUNDS = """
root CA, root certificate, intermediate CA, intermediate certificate, server certificate, client certificate, self-signed certificate,
trust store, trust anchor, certificate chain, path validation, host name verification, certificate signing request, private key, public
key, symmetric key, key pair, pre-master secret, master secret, extended master secret, key block, session key, session ID, session
ticket, ticket key, pre-shared key, key share, shared secret, ephemeral key, long-term key, forward secrecy, key schedule, traffic
secret, traffic key, early secret, handshake secret, resumption secret, transcript hash, cipher suite, client random, server random,
key exchange, RSA key exchange, hybrid key exchange, mutual TLS, digital signature, hash function, random number, key log, round trip,
three-way handshake, packet capture, OCSP stapling, OCSP response, delta CRL, name constraints, basic constraints, key usage, extended
key usage, serial number, validity period, subject alternative name, common name, domain validation, organization validation,
individual validation, extended validation, Certificate Transparency, post-quantum cryptography
"""


@pytest.mark.parametrize("name", [name.strip() for name in COMPOUNDS.replace("\n", " ").split(",")])
def test_a_term_of_several_words_has_an_entry_of_its_own(name: str) -> None:
    """Put together of words that have entries too, so that the search for words without one does not miss them."""
    hits = glossary.find(name, "en")
    assert [(hit.start, hit.end) for hit in hits] == [(0, len(name))]
    assert name in glossary.term(hits[0].id, "en").names


def test_the_names_that_the_program_shows_for_roles_are_in_the_glossary() -> None:
    """What the inspector calls a certificate, and what it says others call it, is found and leads to one entry."""
    for language in words.LANGUAGES:
        roles = tomllib.loads((RESOURCES / "words" / language / "roles.toml").read_text(encoding="utf-8"))
        for id, row in roles.items():
            if isinstance(row, dict) and id not in ("role_other", "role_unknown", "role_unknown_der"):
                assert glossary.find(row["sentence"], language), (language, id)
                assert glossary.find(row["other_names"], language), (language, id)


def test_what_needs_no_entry_is_still_said_somewhere() -> None:
    """The list of exceptions does not outlive its reasons by much: most of it stands in the texts of today."""
    said = "\n".join(text for language in words.LANGUAGES for _, text in texts(language))
    unsaid = {word for word in NEEDS_NONE if word not in said}
    assert len(unsaid) <= len(NEEDS_NONE) // 10, sorted(unsaid)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("認証局", "certification_authority"),
        ("CA", "certification_authority"),
        ("ルート認証局", "root_ca"),
        ("ルート証明書", "root_certificate"),
        ("自己署名証明書", "self_signed_certificate"),
        ("オレオレ証明書", "self_signed_certificate"),
        ("中間CA証明書", "intermediate_certificate"),
        ("中間証明書", "intermediate_certificate"),
        ("中間認証局", "intermediate_ca"),
        ("サーバ証明書", "server_certificate"),
        ("サーバー証明書", "server_certificate"),
        ("TLSサーバー証明書", "server_certificate"),
        ("SSLサーバ証明書", "server_certificate"),
        ("サイト証明書", "server_certificate"),
        ("SSL証明書", "server_certificate"),
        ("クライアント証明書", "client_certificate"),
        ("証明書署名要求", "csr"),
        ("公開鍵証明書", "certificate"),
        ("相互TLS認証", "mutual_tls"),
        ("TLS相互認証", "mutual_tls"),
        ("プレマスターシークレット", "pre_master_secret"),
        ("プリマスタシークレット", "pre_master_secret"),
        ("プリマスターシークレット", "pre_master_secret"),
        ("Pre-Master Secret", "pre_master_secret"),
        ("マスターシークレット", "master_secret"),
        ("セッションキー", "session_key"),
        ("Session Key", "session_key"),
        ("共通鍵", "symmetric_key"),
        ("対称鍵", "symmetric_key"),
        ("非公開鍵", "private_key"),
        ("プライベート鍵", "private_key"),
        ("セッション・アイディ", "session_id"),
        ("Session Ticket", "session_ticket"),
        ("Ticket Key", "ticket_key"),
        ("トラフィックキー", "traffic_key"),
        ("事前共有鍵", "psk"),
        ("公開鍵基盤", "pki"),
        ("認証付き暗号化", "aead"),
        ("暗号化スイート", "cipher_suite"),
        ("Encrypted Handshake Message", "finished"),
        ("3wayhandshake", "three_way_handshake"),
        ("AWS Certificate Manager", "managed_certificate"),
        ("ACM", "managed_certificate"),
        ("DNS検証", "domain_control_validation"),
        ("Eメール検証", "domain_control_validation"),
        ("ワイルドカードドメイン", "wildcard_certificate"),
        ("ドメイン認証", "domain_validation"),
        ("企業認証", "organization_validation"),
        ("EV認証", "extended_validation"),
        ("kRSA", "rsa_key_exchange"),
        ("SSLSessionCache", "session_id"),
        ("CAリスト", "trust_store"),
        ("複合化", "decryption"),
    ],
)
def test_the_names_that_engineers_use_lead_to_the_term(name: str, id: str) -> None:
    """Names taken from how Japanese engineers write about HTTPS and mutual TLS; several of them are not what a standard would say."""
    assert found(f"これは「{name}」です", "ja") == [(name, id)]
    assert glossary.search(name, "ja")[0].id == id

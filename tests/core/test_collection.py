"""Collections of opened files: each object once, with all its places; lazy, immutable, quick."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.core.x509.test_relations import certificate, cross, key, leaf, middle, name, ours, private, root
from tests.work import counted
from workbench import words
from workbench.core.collection import Collection, Item, chosen_anchors
from workbench.core.errors import FileError, Message
from workbench.core.formats import open_bytes, open_path
from workbench.core.formats.found import FoundObject, Kind, Locked, OpenedFile
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.role import RoleKind
from workbench.core.x509.trust_store import trust_anchors
from workbench.core.x509.upload_boxes import Form


def found(der: bytes, path: str = "a.pem", part: int = 1, kind: Kind = Kind.CERTIFICATE) -> FoundObject:
    return FoundObject(kind, der, path, part, ("pem",))


LEAF, MIDDLE, ROOT, CROSS = (ours(c) for c in (leaf, middle, root, cross))


def test_an_object_found_twice_is_one_item_with_two_places() -> None:
    collection = Collection(
        [OpenedFile("a.pem", (found(LEAF.der), found(MIDDLE.der, part=2))), OpenedFile("b.pem", (found(LEAF.der, "b.pem"),))]
    )
    assert [item.certificate for item in collection.items] == [LEAF, MIDDLE]
    assert [source.path for source in collection.items[0].sources] == ["a.pem", "b.pem"]
    assert collection.duplicates == (collection.items[0],)
    assert collection.by_id[collection.items[1].id] is collection.items[1]
    assert collection.item_of(MIDDLE) is collection.items[1] and collection.item_of(ROOT) is None
    assert [words.say(collection.place_of(item), "en") for item in collection.items] == [
        "a.pem, certificate 1 of 2",
        "a.pem, certificate 2 of 2",
    ]


def test_a_key_and_a_certificate_of_the_same_bytes_are_two_things() -> None:
    collection = Collection([OpenedFile("a", (found(LEAF.der), found(LEAF.der, kind=Kind.UNKNOWN_DER)))])
    assert [item.kind for item in collection.items] == [Kind.CERTIFICATE, Kind.UNKNOWN_DER]
    assert len({item.id for item in collection.items}) == 2


def test_opening_and_closing_make_new_collections_and_keep_what_is_known() -> None:
    first = Collection([OpenedFile("a.pem", (found(LEAF.der),))])
    item = first.items[0]
    parsed = item.parsed
    more = first.with_files([OpenedFile("b.pem", (found(LEAF.der, "b.pem"), found(MIDDLE.der, "b.pem", 2)))])
    assert len(first.items) == 1 and len(more.items) == 2
    assert more.items[0].parsed is parsed, "not read a second time"
    assert len(more.items[0].sources) == 2 and len(item.sources) == 1
    again = more.with_files([OpenedFile("b.pem", (found(ROOT.der, "b.pem"),))])
    assert [i.certificate for i in again.items] == [LEAF, ROOT], "a file read anew takes the place of the old one"
    assert [i.certificate for i in more.without(more.items[0]).items] == [MIDDLE]
    assert [file.path for file in more.without(more.items[0]).files] == ["b.pem"]
    assert [i.certificate for i in more.without_files("a.pem").items] == [LEAF, MIDDLE]
    assert more.without_files("a.pem", "b.pem").items == ()
    pasted = first.with_files([open_bytes(b"", "")]).with_files([open_bytes(b"", "")])
    assert len(pasted.files) == 3, "pasted texts have no path by which one could replace another"


def test_a_locked_file_stays_when_its_objects_are_closed() -> None:
    locked = OpenedFile("k.pem", (found(LEAF.der, "k.pem"),), locked=(Locked(Message("x"), False),))
    collection = Collection([locked])
    rest = collection.without(collection.items[0])
    assert rest.items == () and [file.path for file in rest.locked] == ["k.pem"]


def test_unreadable_things_say_why_and_disturb_nobody() -> None:
    collection = Collection([OpenedFile("x.pem", (found(b"\x30\x03\x02\x01\x01", "x.pem"), found(LEAF.der, "x.pem", 2)))])
    bad, good = collection.items
    assert bad.parsed is None and bad.error is not None and bad.error.id.startswith("der_")
    assert bad.role is None and bad.title.id == "item_unreadable" and good.certificate == LEAF
    assert collection.errors == (("x.pem", bad.error),)
    assert collection.certificates == (LEAF,)


def test_roles_know_the_other_certificates() -> None:
    collection = Collection([OpenedFile("a", tuple(found(c.der, "a", n + 1) for n, c in enumerate((LEAF, MIDDLE, ROOT, CROSS))))])
    assert [item.role.main for item in collection.items if item.role] == [
        RoleKind.SERVER, RoleKind.INTERMEDIATE_CA, RoleKind.ROOT_CA, RoleKind.INTERMEDIATE_CA,
    ]  # fmt: skip
    together = [collection.role(item) for item in collection.items]
    assert [role.main for role in together if role] == [
        RoleKind.SERVER, RoleKind.INTERMEDIATE_CA, RoleKind.ROOT_CA, RoleKind.CROSS_CERTIFICATE,
    ]  # fmt: skip


def test_private_keys_stay_out_of_every_text() -> None:
    secret = private(key(5))
    collection = Collection([OpenedFile("k", (found(secret.der, "k", kind=Kind.PRIVATE_KEY),))])
    item = collection.items[0]
    text = " ".join((repr(item), repr(collection), repr(item.parsed), item.id, str(item.title), words.say(item.title, "ja")))
    assert words.say(item.title, "en") == "Private key P-256"
    for number in range(0, len(secret.der) - 8, 8):
        assert secret.der[number : number + 8].hex() not in text


def test_the_corpora_open_as_their_manifest_says(corpora: Path) -> None:
    """Kinds, and by SHA-256 the certificates, requests and CRLs; each has a title in both languages."""
    manifest = json.loads((corpora / "certs" / "MANIFEST.json").read_text())
    kinds = {"csr": Kind.CERTIFICATE_REQUEST}
    checked: Counter[str] = Counter()
    for entry in manifest:
        if not entry["file"].startswith(("cert/", "csr/", "crl/", "ocsp/", "attr/")) or entry.get("lenient"):
            continue
        collection = Collection(open_path(corpora / "certs" / entry["file"]))
        by_hash = {item.id.split(":")[1]: item for item in collection.items}
        for fact in entry["objects"]:
            kind = kinds.get(fact["kind"], Kind(fact["kind"]) if fact["kind"] != "csr" else Kind.CERTIFICATE_REQUEST)
            if "sha256" not in fact:
                assert any(item.kind is kind for item in collection.items), entry["file"]
                continue
            if kind is Kind.CERTIFICATE and entry["file"].startswith("ocsp/"):
                assert fact["sha256"] in {c.sha256 for c in collection.certificates}, entry["file"]
                continue
            item = by_hash[fact["sha256"]]
            assert item.kind is kind and item.error is None, entry["file"]
            checked[kind] += 1
        for item in collection.items:
            for language in words.LANGUAGES:
                title = words.say(item.title, language)
                assert title and not title.startswith("item_") and "{" not in title
                assert words.say(item.description, language) != item.description.id
    assert checked[Kind.CERTIFICATE] >= 40 and checked[Kind.CERTIFICATE_REQUEST] >= 8 and checked[Kind.CRL] >= 6


@pytest.mark.parametrize("count", [5000, 20_000])
def test_many_certificates_cost_little_until_looked_at(count: int) -> None:
    sample = LEAF.der
    ders = [sample.replace(b"a.test", f"{number:06d}".encode()) for number in range(count)]
    objects = []
    for number, der in enumerate(ders):
        objects.append(FoundObject(Kind.CERTIFICATE, der, "x.pem", number + 1, ("pem",), parsed=parse_certificate(der)))
    file = OpenedFile("x.pem", tuple(objects))
    with counted() as work:
        collection = Collection([file])
        assert len(collection.certificates) == count
    assert work.calls < 12 * count
    assert all("title" not in item.__dict__ and "role" not in item.__dict__ for item in collection.items)
    assert "subject" not in vars(collection.certificates[0]) and "extensions" not in vars(collection.certificates[0])


def test_a_certificate_without_a_name_is_called_by_its_alternative_name() -> None:
    from cryptography import x509

    nameless = ours(certificate(x509.Name([]), key(5), name("x"), key(6), 77, x509.SubjectAlternativeName([x509.DNSName("san.test")])))
    bare = ours(certificate(x509.Name([]), key(5), name("x"), key(6), 0x4D))
    titles = [words.say(Item(Kind.CERTIFICATE, (found(c.der),)).title, "en") for c in (nameless, bare)]
    assert titles == ["san.test", "4d"]
    assert isinstance(nameless, Certificate)


def test_nothing_broken_stops_a_collection(corpora: Path) -> None:
    """Damaged files of every kind, all together: titles, roles, relations and upload plans come, or say that they cannot."""
    files = [
        opened for path in sorted((corpora / "malformed" / "mut_certs").rglob("*"))[::4] if path.is_file() for opened in open_path(path)
    ]
    collection = Collection(files)
    looked = 0
    for item in collection.items:
        assert words.say(item.title, "en") and words.say(collection.place_of(item), "ja") and words.say(item.description, "en")
        role = collection.role(item)
        assert (role is not None) == (item.certificate is not None)
        if item.parsed is None:
            continue
        looked += 1
        for relation in collection.relations.of(item.parsed):
            assert relation.others and words.say(relation.message, "ja") != relation.message.id
        if item.certificate is not None:
            assert collection.upload_plan(Form.NGINX, item.certificate).boxes
    assert looked >= 50


def test_trust_anchors_from_every_format(corpora: Path, tmp_path: Path) -> None:
    """A PKCS#7 or PKCS#12 file can be chosen as a trust store too; PEM and DER need no opening of that sort."""
    assert chosen_anchors("mozilla") is trust_anchors("mozilla")
    bundle = next(iter(sorted((corpora / "certs" / "pkcs7").glob("*.p7b"))))
    assert len(chosen_anchors(str(bundle))) >= 1
    with pytest.raises(FileError) as caught:
        trust_anchors(str(bundle))
    assert caught.value.message.id == "trust_no_certificates"
    (tmp_path / "x").write_text("nothing")
    for choice in (str(tmp_path / "x"), [str(tmp_path / "x")]):
        with pytest.raises(FileError):
            chosen_anchors(choice)

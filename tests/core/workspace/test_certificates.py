"""Certificates of a workspace: kept once, linked to issuer and key in whatever order they come, serials given out once."""

from __future__ import annotations

import itertools

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import select

from tests.core.workspace import authorities
from tests.core.workspace.authorities import NOW
from workbench.core.asn1.reader import DerError
from workbench.core.issuance.build import build_certificate
from workbench.core.issuance.profiles import built_in
from workbench.core.workspace import certificates, crls, deleting, keys, labels, log, schema
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.entries import Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import Authority, KeyKind, issue, issue_to_itself, make_crl, make_key


def test_an_entry_says_what_the_certificate_says(workspace: Workspace) -> None:
    root = authorities.root("Probe Root")
    der = authorities.leaf(root, "www.example.test", names=("www.example.test", "例え.example", "192.0.2.7"))
    with workspace.writing() as connection:
        above = certificates.add_certificate(connection, root.certificate)
        entry = certificates.add_certificate(
            connection, der, Origin.ISSUED, profile="server", specification=built_in("server").specification
        )
    certificate = parse_certificate(der)
    assert entry.der == der and entry.sha256 == certificate.sha256 and entry.issuer_id == above.id and above.issuer_id == above.id
    assert entry.subject == certificate.subject.rfc4514 and entry.common_name == entry.title == "www.example.test"
    assert entry.names == ("www.example.test", "xn--r8jz45g.example", "192.0.2.7")
    assert int(entry.serial, 16) == certificate.serial_number
    assert (entry.not_before, entry.not_after) == (certificate.not_before, certificate.not_after)
    assert (entry.key_text, entry.role, entry.ca, above.role, above.ca) == ("P-256", "server", False, "root_ca", True)
    with workspace.reading() as connection:
        assert certificates.certificate_entry(connection, entry.id) == entry
        assert certificates.specification_of(connection, entry.id) == built_in("server").specification
        assert certificates.specification_of(connection, above.id) is None
        assert certificates.chain(connection, entry.id) == (entry, above)
        assert [(row.event, row.object_id) for row in log.read_log(connection)] == [(Event.ISSUED, entry.id), (Event.IMPORTED, above.id)]


def test_everything_finds_its_issuer_and_key_in_whatever_order_it_comes(workspace: Workspace) -> None:
    """All orders of root, intermediate, leaf, the leaf's key and the intermediate's CRL lead to the same."""
    for turn, order in enumerate(itertools.permutations(("root", "intermediate", "leaf", "key", "crl"))):
        if turn % 5:
            continue  # a part of the 120 will do, with each at every place
        root = authorities.root(f"Root {turn}")
        intermediate = authorities.below(root, f"Intermediate {turn}")
        key = make_key(KeyKind.P_256)
        leaf = authorities.leaf(intermediate, f"host{turn}.example.test", key)
        crl = make_crl(intermediate, {}, 1, NOW, NOW)
        with workspace.writing() as connection:
            for what in order:
                if what == "key":
                    keys.add_key(connection, workspace.vault, key)
                elif what == "crl":
                    crls.add_crl(connection, None, crl, Origin.IMPORTED)
                else:
                    der = {"root": root.certificate, "intermediate": intermediate.certificate, "leaf": leaf}[what]
                    certificates.add_certificate(connection, der)
            found = {entry.der: entry for entry in certificates.entries_of(
                connection, connection.execute(select(*certificates.COLUMNS)).all()
            )}  # fmt: skip
            (list_,) = (entry for entry in crls.list_crls(connection) if entry.der == crl)
            (own,) = (entry for entry in keys.list_keys(connection) if entry.spki == keys.spki_of(key))
        top, middle, end = found[root.certificate], found[intermediate.certificate], found[leaf]
        assert (top.issuer_id, middle.issuer_id, end.issuer_id) == (top.id, top.id, middle.id), order
        assert end.key_id == own.id and list_.issuer_id == middle.id, order


def test_a_name_alone_makes_no_issuer(workspace: Workspace) -> None:
    """Two CAs of one name: each has what its own key signed."""
    first, second = authorities.root("Twin"), authorities.root("Twin")
    leaves = [authorities.leaf(twin, f"host{number}.example.test") for number, twin in enumerate((first, second))]
    with workspace.writing() as connection:
        certificates.add_many(connection, [NewCertificate(der) for der in (*leaves, first.certificate)])
        one = certificates.add_certificate(connection, first.certificate)
        two = certificates.add_certificate(connection, second.certificate)
        assert [entry.der for entry in certificates.issued_by(connection, one.id)] == leaves[:1]
        assert [entry.der for entry in certificates.issued_by(connection, two.id)] == leaves[1:]


def test_a_certificate_is_kept_once_and_comes_back_when_it_was_put_away(workspace: Workspace) -> None:
    der = authorities.root().certificate
    with workspace.writing() as connection:
        entry = certificates.add_certificate(connection, der)
        assert certificates.add_many(connection, [NewCertificate(der), NewCertificate(der)]) == (entry, entry)
        deleting.delete(connection, entry.id)
        assert certificates.roots(connection) == ()
        assert certificates.add_certificate(connection, der) == entry
        assert certificates.roots(connection) == (entry,)


def test_the_tree(workspace: Workspace) -> None:
    root = authorities.root()
    intermediate = authorities.below(root)
    leaves = [authorities.leaf(intermediate, f"host{number}.example.test") for number in range(5)]
    orphan = authorities.leaf(authorities.root("Elsewhere"), "orphan.example.test")
    with workspace.writing() as connection:
        top, middle, lost, *ends = certificates.add_many(
            connection, [NewCertificate(der) for der in (root.certificate, intermediate.certificate, orphan, *leaves)]
        )
        assert certificates.roots(connection) == (top, lost) and certificates.count_roots(connection) == 2
        assert certificates.roots(connection, 1, 1) == (lost,)
        assert certificates.issued_by(connection, top.id) == (middle,)
        assert certificates.count_issued_by(connection, middle.id) == 5
        pages = [certificates.issued_by(connection, middle.id, 2, start) for start in (0, 2, 4)]
        assert sorted(entry.id for page in pages for entry in page) == sorted(entry.id for entry in ends)
        assert certificates.authorities(connection) == ()  # no key is here
        keys.add_key(connection, workspace.vault, intermediate.key)
        assert [entry.id for entry in certificates.authorities(connection)] == [middle.id]
        deleting.delete(connection, middle.id)  # what it issued stays to be seen
        assert {entry.id for entry in certificates.roots(connection)} == {top.id, lost.id, *(entry.id for entry in ends)}
        deleting.restore(connection, middle.id)
        assert [entry.id for entry in certificates.roots(connection)] == [top.id, lost.id]


def issued(authority: Authority, serial: int) -> bytes:
    public = load_der_public_key(keys.spki_of(make_key(KeyKind.P_256)))
    return build_certificate(built_in("client").specification, public, authority, NOW, serial)  # type: ignore[arg-type]


def test_no_ca_gives_out_a_serial_twice_here(workspace: Workspace) -> None:
    root, other = authorities.root("One"), authorities.root("Other")
    # The same CA with a new certificate: its key and its serials go on.
    renewed = Authority(issue_to_itself(authorities.wanted("One", ca=True, end=7000), root.key), root.key)
    with workspace.writing() as connection:
        certificates.add_many(connection, [NewCertificate(each.certificate) for each in (root, other)])
        first = certificates.add_certificate(connection, issued(root, 77), Origin.ISSUED)
        assert certificates.serial_taken(connection, certificates.certificate_entry(connection, str(first.issuer_id)), issued(root, 77))
        certificates.add_certificate(connection, issued(other, 77), Origin.ISSUED)
        certificates.add_certificate(connection, renewed.certificate)
    for authority in (root, renewed):
        with pytest.raises(WorkspaceError) as caught, workspace.writing() as connection:
            certificates.add_many(connection, [NewCertificate(issued(authority, serial), Origin.ISSUED) for serial in (78, 77)])
        assert caught.value.message.id == "workspace_serial_taken" and caught.value.message.params["serial"] == "4d"
    with pytest.raises(WorkspaceError), workspace.writing() as connection:
        certificates.add_many(connection, [NewCertificate(issued(root, 79), Origin.ISSUED) for _ in range(2)])
    with pytest.raises(WorkspaceError) as caught, workspace.writing() as connection:  # past our own look: the database holds it
        row = dict(connection.execute(select(schema.certificates).where(schema.certificates.c.id == first.id)).mappings().one())
        connection.execute(schema.certificates.insert().values({**row, "id": "x", "sha256": "x"}))
    assert caught.value.message.id == "workspace_serial_taken_meanwhile"
    with workspace.reading() as connection:
        assert [entry.serial for entry in certificates.issued_by(connection, str(first.issuer_id))] == ["4d"]


def test_a_serial_that_others_gave_out_twice_can_be_looked_at(workspace: Workspace) -> None:
    root = authorities.root()
    with workspace.writing() as connection:
        certificates.add_many(connection, [NewCertificate(der) for der in (root.certificate, issued(root, 5), issued(root, 5))])
        assert (
            len(certificates.roots(connection)) == 1 and certificates.count_issued_by(connection, certificates.roots(connection)[0].id) == 2
        )
    with pytest.raises(WorkspaceError) as caught, workspace.writing() as connection:
        certificates.add_certificate(connection, issued(root, 5), Origin.ISSUED)
    assert caught.value.message.id == "workspace_serial_taken"


def test_text_that_a_database_does_not_take_is_kept_readably(workspace: Workspace) -> None:
    """PostgreSQL has no NUL in texts; strangers sign it nevertheless."""
    key = make_key(KeyKind.P_256)
    plain = issue_to_itself(authorities.wanted("nul-name.example"), key)
    der = plain.replace(b"nul-name.example", b"nul\0name.example")
    with workspace.writing() as connection:
        entry = certificates.add_certificate(connection, der)
        assert entry.common_name == "nul\ufffdname.example"
        labels.set_notes(connection, entry.id, "a\0b")
        assert certificates.certificate_entry(connection, entry.id).notes == "a\ufffdb"


def test_a_monstrous_serial_is_kept(workspace: Workspace) -> None:
    root = authorities.root()
    der = bytearray(issued(root, 1 << 158))
    # A serial of 4,000 octets in place of the 20: lengths of it, of the TBSCertificate and of the certificate with it.
    from cryptography import x509

    from workbench.core.asn1 import writer

    tbs = x509.load_der_x509_certificate(bytes(der)).tbs_certificate_bytes
    at = tbs.index(bytes([2, 20, 0x40]))
    from workbench.core.asn1 import reader

    content = reader.read(tbs)
    inner = tbs[content.content : at] + writer.integer(1 << 31990) + tbs[at + 22 : content.end]
    rest = bytes(der)[bytes(der).index(tbs) + len(tbs) :]
    with workspace.writing() as connection:
        entry = certificates.add_certificate(connection, writer.sequence(writer.sequence(inner), rest))
        assert len(entry.serial) == certificates.LONGEST_SERIAL + 1


def test_what_is_no_certificate_is_refused(workspace: Workspace) -> None:
    with pytest.raises(DerError), workspace.writing() as connection:
        certificates.add_certificate(connection, b"\x30\x03\x02\x01\x05")
    with pytest.raises(WorkspaceError) as caught, workspace.reading() as connection:
        certificates.certificate_entry(connection, "nothing")
    assert caught.value.message.id == "workspace_no_such_object"


def test_names_are_compared_as_rfc_5280_does(workspace: Workspace) -> None:
    """7.1: the string type and the case do not count. The leaf names its issuer otherwise than the CA names itself."""
    root = authorities.root("probe root")
    other = Authority(issue_to_itself(authorities.wanted("PROBE  ROOT", ca=True), root.key), root.key)
    leaf = issue(authorities.wanted("x.example.test"), make_key(KeyKind.P_256).public_key(), other)
    with workspace.writing() as connection:
        above = certificates.add_certificate(connection, root.certificate)
        assert certificates.add_certificate(connection, leaf).issuer_id == above.id

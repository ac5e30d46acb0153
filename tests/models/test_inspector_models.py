"""The item models of the inspector, each with Qt's own tester at work, and what stands behind them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from workbench.core import formats
from workbench.core.collection import Collection
from workbench.core.compare import compare
from workbench.core.errors import Message
from workbench.core.formats.found import Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Purpose, Rules, Status
from workbench.models import jobs
from workbench.models.certificate_tree import ObjectListModel, ObjectRole, matching
from workbench.models.choices import FILES, Choices, hosts, natural_host
from workbench.models.compare_model import CompareModel
from workbench.models.findings_model import Entry, FindingRole, FindingsModel
from workbench.models.judging import Linked, link
from workbench.models.lifetimes import bars, ticks
from workbench.models.object_rows import RowKind, first_row
from workbench.models.object_text import ObjectText
from workbench.models.subject import Subject, subject_of
from workbench.models.summary import Summary

NAMES = ("chain.pem", "server.key", "server.csr", "issuing-ca.crl", "mail.pem", "README.md")


@pytest.fixture(scope="module")
def collection(demonstration: Path) -> Collection:
    return Collection([file for name in NAMES for file in formats.open_path(demonstration / name)])


@pytest.fixture(scope="module")
def linked(collection: Collection) -> Linked:
    return link(collection, collection.files, Choices(trust=FILES))


@pytest.fixture
def text(collection: Collection, linked: Linked) -> ObjectText:
    return ObjectText("en", collection, linked.relations, linked.parts, FILES, linked.rows)


@pytest.fixture
def model(qtmodeltester: ModelTester, linked: Linked, text: ObjectText) -> ObjectListModel:
    made = ObjectListModel()
    made.set_rows(linked.rows, text, linked.checked)
    return made


def named(collection: Collection, name: str) -> Certificate:
    return next(certificate for certificate in collection.certificates if certificate.subject.short == name)


def titles(model: ObjectListModel) -> list[str]:
    return [str(model.index(place).data()) for place in range(model.rowCount())]


def test_the_object_list_keeps_qts_contract(qtmodeltester: ModelTester, model: ObjectListModel, linked: Linked, text: ObjectText) -> None:
    qtmodeltester.check(model)
    model.show_only((1, 2), "x")
    model.show_only((), "y")
    model.set_rows(linked.rows, text, linked.checked)
    model.set_statuses({row.certificate: Status.OK for row in linked.rows if row.certificate is not None})
    model.set_text(text.in_language("ja"))
    model.set_rows((), text)
    assert model.rowCount() == 0 and model.rowCount(QModelIndex()) == 0


def test_chains_come_root_first_and_indented(model: ObjectListModel) -> None:
    rows = [model.row_at(model.index(place)) for place in range(4)]
    assert [row.depth for row in rows if row is not None and row.kind is RowKind.CERTIFICATE] == [0, 1, 2]
    assert titles(model)[:4] == ["Certificate chain", "Example Test Root CA", "Example Test Issuing CA 1", "www.example.test"]


def test_a_row_says_what_it_is_and_where_it_is_from(model: ObjectListModel) -> None:
    place = titles(model).index("www.example.test")
    text = model.index(place).data(ObjectRole.TEXT)
    assert text.chip == "server · OV"
    assert text.second == "chain.pem #1 · 2036-01-03"
    assert model.index(place).data(ObjectRole.LINK) == "signature ✓ · CA ✓ · path length ✓"
    key = model.index(titles(model).index("server.key")).data(ObjectRole.TEXT)
    assert (key.chip, key.second) == ("private key", "P-256 · key of www.example.test")


def test_a_link_that_is_only_a_name_says_so(model: ObjectListModel) -> None:
    place = titles(model).index("mail.example.test")
    assert model.index(place).data(ObjectRole.LINK) == "✗ issuer name matches, signature does not"


def test_what_could_not_be_opened_stands_at_the_end(model: ObjectListModel) -> None:
    assert titles(model)[-2:] == ["Could not be opened", "README.md"]
    assert model.flags(model.index(model.rowCount() - 2)) == Qt.ItemFlag.NoItemFlags


def test_a_missing_issuer_is_a_row_with_its_name(demonstration: Path, collection: Collection) -> None:
    certificate = next(item for item in collection.items if item.certificate and item.certificate.subject.short == "www.example.test")
    alone = Collection(formats.open_bytes(certificate.der, "leaf.der") for _ in range(1))
    rows = link(alone, alone.files, Choices()).rows
    missing = [row for row in rows if row.kind is RowKind.MISSING]
    assert len(missing) == 1
    text = ObjectText("en", alone, {}, {}, "mozilla", rows)
    assert text.of(missing[0]).title == "Example Test Issuing CA 1"
    assert text.link(rows[-1]) == "issuer missing, signature not checked"


def test_a_trust_anchor_stands_above_the_chain_that_reaches_it(collection: Collection, demonstration: Path, tmp_path: Path) -> None:
    root = next(item for item in collection.items if item.certificate and item.certificate.subject.short == "Example Test Root CA")
    (tmp_path / "my roots.der").write_bytes(root.der)
    below = [item for item in collection.items if item.certificate is not None and item is not root][:2]
    files = [formats.open_bytes(item.der, f"{number}.der") for number, item in enumerate(below)]
    part = Collection(files)
    trust = str(tmp_path / "my roots.der")
    found = link(part, part.files, Choices(trust=trust))
    top = next(row for row in found.rows if row.kind is RowKind.CERTIFICATE)
    assert top.certificate == root.certificate and top.item is None and top.node is not None and top.node.is_anchor
    assert ObjectText("en", part, {}, {}, trust, found.rows).of(top).second == "my roots.der · 2045-12-31"
    subject = subject_of(top)
    assert subject is not None and subject.der == root.der


def test_the_server_of_the_first_file_is_selected_first(linked: Linked) -> None:
    number = first_row(linked.rows, linked.preferred(frozenset()))
    certificate = linked.rows[number].certificate
    assert certificate is not None and certificate.subject.short == "www.example.test"


def test_the_filter_looks_into_bytes_but_never_into_keys(qtbot: QtBot, linked: Linked, text: ObjectText) -> None:
    def find(wanted: str) -> list[str]:
        job = jobs.run_task(matching, linked.rows, text, wanted)
        with qtbot.waitSignal(job.finished, timeout=10_000) as found:
            pass
        return [text.of(linked.rows[number]).title for number in found.args[0]]

    assert find("chiyoda") == ["www.example.test", "server.csr"]
    assert find("SERVER.KEY") == ["server.key"]
    assert find("no such thing") == []
    key = next(row for row in linked.rows if row.item is not None and row.item.kind is Kind.PRIVATE_KEY)
    assert key.searchable == b""


def entry(id: str, status: Status, certificate: int = 0, lint: bool = False) -> Entry:
    finding = Finding(Message(id, {}), status, certificate, ("tbsCertificate", "validity"), "RFC 5280 §4.1.2.5")
    return Entry(finding, None, f"c{certificate}", lint)


def test_findings_come_failures_first(qtmodeltester: ModelTester) -> None:
    model = FindingsModel()
    model.set_entries([entry("a", Status.OK), entry("b", Status.FAILURE), entry("c", Status.WARNING, lint=True), entry("d", Status.OK, 1)])
    qtmodeltester.check(model)
    assert [model.index(row).data() for row in range(model.rowCount())] == ["b", "c", "a"]
    model.set_whole_chain(True)
    assert model.rowCount() == 4
    assert model.index(3).data(FindingRole.OWNER) == "c1"
    assert model.as_text(1).splitlines()[1] == "c0 · tbsCertificate.validity · RFC 5280 §4.1.2.5 · pkilint"


def test_the_linter_does_not_repeat_that_an_extension_is_absent() -> None:
    model = FindingsModel()
    repeated = entry("lint_extension_absent", Status.FAILURE, lint=True)
    model.set_entries([entry("own", Status.WARNING), repeated, entry("lint_other", Status.WARNING, lint=True)])
    assert [shown.finding.id for shown in model.entries] == ["own", "lint_other"]
    model.set_entries([entry("own", Status.OK), repeated])  # nobody else says it
    assert [shown.finding.id for shown in model.entries] == ["lint_extension_absent", "own"]


def test_a_failure_above_the_certificate_is_never_hidden() -> None:
    model = FindingsModel()
    model.set_entries([entry("a", Status.OK), entry("root", Status.FAILURE, 2), entry("b", Status.WARNING, 2)])
    assert [model.index(row).data() for row in range(model.rowCount())] == ["root", "a"]
    assert model.index(0).data(FindingRole.OWNER) == "c2"


def test_a_comparison_as_a_table(qtmodeltester: ModelTester, collection: Collection) -> None:
    left, right = (Subject(item.sources[0], item, item.parsed) for item in collection.of_kind(Kind.CERTIFICATE)[:2])
    model = CompareModel()
    model.set_rows(compare(left.fields(), right.fields(), left.der, right.der), "left", "right")
    qtmodeltester.check(model)
    fewer = model.rowCount()
    assert 0 < model.difference_count < fewer
    model.set_only_differences(False)
    assert model.rowCount() > fewer
    model.set_language("ja")
    assert "異" in model.as_text() or "相違" in model.as_text()


def test_nothing_differs_in_the_same_object(collection: Collection) -> None:
    item = collection.of_kind(Kind.CERTIFICATE)[0]
    subject = Subject(item.sources[0], item, item.parsed)
    model = CompareModel()
    model.set_rows(compare(subject.fields(), subject.fields(), subject.der, subject.der), "a", "a")
    assert (model.rowCount(), model.difference_count) == (0, 0)


def test_conditions_follow_the_certificate_unless_chosen(collection: Collection) -> None:
    server, ca = named(collection, "www.example.test"), named(collection, "Example Test Issuing CA 1")
    choices = Choices(rules=Rules.WEBPKI)
    assert choices.conditions_for(server).host == natural_host(server) == hosts(server)[0] == "www.example.test"
    assert choices.conditions_for(server).purpose is Purpose.SERVER
    assert (choices.conditions_for(ca).host, choices.conditions_for(ca).purpose) == ("", Purpose.ANY)
    other = choices.with_host(server, "a.test").with_purpose(server, Purpose.CLIENT)
    assert (other.conditions_for(server).host, other.conditions_for(server).purpose) == ("a.test", Purpose.CLIENT)
    assert other.conditions_for(ca).host == ""
    assert other.conditions_for(ca).rules is Rules.WEBPKI


def test_only_a_handful_of_20_000_can_be_an_issuer(linked: Linked, collection: Collection) -> None:
    found = linked.judging.issuers(named(collection, "www.example.test"))
    assert [c.subject.short for c in found] == ["www.example.test", "Example Test Issuing CA 1", "Example Test Root CA"]


def test_a_certificate_trusted_for_now_is_an_anchor(collection: Collection) -> None:
    root = named(collection, "Example Test Root CA")
    choices = Choices(anchors=frozenset({root.sha256}))
    judging = link(collection, collection.files, choices).judging
    assert root in judging.anchors
    server = named(collection, "www.example.test")
    assert judging.verdict(server, choices).trusted


def test_a_summary_counts_days_and_prints_fingerprints(collection: Collection) -> None:
    item = next(item for item in collection.items if item.certificate and item.certificate.subject.short == "www.example.test")
    assert item.certificate is not None
    now = item.certificate.not_after - timedelta(days=12, hours=1)
    sections = Summary("en", collection, True, now).of(Subject(item.sources[0], item, item.parsed))
    lines = {line.label: line for section in sections for line in section.lines}
    assert "days left: 12" in lines["Valid"].value
    assert lines["SHA-256"].copied.replace(":", "").lower() == item.certificate.sha256
    assert "dNSName: www.example.test" in lines["Alternative names"].value
    assert any("private key" in line.value for section in sections for line in section.lines if not line.label)


def test_no_part_of_a_private_key_stands_in_the_open(collection: Collection) -> None:
    item = collection.of_kind(Kind.PRIVATE_KEY)[0]
    key = load_der_private_key(item.der, None)
    assert isinstance(key, EllipticCurvePrivateKey)
    scalar = key.private_numbers().private_value.to_bytes(32, "big")
    subject = Subject(item.sources[0], item, item.parsed)
    for tree in (subject.fields(), subject.asn1()):
        hidden = {offset for node in tree.walk() if node.secret for offset in range(node.start, node.start + node.length)}
        start = item.der.index(scalar)
        assert hidden.issuperset(range(start, start + 32))
        shown = [node.value.replace(" ", "").replace(":", "").lower() for node in tree.walk() if not node.secret]
        assert not any(scalar.hex() in value for value in shown if value)


def test_bars_of_a_chain_and_their_scale(collection: Collection) -> None:
    path = [item.certificate for item in collection.items if item.certificate is not None][:2]
    found = bars(path, datetime(2026, 6, 1, tzinfo=UTC))
    assert [bar.valid for bar in found] == [True, True]
    assert found[0].title == path[1].subject.short
    marks = ticks(datetime(2026, 1, 5, tzinfo=UTC).timestamp(), datetime(2045, 12, 31, tzinfo=UTC).timestamp())
    assert 3 <= len(marks) <= 9 and all(text.isdigit() for _, text in marks)
    assert [text for _, text in ticks(datetime(2026, 1, 5, tzinfo=UTC).timestamp(), datetime(2026, 4, 2, tzinfo=UTC).timestamp())] == [
        "2026-02", "2026-03", "2026-04",
    ]  # fmt: skip

"""A request that was altered after signing is told as such, in the window and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from workbench import cli
from workbench.core.collection import Collection
from workbench.core.formats import open_bytes
from workbench.core.x509.finding import Status
from workbench.models.object_rows import Row, RowKind
from workbench.models.object_text import ObjectText
from workbench.models.subject import Subject
from workbench.models.summary import Summary
from workbench.views.inspector.answers import answer_of


def request() -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.example.test")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("alt.example.test")]), critical=False)
    return builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(Encoding.DER)


ALTERED = (b"alt.example.test", b"bad.example.test")


@pytest.mark.parametrize(("change", "state", "status"), [((b"", b""), "ok", None), (ALTERED, "mismatch", Status.FAILURE)])
def test_its_own_signature_is_checked(
    change: tuple[bytes, bytes], state: str, status: Status | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    der = request().replace(*change) if change[0] else request()
    collection = Collection((open_bytes(der, "www.csr"),))
    item = collection.items[0]
    subject = Subject(item.sources[0], item, item.parsed)
    answer = answer_of(Row(RowKind.ITEM, item=item), subject, ObjectText("en", collection))
    assert answer.status is status
    lines = {line.label: line.value for section in Summary("en", collection).of(subject) for line in section.lines}
    assert ("does not match" in lines["Signature"]) == (status is not None)
    assert (change[1] or b"alt.example.test").decode() in lines["Alternative names"]

    file = tmp_path / "www.csr"
    file.write_bytes(der)
    assert cli.main(["inspect", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["objects"][0]["signature"] == state
    assert cli.main(["inspect", str(file), "--language", "en"]) == 0
    assert ("does not match" in capsys.readouterr().out) == (status is not None)
